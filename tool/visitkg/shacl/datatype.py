"""Well-formed literals, as sh:datatype asks for them: https://www.w3.org/TR/rdf11-concepts/#section-Datatypes.

A literal is ill-typed if its lexical form is not in the lexical space of its datatype. The lexical
spaces are those of XSD 1.1 (https://www.w3.org/TR/xmlschema11-2/), to which white space around a
number doesn't belong: a schema takes it away before (4.3.6), in RDF nobody does, so that
``" 1"^^xsd:integer`` is ill-typed (RDF's own test whitespace-facet-4 says so too). There is a year
0000, and -0004 is a leap year. A literal with a language tag is never ill-typed: don't ask.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from visitkg.terms import RDF, XSD

if TYPE_CHECKING:
    from collections.abc import Callable

INTEGER_BOUNDS: Final[dict[str, tuple[int | None, int | None]]] = {
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
"""xsd:integer and what is derived from it, with the least and the greatest value."""

STRINGS: Final = frozenset(
    {"string", "normalizedString", "token", "language", "Name", "NCName", "NMTOKEN"}
)
"""xsd:string and what is derived from it."""

_LONG: Final = 30
"""So many digits without a zero in front are beyond all bounds; a number may have millions."""

_YEAR: Final = "-?(?:[1-9][0-9]{3,}|0[0-9]{3})"
_MONTH: Final = "(?:0[1-9]|1[0-2])"
_DAY: Final = "(?:0[1-9]|[12][0-9]|3[01])"
_MONTH_DAY: Final = (
    f"(?:{_MONTH}-(?:0[1-9]|1[0-9]|2[0-8])|(?:0[13-9]|1[0-2])-(?:29|30)|(?:0[13578]|1[02])-31|%s)"
)
_DATE: Final = f"{_YEAR}-{_MONTH_DAY % '(02-29)'}"
_TIME: Final = r"(?:(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](?:\.[0-9]+)?|24:00:00(?:\.0+)?)"
ZONE: Final = "(?:Z|[+-](?:(?:0[0-9]|1[0-3]):[0-5][0-9]|14:00))"
_ZONE: Final = f"{ZONE}?"
_YEARS: Final = "(?:([0-9]+)Y)?(?:([0-9]+)M)?"
_DAYS: Final = "(?:([0-9]+)D)?"
_HOURS: Final = r"(?:T(?=[0-9])(?:([0-9]+)H)?(?:([0-9]+)M)?(?:([0-9]+)(?:\.([0-9]+))?S)?)?"
DURATION: Final = f"(-)?P(?=[0-9T]){_YEARS}{_DAYS}{_HOURS}"
"""Groups: sign, years, months, days, hours, minutes, seconds, and the digits of their fraction."""

_BASE64: Final = "(?:[A-Za-z0-9+/] ?)"
_NAME_START: Final = (
    "A-Z_a-z\xc0-\xd6\xd8-\xf6\xf8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c\u200d\u2070-\u218f"
    "\u2c00-\u2fef\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd\U00010000-\U000effff"
)
_NAME: Final = _NAME_START + "0-9.\xb7\u0300-\u036f\u203f\u2040\\-"
_PATTERNS: Final[dict[str, str]] = {
    "double": r"[+-]?(?:(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?|INF)|NaN",
    "time": _TIME + _ZONE,
    "gYear": _YEAR + _ZONE,
    "gYearMonth": f"{_YEAR}-{_MONTH}{_ZONE}",
    "gMonth": f"--{_MONTH}{_ZONE}",
    "gDay": f"---{_DAY}{_ZONE}",
    "gMonthDay": f"--{_MONTH_DAY % '02-29'}{_ZONE}",
    "duration": DURATION,
    "yearMonthDuration": f"-?P(?=[0-9]){_YEARS}",
    "dayTimeDuration": f"-?P(?=[0-9T]){_DAYS}{_HOURS}",
    "hexBinary": "(?:[0-9A-Fa-f]{2})*",
    "base64Binary": (
        f"(?:(?:{_BASE64}{{4}})*(?:{_BASE64}{{3}}[A-Za-z0-9+/]"
        f"|{_BASE64}{{2}}[AEIMQUYcgkosw048] ?=|{_BASE64}[AQgw] ?= ?=))?"
    ),
    "language": "[A-Za-z]{1,8}(?:-[A-Za-z0-9]{1,8})*",
    "Name": f"[:{_NAME_START}][:{_NAME}]*",
    "NCName": f"[{_NAME_START}][{_NAME}]*",
    "NMTOKEN": f"[:{_NAME}]+",
}
_DATES: Final[dict[str, str]] = {
    "date": _DATE + _ZONE,
    "dateTime": f"{_DATE}T{_TIME}{_ZONE}",
    "dateTimeStamp": f"{_DATE}T{_TIME}{ZONE}",
}


def is_well_formed(lexical_form: str, datatype: str) -> bool:
    """Tell whether a literal without language tag is well-typed; True for unknown datatypes."""
    return checker(datatype)(lexical_form)


# The datatypes of a graph are few, but nobody promises it.
@lru_cache(maxsize=256)
def checker(datatype: str) -> Callable[[str], bool]:
    """Return the function that tells of a lexical form whether the datatype (an IRI) has it."""
    if datatype in (RDF + "langString", RDF + "dirLangString"):
        return _refuse
    if datatype == RDF + "JSON":
        return _is_json
    return _xsd_checker(datatype.removeprefix(XSD)) if datatype.startswith(XSD) else _accept


def _xsd_checker(name: str) -> Callable[[str], bool]:
    if name in INTEGER_BOUNDS:
        return _integer_checker(*INTEGER_BOUNDS[name])
    if name in _DATES:
        return _date_checker(_DATES[name])
    pattern = _PATTERNS.get("double" if name == "float" else name)
    if pattern is not None:
        return _pattern_checker(pattern)
    return {
        "anyURI": _text_checker(),
        "boolean": {"true", "false", "1", "0"}.__contains__,
        "decimal": _is_decimal,
        "normalizedString": _is_normalized,
        "string": _text_checker(),
        "token": _is_token,
    }.get(name, _accept)


def _accept(_lexical_form: str) -> bool:
    return True


def _refuse(_lexical_form: str) -> bool:
    return False


def _is_integer(text: str) -> bool:
    # Without a sign first, since most have none.
    return text.isascii() and (text.isdigit() or (text[:1] in ("+", "-") and text[1:].isdigit()))


def _is_decimal(text: str) -> bool:
    digits = text[1:] if text[:1] in ("+", "-") else text
    return digits.isascii() and (digits.isdigit() or digits.replace(".", "", 1).isdigit())


def _integer_checker(least: int | None, most: int | None) -> Callable[[str], bool]:
    if least is None and most is None:
        return _is_integer

    def check(text: str) -> bool:
        if not _is_integer(text):
            return False
        value = int(text if len(text) <= _LONG else _shorten(text))
        return (least is None or least <= value) and (most is None or value <= most)

    return check


def _shorten(integer: str) -> str:
    """Return an integer that exceeds the same bounds, without more digits than that needs."""
    return ("-" if integer[0] == "-" else "") + integer.lstrip("+-0")[:_LONG].rjust(1, "0")


def _pattern_checker(pattern: str) -> Callable[[str], bool]:
    match = re.compile(pattern).fullmatch
    return lambda text: match(text) is not None


def _date_checker(pattern: str) -> Callable[[str], bool]:
    match = re.compile(pattern).fullmatch

    def check(text: str) -> bool:
        found = match(text)
        # The group holds a 29th of February.
        return found is not None and (found.lastindex is None or _is_leap(text[: found.start(1)]))

    return check


def _is_leap(year: str) -> bool:
    """Tell whether a year is a leap year; its last four digits decide, since 10000 is one too."""
    number = int(year.rstrip("-")[-4:])
    return number % 4 == 0 and (number % 100 != 0 or number % 400 == 0)


@lru_cache(maxsize=1)
def _text_checker() -> Callable[[str], bool]:
    """Return what tells whether all characters are those of XML 1.1, which XSD 1.1 refers to."""
    forbidden = re.compile("[\0\ud800-\udfff\ufffe\uffff]").search
    return lambda text: text.isprintable() or forbidden(text) is None


def _is_normalized(text: str) -> bool:
    return text.isprintable() or (
        "\n" not in text and "\t" not in text and "\r" not in text and _text_checker()(text)
    )


def _is_token(text: str) -> bool:
    return text[:1] != " " and text[-1:] != " " and "  " not in text and _is_normalized(text)


def _is_json(text: str) -> bool:
    """Tell whether a text is JSON: https://www.w3.org/TR/json-ld11/#the-rdf-json-datatype."""
    # Imported here: few graphs hold JSON.
    from json import JSONDecoder

    try:
        JSONDecoder(parse_int=str, parse_float=str, parse_constant=_refuse_constant).decode(text)
    except ValueError:
        return False
    except RecursionError:
        # Nested too deeply to tell, which is no reason to call it ill-typed.
        return True
    return True


def _refuse_constant(name: str) -> None:
    raise ValueError(name)
