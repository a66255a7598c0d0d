"""How wide a text is, and where it breaks, without a font.

Widths are estimates, rather too large than too small: East Asian characters fill a square.
https://www.unicode.org/reports/tr11/
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from visitkg.site.sentence import one_line

if TYPE_CHECKING:
    from collections.abc import Iterator

ELLIPSIS: Final = "…"

_NARROW: Final = frozenset("iIjlft.,:;'|!()[] ·-r")
_BROAD: Final = frozenset("mwMW@%…—")
_LONGEST: Final = 2_000
_WORD: Final = re.compile("[^ ]+ ?")


def text_width(text: str, size: float) -> float:
    """Return about how wide a line of text is at a font size."""
    return sum(map(_character_width, text)) * size


@lru_cache(maxsize=4096)
def _character_width(character: str) -> float:
    if unicodedata.combining(character) or unicodedata.category(character) in ("Cf", "Mn", "Me"):
        return 0.0
    if unicodedata.east_asian_width(character) in "WF":
        return 1.0
    if character in _NARROW:
        return 0.38
    if character in _BROAD:
        return 0.95
    if character.isascii():
        return 0.7 if character.isupper() else 0.6
    return 0.72 if character.isupper() else 0.64


def wrap_text(text: str, width: float, size: float, most: int = 2) -> tuple[str, ...]:
    """Return a text as at most so many lines that fit a width; what is cut ends in an ellipsis."""
    return _wrap(text[:_LONGEST], width, size, most)


@lru_cache(maxsize=4096)
def _wrap(text: str, width: float, size: float, most: int) -> tuple[str, ...]:
    text = one_line(text)
    if text_width(text, size) <= width:
        return (text,)
    lines: list[str] = []
    for part in _break_parts(text):
        whole = lines[-1] + part if lines else part
        if lines and text_width(whole.rstrip(), size) <= width:
            lines[-1] = whole
            continue
        for piece in _break_word(part, width, size):
            if len(lines) == most:
                lines[-1] = shorten_line(lines[-1] + ELLIPSIS, width, size)
                return tuple(line.strip() for line in lines)
            lines.append(piece)
    return tuple(line.strip() for line in lines)


def shorten_line(line: str, width: float, size: float) -> str:
    """Return a text as one line, cut with an ellipsis if it does not fit a width."""
    line, whole = one_line(line[:_LONGEST]), len(line)
    if whole <= _LONGEST and text_width(line, size) <= width:
        return line
    room = width - text_width(ELLIPSIS, size)
    kept = ""
    for character in line.rstrip(ELLIPSIS):
        room -= _character_width(character) * size
        if room < 0:
            break
        kept += character
    return kept.rstrip() + ELLIPSIS


def _break_parts(text: str) -> list[str]:
    """Return the parts between which a line may break: words, and each wide character."""
    if text.isascii():
        return _WORD.findall(text)
    parts: list[str] = []
    part = ""
    for character in text:
        may_break = part[-1:] == " " or _is_wide(character) or (part and _is_wide(part[-1]))
        if part and may_break and character != " ":
            parts.append(part)
            part = ""
        part += character
    return [*parts, part] if part else parts


@lru_cache(maxsize=4096)
def _is_wide(character: str) -> bool:
    return unicodedata.east_asian_width(character) in "WF"


def _break_word(word: str, width: float, size: float) -> Iterator[str]:
    """Yield a word in pieces that each fit a width."""
    if text_width(word.rstrip(), size) <= width:
        yield word
        return
    piece = ""
    for character in word:
        if piece and text_width((piece + character).rstrip(), size) > width:
            yield piece
            piece = ""
        piece += character
    yield piece
