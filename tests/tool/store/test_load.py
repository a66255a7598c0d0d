"""A store holds what its files state, whatever has come between."""

from __future__ import annotations

import bz2
import gzip
import json
import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import CanonicalizationAlgorithm, Dataset, RdfFormat, Store, parse

from visitkg.errors import InputError, VisitkgError
from visitkg.graph.load import load_store
from visitkg.store import load as loading
from visitkg.store.fill import Sizes, fill
from visitkg.store.load import Loaded, load_folder
from visitkg.store.lock import hold
from visitkg.store.open import open_folder
from visitkg.store.state import LOADING, WHOLE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    Write = Callable[[str, str | bytes], Path]

STORE = Path("store")
TINY = Sizes(lines=40, statements=2)
BLANK = "<urn:a> <urn:p> [ <urn:q> [] , _:b , 'x' ] . _:b <urn:p> <urn:a> , 01 ."
LINES = "".join(f'_:n{n % 3} <urn:p{n}> "{n}"@en .\n' for n in range(20))


def canonical(quads: Iterable[object]) -> set[str]:
    dataset = Dataset(quads)  # type: ignore[arg-type]  # statements
    dataset.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    return set(map(str, dataset))


def stored(folder: Path = STORE) -> set[str]:
    with open_folder(folder) as store:
        return canonical(store.values)


def exact(folder: Path = STORE) -> list[str]:
    with open_folder(folder) as store:
        return sorted(map(str, store.values))


def of_files(*paths: Path) -> set[str]:
    return canonical(load_store(paths))


def names(folder: Path = STORE) -> set[str]:
    return {each.name for each in folder.iterdir()}


TEXTS = {
    "nt": ("a.nt", LINES),
    "nt-comments": ("a.nt", f"# one\n\n{LINES}# end"),
    "nt-without-end": ("a.nt", LINES.rstrip("\n")),
    "nt-carriage-returns": ("a.nt", LINES.replace("\n", "\r")),
    "nt-both": ("a.nt", LINES.replace("\n", "\r\n")),
    "nt-byte-order-mark": ("a.nt", "\ufeff" + LINES),
    "nq": ("a.nq", LINES.replace(" .\n", " <urn:g> .\n") + LINES + "_:n1 <urn:p> _:x _:g .\n"),
    "ttl": ("a.ttl", BLANK),
    "n3": ("a.n3", BLANK),
    "ttl-byte-order-mark": ("a.ttl", "\ufeff" + BLANK),
    "ttl-relative": ("a.ttl", "<#a> <b> </c> ."),
    "trig": ("a.trig", f"{BLANK} GRAPH <urn:g> {{ {BLANK} }} GRAPH _:g {{ _:b <urn:p> 1 }}"),
    "jsonld": ("a.jsonld", '{"@id": "urn:a", "urn:p": [1, {"urn:q": {"@id": "_:x"}}]}'),
    "rdf": (
        "a.rdf",
        (
            '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:e="urn:e:">'
            '<rdf:Description e:p="1"><e:q rdf:nodeID="x"/></rdf:Description></rdf:RDF>'
        ),
    ),
    "entities": (
        "a.owl",
        (
            '<!DOCTYPE rdf:RDF [<!ENTITY e "urn:e:">]>'
            '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:e="urn:e:">'
            '<rdf:Description rdf:about="&e;a" e:p="1"/></rdf:RDF>'
        ),
    ),
    "owl-in-turtle": ("a.owl", BLANK),
    "gz": ("a.nt.gz", gzip.compress(LINES.encode())),
    "gz-members": (
        "a.nt.gz",
        gzip.compress(LINES[:9].encode()) + gzip.compress(LINES[9:].encode()),
    ),
    "ttl-gz": ("a.ttl.gz", gzip.compress(BLANK.encode())),
    "triple-terms": ("a.nt", "<urn:a> <urn:p> <<( _:x <urn:q> _:y )>> .\n_:x <urn:p> _:y .\n"),
    "values": ("a.ttl", "<urn:a> <urn:p> 01 , 1 , 1.50 , true , '1'^^<urn:d> , 'x'@en ."),
}


@pytest.mark.parametrize("sizes", [TINY, Sizes()], ids=["tiny", "usual"])
@pytest.mark.parametrize(("name", "text"), TEXTS.values(), ids=TEXTS)
def test_a_store_holds_what_a_file_states(
    name: str, text: str | bytes, sizes: Sizes, write: Write
) -> None:
    path = write(name, text)
    done = load_folder(STORE, [path], sizes=sizes)
    assert stored() == of_files(path)
    assert done == Loaded(1, done.statements, 1, len(of_files(path)))
    assert names() == {"1", "lock", WHOLE}


