r"""A pattern to what it means: https://www.w3.org/TR/xpath-functions-31/#regex-syntax.

What XPath leaves out and nearly all other languages have is read too, as they understand it: groups
with a name or without a number, a look ahead or behind, ``\b`` and flags at the very begin.
"""

from __future__ import annotations

import re
from typing import Final

from visitkg.regex.characters import EVERYTHING, single, with_case_variants
from visitkg.regex.classes import Scanner, read_class, read_escape, word_characters
from visitkg.regex.model import (
    Choice,
    Edge,
    Expression,
    Group,
    Look,
    One,
    Repeat,
    Same,
    Sequence,
    children,
)

_FLAGS: Final = "smixq"
_MOST_REPEATED: Final = 1_000_000
_QUANTITY: Final = re.compile(r"\{([0-9]+)(?:(,)([0-9]*))?\}")
_OPENING_FLAGS: Final = re.compile(r"\(\?([a-z]+)\)")
_NAME: Final = re.compile(r"\?P?<\w+>")
_LOOKS: Final = {
    "?=": (False, False),
    "?!": (False, True),
    "?<=": (True, False),
    "?<!": (True, True),
}
_SPACE: Final = " \t\n\r"


def read_expression(pattern: str, flags: str = "") -> Expression:
    """Return what a pattern with flags means; raise ValueError with the reason if it is invalid."""
    opening = None if "q" in flags else _OPENING_FLAGS.match(pattern)
    flags += opening[1] if opening else ""
    unknown = sorted(set(flags) - set(_FLAGS))
    if unknown:
        raise ValueError(f"unknown flag {unknown[0]!r}; the flags are {', '.join(_FLAGS)}")
    if "q" in flags:
        return _read_literally(pattern, ignores_case="i" in flags)
    reader = _Reader(pattern, flags, opening.end() if opening else 0)
    return _without_unused_groups(reader.read(), reader.referred)


def _read_literally(pattern: str, *, ignores_case: bool) -> Expression:
    sets = map(single, pattern)
    return Sequence(tuple(map(One, map(with_case_variants, sets) if ignores_case else sets)))


