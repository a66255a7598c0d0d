"""The server as a whole: it begins, takes new states of the data, and ends."""

from __future__ import annotations

import asyncio
import contextlib
import signal
from typing import TYPE_CHECKING, Any, Final

from visitkg.errors import InputError
from visitkg.serve.front.application import Application, State
from visitkg.serve.front.generation import Generation
from visitkg.serve.front.spawn import spawn
from visitkg.serve.front.watch import sign

if TYPE_CHECKING:
    import socket
    from collections.abc import Callable, Iterator

    from visitkg.serve.front.log import Log
    from visitkg.serve.front.spawn import Plan, Spawned
    from visitkg.serve.limits import Limits

_EACH: Final = 0.5
"""Seconds between two looks at files that may have changed."""

_GRACE: Final = 10.0
"""Seconds in which requests may end once the server shall."""


def serve(
    plan: Plan,
    spawned: Spawned,
    sockets: list[socket.socket],
    log: Log,
    say: Callable[[str], None],
) -> None:
    """Serve until a signal ends it, at first what ``spawned`` holds.

    ``say`` is told what happens, a line each. Raise InputError if the data can't be read.
    """
    # Imported here: it is there only where somebody serves.
    import uvloop

    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(_Server(plan, sockets, log, say).run(spawned))


class _Server:
    """A server at work: its state, and the tasks beside it."""

    def __init__(
        self, plan: Plan, sockets: list[socket.socket], log: Log, say: Callable[[str], None]
    ) -> None:
        self.plan = plan
        self.sockets = sockets
        self.say = say
        self.log = log
        self.tasks: set[asyncio.Task[None]] = set()
        self.state: State
        self._changed = asyncio.Event()
        # What changes while the data are being read has changed too.
        self._known = sign(plan.watched)

    async def run(self, spawned: Spawned) -> None:
        plan = self.plan
        generation = Generation(spawned, plan.limits, self._lose)
        self.state = State(generation, plan.limits, plan.mount, self.log, plan.trusts_proxy)
        server = _make_server(self.state, plan.limits, self._tell_of_start)
        try:
            await generation.wait()
            self._go_on(self._tell_of_pages(generation))
            self._go_on(self._renew())
            if plan.watched:
                self._go_on(self._watch())
            loop = asyncio.get_running_loop()
            loop.add_signal_handler(signal.SIGHUP, self._hear_hangup)
            await server.serve(sockets=self.sockets)
        finally:
            for task in self.tasks:
                task.cancel()
            await self.state.generation.close()

    def _tell_of_start(self) -> None:
        """Say that requests are answered, and that signals are heard."""
        self.say(f"Serving {self.state.generation.name}. Ctrl-C ends it.")

    def _go_on(self, work: Any) -> None:  # noqa: ANN401  (a coroutine)
        task = asyncio.get_running_loop().create_task(work)
        self.tasks.add(task)
        task.add_done_callback(self.tasks.discard)

    async def _tell_of_pages(self, generation: Generation) -> None:
        try:
            await generation.wait_for_pages()
        except InputError as error:
            self.say(f"{error}\nThere are no pages; the endpoint answers.")

    def _hear_hangup(self) -> None:
        self.log.reopen()
        self._changed.set()

    def _lose(self, generation: Generation) -> None:
        if generation is self.state.generation and not self.state.is_ending:
            self.say("The process that holds the data has ended; another one begins.")
            self._changed.set()

    async def _watch(self) -> None:
        while True:
            await asyncio.sleep(_EACH)
            found = await asyncio.to_thread(sign, self.plan.watched)
            if found != self._known:
                self._known = found
                self._changed.set()

    async def _renew(self) -> None:
        """Take each new state of the data, once it is whole, in the place of the one before."""
        while True:
            await self._changed.wait()
            self._changed.clear()
            generation = Generation(
                spawn(self.plan.order(must_be_valid=True)), self.plan.limits, self._lose
            )
            try:
                await generation.wait()
                await generation.wait_for_pages()
            except InputError as error:
                await generation.close()
                self.state.metrics.reloads["refused"] += 1
                self.say(f"{error}\nWhat was served before still is.")
                await asyncio.sleep(_EACH)
                continue
            before, self.state.generation = self.state.generation, generation
            self.state.cache.clear()
            self.state.metrics.reloads["taken"] += 1
            self.say("Serving the new state of the data.")
            self._go_on(before.retire())


def _make_server(state: State, limits: Limits, tell_of_start: Callable[[], None]) -> Any:  # noqa: ANN401  (a class of the function)
    # Imported here: the data are being read meanwhile.
    import uvicorn

    from visitkg.serve.front.connection import Connection

    class Server(uvicorn.Server):
        """A server that ends with a signal, and whose process goes on."""

        async def startup(self, sockets: list[socket.socket] | None = None) -> None:
            """Begin to answer."""
            await super().startup(sockets)
            tell_of_start()

        @contextlib.contextmanager
        def capture_signals(self) -> Iterator[None]:
            """Let signals end the server; a second one at once."""
            handled = (signal.SIGINT, signal.SIGTERM)
            before = {each: signal.signal(each, self.handle_exit) for each in handled}
            try:
                yield
            finally:
                for each, handler in before.items():
                    signal.signal(each, handler)

        def handle_exit(self, sig: int, frame: Any) -> None:  # noqa: ANN401  (as uvicorn has it)
            """Begin to end."""
            state.is_ending = True
            super().handle_exit(sig, frame)

    bound = type("BoundConnection", (Connection,), {"limits": limits})
    config = uvicorn.Config(
        Application(state),
        http=bound,
        ws="none",
        lifespan="off",
        interface="asgi3",
        log_config=None,
        log_level="error",  # what is no HTTP is not told: anybody could fill a disk with it
        access_log=False,
        server_header=False,
        proxy_headers=False,
        timeout_keep_alive=int(limits.idle),
        timeout_graceful_shutdown=int(_GRACE),
    )
    return Server(config)
