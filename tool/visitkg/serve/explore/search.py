"""Search over all names, as a page and as data for suggestions while somebody types."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

from pyoxigraph import NamedNode

from visitkg.publish.page.markup import Markup, escape, join, shorten
from visitkg.serve.explore.names import LONGEST_TEXT, QUESTION
from visitkg.serve.explore.page import QUESTIONS, Page, show_page, show_search_form
from visitkg.serve.message import Response, tell
from visitkg.site.kind import TYPE

if TYPE_CHECKING:
    from visitkg.serve.explore.explorer import Explorer
    from visitkg.serve.explore.names import Found, Name
    from visitkg.serve.message import Request

_MOST: Final = 100
_MOST_SUGGESTED: Final = 12


def show_search(explorer: Explorer, request: Request, suffix: str = "") -> Response:
    """Return what has a text ``q`` in its names: as a page, or as JSON."""
    if suffix not in ("", "json"):
        return tell(404, "What is found can be had as a page, or as JSON: /explore/search.json.")
    text = (request.first("q") or "")[:LONGEST_TEXT].strip()
    if suffix:
        return _give_json(explorer, explorer.names.find(text, explorer.expand, _MOST_SUGGESTED))
    found = explorer.names.find(text, explorer.expand, _MOST)
    form = show_search_form(explorer, "asked", "Search all names", text)
    body = Markup(
        f'<h1>Search</h1>\n<div class="asked">{form}</div>\n'
        f"{_show_found(explorer, found, text)}{_show_left(explorer)}"
    )
    title = f"Search: {text}" if text else "Search"
    return show_page(explorer, Page(title, body, place="/explore/search"))


def _show_found(explorer: Explorer, found: Found, text: str) -> Markup:
    if not text:
        return Markup(
            '<p class="lead">Names in any script, whatever their case and accents; IRIs, and '
            "names with a prefix.</p>\n"
        )
    if not found.count:
        return Markup(f'<p role="status">Nothing is called so: {_quoted(text)}.</p>\n')
    shown = len(found.names)
    first = f", the first {shown:,} are shown" if found.count > shown else ""
    items = join(_show_name(explorer, name) for name in found.names)
    return Markup(
        f'<p role="status">{found.count:,} found{first}</p>\n<ul class="entries">{items}</ul>\n'
    )


def _quoted(text: str) -> Markup:
    return Markup(f"<bdi>{escape(shorten(text))}</bdi>")


def _show_left(explorer: Explorer) -> Markup:
    """Return how many names are not searched, where there are too many."""
    left = explorer.names.left
    words = f"{left:,} more names are not searched: ask for them by SPARQL."
    return Markup(f'<p class="more">{words}</p>\n' if left else "")


def _show_name(explorer: Explorer, name: Name) -> Markup:
    language = f' lang="{escape(name.language)}"' if name.language else ""
    href = escape(_address(explorer, name))
    notes = [_tell_kind(explorer, name)]
    if name.kind != QUESTION:
        reference = explorer.called(name.iri)
        notes += [reference.label if reference.label != name.text else "", reference.curie]
    note = escape(shorten(" · ".join(each for each in notes if each)))
    return Markup(
        f'<li><a href="{href}"><bdi{language}>{escape(name.text)}</bdi></a> '
        f'<span class="note">{note}</span></li>'
    )


def _tell_kind(explorer: Explorer, name: Name) -> str:
    """Return what sort of node has a name: what is known of it, else its first class."""
    if name.kind:
        return name.kind
    classes = explorer.view.nodes(NamedNode(name.iri), TYPE)
    return explorer.called(classes[0].value).label if classes else ""


def _address(explorer: Explorer, name: Name) -> str:
    if name.kind == QUESTION:
        return explorer.address(f"{QUESTIONS}/{name.iri}")
    return explorer.node_address(name.iri)


def _give_json(explorer: Explorer, found: Found) -> Response:
    names = [
        {
            "name": name.text,
            "language": name.language,
            "kind": _tell_kind(explorer, name),
            "href": _address(explorer, name),
        }
        for name in found.names
    ]
    text = json.dumps({"count": found.count, "found": names}, ensure_ascii=False)
    return Response(200, (("Content-Type", "application/json"),), f"{text}\n".encode())
