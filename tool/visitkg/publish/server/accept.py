r"""How a server without a program of its own reads an Accept header: by regular expressions.

Qualities are compared as texts: the digits after ``0.`` without closing zeros, and ``:``, which
comes after all digits, for 1; nothing for 0. https://www.rfc-editor.org/rfc/rfc9110#section-12.4.2
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from visitkg.publish.address import FORMATS

if TYPE_CHECKING:
    from collections.abc import Mapping

WHOLE: Final = ":"
"""The quality 1: it comes after all digits."""

# Parameters other than the quality; whatever stands in them.
_PARAMETERS: Final = r"(?:;(?!\s*q=)[^,;]*)*"
_ONE: Final = r"1(?:\.0{0,3})?\s*"
_LESS: Final = r"0(?:\.(?!\d{4})(?<visitkg_digits>\d*?)0*)?\s*"

ANY_RANGE: Final = (
    rf"(?:^|,)\s*(?:\*/\*|[\w!$&^.+-]+/(?:\*|[\w!$&^.+-]+))\s*{_PARAMETERS}"
    rf"(?:;\s*q=(?:{_ONE}|0(?:\.\d{{0,3}})?\s*){_PARAMETERS})?(?:,|$)"
)
"""Matches a header in which some media range is well-formed."""


def match_whole(media_range: str) -> str:
    """Return a pattern for a header that gives a media range the quality 1."""
    return f"{_begin(media_range)}(?:;\\s*q={_ONE}{_PARAMETERS})?(?:,|$)"


def match_less(media_range: str) -> str:
    """Return a pattern for one that gives it less; its group is ``visitkg_digits``."""
    return f"{_begin(media_range)};\\s*q={_LESS}{_PARAMETERS}(?:,|$)"


def ranges_of(media_type: str) -> tuple[str, str, str]:
    """Return the media ranges that hold a media type, the closest first."""
    return media_type, f"{media_type.partition('/')[0]}/*", "*/*"


def ranges(formats: Mapping[str, str] = FORMATS) -> list[str]:
    """Return all media ranges that hold some format, the closest last."""
    found = dict.fromkeys(each for name in formats.values() for each in ranges_of(name))
    return sorted(found, key=lambda each: (-each.count("*"), each))


def _begin(media_range: str) -> str:
    name = media_range.replace("*", r"\*").replace("+", r"\+").replace(".", r"\.")
    return rf"(?:^|,)\s*{name}\s*{_PARAMETERS}"
