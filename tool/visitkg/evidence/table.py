"""Rows of short text as a table for people, as CSV (RFC 4180) or as Markdown."""

from __future__ import annotations

from io import StringIO
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    Row = Sequence[str]


def render_table(columns: Row, rows: Sequence[Row]) -> str:
    """Return columns as wide as their widest cell, numbers to the right, under their names."""
    lines = [columns, *rows]
    widths = [max(len(line[index]) for line in lines) for index in range(len(columns))]
    numeric = [
        bool(rows) and all(row[index].isdigit() for row in rows) for index in range(len(columns))
    ]
    return "".join(
        "  ".join(
            cell.rjust(width) if right else cell.ljust(width)
            for cell, width, right in zip(line, widths, numeric, strict=True)
        ).rstrip()
        + "\n"
        for line in lines
    )


def render_csv(columns: Row, rows: Sequence[Row]) -> str:
    """Return CSV with a header line, ended by line feeds."""
    # Imported here: only this format needs it.
    import csv

    text = StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(rows)
    return text.getvalue()


def render_markdown(columns: Row, rows: Sequence[Row]) -> str:
    """Return a table of GitHub Flavored Markdown: https://github.github.com/gfm/#tables-extension-."""
    lines = [columns, ["---"] * len(columns), *rows]
    return "".join(
        f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in line)} |\n" for line in lines
    )
