"""The IRIs that a query can meet as predicates, told from its tokens alone.

Whatever could stand for any predicate, or for any node, is told by None: whoever asks then has to
look at everything. So a reading that is too careful costs time, and nothing else.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pyoxigraph import NamedNode

from visitkg.sparql.tokens import Kind, Token, tokenise

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_ENDS: Final = frozenset(
    {Kind.BLANK, Kind.IRI, Kind.LANGUAGE, Kind.NAME, Kind.NUMBER, Kind.STRING, Kind.VARIABLE}
)
_TERMS: Final = _ENDS - {Kind.LANGUAGE}
_VERBS: Final = frozenset({Kind.IRI, Kind.NAME})
_THIS: Final = frozenset({"$this", "?this"})
_NOT_TOLD: Final = frozenset({"BASE", "FROM", "GRAPH", "SERVICE"})
_NOTHING: Final = Token(Kind.UNKNOWN, "", 0)


def find_verbs(text: str) -> frozenset[NamedNode] | None:
    """Return the IRIs of a query; None if a variable or a negation may stand for any predicate."""
    tokens = tokenise(text)
    if any(token.kind is Kind.UNKNOWN or token.word in _NOT_TOLD for token in tokens):
        return None
    prefixes = _read_prefixes(tokens)
    patterns = _without_heads(tokens)
    if _has_open_verb(patterns):
        return None
    found: set[NamedNode] = set()
    for token in patterns:
        if token.kind in _VERBS:
            iri = _read(token, prefixes)
            if iri is None:
                return None
            found.add(iri)
    return frozenset(found)


def _read_prefixes(tokens: Sequence[Token]) -> Mapping[str, str]:
    return {
        name.text[:-1]: iri.text[1:-1]
        for word, name, iri in zip(tokens, tokens[1:], tokens[2:], strict=False)
        if word.word == "PREFIX"
    }


def _read(token: Token, prefixes: Mapping[str, str]) -> NamedNode | None:
    if "\\" in token.text:
        return None
    try:
        if token.kind is Kind.IRI:
            return NamedNode(token.text[1:-1])
        prefix, _, name = token.text.partition(":")
        return NamedNode(prefixes[prefix] + name) if prefix in prefixes else None
    except ValueError:
        return None


def _without_heads(tokens: Sequence[Token]) -> Sequence[Token]:
    """Return the tokens without declarations and without what each SELECT selects."""
    kept: list[Token] = []
    in_head = True
    for token in tokens:
        if token.word == "SELECT":
            in_head = True
        elif token.is_sign("{"):
            in_head = False
        if not in_head:
            kept.append(token)
    return kept


def _has_open_verb(tokens: Sequence[Token]) -> bool:
    padded = [_NOTHING, _NOTHING, *tokens, _NOTHING, _NOTHING]
    for place in range(2, len(padded) - 2):
        before, token, after = padded[place - 1 : place + 2]
        if token.kind is Kind.VARIABLE and _ends(before) and _begins(after):
            return True
        if token.is_sign("!") and (
            after.kind in _VERBS or after.is_sign("(") or after.is_sign("^") or after.text == "a"
        ):
            return True
        if _may_stay(token) and _is_open(padded, place):
            return True
    return False


def _ends(token: Token) -> bool:
    """Return whether a subject may end here, or one goes on behind a semicolon."""
    return token.kind in _ENDS or any(map(token.is_sign, (")", "]", ";"))) or _is_truth(token)


def _begins(token: Token) -> bool:
    return token.kind in _TERMS or token.is_sign("(") or token.is_sign("[") or _is_truth(token)


def _is_truth(token: Token) -> bool:
    return token.word in {"TRUE", "FALSE"}


def _may_stay(token: Token) -> bool:
    """Return whether a path may end where it begins, as with an asterisk."""
    return token.is_sign("*") or token.is_sign("?")


def _is_open(tokens: Sequence[Token], place: int) -> bool:
    """Return whether a path without a step may begin and end at any node."""
    verb, after = tokens[place - 1], tokens[place + 1]
    if verb.is_sign(")"):
        return True
    if verb.kind not in _VERBS and verb.text != "a":
        return False
    start = tokens[place - 2]
    fixed = {Kind.IRI, Kind.NAME}
    anchored = start.is_sign("/") or after.is_sign("/") or start.kind in fixed
    return not (anchored or after.kind in fixed or start.text in _THIS or after.text in _THIS)
