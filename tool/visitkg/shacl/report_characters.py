"""Text that is safe to show: nothing moves the cursor, turns the direction or stays unseen."""

from __future__ import annotations

import re
from typing import Final

_UNSAFE: Final = re.compile(
    r"[\x00-\x08\x0A-\x1F\x7F-\x9F\u2028\u2029\u202A-\u202E\u2066-\u2069\uFEFF\uFFFE\uFFFF"
    r"\uD800-\uDFFF]"
)
_REPLACEMENT: Final = "\N{REPLACEMENT CHARACTER}"


def printable(text: str) -> str:
    """Return the text with a sign in the place of each character that a line must not hold.

    Tabs stay, and so do the joiners that Persian and Indian scripts need.
    """
    return text if text.isascii() and text.isprintable() else _UNSAFE.sub(_REPLACEMENT, text)


def one_line(text: str) -> str:
    """Return the text on one line, with single spaces."""
    return printable(" ".join(text.split()))


def shorten(text: str, width: int) -> str:
    """Return at most ``width`` characters of the text, ending in dots if some are left out."""
    return text if len(text) <= width else f"{text[: width - 3]}..."


def amount(number: int, noun: str) -> str:
    """Return ``no shape``, ``1 shape`` or ``2,000 shapes``."""
    return f"{number:,} {noun}s" if number > 1 else f"{number or 'no'} {noun}"
