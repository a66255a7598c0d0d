"""The editor's page of the visit: an explorer, a server that gives the page, and a browser."""

from __future__ import annotations

import json
import subprocess
from contextlib import contextmanager, suppress
from functools import cache, partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import unquote

import pytest
from tests.tool.need import need_program
from tests.tool.publish.browser.watch import DESK, Look, Watched, open_context, open_page

import visitkg.serve.explore.editor
from visitkg.project import find_project
from visitkg.serve.explore.explorer import Explorer
from visitkg.serve.explore.route import answer
from visitkg.serve.holding import hold
from visitkg.serve.limits import Limits
from visitkg.serve.message import Request, Response

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser, BrowserContext

ASSETS: Final = Path(visitkg.serve.explore.editor.__file__).with_name("assets")
POLICY: Final = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; form-action 'self'"
)
RUNNER: Final = Path(__file__).with_name("run.js")


@pytest.fixture(scope="session")
def explorer() -> Explorer:
    """Return what is served: the visit."""
    return Explorer(hold(find_project()), Limits())


@contextmanager
def serve(respond: Callable[[Request], Response]) -> Iterator[str]:
    """Serve for as long as the block runs; give the address without a slash at its end."""
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(_Handler, respond)) as server:
        thread = Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def __init__(self, respond: Callable[[Request], Response], *others: Any) -> None:  # noqa: ANN401  (as the base class takes them)
        self.respond = respond
        super().__init__(*others)

    def do_GET(self) -> None:
        self._do()

    def do_POST(self) -> None:
        self._do()

    def _do(self) -> None:
        path, _, query = self.path.partition("?")
        headers = {name.lower(): value for name, value in self.headers.items()}
        body = self.rfile.read(int(headers.get("content-length", "0")))
        response = self.respond(Request(self.command, unquote(path), query, headers, body))
        self.send_response(response.status)
        for name, value in (*response.headers, ("Content-Security-Policy", POLICY)):
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(response.body)))
        # A browser that leaves a page doesn't wait for the rest of it.
        with suppress(ConnectionError):
            self.end_headers()
            self.wfile.write(response.body)

    def log_message(self, *_: object) -> None:
        """Say nothing: what matters is what the browser says."""


@pytest.fixture(scope="session")
def home(explorer: Explorer) -> Iterator[str]:
    """Return the address at which the page is served."""
    with serve(partial(answer, explorer)) as address:
        yield f"{address}/"


@pytest.fixture
def context(browser: Browser) -> Iterator[Callable[[Look], BrowserContext]]:
    """Return what gives the context of each look; each test has a storage of its own."""
    opened = cache(partial(open_context, browser))
    made: list[BrowserContext] = []

    def give(look: Look) -> BrowserContext:
        context = opened(look)
        made.append(context)
        return context

    yield give
    for context in dict.fromkeys(made):
        context.close()


@pytest.fixture
def look_at(
    context: Callable[[Look], BrowserContext], home: str
) -> Iterator[Callable[..., Watched]]:
    """Return what opens a page; no page may have had trouble in the end."""
    opened: list[Watched] = []

    def look(path: str = "explore/sparql", as_: Look = DESK) -> Watched:
        watched = open_page(context(as_), home)
        opened.append(watched)
        watched.go(path)
        return watched

    yield look
    assert opened, "no page was looked at"
    assert [trouble for watched in opened for trouble in watched.troubles] == []


@pytest.fixture(scope="session")
def run_script() -> Callable[[str, list[Any]], list[Any]]:
    """Return what runs a function of the editor on many arguments, in one process of Node."""
    node = need_program("node")

    def run(name: str, arguments: list[Any]) -> list[Any]:
        done = subprocess.run(
            [node, str(RUNNER), str(ASSETS), name],
            input=json.dumps(arguments),
            capture_output=True,
            check=False,
            encoding="utf-8",
            timeout=120,
        )
        assert done.returncode == 0, done.stderr
        results: list[Any] = json.loads(done.stdout)
        assert len(results) == len(arguments)
        return results

    return run
