"""What a term of an answer says: a number, a date, or what it is called."""

from __future__ import annotations

from math import isfinite
from typing import TYPE_CHECKING, Final, TypeGuard

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from visitkg.serve.explore.view.moment import Moment, read_moment
from visitkg.terms import XSD

if TYPE_CHECKING:
    from visitkg.serve.explore.explorer import Explorer
    from visitkg.sparql.answer import Term

NUMBERS: Final = frozenset(
    XSD + name
    for name in (
        *("byte", "decimal", "double", "float", "int", "integer", "long", "short"),
        *("negativeInteger", "nonNegativeInteger", "nonPositiveInteger", "positiveInteger"),
        *("unsignedByte", "unsignedInt", "unsignedLong", "unsignedShort"),
    )
)
DATES: Final = frozenset(
    XSD + name for name in ("date", "dateTime", "dateTimeStamp", "gYear", "gYearMonth")
)
_STRING: Final = XSD + "string"
_LONGEST: Final = 400
_DAY: Final = 10


def read_number(term: Term | None) -> float | None:
    """Return the number that a literal is, also one that is infinite or none; None for others."""
    if not isinstance(term, Literal) or term.datatype.value not in NUMBERS:
        return None
    try:
        # XSD's INF and NaN are read as well.
        return float(term.value[:_LONGEST])
    except ValueError:
        return None


def read_finite(term: Term | None) -> float | None:
    """Return the number that a literal is, None for any other term and what has no size."""
    number = read_number(term)
    return number if number is not None and isfinite(number) else None


def read_date(term: Term | None) -> Moment | None:
    """Return the date that a literal is, also where a query made a string of it."""
    if not isinstance(term, Literal):
        return None
    if term.datatype.value in DATES:
        return read_moment(term.value[:_LONGEST])
    if term.datatype.value == _STRING and len(term.value) >= _DAY:
        found = read_moment(term.value[:_LONGEST])
        return found if found and found.day else None
    return None


def is_node(term: Term | None) -> TypeGuard[NamedNode | BlankNode]:
    """Tell whether a term can be a node of a graph, not a text."""
    return isinstance(term, NamedNode | BlankNode)


def name_term(explorer: Explorer, term: Term | None) -> str:
    """Return what people call a term, in one text."""
    if term is None:
        return ""
    if isinstance(term, NamedNode):
        return explorer.called(term.value).label
    if isinstance(term, Literal):
        return term.value
    if isinstance(term, Triple):
        return " ".join(name_term(explorer, part) for part in term)
    return str(term)