@settings(deadline=None, max_examples=20)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(["<urn:a>", "_:a", "_:b", "_:c"]),
            st.sampled_from(["<urn:p>", "<urn:q>"]),
            st.sampled_from(["<urn:a>", "_:a", "_:b", '"x"', '"01"^^<urn:d>', '"\\n_:z"']),
            st.sampled_from(["", "<urn:g>", "_:g"]),
        ),
        min_size=1,
        max_size=12,
    )
)
def test_whatever_is_stated_is_there(tmp_path_factory: object, rows: list[tuple[str, ...]]) -> None:
    folder = tmp_path_factory.mktemp("given")  # type: ignore[attr-defined]  # pytest's
    path = folder / "a.nq"
    path.write_text("".join(f"{' '.join(row)} .\n" for row in rows), encoding="utf-8")
    load_folder(folder / "store", [path], sizes=TINY)
    assert stored(folder / "store") == of_files(path)


def test_blank_nodes_of_two_files_are_never_the_same(write: Write) -> None:
    one, other = write("a.nt", "_:x <urn:p> <urn:a> .\n"), write("b.ttl", "_:x <urn:p> <urn:a> .")
    same = write("c.nt", "_:x <urn:p> <urn:a> .\n")
    assert load_folder(STORE, [one, other, same]).triples == 3
    assert stored() == of_files(one, other, same)


def test_a_graph_takes_what_stands_in_default_graphs(write: Write) -> None:
    path = write("a.trig", "<urn:a> <urn:p> <urn:b> . GRAPH <urn:h> { <urn:a> <urn:p> _:c }")
    load_folder(STORE, [path], graph="urn:g")
    assert exact() == [
        "<urn:a> <urn:p> <urn:b> <urn:g>",
        "<urn:a> <urn:p> _:s0.0 <urn:h>",
    ]


def test_a_file_may_be_loaded_into_two_graphs(write: Write) -> None:
    path = write("a.nt", "<urn:a> <urn:p> <urn:b> .\n")
    load_folder(STORE, [path], graph="urn:g")
    load_folder(STORE, [path])
    assert len(exact()) == 2


def test_the_same_files_again_are_not_loaded(write: Write) -> None:
    path = write("a.nt", LINES)
    load_folder(STORE, [path])
    before = (STORE / WHOLE).stat().st_ino
    assert load_folder(STORE, [path, path]) == Loaded(0, 0, 1, 20)
    assert load_folder(STORE, []) == Loaded(0, 0, 1, 20)
    assert (STORE / WHOLE).stat().st_ino == before


def test_a_file_that_was_only_touched_is_not_loaded_again(write: Write) -> None:
    path = write("a.nt", LINES)
    load_folder(STORE, [path])
    os.utime(path, (1, 1))
    assert load_folder(STORE, []).files == 0
    assert json.loads((STORE / WHOLE).read_bytes())["sources"][0]["time"] == 10**9


def test_a_further_file_is_added_and_nothing_is_copied(write: Write) -> None:
    load_folder(STORE, [write("a.nt", LINES)])
    (shared,) = list((STORE / "1" / "values").glob("*.sst"))[:1]
    inode = shared.stat().st_ino
    other = write("b.nt", "<urn:a> <urn:p> <urn:b> .\n")
    with open_folder(STORE):
        assert load_folder(STORE, [other]) == Loaded(1, 1, 2, 21)
        assert shared.stat().st_ino == inode
        assert names() == {"1", "2", "lock", WHOLE}
    assert stored() == of_files(Path("a.nt"), Path("b.nt"))


def test_a_file_that_spells_values_otherwise_may_come_later(write: Write) -> None:
    load_folder(STORE, [write("a.ttl", "<urn:a> <urn:p> 1 .")])
    load_folder(STORE, [write("b.ttl", "<urn:b> <urn:p> 01 .")])
    with open_folder(STORE) as store:
        assert len(store.written) == 2
        assert [q.object.value for q in store.written if "spelling" in str(q)] == ["01"]
    load_folder(STORE, [write("c.ttl", "<urn:c> <urn:p> 02 .")])
    with open_folder(STORE) as store:
        assert [len(store.written), len(store.values)] == [3, 3]


def test_a_changed_file_is_loaded_anew_with_all_others(write: Write) -> None:
    one, other = write("a.nt", LINES), write("b.ttl", BLANK)
    load_folder(STORE, [one, other])
    write("a.nt", "<urn:a> <urn:p> <urn:c> .\n")
    assert load_folder(STORE, []).files == 2
    assert stored() == of_files(one, other)
    assert names() == {"1", "lock", WHOLE} or names() == {"2", "lock", WHOLE}


