"""A section of a page, for an IRI with a fragment: a term, a shape, a span, or whatever else."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from pyoxigraph import NamedNode

from visitkg.publish.page.assertion import show_manner, show_propositions
from visitkg.publish.page.claim import leave_claims, show_chain, show_claim, show_places
from visitkg.publish.page.markup import NOTHING, Markup, escape, join, shorten
from visitkg.publish.page.shape import show_shape
from visitkg.publish.page.span import name_span, show_span
from visitkg.publish.page.term import show_term
from visitkg.publish.page.value import MOST_VALUES, show_facts, show_names, tell_rest
from visitkg.site.describe import describe, describe_term
from visitkg.site.kind import TYPE
from visitkg.site.model import Description
from visitkg.site.value import read_facts
from visitkg.terms import SH, VISIT

if TYPE_CHECKING:
    from collections.abc import Callable

    from visitkg.publish.page.links import Links
    from visitkg.site.model import StatusGroup
    from visitkg.site.view import GraphView

_WHOLE: Final = frozenset({VISIT + "Sentence", VISIT + "Heading"})

SECTIONS: Final[dict[str, Callable[[Links, Description], Markup]]] = {
    "class": show_term,
    "property": show_term,
    "scheme": show_term,
    "concept": show_term,
    "shape": show_shape,
    "span": show_span,
}
"""What is said of each kind, in a section and in the page of its own."""

_KINDS: Final = {"span": "Span of a document"}


def show_section(links: Links, kind: str, iri: str) -> Markup:
    """Return the section of an IRI, whose fragment is its id."""
    description = describe_part(links, kind, iri)
    fragment = iri.partition("#")[2]
    make = SECTIONS.get(kind, _show_part)
    names = show_names(description.names, description.subject.label)
    curie = escape(description.subject.curie)
    anchor = (
        f'<a class="here" href="{links.iri(iri) or ""}" aria-label="Link to this section">#</a>'
    )
    return Markup(
        f'<section class="told {_depth(description)}" id="{escape(fragment)}">\n'
        f"<h3><bdi>{escape(name_section(links, kind, iri))}</bdi> {anchor}</h3>"
        f'<p class="curie"><code><bdi>{curie}</bdi></code>{_show_own_page(links, iri)}</p>'
        f"{names if kind != 'shape' else ''}{make(links, description)}</section>\n"
    )


def _show_own_page(links: Links, iri: str) -> Markup:
    target = links.edition.page_of_part(iri)
    if target is None:
        return NOTHING
    name = escape(f"Page of its own: {shorten(links.edition.label(iri))}")
    return Markup(f' · <a href="{links.to(target)}" aria-label="{name}">Page of its own</a>')


def tell_kind(kind: str) -> str:
    """Return what a kind is called above the heading of a page."""
    return _KINDS.get(kind, kind.capitalize())


def describe_part(links: Links, kind: str, iri: str) -> Description:
    """Return what a section or a page of its own says of what is told in a document."""
    read = _DESCRIBE.get(kind, describe)
    description = links.edition.view.recall(read, NamedNode(iri))
    return replace(description, kind=kind) if kind == "shape" else description


def _describe_span(view: GraphView, node: NamedNode) -> Description:
    """Return what a section shows of a span, without the claims of all spans within it."""
    types = tuple(view.reference(type_) for type_ in view.nodes(node, TYPE))
    facts = read_facts(view, [pair for pair in view.properties(node) if pair[0] != TYPE])
    return Description(view.reference(node), "span", (), types, facts, ())


_DESCRIBE: Final = {
    "class": describe_term,
    "property": describe_term,
    "scheme": describe_term,
    "concept": describe_term,
    "span": _describe_span,
}


def _depth(description: Description) -> str:
    """Return whether a section stands below the one before it: a span in a sentence, a property."""
    types = {type_.iri for type_ in description.types}
    if (VISIT + "EvidenceSpan" in types and not types & _WHOLE) or SH + "PropertyShape" in types:
        return "within"
    return "whole"


def _show_part(links: Links, description: Description) -> Markup:
    """Return what a section says of a node that is neither term nor shape nor span."""
    types = join((links.name(type_) for type_ in description.types), ", ")
    sort = Markup(f'<p class="sort">{types}</p>') if types else NOTHING
    facts = show_facts(links, description.facts)
    if description.kind == "claim":
        return join((sort, facts, _show_claim_part(links, description)))
    claimed = _show_claims(links, "Claimed of it", "claimed", description.claims, description)
    said = _show_claims(links, "Said by it", "says", description.said, description)
    return join((sort, facts, claimed, said))


def _show_claim_part(links: Links, description: Description) -> Markup:
    claim = description.claims[0].claims[0]
    return join(
        (
            show_manner(links, description),
            show_propositions(links, claim),
            *(show_chain(links, chain) for chain in claim.chains[:MOST_VALUES]),
            tell_rest(len(claim.chains), None, "p"),
            show_places(links, claim.places),
            _show_claims(
                links, "Other claims of the same", "other", description.related, description
            ),
        )
    )


def _show_claims(
    links: Links,
    title: str,
    name: str,
    groups: tuple[StatusGroup, ...],
    description: Description,
) -> Markup:
    """Return claims in a list, the surest first, each with its status; many have one of their own.

    ``name`` tells that list from others of the same node.
    """
    pairs = [(claim, group.status) for group in groups for claim in group.claims]
    if not pairs:
        return NOTHING
    items = join(show_claim(links, *pair) for pair in pairs[:MOST_VALUES])
    whole = None
    if len(pairs) > MOST_VALUES:
        page = links.edition.page_of_part(description.subject.iri)
        whole = (
            leave_claims(links, groups, name, title, description.subject)
            if page is None
            else links.to(page)
        )
    left = tell_rest(len(pairs), whole, "p")
    return Markup(f'<h4>{title}</h4>\n<ul class="claims">{items}</ul>{left}')


def name_section(links: Links, kind: str, iri: str) -> str:
    """Return what a section is called."""
    if kind == "span":
        return name_span(links, iri)
    return shorten(links.edition.label(iri))
