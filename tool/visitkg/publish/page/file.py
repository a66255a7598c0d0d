"""The page of a file of the project: its header, and what it states, each told on its own page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pyoxigraph import NamedNode

from visitkg.publish.page.data import make_data
from visitkg.publish.page.markup import NOTHING, Markup, join
from visitkg.publish.page.node import heading, show_meaning, show_references, show_title
from visitkg.publish.page.page import Page
from visitkg.publish.page.value import MOST_VALUES, show_facts, tell_rest
from visitkg.site.describe import describe
from visitkg.site.value import read_facts

if TYPE_CHECKING:
    from visitkg.publish.content import Document
    from visitkg.publish.page.links import Links

_MOST: Final = 1_000


def make_file_page(links: Links, document: Document) -> Page:
    """Return the page of a document that is the header of a file."""
    description = describe(links.edition.view, NamedNode(document.iri))
    stated = {t.subject for t in document.triples if isinstance(t.subject, NamedNode)}
    others = sorted(node.value for node in stated if node.value != document.iri)
    own: list[str] = []
    foreign: list[str] = []
    for iri in others:
        (own if links.iri(iri) else foreign).append(iri)
    meaning, facts = show_meaning(links, description)
    body = join(
        (
            show_title(links, description),
            meaning,
            show_facts(links, facts),
            _show_own(links, own),
            *(_show_foreign(links, iri) for iri in foreign[:MOST_VALUES]),
            tell_rest(len(foreign), links.data, "p"),
            show_references(links, description),
        )
    )
    return Page(
        title=f"{heading(description)} ({document.path})",
        description=links.edition.meaning(document.iri) or heading(description),
        body=body,
        trail=(("Documents", links.edition.list_page("documents")),),
        document=document,
        data=make_data(links, description),
    )


def _show_own(links: Links, iris: list[str]) -> Markup:
    if not iris:
        return NOTHING
    ordered = sorted(iris, key=lambda iri: (links.edition.label(iri).casefold(), iri))[:_MOST]
    items = "".join([f"<li>{links.words(iri, links.edition.label(iri))}</li>" for iri in ordered])
    more = tell_rest(len(iris), links.to(links.edition.list_page("all")), "p", _MOST)
    return Markup(
        f'<h2 id="{links.edition.own}-states">What this file states</h2>\n<p class="count">'
        f"{len(iris):,} subjects, each told on its own page</p>\n"
        f'<ul class="columns">{items}</ul>{more}\n'
    )


def _show_foreign(links: Links, iri: str) -> Markup:
    """Return what a file says of something that is told elsewhere on the web."""
    view = links.edition.view
    node = NamedNode(iri)
    facts = read_facts(view, view.properties(node))
    name = links.name(view.reference(node))
    return Markup(f'<section class="told"><h2>{name}</h2>{show_facts(links, facts)}</section>\n')
