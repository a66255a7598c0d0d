"""From the path of a request to the page that answers it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from visitkg.publish.negotiate import negotiate
from visitkg.publish.page.markup import Markup, escape, shorten
from visitkg.serve.explore.asset import show_asset, show_shared_asset
from visitkg.serve.explore.editor.answers import show_check, show_completions, show_sparql
from visitkg.serve.explore.node import show_node
from visitkg.serve.explore.page import QUESTIONS, Page, show_page, show_search_form
from visitkg.serve.explore.question.index import show_questions
from visitkg.serve.explore.question.page import show_question
from visitkg.serve.explore.search import show_search
from visitkg.serve.explore.start import PATH, show_start
from visitkg.serve.message import Request, Response, tell
from visitkg.serve.published.answer import answer_published

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from visitkg.serve.explore.explorer import Explorer

    Show = Callable[[Explorer, Request], Response]
    ShowForm = Callable[[Explorer, Request, str], Response]

_PAGES: Final[Mapping[str, Show]] = {
    PATH: show_start,
    "/explore/completions.json": show_completions,
    "/explore/node": show_node,
    "/explore/sparql/check": show_check,
    QUESTIONS: show_questions,
}
"""Pages at one path each."""

_FORMS: Final[Mapping[str, ShowForm]] = {
    "/explore/search": show_search,
    "/explore/sparql": show_sparql,
}
"""Pages that can be had as data too, with a suffix at the path."""

_ASSETS: Final = {"/explore/assets/": show_asset, "/assets/": show_shared_asset}
_FOR_ALL: Final = {"txt": "text/plain", "html": "text/html"}
_FOR_PEOPLE: Final = {"ttl": "text/turtle", "html": "text/html"}


def answer(explorer: Explorer, request: Request) -> Response:
    """Return what is answered to a request for a page."""
    try:
        _ = request.parameters
    except ValueError:
        return tell(400, "The address is no UTF-8, or has too many parameters.")
    found = _show(explorer, request) or _show_published(explorer, request)
    return found or _show_nothing(explorer, request)


def _show(explorer: Explorer, request: Request) -> Response | None:
    """Return a page or an asset of the explorer."""
    path = request.path
    if path in ("/explore", "/") and _is_led_to_start(explorer, request):
        return _lead(explorer.address(PATH))
    if path in _PAGES:
        return _PAGES[path](explorer, request)
    stem, _, suffix = path.partition(".")
    if stem in _FORMS and (not suffix) == (stem == path):
        return _FORMS[stem](explorer, request, suffix)
    if path.startswith(f"{QUESTIONS}/"):
        return _show_question(explorer, request, path.removeprefix(f"{QUESTIONS}/"))
    for folder, show in _ASSETS.items():
        if path.startswith(folder):
            return show(path.removeprefix(folder))
    return None


def _show_question(explorer: Explorer, request: Request, rest: str) -> Response | None:
    name, dot, suffix = rest.partition(".")
    if not name or "/" in rest or (dot and not suffix):
        return None
    return show_question(explorer, request, name, suffix)


def _is_led_to_start(explorer: Explorer, request: Request) -> bool:
    """Return whether somebody at the top is led to the start page: who prefers a page does."""
    if request.path != "/" or explorer.library is None:
        return True
    accept = request.headers.get("accept")
    return bool(accept) and negotiate(accept, _FOR_PEOPLE) == "html"


def _show_published(explorer: Explorer, request: Request) -> Response | None:
    library = explorer.library
    return None if library is None else answer_published(library, request, explorer.mount)


def _lead(place: str) -> Response:
    return tell(302, place, {"Location": place, "Vary": "Accept"})


def _show_nothing(explorer: Explorer, request: Request) -> Response:
    """Return that there is nothing, as a page for browsers and as a line for others."""
    words = f"There is nothing at {shorten(request.path)} in {explorer.holding.name}."
    if negotiate(request.headers.get("accept"), _FOR_ALL) != "html":
        return tell(404, words, {"Vary": "Accept"})
    last = request.path.rstrip("/").rpartition("/")[2].partition(".")[0]
    form = show_search_form(explorer, "missed", "Search all names", shorten(last))
    body = Markup(
        f'<h1>Nothing here</h1>\n<p>{escape(words)}</p>\n<div class="asked">{form}</div>\n'
    )
    return show_page(explorer, Page("Nothing here", body), 404, (("Vary", "Accept"),))
