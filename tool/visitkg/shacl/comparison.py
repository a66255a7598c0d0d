"""The order of literals, as SPARQL's ``<`` and ``<=`` have it.

https://www.w3.org/TR/sparql11-query/#OperatorMapping. sh:minInclusive and its sisters, sh:lessThan
and sh:lessThanOrEquals compare with these operators. SPARQL names numbers, booleans, strings and
xsd:dateTime. The strings derived from xsd:string and the other datatypes of time are compared too,
in the order that XSD 1.1 gives them, as SPARQL permits (17.3.1) and its engines do. The order of an
instant with a time zone and one without is known only if more than 14 hours lie between them (XSD
1.1, 3.3.7.4), whatever the zone of this machine.
"""

from __future__ import annotations

from functools import cache, lru_cache
from math import inf, nextafter
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from visitkg.shacl.datatype import INTEGER_BOUNDS, STRINGS, checker
from visitkg.shacl.instant import (
    ZONED,
    compare_durations,
    compare_zoned,
    duration_reader,
    instant_reader,
)
from visitkg.terms import XSD

if TYPE_CHECKING:
    from collections.abc import Callable
    from decimal import Decimal
    from struct import Struct

Value: TypeAlias = tuple[str, Any]
"""A group and a value. Within a group ``<`` and ``==`` hold, but for NaN and durations.

The groups with the types of their values: ``decimal`` (int or Decimal), ``float`` and ``double``
(float), ``boolean`` (bool), ``string`` (str), ``duration``, and the names of the datatypes that are
instants, with ``zoned`` in front where the time zone is known.
"""

_WIDTHS: Final = {"decimal": 0, "float": 1, "double": 2}
_LONGEST_INT: Final = 4000
"""So many digits are surely turned into an int: Python's limit is 4300."""


def read_value(lexical_form: str, datatype: str, language: str = "") -> Value | None:
    """Return the value of a literal; None if it is ill-typed or is not compared with anything."""
    return None if language else reader(datatype)(lexical_form)


def compare(left: Value, right: Value) -> int | None:
    """Return -1, 0 or 1 as the left is less, equal or greater; None if that is not known."""
    group, value = left
    other_group, other = right
    if group != other_group:
        return _compare_groups(left, right)
    if group == "duration":
        return compare_durations(value, other)
    if value < other:
        return -1
    if value == other:
        return 0
    return 1 if value > other else None


# The datatypes of a graph are few, but nobody promises it.
@lru_cache(maxsize=256)
def reader(datatype: str) -> Callable[[str], Value | None]:
    """Return the function that turns lexical forms of a datatype (an IRI) into values."""
    name = datatype.removeprefix(XSD) if datatype.startswith(XSD) else ""
    if name == "boolean":
        return _BOOLEANS.get
    group, convert = _conversion(name)
    if convert is None:
        return instant_reader(name) or duration_reader(name) or _read_nothing
    check = checker(datatype)
    return lambda lexical_form: (group, convert(lexical_form)) if check(lexical_form) else None


def _conversion(name: str) -> tuple[str, Callable[[str], Any] | None]:
    """Return the group of numbers or strings, and what makes a value of a well-formed text."""
    if name in INTEGER_BOUNDS:
        return "decimal", _read_integer
    if name in STRINGS:
        return "string", str
    conversions: dict[str, Callable[[str], Any]] = {
        "decimal": _read_decimal,
        "double": float,
        "float": _read_single,
    }
    return name, conversions.get(name)


_BOOLEANS: Final[dict[str, Value]] = {
    "true": ("boolean", True),
    "1": ("boolean", True),
    "false": ("boolean", False),
    "0": ("boolean", False),
}


def _read_nothing(_lexical_form: str) -> None:
    return None


def _read_integer(text: str) -> int | Decimal:
    return int(text) if len(text) <= _LONGEST_INT else _decimal()(text)


def _read_decimal(text: str) -> int | Decimal:
    return _decimal()(text) if "." in text else _read_integer(text)


def _read_single(text: str) -> float:
    return _to_single(float(text), text)


@cache
def _decimal() -> type[Decimal]:
    # Imported here, once: it takes as long as to read a thousand triples.
    from decimal import Decimal

    return Decimal


def _compare_groups(left: Value, right: Value) -> int | None:
    group, other = left[0], right[0]
    if group in _WIDTHS and other in _WIDTHS:
        wider = max(group, other, key=_WIDTHS.__getitem__)
        return compare((wider, _promote(left, wider)), (wider, _promote(right, wider)))
    if other == ZONED + group:
        return compare_zoned(left[1], right[1])
    if group == ZONED + other:
        order = compare_zoned(right[1], left[1])
        return None if order is None else -order
    return None


def _promote(value: Value, group: str) -> Any:  # noqa: ANN401  (what a Value holds)
    """Return a number as one of a wider group: https://www.w3.org/TR/xpath20/#promotion."""
    own, number = value
    if own != "decimal":
        return number
    try:
        double = float(number)
    except OverflowError:
        double = inf if number > 0 else -inf
    return _to_single(double, number) if group == "float" else double


def _to_single(double: float, exact: str | int | Decimal) -> float:
    """Return the number of single precision next to an exact one, of which ``double`` is next."""
    single = _round_to_single(double)
    if single == double or double != double:  # noqa: PLR0124  (so is NaN, and nothing else)
        return single
    # To round twice may err if the double is in the middle between two singles. One that is odd, as
    # its neighbour on the other side of the exact number is if it is even itself, never is.
    number = _decimal()(exact) if isinstance(exact, str) else exact
    if number != double and not _is_odd(double):
        double = nextafter(double, inf if number > double else -inf)
    return _round_to_single(double)


def _round_to_single(double: float) -> float:
    bits = _bits_of_single()
    try:
        single: float = bits.unpack(bits.pack(double))[0]
    except OverflowError:
        return inf if double > 0 else -inf
    return single


@cache
def _bits_of_single() -> Struct:
    # Imported here, once: few graphs hold numbers of single precision.
    from struct import Struct

    return Struct("<f")


def _is_odd(double: float) -> bool:
    """Tell whether the last bit of the significand is set."""
    return int(double.hex().partition("p")[0][-1], 16) % 2 == 1
