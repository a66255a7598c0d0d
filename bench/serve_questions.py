"""What the servers are asked, with what each answer has to hold: about a library, about our visit.

Simple questions differ from each other, so that an answer that is kept is of no use to the next.
"""

from __future__ import annotations

import csv
import io
import json
import re
from bisect import bisect_right
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

Row = tuple[str, ...]

_PREFIX: Final = "PREFIX l: <https://example.org/library/>\n"
_COPIES: Final = 3
_PAGES: Final = re.compile(r'/library/book-(\d+)> <[^>]*/library/pages> "(-?\d+)"')
_ATLAS: Final = re.compile(r"/library/book-(\d+)> <[^>]*#type> <[^>]*/library/Atlas>")
_ISBN: Final = re.compile(r'/library/book-(\d+)> <[^>]*/library/isbn> "([^"]*)"')
_KINDS_OF_HEAVY: Final = 2


class Question(NamedTuple):
    """A query; its answer holds the mark, and so many values: quick to check under load."""

    text: str
    mark: str
    values: int

    def find_fault(self, status: int, body: bytes) -> str | None:
        """Return what is wrong with an answer, if so."""
        if status != 200:
            return f"status {status}: {body[:120]!r}"
        found = body.count(b'"value"')
        if found != self.values:
            return f"{found} values rather than {self.values}: {body[:120]!r}"
        return None if self.mark.encode() in body else f"no {self.mark} in {body[:120]!r}"


class Library(NamedTuple):
    """What is known of the data without asking: the isbns, and the pages of all and of atlases."""

    isbns: tuple[str, ...]
    pages: tuple[int, ...]
    atlases: tuple[int, ...]

    @classmethod
    def read(cls, path: Path) -> Library:
        """Return what a file of N-Triples says of it."""
        text = path.read_text(encoding="utf-8")
        isbns = {int(number): isbn for number, isbn in _ISBN.findall(text)}
        pages = {int(number): int(count) for number, count in _PAGES.findall(text)}
        atlases = sorted(pages[int(number)] for number in _ATLAS.findall(text))
        if not isbns or len(isbns) != len(pages) or max(isbns) != len(isbns) - 1:
            raise ValueError(f"{path.name}: no library")
        return cls(
            tuple(isbns[number] for number in range(len(isbns))),
            tuple(sorted(pages.values())),
            tuple(atlases),
        )

    def simple(self, number: int) -> Question:
        """Return one of endlessly many questions with three rows each."""
        turn, book = divmod(number * 7919, len(self.isbns))
        text = (
            f"{_PREFIX}SELECT ?copy ?number ?isbn WHERE {{\n"
            f"  l:book-{book} l:isbn ?isbn ; l:copy ?copy .\n"
            f"  ?copy l:number ?number .\n}} LIMIT {10 + turn}"
        )
        return Question(text, f'"{self.isbns[book]}"', 3 * _COPIES)

    def rows_of_simple(self, number: int) -> set[Row]:
        """Return the rows of a simple question."""
        book = number * 7919 % len(self.isbns)
        copies = (f"https://example.org/library/copy-{book}-{copy}" for copy in range(_COPIES))
        return {(copy, str(each + 1), self.isbns[book]) for each, copy in enumerate(copies)}

    def heavy(self, number: int) -> Question:
        """Return a question that multiplies all books with the atlases among them."""
        kind, least = number % _KINDS_OF_HEAVY, number // _KINDS_OF_HEAVY % 97
        return self._count_pairs(least) if kind == 0 else self._sum_of_pairs(least)

    def _count_pairs(self, least: int) -> Question:
        text = (
            f"{_PREFIX}SELECT (COUNT(*) AS ?count) WHERE {{\n"
            f"  ?one a l:Atlas ; l:pages ?a . ?other l:pages ?b . FILTER(?a + {least} < ?b)\n}}"
        )
        every = len(self.pages)
        count = sum(every - bisect_right(self.pages, pages + least) for pages in self.atlases)
        return Question(text, f'"{count}"', 1)

    def _sum_of_pairs(self, least: int) -> Question:
        text = (
            f"{_PREFIX}SELECT (COUNT(*) AS ?count) (SUM(?b) AS ?sum) WHERE {{\n"
            f"  ?one a l:Atlas ; l:pages ?a . ?other l:pages ?b . FILTER(?a > {least})\n}}"
        )
        chosen = len(self.atlases) - bisect_right(self.atlases, least)
        return Question(text, f'"{sum(self.pages) * chosen}"', 2)


def read_rows(body: bytes) -> Iterator[Row]:
    """Yield the values of each row of an answer in JSON, in the order of its variables."""
    found = json.loads(body)
    names = found["head"]["vars"]
    for each in found["results"]["bindings"]:
        yield tuple(each[name]["value"] if name in each else "" for name in names)


def compare(status: int, body: bytes, expected: frozenset[Row] | set[Row]) -> str | None:
    """Return in what an answer differs from the rows that are expected, if it does."""
    if status != 200:
        return f"status {status}: {body[:100]!r}"
    try:
        rows = set(read_rows(body))
    except (ValueError, KeyError, TypeError):
        return f"no rows in JSON: {body[:100]!r}"
    return None if rows == expected else f"{len(rows)} rows, not the {len(expected)} known"


class Visit(NamedTuple):
    """A question about our visit that is answered in full, and its rows."""

    text: str
    rows: frozenset[Row]

    @classmethod
    def read(cls, questions: Path, name: str) -> Visit:
        """Return a question of the project with its golden answer."""
        golden = (questions / f"{name}.csv").read_text(encoding="utf-8")
        rows = frozenset(tuple(row) for row in list(csv.reader(io.StringIO(golden)))[1:])
        if not rows:
            raise ValueError(f"{name}: its answer has no row")
        return cls((questions / f"{name}.rq").read_text(encoding="utf-8"), rows)

    def find_fault(self, status: int, body: bytes) -> str | None:
        """Return what is wrong with an answer to it, if so."""
        return compare(status, body, self.rows)