def test_a_file_that_is_gone_is_told_and_left_out(write: Write) -> None:
    one, other = write("a.nt", LINES), write("b.ttl", BLANK)
    load_folder(STORE, [one, other])
    one.unlink()
    told: list[str] = []
    load_folder(STORE, [], tell=told.append)
    assert told == ["a.nt is gone, and so is what it stated."]
    assert stored() == of_files(other)


def test_replacing_leaves_nothing_else(write: Write) -> None:
    one, other = write("a.nt", LINES), write("b.ttl", BLANK)
    load_folder(STORE, [one])
    load_folder(STORE, [other], replace_all=True)
    assert stored() == of_files(other)


def test_a_file_is_the_same_by_whatever_path(write: Write) -> None:
    path = write("a.nt", LINES)
    load_folder(STORE, [path])
    assert load_folder(STORE, [Path("x/../a.nt"), Path("a.nt")]).files == 0


BROKEN = {
    "nt": ("a.nt", LINES + "<urn:a> <urn:p> .\n", "a.nt:21:17: "),
    "nt-relative": ("a.nt", LINES + "<a> <urn:p> <urn:a> .\n", "a.nt:21:1: "),
    "nq": ("a.nq", LINES + "<urn:a> <urn:p> <urn:a> <urn:b> <urn:c> .\n", "a.nq:21:"),
    "ttl": ("a.ttl", "<urn:a> <urn:p> <urn:b> .\nx:a <urn:p> 1 .\n", "a.ttl:2:1: unknown prefix"),
    "jsonld": ("a.jsonld", '{"@id": ', "a.jsonld:1:"),
    "rdf": ("a.rdf", "<rdf:RDF>", "a.rdf"),
    "not-utf-8": ("a.nt", LINES.encode() + b'<urn:a> <urn:p> "\xff" .\n', "a.nt:21:"),
    "not-gzip": ("a.nt.gz", LINES, "a.nt.gz: this is not gzip data"),
    "gzip-cut": (
        "a.nt.gz",
        gzip.compress(LINES.encode())[:-9],
        "a.nt.gz: this gzip file is broken",
    ),
    "gzip-cut-ttl": ("a.ttl.gz", gzip.compress(BLANK.encode())[:-9], "this gzip file is broken"),
    "gzip-crc": (
        "a.nt.gz",
        gzip.compress(LINES.encode())[:-8] + b"\0" * 8,
        "a.nt.gz: this gzip file is broken",
    ),
    "suffix": ("a.txt", LINES, "a.txt: unknown suffix '.txt'"),
    "bzip2": ("a.nt.bz2", bz2.compress(LINES.encode()), "unknown suffix '.bz2'"),
    "no-suffix": ("a", LINES, "a: a file name without suffix"),
    "empty": ("a.nt", "", "a.nt: no triple in the files to load"),
    "only-comments": ("a.ttl", "# nothing\n", "a.ttl: no triple in the files to load"),
    "growing": (
        "a.rdf",
        f'<!DOCTYPE r [<!ENTITY a "{"x" * 2000}"><!ENTITY b "{"&a;" * 1000}">]><r>&b;</r>',
        "would grow to a very long text",
    ),
}


@pytest.mark.parametrize(("name", "text", "message"), BROKEN.values(), ids=BROKEN)
def test_what_is_broken_is_told_and_no_store_is_made(
    name: str, text: str | bytes, message: str, write: Write
) -> None:
    path = write(name, text)
    with pytest.raises(InputError) as caught:
        load_folder(STORE, [path], sizes=TINY)
    assert message in str(caught.value)
    assert not STORE.exists()


@pytest.mark.parametrize(("name", "text", "message"), BROKEN.values(), ids=BROKEN)
def test_what_is_broken_leaves_a_store_as_it_is(
    name: str, text: str | bytes, message: str, write: Write
) -> None:
    load_folder(STORE, [write("before.nt", LINES)])
    before, inode = exact(), (STORE / WHOLE).stat().st_ino
    path = write(name, text)
    if "no triple" in message:
        assert load_folder(STORE, [path]).statements == 0
        return
    with pytest.raises(InputError) as caught:
        load_folder(STORE, [path], sizes=TINY)
    assert message in str(caught.value)
    assert exact() == before
    assert (STORE / WHOLE).stat().st_ino == inode


def test_a_file_that_is_not_there_is_told(write: Write) -> None:
    load_folder(STORE, [write("a.nt", LINES)])
    with pytest.raises(InputError, match="no such file"):
        load_folder(STORE, [Path("b.nt")])
    assert len(exact()) == 20


def test_a_folder_in_the_place_of_a_file_is_told(write: Write) -> None:
    write("a.nt", LINES).unlink()
    Path("a.nt").mkdir()
    with pytest.raises(InputError, match="this is a folder, not a file"):
        load_folder(STORE, [Path("a.nt")])
    assert not STORE.exists()


