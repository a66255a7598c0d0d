"""A description as Markdown: https://spec.commonmark.org/."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from visitkg.site.model import Reference
from visitkg.site.render_text import REFERENCES_TITLE, sections
from visitkg.site.sentence import (
    chain_text,
    group_heading,
    one_line,
    place_text,
    slots_text,
    status_text,
    value_text,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from visitkg.site.model import Claim, Description, Fact, Value

# What Markdown would take as markup inside a line.
_MARKUP: Final = re.compile(r"([\\`*_\[\]<>&|~])")


def render_markdown(description: Description) -> str:
    """Return a description as Markdown, with the claims of each status under a heading."""
    subject = description.subject
    lines = [f"# {_escape(subject.label)}", "", f"<{subject.iri}>", ""]
    types = ", ".join(type_.label for type_ in description.types)
    lines.append(f"- {description.kind}: {_escape(types)}" if types else f"- {description.kind}")
    names = [value_text(name) for name in description.names if name.text != subject.label]
    if names:
        lines.append(f"- also: {_escape(', '.join(names))}")
    lines += [_fact_line(fact) for fact in description.facts]
    if description.references:
        lines += ["", f"## {REFERENCES_TITLE}", ""]
        lines += [_fact_line(fact) for fact in description.references]
    for title, groups in sections(description):
        lines += ["", f"## {title}"]
        for group in groups:
            lines += ["", f"### {_escape(group_heading(group))}", ""]
            lines += [line for claim in group.claims for line in _claim_lines(claim)]
    return "\n".join(lines)


def _fact_line(fact: Fact) -> str:
    values = ", ".join(_value(value) for value in fact.values)
    return f"- {_escape(fact.property.label)}: {values}"


def _value(value: Value) -> str:
    if not isinstance(value, Reference):
        return _escape(value_text(value))
    if value.curie.startswith("<"):
        return f"<{value.iri}>"
    return f"[{_escape(value.label)}](<{value.iri}>)"


def _claim_lines(claim: Claim) -> Iterator[str]:
    """Yield a claim as a list item: its sentence, its slots, and who says so where."""
    for proposition in claim.propositions:
        yield f"- **{_escape(proposition.reference.label)}**  "
        yield f"  {_escape(slots_text(proposition))}  "
    chains = "; ".join(chain_text(chain) for chain in claim.chains)
    modes = " and ".join(mode.label.lower() for mode in claim.modes)
    places = ", ".join(
        f"[{_escape(place_text(place, with_document=True))}](<{place.span.iri}>)"
        for place in claim.places
    )
    position = f", {_escape(claim.position)}" if claim.position else ""
    yield f"  {_escape(f'{status_text(claim)}, by {chains}, {modes}')}, {places}{position}"


def _escape(text: str) -> str:
    return _MARKUP.sub(r"\\\1", one_line(text))
