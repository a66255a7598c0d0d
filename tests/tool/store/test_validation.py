"""The report of a store on disk is that of its files, but for positions."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, note
from pyoxigraph import RdfFormat, Store, parse
from tests.tool.shacl.endpoint.memory import tell
from tests.tool.shacl.endpoint.test_parity import read_plan
from tests.tool.shacl.generate import Case, cases
from tests.tool.shacl.generate_data import LITERALS, data_graphs
from tests.tool.shacl.judge import PREFIXES
from tests.tool.shacl.test_against_pyshacl import SPARQL_SHAPES, examples

from visitkg.errors import InputError
from visitkg.graph.bounded import BoundedTriples
from visitkg.graph.encode import EncodedTriples
from visitkg.graph.source import Source
from visitkg.graph.spill import Spill
from visitkg.project import find_project
from visitkg.shacl.compile import compile_shapes
from visitkg.shacl.load import Data, load_data, load_shapes
from visitkg.shacl.run import run_plan
from visitkg.store.encode import encode_store
from visitkg.store.load import load_folder
from visitkg.store.open import OpenStore, open_folder
from visitkg.store.spelling import keep_spelling

if TYPE_CHECKING:
    from visitkg.shacl.plan import Plan
    from visitkg.shacl.result import ValidationReport

ROOT = Path(__file__).resolve().parents[3]
SHAPE = """
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
<urn:shape> a sh:NodeShape ; sh:targetSubjectsOf <urn:p> ; sh:property [ sh:path <urn:p> ; %s ] .
"""


def validate_text(plan: Plan, text: str) -> ValidationReport:
    values, written = Store(), Store()
    values.bulk_extend(parse(text, RdfFormat.TURTLE))
    written.bulk_extend(keep_spelling(parse(text, RdfFormat.TURTLE)))
    return validate_opened(plan, OpenStore(values, written))


def validate_opened(plan: Plan, opened: OpenStore, graph: str | None = None) -> ValidationReport:
    triples = EncodedTriples()
    encode_store(opened, triples, graph)
    return run_plan(plan, Data(triples, len(triples)))


def validate_folder(plan: Plan, folder: Path, graph: str | None = None) -> ValidationReport:
    with open_folder(folder) as opened:
        return validate_opened(plan, opened, graph)


def check_parity(plan: Plan, text: str) -> None:
    triples = EncodedTriples()
    triples.add_file(Source(Path("data.ttl"), text.encode(), RdfFormat.TURTLE, None))
    expected = run_plan(plan, Data(triples, len(triples)))
    report = validate_text(plan, text)
    assert tell(report) == tell(expected)


@examples(150)
@given(case=cases())
def test_generated_shapes_give_the_report_of_files(case: Case) -> None:
    note(f"{case.data}\n{case.shapes}")
    check_parity(read_plan(case.shapes), case.data)


@examples(40)
@given(data=data_graphs(LITERALS))
def test_queries_in_shapes_give_the_report_of_files(data: str) -> None:
    note(data)
    check_parity(read_plan(PREFIXES + SPARQL_SHAPES), PREFIXES + data)


SPELT = {
    "derived-as-integer": ('"5"^^xsd:nonNegativeInteger', "sh:datatype xsd:integer", 1),
    "derived": ('"5"^^xsd:nonNegativeInteger', "sh:datatype xsd:nonNegativeInteger", 0),
    "zeros": ('"01"^^xsd:integer', 'sh:pattern "^0"', 0),
    "no-zeros": ('"01"^^xsd:integer', 'sh:pattern "^1"', 1),
    "two-spellings": ("1, 01", "sh:maxCount 1", 1),
    "two-spellings-least": ("1, 01", "sh:minCount 2", 0),
    "one-spelling-least": ("1.50", "sh:minCount 2", 1),
    "value": ("1.50", "sh:hasValue 1.5", 1),
    "same-value": ("1.50", "sh:hasValue 1.50", 0),
    "choice": ("1.50", "sh:in ( 1.5 )", 1),
    "same-choice": ("1.50", "sh:in ( 1.50 )", 0),
    "not-value": ("1.50", "sh:not [ sh:hasValue 1.50 ]", 1),
    "range": ("1.50", "sh:minInclusive 1.5", 0),
    "below": ("1.40", "sh:minInclusive 1.5", 1),
    "length": ('"007"^^xsd:int', "sh:maxLength 1", 1),
    "kind": ('"007"^^xsd:int', "sh:nodeKind sh:Literal", 0),
    "ill-typed": ('"x"^^xsd:integer', "sh:datatype xsd:integer", 1),
    "boolean": ('"1"^^xsd:boolean', "sh:in ( true )", 1),
    "date": ('"2025-09-03T00:00:00+00:00"^^xsd:dateTime', 'sh:pattern "Z$"', 1),
}


@pytest.mark.parametrize(("values", "constraint", "count"), SPELT.values(), ids=SPELT)
def test_what_is_written_is_judged_not_the_value(values: str, constraint: str, count: int) -> None:
    plan = read_plan(SHAPE % constraint)
    head = "@prefix xsd: <http://www.w3.org/2001/XMLSchema#> ."
    text = f"{head} <urn:a> <urn:p> {values} ."
    check_parity(plan, text)
    report = validate_text(plan, text)
    assert len(report.results) == count


def test_our_data_give_the_report_of_files(tmp_path: Path) -> None:
    project = find_project(ROOT)
    load_folder(tmp_path / "store", project.graph_files())
    plan = compile_shapes(load_shapes([project.shapes]))
    expected = run_plan(plan, load_data([project.ontology, project.data]))
    report = validate_folder(plan, tmp_path / "store")
    assert report.focus_nodes_checked > 1000
    assert tell(report) == tell(expected)


@pytest.mark.parametrize("folder", sorted(p.stem for p in (ROOT / "shapes").glob("*.ttl")))
def test_what_breaks_our_shapes_gives_the_report_of_files(folder: str, tmp_path: Path) -> None:
    files = sorted((ROOT / "tests" / "shapes" / folder).glob("invalid*.ttl"))
    project = find_project(ROOT)
    plan = compile_shapes(load_shapes([project.shapes]))
    expected = run_plan(plan, load_data([project.ontology, *files]))
    load_folder(tmp_path / "store", [*project.ontology_files(), *files])
    report = validate_folder(plan, tmp_path / "store")
    assert report.results
    assert tell(report) == tell(expected)


GRAPHS = """
<urn:a> <urn:p> "1" .
GRAPH <urn:g> { <urn:a> <urn:p> "1" , "2" }
GRAPH <urn:h> { <urn:b> <urn:p> "3" , "4" , "5" }
"""
COUNTS = {"all": (None, 2), "default": ("default", 0), "g": ("urn:g", 1), "h": ("urn:h", 1)}


@pytest.mark.parametrize(("graph", "count"), COUNTS.values(), ids=COUNTS)
def test_graphs_are_validated_together_or_one_of_them(
    graph: str | None, count: int, tmp_path: Path
) -> None:
    (tmp_path / "a.trig").write_text(GRAPHS, encoding="utf-8")
    load_folder(tmp_path / "store", [tmp_path / "a.trig"])
    plan = read_plan(SHAPE % "sh:maxCount 1")
    assert len(validate_folder(plan, tmp_path / "store", graph).results) == count


def test_a_value_that_two_graphs_state_counts_once(tmp_path: Path) -> None:
    (tmp_path / "a.trig").write_text(GRAPHS, encoding="utf-8")
    load_folder(tmp_path / "store", [tmp_path / "a.trig"])
    plan = read_plan(SHAPE % "sh:minCount 3")
    results = validate_folder(plan, tmp_path / "store").results
    assert [str(result.focus_node) for result in results] == ["<urn:a>"]


def test_a_graph_that_is_not_there_is_told(tmp_path: Path) -> None:
    (tmp_path / "a.trig").write_text(GRAPHS, encoding="utf-8")
    load_folder(tmp_path / "store", [tmp_path / "a.trig"])
    with pytest.raises(InputError) as caught:
        validate_folder(read_plan(SHAPE % "sh:minCount 3"), tmp_path / "store", "urn:i")
    assert str(caught.value) == (
        "no graph <urn:i> in this store\nThe named graphs are <urn:g>, <urn:h>."
    )


TRICKY = (
    r'"\"^^<urn:visitkg:spelling:http://www.w3.org/2001/XMLSchema#integer> ."',
    r'"a\\"^^xsd:token',
    r'<<( <urn:x> <urn:y> "01"^^xsd:integer )>>',
    r'<<( <urn:x> <urn:y> <<( <urn:x> <urn:y> "\"^^<urn:visitkg:spelling:a> )>> ." )>> )>>',
    '"01"^^xsd:integer',
    '"x"@en--ltr',
)


@pytest.mark.parametrize("most", [None, 1])
def test_literals_are_as_they_were_written(most: int | None) -> None:
    head = "@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .\n"
    text = head + "".join(f"<urn:a> <urn:p> {value} .\n" for value in TRICKY)
    stated = [quad.triple for quad in parse(text, RdfFormat.TURTLE)]
    values, written = Store(), Store()
    values.bulk_extend(parse(text, RdfFormat.TURTLE))
    written.bulk_extend(keep_spelling(parse(text, RdfFormat.TURTLE)))
    triples = EncodedTriples() if most is None else BoundedTriples(Spill(1 << 30))
    encode_store(OpenStore(values, written), triples)
    decode = triples.dictionary.decode
    assert {decode(code) for code in triples.objects} == {triple.object for triple in stated}


def test_an_engine_that_can_t_read_is_told() -> None:
    class Broken:
        def dump(self, *_: object, **__: object) -> None:
            raise OSError("the disk is gone")

        def named_graphs(self) -> list[object]:
            return []

    opened: Any = OpenStore(*[Broken()] * 2)  # type: ignore[arg-type]  # two of them
    with pytest.raises(InputError, match="the store can't be read: the disk is gone"):
        encode_store(opened, EncodedTriples())
