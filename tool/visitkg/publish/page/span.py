"""A span of a document as a section: where it lies, its digest, and which claims rest on it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pyoxigraph import NamedNode

from visitkg.publish.page.claim import leave_claims, say, show_badges
from visitkg.publish.page.markup import Markup, escape, join
from visitkg.publish.page.value import MOST_VALUES, show_facts, tell_rest
from visitkg.site.claim import EVIDENCE, group_claims, read_claim, read_place
from visitkg.site.sentence import place_text
from visitkg.terms import NIF, VISIT

if TYPE_CHECKING:
    from visitkg.publish.page.links import Links
    from visitkg.site.model import Description, Place

_PLACED: Final = frozenset(
    {
        NIF + "beginIndex",
        NIF + "endIndex",
        NIF + "referenceContext",
        VISIT + "sentence",
        VISIT + "sha256",
    }
)


def order_span(links: Links, iri: str) -> tuple[int, int, str]:
    """Return what spans are in order of: where they begin, the longest first."""
    place = read_place(links.edition.view, NamedNode(iri))
    return place.begin or 0, -(place.end or 0), iri


def name_span(links: Links, iri: str) -> str:
    """Return what a span is called."""
    place = read_place(links.edition.view, NamedNode(iri))
    return place_text(place, with_document=False)


def show_span(links: Links, description: Description) -> Markup:
    """Return what a section says of a span; claims of narrower spans stand in theirs."""
    view = links.edition.view
    node = NamedNode(description.subject.iri)
    claims = [read_claim(view, claim) for claim in view.subjects(EVIDENCE, node)]
    items = join(
        Markup(
            f'<li class="claim"><p class="says">{links.words(claim.reference.iri, say(claim))}</p>'
            f'<p class="how">{show_badges(links, claim)}</p></li>'
        )
        for claim in claims[:MOST_VALUES]
    )
    facts = [fact for fact in description.facts if fact.property.iri not in _PLACED]
    whole = None
    if len(claims) > MOST_VALUES:
        groups = group_claims(view, view.subjects(EVIDENCE, node))
        title = "Claims that rest on it"
        whole = leave_claims(links, groups, "claims", title, description.subject)
    left = tell_rest(len(claims), whole, "p")
    listed = f'<ul class="claims">{items}</ul>{left}' if items else ""
    return Markup(f"{_show_where(links, read_place(view, node))}{show_facts(links, facts)}{listed}")


def _show_where(links: Links, place: Place) -> Markup:
    digest = links.edition.digest(place.span.iri)
    where = (
        f"Characters {place.begin:,} up to {place.end:,}"
        if place.begin is not None and place.end is not None
        else "Place unknown"
    )
    shown = f' · SHA-256 <code class="digest">{escape(digest)}</code>' if digest else ""
    return Markup(f'<p class="where">{where}{shown}</p>')
