"""The page of a part: a term, a shape, a span, or whatever else is told in a section."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pyoxigraph import NamedNode

from visitkg.publish.page.data import make_data
from visitkg.publish.page.diagram import show_diagram
from visitkg.publish.page.edition import LISTS
from visitkg.publish.page.figure import show_neighbourhood
from visitkg.publish.page.markup import Markup, escape, join, shorten
from visitkg.publish.page.node import show_node, show_references, show_title
from visitkg.publish.page.page import Page
from visitkg.publish.page.section import SECTIONS, describe_part, name_section, tell_kind
from visitkg.publish.page.span import show_span_page
from visitkg.publish.page.value import show_names

if TYPE_CHECKING:
    from visitkg.publish.page.links import Links
    from visitkg.publish.page.part import Part
    from visitkg.site.model import Description

_LONGEST_NAME = 90


def make_part_page(links: Links, part: Part) -> Page:
    """Return the page of a part, which leads to where it stands in its document."""
    kind, iri = part.subject.kind, part.subject.iri
    description = describe_part(links, kind, iri)
    name = name_section(links, kind, iri)
    title, list_name = LISTS[kind]
    body = Markup(
        f"{_show_head(links, part, description)}{_show_document(links, part)}"
        f"{_show_body(links, part, description)}"
    )
    return Page(
        title=f"{shorten(name, _LONGEST_NAME)} ({description.subject.curie})",
        description=links.edition.meaning(iri) or f"{name}: {tell_kind(kind)}.",
        body=body,
        trail=((title, links.edition.list_page(list_name)),),
        document=part.page,
        data=make_data(links, description),
        about=iri,
    )


def _show_head(links: Links, part: Part, description: Description) -> Markup:
    kind = part.subject.kind
    if kind not in SECTIONS:
        return show_title(links, description)
    name = name_section(links, kind, part.subject.iri)
    types = join((links.name(type_) for type_ in description.types), ", ")
    names = show_names(description.names, description.subject.label)
    return Markup(
        f'<p class="sort">{tell_kind(kind)}{f": {types}" if types else ""}</p>\n'
        f"<h1><bdi>{escape(name)}</bdi></h1>\n{names if kind != 'shape' else ''}"
    )


def _show_document(links: Links, part: Part) -> Markup:
    """Return the name of a part as the graph has it, as a link to its section."""
    iri = part.subject.iri
    document = links.edition.label(iri.partition("#")[0])
    curie = escape(links.edition.view.reference(NamedNode(iri)).curie)
    return Markup(
        f'<p class="curie"><code><bdi>{curie}</bdi></code> · told in '
        f'<a href="{links.iri(iri) or ""}"><bdi>{escape(shorten(document))}</bdi></a></p>\n'
    )


def _show_body(links: Links, part: Part, description: Description) -> Markup:
    kind, iri = part.subject.kind, part.subject.iri
    if kind == "span":
        return show_span_page(links, description)
    if kind in SECTIONS:
        return join((show_diagram(links, kind, iri), SECTIONS[kind](links, description)))
    return join(
        (
            show_node(links, description),
            show_neighbourhood(links, description),
            show_references(links, description),
        )
    )
