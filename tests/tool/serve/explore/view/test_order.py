"""Rows are sorted by what their cells say; what has no value comes last, whichever way."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import BlankNode, Literal
from tests.tool.serve.explore.view.made import date, explore_data, node, number, rows

from visitkg.serve.explore.view.order import rank_cells, read_sorting, sort_rows

if TYPE_CHECKING:
    from collections.abc import Sequence

    from visitkg.serve.explore.explorer import Explorer
    from visitkg.sparql.answer import Term

EXPLORER = explore_data(
    'ex:z <http://www.w3.org/2000/01/rdf-schema#label> "Ape"@en .'.replace(
        "ex:z", "<https://example.org/z>"
    )
)

TERMS = st.one_of(
    st.none(),
    st.floats(allow_nan=True).map(lambda value: number(repr(value), "double")),
    st.integers(-(10**400), 10**400).map(lambda value: number(str(value))),
    st.sampled_from(["-0044-03-15", "2025-09-02", "12026-01-01"]).map(date),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=8).map(Literal),
    st.sampled_from(["a", "b", "z"]).map(node),
    st.just(BlankNode("b0")),
)


def sort(explorer: Explorer, by: str, cells: Sequence[Term | None]) -> list[Term | None]:
    table = rows("x", of=[(cell,) for cell in cells])
    sorting = read_sorting(by, table)
    assert sorting is not None
    return [row[0] for row in sort_rows(explorer, table.rows, sorting)]


def test_numbers_are_sorted_by_size_not_by_text() -> None:
    cells = [
        number("10"),
        number("9"),
        number("-3"),
        number("1e3", "double"),
        number("9.5", "decimal"),
    ]
    assert [term.value for term in sort(EXPLORER, "x", cells) if isinstance(term, Literal)] == [
        *("-3", "9", "9.5", "10", "1e3"),
    ]


def test_what_has_no_value_comes_last_in_both_directions() -> None:
    cells = [None, number("1"), None, number("2")]
    assert sort(EXPLORER, "x", cells) == [number("1"), number("2"), None, None]
    assert sort(EXPLORER, "-x", cells) == [number("2"), number("1"), None, None]


def test_names_are_sorted_not_iris() -> None:
    assert sort(EXPLORER, "x", [node("b"), node("z")]) == [node("z"), node("b")]


def test_equal_cells_stay_as_they_were() -> None:
    table = rows("x", "y", of=[(number("1"), node("b")), (number("1"), node("a"))])
    for by in ("x", "-x"):
        assert list(sort_rows(EXPLORER, table.rows, read_sorting(by, table))) == list(table.rows)


@pytest.mark.parametrize("by", [None, "", "-", "y", "--x", "x ", "-y", "<script>"])
def test_what_names_no_column_sorts_nothing(by: str | None) -> None:
    table = rows("x", of=[(number("2"),), (number("1"),)])
    assert read_sorting(by, table) is None
    assert sort_rows(EXPLORER, table.rows, None) == table.rows


@given(st.lists(TERMS, max_size=12))
def test_ranks_sort_as_the_server_does(cells: list[Term | None]) -> None:
    ranks = rank_cells(EXPLORER, [(cell,) for cell in cells], 0)
    places = sorted(range(len(cells)), key=lambda at: (ranks[at] is None, ranks[at] or 0))
    assert list(map(str, sort(EXPLORER, "x", cells))) == [str(cells[at]) for at in places]
