"""Lexical forms that surely belong to a datatype, as patterns that all dialects read alike.

They are fewer than XSD has: what is left out is looked at here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from visitkg.shacl.datatype import INTEGER_BOUNDS
from visitkg.terms import RDF, XSD

if TYPE_CHECKING:
    from collections.abc import Mapping

_MONTH_DAY: Final = (
    "((0[1-9]|1[0-2])-(0[1-9]|1[0-9]|2[0-8])|(0[13-9]|1[0-2])-(29|30)|(0[13578]|1[02])-31)"
)
_DATE: Final = f"[0-9]{{4}}-{_MONTH_DAY}"
_TIME: Final = "([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]"
_FRACTION: Final = "([.][0-9]{1,6})?"
_ZONE: Final = "(Z|[+-](0[0-9]|1[0-3]):[0-5][0-9])"

PATTERNS: Final[Mapping[str, str]] = {
    "boolean": "^(true|false|1|0)$",
    "date": f"^{_DATE}{_ZONE}?$",
    "dateTime": f"^{_DATE}T{_TIME}{_FRACTION}{_ZONE}?$",
    "dateTimeStamp": f"^{_DATE}T{_TIME}{_FRACTION}{_ZONE}$",
    "decimal": "^[+-]?[0-9]+([.][0-9]+)?$",
    "double": "^[+-]?[0-9]+([.][0-9]+)?([eE][+-]?[0-9]+)?$",
    "float": "^[+-]?[0-9]+([.][0-9]+)?([eE][+-]?[0-9]+)?$",
    "gYear": "^[0-9]{4}$",
    "gYearMonth": "^[0-9]{4}-(0[1-9]|1[0-2])$",
    "integer": "^[+-]?[0-9]+$",
    "time": f"^{_TIME}{_FRACTION}{_ZONE}?$",
}

SORTED: Final = (
    ("date", f"^{_DATE}$"),
    ("date", f"^{_DATE}Z$"),
    ("dateTime", f"^{_DATE}T{_TIME}$"),
    ("dateTime", f"^{_DATE}T{_TIME}Z$"),
    ("gYear", "^[0-9]{4}$"),
    ("gYearMonth", "^[0-9]{4}-(0[1-9]|1[0-2])$"),
)
"""Datatypes with forms whose order as texts is that of their values: equally long, in one zone."""

TEXTS: Final = frozenset({XSD + "string", XSD + "anyURI"})
FORBIDDEN: Final = ("\ufffe", "\uffff")
"""What no text of XML has; a store has no U+0000 either."""

NUMBERS: Final = frozenset({*INTEGER_BOUNDS, "decimal"})


def find_pattern(datatype: str) -> str | None:
    """Return a pattern of forms that a datatype has; None if none is known here."""
    name = datatype.removeprefix(XSD)
    if name in INTEGER_BOUNDS and name != "integer":
        return _integer_pattern(*INTEGER_BOUNDS[name])
    return PATTERNS.get(name) if datatype.startswith(XSD) else None


def is_free(datatype: str) -> bool:
    """Return whether a datatype is neither of XSD nor of RDF, so that it has any form."""
    return not datatype.startswith((XSD, RDF))


def _integer_pattern(least: int | None, most: int | None) -> str:
    """Return the pattern of numbers with so few digits that they lie between the bounds."""
    sign = "" if least is None or least < 0 else "[+]?"
    bounds = [abs(bound) for bound in (least, most) if bound not in (None, 0, 1, -1)]
    digits = len(str(min(bounds, default=10**18))) - 1
    number = f"[0-9]{{1,{digits}}}"
    if most is not None and most <= 0:
        return f"^-[1-9]([0-9]{{0,{digits - 1}}})$"
    if least == 1:
        return f"^[+]?[1-9][0-9]{{0,{digits - 1}}}$"
    return f"^{sign or '[+-]?'}{number}$"
