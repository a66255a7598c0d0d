"""A table for people: on a terminal, or in Markdown."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from pyoxigraph import BlankNode, Literal, NamedNode

from visitkg import terms
from visitkg.sparql.curie import curie_writer
from visitkg.sparql.width import fit, pad, width

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from visitkg.sparql.answer import Table, Term

_GAP: Final = "  "
_NARROWEST: Final = 4
_NUMBERS: Final = frozenset(
    f"{terms.XSD}{name}"
    for name in (
        *("byte", "decimal", "double", "float", "int", "integer", "long", "short"),
        *("negativeInteger", "nonNegativeInteger", "nonPositiveInteger", "positiveInteger"),
        *("unsignedByte", "unsignedInt", "unsignedLong", "unsignedShort"),
    )
)
_MARKDOWN: Final = re.compile(r"[\\`*_\[\]<|]")
_ESCAPES: Final = {"\n": "\\n", "\r": "\\r", "\t": "\\t"}


def write_table(table: Table, prefixes: Mapping[str, str], columns: int | None = None) -> str:
    """Return the rows below their variables, each on one line, numbers to the right.

    Literals go without quotes; where the languages of a column differ, each has its tag. With
    ``columns`` the table fits a terminal so wide, as far as it can: the widest cells are cut.
    """
    cells = list(_cells(table, prefixes, _write_plain))
    widths = [max(map(width, column)) for column in zip(table.variables, *cells, strict=True)]
    if columns is not None:
        widths = _shrink(widths, columns)
    numbers = [_is_number_column(table, index) for index in range(len(widths))]
    rule = ["-" * each for each in widths]
    lines = [
        _GAP.join(
            pad(fit(cell, each), each, right=right)
            for cell, each, right in zip(row, widths, numbers, strict=True)
        ).rstrip()
        for row in [table.variables, rule, *cells]
    ]
    return "".join(f"{line}\n" for line in lines)


def write_markdown(table: Table, prefixes: Mapping[str, str]) -> str:
    """Return a table of GitHub's Markdown (https://github.github.com/gfm/#tables-extension-)."""
    rule = ["---:" if _is_number_column(table, i) else "---" for i in range(len(table.variables))]
    rows = [table.variables, rule, *_cells(table, prefixes, _write_markdown_text)]
    return "".join(f"| {' | '.join(row)} |\n" for row in rows)


def _cells(
    table: Table, prefixes: Mapping[str, str], write_text: Callable[[str], str]
) -> Iterator[Sequence[str]]:
    write_iri = curie_writer(prefixes)
    tagged = [_has_languages(table, index) for index in range(len(table.variables))]

    def write(term: Term | None, *, with_language: bool) -> str:
        if term is None:
            return ""
        if isinstance(term, Literal):
            tag = f"@{term.language}" if with_language and term.language else ""
            return write_text(term.value) + tag
        if isinstance(term, NamedNode):
            return write_iri(term.value)
        return str(term) if isinstance(term, BlankNode) else write_text(str(term))

    for row in table.rows:
        yield [write(cell, with_language=tag) for cell, tag in zip(row, tagged, strict=True)]


def _write_plain(text: str) -> str:
    if text.isprintable():
        return text
    return "".join(
        _ESCAPES.get(each, f"\\u{ord(each):04X}") if _is_control(each) else each for each in text
    )


def _is_control(character: str) -> bool:
    """Tell whether it would move a cursor, break a line, or turn the direction of what follows."""
    return (
        character < " "
        or "\x7f" <= character <= "\x9f"
        or "\u200e" <= character <= "\u200f"
        or "\u2028" <= character <= "\u202e"
        or "\u2066" <= character <= "\u2069"
    )


def _write_markdown_text(text: str) -> str:
    return _MARKDOWN.sub(r"\\\g<0>", _write_plain(" ".join(text.splitlines())))


def _has_languages(table: Table, index: int) -> bool:
    """Tell whether the literals of a column are in different languages."""
    cells = (row[index] for row in table.rows)
    return len({cell.language for cell in cells if isinstance(cell, Literal)}) > 1


def _is_number_column(table: Table, index: int) -> bool:
    cells = [row[index] for row in table.rows if row[index] is not None]
    return bool(cells) and all(
        isinstance(cell, Literal) and cell.datatype.value in _NUMBERS for cell in cells
    )


def _shrink(widths: Sequence[int], columns: int) -> list[int]:
    """Return widths that fit, the widest cut to one measure; none below a readable minimum."""
    room = columns - len(_GAP) * (len(widths) - 1)
    most = max([_NARROWEST, *(min(each, room) for each in widths)])
    while most > _NARROWEST and sum(min(each, most) for each in widths) > room:
        most -= 1
    return [min(each, most) for each in widths]
