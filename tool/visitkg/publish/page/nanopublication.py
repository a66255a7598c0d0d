"""The page of a nanopublication: its graphs as they are, and the claim that it is made of."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from pyoxigraph import NamedNode

from visitkg.export.nanopublications import write_nanopublications
from visitkg.packed import Packed
from visitkg.publish.file import File
from visitkg.publish.page.claim import say, show_badges
from visitkg.publish.page.links import Links
from visitkg.publish.page.markup import Markup, escape, join, shorten
from visitkg.publish.page.page import Page, write_page
from visitkg.publish.publication import TRIG
from visitkg.site.claim import read_claim
from visitkg.terms import SCHEMA

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator

    from visitkg.export.content import Content
    from visitkg.publish.content import Document
    from visitkg.publish.page.edition import Edition

_GRAPHS: Final = {
    "assertion": "What is asserted",
    "provenance": "How surely, by whom and where",
    "pubinfo": "Of the publication",
    "head": "What belongs together",
}
_GRAPH: Final = re.compile(r"^sub:(\w+) \{\n(.*?)^\}$", re.MULTILINE | re.DOTALL)
_NAMED: Final = re.compile(
    r'"(?:[^"\\\n]|\\.)*"|<[^>]*>|\b([A-Za-z][\w-]*:[A-Za-z_](?:[\w.-]*[\w-])?)'
)
"""A literal, an IRI, or the name of something, which alone is a group."""

_LONGEST_NAME: Final = 90


def make_publications(edition: Edition, content: Content) -> Generator[File, None, Packed[str]]:
    """Yield each nanopublication as TriG and as a page; return the pieces of one text of all.

    A document of the graph keeps its page.
    """
    texts: Packed[str] = Packed()
    pairs = zip(edition.publications.items(), write_nanopublications(content), strict=True)
    for (claim, document), text in pairs:
        texts.append(f"\n{text}" if texts else text)
        yield from make_publication(edition, claim, document, text)
    return texts


def make_publication(edition: Edition, claim: str, document: Document, text: str) -> Iterator[File]:
    """Yield the nanopublication of a claim as TriG and, if it has one, as a page."""
    yield File(f"{document.path}.{TRIG[0]}", text.encode())
    if document.iri not in edition.site.documents:
        links = Links(edition, document.path)
        yield write_page(links, _make_page(links, document, claim, text))


def _make_page(links: Links, document: Document, iri: str, text: str) -> Page:
    edition = links.edition
    name = document.iri.rpartition("/")[2]
    claim = read_claim(edition.view, NamedNode(iri))
    says = say(claim)
    title = f"{shorten(says, _LONGEST_NAME)} (nanopublication {name})"
    body = Markup(
        f'<p class="verdict">Nanopublication {show_badges(links, claim)}</p>\n'
        f"<h1><bdi>{escape(shorten(says))}</bdi></h1>\n"
        '<p class="lead">A claim as a publication of its own: what is asserted stands apart from '
        "how surely, by whom and where, and from who published it.</p>\n"
        f"<p>Of the claim {links.words(iri, edition.label(iri))}.</p>\n"
        f"{_show_graphs(links, text)}"
    )
    return Page(
        title=title,
        description=f"A claim as a nanopublication: {says}.",
        body=body,
        trail=(("Claims", edition.list_page("claims")),),
        document=document,
        data=_make_data(links, document, iri, title),
        is_wide=True,
        files=(TRIG,),
    )


def _show_graphs(links: Links, text: str) -> Markup:
    """Return each graph under its name, which is the fragment of its IRI."""
    graphs = dict(_GRAPH.findall(text))
    if graphs.keys() != _GRAPHS.keys():
        anchors = "".join(f'<span id="{name}"></span>' for name in _GRAPHS)
        return Markup(f'{anchors}<pre tabindex="0"><code>{escape(text)}</code></pre>\n')
    own = links.edition.own
    return join(
        Markup(
            f'<section id="{name}"><h2 id="{own}-{name}">{title}</h2>\n'
            f'<pre class="query" tabindex="0"><code>'
            f"{_link_names(links, graphs[name].strip())}</code></pre></section>\n"
        )
        for name, title in _GRAPHS.items()
    )


def _link_names(links: Links, text: str) -> Markup:
    """Return Turtle with its names linked to what they mean."""
    parts = []
    end = 0
    for match in _NAMED.finditer(text):
        name = match[1]
        if name is not None:
            key = ("turtle", name)
            shown = links.made.get(key) or links.made.keep(key, _link_name(links, name))
            parts += [escape(text[end : match.start()]), shown]
            end = match.end()
    return join((*parts, escape(text[end:])))


def _link_name(links: Links, name: str) -> Markup:
    prefix, _, local = name.partition(":")
    href = links.iri(links.edition.site.prefixes.get(prefix, "") + local)
    return Markup(f'<a href="{href}">{escape(name)}</a>') if href else escape(name)


def _make_data(links: Links, document: Document, claim: str, title: str) -> dict[str, Any]:
    addresses = links.edition.site.addresses
    suffix, media_type, _ = TRIG
    return {
        "@context": {"@vocab": SCHEMA, "url": {"@type": "@id"}, "contentUrl": {"@type": "@id"}},
        "@type": "CreativeWork",
        "@id": document.iri,
        "name": title,
        "about": {"@id": claim},
        "url": addresses.url(links.path, "html"),
        "encoding": {
            "@type": "MediaObject",
            "encodingFormat": media_type,
            "contentUrl": addresses.url(links.path, suffix),
        },
    }