def test_a_store_in_the_place_of_a_file_is_refused(write: Write) -> None:
    path = write("a.nt", LINES)
    with pytest.raises(InputError, match="this is a file, and a store is a folder"):
        load_folder(path, [path])
    assert path.read_text(encoding="utf-8") == LINES


def test_a_folder_with_something_else_is_refused(write: Write) -> None:
    path = write("a.nt", LINES)
    with pytest.raises(InputError, match="holds something else than a store"):
        load_folder(Path(), [path])
    assert names(Path()) == {"a.nt"}


def test_a_folder_that_cant_be_made_is_told(write: Write) -> None:
    path = write("a.nt", LINES)
    with pytest.raises(InputError, match="the store can't be written: Not a directory"):
        load_folder(path / "store", [path])


def test_all_files_gone_is_told(write: Write) -> None:
    path = write("a.nt", LINES)
    load_folder(STORE, [path])
    path.unlink()
    with pytest.raises(VisitkgError, match="all that this store was made of are gone"):
        load_folder(STORE, [])


def test_two_loads_at_once_are_refused(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("visitkg.store.lock._PATIENCE", 0.05)
    path = write("a.nt", LINES)
    STORE.mkdir()
    with hold(STORE), pytest.raises(InputError, match="another load fills this store"):
        load_folder(STORE, [path])
    assert load_folder(STORE, [path]).triples == 20


DAMAGE = {
    "empty": "",
    "cut": '{"version": 1, "folder": "1", "sour',
    "list": "[]",
    "no-sources": '{"version": 1, "folder": "1", "triples": 1}',
    "leads-elsewhere": '{"version": 1, "folder": "..", "triples": 1, "sources": []}',
    "odd-entry": '{"version": 1, "folder": "1", "triples": 1, "sources": [{"path": "a"}]}',
    "odd-number": '{"version": 1, "folder": "1", "triples": 1, "sources": [{"path": "a", "graph": '
    'null, "base": "", "size": "x", "time": 1, "sha256": "", "format": "nt", "statements": 1, '
    '"spelt": 0}]}',
}


@pytest.mark.parametrize("name", [WHOLE, LOADING])
@pytest.mark.parametrize("text", DAMAGE.values(), ids=DAMAGE)
def test_a_damaged_state_is_told_and_nothing_is_removed(text: str, name: str, write: Write) -> None:
    path = write("a.nt", LINES)
    load_folder(STORE, [path])
    (STORE / name).write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match="this file is damaged"):
        load_folder(STORE, [path])
    with pytest.raises(InputError, match="this file is damaged"), open_folder(STORE):
        pass
    assert "1" in names()


def test_another_version_is_told(write: Write) -> None:
    path = write("a.nt", LINES)
    load_folder(STORE, [path])
    (STORE / WHOLE).write_text('{"version": 2}', encoding="utf-8")
    with pytest.raises(InputError, match="made by another version of visitkg: 2"):
        load_folder(STORE, [path])


def test_a_file_that_changes_meanwhile_is_not_loaded(
    write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write("a.nt", LINES)
    filled = fill

    def change_first(*given: object) -> object:
        time = path.stat().st_mtime_ns
        path.write_text(LINES.replace("urn:p1>", "urn:q1>"), encoding="utf-8")
        os.utime(path, ns=(time, time))
        return filled(*given)  # type: ignore[arg-type]  # as they were

    monkeypatch.setattr(loading, "fill", change_first)
    with pytest.raises(InputError, match="this file changed while it was read"):
        load_folder(STORE, [path], sizes=TINY)
    monkeypatch.setattr(loading, "fill", filled)
    load_folder(STORE, [path])
    assert stored() == of_files(path)


def test_the_lines_of_pieces_are_counted_from_the_beginning(write: Write) -> None:
    path = write("a.nt", LINES * 50 + "x\n")
    with pytest.raises(InputError, match=r"^a\.nt:1001:1: "):
        load_folder(STORE, [path], sizes=Sizes(lines=100))


def test_a_load_tells_what_it_reads(write: Write) -> None:
    path = write("a.nt", LINES)
    told: list[tuple[str, int, int]] = []
    load_folder(STORE, [path], watch=lambda *each: told.append(each))
    size = path.stat().st_size
    assert {text for text, _, _ in told} == {"Checking a.nt", "Loading a.nt"}
    assert max(count for _, count, _ in told) == size
    assert {most for _, _, most in told} == {size}


def test_a_store_of_the_engine_alone_is_none(write: Write) -> None:
    write("a.nt", LINES)
    Store(STORE).bulk_extend(parse(LINES, RdfFormat.N_TRIPLES))
    with pytest.raises(InputError, match="this folder holds no store"), open_folder(STORE):
        pass
