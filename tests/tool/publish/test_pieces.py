"""What grows with the graph is made in pieces: as large as they are told to be, and no other text.

The judge of each is the same made at once: by the library, or by another module of the tool.
"""

from __future__ import annotations

import csv
import gzip
import io
import json
from importlib import import_module
from itertools import groupby
from typing import TYPE_CHECKING

import pyoxigraph
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from visitkg import packed
from visitkg.publish import file as files
from visitkg.publish import representation
from visitkg.publish.content import Document
from visitkg.publish.dump import make_dumps
from visitkg.publish.page.edition import Edition
from visitkg.publish.representation import RDF_FORMATS, represent, representations
from visitkg.publish.search import make_search
from visitkg.publish.table import parquet as table_parquet
from visitkg.publish.table.content import read_tables
from visitkg.publish.table.csv import Column, make_csv, make_table
from visitkg.publish.table.parquet import make_parquet, write_parquet

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pyoxigraph import Triple

    from visitkg.publish.content import Site
    from visitkg.publish.table.csv import Cell


def serialize(triples: Sequence[Triple], suffix: str, prefixes: dict[str, str]) -> list[bytes]:
    """Return what the library writes at once, line by line; its prefixes come in any order."""
    text = pyoxigraph.serialize(triples, format=RDF_FORMATS[suffix], prefixes=prefixes) or b""
    lines = text.splitlines(keepends=True)
    if suffix == "ttl":
        lines = [*sorted(lines[: len(prefixes)]), *lines[len(prefixes) :]]
    elif suffix == "rdf":
        begin, *names = lines[1].rstrip(b">\n").split(b" xmlns:")
        lines[1] = b" xmlns:".join([begin, *sorted(names)]) + b">\n"
    return lines


def read_prefixes(turtle: bytes) -> dict[str, str]:
    lines = (line.split() for line in turtle.decode().splitlines() if line.startswith("@prefix"))
    return {name.rstrip(":"): iri.strip("<>") for _, name, iri, _ in lines}


@pytest.mark.parametrize("most", [1, 100, 100_000])
def test_a_dump_in_pieces_is_the_dump_at_once(
    most: int, visit_site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(representation, "MOST", most)
    *dumps, packed_dump = make_dumps(visit_site)
    prefixes = read_prefixes(dumps[0].content)
    assert len(prefixes) > 10
    for dump, suffix in zip(dumps, RDF_FORMATS, strict=True):
        used = prefixes if suffix in ("ttl", "rdf") else {}
        expected = serialize(visit_site.triples(), suffix, used)
        assert dump.content.splitlines(keepends=True) == expected
        assert len(list(dump.pieces())) > len(visit_site.triples()) / most / 10
    assert gzip.decompress(packed_dump.content) == dumps[1].content


def test_a_piece_of_a_dump_has_few_subjects(
    visit_site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(representation, "MOST", 50)
    largest = max(len(list(g)) for _, g in groupby(visit_site.triples(), lambda t: t.subject))
    dump = list(make_dumps(visit_site))[1]
    counts = [piece.count(b"\n") for piece in dump.pieces()]
    assert sum(counts) == len(visit_site.triples())
    assert max(counts) < 50 + largest


@pytest.mark.parametrize("most", [3, 1_000])
def test_the_documents_in_pieces_are_those_at_once(
    most: int, visit_site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    documents = [document for document in visit_site.documents.values() if document.triples][::5]
    expected = [
        represent(each, suffix, visit_site.prefixes) for each in documents for suffix in RDF_FORMATS
    ]
    monkeypatch.setattr(representation, "MOST", most)
    found = [f.content for each in documents for f in representations(each, visit_site.prefixes)]
    assert found == expected
    assert len(found) > 300


def test_a_document_that_says_nothing_is_written_in_each_format() -> None:
    empty = Document("https://example.org/a", "a", (), (), is_thing=False)
    for file in representations(empty, {"e": "https://example.org/"}):
        suffix = file.path.removeprefix("a.")
        assert list(pyoxigraph.parse(file.content, RDF_FORMATS[suffix])) == []
        assert file.content == represent(empty, suffix, {})


def test_tables_are_written_some_rows_at_a_time(
    visit_site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = {table.name: list(table.rows) for table in read_tables(visit_site)}
    monkeypatch.setattr(packed, "_BLOCK", 10)
    tables = read_tables(visit_site)
    assert {table.name: list(table.rows) for table in tables} == whole
    for file, table in zip(make_csv(tables), tables, strict=True):
        pieces = list(file.pieces())
        sizes = [len(list(csv.reader(io.StringIO(each.decode(), newline="")))) for each in pieces]
        assert sizes[0] == 1
        assert sum(sizes[1:]) == len(table.rows)
        assert max(sizes[1:]) <= 10
        stream = io.StringIO(newline="")
        csv.writer(stream).writerows([[c.name for c in table.columns], *whole[table.name]])
        assert b"".join(pieces).decode() == stream.getvalue()


def test_parquet_has_a_row_group_for_some_rows(
    visit_site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    parquet = pytest.importorskip("pyarrow.parquet", reason="no pyarrow")
    monkeypatch.setattr(packed, "_BLOCK", 20)
    monkeypatch.setattr(table_parquet, "ROW_GROUP", 100)
    tables = read_tables(visit_site)
    for file, table in zip(make_parquet(tables), tables, strict=True):
        read = parquet.ParquetFile(io.BytesIO(file.content))
        assert read.num_row_groups == -(-len(table.rows) // 100)
        assert len(list(file.pieces())) == read.num_row_groups + 1
        assert [tuple(row.values()) for row in read.read().to_pylist()] == list(table.rows)


TEXTS = st.none() | st.text(max_size=5)
NUMBERS = st.none() | st.integers(0, 10**18)


@settings(deadline=None)  # the first call imports the library
@given(st.lists(st.tuples(TEXTS, NUMBERS), max_size=30))
def test_a_column_is_laid_out_as_the_library_does(rows: list[tuple[Cell, ...]]) -> None:
    arrow = import_module("pyarrow")
    columns = (Column("text", "t"), Column("number", "n", "nonNegativeInteger"))
    content = b"".join(write_parquet(make_table("t", "T.", columns, 0, rows)))
    read = import_module("pyarrow.parquet").read_table(io.BytesIO(content))
    texts = arrow.array([text for text, _ in rows], type=arrow.string())
    numbers = arrow.array([number for _, number in rows], type=arrow.int64())
    read.validate(full=True)
    assert read.column(0).combine_chunks().equals(texts)
    assert read.column(1).combine_chunks().equals(numbers)


def test_the_names_to_search_come_in_pieces(
    visit_site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files, "PIECE", 1_000)
    pieces = list(make_search(Edition(visit_site)).pieces())
    entries = json.loads(b"".join(pieces))
    assert len(entries) > 500
    longest = max(len(json.dumps(entry, ensure_ascii=False).encode()) for entry in entries)
    assert max(map(len, pieces)) < 2 * (1_000 + longest)
    assert len(pieces) > 30
