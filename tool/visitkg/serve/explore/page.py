"""The skeleton of the explorer's pages: head, way through, and foot, like the published pages.

No script or style stands in a page: its Content-Security-Policy needs neither.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from visitkg.publish.page.markup import Markup, escape, join, shorten
from visitkg.serve.message import Response

if TYPE_CHECKING:
    from visitkg.serve.explore.explorer import Explorer

QUESTIONS: Final = "/explore/questions"

_PLACES: Final = (
    ("Start", "/explore/"),
    ("Questions", QUESTIONS),
    ("SPARQL", "/explore/sparql"),
)


@dataclass(frozen=True, slots=True)
class Page:
    """What a page shows between head and foot.

    ``trail`` leads to it from the start: words and paths below the mount. ``assets`` are the names
    of scripts and styles that it needs besides those of all pages, such as ``editor.js``. ``place``
    is the path of the page itself if the way through the site leads to it.
    """

    title: str
    body: Markup
    trail: tuple[tuple[str, str], ...] = ()
    assets: tuple[str, ...] = ()
    is_wide: bool = False
    place: str = ""


def show_page(
    explorer: Explorer,
    page: Page,
    status: int = 200,
    headers: tuple[tuple[str, str], ...] = (),
) -> Response:
    """Return a page as an answer."""
    title = shorten(page.title)
    name = explorer.holding.name
    words = title if title == name else f"{title} - {name}"
    wide = ' class="wide"' if page.is_wide else ""
    text = (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(words)}</title>\n"
        '<meta name="color-scheme" content="light dark">\n'
        f"{_assets(explorer, page)}</head>\n"
        '<body>\n<a class="skip" href="#page-content">Skip to the content</a>\n'
        f"{_header(explorer, page)}"
        f'<main id="page-content"{wide}>\n{_trail(explorer, page)}{page.body}\n</main>\n'
        f"{_footer(explorer)}</body>\n</html>\n"
    )
    return Response(status, (("Content-Type", "text/html; charset=utf-8"), *headers), text.encode())


def _assets(explorer: Explorer, page: Page) -> Markup:
    shared = explorer.address("/assets")
    own = explorer.address("/explore/assets")
    lines = [
        f'<link rel="icon" type="image/svg+xml" href="{shared}/icon.svg">',
        f'<link rel="stylesheet" href="{shared}/site.css">',
        f'<link rel="stylesheet" href="{shared}/figure.css">',
    ]
    for asset in ("explore.css", "search.js", *page.assets):
        if asset.endswith(".css"):
            lines.append(f'<link rel="stylesheet" href="{own}/{asset}">')
        else:
            lines.append(f'<script src="{own}/{asset}" defer></script>')
    return Markup("".join(f"{line}\n" for line in lines))


def _header(explorer: Explorer, page: Page) -> Markup:
    places = join(
        Markup(
            f'<li><a href="{escape(explorer.address(path))}"{_mark(page, path)}>'
            f"{escape(words)}</a></li>"
        )
        for words, path in _PLACES
        if path != QUESTIONS or explorer.questions
    )
    return Markup(
        f'<header class="top">\n<a class="home" href="{escape(explorer.address("/explore/"))}">'
        f"{escape(shorten(explorer.holding.name))}</a>\n"
        f'<nav aria-label="Site"><ul>{places}</ul></nav>\n'
        f"{show_search_form(explorer, 'page-search', 'Search')}</header>\n"
    )


def show_search_form(explorer: Explorer, name: str, label: str, text: str = "") -> Markup:
    """Return a form that searches all names; ``name`` is the id of its field."""
    search = escape(explorer.address("/explore/search"))
    return Markup(
        f'<form role="search" class="search" action="{search}" aria-label="{escape(label)}">'
        f'<label for="{name}">{escape(label)}</label>'
        f'<input id="{name}" name="q" type="search" placeholder="Search names" maxlength="200"'
        f' value="{escape(text)}" autocomplete="off"><button type="submit">Search</button></form>\n'
    )


def _mark(page: Page, path: str) -> str:
    """Return what marks the place where the page is, or the one that the page lies below."""
    if page.place == path:
        return ' aria-current="page"'
    return ' aria-current="true"' if any(path == step for _, step in page.trail) else ""


def _footer(explorer: Explorer) -> Markup:
    places = [("SPARQL endpoint", "/sparql"), ("Graph Store Protocol", "/rdf-graph-store?default")]
    if explorer.edition is not None:
        places.append(("The published site", "/index.html"))
        places.append(("Downloads", f"/{explorer.edition.downloads}"))
    links = " · ".join(
        f'<a href="{escape(explorer.mount + path)}">{escape(words)}</a>' for words, path in places
    )
    return Markup(
        f"<footer>\n<p>{escape(shorten(explorer.holding.name))} · {links}</p>\n</footer>\n"
    )


def _trail(explorer: Explorer, page: Page) -> Markup:
    if not page.trail:
        return Markup("")
    steps = (("Start", "/explore/"), *page.trail)
    items = "".join(
        f'<li><a href="{escape(explorer.address(path))}">{escape(words)}</a></li>'
        for words, path in steps
    )
    return Markup(f'<nav class="trail" aria-label="Where you are"><ol>{items}</ol></nav>\n')
