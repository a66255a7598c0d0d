"""The tokens of well-formed Turtle as expressions over its bytes, and where they surely begin.

https://www.w3.org/TR/rdf12-turtle/#sec-grammar; lines end with LF here.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import cache
from typing import Final

FLAGS: Final = re.VERBOSE | re.DOTALL
"""How the expressions of this module are to be compiled."""

SPACE: Final = rb"(?>(?:[ \t\n]+|\#[^\n]*)*)"
TERM: Final = rb"""(?>
    <(?!<)[^<>]*>                                                   # an IRI
  | [+-]?(?:(?:\d+\.?\d*|\.\d+)[eE][+-]?\d+|\d*\.\d+|\d+)           # a number
  | _:(?:[\w\-\x80-\xff]|\.+(?=[\w\-\x80-\xff]))+                   # a blank node's label
  | (?!\.)(?:[\w:%\-\x80-\xff]|\\.|\.+(?=[\w:%\-\\\x80-\xff]))+     # a name or a keyword
)"""
STRING: Final = rb"""(?>
    \"\"\"[^"\\]*(?:(?:\\.|"(?!""))[^"\\]*)*\"\"\"
  | \'\'\'[^'\\]*(?:(?:\\.|'(?!\'\'))[^'\\]*)*\'\'\'
  | "[^"\\]*(?:\\.[^"\\]*)*"
  | '[^'\\]*(?:\\.[^'\\]*)*'
)"""
SUFFIX: Final = rb"(?>@[\w\-]+|\^\^" + TERM + rb")"

_OBJECT: Final = SPACE + rb"((?>" + TERM + rb"|" + STRING + SUFFIX + rb"?))" + SPACE + rb"([;,.])"

_IRI: Final = SPACE + rb"<[^<>\s]*>"
_NAME_AND_IRI: Final = SPACE + rb"[^\s:<\#]*:" + _IRI
_DIRECTIVE: Final = (
    rb"@prefix" + _NAME_AND_IRI + SPACE + rb"\.|(?i:prefix)(?=[\s\#])" + _NAME_AND_IRI,
    rb"@base" + _IRI + SPACE + rb"\.|(?i:base)" + _IRI,
)
_DIRECTIVE_WORDS: Final = ((b"prefix", rb"prefix[ \t\n#:]"), (b"base", rb"base[ \t\n<#]"))

# What of a line stands before a long string: only that goes on over a line's end.
_BEFORE_LONG_STRING: Final = rb"""(?>
    [^"'<\#\\\n]+ | \\. | <[^<>\s]*> | < | \#[^\n]*
  | "(?!"")[^"\\\n]*(?:\\.[^"\\\n]*)*"
  | '(?!'')[^'\\\n]*(?:\\.[^'\\\n]*)*'
)*+"""
_END_OF_STATEMENT: Final = rb"\.[ \t]*\n"
_TOKEN_GROUPS: Final = (1, 2, 4, 5)
"""Those of ``compile_token`` with which a token begins."""
_LONGEST_LINE: Final = 1 << 14
"""Within so many bytes the beginning of a line, or the end of a long string, is looked for."""


@cache
def compile_token() -> re.Pattern[bytes]:
    """Return what matches one token: a term, a string and its suffix, an @word or punctuation."""
    return re.compile(
        SPACE + rb"(?:(" + TERM + rb")|(" + STRING + rb")(" + SUFFIX + rb")?|(@[\w\-]+)"
        rb"|(<<\(|\)>>|<<|>>|\{\||\|\}|\^\^|[.,;()\[\]{}~]))",
        FLAGS,
    )


@cache
def compile_object() -> re.Pattern[bytes]:
    """Return what matches an object without parts and what separates it: most of a text."""
    return re.compile(_OBJECT, FLAGS)


@cache
def compile_pair() -> re.Pattern[bytes]:
    """Return what matches the same behind its predicate, taken at one go."""
    return re.compile(SPACE + TERM + _OBJECT, FLAGS)


class Outline:
    """What is surely known of a long Turtle or TriG text without a walk over all its tokens.

    Each line but those within a long string begins with a token: it is enough to know these.
    ``is_sound`` is False for a text of which that isn't known, for its lines are too long.
    """

    __slots__ = ("_begins", "_directives", "_ends", "_text", "is_sound")

    def __init__(self, text: bytes) -> None:
        self._text = text
        self._begins, self._ends = _find_long_strings(text)
        self.is_sound = True
        self._directives = sorted(self._find_directives())

    def statement_end(self, begin: int, stop: int) -> int | None:
        """Return where the first line begins before which a statement ends with its line."""
        for match in re.compile(_END_OF_STATEMENT).finditer(self._text, begin, stop):
            if self._is_token(match.start()):
                return match.end()
        return None

    def last_statement_end(self, begin: int, stop: int) -> int | None:
        """Return where the last line begins before which a statement ends with its line."""
        matches = list(re.compile(_END_OF_STATEMENT).finditer(self._text, begin, stop))
        return next((m.end() for m in reversed(matches) if self._is_token(m.start())), None)

    def declarations(self, end: int) -> bytes:
        """Return the prefixes and bases declared before a place, as they are written."""
        count = bisect_right(self._directives, (end, b""))
        return b"".join(text + b"\n" for _, text in self._directives[:count])

    def _is_token(self, offset: int) -> bool | None:
        """Return whether a token begins here, None where that would take too long to tell."""
        number = bisect_right(self._begins, offset)
        last = self._ends[number - 1] if number else 0
        if last > offset:
            return False
        nearest = max(last, offset - _LONGEST_LINE)
        position = max(last, self._text.rfind(b"\n", nearest, offset) + 1)
        if offset - position > _LONGEST_LINE:
            return None
        token = compile_token()
        # No further than needed: a comment may go on for many lines.
        while match := token.match(self._text, position, offset + 2):
            begin = max(map(match.start, _TOKEN_GROUPS))
            if begin >= offset:
                return begin == offset
            position = match.end()
        return False

    def _find_directives(self) -> list[tuple[int, bytes]]:
        lower = self._text.lower()
        found = []
        for (word, candidate), directive in zip(_DIRECTIVE_WORDS, _DIRECTIVE, strict=True):
            if word not in lower:
                continue
            compiled = re.compile(directive, FLAGS)
            for match in re.compile(candidate).finditer(lower):
                begin = match.start()
                begin -= self._text[begin - 1 : begin] == b"@"
                whole = compiled.match(self._text, begin)
                is_token = whole and self._is_token(begin)
                if whole and is_token:
                    found.append((begin, whole[0]))
                elif whole and is_token is None:
                    self.is_sound = False
        return found


def _find_long_strings(text: bytes) -> tuple[list[int], list[int]]:
    """Return where the strings within three quotation marks begin and end."""
    begins: list[int] = []
    ends: list[int] = []
    quotes = {mark: text.find(mark) for mark in (b'"""', b"'''")}
    before, string = re.compile(_BEFORE_LONG_STRING, FLAGS), re.compile(STRING, FLAGS)
    position = 0
    while found := [place for place in quotes.values() if place >= 0]:
        position = max(position, text.rfind(b"\n", position, min(found)) + 1)
        match = before.match(text, position)
        position = match.end() if match else position
        if text[position : position + 3] in quotes:
            match = string.match(text, position)
            begins.append(position)
            # What goes on without end would be no Turtle.
            position = match.end() if match else len(text)
            ends.append(position)
        elif position <= min(found):
            begins.append(position)
            ends.append(len(text))
            break
        for mark, place in quotes.items():
            if 0 <= place < position:
                quotes[mark] = text.find(mark, position)
    return begins, ends
