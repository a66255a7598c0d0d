"""Names and literals as they stand in messages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pyoxigraph import BlankNode, Literal, NamedNode

from visitkg.graph.term import write_literal

if TYPE_CHECKING:
    from pyoxigraph import Triple

    from visitkg.graph.term import IriWriter

UNNAMED: Final = "this"
"""What a message calls a blank node: it stands where the message points to."""

_LONGEST: Final = 80


def write_term(term: NamedNode | BlankNode | Literal | Triple | None, iris: IriWriter) -> str:
    """Return an IRI as a CURIE where that is possible, and a literal on one line, cut if long."""
    if isinstance(term, NamedNode):
        return iris.write(term.value)
    if not isinstance(term, Literal):
        return UNNAMED
    text = write_literal(term, iris)
    if "\n" in text:
        text = str(term)
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 3]}..."
