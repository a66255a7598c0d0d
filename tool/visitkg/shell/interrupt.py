"""Signals that are noted, not obeyed at once: Ctrl-C ends a query, not the shell."""

from __future__ import annotations

import os
import signal
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import FrameType

_NOTED: Final = tuple(
    getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)
)


class Notes:
    """The signals that came; ``descriptor`` can be read as soon as there is one."""

    def __init__(self, descriptor: int) -> None:
        self.descriptor = descriptor
        self.taken: list[int] = []

    def take(self) -> list[int]:
        """Return the signals that came since the last time."""
        try:
            came = [number for number in os.read(self.descriptor, 64) if number in _NOTED]
        except BlockingIOError:
            return []
        self.taken += came
        return came


@contextmanager
def noted_signals() -> Iterator[Notes]:
    """Note what would interrupt or end this process; one that is ignored stays ignored.

    They are blocked while the handlers change, so that none is lost and none comes in between.
    Behind the block an interrupt is forgotten, and what ends a process ends this one.
    """
    reader, writer = os.pipe()
    os.set_blocking(reader, False)
    os.set_blocking(writer, False)
    notes = Notes(reader)
    with blocked_signals():
        before = {number: signal.getsignal(number) for number in heard_signals()}
        wakeup = signal.set_wakeup_fd(writer, warn_on_full_buffer=False)
        for number in before:
            signal.signal(number, _note)
    try:
        yield notes
    finally:
        with blocked_signals():
            for number, handler in before.items():
                signal.signal(number, handler)
            signal.set_wakeup_fd(wakeup)
        notes.take()
        os.close(reader)
        os.close(writer)
        for number in notes.taken:
            if number != signal.SIGINT:
                os.kill(os.getpid(), number)


@contextmanager
def blocked_signals() -> Iterator[None]:
    """Hold back what would interrupt this process; it comes behind the block."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, _NOTED)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def heard_signals() -> list[int]:
    """Return those of the signals that this process does not ignore."""
    return [number for number in _NOTED if signal.getsignal(number) is not signal.SIG_IGN]


def take_default_signals() -> None:
    """Let the signals end this process, as they do where nothing handles them."""
    for number in heard_signals():
        signal.signal(number, signal.SIG_DFL)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, _NOTED)


def _note(number: int, frame: FrameType | None) -> None:
    """Do nothing: the interpreter has written the number to the descriptor."""
