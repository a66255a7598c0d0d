"""Terms as values of Python, and values of Python as terms."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from pyoxigraph import Literal, NamedNode

from visitkg import terms
from visitkg.sparql.value import read_value, refuse_unlike

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from visitkg.sparql.answer import Term

_TYPES: Final[Mapping[str, Callable[[str], Any]]] = {
    **{
        f"{terms.XSD}{name}": int
        for name in (
            *("byte", "int", "integer", "long", "short", "negativeInteger"),
            *("nonNegativeInteger", "nonPositiveInteger", "positiveInteger"),
            *("unsignedByte", "unsignedInt", "unsignedLong", "unsignedShort"),
        )
    },
    terms.XSD + "boolean": {"true": True, "1": True, "false": False, "0": False}.__getitem__,
    terms.XSD + "date": date.fromisoformat,
    terms.XSD + "dateTime": datetime.fromisoformat,
    terms.XSD + "decimal": Decimal,
    terms.XSD + "double": float,
    terms.XSD + "float": float,
}


def to_python(term: Term | None) -> Any:  # noqa: ANN401  (what a cell is depends on the data)
    """Return a number, a bool, a date or a datetime for a literal that is one, None for no term.

    Everything else is a string: the text of a literal, a whole IRI, ``_:b0`` for a blank node.
    """
    if term is None:
        return None
    if isinstance(term, NamedNode):
        return term.value
    if not isinstance(term, Literal):
        return str(term)
    read = _TYPES.get(term.datatype.value, str)
    try:
        return read(term.value)
    except (ArithmeticError, KeyError, ValueError):
        # Ill-typed, or a date that Python does not have, such as one before Christ.
        return term.value


def to_term(
    value: object, prefixes: Mapping[str, str], *, like: NamedNode | Literal | None = None
) -> NamedNode | Literal:
    """Return the term for a value of Python; a string is read as ``--param`` reads it.

    A term of pyoxigraph stays what it is. Raise UsageError as ``read_value`` does, and for a value
    that is not ``like`` the example; TypeError for a value of a type that has no term.
    """
    if isinstance(value, str):
        return read_value(value, prefixes, like=like)
    term = value if isinstance(value, (NamedNode, Literal)) else _to_literal(value)
    if like is not None:
        refuse_unlike(str(term), term, like)
    return term


def _to_literal(value: object) -> Literal:
    if isinstance(value, Decimal):
        return Literal(f"{value:f}", datatype=NamedNode(terms.XSD + "decimal"))
    if isinstance(value, datetime):
        return Literal(value.isoformat(), datatype=NamedNode(terms.XSD + "dateTime"))
    if isinstance(value, date):
        return Literal(value.isoformat(), datatype=NamedNode(terms.XSD + "date"))
    if isinstance(value, (bool, int, float)):
        return Literal(value)
    raise TypeError(f"no RDF term for {value!r} of type {type(value).__name__}")
