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

_PLACES: Final = (
    ("Start", "/explore/"),
    ("Questions", "/explore/questions"),
    ("SPARQL", "/explore/sparql"),
)


@dataclass(frozen=True, slots=True)
class Page:
    """What a page shows between head and foot.

    ``trail`` leads to it from the start: words and paths below the mount. ``assets`` are the names
    of scripts and styles that it needs besides those of all pages, such as ``editor.js``.
    """

    title: str
    body: Markup
    trail: tuple[tuple[str, str], ...] = ()
    assets: tuple[str, ...] = ()
    is_wide: bool = False


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
        f"{_header(explorer)}"
        f'<main id="page-content"{wide}>\n{_trail(explorer, page)}{page.body}\n</main>\n'
        f"<footer>\n<p>{escape(name)}</p>\n</footer>\n</body>\n</html>\n"
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
    for asset in ("explore.css", *page.assets):
        if asset.endswith(".css"):
            lines.append(f'<link rel="stylesheet" href="{own}/{asset}">')
        else:
            lines.append(f'<script src="{own}/{asset}" defer></script>')
    return Markup("".join(f"{line}\n" for line in lines))


def _header(explorer: Explorer) -> Markup:
    places = join(
        Markup(f'<li><a href="{escape(explorer.address(path))}">{escape(words)}</a></li>')
        for words, path in _PLACES
    )
    search = escape(explorer.address("/explore/search"))
    return Markup(
        f'<header class="top">\n<a class="home" href="{escape(explorer.address("/explore/"))}">'
        f"{escape(shorten(explorer.holding.name))}</a>\n"
        f'<nav aria-label="Site"><ul>{places}</ul></nav>\n'
        f'<form role="search" class="search" action="{search}">'
        '<label for="page-search">Search</label>'
        '<input id="page-search" name="q" type="search" placeholder="Search names"'
        ' autocomplete="off"><button type="submit">Search</button></form>\n</header>\n'
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
