"""Tokens of a query, each with its place: https://www.w3.org/TR/sparql11-query/#sparqlGrammar."""

from __future__ import annotations

import re
from enum import Enum
from typing import Final, NamedTuple


class Kind(Enum):
    """What a token is; the values are the names of the groups in the pattern."""

    BLANK = "blank"
    IRI = "iri"
    LANGUAGE = "language"
    NAME = "name"
    NUMBER = "number"
    SIGN = "sign"
    STRING = "string"
    UNCLOSED = "unclosed"
    UNKNOWN = "unknown"
    VARIABLE = "variable"
    WORD = "word"


class Token(NamedTuple):
    """A piece of a query: its text as it is written, and its offset in characters."""

    kind: Kind
    text: str
    start: int

    @property
    def end(self) -> int:
        """Return the offset behind the last character."""
        return self.start + len(self.text)

    @property
    def word(self) -> str:
        """Return a keyword in capitals, however it is written; empty for other tokens."""
        return self.text.upper() if self.kind is Kind.WORD else ""

    def is_sign(self, text: str) -> bool:
        """Tell whether the token is the bracket, operator or separator ``text``."""
        return self.kind is Kind.SIGN and self.text == text


# Beyond ASCII all but controls and signs may stand in a name: a valid query has no other character
# there, and the exact classes take twenty times as long to compile as a query takes to run.
_LETTER: Final = r"[^\x00-@\[-`{-\xbf]"
_BEGINNING: Final = r"[^\x00-/:-@\[-^`{-\xbf]"
_INNER: Final = r"[^\x00-,./:-@\[-^`{-\xbf]"
_ESCAPE: Final = r"%[0-9A-Fa-f]{2}|\\[_~.\-!$&'()*+,;=/?#@%]"

_TOKEN: Final = re.compile(
    r"(?:[ \t\r\n]+|#[^\r\n]*)+"
    r"|(?P<iri><(?:[^\x00-\x20<>\"{}|^`\\]|\\u[0-9A-Fa-f]{4}|\\U[0-9A-Fa-f]{8})*>)"
    r"|(?P<string>"
    r"\"\"\"[^\"\\]*(?:(?:\\.|\"(?!\"\"))[^\"\\]*)*\"\"\""
    r"|'''[^'\\]*(?:(?:\\.|'(?!''))[^'\\]*)*'''"
    r"|\"(?!\"\")[^\"\\\r\n]*(?:\\[^\r\n][^\"\\\r\n]*)*\""
    r"|'(?!'')[^'\\\r\n]*(?:\\[^\r\n][^'\\\r\n]*)*')"
    r"|(?P<unclosed>\"\"\".*|'''.*|[\"'][^\r\n]*)"
    rf"|(?P<blank>_:{_BEGINNING}(?:{_INNER}|\.+(?={_INNER}))*)"
    rf"|(?P<name>(?:{_LETTER}(?:{_INNER}|\.+(?={_INNER}))*)?:"
    rf"(?:(?:{_BEGINNING}|:|{_ESCAPE})(?:{_INNER}|:|{_ESCAPE}|\.+(?={_INNER}|[:%\\]))*)?)"
    rf"|(?P<variable>[?$]{_BEGINNING}+)"
    r"|(?P<language>@[A-Za-z]+(?:-[A-Za-z0-9]+)*(?:--[A-Za-z]+)?)"
    r"|(?P<number>[+-]?(?:(?:[0-9]+\.[0-9]*|\.?[0-9]+)[eE][+-]?[0-9]+|[0-9]*\.[0-9]+|[0-9]+))"
    r"|(?P<word>[A-Za-z_][A-Za-z0-9_]*)"
    r"|(?P<sign><<\(|\)>>|<<|>>|\{\||\|\}|\^\^|\|\||&&|!=|<=|>=|[{}()\[\].,;*/+\-|^!?=<>~])"
    r"|(?P<unknown>.)",
    re.DOTALL,
)
_KINDS: Final = {kind.value: kind for kind in Kind}

_OPERANDS: Final = frozenset(
    {Kind.BLANK, Kind.IRI, Kind.LANGUAGE, Kind.NAME, Kind.NUMBER, Kind.STRING, Kind.VARIABLE}
)
_LESS_THAN: Final = re.compile(r"<=?(?=[?$=])")
"""How ``<`` is followed where it can't begin an IRI that anybody writes: ``?a<?b&&?c>?d``."""


def tokenise(text: str) -> list[Token]:
    """Return the tokens of a query without white space and comments; any text has some reading.

    What is no token of SPARQL becomes UNCLOSED, a string without its end, or UNKNOWN, a single
    character. Where ``<`` can be an operator or begin an IRI, the longer reading wins, as in the
    recommendation, except behind an operand and before a variable.
    """
    tokens: list[Token] = []
    position = 0
    while match := _TOKEN.match(text, position):
        position = match.end()
        group = match.lastgroup
        if group is None:
            continue
        token = Token(_KINDS[group], match[0], match.start())
        if token.kind is Kind.IRI and tokens and _is_operand(tokens[-1]):
            operator = _LESS_THAN.match(text, token.start)
            if operator:
                token = Token(Kind.SIGN, operator[0], token.start)
                position = token.end
        tokens.append(token)
    return tokens


def _is_operand(token: Token) -> bool:
    return token.kind in _OPERANDS or token.is_sign(")")
