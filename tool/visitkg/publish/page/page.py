"""The skeleton of every page: head, way through the site, and foot.

No script or style stands in a page: its Content-Security-Policy needs neither. The block of
JSON-LD is data. https://html.spec.whatwg.org/multipage/semantics.html#the-head-element
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from visitkg.publish.address import FORMATS
from visitkg.publish.file import File
from visitkg.publish.page.markup import NOTHING, Markup, escape, is_link, join, link, shorten

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from visitkg.publish.content import Document
    from visitkg.publish.page.links import Links

Form: TypeAlias = tuple[str, str, str]
"""A form of a page: its suffix, its media type, and what it is called."""

FORMAT_NAMES: Final = {
    "ttl": "Turtle",
    "nt": "N-Triples",
    "jsonld": "JSON-LD",
    "rdf": "RDF/XML",
}

_ENCODER: Final = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))
_HIDDEN: Final = tuple((sign, f"\\u{ord(sign):04x}") for sign in "<>&\u2028\u2029")
_LICENSES: Final = {
    "https://creativecommons.org/licenses/by/4.0/": "CC BY 4.0",
    "https://creativecommons.org/publicdomain/zero/1.0/": "CC0 1.0",
}
_LONGEST_DESCRIPTION: Final = 300


@dataclass(frozen=True, slots=True)
class Page:
    """What a page shows between head and foot.

    ``trail`` leads to it from the front page: words and where they link to, from the root.
    ``document`` is what it is a representation of, ``about`` what that describes if that isn't a
    document itself; ``files`` are its other forms, each a suffix with its media type and its name.
    ``data`` is told in JSON-LD.
    """

    title: str
    description: str
    body: Markup
    trail: tuple[tuple[str, str], ...] = ()
    document: Document | None = None
    data: Mapping[str, Any] = field(default_factory=dict)
    is_wide: bool = False
    about: str | None = None
    files: tuple[Form, ...] = ()

    def forms(self) -> Iterator[Form]:
        """Yield the other forms of the page."""
        if self.document is not None:
            for suffix in self.document.formats:
                if suffix in FORMAT_NAMES:
                    yield suffix, FORMATS[suffix], FORMAT_NAMES[suffix]
        yield from self.files

    def describes(self) -> str | None:
        """Return the IRI of what the page describes, if that is no document."""
        if self.about is not None or self.document is None:
            return self.about
        return self.document.iri if self.document.is_thing else None


@lru_cache(maxsize=64)
def _alternates(*forms: Form) -> tuple[tuple[str, str], ...]:
    """Return what stands before and behind the name of a page to link to its other forms."""
    return tuple(
        (
            f'<link rel="alternate" type="{media_type}" href="',
            f'.{suffix}" title="{words}">\n',
        )
        for suffix, media_type, words in forms
    )


@lru_cache(maxsize=64)
def _format_links(*forms: Form) -> tuple[str, ...]:
    """Return what stands behind the name of a page to link to its other forms for people."""
    return tuple(f'.{suffix}">{words}</a>' for suffix, _, words in forms)


def write_page(links: Links, page: Page) -> File:
    """Return a page as a file of the site."""
    edition = links.edition
    title = shorten(page.title)
    words = title if title == edition.title else f"{title} - {edition.title}"
    about = escape(shorten(page.description or title, _LONGEST_DESCRIPTION))
    head = (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f'<title>{escape(words)}</title>\n<meta name="description" content="{about}">\n'
        '<meta name="color-scheme" content="light dark">\n'
        f"{_relations(links, page)}{links.shared('assets', _assets)}{_data(page)}</head>\n"
    )
    wide = ' class="wide"' if page.is_wide else ""
    body = (
        f'<body>\n<a class="skip" href="#{edition.own}-content">Skip to the content</a>\n'
        f"{links.shared('header', _header)}"
        f'<main id="{edition.own}-content"{wide}>\n'
        f"{_trail(links, page)}{page.body}\n</main>\n{_footer(links, page)}</body>\n</html>\n"
    )
    return File(f"{links.path}.html", (head + body).encode())


def _relations(links: Links, page: Page) -> Markup:
    """Return the links of the head: the page's address, other formats, what it describes."""
    found = [f'<link rel="canonical" href="{escape(links.url)}">\n']
    name = links.file_name
    found += [f"{start}{name}{end}" for start, end in _alternates(*page.forms())]
    about = page.describes()
    if about is not None:
        found.append(f'<link rel="describes" href="{escape(about)}">\n')
    found.append(links.shared("license", _license))
    return Markup("".join(found))


