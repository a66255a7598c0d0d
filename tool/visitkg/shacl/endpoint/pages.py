"""Answers of any length: whole if they are short, else page by page behind the last key."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pyoxigraph import BlankNode, Literal, NamedNode

from visitkg.errors import InputError
from visitkg.shacl.endpoint.write import write_string

if TYPE_CHECKING:
    from collections.abc import Sequence

    from visitkg.shacl.endpoint.source import Source
    from visitkg.sparql.answer import Row, Table, Term

PAGE: Final = 5_000
"""Rows asked for at one go: fewer than the 10,000 at which many stores cut an answer."""

_ROUND: Final = 100
"""An unknown limit of a store is a round number: so many rows, or a multiple, may be cut."""


def may_be_cut(count: int) -> bool:
    """Return whether an answer of so many rows may be a part of a longer one."""
    return count >= PAGE or (count > 0 and count % _ROUND == 0)


def select_all(
    source: Source, variables: Sequence[str], pattern: str, key: str, *, literals: bool = False
) -> tuple[Sequence[Row], bool]:
    """Return the distinct rows of a pattern, and whether one has a blank node as its key.

    If there may be ``literals``, each row ends with the datatype of its key: a store may take two
    that have one value for one.

    Of a long answer, rows with a blank node as their key are left out, for behind a blank node
    nothing can be continued. Raise InputError if a page can't be followed by a next one.
    """
    head = _write_head(variables, key, literals=literals)
    answer = source.select(_write_first(head, pattern))
    if not may_be_cut(len(answer.rows)):
        place = variables.index(key)
        return answer.rows, any(isinstance(row[place], BlankNode) for row in answer.rows)
    rows = _select_pages(source, head, pattern, key)
    blank = source.select(f"{head} {{ {pattern} FILTER(isBlank(?{key})) }} LIMIT 1")
    return rows, bool(blank.rows)


def write_first(variables: Sequence[str], pattern: str, key: str, *, literals: bool) -> str:
    """Return the first query that ``select_all`` asks."""
    return _write_first(_write_head(variables, key, literals=literals), pattern)


def _write_head(variables: Sequence[str], key: str, *, literals: bool) -> str:
    selected = " ".join(f"?{name}" for name in variables)
    kind = f" (DATATYPE(?{key}) AS ?kind)" if literals else ""
    return f"SELECT DISTINCT {selected}{kind} WHERE"


def _write_first(head: str, pattern: str) -> str:
    return f"{head} {{ {pattern} }} LIMIT {PAGE}"


def _select_pages(source: Source, head: str, pattern: str, key: str) -> Sequence[Row]:
    """Return the rows without a blank key, in the order of their keys' texts."""
    rows: dict[Row, None] = {}
    longest = 0
    behind = ""
    while True:
        answer = source.select(
            f"{head} {{ {pattern} FILTER(!isBlank(?{key})) {behind} }} "
            f"ORDER BY STR(?{key}) LIMIT {PAGE}"
        )
        before = len(rows)
        rows.update(dict.fromkeys(answer.rows))
        if len(answer.rows) < max(longest, 1) or not may_be_cut(len(answer.rows)):
            return list(rows)
        if len(rows) == before:
            raise InputError(
                f"the store cuts an answer after {len(answer.rows):,} rows that have one key",
                remedy="Raise the limit of rows that the store has.",
            )
        longest = max(longest, len(answer.rows))
        behind = f"FILTER(STR(?{key}) >= {write_string(_last_key(answer, key))})"


def _last_key(answer: Table, key: str) -> str:
    term: Term | None = answer.rows[-1][answer.variables.index(key)]
    return term.value if isinstance(term, NamedNode | Literal) else ""
