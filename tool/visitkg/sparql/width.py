"""How many columns of a terminal a text takes: https://www.unicode.org/reports/tr11/."""

from __future__ import annotations

from typing import Final

ELLIPSIS: Final = "…"


def width(text: str) -> int:
    """Return the number of columns: two for Korean and Chinese, none for what combines."""
    return len(text) if text.isascii() else sum(map(_character_width, text))


def fit(text: str, columns: int) -> str:
    """Return the text, cut with an ellipsis if it is wider than so many columns."""
    if width(text) <= columns:
        return text
    kept = []
    left = columns - 1
    for character in text:
        left -= _character_width(character)
        if left < 0:
            break
        kept.append(character)
    return "".join(kept) + ELLIPSIS


def pad(text: str, columns: int, *, right: bool = False) -> str:
    """Return the text with spaces behind it, or before it if it stands ``right``."""
    spaces = " " * (columns - width(text))
    return spaces + text if right else text + spaces


def _character_width(character: str) -> int:
    # Imported here: most answers are ASCII. wcwidth takes as long to import as a query to run.
    from unicodedata import category, east_asian_width

    if character.isascii():
        return 1
    if category(character) in ("Cf", "Mc", "Me", "Mn") or _joins_hangul(character):
        return 0
    return 2 if east_asian_width(character) in "FW" else 1


def _joins_hangul(character: str) -> bool:
    """Tell whether it is a vowel or a final consonant that joins the consonant before it."""
    return "\u1160" <= character <= "\u11ff" or "\ud7b0" <= character <= "\ud7ff"
