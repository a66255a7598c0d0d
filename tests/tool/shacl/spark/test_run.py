"""On a cluster a report is that of one machine, but for positions."""

from __future__ import annotations

import bz2
import gzip
import os
import signal
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa
import pytest
from hypothesis import given, note
from hypothesis import strategies as st
from pyarrow import parquet
from pyoxigraph import RdfFormat, parse, serialize
from tests.tool.shacl.endpoint.memory import tell
from tests.tool.shacl.endpoint.test_parity import read_plan
from tests.tool.shacl.generate import Case, cases
from tests.tool.shacl.judge import PREFIXES
from tests.tool.shacl.test_against_pyshacl import examples
from tests.tool.shacl.test_engines import draw_triples

from visitkg.errors import InputError
from visitkg.graph.dictionary import write_token
from visitkg.shacl.compile import compile_shapes
from visitkg.shacl.load import load_data, load_shapes
from visitkg.shacl.run import run_plan
from visitkg.shacl.spark.frame import list_places
from visitkg.shacl.spark.lines import COLUMNS
from visitkg.shacl.spark.run import validate_dump

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pyspark.sql import SparkSession

    from visitkg.shacl.plan import Plan
    from visitkg.shacl.result import ValidationReport

SHAPES = f"""{PREFIXES}
ex:S a sh:NodeShape ; sh:targetClass ex:Thing ;
    sh:property [ sh:path ex:part ; sh:class ex:Part ; sh:maxCount 1 ] .
ex:N a sh:NodeShape ; sh:targetNode ex:a , ex:nobody ; sh:nodeKind sh:BlankNode .
ex:O a sh:NodeShape ; sh:targetObjectsOf ex:part ; sh:targetSubjectsOf ex:unheard ;
    sh:property [ sh:path ( [ sh:zeroOrMorePath ex:next ] ex:end ) ; sh:minCount 1 ] ,
        [ sh:path [ sh:inversePath ex:part ] ; sh:maxCount 1 ; sh:severity sh:Warning ] .
"""
DATA = f"""{PREFIXES}
ex:a a ex:Kind ; ex:part ex:b , _:c ; rdfs:label "a"@en .
ex:d a ex:Thing ; ex:part ex:b .
ex:b a ex:Part ; ex:next ex:e .
ex:e ex:next ex:f , ex:b .
ex:f ex:end 1 .
_:c a ex:Other .
ex:g a ex:Thing ; ex:part <<( ex:a ex:b _:c )>> .
"""
ONTOLOGY = f"{PREFIXES} ex:Kind rdfs:subClassOf ex:Thing . ex:o a ex:Thing ; ex:part ex:p , ex:q ."


