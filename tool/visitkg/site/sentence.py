"""The words that all formats share: values, slots, chains of sources and places as short text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from visitkg.graph.language import write_language
from visitkg.site.model import Reference, Text

if TYPE_CHECKING:
    from visitkg.site.model import Chain, Claim, Fact, Nested, Place, Proposition, StatusGroup

UNNAMED: Final = "a source not named"

# White space, controls, and marks that turn the direction of what follows on the line.
_BREAKING: Final = re.compile(r"[\s\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]+")


def one_line(text: str) -> str:
    """Return a text from the graph as one line that a terminal can show as it is."""
    return _BREAKING.sub(" ", text).strip()


def value_text(value: Reference | Text | Nested) -> str:
    """Return a value in words: a label, a literal with its language, or what is nested."""
    if isinstance(value, Reference):
        return value.label
    if isinstance(value, Text):
        if value.language in (None, "en"):
            return value.text
        return f"{value.text} ({write_language(value.language)})"
    return "; ".join(f"{fact.property.label}: {fact_text(fact)}" for fact in value.facts)


def fact_text(fact: Fact) -> str:
    """Return the values of a fact in words."""
    return ", ".join(value_text(value) for value in fact.values)


def slots_text(proposition: Proposition) -> str:
    """Return the slots in words, each after its label, but for one that is the sentence itself."""
    texts = ((slot.property.label, fact_text(slot)) for slot in proposition.slots)
    return "; ".join(
        f"{label}: {text.removesuffix('.')}"
        for label, text in texts
        if text != proposition.reference.label
    )


def source_text(source: tuple[Reference, ...]) -> str:
    """Return a source of a chain: the agents who say so together, or that nobody is named."""
    return " and ".join(agent.label for agent in source) or UNNAMED


def chain_text(chain: Chain) -> str:
    """Return a chain from the publisher to the origin, and its hops."""
    hops = f"{chain.hops} hop" if chain.hops == 1 else f"{chain.hops} hops"
    return f"{' < '.join(source_text(source) for source in chain.sources)}, {hops}"


def place_text(place: Place, *, with_document: bool) -> str:
    """Return a place: sentence code and characters, and the document where there are several."""
    parts = [place.sentence or place.span.curie]
    if place.begin is not None and place.end is not None:
        parts.append(f"{place.begin}-{place.end}")
    if with_document and place.document is not None:
        parts.append(f"of {place.document.curie}")
    return " ".join(parts)


def status_text(claim: Claim) -> str:
    """Return how surely a claim is put forward, with the wording that shows it."""
    status = " and ".join(status.label for status in claim.statuses) or "Without status"
    return f'{status} ("{claim.marker}")' if claim.marker else status


def group_heading(group: StatusGroup) -> str:
    """Return the heading of a group: its status and how many claims it has."""
    label = group.status.label if group.status else "Without status"
    return f"{label} ({len(group.claims)})"


def claim_text(claim: Claim, *, with_document: bool) -> str:
    """Return a claim in one line: what, how surely, by whom, how attributed, and where."""
    what = " and ".join(
        f"{proposition.reference.label} [{slots_text(proposition)}]"
        for proposition in claim.propositions
    )
    by = "; ".join(chain_text(chain) for chain in claim.chains)
    modes = " and ".join(mode.label.lower() for mode in claim.modes) or "without attribution mode"
    where = ", ".join(place_text(place, with_document=with_document) for place in claim.places)
    parts = [
        f"{what or 'asserts nothing'} - {status_text(claim)}, by {by}, {modes}",
        where or "no place given",
        claim.reference.curie,
    ]
    if claim.position:
        parts.append(claim.position)
    return one_line("; ".join(parts))
