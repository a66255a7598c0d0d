"""Rows become a table for people, CSV or Markdown."""

from __future__ import annotations

import csv
from io import StringIO

from hypothesis import given
from hypothesis import strategies as st

from visitkg.evidence.table import render_csv, render_markdown, render_table

COLUMNS = ("name", "n", "note")
ROWS = [("a", "7", "x, y"), ("long name", "12", "")]


def test_numbers_stand_to_the_right_and_no_line_ends_with_spaces() -> None:
    assert render_table(COLUMNS, ROWS) == (
        "name        n  note\na           7  x, y\nlong name  12\n"
    )


def test_a_table_without_rows_still_names_its_columns() -> None:
    assert render_table(COLUMNS, []) == "name  n  note\n"


def test_markdown_keeps_bars_out_of_the_columns() -> None:
    assert render_markdown(("a",), [("x|y",)]) == "| a |\n| --- |\n| x\\|y |\n"


CELLS = st.text(st.characters(exclude_categories=["Cc", "Cs"]))


@given(st.lists(st.tuples(CELLS, CELLS)))
def test_csv_gives_back_what_it_was_given(rows: list[tuple[str, str]]) -> None:
    text = render_csv(("a", "b"), rows)
    assert [tuple(row) for row in csv.reader(StringIO(text, newline=""))] == [("a", "b"), *rows]
