"""The process that holds the data, begun: it reads while the front process still gets ready."""

from __future__ import annotations

import socket
import subprocess
import sys
from dataclasses import astuple, dataclass
from typing import TYPE_CHECKING, Final

from visitkg.serve.order import Order

if TYPE_CHECKING:
    from pathlib import Path

    from visitkg.serve.limits import Limits

_FAREWELL: Final = 3.0
"""Seconds in which a process ends once its sockets have; then it is killed."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What to serve, and how.

    ``directory`` is the folder of the project, None for the one around here; ``files`` stand in for
    the project. ``watched`` are the files and folders whose change brings a new state, none for
    ``reload`` only by the signal HUP.
    """

    directory: Path | None
    files: tuple[Path, ...]
    mount: str
    limits: Limits
    watched: tuple[Path, ...] = ()
    trusts_proxy: bool = False

    def order(self, *, must_be_valid: bool = False) -> Order:
        """Return what a process shall hold."""
        return Order(
            None if self.directory is None else str(self.directory),
            tuple(str(each) for each in self.files),
            self.mount,
            astuple(self.limits),
            must_be_valid,
        )


@dataclass(frozen=True, slots=True)
class Spawned:
    """A process that holds data, and the sockets by which its workers are asked for."""

    process: subprocess.Popen[bytes]
    control: socket.socket
    for_pages: socket.socket

    def part(self) -> None:
        """End the sockets, and the process with them."""
        self.control.close()
        self.for_pages.close()

    def wait(self) -> None:
        """Return once the process has ended."""
        try:
            self.process.wait(_FAREWELL)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


def spawn(order: Order) -> Spawned:
    """Begin a process that holds what the order says."""
    pairs = [socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET) for _ in range(2)]
    theirs = [pair[1] for pair in pairs]
    numbers = [each.fileno() for each in theirs]
    process = subprocess.Popen(  # noqa: S603  (this program)
        [sys.executable, "-m", "visitkg.serve.keeper", *map(str, numbers)],
        pass_fds=numbers,
        stdin=subprocess.DEVNULL,
    )
    for each in theirs:
        each.close()
    control, for_pages = (pair[0] for pair in pairs)
    control.send(order.write())
    return Spawned(process, control, for_pages)
