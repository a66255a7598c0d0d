"""Commands that fill and ask a store on the disk, and the exit codes of its faults."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from visitkg.cli import main

if TYPE_CHECKING:
    from collections.abc import Sequence

ROOT = Path(__file__).resolve().parents[3]
SHAPES = """
@prefix sh: <http://www.w3.org/ns/shacl#> .
<urn:shape> sh:targetSubjectsOf <urn:p> ; sh:property <urn:shape-p> .
<urn:shape-p> sh:path <urn:p> ; sh:maxCount 1 .
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.ttl").write_text("<urn:a> <urn:p> 01 , 2 .\n", encoding="utf-8")
    (tmp_path / "shapes.ttl").write_text(SHAPES, encoding="utf-8")
    return tmp_path


def run(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    with pytest.raises(SystemExit) as left:
        main(list(words))
    assert isinstance(left.value.code, int)
    return left.value.code, *capsys.readouterr()


def test_a_load_says_what_it_did(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = ("load", "--store", "store", "a.ttl")
    assert run(capsys, *words) == (
        0,
        "Loaded 2 statements of 1 file; the store has 2 triples of 1 file.\n",
        "",
    )
    nothing = (0, "Nothing has changed; the store has 2 triples of 1 file.\n", "")
    assert run(capsys, *words) == nothing
    assert run(capsys, *words[:3]) == nothing
    (folder / "b.nt").write_text("<urn:b> <urn:p> <urn:c> .\n", encoding="utf-8")
    assert run(capsys, *words[:3], "b.nt")[1] == (
        "Loaded 1 statement of 1 file; the store has 3 triples of 2 files.\n"
    )
    (folder / "b.nt").unlink()
    assert run(capsys, *words[:3]) == (
        0,
        "Loaded 2 statements of 1 file; the store has 2 triples of 1 file.\n",
        "b.nt is gone, and so is what it stated.\n",
    )


def test_a_store_is_asked_as_files_are(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert folder.is_dir()
    assert run(capsys, "load", "--store", "store", "a.ttl")[0] == 0
    for words in (
        ["query", "SELECT * { ?s ?p ?o }", "--format", "csv"],
        ["query", "CONSTRUCT WHERE { ?s ?p ?o }"],
        ["query", "--exit-code", "ASK { ?s <urn:x> ?o }"],
        ["describe", "urn:a"],
        ["describe", "urn:a", "--format", "turtle"],
    ):
        expected = run(capsys, *words, "--data", "a.ttl")
        assert run(capsys, *words, "--store", "store") == expected
    code, out, _ = run(capsys, "validate", "--store", "store", "--shapes", "shapes.ttl")
    assert (code, "against 2 shapes: 1 violation." in out) == (1, True)
    code, out, _ = run(capsys, "export", "graph", "--store", "store", "--format", "n-triples")
    assert (code, '"01"^^' in out) == (0, True)


def test_the_visit_is_asked_as_its_files_are(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    store = str(folder / "store")
    visit = ("--project", str(ROOT))
    assert run(capsys, "load", "--store", store, *visit)[0] == 0
    words: tuple[str, ...]
    for words in (
        ("check", "--only", "questions", *visit),
        ("describe", "kim-jong-un", *visit),
        ("describe", "김정은", "--format", "json", *visit),
        ("describe", "claim-p1s1-1", "--format", "turtle", *visit),
        ("query", "who-travels-with-kim", *visit),
        ("export", "schema-org", *visit),
    ):
        assert run(capsys, *words, "--store", store) == run(capsys, *words)
    code, out, _ = run(capsys, "validate", "--store", store, *visit)
    assert (code, out) == run(capsys, "validate", *visit)[:2]


REFUSED = {
    "both": (
        ["query", "--endpoint", "http://localhost/", "--store", "s", "ASK {}"],
        2,
        "--endpoint and --store can't both be asked",
    ),
    "both-load": (["load", "--endpoint", "x", "--store", "s", "a.ttl"], 2, "both a store far away"),
    "neither-load": (["load", "a.ttl"], 2, "no store to fill"),
    "load-timeout": (["load", "--store", "s", "--timeout", "1", "a.ttl"], 2, "--timeout can't go"),
    "load-graph-store": (
        ["load", "--store", "s", "--graph-store", "x", "a.ttl"],
        2,
        "--graph-store can't go with --store",
    ),
    "load-bad-graph": (["load", "--store", "s", "--graph", "g", "a.ttl"], 2, "'g' is no IRI"),
    "load-standard-input": (["load", "--store", "s", "-"], 2, "reads its files twice"),
    "load-broken": (["load", "--store", "s", "broken.nt"], 3, "broken.nt:2:1: "),
    "load-missing": (["load", "--store", "s", "b.ttl"], 3, "b.ttl: no such file"),
    "load-empty-folder": (["load", "--store", "s", "empty"], 3, "empty: no RDF file"),
    "load-into-file": (["load", "--store", "a.ttl", "a.ttl"], 3, "a store is a folder"),
    "load-into-folder": (["load", "--store", ".", "a.ttl"], 3, "something else than a store"),
    "timeout": (["query", "--store", "s", "--timeout", "1", "ASK {}"], 2, "asked over HTTP"),
    "stale-alone": (["query", "--allow-stale", "ASK {}"], 2, "--allow-stale is of a store"),
    "graph-alone": (["describe", "--graph", "urn:g", "urn:a"], 2, "--graph is of a triple store"),
    "data": (["query", "--store", "s", "--data", "a.ttl", "ASK {}"], 2, "--data and --store"),
    "entailment": (["query", "--store", "s", "--entailment", "rdfs", "ASK {}"], 2, "--entailment"),
    "describe-data": (["describe", "--store", "s", "--data", "a.ttl", "x"], 2, "--data and --st"),
    "describe-lines": (["describe", "--store", "s", "--lines", "x"], 2, "no lines to give"),
    "owl2": (["export", "owl2", "--store", "s"], 2, "Leave --store out"),
    "other-checks": (["check", "--store", "s"], 2, "and no other check"),
    "validate-data": (
        ["validate", "--store", "s", "--shapes", "shapes.ttl", "a.ttl"],
        2,
        "DATA can't go with --store",
    ),
    "no-store": (["query", "--store", "s", "ASK {}"], 3, "s: no such store"),
    "no-store-validate": (
        ["validate", "--store", "s", "--shapes", "shapes.ttl"],
        3,
        "s: no such store",
    ),
    "unknown-graph": (["query", "--store", "full", "--graph", "urn:g", "ASK {}"], 3, "no graph <u"),
    "bad-graph": (["query", "--store", "full", "--graph", "g", "ASK {}"], 2, "'g' is no IRI"),
    "service": (
        ["query", "--store", "full", "ASK { SERVICE <http://example.org/> { ?s ?p ?o } }"],
        2,
        "SERVICE asks another server",
    ),
    "from": (["query", "--store", "full", "ASK FROM <urn:g> {}"], 2, "<urn:g> is not loaded"),
    "from-remote": (
        ["query", "--allow-remote", "--store", "full", "ASK FROM <urn:g> {}"],
        2,
        "<urn:g> is not in the store",
    ),
    "update": (["query", "--store", "full", "CLEAR ALL"], 2, "CLEAR is an update"),
    "nothing-to-check": (
        ["validate", "--store", "full", "--shapes", "other.ttl"],
        3,
        "full: nothing to check",
    ),
}


@pytest.mark.parametrize(("words", "code", "message"), REFUSED.values(), ids=REFUSED)
def test_a_fault_is_told(
    words: Sequence[str],
    code: int,
    message: str,
    folder: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    (folder / "broken.nt").write_text("<urn:a> <urn:p> <urn:b> .\nx\n", encoding="utf-8")
    (folder / "other.ttl").write_text(SHAPES.replace("Of <urn:p>", "Of <urn:x>"), encoding="utf-8")
    (folder / "empty").mkdir()
    assert run(capsys, "load", "--store", "full", "a.ttl")[0] == 0
    found, out, err = run(capsys, *words)
    assert (found, out) == (code, "")
    assert message in err
    assert "Traceback" not in err
    assert not (folder / "s").exists()


def test_a_stale_store_is_refused_unless_that_is_accepted(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run(capsys, "load", "--store", "store", "a.ttl")
    (folder / "a.ttl").write_text("<urn:a> <urn:p> 3 .\n", encoding="utf-8")
    for words in (
        ["query", "ASK { ?s ?p 1 }"],
        ["describe", "urn:a"],
        ["export", "graph"],
        ["validate", "--shapes", "shapes.ttl"],
    ):
        code, out, err = run(capsys, *words, "--store", "store")
        assert (code, out) == (3, "")
        assert err == (
            "store: this store is stale: a.ttl has changed since\n"
            "Bring it up to date with visitkg load --store store, or ask it as it is with "
            "--allow-stale.\n"
        )
        assert run(capsys, *words, "--store", "store", "--allow-stale")[0] in {0, 1}
    assert run(capsys, "load", "--store", "store")[0] == 0
    assert run(capsys, "query", "--store", "store", "ASK { ?s ?p 3 }")[:2] == (0, "true\n")


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize("memory", [(), ("--memory", "1GiB")])
def test_a_store_is_validated_beside_an_ontology(
    memory: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    Path("ontology.ttl").write_text("<urn:b> <urn:p> 1 , 2 .\n", encoding="utf-8")
    assert run(capsys, "load", "--store", "store", "a.ttl")[0] == 0
    words = ("--store", "store", "--shapes", "shapes.ttl", "--ontology", "ontology.ttl", *memory)
    code, out, _ = run(capsys, "validate", *words)
    assert (code, out.count("violation: ")) == (1, 1)
    assert "Checked 1 focus node against 2 shapes: 1 violation.\n" in out
    explained = run(capsys, "validate", *words[:4], "--explain")
    assert (explained[0], explained[1].startswith("<urn:shape> (shapes.ttl:")) == (0, True)


def test_a_store_that_has_nothing_to_check_is_refused(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "other.nt").write_text("<urn:b> <urn:q> <urn:c> .\n", encoding="utf-8")
    assert run(capsys, "load", "--store", "store", "other.nt")[0] == 0
    words = ("validate", "--store", "store", "--shapes", "shapes.ttl")
    code, out, error = run(capsys, *words)
    assert (code, out) == (3, "")
    assert error.startswith("store: nothing to check: no target of the shapes selects a node")
    assert run(capsys, *words, "--allow-empty")[0] == 0
    assert run(capsys, *words, "--allow-empty", "--require-focus")[0] == 3
