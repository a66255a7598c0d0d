"""Literals as values of the datatypes of XML Schema: whether they differ, and what they belong to.

https://www.w3.org/TR/xmlschema-2/#built-in-datatypes. Datatypes that are not known here are never
the reason for an answer: what can't be decided is no contradiction.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from visitkg.owl import vocabulary as owl
from visitkg.terms import RDF, RDFS, XSD

if TYPE_CHECKING:
    from pyoxigraph import Literal

_INTEGER_BOUNDS: Final[dict[str, tuple[int | None, int | None]]] = {
    "integer": (None, None),
    "nonPositiveInteger": (None, 0),
    "negativeInteger": (None, -1),
    "nonNegativeInteger": (0, None),
    "positiveInteger": (1, None),
    "long": (-(2**63), 2**63 - 1),
    "int": (-(2**31), 2**31 - 1),
    "short": (-(2**15), 2**15 - 1),
    "byte": (-128, 127),
    "unsignedLong": (0, 2**64 - 1),
    "unsignedInt": (0, 2**32 - 1),
    "unsignedShort": (0, 2**16 - 1),
    "unsignedByte": (0, 255),
}
_DATE: Final = r"-?\d{4,}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])"
_TIME: Final = r"([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d+)?|24:00:00(\.0+)?"
_ZONE: Final = r"(Z|[+-](0\d|1[0-3]):[0-5]\d|[+-]14:00)?"
_FORMS: Final[dict[str, str]] = {
    "boolean": r"true|false|0|1",
    "float": r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?|-?INF|NaN",
    "double": r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?|-?INF|NaN",
    "date": f"{_DATE}{_ZONE}",
    "dateTime": f"{_DATE}T({_TIME}){_ZONE}",
    "time": f"({_TIME}){_ZONE}",
    "gYear": rf"-?\d{{4,}}{_ZONE}",
    "gYearMonth": rf"-?\d{{4,}}-(0[1-9]|1[0-2]){_ZONE}",
    "gMonth": f"--(0[1-9]|1[0-2]){_ZONE}",
    "gDay": f"---(0[1-9]|[12][0-9]|3[01]){_ZONE}",
    "gMonthDay": f"--(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01]){_ZONE}",
    "hexBinary": r"([0-9a-fA-F]{2})*",
    "language": r"[a-zA-Z]{1,8}(-[a-zA-Z0-9]{1,8})*",
    "normalizedString": r"[^\t\n\r]*",
    "token": r"([^\t\n\r ]+( [^\t\n\r ]+)*)?",
}
_TEXTS: Final[dict[str, tuple[str, ...]]] = {
    "string": (),
    "normalizedString": ("normalizedString",),
    "token": ("normalizedString", "token"),
    "language": ("normalizedString", "token", "language"),
    "NMTOKEN": ("normalizedString", "token"),
    "Name": ("normalizedString", "token"),
    "NCName": ("normalizedString", "token"),
}
"""The datatypes derived from xsd:string, with the forms that their values have."""


def has_form(literal: Literal) -> bool:
    """Tell whether the text of a literal is allowed by its own datatype, as far as is known."""
    name = _local(literal.datatype.value)
    if name in _TEXTS:
        return _is_text(literal.value, name)
    text = literal.value.strip(" \t\n\r")
    if name in _INTEGER_BOUNDS:
        return bool(re.fullmatch(r"[+-]?\d+", text)) and _is_number(text, name)
    if name == "decimal":
        return _is_number(text, name)
    return name not in _FORMS or bool(re.fullmatch(_FORMS[name], text))


def belongs_to(literal: Literal, datatype: str) -> bool | None:
    """Tell whether the value of a literal is one of ``datatype``; None if that is not known."""
    if datatype == RDFS + "Literal":
        return True
    if datatype not in owl.BUILT_IN_DATATYPES:
        return literal.datatype.value == datatype or None
    own, wanted = _space(literal.datatype.value), _space(datatype)
    if own is None or wanted is None:
        return None
    if own != wanted:
        return False
    if own == "decimal":
        return _is_number(literal.value, _local(datatype))
    return own != "string" or _is_text(literal.value, _local(datatype))


def differ(left: Literal, right: Literal) -> bool:
    """Tell whether two literals surely have different values."""
    own, other = _space(left.datatype.value), _space(right.datatype.value)
    if left == right or own is None or other is None:
        return False
    if own != other:
        return True
    if own == "decimal":
        return _number(left.value) != _number(right.value)
    if own == "boolean":
        return (left.value in {"true", "1"}) != (right.value in {"true", "1"})
    # The texts of other datatypes, such as times with zones, can differ where their values don't.
    decided = own in {"string", "language-tagged"} or (
        own == "date" and not _have_zone(left, right)
    )
    return decided and (left.value, _tag(left)) != (right.value, _tag(right))


def _tag(literal: Literal) -> str:
    return (literal.language or "").lower()


def _have_zone(*dates: Literal) -> bool:
    return any(date.value.endswith("Z") or ":" in date.value for date in dates)


def _space(datatype: str) -> str | None:
    """Return the name of the value space of a datatype, disjoint from all others, if known."""
    if datatype in {RDF + "langString", RDF + "XMLLiteral"}:
        return "language-tagged" if datatype.endswith("langString") else "XMLLiteral"
    if datatype not in owl.BUILT_IN_DATATYPES or not datatype.startswith(XSD):
        return None
    name = _local(datatype)
    if name == "decimal" or name in _INTEGER_BOUNDS:
        return "decimal"
    return "string" if name in _TEXTS else name


def _local(datatype: str) -> str:
    return datatype.removeprefix(XSD) if datatype.startswith(XSD) else ""


def _is_text(text: str, name: str) -> bool:
    return all(re.fullmatch(_FORMS[form], text) for form in _TEXTS[name])


def _is_number(text: str, name: str) -> bool:
    number = _number(text)
    if number is None:
        return False
    least, most = _INTEGER_BOUNDS.get(name, (None, None))
    if name in _INTEGER_BOUNDS and number != number.to_integral_value():
        return False
    return (least is None or number >= least) and (most is None or number <= most)


def _number(text: str) -> Decimal | None:
    """Return the value of a decimal, or None if the text is none."""
    return Decimal(text) if re.fullmatch(r"[+-]?(\d+(\.\d*)?|\.\d+)", text) else None
