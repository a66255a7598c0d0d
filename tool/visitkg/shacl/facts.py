"""What the token of a term tells of it: its kind, text, datatype, language and value."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final

from visitkg.shacl.comparison import read_value
from visitkg.terms import RDF, XSD

if TYPE_CHECKING:
    from visitkg.graph.dictionary import Dictionary
    from visitkg.shacl.comparison import Value

IRI: Final = 60
"""The first byte of an IRI's token, ``<``."""
BLANK: Final = 95
"""The first byte of a blank node's token, ``_``."""
LITERAL: Final = 34
"""The first byte of a literal's token, ``"``."""

_STRING: Final = XSD + "string"
_LANGUAGE: Final = RDF + "langString"
_DIRECTED: Final = RDF + "dirLangString"
_TRIPLE_TERM: Final = b"<<("


class Facts:
    """Facts about the terms of a dictionary by their codes, found out once while there is room."""

    def __init__(self, dictionary: Dictionary) -> None:
        self.dictionary = dictionary
        self._tokens = dictionary.tokens
        self.literal = lru_cache(dictionary.remembered)(self._read_literal)
        self.value = lru_cache(dictionary.remembered)(self._read_value)

    def kind(self, code: int) -> int:
        """Return IRI, BLANK or LITERAL; 0 for a triple term."""
        token = self._tokens[code]
        return 0 if token[:3] == _TRIPLE_TERM else token[0]

    def text(self, code: int) -> str | None:
        """Return what SPARQL's STR gives; None for a blank node or a triple term."""
        token = self._tokens[code]
        kind = self.kind(code)
        if kind == IRI:
            return token[1:-1].decode()
        return self.literal(code)[0] if kind == LITERAL else None

    def _read_literal(self, code: int) -> tuple[str, str, str]:
        """Return the lexical form, the datatype and the language, "" if none, of a literal."""
        token = self._tokens[code]
        text, _, suffix = token[1:].rpartition(b'"')
        lexical_form = text.decode() if b"\\" not in text else self.dictionary.decode(code).value  # type: ignore[union-attr]  # a literal
        if not suffix:
            return lexical_form, _STRING, ""
        if suffix[:1] == b"@":
            language, _, direction = suffix[1:].decode().partition("--")
            return lexical_form, _DIRECTED if direction else _LANGUAGE, language
        return lexical_form, suffix[3:-1].decode(), ""

    def _read_value(self, code: int) -> Value | None:
        """Return the value by which a term is compared, None if it has none."""
        if self.kind(code) != LITERAL:
            return None
        return read_value(*self.literal(code))
