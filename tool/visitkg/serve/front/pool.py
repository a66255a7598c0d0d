"""The workers of one keeper, and who waits for them.

A job that keeps a processor busy for longer than most becomes a long one: it gives way to others,
and counts among the few long ones that may run at once, in all and for one client. So short
questions are answered soon, whatever else runs.
"""

from __future__ import annotations

import asyncio
import marshal
import os
import socket
from collections import Counter, deque
from typing import TYPE_CHECKING, Any, Final

from visitkg.serve.front.line import Line
from visitkg.serve.message import Response, tell
from visitkg.serve.order import FORK, LONGEST

if TYPE_CHECKING:
    from collections.abc import Callable

    from visitkg.serve.limits import Limits

    Job = tuple[Any, ...]
    Waiting = tuple[Job, str, asyncio.Future[Response | None], Callable[[], bool] | None, float]

SHORT: Final = 0.1
"""Seconds of a processor after which a job is a long one."""

SPARE: Final = 2
"""So many workers stand by for when those at work take long."""

_SOON: Final = 0.005
"""Seconds after which those who wait get a worker that stands by, if others take longer."""

_TICK: Final = 0.05
_RETRY: Final = "2"
_NO_ANSWER: Final = (
    "The process that answered this has ended: the query took more memory than it may, or more "
    "than the engine can take. Ask for less of it at once."
)


