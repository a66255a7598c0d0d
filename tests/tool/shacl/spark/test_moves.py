"""What moves lead to is all that the engine needs: it finds the same as with all triples."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING, TypeAlias

import pyarrow as pa
import pytest
from hypothesis import given, note
from hypothesis import strategies as st
from tests.tool.shacl.endpoint.memory import MemorySource, tell_result, validate_copy
from tests.tool.shacl.endpoint.test_parity import read_plan
from tests.tool.shacl.generate import Case, cases
from tests.tool.shacl.judge import PREFIXES
from tests.tool.shacl.test_against_pyshacl import examples
from tests.tool.shacl.test_engines import draw_triples
from tests.tool.shacl.test_w3c import read_manifest

from visitkg.errors import InputError
from visitkg.graph.dictionary import write_token
from visitkg.shacl.compile import compile_shapes
from visitkg.shacl.engine import run_nodes
from visitkg.shacl.index import SUBCLASS_OF
from visitkg.shacl.load import Data, load_shapes
from visitkg.shacl.run import refuse_problems
from visitkg.shacl.spark.bucket import BucketJudge, encode_columns
from visitkg.shacl.spark.explain import explain_moves
from visitkg.shacl.spark.hierarchy import Hierarchy, named_classes
from visitkg.shacl.spark.moves import IDLE, Moves, find_moves

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from visitkg.shacl.plan import Plan
    from visitkg.shacl.result import ValidationResult

    Row: TypeAlias = tuple[str, str, str]

BUCKETS = 3


def follow(moves: Moves, rows: Sequence[Row], starts: Iterable[tuple[str, int]]) -> set[Row]:
    """Return the rows that moves lead along from some nodes in some states."""
    ends: dict[tuple[str, bool], list[tuple[Row, str]]] = defaultdict(list)
    for row in rows:
        ends[row[0], False].append((row, row[2]))
        ends[row[2], True].append((row, row[0]))
    gathered: set[Row] = set()
    seen = {(node, state) for node, state in starts if state != IDLE}
    waiting = list(seen)
    while waiting:
        node, state = waiting.pop()
        for move in moves.states[state]:
            for row, end in ends[node, move.back]:
                if move.predicate is None or row[1] == str(move.predicate):
                    gathered.add(row)
                    if move.state != IDLE and (end, move.state) not in seen:
                        seen.add((end, move.state))
                        waiting.append((end, move.state))
    return gathered


def columns_of(rows: Iterable[Row]) -> list[pa.ChunkedArray]:
    chosen = list(rows)
    return [pa.chunked_array([pa.array([row[n] for row in chosen], pa.string())]) for n in range(3)]


def validate_in_buckets(plan: Plan, source: MemorySource) -> list[ValidationResult]:
    solutions = source.select("SELECT ?s ?p ?o WHERE { ?s ?p ?o }").rows
    rows = [read_row(row) for row in solutions]
    focus = select_focus_nodes(plan, rows)
    moves = find_moves(plan)
    pairs = [(row[0], row[2]) for row in rows if row[1] == str(SUBCLASS_OF)]
    judge = BucketJudge(plan, Hierarchy(pairs).lines(named_classes(plan)))
    results: list[ValidationResult] = []
    for number in range(BUCKETS):
        chosen = {
            place: [node for at, node in enumerate(nodes) if at % BUCKETS == number]
            for place, nodes in focus.items()
        }
        starts = [
            (node, moves.starts[plan.roots()[place].node])
            for place, nodes in chosen.items()
            for node in nodes
        ]
        results += judge.judge(chosen, columns_of(sorted(follow(moves, rows, starts))))
    return results


def read_row(cells: Sequence[object]) -> Row:
    subject, predicate, value = (write_token(cell).decode() for cell in cells)  # type: ignore[arg-type]
    return subject, predicate, value


def select_focus_nodes(plan: Plan, rows: Sequence[Row]) -> dict[int, list[str]]:
    """Return the focus nodes of each root, as the engine finds them among all triples."""
    triples = encode_columns(columns_of(rows))
    found = run_nodes(plan, Data(triples, len(triples))).focus_nodes
    tokens = triples.dictionary.tokens
    return {
        place: [tokens[code].decode() for code in found.get(shape.node, ())]
        for place, shape in enumerate(plan.roots())
    }


def check(plan: Plan, source: MemorySource) -> None:
    expected = validate_copy(plan, source).results
    results = validate_in_buckets(plan, source)
    assert Counter(map(tell_result, results)) == Counter(map(tell_result, expected))


@examples(100)
@given(case=cases())
def test_generated_shapes(case: Case) -> None:
    note(f"{case.data}\n{case.shapes}")
    check(read_plan(case.shapes), MemorySource(case.data))


@examples(20)
@given(case=cases(), seed=st.integers(0, 2**32 - 1))
def test_generated_shapes_on_larger_data(case: Case, seed: int) -> None:
    note(case.shapes)
    check(read_plan(case.shapes), MemorySource(draw_triples(seed)))


def test_the_suite(shared: Path) -> None:
    suite = (shared / "w3c-shacl").resolve()
    count = 0
    for case in read_manifest(suite, suite / "core" / "manifest.ttl"):
        source = MemorySource("")
        source.load(case.data)
        try:
            shapes = load_shapes([case.shapes])
            refuse_problems(shapes)
        except InputError:
            continue
        check(compile_shapes(shapes), source)
        count += 1
    assert count >= 90


LOOKS = {
    "nothing but the node itself": ("sh:nodeKind sh:IRI", "nothing around them\n"),
    "one property": ("sh:property [ sh:path ex:p ]", "state 0\nstate 0\n  ex:p\n"),
    "a class": (
        "sh:property [ sh:path ex:p ; sh:class ex:A ]",
        "state 0\nstate 0\n  ex:p to state 1\nstate 1\n  rdf:type\n",
    ),
    "two that lead alike": (
        "sh:property [ sh:path ex:p ; sh:class ex:A ] , [ sh:path ex:q ; sh:class ex:B ]",
        "state 0\nstate 0\n  ex:p to state 1\n  ex:q to state 1\nstate 1\n  rdf:type\n",
    ),
    "back, and on": (
        "sh:property [ sh:path ( [ sh:inversePath ex:p ] ex:q ) ]",
        "state 0\nstate 0\n  ^ex:p to state 1\nstate 1\n  ex:q\n",
    ),
    "back along two": (
        "sh:property [ sh:path [ sh:inversePath ( ex:p ex:q ) ] ]",
        "state 0\nstate 0\n  ^ex:q to state 1\nstate 1\n  ^ex:p\n",
    ),
    "any number": (
        "sh:property [ sh:path ( [ sh:zeroOrMorePath ex:p ] ex:q ) ]",
        "state 0\nstate 0\n  ex:p to state 0\n  ex:q\n",
    ),
    "at least one": (
        "sh:property [ sh:path [ sh:oneOrMorePath ex:p ] ]",
        "state 0\nstate 0\n  ex:p to state 0\n",
    ),
    "one or none": (
        "sh:property [ sh:path ( [ sh:zeroOrOnePath ex:p ] ex:q ) ]",
        "state 0\nstate 0\n  ex:p to state 1\n  ex:q\nstate 1\n  ex:q\n",
    ),
    "either": (
        "sh:property [ sh:path [ sh:alternativePath ( ex:p ex:q ) ] ]",
        "state 0\nstate 0\n  ex:p\n  ex:q\n",
    ),
    "everything": ("sh:closed true", "state 0\nstate 0\n  any predicate\n"),
    "another property": (
        "sh:property [ sh:path ex:p ; sh:lessThan ex:q ]",
        "state 0\nstate 0\n  ex:p\n  ex:q\n",
    ),
    "a shape of values": (
        "sh:property [ sh:path ex:p ; sh:node [ sh:property [ sh:path ex:q ] ] ]",
        "state 0\nstate 0\n  ex:p to state 1\nstate 1\n  ex:q\n",
    ),
    "a list": (
        "sh:property [ sh:path ex:p ; sh:minListLength 2 ]",
        "state 0\nstate 0\n  ex:p to state 1\nstate 1\n  rdf:first\n  rdf:rest to state 1\n",
    ),
}


@pytest.mark.parametrize("name", LOOKS)
def test_where_a_shape_looks_is_told(name: str) -> None:
    constraint, told = LOOKS[name]
    text = f"{PREFIXES}\nex:S a sh:NodeShape ; sh:targetClass ex:A ; {constraint} .\n"
    head, _, rest = explain_moves(read_plan(text), {}).partition(": ")
    begin, _, states = rest.partition("\n  sh:targetClass ex:A\n")
    assert head.startswith("ex:S (")
    assert f"{begin}\n{states}" == told
