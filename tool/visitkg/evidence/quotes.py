"""Curly quotes and straight ones, and the spaces that look like plain ones."""

from __future__ import annotations

import re
from typing import Final

SINGLE: Final = "\u2018\u2019\u201a\u201b"
DOUBLE: Final = "\u201c\u201d\u201e\u201f"

_STRAIGHT: Final = str.maketrans(SINGLE + DOUBLE, "'" * 4 + '"' * 4)
_PLAIN: Final = str.maketrans(dict.fromkeys("\u00a0\u2007\u2009\u202f", " "))

# A quote opens at the beginning, after a space, a bracket, a dash or another opening quote.
_OPENING_SINGLE: Final = re.compile(r"(?:(?<=[\s(\[{\u2013\u2014\"-])|^)'(?=\w)")
_OPENING_DOUBLE: Final = re.compile(r"(?:(?<=[\s(\[{\u2013\u2014\u2018-])|^)\"")


def straighten(text: str) -> str:
    """Return the text with straight quotes for all curly ones."""
    return text.translate(_STRAIGHT)


def curl(text: str) -> str:
    """Return the text with curly quotes for all straight ones, as word processors write them."""
    text = _OPENING_SINGLE.sub(SINGLE[0], text)
    text = _OPENING_DOUBLE.sub(DOUBLE[0], text)
    return text.replace("'", SINGLE[1]).replace('"', DOUBLE[1])


def plain_spaces(text: str) -> str:
    """Return the text with plain spaces for non-breaking, figure and thin ones."""
    return text.translate(_PLAIN)
