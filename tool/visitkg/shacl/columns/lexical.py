"""What is surely in the lexical space of a datatype of XML Schema; the rest is judged alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

DATE: Final = (
    rb"[1-9][0-9]{3}-(?:(?:0[13578]|1[02])-(?:0[1-9]|[12][0-9]|3[01])"
    rb"|(?:0[469]|11)-(?:0[1-9]|[12][0-9]|30)|02-(?:0[1-9]|1[0-9]|2[0-8]))"
)
"""A day of the years 1000 to 9999, but for February 29."""
TIME: Final = rb"(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]"

CANONICAL: Final[Mapping[str, bytes]] = {
    "boolean": rb"true|false",
    "date": DATE,
    "dateTime": DATE + b"T" + TIME + rb"(?:\.[0-9]+)?(?:Z|[+-]0[0-9]:[0-5][0-9])?",
    "decimal": rb"[+-]?[0-9]+(?:\.[0-9]+)?",
    "double": rb"[+-]?[0-9]+(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?",
    "integer": rb"[+-]?[0-9]+",
    "string": rb'[^"\\\n\xef]*',
}
