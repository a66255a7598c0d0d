"""One worker, as the front process sees it: a line on which it answers one job at a time."""

from __future__ import annotations

import asyncio
import os
import signal
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from visitkg.serve.frame import Frames, pack
from visitkg.serve.message import Response

if TYPE_CHECKING:
    from collections.abc import Callable

NICE: Final = 19
"""How much a worker gives way to others once its job turns out to be a long one."""

_TICKS: Final = os.sysconf("SC_CLK_TCK")
_USER: Final = 11


class Line(asyncio.Protocol):
    """A line to a worker.

    ``answered`` is called with each answer, and with None if the worker ends before it has one;
    ``ended`` once, when the worker is gone. ``since`` is when the job began, by the clock of the
    loop, ``client`` for whom, ``is_wanted`` tells whether anybody still waits for it, and
    ``is_long`` whether it has given way to others.
    """

    __slots__ = (
        "_answered",
        "_ended",
        "_frames",
        "_is_asked",
        "_spent",
        "_transport",
        "client",
        "is_long",
        "is_wanted",
        "pid",
        "since",
    )

    def __init__(
        self,
        pid: int,
        answered: Callable[[Line, Response | None], None],
        ended: Callable[[Line], None],
    ) -> None:
        self.pid = pid
        self.client = ""
        self.since = 0.0
        self.is_long = False
        self.is_wanted: Callable[[], bool] | None = None
        self._answered = answered
        self._ended = ended
        self._frames = Frames()
        self._is_asked = False
        self._spent = 0.0
        self._transport: asyncio.Transport

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Take note of where to write."""
        self._transport = transport  # type: ignore[assignment]  # that of a socket

    def data_received(self, data: bytes) -> None:
        """Give an answer that is whole to who waits for it."""
        for status, headers, body, spent in self._frames.feed(data):
            self._spent = spent
            self._is_asked = False
            self._answered(self, Response(status, headers, body))

    def connection_lost(self, _error: Exception | None) -> None:
        """Tell who waits that there is no answer."""
        if self._is_asked:
            self._is_asked = False
            self._answered(self, None)
        self._ended(self)

    def ask(self, job: tuple[Any, ...]) -> None:
        """Let the worker do a job."""
        self._is_asked = True
        self._transport.write(pack(job))

    def give_way(self) -> None:
        """Let the worker run only when others have nothing to do."""
        self.is_long = True
        try:
            os.setpriority(os.PRIO_PROCESS, self.pid, NICE)
        except OSError:
            return  # it has just ended

    def seconds_of_processor(self) -> float:
        """Return how long the worker has kept a processor busy."""
        try:
            text = Path(f"/proc/{self.pid}/stat").read_text(encoding="ascii", errors="replace")
        except OSError:
            return 0.0
        user, system = text.rpartition(")")[2].split()[_USER : _USER + 2]
        return (int(user) + int(system)) / _TICKS

    def busy(self) -> float:
        """Return for how long the job has kept a processor busy."""
        return self.seconds_of_processor() - self._spent

    def kill(self) -> None:
        """End the worker, whatever it does."""
        try:
            os.kill(self.pid, signal.SIGKILL)
        except ProcessLookupError:
            return

    def close(self) -> None:
        """Let a worker end that has nothing to do."""
        self._transport.close()
