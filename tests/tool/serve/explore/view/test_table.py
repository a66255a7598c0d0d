"""A table links what it names, sorts, and stands in pages; nothing in the data breaks it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from pyoxigraph import BlankNode, Literal, NamedNode, Triple
from tests.tool.serve.explore.view.made import (
    HOSTILE,
    date,
    explore_data,
    node,
    number,
    rows,
    show,
    texts,
)

if TYPE_CHECKING:
    from visitkg.serve.explore.explorer import Explorer


def test_an_iri_is_a_link_with_its_name_and_its_short_form(visit: Explorer) -> None:
    markup = show(visit, "SELECT ?x { BIND (id:kim-jong-un AS ?x) }")
    assert '<a href="/id/kim-jong-un.html"><bdi>Kim Jong Un</bdi></a>' in markup
    assert "id:kim-jong-un</bdi>" in markup


def test_a_name_that_stands_beside_is_not_said_twice(visit: Explorer) -> None:
    markup = show(
        visit, 'SELECT ?x ?name { BIND (id:kim-jong-un AS ?x) BIND ("Kim Jong Un" AS ?name) }'
    )
    assert texts(markup, "td") == ["id:kim-jong-un", "Kim Jong Un"]


def test_an_iri_of_elsewhere_leads_to_the_page_of_any_node(empty: Explorer) -> None:
    markup = show(empty, rows("x", of=[(NamedNode("https://example.com/a?b=c&d"),)]))
    assert 'href="/explore/node?iri=https%3A%2F%2Fexample.com%2Fa%3Fb%3Dc%26d"' in markup


def test_literals_tell_their_language_and_their_datatype(empty: Explorer) -> None:
    cells = (
        Literal("김정은", language="ko"),
        Literal("Kim", language="en"),
        number("5"),
        Literal("x", datatype=node("type")),
        date("2025-09-02"),
        Literal("true", datatype=NamedNode("http://www.w3.org/2001/XMLSchema#boolean")),
    )
    found = texts(show(empty, rows(*"abcdef", of=[cells])), "td")
    assert found == ["김정은 ko", "Kim", "5", "x ex:type", "2025-09-02", "true"]


def test_numbers_are_aligned_at_their_end(empty: Explorer) -> None:
    markup = show(empty, rows("x", "n", of=[(Literal("a"), number("5"))]), "table")
    assert re.search(r'<td class="number"[^>]*><bdi>5</bdi></td>', markup)
    assert len(re.findall('<td class="number"', markup)) == 1


def test_blank_nodes_triples_and_nothing_are_cells(empty: Explorer) -> None:
    triple = Triple(node("s"), node("p"), Literal("o"))
    markup = show(empty, rows("a", "b", "c", of=[(BlankNode("b0"), triple, None)]))
    assert texts(markup, "td") == ["_:b0", "«ex:s ex:p o»", ""]


def test_columns_sort_one_way_then_the_other(empty: Explorer) -> None:
    table = rows("n", of=[(number("10"),), (number("9"),), (None,)])
    up, down = show(empty, table, sort="n"), show(empty, table, sort="-n")
    assert (texts(up, "td"), texts(down, "td")) == (["9", "10", ""], ["10", "9", ""])
    assert (texts(up, "caption"), texts(down, "caption")) == (
        ["By n, ascending"],
        ["By n, descending"],
    )
    assert 'aria-sort="ascending"' in up
    assert "sort=-n#answer" in up
    assert 'aria-sort="descending"' in down
    assert "sort=n#answer" in down


@pytest.mark.parametrize("by", ["m", "-", "", "<script>"])
def test_an_unknown_column_sorts_nothing(empty: Explorer, by: str) -> None:
    markup = show(empty, rows("n", of=[(number("2"),), (number("1"),)]), sort=by)
    assert texts(markup, "td") == ["2", "1"]
    assert "aria-sort" not in markup


def table_of(count: int) -> tuple[str, ...]:
    return tuple(f"row {number}" for number in range(count))


def test_up_to_two_hundred_rows_stand_on_one_page(empty: Explorer) -> None:
    markup = show(empty, rows("x", of=[(Literal(each),) for each in table_of(200)]))
    assert len(texts(markup, "td")) == 200
    assert "view-pages" not in markup
    assert "view-sortable" in markup


@pytest.mark.parametrize(
    ("page", "first", "last", "steps"),
    [
        ("1", "row 0", "row 199", ["Page 1 of 3", "Next", "Last"]),
        ("2", "row 200", "row 399", ["First", "Previous", "Page 2 of 3", "Next", "Last"]),
        ("3", "row 400", "row 400", ["First", "Previous", "Page 3 of 3"]),
        ("0", "row 0", "row 199", ["Page 1 of 3", "Next", "Last"]),
        ("99", "row 400", "row 400", ["First", "Previous", "Page 3 of 3"]),
        ("9" * 5_000, "row 400", "row 400", ["First", "Previous", "Page 3 of 3"]),
        ("-1", "row 0", "row 199", ["Page 1 of 3", "Next", "Last"]),
        ("two", "row 0", "row 199", ["Page 1 of 3", "Next", "Last"]),
        ("²", "row 0", "row 199", ["Page 1 of 3", "Next", "Last"]),
    ],
    ids=lambda value: str(value)[:12],
)
def test_more_rows_stand_in_pages(
    empty: Explorer, page: str, first: str, last: str, steps: list[str]
) -> None:
    markup = show(empty, rows("x", of=[(Literal(each),) for each in table_of(401)]), page=page)
    cells = texts(markup, "td")
    assert (cells[0], cells[-1]) == (first, last)
    assert texts(markup, "li")[: len(steps)] == steps
    # What stands on other pages has to be asked for: a script must not sort a part.
    assert "view-sortable" not in markup
    assert "data-rank" not in markup


def test_all_rows_are_sorted_before_they_are_cut_into_pages(empty: Explorer) -> None:
    table = rows("n", of=[(number(str(each)),) for each in range(401)])
    assert texts(show(empty, table, sort="-n", page="3"), "td") == ["0"]


def test_a_long_text_is_cut_and_says_so(empty: Explorer) -> None:
    (cell,) = texts(show(empty, rows("x", of=[(Literal("y" * 5_000),)])), "td")
    assert cell == "y" * 1_000 + "… (5,000 characters)"


def test_rows_without_columns_are_counted(empty: Explorer) -> None:
    assert "2 rows without columns" in show(empty, rows(of=[(), ()]))


@pytest.mark.parametrize(
    "text",
    [HOSTILE, "שלום \u202e!", "\x00\x1b[31m", "]]>", "&amp;", "a\r\nb", "\ufffe", "🚂"],
    ids=ascii,
)
def test_no_text_gets_out_of_its_cell(text: str) -> None:
    explorer = explore_data()
    explorer.holding.store.update(
        "INSERT DATA { <https://example.org/a> <http://www.w3.org/2000/01/rdf-schema#label> "
        f"{Literal(text)} }}"
    )
    cells = (node("a"), Literal(text), Literal(text, language="he"))
    assert len(texts(show(explorer, rows("a", "b", "c", of=[cells])), "td")) == 3