class Pool:
    """Workers that are asked one job each; the others wait, for a while and not too many."""

    def __init__(
        self, control: socket.socket, limits: Limits, told: Callable[[tuple[Any, ...]], None]
    ) -> None:
        self.limits = limits
        self.width = max(2, os.cpu_count() or 1)
        self.ended = 0
        self._told = told
        self._control = control
        self._loop = asyncio.get_running_loop()
        self._lines: set[Line] = set()
        self._free: list[Line] = []
        self._busy: dict[Line, Waiting] = {}
        self._retried: set[asyncio.Future[Response | None]] = set()
        self._long: Counter[str] = Counter()
        self._waiting: deque[Waiting] = deque()
        self._forking = 0
        self._ticking: asyncio.TimerHandle | None = None
        self._relieving: asyncio.TimerHandle | None = None
        self._is_open = True
        control.setblocking(False)  # noqa: FBT003  (the socket's signature)
        self._loop.add_reader(control, self._read_control)

    @property
    def running(self) -> int:
        """Return how many jobs are being done."""
        return len(self._busy)

    @property
    def waiting(self) -> int:
        """Return how many jobs wait."""
        return len(self._waiting)

    @property
    def workers(self) -> int:
        """Return how many workers there are."""
        return len(self._lines)

    def begin(self) -> None:
        """Have the first workers."""
        self._fill()

    async def submit(
        self, job: Job, client: str, is_wanted: Callable[[], bool] | None = None
    ) -> Response:
        """Return what a worker answers, or which limit stood in the way.

        ``is_wanted`` tells whether anybody still waits for the answer.
        """
        future: asyncio.Future[Response | None] = self._loop.create_future()
        now = self._loop.time()
        if self._free and self._at_work() < self.width:
            self._start(self._free.pop(), (job, client, future, is_wanted, now))
        elif len(self._waiting) >= self.limits.waiting:
            return overload("Too many requests wait already.", "waiting", self.limits.waiting)
        else:
            self._waiting.append((job, client, future, is_wanted, now))
            self._fill()
            self._tick_soon()
            self._relieve_soon()
        response = await future
        return (
            tell(500, _NO_ANSWER, _limit("memory", self.limits.memory))
            if (response is None)
            else response
        )

    def close(self) -> None:
        """End all workers, and the keeper with its control socket."""
        self._is_open = False
        self._loop.remove_reader(self._control)
        self._control.close()
        for handle in (self._ticking, self._relieving):
            if handle is not None:
                handle.cancel()
        for line in list(self._lines):
            if line in self._busy:
                line.kill()
            else:
                line.close()
        for _, _, future, _, _ in self._waiting:
            _settle(future, overload("This state of the data is served no more.", "waiting", 0))
        self._waiting.clear()

    async def drain(self) -> None:
        """Wait until no job is left, or for as long as a job may take."""
        end = self._loop.time() + self.limits.seconds
        while (self._busy or self._waiting) and self._loop.time() < end:  # noqa: ASYNC110  (rare)
            await asyncio.sleep(_TICK)

    def _start(self, line: Line, waiting: Waiting) -> None:
        job, client, _, is_wanted, _ = waiting
        line.client, line.is_wanted, line.since = client, is_wanted, self._loop.time()
        self._busy[line] = waiting
        line.ask(job)
        if self._ticking is None:
            self._tick_soon()

    def _finish(self, line: Line, response: Response | None) -> None:
        waiting = self._busy.pop(line, None)
        if waiting is not None:
            if response is None and self._may_retry(line, waiting):
                self._waiting.appendleft(waiting)
                self._fill()
            else:
                _settle(waiting[2], response)
        if line.is_long:
            self._leave_long(line)
        elif response is not None and self._is_open:
            if self._waiting and self._at_work() < self.width:
                self._start(line, self._waiting.popleft())
            else:
                self._free.append(line)

    def _may_retry(self, line: Line, waiting: Waiting) -> bool:
        """Tell whether a worker may have ended for another reason than its job, and do so once."""
        if not self._is_open or waiting[2].done() or self._loop.time() - line.since >= SHORT:
            return False
        is_first = waiting[2] not in self._retried
        self._retried.add(waiting[2])
        waiting[2].add_done_callback(self._retried.discard)
        return is_first

    def _leave_long(self, line: Line) -> None:
        """Let go of a worker that has given way: it can't have its rank among others back."""
        self._long[line.client] -= 1
        if not self._long[line.client]:
            del self._long[line.client]
        line.kill()

    def _fill(self) -> None:
        """Have as many workers for short jobs as there shall be."""
        short = sum(1 for line in self._lines if not line.is_long)
        for _ in range(self.width + SPARE - short - self._forking):
            self._fork()

    def _at_work(self) -> int:
        """Return how many workers do short jobs, as far as that is known."""
        return sum(1 for line in self._busy if not line.is_long)

    def _relieve_soon(self) -> None:
        if self._relieving is None:
            self._relieving = self._loop.call_later(_SOON, self._relieve)

    def _relieve(self) -> None:
        """Let those who wait have a worker that stands by, if one at work takes long."""
        self._relieving = None
        now = self._loop.time()
        if self._waiting and self._free:
            slow = sum(1 for line in self._busy if not line.is_long and now - line.since >= _SOON)
            if self._at_work() - slow < self.width:
                self._start(self._free.pop(), self._waiting.popleft())
        if self._waiting:
            self._relieve_soon()

    def _fork(self) -> None:
        try:
            self._control.send(FORK.encode())
            self._forking += 1
        except OSError:
            return  # the keeper has ended, which is told elsewhere

    def _read_control(self) -> None:
        try:
            data, descriptors, _, _ = socket.recv_fds(self._control, LONGEST, 1)
        except BlockingIOError:
            return
        except OSError:
            data, descriptors = b"", []
        if not data:
            self._loop.remove_reader(self._control)
            self._told(("gone",))
            return
        message = marshal.loads(data)  # noqa: S302  (from our own process)
        if message[0] == "worker":
            self._loop.create_task(self._add(message[1], descriptors[0]))
        elif message[0] == "ended":
            self.ended += 1
        else:
            self._told(message)

    async def _add(self, pid: int, descriptor: int) -> None:
        line = Line(pid, self._finish, self._lose)
        await self._loop.create_connection(lambda: line, sock=socket.socket(fileno=descriptor))
        self._forking -= 1
        self._lines.add(line)
        if not self._is_open:
            line.kill()
        elif self._waiting and self._at_work() < self.width:
            self._start(line, self._waiting.popleft())
        else:
            self._free.append(line)

    def _lose(self, line: Line) -> None:
        self._lines.discard(line)
        if line in self._free:
            self._free.remove(line)
        if self._is_open:
            self._fill()

    def _tick_soon(self) -> None:
        if self._ticking is None:
            self._ticking = self._loop.call_later(_TICK, self._tick)

    def _tick(self) -> None:
        """See to jobs that take long, and to those that have waited long."""
        self._ticking = None
        now = self._loop.time()
        for line, (_, _, future, _, _) in list(self._busy.items()):
            if now - line.since >= SHORT:
                self._see_to(line, future, now)
        while self._waiting and now - self._waiting[0][4] >= self.limits.patience:
            _, _, future, _, _ = self._waiting.popleft()
            _settle(
                future,
                overload("All workers are busy.", "patience", int(self.limits.patience)),
            )
        if self._busy or self._waiting:
            self._tick_soon()

    def _see_to(self, line: Line, future: asyncio.Future[Response | None], now: float) -> None:
        limits = self.limits
        if line.is_wanted is not None and not line.is_wanted():
            self._break_off(line, future, tell(499, "Nobody waits for this any more."))
        elif now - line.since >= limits.seconds:
            self._break_off(line, future, _too_slow(limits.seconds))
        elif not line.is_long and line.busy() >= SHORT:
            if self._long[line.client] >= limits.running_for_one:
                most = limits.running_for_one
                why = overload("You have too many long queries.", "running-for-one", most)
                self._break_off(line, future, why)
            elif self._long.total() >= limits.running:
                why = overload("Too many long queries run already.", "running", limits.running)
                self._break_off(line, future, why)
            else:
                self._long[line.client] += 1
                line.give_way()
                self._fill()

    def _break_off(
        self, line: Line, future: asyncio.Future[Response | None], response: Response
    ) -> None:
        _settle(future, response)
        line.kill()


def overload(why: str, name: str, most: int) -> Response:
    """Return what is answered when there is too much to do; when to come again is said."""
    headers = {"Retry-After": _RETRY, **_limit(name, most)}
    return tell(503, f"{why} Try again in {_RETRY} seconds.", headers)


def _too_slow(seconds: float) -> Response:
    return tell(
        504,
        f"The query has run for {seconds:g} seconds, the longest that one may run here, and is "
        "broken off. Nothing of its answer is sent. Ask for less of it at once.",
        _limit("seconds", seconds),
    )


def _limit(name: str, most: float) -> dict[str, str]:
    return {"Visitkg-Limit": f"{name}={most:g}"}


def _settle(future: asyncio.Future[Response | None], response: Response | None) -> None:
    if not future.done():
        future.set_result(response)
