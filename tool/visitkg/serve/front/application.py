"""From a request to its answer, as an ASGI application: https://asgi.readthedocs.io."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from visitkg.publish.negotiate import negotiate
from visitkg.publish.server.header import HEADERS, METHODS, PREFLIGHT
from visitkg.serve.coding import choose_coding
from visitkg.serve.endpoint.query import asks_nothing
from visitkg.serve.endpoint.tag import tag_request
from visitkg.serve.front.cache import Cache
from visitkg.serve.front.client import (
    Client,
    MalformedError,
    read_client,
    read_headers,
    read_request,
)
from visitkg.serve.front.conditional import is_known, known_tag
from visitkg.serve.front.metrics import MEDIA_TYPE, Metrics
from visitkg.serve.front.trouble import show_trouble
from visitkg.serve.message import REVALIDATE, Response, tell

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping

    from visitkg.serve.front.generation import Generation
    from visitkg.serve.front.log import Log
    from visitkg.serve.limits import Limits
    from visitkg.serve.message import Request

    Scope = Mapping[str, Any]
    Receive = Callable[[], Awaitable[Mapping[str, Any]]]
    Send = Callable[[Mapping[str, Any]], Awaitable[None]]

ENDPOINT: Final = "/sparql"
EDITOR: Final = "/explore/sparql"
"""The page of the editor, which sends a query by POST that is too long for an address."""

GRAPHS: Final = "/rdf-graph-store"
CONNECTION: Final = "visitkg.connection"
"""The key of a scope under which the connection stands, which tells whether it is lost."""

_LONGEST_TARGET: Final = 2_000
_OK: Final = 200
_FORM_OVERHEAD: Final = 4
"""A form is at most three times as long as the query in it; a few parameters come on top."""

_POLICY: Final = "Content-Security-Policy"
_SHARED: Final = {
    "Access-Control-Allow-Origin": HEADERS["Access-Control-Allow-Origin"],
    "Access-Control-Expose-Headers": "Content-Location, ETag, Link, Location, Retry-After, "
    "Visitkg-Limit",
    "X-Content-Type-Options": HEADERS["X-Content-Type-Options"],
}
_FOR_BROWSERS: Final = {_POLICY: HEADERS[_POLICY], "Referrer-Policy": "same-origin"}
"""On pages and pictures, and all else that a browser may show as such."""

_SHARED_NAMES: Final = frozenset(name.lower() for name in (*_SHARED, *_FOR_BROWSERS))
_DATA: Final = ("application/sparql-results+json", "text/csv", "text/tab-separated-values")


def _encode(headers: Mapping[str, str]) -> list[tuple[bytes, bytes]]:
    return [(name.lower().encode(), value.encode()) for name, value in headers.items()]


_SHARED_BYTES: Final = _encode(_SHARED)
_BROWSER_BYTES: Final = _encode(_FOR_BROWSERS)
_BY_ACCEPT: Final = (("Vary", "Accept, Accept-Encoding"),)
_PAGES_KEPT: Final = "/explore/"
"""Pages below this path may show the answer to a question that has another one each time."""


@dataclass(slots=True)
class State:
    """What the server serves now, and what it remembers."""

    generation: Generation
    limits: Limits
    mount: str
    log: Log
    trusts_proxy: bool = False
    cache: Cache = field(default_factory=Cache)
    metrics: Metrics = field(default_factory=Metrics)
    is_ending: bool = False


class Application:
    """An ASGI application that answers by the workers of the state's generation."""

    def __init__(self, state: State) -> None:
        self.state = state

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            return
        begin = time.perf_counter()
        state = self.state
        headers = read_headers(scope)
        client = read_client(scope, headers, trusts_proxy=state.trusts_proxy)
        kind, response = await self._answer(scope, receive, headers, client)
        size = 0 if scope["method"] == "HEAD" else len(response.body)
        await send(_start(response))
        await send({"type": "http.response.body", "body": response.body if size else b""})
        seconds = time.perf_counter() - begin
        limit = response.header("Visitkg-Limit") if response.status >= 400 else None  # noqa: PLR2004
        state.metrics.count(kind, response.status, size, seconds, limit)
        if state.log.is_open:
            self._log(scope, client, response, seconds)

    async def _answer(
        self, scope: Scope, receive: Receive, headers: dict[str, str], client: Client
    ) -> tuple[str, Response]:
        try:
            body = await _read_body(scope, receive, self.state.limits)
            if isinstance(body, Response):
                return "refused", body
            request = read_request(scope, headers, body, self.state.mount)
        except MalformedError as error:
            return "refused", tell(400, str(error), {"Connection": "close"})
        if request is None:
            return "refused", tell(404, f"All that is here lies below {self.state.mount}/.")
        return await self.dispatch(request, client, scope.get(CONNECTION))

    async def dispatch(
        self,
        request: Request,
        client: Client,
        connection: Any = None,  # noqa: ANN401
    ) -> tuple[str, Response]:
        """Return the kind of a request, and its answer."""
        path = request.path.removesuffix("/")
        takes_post = path in (ENDPOINT, EDITOR)
        if request.method == "OPTIONS":
            return "options", _preflight(post=takes_post)
        if request.method not in ("GET", "HEAD") and not (takes_post and request.method == "POST"):
            allowed = f"{METHODS}, POST" if takes_post else METHODS
            return "refused", tell(405, "This can only be read.", {"Allow": allowed})
        own = {"/healthz": ("health", self._health), "/metrics": ("metrics", self._metrics)}
        if path in own:
            kind, make = own[path]
            return kind, make()
        asked = {ENDPOINT: ("query", self._query), GRAPHS: ("graph", self._graph)}
        kind, ask = asked.get(path, ("page", self._page))
        is_wanted = None if connection is None else connection.is_wanted
        return kind, await ask(request, client, is_wanted)

    async def _query(
        self, request: Request, client: Client, is_wanted: Callable[[], bool] | None
    ) -> Response:
        """Return what is answered to a query, or where none is asked, what there is to ask."""
        if asks_nothing(request):
            return await self._describe(request, client)
        headers = request.headers
        asked = (headers.get("accept", ""), headers.get("content-type", ""), request.query)
        parts = (*(each.encode() for each in asked), request.body)
        job = ("query", request.method, ENDPOINT, request.query, headers, request.body)
        return await self._recall(request, client, parts, job, is_wanted)

    async def _recall(
        self,
        request: Request,
        client: Client,
        parts: tuple[bytes, ...],
        job: tuple[object, ...],
        is_wanted: Callable[[], bool] | None,
    ) -> Response:
        """Return what a job gives; with the digest of the data, ``parts`` say what that is."""
        state = self.state
        generation = state.generation
        coding = choose_coding(request.headers.get("accept-encoding", ""))
        tag = tag_request(generation.digest, parts)
        condition = request.headers.get("if-none-match")
        # Whether there is any answer at all, as * asks, is known only once the query has run.
        is_condition = condition is not None and condition.strip() != "*"
        if is_condition and request.method != "POST" and is_known(tag, coding, condition):
            return _not_modified(known_tag(tag, coding, condition or ""))
        found = state.cache.get((tag, coding))
        if found is not None:
            return found
        response = await generation.queries.submit((coding, *job), client.name, is_wanted)
        response = _with(response, _BY_ACCEPT)
        kept = response.header("Cache-Control")
        if response.status != _OK or kept != REVALIDATE:
            return response if kept else _with(response, (("Cache-Control", "no-store"),))
        packed = response.header("Content-Encoding")
        own = f'"{tag}-{packed}"' if packed else f'"{tag}"'
        response = _with(response, (("ETag", own),))
        if generation is state.generation:
            state.cache.put((tag, coding), response)
        return response

    async def _describe(self, request: Request, client: Client) -> Response:
        """Return the description of the service; people are led to where they can ask."""
        accept = request.headers.get("accept")
        offered = {"ttl": "text/turtle", "html": "text/html"}
        if accept and "html" in accept and negotiate(accept, offered) == "html":
            place = f"{self.state.mount}/explore/sparql"
            return _with(tell(303, place, {"Location": place}), _BY_ACCEPT)
        address = f"{client.origin}{self.state.mount}{ENDPOINT}"
        parts = (b"description", (accept or "").encode(), address.encode())
        return await self._recall(request, client, parts, ("description", accept, address), None)

    async def _graph(
        self, request: Request, client: Client, is_wanted: Callable[[], bool] | None
    ) -> Response:
        try:
            names = [value for name, value in request.parameters if name == "graph"]
            wants_default = any(name == "default" for name, _ in request.parameters)
        except ValueError:
            return tell(400, "The address is not UTF-8, or has too many parameters.")
        if len(names) + wants_default != 1:
            return tell(400, "Name one graph: ?default, or ?graph= and its IRI.")
        name = names[0] if names else None
        accept = request.headers.get("accept")
        parts = (b"graph", b"" if name is None else b"=" + name.encode(), (accept or "").encode())
        return await self._recall(request, client, parts, ("graph", name, accept), is_wanted)

    async def _page(
        self, request: Request, client: Client, is_wanted: Callable[[], bool] | None
    ) -> Response:
        state = self.state
        coding = choose_coding(request.headers.get("accept-encoding", ""))
        key = (request.path, request.query, request.headers.get("accept", ""), coding)
        response = state.cache.get(key)
        generation = state.generation
        if response is None:
            method = "POST" if request.method == "POST" else "GET"
            job = (method, request.path, request.query, request.headers, request.body)
            response = await generation.pages.submit((coding, "page", *job), client.name, is_wanted)
            response = show_trouble(response, request, state.mount)
            kept = response.status < 400 and not request.path.startswith(_PAGES_KEPT)  # noqa: PLR2004
            response = _with_cache_control(response)
            if kept and generation is state.generation:
                state.cache.put(key, response)
        tag = response.header("ETag")
        condition = request.headers.get("if-none-match")
        if tag and response.status == _OK and is_known(tag.strip('"'), "", condition):
            return _not_modified(tag)
        return response

    def _health(self) -> Response:
        generation = self.state.generation
        if self.state.is_ending or not generation.digest:
            word = "ending" if self.state.is_ending else "starting"
            return tell(503, word, {"Retry-After": "1", "Cache-Control": "no-store"})
        return tell(200, f"ok {generation.digest}", {"Cache-Control": "no-store"})

    def _metrics(self) -> Response:
        state = self.state
        pools = {"queries": state.generation.queries, "pages": state.generation.pages}
        others = {"cache_hits": state.cache.hits, "log_lines_lost": state.log.lost}
        text = state.metrics.render(pools, others)
        headers = (("Content-Type", MEDIA_TYPE), ("Cache-Control", "no-store"))
        return Response(_OK, headers, text.encode())

    def _log(self, scope: Scope, client: Client, response: Response, seconds: float) -> None:
        target = scope["raw_path"].decode("latin-1")
        if scope["query_string"]:
            target += f"?{scope['query_string'].decode('latin-1')}"
        line: dict[str, str | float] = {
            "client": client.name,
            "method": scope["method"],
            "target": target[:_LONGEST_TARGET],
            "status": response.status,
            "bytes": len(response.body),
            "milliseconds": round(seconds * 1000, 1),
        }
        limit = response.header("Visitkg-Limit")
        if limit is not None:
            line["limit"] = limit
        self.state.log.write(line)


