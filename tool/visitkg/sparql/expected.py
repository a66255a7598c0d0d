"""What could stand where something else stands in a query, in words."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING, Final

from visitkg.sparql.grammar import END, INTEGER
from visitkg.sparql.tokens import Kind

if TYPE_CHECKING:
    from collections.abc import Iterable

_LONGEST: Final = 6
"""A longer list of what could stand somewhere helps nobody."""

_NO_FUNCTIONS: Final = frozenset(
    {"ASC", "DESC", "DISTINCT", "FALSE", "HAVING", "LIMIT", "OFFSET", "ORDER", "TRUE", "VALUES"}
)

# Where all of the first set is expected, the phrase stands for it and for the second.
_GROUPS: Final[tuple[tuple[set[str], set[str], str], ...]] = (
    (
        {"'&&'", "'='"},
        {"'!='", "'*'", "'+'", "'-'", "'/'", "'<'", "'<='", "'>'", "'>='", "'||'"}
        | {"IN", "NOT", INTEGER, "number"},
        "an operator",
    ),
    ({"'/'", "'|'"}, {"'*'", "'+'", "'?'"}, "an operator of a path"),
    (
        {"BIND", "FILTER"},
        {"GRAPH", "MINUS", "OPTIONAL", "SERVICE", "UNION", "VALUES", "'{'"},
        "a pattern such as FILTER or OPTIONAL",
    ),
    ({"LIMIT", "ORDER"}, {"GROUP", "HAVING", "OFFSET", "VALUES"}, "ORDER BY or LIMIT"),
    (
        {"iri", "string", "variable"},
        {"'('", "'['", "FALSE", "TRUE", "blank", "name", "number", INTEGER},
        "a term",
    ),
    ({"iri", "string"}, {"FALSE", "TRUE", "UNDEF", "name", "number", INTEGER}, "a value"),
    ({"iri", "name"}, set(), "an IRI"),
    ({"language", "'^^'"}, set(), "a language or datatype"),
)
_NAMES: Final = {
    Kind.BLANK.value: "a blank node",
    Kind.IRI.value: "an IRI in angle brackets",
    Kind.LANGUAGE.value: "a language tag",
    Kind.NAME.value: "a prefixed name",
    Kind.NUMBER.value: "a number",
    Kind.STRING.value: "a string",
    Kind.VARIABLE.value: "a variable",
    "A": "a",
    END: "the end of the query",
    INTEGER: "an integer",
}


def suggest(found: str, expected: Iterable[str]) -> str | None:
    """Return a remedy where ``found`` stands instead of one of ``expected``.

    It is a keyword like the one that is found, else a list of what could stand there; None if the
    list would be too long to help.
    """
    words = set(expected)
    keywords = sorted(word for word in words if word.isupper())
    near = get_close_matches(found.upper(), keywords, n=1, cutoff=0.7) if found else []
    if near:
        return f"Did you mean {near[0]!r}?"
    phrases = sorted(_phrases(words))
    if len(phrases) > _LONGEST:
        return None
    *others, last = phrases
    return f"Expected {', '.join(others)} or {last}." if others else f"Expected {last}."


def _phrases(words: set[str]) -> set[str]:
    phrases = set()
    if "STRLEN" in words:
        words = {word for word in words if not word.isupper() or word in _NO_FUNCTIONS}
        phrases.add("a function")
    for needed, also, phrase in _GROUPS:
        if needed <= words:
            words = words - needed - also
            phrases.add(phrase)
    return phrases | {_NAMES.get(word, word) for word in words}
