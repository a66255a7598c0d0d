"""A store is asked only when it is whole and what its files are now."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from tests.tool.store.test_load import LINES, STORE

from visitkg.errors import InputError
from visitkg.graph.load import load_store
from visitkg.sparql.answer import Table
from visitkg.sparql.prepare import prepare
from visitkg.sparql.run import run
from visitkg.store import copy as copying
from visitkg.store.ask import ask
from visitkg.store.copy import copy_relabelled
from visitkg.store.load import load_folder
from visitkg.store.lock import hold
from visitkg.store.open import open_folder
from visitkg.store.state import LOADING, WHOLE

if TYPE_CHECKING:
    from collections.abc import Callable

    Write = Callable[[str, str | bytes], Path]


def refuse(message: str) -> None:
    with pytest.raises(InputError, match=message), open_folder(STORE):
        pass


@pytest.fixture
def path(write: Write) -> Path:
    found = write("a.nt", LINES)
    load_folder(STORE, [found])
    return found


def test_a_file_that_changed_is_told(path: Path) -> None:
    path.write_text(LINES + LINES, encoding="utf-8")
    refuse("this store is stale: a.nt has changed since")
    with open_folder(STORE, allow_stale=True) as store:
        assert len(store.values) == 20


def test_a_file_of_the_same_size_that_changed_is_told(path: Path) -> None:
    path.write_text(LINES.replace("urn:p1>", "urn:q1>"), encoding="utf-8")
    refuse("this store is stale: a.nt has changed since")


def test_a_file_that_is_gone_is_told(path: Path) -> None:
    path.unlink()
    refuse("this store is stale: a.nt is gone")


def test_a_file_that_was_only_touched_is_the_same(path: Path) -> None:
    os.utime(path, (1, 1))
    with open_folder(STORE) as store:
        assert len(store.values) == 20


def test_a_link_that_leads_elsewhere_is_told(write: Write) -> None:
    text = "<#a> <urn:p> <urn:b> ."
    one, other = write("one.ttl", text), write("two.ttl", text)
    Path("a.ttl").symlink_to(one)
    load_folder(STORE, [Path("a.ttl")])
    Path("a.ttl").unlink()
    Path("a.ttl").symlink_to(other)
    refuse("a.ttl has changed since")


def test_a_store_that_is_not_there_is_told(write: Write) -> None:
    write("a.nt", LINES)
    refuse("no such store")
    assert not STORE.exists()


def test_a_file_is_no_store(write: Write) -> None:
    write("store", LINES)
    refuse("this is a file, and a store is a folder")


def test_a_folder_with_something_else_is_no_store(write: Write) -> None:
    write("a.nt", LINES)
    STORE.mkdir()
    refuse("this folder holds no store")


def test_a_first_load_that_broke_off_is_told(path: Path) -> None:
    assert path.exists()
    (STORE / WHOLE).rename(STORE / LOADING)
    refuse("nothing can be asked of this store yet: a load has broken off")
    with hold(STORE):
        refuse("nothing can be asked of this store yet: a load is under way")


def test_a_store_without_its_triples_is_told(path: Path) -> None:
    assert path.exists()
    (STORE / "1").rename("elsewhere")
    refuse("this store can't be read: No such file")


def test_a_store_with_damaged_triples_is_told(path: Path) -> None:
    assert path.exists()
    (STORE / "1" / "values" / "CURRENT").write_text("nothing", encoding="utf-8")
    refuse("this store can't be read: ")


def test_many_may_read_at_once_and_while_it_is_loaded(path: Path, write: Write) -> None:
    assert path.exists()
    with open_folder(STORE) as one, open_folder(STORE) as other:
        load_folder(STORE, [write("b.nt", "<urn:a> <urn:p> <urn:b> .\n")])
        assert len(one.values) == len(other.values) == len(list(one.values)) == 20
        with open_folder(STORE) as later:
            assert len(later.values) == 21


DATA = """
<urn:a> <urn:p> [ <urn:q> 01 , 1.50 ] , [ <urn:q> "b"@en ] , _:c .
_:c <urn:r> _:c , _:d . _:d <urn:r> _:c .
<urn:b> <urn:p> [ <urn:q> true ] , "x" , "2025-09-03"^^<http://www.w3.org/2001/XMLSchema#date> .
"""
QUERIES = {
    "all": "SELECT * { ?s ?p ?o }",
    "blank": "SELECT ?s { ?s <urn:q> ?o }",
    "limit": "SELECT ?o { ?s <urn:p> ?o } LIMIT 2",
    "order": "SELECT ?o { ?s ?p ?o } ORDER BY DESC(?p)",
    "count": "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }",
    "graphs": "SELECT * { GRAPH ?g { ?s ?p ?o } }",
    "ask": "ASK { ?s <urn:q> 1 }",
    "values": "SELECT ?o { ?s <urn:q> ?o FILTER(?o = 1.5) }",
}


@pytest.mark.parametrize("query", QUERIES.values(), ids=QUERIES)
@pytest.mark.parametrize("most", [10**6, 0], ids=["in-memory", "on-disk"])
def test_an_answer_is_that_of_files(
    query: str, most: int, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        "visitkg.store.ask.copy_relabelled", lambda store: copy_relabelled(store, most)
    )
    files = [write("a.ttl", DATA), write("b.trig", f"GRAPH <urn:g> {{ {DATA} }}")]
    load_folder(STORE, files)
    with open_folder(STORE) as store:
        found = ask(store.values, prepare(query))
    assert found == run(load_store(files), prepare(query))


def test_a_temporary_copy_is_removed(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TMPDIR", str(path.parent))
    monkeypatch.setattr("tempfile.tempdir", None)
    with open_folder(STORE) as store, copy_relabelled(store.values, 0) as copy:
        assert len(copy) == 20
        assert list(path.parent.glob("visitkg-*"))
    assert not list(path.parent.glob("visitkg-*"))
    assert copying.IN_MEMORY > 0


def test_a_graph_can_be_asked_alone(write: Write) -> None:
    load_folder(STORE, [write("b.trig", "GRAPH <urn:g> { <urn:a> <urn:p> 1 } <urn:b> <urn:p> 2 .")])
    with open_folder(STORE) as store:
        graph = next(iter(store.values.named_graphs()))
        found = ask(store.values, prepare("SELECT ?s { ?s ?p ?o }"), graph=graph)  # type: ignore[arg-type]  # it has an IRI
    assert isinstance(found, Table)
    assert [str(row[0]) for row in found.rows] == ["<urn:a>"]
