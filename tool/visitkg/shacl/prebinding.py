"""Pre-bound variables of a query: https://www.w3.org/TR/shacl/#pre-binding.

Each group in which one is named gets a VALUES block for it, so that it has its value wherever it
stands: in patterns, in filters of nested groups, in subqueries. A query that treats each value of
``$this`` on its own can be asked of many at once.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from visitkg.sparql.outline import outline
from visitkg.sparql.tokens import Kind, tokenise

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from visitkg.sparql.outline import Group, Outline
    from visitkg.sparql.tokens import Token

THIS: Final = "this"

_AGGREGATES: Final = frozenset({"AVG", "COUNT", "GROUP_CONCAT", "MAX", "MIN", "SAMPLE", "SUM"})
_SLICES: Final = frozenset({"LIMIT", "OFFSET"})
_TERM_TESTS: Final = frozenset({"ISBLANK", "ISIRI", "ISURI", "STR"})

FUNCTIONS: Final = "urn:visitkg:function:"
"""What stands before the name of a function that tells skolemised blank nodes from IRIs."""


@dataclass(frozen=True, slots=True)
class Query:
    """A query cut into ``pieces``; before each but the first, the ``places`` name what is bound.

    ``uses`` are the pre-bound variables that occur at all. ``many`` if it can be asked of many
    nodes at once; then ``correlated`` says at which places the value comes from outside.
    """

    pieces: tuple[str, ...]
    places: tuple[tuple[str, ...], ...]
    correlated: tuple[bool, ...]
    uses: frozenset[str]
    many: bool

    def bind(self, values: Mapping[str, Sequence[str]], *, many: bool = False) -> str:
        """Return the text that asks for the values, which are written as SPARQL writes terms."""
        blocks = {
            name: f" VALUES ?{name} {{ {' '.join(terms)} }} " for name, terms in values.items()
        }
        text = [self.pieces[0]]
        for names, correlated, piece in zip(
            self.places, self.correlated, self.pieces[1:], strict=True
        ):
            outside = {THIS} if many and correlated else ()
            text += [blocks[name] for name in names if name in blocks and name not in outside]
            text.append(piece)
        return "".join(text)


def prepare_query(text: str, names: frozenset[str], *, skolemised: bool) -> Query:
    """Return a query made ready for pre-binding ``names``.

    ``skolemised`` if IRIs stand for blank nodes, which isBlank and its like must still tell apart.
    """
    tokens = tokenise(text)
    shape = outline(tokens)
    edits = _replace_tests(tokens) if skolemised else []
    uses = names & set(shape.variables)
    exists = _exists_groups(tokens, shape)
    inserts = [
        (group.start, names & _variables_in(group, shape) if group is not shape.where else uses)
        for group in shape.groups
    ]
    cuts = sorted((offset, tuple(sorted(found))) for offset, found in inserts if found)
    pieces, last = [], 0
    for offset, _ in [*cuts, (len(text), ())]:
        pieces.append(_edit(text, last, offset, edits))
        last = offset
    starts = {group.start for group in exists}
    return Query(
        pieces=tuple(pieces),
        places=tuple(found for _, found in cuts),
        correlated=tuple(offset in starts for offset, _ in cuts),
        uses=uses,
        many=_asks_each_alone(tokens, shape, exists),
    )


def _variables_in(group: Group, shape: Outline) -> set[str]:
    """Return the variables that a group names, or one in it: an OPTIONAL there depends on them."""
    inner = (each for each in shape.groups if group.start <= each.start < group.end)
    return set[str]().union(*(each.variables for each in inner))


def _replace_tests(tokens: Sequence[Token]) -> list[tuple[int, int, str]]:
    """Return the places of functions that look at what kind of term they are given."""
    return [
        (token.start, token.end, f"<{FUNCTIONS}{token.word}>")
        for token, following in pairwise(tokens)
        if token.word in _TERM_TESTS and following.is_sign("(")
    ]


def _edit(text: str, begin: int, end: int, edits: Sequence[tuple[int, int, str]]) -> str:
    parts, last = [], begin
    for start, stop, new in edits:
        if begin <= start < end:
            parts += [text[last:start], new]
            last = stop
    return "".join([*parts, text[last:end]])


def _exists_groups(tokens: Sequence[Token], shape: Outline) -> list[Group]:
    """Return the groups of EXISTS and NOT EXISTS, whose variables have values from outside."""
    starts = {
        following.end
        for token, following in pairwise(tokens)
        if token.word == "EXISTS" and following.is_sign("{")
    }
    return [group for group in shape.groups if group.start in starts]


def _asks_each_alone(tokens: Sequence[Token], shape: Outline, exists: Sequence[Group]) -> bool:
    """Return whether the answers for many values of $this are those for each of them together."""
    words = {token.word for token in tokens if token.kind is Kind.WORD}
    if shape.form is None or shape.form.word != "SELECT" or words & _SLICES:
        return False
    if shape.selected is not None and THIS not in shape.selected:
        return False
    if any(
        THIS in inner.variables and outer.start < inner.start < outer.end
        for outer in exists
        for inner in shape.groups
    ):
        return False
    return not words & {*_AGGREGATES, "GROUP"} or _groups_by_this(tokens)


def _groups_by_this(tokens: Sequence[Token]) -> bool:
    """Return whether the only SELECT of a query groups its solutions by $this, among others."""
    words = [token.word for token in tokens]
    if words.count("SELECT") != 1 or words.count("GROUP") != 1:
        return False
    behind = tokens[words.index("GROUP") + 2 :]
    for token in behind:
        if token.kind is not Kind.VARIABLE:
            return False
        if token.text[1:] == THIS:
            return True
    return False
