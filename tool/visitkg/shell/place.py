"""What can stand behind some tokens of a query: a property, a class, or something else."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING, Final

from visitkg.sparql.tokens import Kind, Token

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


class Place(Enum):
    """A place within a query."""

    ANY = "any"
    CLASS = "class"
    OBJECT = "object"
    PREDICATE = "predicate"
    PREFIX = "prefix"
    SUBJECT = "subject"


_TERMS: Final = frozenset(
    {Kind.BLANK, Kind.IRI, Kind.NAME, Kind.NUMBER, Kind.STRING, Kind.VARIABLE}
)
_TYPING: Final = frozenset({"a", "rdf:type", "rdfs:subClassOf"})
_BY_COUNT: Final = (Place.SUBJECT, Place.PREDICATE, Place.OBJECT)


def place_at(tokens: Sequence[Token]) -> Place:
    """Return what can stand behind tokens; of errors before there, a guess."""
    if tokens and tokens[-1].word == "PREFIX":
        return Place.PREFIX
    walk = _Walk()
    walk.take_all(tokens)
    return walk.place()


class _Walk:
    """How many terms of a triple there are in each open bracket; None outside of triples."""

    def __init__(self) -> None:
        self.counts: list[int | None] = [None]
        self.brackets = [""]
        self.typing = False

    def place(self) -> Place:
        count = self.counts[-1]
        if count is None:
            return Place.ANY
        if count == len(_BY_COUNT) - 1 and self.typing:
            return Place.CLASS
        return _BY_COUNT[count] if count < len(_BY_COUNT) else Place.ANY

    def take_all(self, tokens: Iterable[Token]) -> None:
        for token in tokens:
            if token.kind is Kind.SIGN:
                self._take_sign(token.text)
            elif token.kind in _TERMS or token.text == "a":
                self._take_term(token.text)
            elif token.kind is Kind.WORD:
                self._take_word(token.word)

    def _take_term(self, text: str) -> None:
        count = self.counts[-1]
        if count is not None:
            self.counts[-1] = count + 1
            if count == 1:
                self.typing = text in _TYPING

    def _take_word(self, word: str) -> None:
        if word in ("BIND", "FILTER", "GRAPH", "SERVICE", "VALUES") and len(self.counts) > 1:
            self.counts[-1] = None

    def _take_sign(self, sign: str) -> None:
        count = self.counts[-1]
        if sign == "{":
            self._open(sign, 0)
        elif sign == "[":
            self._open(sign, 1)
        elif sign == "(":
            # Within a path what follows is a part of it, elsewhere an expression or a list.
            self._open(sign, 1 if count == 1 else None)
        elif sign in ("}", "]", ")"):
            self._close(sign)
        elif sign in (".", ";", ",") and count is not None:
            self.counts[-1] = {".": 0, ";": 1, ",": 2}[sign]
        elif sign in ("/", "|") and count == len(_BY_COUNT) - 1:
            self.counts[-1] = 1

    def _open(self, bracket: str, count: int | None) -> None:
        self.brackets.append(bracket)
        self.counts.append(count)

    def _close(self, sign: str) -> None:
        if len(self.counts) == 1:
            return
        self.brackets.pop()
        self.counts.pop()
        count = self.counts[-1]
        if sign == "}":
            self.counts[-1] = 0 if self.brackets[-1] else None
        elif count is not None:
            self.counts[-1] = count + 1
        elif self.brackets[-1] == "{":
            # What follows the brackets of FILTER and BIND begins a triple.
            self.counts[-1] = 0