def _license(links: Links) -> Markup:
    license_ = links.edition.license
    if license_ is None or not is_link(license_):
        return NOTHING
    return Markup(f'<link rel="license" href="{escape(license_)}">\n')


def _assets(links: Links) -> Markup:
    assets = f"{links.up}assets"
    feed = links.edition.feed
    news = (
        f'<link rel="alternate" type="application/atom+xml" href="{links.to(feed)}" '
        'title="Releases">\n'
        if feed
        else ""
    )
    return Markup(
        f'<link rel="icon" type="image/svg+xml" href="{assets}/icon.svg">\n'
        f'<link rel="stylesheet" href="{assets}/site.css">\n'
        f'<link rel="stylesheet" href="{assets}/figure.css">\n'
        f'<script src="{assets}/site.js" defer></script>\n{news}'
    )


def _data(page: Page) -> Markup:
    """Return JSON-LD that can't end its element: no sign that HTML knows stands in it."""
    if not page.data:
        return NOTHING
    text = _ENCODER.encode(page.data)
    for sign, code in _HIDDEN:
        text = text.replace(sign, code)
    return Markup(f'<script type="application/ld+json">{text}</script>\n')


def _header(links: Links) -> Markup:
    edition = links.edition
    places = join(
        Markup(f'<li><a href="{links.to(target)}">{escape(words)}</a></li>')
        for words, target in links.edition.places
    )
    return Markup(
        f'<header class="top">\n<a class="home" href="{links.to("index.html")}">'
        f"{escape(edition.title)}</a>\n"
        f'<nav aria-label="Site"><ul>{places}</ul></nav>\n'
        f'<form role="search" class="search" action="{links.to(edition.list_page("a-z"))}">'
        f'<label for="{edition.own}-search">Search</label>'
        f'<input id="{edition.own}-search" name="q" type="search" placeholder="Search names"'
        ' autocomplete="off">'
        '<button type="submit">A to Z</button></form>\n</header>\n'
    )


def _trail(links: Links, page: Page) -> Markup:
    if not page.trail:
        return NOTHING
    key = "\n".join([f"trail {words}\n{to}" for words, to in page.trail])
    return links.shared(key, lambda links: _make_trail(links, page))


def _make_trail(links: Links, page: Page) -> Markup:
    steps = (("Start", "index.html"), *page.trail)
    items = "".join(f'<li><a href="{links.to(to)}">{escape(words)}</a></li>' for words, to in steps)
    return Markup(f'<nav class="trail" aria-label="Where you are"><ol>{items}</ol></nav>\n')


def _footer(links: Links, page: Page) -> Markup:
    formats = NOTHING
    name = links.file_name
    ends = _format_links(*page.forms())
    if ends:
        each = " · ".join([f'<a href="{name}{end}' for end in ends])
        formats = Markup(f'<p class="formats">This page as data: {each}</p>\n')
    if page.document is not None:
        iri = escape(page.about or page.document.iri)
        formats = Markup(f'{formats}<p class="iri">IRI: <code><bdi>{iri}</bdi></code></p>\n')
    return Markup(f"<footer>\n{formats}{links.shared('footer', _about_site)}</footer>\n")


def _about_site(links: Links) -> Markup:
    downloads = f'<a href="{links.to(links.edition.downloads)}">Downloads</a>'
    license_ = links.edition.license
    if license_ is None:
        return Markup(f"<p>{downloads}</p>\n")
    name = link(license_, _LICENSES.get(license_, license_))
    return Markup(f"<p>{downloads} · Licence of the data: {name}</p>\n")
