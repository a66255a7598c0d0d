"""The page of a document: what it is about, and a section for each IRI with a fragment in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pyoxigraph import NamedNode

from visitkg.publish.page.contents import GROUPS, OTHERS, show_sections
from visitkg.publish.page.data import make_data
from visitkg.publish.page.figure import show_neighbourhood
from visitkg.publish.page.markup import Markup, escape, join
from visitkg.publish.page.node import heading, show_node, show_references, show_title, title_of
from visitkg.publish.page.page import Page
from visitkg.site.describe import describe

if TYPE_CHECKING:
    from visitkg.publish.content import Document
    from visitkg.publish.page.links import Links
    from visitkg.site.model import Description


def make_document_page(links: Links, document: Document) -> Page:
    """Return the page of a document, with all that is told in it."""
    view = links.edition.view
    description = describe(view, NamedNode(document.iri))
    sections = show_sections(links, document)
    body = join(
        (
            _show_name(links, document, description),
            show_node(links, description),
            show_neighbourhood(links, description),
            sections,
            show_references(links, description),
        )
    )
    return Page(
        title=_name_document(links, document, description),
        description=_summary(links, description),
        body=body,
        trail=links.edition.trail_of(document),
        document=document,
        data=make_data(links, description),
        is_wide=bool(sections),
    )


def _name_document(links: Links, document: Document, description: Description) -> str:
    """Return what a document is called; one of which nothing is said, by what is told in it."""
    if document.iri in document.subjects or not document.subjects:
        return title_of(description)
    kinds = {links.edition.known[iri].kind for iri in document.subjects}
    return ", ".join(title for kind, title in GROUPS.items() if kind in kinds) or OTHERS


def _show_name(links: Links, document: Document, description: Description) -> Markup:
    if document.iri in document.subjects or not document.subjects:
        return show_title(links, description)
    return Markup(f"<h1>{escape(_name_document(links, document, description))}</h1>\n")


def _summary(links: Links, description: Description) -> str:
    meaning = links.edition.meaning(description.subject.iri)
    if meaning:
        return meaning
    types = ", ".join(type_.label for type_ in description.types)
    count = len(description.all_claims())
    claims = (
        f" {count:,} claims, each with how surely it is put, by whom and where." if count else ""
    )
    return f"{heading(description)}: {types or description.kind}.{claims}"
