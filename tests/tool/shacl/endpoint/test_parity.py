"""The report of a store is that of a copy of it, but for positions."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, note
from hypothesis import strategies as st
from tests.tool.shacl.endpoint.memory import MemorySource, tell, validate_copy
from tests.tool.shacl.generate import Case, cases
from tests.tool.shacl.generate_data import LITERALS, data_graphs
from tests.tool.shacl.judge import PREFIXES
from tests.tool.shacl.test_against_pyshacl import SPARQL_SHAPES, examples
from tests.tool.shacl.test_engines import draw_triples
from tests.tool.shacl.test_w3c import read_manifest

from visitkg.errors import InputError
from visitkg.project import find_project, rdf_files
from visitkg.shacl.compile import compile_shapes
from visitkg.shacl.endpoint.run import validate_source
from visitkg.shacl.load import load_shapes
from visitkg.shacl.run import refuse_problems

if TYPE_CHECKING:
    from visitkg.shacl.plan import Plan

ROOT = Path(__file__).resolve().parents[4]


def read_plan(text: str) -> Plan:
    with TemporaryDirectory() as folder:
        path = Path(folder, "shapes.ttl")
        path.write_text(text, encoding="utf-8")
        shapes = load_shapes([path])
    refuse_problems(shapes)
    return compile_shapes(shapes)


def check_parity(plan: Plan, source: MemorySource) -> None:
    expected = validate_copy(plan, source)
    source.queries.clear()
    report = validate_source(plan, source, "store", allow_empty=True)
    assert report.not_checked == {}
    assert tell(report) == tell(expected)


@examples(150)
@given(case=cases())
def test_generated_shapes_give_the_same_report(case: Case) -> None:
    note(f"{case.data}\n{case.shapes}")
    check_parity(read_plan(case.shapes), MemorySource(case.data))


@examples(30)
@given(case=cases(), seed=st.integers(0, 2**32 - 1))
def test_generated_shapes_give_the_same_report_of_larger_data(case: Case, seed: int) -> None:
    note(case.shapes)
    check_parity(read_plan(case.shapes), MemorySource(draw_triples(seed)))


@examples(40)
@given(data=data_graphs(LITERALS))
def test_queries_in_shapes_give_the_same_report(data: str) -> None:
    note(data)
    check_parity(read_plan(PREFIXES + SPARQL_SHAPES), MemorySource(PREFIXES + data))


def test_the_suite_gives_the_same_reports(shared: Path) -> None:
    suite = (shared / "w3c-shacl").resolve()
    count = 0
    for part in ("core", "sparql"):
        for case in read_manifest(suite, suite / part / "manifest.ttl"):
            source = MemorySource("")
            source.load(case.data)
            try:
                shapes = load_shapes([case.shapes])
                refuse_problems(shapes)
                plan = compile_shapes(shapes)
                validate_copy(plan, source)
            except InputError:
                continue
            check_parity(plan, source)
            count += 1
    assert count >= 113


def test_our_data_give_the_same_report() -> None:
    project = find_project(ROOT)
    source = MemorySource("")
    for path in [*rdf_files(project.ontology), *rdf_files(project.data)]:
        source.load(path)
    plan = compile_shapes(load_shapes([project.shapes]))
    check_parity(plan, source)
    assert len(source.queries) < 2 * len(plan.roots())


@pytest.mark.parametrize("folder", sorted(p.name for p in (ROOT / "shapes").glob("*.ttl")))
def test_what_breaks_our_shapes_gives_the_same_report(folder: str) -> None:
    files = sorted((ROOT / "tests" / "shapes" / folder.removesuffix(".ttl")).glob("invalid*.ttl"))
    project = find_project(ROOT)
    plan = compile_shapes(load_shapes([project.shapes]))
    source = MemorySource("")
    for path in [*rdf_files(project.ontology), *files]:
        source.load(path)
    assert files
    check_parity(plan, source)
    assert len(source.queries) < 2 * len(plan.roots())
