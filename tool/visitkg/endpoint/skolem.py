"""Blank nodes as IRIs and back: https://www.w3.org/TR/rdf11-concepts/#section-skolemization.

A store gives blank nodes labels of its own, which can't be sent back to it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final
from urllib.parse import quote, unquote

from pyoxigraph import BlankNode, NamedNode, Triple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from visitkg.sparql.answer import Row, Term

_PATH: Final = ".well-known/genid/visitkg/"
_URN: Final = "urn:visitkg:genid:"
SKOLEM: Final = (
    "^(https?://[^/?#]+/([^?#]*/)?[.]well-known/genid/visitkg/|urn:visitkg:genid:)"
    "([A-Za-z0-9._~%-]+)$"
)
"""What matches an IRI that stands for a blank node, in a form that all stores read alike."""
_SKOLEM: Final = re.compile(SKOLEM)


def skolem_prefix(base: str | None) -> str:
    """Return how IRIs begin that stand for blank nodes, below the base of a project if it has one.

    >>> skolem_prefix("https://example.org/kg/")
    'https://example.org/kg/.well-known/genid/visitkg/'
    """
    if base is None or not base.startswith(("http://", "https://")):
        return _URN
    return f"{re.sub('[?#].*', '', base).rstrip('/')}/{_PATH}"


def skolemise(triple: Triple, prefix: str) -> Triple:
    """Return a triple in which IRIs stand for blank nodes, by their labels."""
    return Triple(
        _to_iri(triple.subject, prefix),  # type: ignore[arg-type]  # a node stays a node
        triple.predicate,
        _to_iri(triple.object, prefix),
    )


def unskolemise(triple: Triple) -> Triple:
    """Return a triple in which blank nodes stand again for the IRIs that stood for them."""
    subject, value = restore(triple.subject), restore(triple.object)
    return Triple(subject, triple.predicate, value)  # type: ignore[arg-type]  # a node stays a node


def restore(term: Term) -> Term:
    """Return the blank node that an IRI stands for; any other term as it is."""
    if isinstance(term, Triple):
        return unskolemise(term)
    if isinstance(term, NamedNode):
        match = _SKOLEM.fullmatch(term.value)
        if match is not None:
            # Labels may hold what others may not; each is another one this way too.
            return BlankNode(f"g{unquote(match[3]).encode().hex()}")
    return term


def restore_rows(rows: Iterable[Row]) -> Iterator[Row]:
    """Yield rows in which blank nodes stand again for the IRIs that stood for them."""
    return (tuple(None if cell is None else restore(cell) for cell in row) for row in rows)


def _to_iri(term: Term, prefix: str) -> Term:
    if isinstance(term, BlankNode):
        return NamedNode(prefix + quote(term.value, safe=""))
    return skolemise(term, prefix) if isinstance(term, Triple) else term
