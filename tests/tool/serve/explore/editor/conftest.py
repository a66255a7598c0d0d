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
from playwright.sync_api import sync_playwright
from tests.tool.publish.browser.need import need_module, need_program
from tests.tool.publish.browser.watch import DESK, Look, Watched, launch, open_context, open_page

import visitkg.publish
import visitkg.serve.explore.editor
import visitkg.serve.explore.view
from visitkg.project import find_project
from visitkg.serve.explore.editor.answers import show_check, show_completions, show_sparql
from visitkg.serve.explore.explorer import Explorer
from visitkg.serve.holding import hold
from visitkg.serve.limits import Limits
from visitkg.serve.message import Request, Response, tell

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser, BrowserContext

ASSETS: Final = Path(visitkg.serve.explore.editor.__file__).with_name("assets")
VIEW_ASSETS: Final = Path(visitkg.serve.explore.view.__file__).with_name("assets")
SHARED_ASSETS: Final = Path(visitkg.publish.__file__).with_name("assets")
TYPES: Final = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}
POLICY: Final = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; form-action 'self'"
)
RUNNER: Final = Path(__file__).with_name("run.js")


@pytest.fixture(scope="session")
def explorer() -> Explorer:
    """Return what is served: the visit."""
    return Explorer(hold(find_project()), Limits())


def answer(explorer: Explorer, request: Request) -> Response:
    """Return what the pages of the editor answer, and the assets that they name."""
    path = request.path
    if path == "/explore/sparql":
        return show_sparql(explorer, request)
    if path == "/explore/sparql/check":
        return show_check(explorer, request)
    if path == "/explore/completions.json":
        return show_completions(explorer, request)
    if path == "/explore/assets/explore.css":
        return Response(200, (("Content-Type", "text/css"),))
    own = (ASSETS, VIEW_ASSETS) if path.startswith("/explore/assets/") else (SHARED_ASSETS,)
    name = path.rsplit("/", 1)[-1]
    file = next((folder / name for folder in own if (folder / name).is_file()), own[0] / name)
    if "/assets/" in path and file.is_file():
        return Response(200, (("Content-Type", TYPES[file.suffix]),), file.read_bytes())
    return tell(404, "not found")


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


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Return Chromium, or skip; on the project's own CI fail instead."""
    chromium = need_program("chromium")
    with sync_playwright() as playwright, launch(playwright, chromium) as browser:
        yield browser


@pytest.fixture(scope="session")
def axe() -> Path:
    """Return the script of axe-core, or skip; on the project's own CI fail instead."""
    return need_module("axe-core/axe.min.js")


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
