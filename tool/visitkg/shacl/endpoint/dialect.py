"""A regular expression of XPath in a form that all stores read alike, or a narrower one.

A store may have the dialect of XPath, PCRE or Rust, with Unicode or without. What is written here
holds printable ASCII only and matches nothing that the original doesn't; what it misses is looked
at here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from visitkg.regex.model import Choice, Edge, One, Repeat, Sequence
from visitkg.regex.read import read_expression

if TYPE_CHECKING:
    from visitkg.regex.characters import Characters
    from visitkg.regex.model import Expression

_FIRST: Final = 0x20
_LAST: Final = 0x7E
_MOST: Final = 200
_LONGEST: Final = 2_000
_SPECIAL: Final = frozenset("\\]^-[&~")


class _UnknownError(ValueError):
    """A part that can't be written for all stores."""


def translate(pattern: str, flags: str) -> str | None:
    """Return a pattern that matches only texts which the original matches; None for none."""
    try:
        text = _write(read_expression(pattern, flags))
    except ValueError:
        return None
    return text if len(text) <= _LONGEST else None


def _write(expression: Expression) -> str:
    match expression:
        case One(characters):
            return _write_class(characters)
        case Edge(is_end):
            return "$" if is_end else "^"
        case Sequence(parts):
            return "".join(map(_write, parts))
        case Choice(options):
            return f"({'|'.join(map(_write, options))})"
        case Repeat(body, least, most) if least <= _MOST and (most or 0) <= _MOST:
            return f"({_write(body)}){_write_number(least, most)}"
        case _:
            raise _UnknownError


def _write_number(least: int, most: int | None) -> str:
    if most is None and least <= 1:
        return "+" if least else "*"
    return f"{{{least}}}" if most == least else f"{{{least},{'' if most is None else most}}}"


def _write_class(characters: Characters) -> str:
    """Return the printable ASCII characters of a set."""
    ranges = [
        (max(first, _FIRST), min(last, _LAST))
        for first, last in characters.ranges
        if first <= _LAST and last >= _FIRST
    ]
    if not ranges:
        raise _UnknownError
    return f"[{''.join(_write_range(first, last) for first, last in ranges)}]"


def _write_range(first: int, last: int) -> str:
    begin, end = _escape(chr(first)), _escape(chr(last))
    return begin if first == last else f"{begin}-{end}"


def _escape(character: str) -> str:
    return f"\\{character}" if character in _SPECIAL else character
