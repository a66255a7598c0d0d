"""Pages as a client gets them, and what stands in them."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from visitkg.serve.explore.route import answer
from visitkg.serve.message import Request, Response

if TYPE_CHECKING:
    from visitkg.serve.explore.explorer import Explorer

BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"


def get(explorer: Explorer, path: str, accept: str = BROWSER, **parameters: str) -> Response:
    """Return what is answered to a browser, or to who accepts something else."""
    headers = {"accept": accept} if accept else {}
    return answer(explorer, Request("GET", path, urlencode(parameters), headers))


def read(response: Response, status: int = 200) -> Shown:
    """Return what a page shows; it has to be a page with this status."""
    assert response.status == status
    assert response.header("Content-Type") == "text/html; charset=utf-8"
    shown = Shown()
    shown.feed(response.body.decode())
    shown.close()
    return shown


class Shown(HTMLParser):
    """A page that is read: its words, its links, its headings, and each element that it has."""

    def __init__(self) -> None:
        super().__init__()
        self.links: dict[str, str] = {}
        self.elements: list[str] = []
        self.headings: list[str] = []
        self.inputs: list[dict[str, str | None]] = []
        self.words = ""
        self._href = ""
        self._heading = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append(tag)
        given = dict(attrs)
        assert not any(name.startswith("on") or name == "style" for name in given)
        if tag == "a":
            self._href = given.get("href") or ""
            self.links[self._href] = ""
        if tag == "input":
            self.inputs.append(given)
        if tag in ("h1", "h2", "h3"):
            self._heading = True
            self.headings.append("")

    def handle_endtag(self, tag: str) -> None:
        if tag == "a":
            self._href = ""
        if tag in ("h1", "h2", "h3"):
            self._heading = False

    def handle_data(self, data: str) -> None:
        self.words += data
        if self._href:
            self.links[self._href] += data
        if self._heading:
            self.headings[-1] += data