def write_lines(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    triples = (quad.triple for quad in parse(text, RdfFormat.TURTLE))
    path.write_bytes(serialize(triples, format=RdfFormat.N_TRIPLES) or b"")
    return path


def check_parity(
    spark: SparkSession, plan: Plan, paths: Sequence[Path], ontology: Sequence[Path] = ()
) -> ValidationReport:
    """Compare with the report of the same files here, and return it."""
    expected = run_plan(plan, load_data(paths, ontology))
    beside = load_data([], ontology) if ontology else None
    places = list(map(str, paths))
    report = validate_dump(plan, spark, places, ontology=beside, allow_empty=True)
    assert tell(report) == tell(replace(expected, problems=report.problems))
    return report


def test_what_is_around_a_node_is_found(spark: SparkSession, tmp_path: Path) -> None:
    path = write_lines(tmp_path / "data.nt", DATA)
    ontology = tmp_path / "ontology.ttl"
    ontology.write_text(ONTOLOGY, encoding="utf-8")
    report = check_parity(spark, read_plan(SHAPES), [path], [ontology])
    assert len(report.results) == 8
    assert len(report.unmatched_targets) == 2
    named = [write_token(result.focus_node) for result in report.results]
    assert named == sorted(named)


@examples(3)
@given(case=cases(), seed=st.integers(0, 2**32 - 1))
def test_generated_shapes_give_the_same_report(
    spark: SparkSession, tmp_path_factory: pytest.TempPathFactory, case: Case, seed: int
) -> None:
    note(f"{case.shapes}\n{seed}")
    path = write_lines(tmp_path_factory.mktemp("dump") / "data.nt", draw_triples(seed))
    check_parity(spark, read_plan(case.shapes), [path])


@pytest.fixture(scope="session")
def workload(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("workload")
    command = [sys.executable, str(shared / "bench" / "gen.py"), "--out", str(folder)]
    subprocess.run([*command, "--sizes", "10k,100k", "--seed", "7"], check=True, timeout=100)
    return folder


@pytest.fixture(scope="session")
def core(shared: Path) -> Plan:
    return compile_shapes(load_shapes([shared / "bench" / "shapes-core.ttl"]))


def test_the_workload_gives_the_same_report(
    spark: SparkSession, core: Plan, workload: Path
) -> None:
    rounds: list[int] = []
    path, ontology = workload / "data-100k.nt", workload / "ontology.ttl"
    expected = run_plan(core, load_data([path], [ontology]))
    report = validate_dump(
        core,
        spark,
        [str(path)],
        ontology=load_data([], [ontology]),
        watch=lambda number, _: rounds.append(number),
    )
    assert len(report.results) == 14
    assert tell(report) == tell(expected)
    assert rounds == [1, 2, 3, 4, 5]


def executors(session: SparkSession) -> list[int]:
    """Return the processes that run tasks for a session."""
    named = session.sparkContext.applicationId.encode()
    found = []
    for file in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            words = file.read_bytes().split(b"\0")
        except OSError:
            continue
        if any(word.endswith(b"CoarseGrainedExecutorBackend") for word in words) and named in words:
            found.append(int(file.parent.name))
    return found


def test_an_executor_that_is_killed_takes_nothing_with_it(
    spark: SparkSession, core: Plan, workload: Path
) -> None:
    killed: list[int] = []

    def kill(number: int, _: int) -> None:
        if number in {1, 2}:
            killed.append(executors(spark)[0])
            os.kill(killed[-1], signal.SIGKILL)

    path, ontology = workload / "data-10k.nt", workload / "ontology.ttl"
    assert len(executors(spark)) == 2
    expected = run_plan(core, load_data([path], [ontology]))
    beside = load_data([], [ontology])
    report = validate_dump(core, spark, [str(path)], ontology=beside, watch=kill)
    assert len(set(killed)) == 2
    assert len(report.results) == 2
    assert tell(report) == tell(expected)


def test_dumps_are_packed_and_blank_nodes_are_those_of_a_file(
    spark: SparkSession, tmp_path: Path
) -> None:
    same = f"{PREFIXES} _:x a ex:Thing ; ex:part ex:b . ex:b a ex:Part ."
    more = f'{PREFIXES} _:x ex:part ex:c , "\u00e9\\"" . ex:c a ex:Part .'
    plain = [write_lines(tmp_path / "plain" / f"{n}.nt", same) for n in range(2)]
    plain.append(write_lines(tmp_path / "plain" / "2.nt", more))
    dump = tmp_path / "a dump, 100%[of it]"
    (dump / "inner").mkdir(parents=True)
    (dump / "0.nt.gz").write_bytes(gzip.compress(plain[0].read_bytes()))
    (dump / "inner" / "1.nt.bz2").write_bytes(bz2.compress(b"# a note\n" + plain[1].read_bytes()))
    rows = [
        str(quad.triple).split(" ", 2) for quad in parse(plain[2].read_bytes(), RdfFormat.N_TRIPLES)
    ]
    table = pa.table(dict(zip(COLUMNS, zip(*rows, strict=True), strict=True)))
    (dump / "2.parquet").mkdir()
    for number in range(2):
        part = table.slice(number * 2, 2)
        parquet.write_table(part, dump / "2.parquet" / f"part-{number}.parquet")

    plan = read_plan(SHAPES)
    expected = run_plan(plan, load_data(plain))
    report = validate_dump(plan, spark, [str(dump)])
    assert tell(report) == tell(expected)
    assert report.focus_nodes_checked == 7


def test_a_query_is_told_as_not_asked(spark: SparkSession, tmp_path: Path) -> None:
    path = write_lines(tmp_path / "data.nt", DATA)
    asked = f"""{PREFIXES}
ex:Q sh:targetClass ex:Thing ; sh:node [ sh:sparql [ sh:select "SELECT $this {{ }}" ] ] .
ex:R sh:targetSubjectsOf ex:end ; sh:nodeKind sh:BlankNode .
"""
    report = validate_dump(read_plan(asked), spark, [str(path)])
    assert [result.source_shape.value for result in report.results] == ["http://example.org/R"]
    assert not report.completed
    (node, reason), *others = report.not_checked.items()
    assert (str(node), reason, others) == (
        "<http://example.org/Q>", "on Spark no query is asked", []
    )  # fmt: skip
    assert report.problems[0].remedy == (
        "Nothing is known of its focus nodes; validate these on one machine or in a store, or "
        "leave the queries out."
    )


def fail(spark: SparkSession, path: Path) -> InputError:
    with pytest.raises(InputError) as error:
        validate_dump(read_plan(SHAPES), spark, [str(path)])
    return error.value


def test_a_line_that_is_no_statement_is_told(spark: SparkSession, tmp_path: Path) -> None:
    path = write_lines(tmp_path / "data.nt", DATA)
    path.write_bytes(path.read_bytes() + b"<http://example.org/a> <http://example.org/b> 1 .\n")
    error = fail(spark, path)
    assert str(error.position) == str(path)
    assert error.message == ("the object of a triple must be an IRI, a blank node or a literal")
    assert error.source == "<http://example.org/a> <http://example.org/b> 1 ."


def test_what_has_no_node_to_check_is_refused(spark: SparkSession, tmp_path: Path) -> None:
    path = write_lines(tmp_path / "data.nt", "<urn:a> <urn:b> <urn:c> .")
    plan = read_plan(f"{PREFIXES} ex:S sh:targetClass ex:No ; sh:nodeKind sh:IRI .")
    with pytest.raises(InputError, match="no target of the shapes selects a node there"):
        validate_dump(plan, spark, [str(path)])


def test_a_table_without_the_columns_is_refused(spark: SparkSession, tmp_path: Path) -> None:
    parquet.write_table(pa.table({"s": ["<urn:a>"]}), tmp_path / "a.parquet")
    assert fail(spark, tmp_path).message == (
        "this Parquet has no columns subject, predicate and object"
    )


def test_what_spark_says_is_told_in_a_line(spark: SparkSession, tmp_path: Path) -> None:
    (tmp_path / "a.nt.gz").write_bytes(b"\x1f\x8b\x08 no gzip")
    error = fail(spark, tmp_path)
    assert error.message.startswith("Spark could not complete it: ")
    assert len(error.message) < 500
    assert "\n" not in error.message


@pytest.mark.parametrize("name", ["_a.nt", ".a.nt"])
@pytest.mark.parametrize("is_folder", [False, True])
def test_what_spark_passes_over_is_refused(tmp_path: Path, name: str, *, is_folder: bool) -> None:
    (tmp_path / "b.nt").touch()
    (tmp_path / name).touch()
    with pytest.raises(InputError, match="no file whose name begins with _ or"):
        list_places([str(tmp_path if is_folder else tmp_path / name)])


@pytest.mark.parametrize("name", ["a.ttl", "a.nq", "none.nt", "empty"])
def test_what_spark_does_not_read_is_refused(tmp_path: Path, name: str) -> None:
    (tmp_path / "empty").mkdir()
    for written in ("a.ttl", "a.nq"):
        (tmp_path / written).write_text("<urn:a> <urn:b> <urn:c> .\n", encoding="utf-8")
    with pytest.raises(InputError) as error:
        list_places([str(tmp_path / name)])
    told = "this file does not exist" if name == "none.nt" else "nothing here that Spark reads"
    assert error.value.message == told


def test_addresses_are_left_as_they_are() -> None:
    places = ["s3a://bucket/dump/", "hdfs:///dump/*.nt.gz"]
    assert list_places(places) == places


@pytest.mark.usefixtures("spark")
def test_an_interrupt_is_not_taken_by_spark() -> None:
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler
