"""What executors make of lines and of buckets, without a cluster."""

from __future__ import annotations

import pyarrow as pa
import pytest
from tests.tool.shacl.endpoint.test_parity import read_plan
from tests.tool.shacl.judge import PREFIXES

from visitkg.errors import InputError
from visitkg.shacl.spark.bucket import BucketJudge, read_results
from visitkg.shacl.spark.lines import COLUMNS, Reader, labels_of, read_error, write_error

EX = "http://example.org/"
A, B, P, Q = (f"<{EX}{name}>" for name in "abpq")


def read(reader: Reader, *lines: tuple[bytes, str]) -> list[list[str | None]]:
    batch = pa.record_batch(
        [pa.array([line for line, _ in lines], pa.binary()), pa.array([file for _, file in lines])],
        ["line", "file"],
    )
    return [list(row.values()) for table in reader([batch]) for row in table.to_pylist()]


def test_lines_become_tokens_in_their_canonical_form() -> None:
    rows = read(
        Reader(None),
        (f"{A} {P} {B} .".encode(), "file:/1.nt"),
        (f'{A}  {P}\t"\\u00e9"  . # a note'.encode(), "file:/1.nt"),
        (b"# nothing", "file:/1.nt"),
        (b"", "file:/1.nt"),
    )
    assert rows == [[A, P, B], [A, P, '"é"']]


def test_blank_nodes_are_those_of_a_file() -> None:
    line = f"_:x {P} <<( _:x {P} _:y )>> .".encode()
    first, second, third = read(Reader(None), (line, "a"), (line, "a"), (line, "b"))
    assert first == second != third
    label = labels_of("a")(b"_:x").decode()
    assert first == [label, P, f"<<( {label} {P} {label[:-1]}y )>>"]
    assert labels_of("a")(A.encode()) == A.encode()


def test_only_what_matters_is_kept() -> None:
    lines = [(f"{A} {P} {B} .".encode(), "f"), (f"{B} {Q} {A} .".encode(), "f")]
    assert read(Reader(frozenset([P.encode()])), *lines) == [[A, P, B]]
    assert read(Reader(frozenset()), *lines) == []
    named = Reader(frozenset([P.encode()]), frozenset([A.encode()]))
    assert len(read(named, *lines)) == 2
    absent = Reader(frozenset([P.encode()]), frozenset([b"<urn:absent>"]))
    assert len(read(absent, *lines)) == 1


def test_what_is_no_statement_is_a_row_that_tells_why() -> None:
    ((subject, predicate, text),) = read(
        Reader(None),
        (f"{A} {P} .".encode(), "file:/a%20b.nt"),
        (b"<urn:a", "file:/a%20b.nt"),
    )
    assert subject is predicate is None
    assert text is not None
    error = read_error(text)
    assert str(error.position) == "/a b.nt"
    assert error.source == f"{A} {P} ."
    assert error.message.startswith("the object of a triple must be")


def test_an_address_is_told_as_it_is() -> None:
    error = read_error(write_error(InputError("broken", remedy="Mend it."), "s3a://bucket/a.nt"))
    assert str(error) == "s3a://bucket/a.nt: broken\nMend it."


def rows_of(*rows: tuple[int, str, str | None, str]) -> pa.RecordBatch:
    kinds = (pa.int32(), pa.string(), pa.string(), pa.string())
    columns = [
        pa.array(column, kind) for column, kind in zip(zip(*rows, strict=True), kinds, strict=True)
    ]
    return pa.record_batch(columns, ["bucket", *COLUMNS])


@pytest.mark.parametrize("size", [1, 2, 9])
def test_buckets_are_judged_one_by_one(size: int) -> None:
    text = "ex:S sh:targetClass ex:A ; sh:property [ sh:path ex:p ; sh:class ex:A ] ."
    plan = read_plan(f"{PREFIXES} {text}")
    kind = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
    rows = [
        (1, A, None, "0"), (1, A, P, B), (1, B, kind, f"<{EX}C>"),
        (4, B, None, "0"), (4, B, P, A),
        (7, f"<{EX}c>", None, "0"),
    ]  # fmt: skip
    judge = BucketJudge(plan, [f"<{EX}C> <{EX}above> <{EX}A> .\n"])
    batches = [rows_of(*rows[begin : begin + size]) for begin in range(0, len(rows), size)]
    packed = [each for batch in judge(batches) for each in batch.column("results").to_pylist()]
    results = [result for each in packed for result in read_results(each)]
    assert [str(result.focus_node) for result in results] == [A, B]
    below = "http://www.w3.org/2000/01/rdf-schema#subClassOf"
    judge = BucketJudge(plan, [f"<{EX}C> <{below}> <{EX}A> .\n"])
    packed = [each for batch in judge(batches) for each in batch.column("results").to_pylist()]
    assert [str(r.focus_node) for each in packed for r in read_results(each)] == [B]


def judge(shape: str, *rows: tuple[int, str, str | None, str], above: str = "") -> int:
    plan = read_plan(f"{PREFIXES} ex:S sh:targetClass ex:No ; sh:property [ {shape} ] .")
    (batch,) = BucketJudge(plan, [above] if above else [])([rows_of(*rows)])
    return sum(len(read_results(each)) for each in batch.column("results").to_pylist())


def test_a_class_that_is_a_blank_node_stays_what_it_is() -> None:
    kind = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
    rows = [(1, A, None, "0"), (1, A, P, B), (1, B, kind, "_:fabx1")]
    above = f"_:fabx1 <http://www.w3.org/2000/01/rdf-schema#subClassOf> <{EX}C> .\n"
    assert judge("sh:path ex:p ; sh:class ex:C", *rows, above=above) == 0
    assert judge("sh:path ex:p ; sh:class ex:C", *rows) == 1


@pytest.mark.parametrize("node", [A, "_:fabx1", f"<<( _:fabx1 {P} {B} )>>", '"text"'])
def test_a_focus_node_is_the_one_that_is_stated(node: str) -> None:
    back = "sh:path [ sh:inversePath ex:q ] ; sh:minCount 1"
    assert judge(back, (1, node, None, "0"), (1, B, Q, node)) == 0
    assert judge(back, (1, node, None, "0"), (1, B, P, node)) == 1
    assert judge(back, (1, node, None, "0")) == 1


def test_many_results_are_given_in_parts() -> None:
    plan = read_plan(f"{PREFIXES} ex:S sh:targetNode ex:a ; sh:nodeKind sh:Literal .")
    rows = [(1, f"<{EX}{number}>", None, "0") for number in range(2_345)]
    (batch,) = BucketJudge(plan, [])([rows_of(*rows)])
    parts = [len(read_results(each)) for each in batch.column("results").to_pylist()]
    assert parts == [1000, 1000, 345]


def test_nothing_is_judged_of_nothing() -> None:
    plan = read_plan(f"{PREFIXES} ex:S sh:targetNode ex:a ; sh:nodeKind sh:Literal .")
    assert list(BucketJudge(plan, [])([])) == []
