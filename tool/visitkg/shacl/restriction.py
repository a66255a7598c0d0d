"""What a query must not hold if variables are bound before it is asked.

https://www.w3.org/TR/shacl/#pre-binding
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Final

from visitkg.sparql.outline import variable_name
from visitkg.sparql.tokens import Kind

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from visitkg.sparql.tokens import Token

_FORBIDDEN: Final = ("MINUS", "SERVICE", "VALUES")
_ALWAYS_BOUND: Final = frozenset({"currentShape", "shapesGraph"})


def find_restriction(tokens: Sequence[Token], names: frozenset[str]) -> tuple[str, str] | None:
    """Return what breaks a restriction, and what to do, or None if nothing does.

    ``names`` are the variables that are bound beforehand, besides $currentShape and $shapesGraph.
    """
    for word in _FORBIDDEN:
        if any(token.word == word for token in tokens):
            return (
                f"holds {word}, which has no meaning where variables are bound beforehand",
                "Say it by FILTER, FILTER NOT EXISTS or UNION.",
            )
    for token, following in pairwise(tokens):
        if token.word == "AS" and following.kind is Kind.VARIABLE:
            name = variable_name(following)
            if name in names | _ALWAYS_BOUND:
                return (
                    f"sets ${name}, which is bound beforehand",
                    "Give the variable behind AS another name.",
                )
    return _find_narrow_subquery(tokens, names)


def _find_narrow_subquery(tokens: Sequence[Token], names: frozenset[str]) -> tuple[str, str] | None:
    for place, (token, following) in enumerate(pairwise(tokens)):
        if token.is_sign("{") and following.word == "SELECT":
            missing = sorted(names - set(_projected(tokens[place + 2 :])))
            if missing:
                return (
                    f"has a subquery that doesn't select ${missing[0]}, which is bound beforehand",
                    f"Select ${missing[0]} there too.",
                )
    return None


def _projected(tokens: Sequence[Token]) -> Iterator[str]:
    """Yield the variables that a subquery selects; by ``*`` those that its patterns name."""
    depth = parentheses = 0
    star = False
    for token in tokens:
        if token.is_sign("{"):
            depth += 1
        elif token.is_sign("}"):
            depth -= 1
            if depth <= 0:
                return
        elif token.is_sign("("):
            parentheses += 1
        elif token.is_sign(")"):
            parentheses -= 1
        elif token.is_sign("*") and not depth:
            star = True
        elif token.kind is Kind.VARIABLE and (star or not depth) and not parentheses:
            yield variable_name(token)