async def _read_body(scope: Scope, receive: Receive, limits: Limits) -> bytes | Response:
    """Return the body of a request, or what is answered to one that is too long."""
    if scope["method"] != "POST":
        return b""
    most = _FORM_OVERHEAD * limits.length
    length = next((value for name, value in scope["headers"] if name == b"content-length"), b"0")
    if int(length) > most:
        return _too_long(limits)
    body = b""
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            return _too_long(limits)
        body += bytes(message.get("body", b""))
        if len(body) > most:
            return _too_long(limits)
        if not message.get("more_body"):
            return body


def _too_long(limits: Limits) -> Response:
    return tell(
        413,
        f"The request is longer than a query of {limits.length:,} bytes can be.",
        {"Visitkg-Limit": f"length={limits.length}", "Connection": "close"},
    )


def _preflight(*, post: bool) -> Response:
    headers = dict(PREFLIGHT)
    if post:
        for name in ("Allow", "Access-Control-Allow-Methods"):
            headers[name] = f"{METHODS}, POST"
        headers["Access-Control-Allow-Headers"] += ", Content-Type"
    return Response(204, tuple(headers.items()))


def _not_modified(tag: str) -> Response:
    return Response(304, (("ETag", tag), *_BY_ACCEPT, ("Cache-Control", REVALIDATE)))


def _with(response: Response, headers: tuple[tuple[str, str], ...]) -> Response:
    return Response(response.status, (*response.headers, *headers), response.body)


def _with_cache_control(response: Response) -> Response:
    """Return a page that is asked for anew each time, by its tag, and that differs by Accept."""
    kept = tuple(
        (name, value)
        for name, value in response.headers
        if name.lower() not in _SHARED_NAMES and name.lower() not in ("cache-control", "vary")
    )
    extra = (*_BY_ACCEPT, ("Cache-Control", REVALIDATE))
    return Response(response.status, (*kept, *extra), response.body)


def _start(response: Response) -> dict[str, Any]:
    headers = [
        (name.lower().encode("latin-1"), value.encode("latin-1"))
        for name, value in response.headers
    ]
    headers += _SHARED_BYTES
    if not response.headers or not response.headers[0][1].startswith(_DATA):
        headers += _BROWSER_BYTES
    if response.status not in (204, 304):
        headers.append((b"content-length", str(len(response.body)).encode()))
    return {"type": "http.response.start", "status": response.status, "headers": headers}
