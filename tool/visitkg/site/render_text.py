"""A description as text for a terminal, or for a pipe with each claim on one line."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from visitkg.site.model import Reference
from visitkg.site.sentence import claim_text, group_heading, one_line, value_text
from visitkg.site.wrap import wrap

if TYPE_CHECKING:
    from collections.abc import Iterator

    from visitkg.site.model import Description, Fact, StatusGroup, Value

REFERENCES_TITLE: Final = "Pointing to it, by property"

_MOST_VALUES: Final = 12
"""A fact with more values than this shows so many and counts the rest."""


def render_text(description: Description, width: int | None = None) -> str:
    """Return a description as text, wrapped at ``width`` columns; None wraps nothing."""
    lines = [*_head(description, width)]
    with_document = len(_documents(description)) > 1
    for title, groups in sections(description):
        lines += ["", title]
        for group in groups:
            lines += ["", one_line(group_heading(group))]
            for claim in group.claims:
                text = claim_text(claim, with_document=with_document)
                lines.append(wrap(text, width, indent="  ", hanging="      "))
    lines += _foot(description, width)
    return "\n".join(lines)


def _head(description: Description, width: int | None) -> Iterator[str]:
    subject = description.subject
    yield wrap(f"{one_line(subject.label)}  {subject.curie}", width)
    types = ", ".join(type_.label for type_ in description.types)
    yield wrap(f"{description.kind}: {types}" if types else description.kind, width, indent="  ")
    others = [value_text(name) for name in description.names if name.text != subject.label]
    if others:
        yield wrap(one_line(f"also: {', '.join(others)}"), width, indent="  ", hanging="      ")
    for fact in description.facts:
        yield wrap(_fact_line(fact), width, indent="  ", hanging="      ")
    if description.references:
        yield ""
        yield REFERENCES_TITLE
        for fact in description.references:
            yield wrap(_fact_line(fact), width, indent="  ", hanging="      ")


def _fact_line(fact: Fact) -> str:
    shown = [_value_with_curie(value) for value in fact.values[:_MOST_VALUES]]
    rest = len(fact.values) - len(shown)
    if rest:
        shown.append(f"and {rest:,} more")
    return one_line(f"{fact.property.label}: {', '.join(shown)}")


def _value_with_curie(value: Value) -> str:
    """Return a reference with its CURIE, so that it can be asked about next."""
    if isinstance(value, Reference):
        return value.curie if value.curie.startswith("<") else f"{value.label} {value.curie}"
    return value_text(value)


def sections(description: Description) -> Iterator[tuple[str, tuple[StatusGroup, ...]]]:
    """Yield the sections of claims that have any, each with its title."""
    titles = {"claim": "The claim", "span": "Claims on it", "utterance": "Claims that come from it"}
    claims = titles.get(description.kind, "Claimed of it, by how surely")
    for title, groups in (
        (claims, description.claims),
        ("Said by it or through it, by how surely", description.said),
        ("Claims that assert the same", description.related),
    ):
        if groups:
            yield title, groups


def _documents(description: Description) -> list[Reference]:
    documents = {
        place.document
        for claim in description.all_claims()
        for place in claim.places
        if place.document is not None
    }
    return sorted(documents, key=lambda document: document.iri)


def _foot(description: Description, width: int | None) -> Iterator[str]:
    count = len(description.all_claims())
    yield ""
    if not count:
        yield wrap("No claim is listed with it.", width)
        return
    names = ", ".join(document.curie for document in _documents(description))
    claims = "1 claim" if count == 1 else f"{count:,} claims"
    places = "; P8S3 120-180 is paragraph 8, sentence 3, characters 120 up to 180" if names else ""
    yield wrap(f"{claims}{f' from {names}' if names else ''}{places}.", width)
