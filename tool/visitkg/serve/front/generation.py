"""One state of the data with its workers: those that ask the engine, and those that make pages."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

from visitkg.errors import InputError
from visitkg.serve.front.pool import Pool

if TYPE_CHECKING:
    from collections.abc import Callable

    from visitkg.serve.front.spawn import Spawned
    from visitkg.serve.limits import Limits


class Generation:
    """A process that holds the data, and its two pools of workers.

    ``digest`` is that of the files, and ``name`` what is served, once it is ``ready``.
    """

    def __init__(
        self, spawned: Spawned, limits: Limits, lost: Callable[[Generation], None]
    ) -> None:
        loop = asyncio.get_running_loop()
        self.digest = ""
        self.name = ""
        self.ready: asyncio.Future[None] = loop.create_future()
        self.pages_ready: asyncio.Future[None] = loop.create_future()
        self._lost = lost
        self._spawned = spawned
        self.queries = Pool(spawned.control, limits, self._hear)
        self.pages = Pool(spawned.for_pages, limits, self._hear_pages)

    async def wait(self) -> None:
        """Return once there is something to ask; raise InputError if it can't be read."""
        await self.ready

    async def wait_for_pages(self) -> None:
        """Return once there are pages too; raise InputError if they can't be made."""
        await self.pages_ready

    async def close(self) -> None:
        """End all processes of this state."""
        self._part()
        # Meanwhile the loop closes the lines, without which no worker ends, and answers others.
        await asyncio.to_thread(self._spawned.wait)

    def _part(self) -> None:
        self.queries.close()
        self.pages.close()
        for future in (self.ready, self.pages_ready):
            if future.done() and not future.cancelled():
                future.exception()  # nobody may have asked
            future.cancel()

    async def retire(self) -> None:
        """Let what is being asked be answered, then end."""
        await asyncio.gather(self.queries.drain(), self.pages.drain())
        await self.close()

    def _hear(self, message: tuple[Any, ...]) -> None:
        if message[0] == "ready":
            _, self.digest, self.name = message
            self.queries.begin()
        self._settle(self.ready, message)

    def _hear_pages(self, message: tuple[Any, ...]) -> None:
        if message[0] == "ready":
            self.pages.begin()
        self._settle(self.pages_ready, message)

    def _settle(self, future: asyncio.Future[None], message: tuple[Any, ...]) -> None:
        if message[0] == "ready":
            if not future.done():
                future.set_result(None)
            return
        why = message[1] if message[0] == "failed" else "the process that holds the data has ended"
        was_ready = self.ready.done() and self.ready.exception() is None
        if not future.done():
            future.set_exception(InputError(why))
        if message[0] == "gone" and was_ready:
            self._lost(self)
