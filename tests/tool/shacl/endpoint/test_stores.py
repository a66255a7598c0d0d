"""Real stores give the same report as a copy of what they hold."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, Phase, given, note, settings
from hypothesis import strategies as st
from pyoxigraph import DefaultGraph, Literal, RdfFormat, Store
from tests.tool.shacl.endpoint.memory import tell, validate_copy
from tests.tool.shacl.endpoint.test_parity import ROOT, read_plan
from tests.tool.shacl.generate import Case, cases
from tests.tool.shacl.judge import PREFIXES
from tests.tool.shacl.test_against_pyshacl import EXAMPLES
from tests.tool.shacl.test_engines import draw_triples
from tests.tool.shacl.test_w3c import read_manifest

from visitkg.cli import main
from visitkg.errors import InputError
from visitkg.project import find_project, rdf_files
from visitkg.shacl.compile import compile_shapes
from visitkg.shacl.endpoint.run import validate_source
from visitkg.shacl.load import load_shapes
from visitkg.shacl.run import refuse_problems

if TYPE_CHECKING:
    from pathlib import Path

    from tests.tool.shacl.endpoint.stores import StoreSource

    from visitkg.shacl.plan import Plan
    from visitkg.shacl.result import ValidationReport


def fill(store: StoreSource, *texts: tuple[bytes, str | None]) -> None:
    memory = Store()
    for text, base_iri in texts:
        memory.load(text, RdfFormat.TURTLE, base_iri=base_iri)
    data = memory.dump(format=RdfFormat.N_TRIPLES, from_graph=DefaultGraph())
    store.replace(data or b"")


def check_parity(plan: Plan, store: StoreSource) -> None:
    expected = validate_copy(plan, store)
    store.queries.clear()
    report = validate_source(plan, store, "store", allow_empty=True)
    assert report.not_checked == {}
    assert tell_all_but_literals(report) == tell_all_but_literals(expected)


def tell_all_but_literals(report: ValidationReport) -> dict[str, Any]:
    """Virtuoso takes 1 for true where it tells literals apart by value."""
    told: dict[str, Any] = tell(report)
    unmatched = report.unmatched_targets
    kept = [target for target in unmatched if not isinstance(target.value, Literal)]
    return {**told, "unmatched_targets": kept}


def test_the_suite_gives_the_same_reports(store: StoreSource, shared: Path) -> None:
    suite = (shared / "w3c-shacl").resolve()
    count = 0
    for part in ("core", "sparql"):
        for case in read_manifest(suite, suite / part / "manifest.ttl"):
            try:
                shapes = load_shapes([case.shapes])
                refuse_problems(shapes)
                plan = compile_shapes(shapes)
                fill(store, (case.data.read_bytes(), case.data.as_uri()))
                validate_copy(plan, store)
            except InputError:
                continue
            check_parity(plan, store)
            count += 1
    assert count == 113


def test_what_breaks_our_shapes_gives_the_same_report(store: StoreSource) -> None:
    project = find_project(ROOT)
    plan = compile_shapes(load_shapes([project.shapes]))
    broken = sorted((ROOT / "tests" / "shapes").glob("*/invalid*.ttl"))
    files = [*rdf_files(project.ontology), *Random(1).sample(broken, 60)]  # noqa: S311  (nothing is secret)
    fill(store, *((path.read_bytes(), path.as_uri()) for path in files))
    check_parity(plan, store)
    assert len(store.queries) < 2 * len(plan.roots())


@settings(
    max_examples=EXAMPLES or 12,
    derandomize=not EXAMPLES,
    deadline=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)
@given(case=cases(), seed=st.integers(0, 2**32 - 1))
def test_generated_shapes_give_the_same_report(store: StoreSource, case: Case, seed: int) -> None:
    for data in (case.data, draw_triples(seed)):
        note(f"{data}\n{case.shapes}")
        fill(store, (data.encode(), None))
        check_parity(read_plan(case.shapes), store)


PEOPLE = PREFIXES + "".join(
    f"ex:n{number} a ex:Person ; ex:age {number % 100} ; ex:name 'n' .\n" for number in range(3_000)
)
PERSON = (
    PREFIXES
    + "ex:Person a sh:NodeShape, rdfs:Class ; sh:property ex:age , ex:name .\n"
    + "ex:age sh:path ex:age ; sh:datatype xsd:integer ; sh:maxInclusive 98 ; sh:minCount 1 .\n"
    + "ex:name sh:path ex:name ; sh:minLength 1 ; sh:maxCount 1 .\n"
)


def test_requests_don_t_grow_with_the_focus_nodes(store: StoreSource) -> None:
    fill(store, (PEOPLE.encode(), None))
    received = store.endpoint.counts.bytes_received
    report = validate_source(read_plan(PERSON), store, "store")
    assert report.focus_nodes_checked == 3_000
    assert len(report.results) == 30
    assert store.endpoint.counts.bytes_received - received < 40_000


def test_the_command_says_what_the_store_holds(
    oxigraph: StoreSource, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    fill(oxigraph, (PEOPLE.encode(), None))
    shapes = tmp_path / "shapes.ttl"
    shapes.write_text(PERSON, encoding="utf-8")
    url = oxigraph.endpoint.address.query
    asked = ["validate", "--endpoint", url, "--shapes", str(shapes)]
    assert run([*asked, "--limit", "1"]) == 1
    out = capsys.readouterr().out
    assert "Checked 3,000 focus nodes against 3 shapes: 30 violations." in out

    assert run([*asked, "--explain"]) == 0
    assert "SELECT DISTINCT ?focus WHERE" in capsys.readouterr().out


def run(arguments: list[str]) -> int:
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    return int(ended.value.code or 0)


@pytest.mark.parametrize(
    "options",
    [["--watch"], ["--baseline", "b"], ["--changed-since", "HEAD"], ["--focus", "ex:a"], ["d"]],
    ids=lambda options: options[0],
)
def test_options_for_files_are_refused(
    options: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["validate", "--endpoint", "http://127.0.0.1:9/sparql", *options]) == 2
    assert "can't go with --endpoint" in capsys.readouterr().err


def test_a_store_that_isn_t_there_is_told_in_one_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("time.sleep", lambda _: None)
    shapes = tmp_path / "shapes.ttl"
    shapes.write_text(PERSON, encoding="utf-8")
    command = ["validate", "--endpoint", "http://127.0.0.1:9/sparql", "--shapes", str(shapes)]
    assert run(command) == 3
    assert capsys.readouterr().out == ""


def test_a_store_without_focus_nodes_is_refused(
    oxigraph: StoreSource, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    fill(oxigraph, (b"<urn:a> <urn:b> <urn:c> .", None))
    shapes = tmp_path / "shapes.ttl"
    shapes.write_text(PERSON, encoding="utf-8")
    url = oxigraph.endpoint.address.query
    assert run(["validate", "--endpoint", url, "--shapes", str(shapes)]) == 3
    assert "nothing to check" in capsys.readouterr().err


TRICKY = {
    "a truth as a number": ('"1"^^xsd:boolean', 'sh:pattern "^[a-z]"'),
    "a truth of one character": ('"0"^^xsd:boolean', "sh:minLength 2"),
    "a truth as a word": ('"true"^^xsd:boolean', 'sh:pattern "^1"'),
    "an integer with a fraction": ('"1.0"^^xsd:integer', "sh:minInclusive 0"),
    "an int that is too large": ('"9999999999"^^xsd:int', "sh:minInclusive 0"),
    "a decimal with a fraction": ('"1.5"^^xsd:decimal', "sh:minInclusive 0"),
}


@pytest.mark.parametrize("name", TRICKY)
def test_what_a_store_spells_otherwise_is_looked_at_here(store: StoreSource, name: str) -> None:
    value, constraint = TRICKY[name]
    shapes = f"{PREFIXES} ex:S sh:targetSubjectsOf ex:p ; sh:property [ sh:path ex:p ; %s ] ."
    fill(store, (f"{PREFIXES} ex:a ex:p {value} .".encode(), None))
    plan = read_plan(shapes % constraint)
    expected = validate_copy(plan, store)
    report = validate_source(plan, store, "store")
    assert tell_all_but_literals(report) == tell_all_but_literals(expected)
