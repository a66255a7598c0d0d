"""Start page, search and nodes as readers see them: in Chromium, with its policy."""

from __future__ import annotations

from contextlib import contextmanager
from functools import cache, partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Lock, Thread
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

import pytest
from tests.tool.publish.browser.judge import ask_axe, find_too_wide, load_axe
from tests.tool.publish.browser.watch import (
    DESK,
    LOOKS,
    Look,
    Watched,
    open_context,
    open_page,
)

from visitkg.project import find_project
from visitkg.publish.server.header import HEADERS
from visitkg.serve.explore.explorer import Explorer
from visitkg.serve.explore.route import answer
from visitkg.serve.holding import hold
from visitkg.serve.limits import Limits
from visitkg.serve.message import Request

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, BrowserContext

PAGES = (
    "explore/",
    "explore/search?q=kim",
    "explore/search?q=zzzz",
    "explore/node?iri=visit:Claim",
    "explore/node?iri=id:kim-jong-un",
    "explore/node?iri=visit:Claim&to=rdf:type",
)
UNSCRIPTED = Look(1280, 800, "light", scripts=False)


@contextmanager
def serve(explorer: Explorer) -> Iterator[str]:
    """Serve an explorer for as long as the block runs; give the address of its root."""
    lock = Lock()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            headers = {name.lower(): value for name, value in self.headers.items()}
            path = unquote(parts.path).removeprefix(explorer.mount)
            with lock:
                response = answer(explorer, Request("GET", path, parts.query, headers))
            self.send_response(response.status)
            for name, value in {**HEADERS, **dict(response.headers)}.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(response.body)))
            self.end_headers()
            self.wfile.write(response.body)

        def log_message(self, *_: object) -> None:
            """Say nothing: what matters is what the browser says."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}{explorer.mount}/"
        finally:
            server.shutdown()
            thread.join()


@pytest.fixture(scope="module")
def home(visit: Explorer) -> Iterator[str]:
    with serve(visit) as address:
        yield address


@pytest.fixture(scope="module")
def context(browser: Browser) -> Callable[[Look], BrowserContext]:
    return cache(partial(open_context, browser))


@pytest.fixture
def look_at(
    context: Callable[[Look], BrowserContext], home: str
) -> Iterator[Callable[..., Watched]]:
    """Return what opens a page of the visit; no page may have had trouble in the end."""
    opened: list[Watched] = []

    def look(path: str, as_: Look = DESK) -> Watched:
        watched = open_page(context(as_), home)
        opened.append(watched)
        watched.go(path)
        return watched

    yield look
    for watched in opened:
        watched.page.close()
    assert [trouble for watched in opened for trouble in watched.troubles] == []


@pytest.mark.parametrize("look", ["desk, light", "phone, dark, less motion"])
@pytest.mark.parametrize("path", PAGES)
def test_nobody_objects_to_a_page(
    path: str, look: str, look_at: Callable[..., Watched], axe: Path
) -> None:
    page = look_at(path, LOOKS[look]).page
    wide = find_too_wide(page)
    load_axe(page, axe)
    assert ask_axe(page) + wide == []


@pytest.mark.parametrize("look", ["desk, light", "phone, light"])
def test_nobody_objects_to_the_pages_of_any_files(
    look: str, root: Path, context: Callable[[Look], BrowserContext], axe: Path
) -> None:
    files = [root / "data" / "dataset.ttl", root / "ontology" / "claim.ttl"]
    with serve(Explorer(hold(find_project(root), files), Limits())) as address:
        watched = open_page(context(LOOKS[look]), address)
        objections = []
        for path in ("explore/", "explore/node?iri=visit:Claim"):
            watched.go(path)
            objections += find_too_wide(watched.page)
            load_axe(watched.page, axe)
            objections += ask_axe(watched.page)
        watched.page.close()
    assert objections == []
    assert watched.troubles == []


def test_names_are_suggested_while_somebody_types(look_at: Callable[..., Watched]) -> None:
    page = look_at("explore/").page
    page.locator("#start-search").press_sequentially("김정")
    first = page.locator(".asked .found a").first
    assert first.inner_text().startswith("김정은")
    assert page.locator(".asked [role=status]").inner_text() == "1 found"
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url("**/id/kim-jong-un.html")


def test_the_keyboard_moves_through_suggestions_and_closes_them(
    look_at: Callable[..., Watched],
) -> None:
    page = look_at("explore/search").page
    box = page.locator("#page-search")
    box.press_sequentially("kim")
    links = page.locator(".top .found a")
    links.first.wait_for()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    assert links.nth(1).evaluate("element => element === document.activeElement")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    assert box.evaluate("element => element === document.activeElement")
    page.keyboard.press("Escape")
    assert page.locator(".top .found").is_hidden()
    assert box.input_value() == "kim"
    page.keyboard.press("Enter")
    page.wait_for_url("**/explore/search?q=kim")


def test_a_name_that_nobody_has_is_said_to_be_so(look_at: Callable[..., Watched]) -> None:
    page = look_at("explore/").page
    page.locator("#start-search").press_sequentially("zzzz")
    told = page.locator(".asked .found p")
    told.wait_for()
    assert told.inner_text() == "No name has this in it."
    assert page.locator(".asked .found a").count() == 0


def test_search_works_without_scripts(look_at: Callable[..., Watched]) -> None:
    page = look_at("explore/", UNSCRIPTED).page
    page.locator("#start-search").fill("putin")
    page.locator(".asked button").click()
    page.wait_for_url("**/explore/search?q=putin")
    page.locator("main .entries a").first.click()
    page.wait_for_url("**/id/*.html")
