"""One answer, as the server would give it, without a server."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote, urlsplit

from visitkg.serve.front.application import Application, State
from visitkg.serve.front.client import Client
from visitkg.serve.front.generation import Generation
from visitkg.serve.front.log import Log
from visitkg.serve.front.spawn import spawn
from visitkg.serve.message import Request, Response, tell

if TYPE_CHECKING:
    from visitkg.serve.front.spawn import Plan

_ORIGIN: Final = "http://localhost"


def get(plan: Plan, target: str, accept: str | None) -> Response:
    """Return what is answered to GET of a target, such as ``/id/kim-jong-un``.

    Raise InputError if the data can't be read.
    """
    return asyncio.run(_get(plan, target, accept))


async def _get(plan: Plan, target: str, accept: str | None) -> Response:
    generation = Generation(spawn(plan.order()), plan.limits, lambda _: None)
    try:
        await generation.wait()
        await generation.wait_for_pages()
        state = State(generation, plan.limits, plan.mount, Log(None))
        parts = urlsplit(target)
        path = unquote(parts.path)
        if plan.mount:
            if not path.startswith(f"{plan.mount}/"):
                return tell(404, f"All that is here lies below {plan.mount}/.")
            path = path[len(plan.mount) :]
        headers = {} if accept is None else {"accept": accept}
        request = Request("GET", path, parts.query, headers)
        _, response = await Application(state).dispatch(request, Client("", _ORIGIN))
        return response
    finally:
        await generation.close()
