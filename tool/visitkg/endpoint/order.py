"""Rows of a store in the order and the spelling in which the engine here would give them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from pyoxigraph import Literal, NamedNode, Quad, Store, Triple

from visitkg import terms
from visitkg.sparql.outline import outline
from visitkg.sparql.tokens import Kind, tokenise

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from visitkg.sparql.answer import Row, Term
    from visitkg.sparql.prepare import Prepared
    from visitkg.sparql.tokens import Token

_PLAIN: Final = frozenset(
    {terms.XSD + "string", terms.RDF + "langString", terms.RDF + "dirLangString"}
)
_ROW: Final = "urn:visitkg:row:"
_COLUMN: Final = "urn:visitkg:column:"
_RANK: Final = NamedNode("urn:visitkg:rank")
_ELSEWHERE: Final = frozenset(
    {
        *("AVG", "COUNT", "GROUP_CONCAT", "MAX", "MIN", "SAMPLE", "SUM"),
        *("BNODE", "EXISTS", "NOW", "RAND", "STRUUID", "UUID"),
    }
)
"""What ORDER BY asks of the graph or the groups, not of a row."""

_FEWER: Final = ("DISTINCT", "REDUCED")


@dataclass(frozen=True, slots=True)
class Order:
    """The conditions by which a query orders its rows, empty for none.

    ``further`` are variables that they name and the columns lack.
    """

    conditions: str = ""
    further: tuple[str, ...] = ()


def own_order(prepared: Prepared, columns: Sequence[str]) -> Order | None:
    """Return how a query orders its rows itself; None if only the store can tell."""
    tokens = tokenise(prepared.source)
    shape = outline(tokens)
    if not shape.ordered:
        return Order()
    ordering = [token for token in tokens if shape.modifiers <= token.start < shape.order]
    begin = next(index for index, token in enumerate(ordering) if token.word == "ORDER")
    conditions = ordering[begin + 2 :]
    named = dict.fromkeys(token.text[1:] for token in conditions if token.kind is Kind.VARIABLE)
    further = tuple(name for name in named if name not in columns)
    if further and (shape.selected is None or _word_behind_select(tokens) in _FEWER):
        return None
    if any(token.word in _ELSEWHERE for token in conditions):
        return None
    return Order(" ".join(token.text for token in conditions), further)


def is_distinct(prepared: Prepared) -> bool:
    """Return whether a SELECT gives no row twice."""
    return _word_behind_select(tokenise(prepared.source)) == "DISTINCT"


def _word_behind_select(tokens: Sequence[Token]) -> str:
    """Return the word behind the first SELECT, which is that of the query itself."""
    place = next(index for index, token in enumerate(tokens) if token.word == "SELECT")
    return tokens[place + 1].word if place + 1 < len(tokens) else ""


def with_columns(text: str, names: Iterable[str]) -> str:
    """Return a SELECT that gives further variables too."""
    form = next(token for token in tokenise(text) if token.word == "SELECT")
    added = "".join(f" ?{name}" for name in names)
    return f"{text[: form.end]}{added}{text[form.end :]}"


def order_rows(
    rows: Iterable[Row], columns: Sequence[str], conditions: str, prepared: Prepared
) -> list[Row]:
    """Return rows in the order of some conditions, those that these leave equal by their cells.

    Behind the columns a row may have cells that only the conditions name.
    """
    by_cells = sorted(rows, key=lambda row: [_key(cell) for cell in row])
    if not conditions:
        return by_cells
    rank, row = _free_names(columns)
    store = Store()
    store.bulk_extend(
        quad for number, cells in enumerate(by_cells) for quad in _state(number, cells)
    )
    patterns = " ".join(
        f"OPTIONAL {{ ?{row} <{_COLUMN}{number}> ?{name} }}" for number, name in enumerate(columns)
    )
    found: Any = store.query(
        f"{prepared.prologue} SELECT ?{rank} {{ ?{row} {_RANK} ?{rank} {patterns} }}"
        f" ORDER BY {conditions} ?{rank}",
        prefixes=dict(prepared.prefixes),
        base_iri=prepared.base_iri,
    )
    return [by_cells[int(solution[rank].value)] for solution in found]


def as_stored(found: Iterable[Term | None]) -> dict[Literal, Literal]:
    """Return how the engine here writes the literals that it keeps as values, such as numbers."""
    literals = {
        term for term in found if isinstance(term, Literal) and term.datatype.value not in _PLAIN
    }
    numbered = dict(enumerate(literals))
    store = Store()
    store.bulk_extend(
        Quad(NamedNode(f"{_ROW}{number}"), _RANK, literal) for number, literal in numbered.items()
    )
    return {
        numbered[int(quad.subject.value.removeprefix(_ROW))]: quad.object
        for quad in store
        if isinstance(quad.subject, NamedNode) and isinstance(quad.object, Literal)
    }


def store_rows(rows: Sequence[Row]) -> list[Row]:
    """Return rows with their literals as the engine here writes them."""
    known = as_stored(cell for row in rows for cell in row)
    if not known:
        return list(rows)
    return [
        tuple(known.get(cell, cell) if isinstance(cell, Literal) else cell for cell in row)
        for row in rows
    ]


def store_triples(triples: Iterable[Triple]) -> list[Triple]:
    """Return distinct triples with their literals as the engine here writes them."""
    store = Store()
    store.bulk_extend(Quad(*triple) for triple in triples)
    return [quad.triple for quad in store]


def _key(cell: Term | None) -> tuple[tuple[bool, str], ...]:
    """Return what ``prepare`` orders by: STR, DATATYPE and LANG, an error before any value."""
    nothing = (False, "")
    if isinstance(cell, Literal):
        return (True, cell.value), (True, cell.datatype.value), (True, cell.language or "")
    if isinstance(cell, NamedNode):
        return (True, cell.value), nothing, nothing
    return nothing, nothing, nothing


def _state(number: int, cells: Row) -> Iterable[Quad]:
    row = NamedNode(f"{_ROW}{number}")
    yield Quad(row, _RANK, Literal(number))
    for place, cell in enumerate(cells):
        if cell is not None:
            yield Quad(row, NamedNode(f"{_COLUMN}{place}"), cell)


def _free_names(columns: Sequence[str]) -> tuple[str, str]:
    longest = "x" * (1 + max(map(len, columns), default=0))
    return f"rank{longest}", f"row{longest}"
