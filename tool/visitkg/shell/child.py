"""A reply that another process works out, for the engine can't be stopped within its own.

The process is a fork of this one: it has the graph already.
"""

from __future__ import annotations

import os
import select
import signal
import time
from typing import TYPE_CHECKING, Final, NoReturn

from visitkg.errors import InputError, VisitkgError
from visitkg.shell.interrupt import (
    Notes,
    blocked_signals,
    noted_signals,
    take_default_signals,
)
from visitkg.shell.reply import Reply, failure, pack_reply, unpack_reply

if TYPE_CHECKING:
    from collections.abc import Callable

INTERRUPTED: Final = 130
"""The exit code of what Ctrl-C broke off, as shells give it."""

_PIECE: Final = 1 << 20


def reply_from_child(work: Callable[[], Reply], seconds: float | None = None) -> Reply:
    """Return what ``work`` gives in a child; an interrupt or the end of its time breaks it off.

    Whatever becomes of the child, this process goes on; a signal that ends it ends the child too.
    """
    if not hasattr(os, "fork"):
        return work_here(work)
    reader, writer = os.pipe()
    deadline = None if seconds is None else time.monotonic() + seconds
    with noted_signals() as notes:
        with blocked_signals():
            pid = os.fork()
            if pid == 0:
                _be_the_child(work, writer)
        os.close(writer)
        try:
            came = _wait(reader, notes, deadline)
        finally:
            os.close(reader)
        if not isinstance(came, bytes):
            os.kill(pid, signal.SIGKILL)
        status = os.waitpid(pid, 0)[1]
    if isinstance(came, bytes):
        return _read(came, status)
    if came is None:
        return failure(_too_long(seconds or 0))
    return Reply(note="Interrupted.", code=INTERRUPTED)


def work_here(work: Callable[[], Reply]) -> Reply:
    """Return what ``work`` gives in this process, its errors as replies."""
    try:
        return work()
    except VisitkgError as error:
        return failure(error)
    except MemoryError:
        return failure(InputError("the query could not be completed: no memory is left"))


def _be_the_child(work: Callable[[], Reply], writer: int) -> NoReturn:
    """Write the reply and end, without anything that the end of the parent would do."""
    code = 1
    try:
        take_default_signals()
        left = memoryview(pack_reply(work_here(work)))
        while left:
            left = left[os.write(writer, left) :]
        os.close(writer)
        code = 0
    finally:
        os._exit(code)


def _wait(reader: int, notes: Notes, deadline: float | None) -> bytes | int | None:
    """Return all that can be read, or the signal that came first; None if the time is up."""
    pieces: list[bytes] = []
    while True:
        left = None if deadline is None else deadline - time.monotonic()
        if left is not None and left <= 0:
            return None
        ready, _, _ = select.select([reader, notes.descriptor], [], [], left)
        if notes.descriptor in ready:
            came = notes.take()
            if came:
                return came[0]
        if reader in ready:
            piece = os.read(reader, _PIECE)
            if not piece:
                # Ctrl-C reaches the child too, which may end before the note is seen.
                return next(iter(notes.take()), b"".join(pieces))
            pieces.append(piece)


def _read(data: bytes, status: int) -> Reply:
    try:
        return unpack_reply(data)
    except (EOFError, TypeError, ValueError):
        code = os.waitstatus_to_exitcode(status)
        how = f"by signal {-code}" if code < 0 else f"with {code}"
        return failure(
            InputError(
                f"the query could not be completed: its process ended {how}",
                remedy="Is it deeper, longer or larger than the engine can take? Ask in parts.",
            )
        )


def _too_long(seconds: float) -> InputError:
    unit = "second" if seconds == 1 else "seconds"
    return InputError(
        f"the query took longer than {seconds:g} {unit}",
        remedy="Ask for less, or start with a longer --timeout.",
    )
