"""Bounds that no literal lies between: https://www.w3.org/TR/shacl/#core-components-range."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING, Final

from pyoxigraph import Literal, NamedNode

from visitkg.shacl.comparison import compare, read_value
from visitkg.shacl.instant import ZONED
from visitkg.shacl.syntax import show

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from typing import TypeAlias

    from visitkg.shacl.comparison import Value
    from visitkg.shacl.index import Term

    Found: TypeAlias = tuple[str, Term, str, str]

_LEAST: Final = ("minExclusive", "minInclusive")
_MOST: Final = ("maxExclusive", "maxInclusive")
_NUMBERS: Final = frozenset({"decimal", "double", "float"})

_SAMPLES: Final = (
    "1",
    "-1",
    "a",
    "2000-01-01T00:00:00Z",
    "2000-01-01",
    "00:00:00",
    "2000",
    "2000-01",
    "--01",
    "--01-01",
    "---01",
    "P1D",
    "P1M",
)
"""Lexical forms such that each datatype with an order has one of them."""


def find_range_contradictions(given: Mapping[str, Sequence[Term]]) -> Iterator[Found]:
    """Yield the bounds between which there is nothing: parameter, value, message and remedy."""
    bounds: dict[str, Value] = {}
    for name in (*_LEAST, *_MOST):
        for term in given.get(name, ())[:1]:
            value = _read(term)
            if value is not None:
                bounds[name] = value
            else:
                message = (
                    f"sh:{name} {show(term)} is compared with nothing, so that no value conforms"
                )
                yield name, term, message, "Write a number, a string, a boolean, a date or a time."
    yield from _find_empty_ranges(given, bounds)
    yield from _find_other_datatypes(given, bounds)


def _find_empty_ranges(
    given: Mapping[str, Sequence[Term]], bounds: Mapping[str, Value]
) -> Iterator[Found]:
    for least, most in product(_LEAST, _MOST):
        if least not in bounds or most not in bounds:
            continue
        low, high = (f"sh:{name} {show(given[name][0])}" for name in (least, most))
        order = compare(bounds[least], bounds[most])
        exclusive = "Exclusive" in least + most
        if _kind(bounds[least]) != _kind(bounds[most]):
            message = f"{low} and {high} are not of one kind, so that no value conforms"
        elif order == 1 or (order == 0 and exclusive):
            message = f"there is nothing between {low} and {high}"
        else:
            continue
        yield least, given[least][0], message, "Change one of them."


def _find_other_datatypes(
    given: Mapping[str, Sequence[Term]], bounds: Mapping[str, Value]
) -> Iterator[Found]:
    for datatype in given.get("datatype", ()):
        if not isinstance(datatype, NamedNode):
            continue
        kind = _kind_of(datatype.value)
        for name, bound in bounds.items():
            if _kind(bound) != kind:
                term = given[name][0]
                message = (
                    f"sh:{name} {show(term)} is compared with no literal of sh:datatype "
                    f"{show(datatype)}"
                )
                yield name, term, message, "Change one of them: no value conforms."


def _read(term: Term) -> Value | None:
    if not isinstance(term, Literal):
        return None
    return read_value(term.value, term.datatype.value, term.language or "")


def _kind(value: Value) -> str:
    """Return what is the same for values that can be compared."""
    group = value[0].removeprefix(ZONED)
    return "number" if group in _NUMBERS else group


def _kind_of(datatype: str) -> str | None:
    """Return the kind of the values of a datatype, or None if they have no order here."""
    values = (read_value(sample, datatype) for sample in _SAMPLES)
    return next((_kind(value) for value in values if value is not None), None)
