"""A span of a document: where it lies, its digest, and which claims rest on it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pyoxigraph import NamedNode, Triple

from visitkg.publish.page.claim import (
    ADDRESS,
    leave_claims,
    say,
    show_badges,
    show_claim,
    show_place,
)
from visitkg.publish.page.markup import Markup, escape, join, link
from visitkg.publish.page.value import MOST_VALUES, show_facts, show_list, show_row, tell_rest
from visitkg.site.claim import EVIDENCE, group_claims, read_claim, read_place
from visitkg.site.sentence import place_text
from visitkg.terms import NIF, VISIT

if TYPE_CHECKING:
    from collections.abc import Iterator

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
    page = links.edition.page_of_part(description.subject.iri)
    whole = None if page is None else links.to(page)
    left = tell_rest(len(claims), whole, "p")
    listed = f'<ul class="claims">{items}</ul>{left}' if items else ""
    return Markup(f"{_show_where(links, read_place(view, node))}{show_facts(links, facts)}{listed}")


def show_span_page(links: Links, description: Description) -> Markup:
    """Return what the page of a span says: where it lies, and what rests on it."""
    view = links.edition.view
    place = read_place(view, NamedNode(description.subject.iri))
    digest = links.edition.digest(place.span.iri)
    sisters = [each for each in links.edition.sisters(place) if each.span.iri != place.span.iri]
    rows = show_list(
        (
            show_row("Document", *_show_document(links, place)),
            show_row("Sentence", escape(place.sentence or "not told")),
            show_row("Characters", escape(_tell_characters(place))),
            show_row("SHA-256", Markup(f'<code class="digest">{escape(digest or "none")}</code>')),
            show_row("In the same sentence", *(show_place(links, each) for each in sisters)),
        )
    )
    facts = [fact for fact in description.facts if fact.property.iri not in _PLACED]
    groups = group_claims(view, view.subjects(EVIDENCE, NamedNode(place.span.iri)))
    pairs = [(claim, group.status) for group in groups for claim in group.claims]
    listed = join(show_claim(links, *pair) for pair in pairs[:MOST_VALUES])
    title, whole = "Claims that rest on it", None
    if len(pairs) > MOST_VALUES:
        whole = leave_claims(links, groups, "claims", title, description.subject)
    left = tell_rest(len(pairs), whole, "p")
    resting = f'<ul class="claims">{listed}</ul>{left}' if pairs else "<p>No claim rests on it.</p>"
    return Markup(
        f"{rows}{show_facts(links, facts)}"
        f'<h2 id="{links.edition.own}-claims">{title}</h2>\n{resting}\n'
    )


def show_span_row(links: Links, iri: str) -> Markup:
    """Return a span as a row of a table, for a document that has very many."""
    view = links.edition.view
    place = read_place(view, NamedNode(iri))
    target = links.edition.page_of_part(iri)
    name = Markup(f"<bdi>{escape(place_text(place, with_document=False))}</bdi>")
    words = name if target is None else Markup(f'<a href="{links.to(target)}">{name}</a>')
    count = len(view.subjects(EVIDENCE, NamedNode(iri)))
    return Markup(
        f'<tr id="{escape(iri.partition("#")[2])}"><th scope="row">{words}</th>'
        f'<td class="number">{count:,}</td></tr>\n'
    )


def _tell_characters(place: Place) -> str:
    if place.begin is None or place.end is None:
        return "unknown"
    return f"{place.begin:,} up to {place.end:,} ({place.end - place.begin:,} characters)"


def _show_document(links: Links, place: Place) -> Iterator[Markup]:
    """Yield the document of a span, and the addresses at which it was published."""
    if place.document is None:
        yield escape("unknown")
        return
    yield links.name(place.document)
    for address in links.edition.view.objects(NamedNode(place.document.iri), ADDRESS):
        if not isinstance(address, Triple):
            yield link(address.value)


def _show_where(links: Links, place: Place) -> Markup:
    digest = links.edition.digest(place.span.iri)
    where = (
        f"Characters {place.begin:,} up to {place.end:,}"
        if place.begin is not None and place.end is not None
        else "Place unknown"
    )
    shown = f' · SHA-256 <code class="digest">{escape(digest)}</code>' if digest else ""
    return Markup(f'<p class="where">{where}{shown}</p>')
