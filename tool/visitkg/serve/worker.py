"""A process that answers one request at a time and can be killed: it holds nothing of its own.

It is forked from the process that holds the graph, and shares its memory.
"""

from __future__ import annotations

import resource
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from visitkg.errors import VisitkgError
from visitkg.serve.coding import finish
from visitkg.serve.endpoint.answer import answer_request
from visitkg.serve.endpoint.description import answer_description
from visitkg.serve.endpoint.store import answer_graph
from visitkg.serve.frame import pack, receive
from visitkg.serve.message import Request, Response, tell

if TYPE_CHECKING:
    import socket
    from collections.abc import Callable, Sequence

    from visitkg.serve.holding import Serving

    Pages = Callable[[Request], Response]

_MIB: Final = 1 << 20
_SPARE_SECONDS: Final = 5
"""A query is ended from outside; the kernel ends it so much later if nobody is left to do it."""


def work(line: socket.socket, serving: Serving, pages: Pages | None) -> None:
    """Answer what comes over the line, one after the other, until its other end is gone.

    Each is the content coding that the client takes, the kind of job, and what that needs.
    ``pages`` answers requests for pages; None in a worker that only asks the engine. With each
    answer goes for how many seconds this process has kept a processor busy.
    """
    bound_memory(serving.limits.memory)
    for job in receive(line):
        bound_time(serving.limits.seconds)
        coding, *rest = job
        response = finish(answer(serving, pages, rest), coding)
        spent = time.process_time()
        try:
            line.sendall(pack((int(response.status), response.headers, response.body, spent)))
        except ConnectionError:
            return


def answer(serving: Serving, pages: Pages | None, job: Sequence[Any]) -> Response:
    """Return what is answered to a job: its kind, and what that takes."""
    kind, *rest = job
    holding, limits = serving.holding, serving.limits
    try:
        if kind == "query":
            return answer_request(holding, limits, Request(*rest), serving.mount)
        if kind == "description":
            accept, endpoint = rest
            return answer_description(holding.store, holding.prefixes, accept, endpoint)
        if kind == "graph":
            name, accept = rest
            return answer_graph(holding, limits, name, accept)
        if kind == "page" and pages is not None:
            return pages(Request(*rest))
    except VisitkgError as error:
        return tell(500, str(error))
    except MemoryError:
        return tell(
            500,
            f"This takes more than {limits.memory:,} MiB, the most that this server gives.",
            {"Visitkg-Limit": f"memory={limits.memory}"},
        )
    raise AssertionError(kind)


def bound_memory(mebibytes: int) -> None:
    """Let this process take only so much memory more than it has."""
    statistics = Path("/proc/self/statm")
    if not statistics.exists():
        return  # no such system, no such limit
    pages = int(statistics.read_text(encoding="ascii").split()[0])
    most = pages * resource.getpagesize() + mebibytes * _MIB
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    soft = most if hard == resource.RLIM_INFINITY else min(most, hard)
    resource.setrlimit(resource.RLIMIT_AS, (soft, hard))


def bound_time(seconds: float) -> None:
    """Let this process take only so much more time of a processor, and a little besides."""
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    most = int(time.process_time() + seconds) + _SPARE_SECONDS
    soft = most if hard == resource.RLIM_INFINITY else min(most, hard)
    resource.setrlimit(resource.RLIMIT_CPU, (soft, hard))
