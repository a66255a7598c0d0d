"""The spelling of literals that the engine keeps as values, such as numbers and dates.

It answers ``"01"^^xsd:integer`` as ``1``, and ``"1"^^xsd:nonNegativeInteger`` as an integer. That
is what queries of files get too; but a validation judges what is written. For it such a literal is
kept with a datatype of our own, of which the engine knows no values.
"""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING, Final

from pyoxigraph import Literal, NamedNode, Quad, Triple

from visitkg.endpoint.order import as_stored
from visitkg.terms import XSD

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pyoxigraph import BlankNode

    Term = NamedNode | BlankNode | Literal | Triple

SPELT: Final = "urn:visitkg:spelling:"
"""So the datatypes begin that stand for others."""

_BATCH: Final = 4096
_DATE: Final = r"[1-9]\d{3}-\d\d-\d\d"
_TIME: Final = r"(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d"
_KEPT: Final = {
    XSD + "integer": r"0|-?[1-9]\d{0,15}",
    XSD + "decimal": r"0|-?[1-9]\d{0,8}|-?(?:0|[1-9]\d{0,8})\.\d{0,7}[1-9]",
    XSD + "boolean": r"true|false",
    XSD + "date": _DATE,
    XSD + "dateTime": rf"{_DATE}T{_TIME}Z?",
}
"""Forms that surely come back as they are: to ask the engine takes longer."""


def count_spelt(statements: Iterable[Quad]) -> tuple[int, int]:
    """Return the number of statements, and of those that the engine gives back otherwise."""
    count = spelt = 0
    for batch in _batches(statements):
        known = _find_spelt(batch)
        count += len(batch)
        if known:
            spelt += sum(_spell(quad.object, known) != quad.object for quad in batch)
    return count, spelt


def keep_spelling(statements: Iterable[Quad]) -> Iterator[Quad]:
    """Yield statements that the engine gives back as they are."""
    for batch in _batches(statements):
        known = _find_spelt(batch)
        if not known:
            yield from batch
            continue
        for quad in batch:
            value = _spell(quad.object, known)
            yield Quad(quad.subject, quad.predicate, value, quad.graph_name)


def restore(term: Term) -> Term:
    """Return a term as it was written; also a datatype by itself."""
    if isinstance(term, Literal):
        datatype = term.datatype.value
        if datatype.startswith(SPELT):
            return Literal(term.value, datatype=NamedNode(datatype.removeprefix(SPELT)))
    elif isinstance(term, NamedNode):
        if term.value.startswith(SPELT):
            return NamedNode(term.value.removeprefix(SPELT))
    elif isinstance(term, Triple):
        return Triple(term.subject, term.predicate, restore(term.object))
    return term


def _find_spelt(batch: Iterable[Quad]) -> dict[Literal, Literal]:
    """Return what stands for each literal that the engine gives back otherwise."""
    asked: set[Literal] = set()
    for quad in batch:
        for literal in _literals(quad.object):
            kept = _KEPT.get(literal.datatype.value)
            if kept is None or not re.fullmatch(kept, literal.value, re.ASCII):
                asked.add(literal)
    stored = as_stored(asked) if asked else {}
    return {
        literal: Literal(literal.value, datatype=NamedNode(SPELT + literal.datatype.value))
        for literal, found in stored.items()
        if found != literal
    }


def _literals(term: Term) -> Iterator[Literal]:
    if isinstance(term, Literal):
        if term.language is None:
            yield term
    elif isinstance(term, Triple):
        yield from _literals(term.object)


def _spell(term: Term, known: dict[Literal, Literal]) -> Term:
    if isinstance(term, Literal):
        return known.get(term, term)
    if isinstance(term, Triple):
        return Triple(term.subject, term.predicate, _spell(term.object, known))
    return term


def _batches(statements: Iterable[Quad]) -> Iterator[list[Quad]]:
    waiting = iter(statements)
    while batch := list(islice(waiting, _BATCH)):
        yield batch