class _Reader:
    """Reads a pattern from left to right: holds its groups and how far it has come."""

    def __init__(self, pattern: str, flags: str, place: int) -> None:
        self._scanner = Scanner(pattern, place, ignores_case="i" in flags)
        self._dot = One(EVERYTHING if "s" in flags else EVERYTHING - single("\n"))
        self._is_multiline = "m" in flags
        self._is_spaced = "x" in flags
        self._opened = 0
        self._closed: set[int] = set()
        self.referred: set[int] = set()

    def read(self) -> Expression:
        """Return what the whole pattern means."""
        found = self._read_choice()
        if self._scanner.peek():
            self._scanner.fail("a closing parenthesis without an opening one")
        return found

    def _read_choice(self) -> Expression:
        options = [self._read_sequence()]
        while self._scanner.accept("|"):
            options.append(self._read_sequence())
        return options[0] if len(options) == 1 else Choice(tuple(options))

    def _read_sequence(self) -> Expression:
        parts: list[Expression] = []
        while self._next() not in ("", "|", ")"):
            parts.append(self._read_quantified(self._read_atom()))
        return parts[0] if len(parts) == 1 else Sequence(tuple(parts))

    def _next(self) -> str:
        """Return the next character that has a meaning."""
        while self._is_spaced and self._scanner.peek() in (*_SPACE,):
            self._scanner.take()
        return self._scanner.peek()

    def _read_quantified(self, atom: Expression) -> Expression:
        limits = self._read_quantity()
        if limits is None:
            return atom
        if self._next() == "?":
            self._scanner.take()  # reluctance changes what is matched, not whether
        if self._next() in ("?", "*", "+", "{"):
            self._scanner.fail("a quantifier after a quantifier")
        return Repeat(atom, *limits)

    def _read_quantity(self) -> tuple[int, int | None] | None:
        character = self._next()
        if character in ("?", "*", "+"):
            self._scanner.take()
            return (int(character == "+"), 1 if character == "?" else None)
        if character != "{":
            return None
        found = _QUANTITY.match(self._scanner.text, self._scanner.place)
        if found is None:
            self._scanner.fail("a brace that is no quantity; write \\{ for the character")
        least = int(found[1])
        most = least if not found[2] else int(found[3]) if found[3] else None
        if most is not None and most < least:
            self._scanner.fail("a quantity of which the larger number comes first")
        if max(least, most or 0) > _MOST_REPEATED:
            self._scanner.fail(f"a quantity above {_MOST_REPEATED:,}")
        self._scanner.place = found.end()
        return (least, most)

    def _read_atom(self) -> Expression:
        if self._scanner.peek() in ("?", "*", "+", "{"):
            self._scanner.fail("a quantifier without anything before it")
        character = self._scanner.take()
        match character:
            case "(":
                return self._read_group()
            case "[":
                return One(read_class(self._scanner))
            case ".":
                return self._dot
            case "^" | "$":
                return self._read_edge(is_end=character == "$")
            case "\\":
                return self._read_escaped()
            case _:
                return One(self._scanner.cased(single(character)))

    def _read_edge(self, *, is_end: bool) -> Expression:
        edge = Edge(is_end)
        if not self._is_multiline:
            return edge
        return Choice((edge, Look(One(single("\n")), back=not is_end, negated=False)))

    def _read_escaped(self) -> Expression:
        following = self._scanner.peek()
        if following in ("b", "B"):
            self._scanner.take()
            return _word_edge(negated=following == "B")
        if following.isascii() and following.isdigit():
            return self._read_reference()
        return One(read_escape(self._scanner))

    def _read_reference(self) -> Expression:
        begin = self._scanner.place - 1
        number = int(self._scanner.take())
        # A further digit belongs to the number only where there are that many groups.
        while self._scanner.peek() in (*"0123456789",):
            longer = number * 10 + int(self._scanner.peek())
            if longer > self._opened:
                break
            number = longer
            self._scanner.take()
        if number not in self._closed:
            self._scanner.fail(f"\\{number} refers to no group that ends before it", begin)
        self.referred.add(number)
        return Same(number, self._scanner.ignores_case)

    def _read_group(self) -> Expression:
        begin = self._scanner.place - 1
        self._scanner.enter(begin)
        found = self._read_group_content(begin)
        self._scanner.leave()
        return found

    def _read_group_content(self, begin: int) -> Expression:
        named = _NAME.match(self._scanner.text, self._scanner.place)
        if self._scanner.peek() != "?" or named:
            self._scanner.place = named.end() if named else self._scanner.place
            self._opened += 1
            number = self._opened
            body = self._read_to_the_end_of_group(begin)
            self._closed.add(number)
            return Group(number, body)
        if self._scanner.accept("?:"):
            return self._read_to_the_end_of_group(begin)
        opening = next(filter(self._scanner.accept, _LOOKS), None)
        if opening is None:
            self._scanner.fail("a group of an unknown kind", begin)
        back, negated = _LOOKS[opening]
        return Look(self._read_to_the_end_of_group(begin), back, negated)

    def _read_to_the_end_of_group(self, begin: int) -> Expression:
        found = self._read_choice()
        if not self._scanner.accept(")"):
            self._scanner.fail("an unclosed group", begin)
        return found


def _word_edge(*, negated: bool) -> Expression:
    """Return where a word begins or ends, or where none does if ``negated``."""
    word = One(word_characters())

    def look(*, back: bool, is_word: bool) -> Look:
        return Look(word, back, negated=not is_word)

    return Choice(
        tuple(
            Sequence((look(back=True, is_word=before), look(back=False, is_word=before == negated)))
            for before in (True, False)
        )
    )


def _without_unused_groups(expression: Expression, used: set[int]) -> Expression:
    """Return the same expression without the groups that nothing refers to."""
    parts = tuple(_without_unused_groups(part, used) for part in children(expression))
    match expression:
        case Group(number):
            return Group(number, parts[0]) if number in used else parts[0]
        case Repeat(least=least, most=most):
            return Repeat(parts[0], least, most)
        case Look(back=back, negated=negated):
            return Look(parts[0], back, negated)
        case Sequence():
            return Sequence(parts)
        case Choice():
            return Choice(parts)
        case _:
            return expression
