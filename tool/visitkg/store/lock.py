"""Who may write into a store on disk, and who reads in it."""

from __future__ import annotations

import fcntl
import os
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from visitkg.errors import InputError, Position
from visitkg.store.state import cannot_write

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

LOCK: Final = "lock"
"""The file by which loads know of each other."""

_PATIENCE: Final = 1.0
_PAUSE: Final = 0.02


@contextmanager
def hold(folder: Path) -> Iterator[None]:
    """Be the only load of a store meanwhile; raise InputError if another one is.

    The lock ends with the process, however that ends.
    """
    path = folder / LOCK
    # Who only asks whether there is a load holds the lock for a moment.
    end = time.monotonic() + _PATIENCE
    while (descriptor := _take(path)) is None:
        if time.monotonic() > end:
            raise InputError(
                "another load fills this store",
                position=Position(str(folder)),
                remedy="Wait until it has ended, or load into another folder.",
            )
        time.sleep(_PAUSE)
    try:
        yield
    finally:
        os.close(descriptor)


def _take(path: Path) -> int | None:
    """Return the descriptor by which a lock is held, None if it can't be had now."""
    try:
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o666)
    except OSError as error:
        raise cannot_write(path, error.strerror) from error
    # Who removes a folder that it has made in vain removes the lock too.
    if _try(descriptor, fcntl.LOCK_EX) and os.fstat(descriptor).st_nlink:
        return descriptor
    os.close(descriptor)
    return None


def is_held(folder: Path) -> bool:
    """Return whether a load of a store is under way."""
    try:
        descriptor = os.open(folder / LOCK, os.O_RDONLY | os.O_CLOEXEC)
    except OSError:
        return False
    try:
        return not _try(descriptor, fcntl.LOCK_SH)
    finally:
        os.close(descriptor)


def begin_reading(folder: Path) -> int:
    """Return a descriptor that keeps a folder of the engine from being removed until it is closed.

    Raise OSError if there is no such folder.
    """
    descriptor = os.open(folder, os.O_RDONLY | os.O_CLOEXEC)
    _try(descriptor, fcntl.LOCK_SH)
    return descriptor


@contextmanager
def nobody_reads(folder: Path) -> Iterator[bool]:
    """Tell whether nobody reads in a folder of the engine, and let nobody begin meanwhile."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_CLOEXEC)
    try:
        yield _try(descriptor, fcntl.LOCK_EX)
    finally:
        os.close(descriptor)


def _try(descriptor: int, kind: int) -> bool:
    try:
        fcntl.flock(descriptor, kind | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
