"""How deep a query may be: the engine overflows its stack on more, which ends the process."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from visitkg.sparql.tokens import Kind, Token

if TYPE_CHECKING:
    from collections.abc import Iterable

DEEPEST: Final = 100
"""So many brackets can be open at once; pyoxigraph 0.5 overflows between 300 and 3,000."""

LONGEST: Final = 1_000
"""So many keywords, functions and operators a query can have; it overflows from 3,000 on.

Terms, separators, and the data of VALUES and IN don't count: of those there can be any number.
"""

MOST_DESCRIBED: Final = 1_000
"""So many things one DESCRIBE can name; pyoxigraph 0.5 overflows between that and 3,000."""

_OPENING: Final = frozenset({"(", "<<", "<<(", "[", "{", "{|"})
_CLOSING: Final = frozenset({")", ")>>", ">>", "]", "|}", "}"})
_SEPARATORS: Final = frozenset({",", ".", ";", "^^"})
_NAMING: Final = frozenset({Kind.IRI, Kind.NAME, Kind.VARIABLE})
_DATA: Final = frozenset({"A", "FALSE", "TRUE", "UNDEF"})


def refuse_unbearable(tokens: Iterable[Token], *, name: str, text: str) -> None:
    """Raise UsageError at the token that makes the query too deep or too long for the engine."""
    depth = length = described = 0
    is_describing = False
    for token in tokens:
        if token.kind is Kind.WORD:
            length += token.word not in _DATA
            is_describing = depth == 0 and (token.word == "DESCRIBE")
        elif token.kind is Kind.SIGN:
            if token.text in _OPENING:
                depth += 1
            elif token.text in _CLOSING:
                depth -= 1
            else:
                length += token.text not in _SEPARATORS
        elif is_describing and token.kind in _NAMING:
            described += 1
        if depth > DEEPEST or length > LONGEST or described > MOST_DESCRIBED:
            # Imported here: only a mistake needs it.
            from visitkg.sparql.place import error_at_token

            what = f"more than {LONGEST} keywords and operators"
            remedy = "Say it in a flatter way, for example with VALUES or IN."
            if depth > DEEPEST:
                what = f"more than {DEEPEST} brackets inside each other"
            elif described > MOST_DESCRIBED:
                what = f"more than {MOST_DESCRIBED} things to describe"
                remedy = "Name them in VALUES: DESCRIBE ?x { VALUES ?x { ... } }."
            raise error_at_token(
                f"the query has {what}, which is more than the engine can take",
                token,
                name=name,
                text=text,
                remedy=remedy,
            )
