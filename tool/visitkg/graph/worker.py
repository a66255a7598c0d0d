"""A process beside this one that hands over bytes: half the work, given two processors."""

from __future__ import annotations

import os
import warnings
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

_LENGTH: Final = 8
_FAILED: Final = 1


class WorkerError(Exception):
    """The other process ended before it had handed over everything."""


def has_second_processor() -> bool:
    """Return whether a second process would run beside this one, with the same memory."""
    # Imported here: small data are read without it.
    import threading

    if not hasattr(os, "fork") or not hasattr(os, "sched_getaffinity"):
        return False
    # A lock that another thread holds would be held for ever in the second process.
    return len(os.sched_getaffinity(0)) > 1 and threading.active_count() == 1


@contextmanager
def work_beside(produce: Callable[[], Iterable[bytes]]) -> Iterator[Iterator[bytes]]:
    """Give what another process produces, piece by piece, while this one goes on.

    The other process sees the memory of this one as it is now. Raise WorkerError if there can't be
    one, and from the iterator if it fails; what went wrong is for this process to find out by doing
    the same.
    """
    reader, writer = os.pipe()
    try:
        process = _fork()
    except OSError as error:
        os.close(reader)
        os.close(writer)
        raise WorkerError from error
    if process == 0:
        _produce(produce, reader, writer)
    os.close(writer)
    try:
        with os.fdopen(reader, "rb") as pipe:
            yield _receive(pipe.read)
    finally:
        os.waitpid(process, 0)


def _fork() -> int:
    with warnings.catch_warnings():
        # Python warns of the threads that numpy keeps: the second process doesn't need them.
        warnings.simplefilter("ignore", DeprecationWarning)
        return os.fork()


def _produce(produce: Callable[[], Iterable[bytes]], reader: int, writer: int) -> None:
    """Write each piece with its length before it, an empty one last, and end this process."""
    code = _FAILED
    try:
        os.close(reader)
        with os.fdopen(writer, "wb") as pipe:
            for piece in produce():
                if piece:
                    pipe.write(len(piece).to_bytes(_LENGTH, "little"))
                    pipe.write(piece)
            pipe.write(bytes(_LENGTH))
        code = 0
    finally:
        # Without this, what the parent process was about to do would be done twice.
        os._exit(code)


def _receive(read: Callable[[int], bytes]) -> Iterator[bytes]:
    while True:
        head = read(_LENGTH)
        if len(head) != _LENGTH:
            raise WorkerError
        length = int.from_bytes(head, "little")
        if not length:
            return
        piece = read(length)
        if len(piece) != length:
            raise WorkerError
        yield piece
