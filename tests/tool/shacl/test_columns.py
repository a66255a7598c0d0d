"""Arrays answer as single nodes do: sets of pairs, the graph, orders, values reached repeatedly."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, RdfFormat

from visitkg.graph.encode import EncodedTriples
from visitkg.graph.source import Source
from visitkg.shacl.columns import order as columns_order
from visitkg.shacl.columns import run as columns_run
from visitkg.shacl.columns.graph import ColumnGraph
from visitkg.shacl.columns.order import Order
from visitkg.shacl.columns.pairs import (
    among,
    compose,
    distinct,
    expand,
    join,
    lefts,
    rights,
    union,
    without,
)
from visitkg.shacl.comparison import compare
from visitkg.shacl.facts import Facts
from visitkg.shacl.nodes.graph import NodeGraph
from visitkg.shacl.run import validate

if TYPE_CHECKING:
    from collections.abc import Callable

    from visitkg.shacl.comparison import Value
    from visitkg.shacl.result import ValidationReport

XSD: Final = "http://www.w3.org/2001/XMLSchema#"
codes = st.integers(0, (1 << 31) - 1)
pair_lists = st.lists(st.tuples(st.integers(0, 6), st.integers(0, 6)))


def keys(pairs: list[tuple[int, int]]) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    array = np.array(pairs, dtype=np.int64).reshape(-1, 2)
    return join(array[:, 0], array[:, 1])


def pairs_of(found: np.ndarray[tuple[int], np.dtype[np.int64]]) -> list[tuple[int, int]]:
    return list(zip(lefts(found).tolist(), rights(found).tolist(), strict=True))


@given(pairs=st.lists(st.tuples(codes, codes)))
def test_a_pair_is_kept_whole_and_in_the_order_of_pairs(pairs: list[tuple[int, int]]) -> None:
    assert pairs_of(keys(pairs)) == pairs
    assert pairs_of(distinct(keys(pairs))) == sorted(set(pairs))


@given(one=pair_lists, other=pair_lists)
def test_sets_of_pairs_are_sets(one: list[tuple[int, int]], other: list[tuple[int, int]]) -> None:
    ordered = distinct(keys(other))
    assert pairs_of(union(keys(one), keys(other))) == sorted({*one, *other})
    assert among(keys(one), ordered).tolist() == [pair in other for pair in one]
    assert pairs_of(without(keys(one), ordered)) == [pair for pair in one if pair not in other]
    assert pairs_of(compose(distinct(keys(one)), ordered)) == sorted(
        {(start, end) for start, middle in one for begin, end in other if middle == begin}
    )


@given(ranges=st.lists(st.tuples(st.integers(0, 9), st.integers(0, 4))))
def test_ranges_are_expanded_in_order(ranges: list[tuple[int, int]]) -> None:
    array = np.array(ranges, dtype=np.int64).reshape(-1, 2)
    assert expand(array[:, 0], array[:, 1]).tolist() == [
        number for begin, count in ranges for number in range(begin, begin + count)
    ]


def encode(text: str) -> EncodedTriples:
    triples = EncodedTriples()
    triples.add_file(Source(Path("data.nt"), text.encode(), RdfFormat.N_TRIPLES, None))
    return triples


TYPE: Final = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
terms = st.sampled_from(["<x:a>", "<x:b>", "<x:c>", "_:d", '"e"', '"f"@en'])
statements = st.builds(
    "{} {} {} .\n".format,
    st.sampled_from(["<x:a>", "<x:b>", "<x:c>", "_:d"]),
    st.sampled_from(["<x:p>", "<x:q>", f"<{TYPE}>"]),
    terms,
)
texts = st.lists(statements, max_size=20).map("".join)


@settings(deadline=None)
@given(text=texts, share=st.floats(0, 1))
def test_both_graphs_hold_the_same(text: str, share: float) -> None:
    triples = encode(text)
    count = round(len(triples) * share)
    nodes, part, columns = (
        NodeGraph(triples),
        NodeGraph(triples, count),
        ColumnGraph(triples, count),
    )
    for code in range(len(triples.dictionary.tokens)):
        assert dict(columns.description(code)) == nodes.description(code)
        assert columns.holds(code) == part.holds(code)
        assert columns.subjects_of(code).tolist() == sorted(part.subjects_of(code))
        assert columns.objects_of(code).tolist() == sorted(part.objects_of(code))
        for predicate in range(len(triples.dictionary.tokens)):
            assert [*columns.objects(code, predicate)] == [*nodes.objects(code, predicate)]
            assert [*columns.subjects(predicate, code)] == [*nodes.subjects(predicate, code)]
    unknown = columns.code(NamedNode("x:nowhere"))
    assert not columns.holds(unknown)
    assert columns.objects(unknown, unknown) == []


@settings(deadline=None)
@given(text=texts, share=st.floats(0, 1))
def test_rows_and_pairs_are_looked_up_or_filtered_alike(text: str, share: float) -> None:
    triples = encode(text)
    graph = ColumnGraph(triples, len(triples))
    every = np.arange(graph.size)
    some = every[: round(len(every) * share)]
    expected = [row for row, subject in enumerate(triples.subjects) if subject in some.tolist()]
    pairs = distinct(join(graph.subject_column.astype("i8"), graph.object_column.astype("i8")))
    kept = [pair for pair in pairs_of(pairs) if pair[0] in some.tolist()]
    for few in (0, 1 << 20):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("visitkg.shacl.columns.graph._FEW", few)
            assert sorted(graph.rows_of(some).tolist()) == expected
            assert pairs_of(graph.restrict(pairs, some)) == kept
            assert graph.unique(np.repeat(some, 2)).tolist() == some.tolist()


def typed(form: str, datatype: str) -> str:
    return str(Literal(form, datatype=NamedNode(XSD + datatype)))


ORDERED: Final = [
    *(typed(form, "integer") for form in ("0", "-0", "1", "01", "+2", "-7", "999999999999999")),
    *(typed(form, "integer") for form in ("9007199254740993", "9007199254740992", "x", "")),
    *(typed(form, "decimal") for form in ("0.1", "0.10", "1.0", "1", ".5", "-7.0", "x")),
    *(typed(form, "decimal") for form in ("0.1000000000000001", "0.1000000000000002")),
    *(typed(form, "double") for form in ("1e0", "0.1", "INF", "-INF", "NaN")),
    *(typed(form, "date") for form in ("2020-01-01", "2020-01-02", "2020-02-29", "0001-01-01")),
    *(
        typed(form, "dateTime")
        for form in (
            "2020-01-01T00:00:00Z",
            "2020-01-01T00:00:00",
            "2020-01-01T00:00:00.5Z",
            "2020-01-01T01:00:00+01:00",
            "2020-01-01T24:00:00Z",
            "2019-12-31T23:59:59Z",
            "2020-13-01T00:00:00Z",
        )
    ),
    '"a"', '"b"', '"a"@en', "<x:a>", "_:b", typed("true", "boolean"),
]  # fmt: skip


@pytest.mark.parametrize("block", [1, 3, 64])
@pytest.mark.parametrize("allowed", [{-1}, {0}, {1}, {-1, 0}, {0, 1}])
def test_all_literals_compare_as_they_do_one_by_one(
    block: int, allowed: set[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(columns_order, "_BLOCK", block)
    triples = encode("".join(f"<x:s> <x:p> {token} .\n" for token in ORDERED))
    facts = Facts(triples.dictionary)
    every = np.array(triples.objects, dtype=np.int64)
    left, right = np.repeat(every, len(every)), np.tile(every, len(every))
    expected = []
    for one, other in zip(left.tolist(), right.tolist(), strict=True):
        values = facts.value(one), facts.value(other)
        expected.append(
            values[0] is not None
            and values[1] is not None
            and compare(values[0], values[1]) in allowed
        )
    found = Order(triples.dictionary, facts).compare_pairs(left, right, frozenset(allowed))
    assert found.tolist() == expected


def test_plain_literals_among_others_are_not_compared_one_by_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    tokens = [typed(str(number), "integer") for number in range(100)]
    odd = [typed(f"{number}e0", "double") for number in range(100)]
    mixed = [token for pair in zip(tokens, odd, strict=True) for token in pair]
    triples = encode("".join(f"<x:s> <x:p> {token} .\n" for token in mixed))
    plain = np.array(triples.objects[::2], dtype=np.int64)
    asked: list[object] = []

    def note_and_compare(one: Value, other: Value) -> int | None:
        asked.append((one, other))
        return compare(one, other)

    monkeypatch.setattr(columns_order, "compare", note_and_compare)
    order = Order(triples.dictionary, Facts(triples.dictionary))
    order.compare_pairs(np.array(triples.objects, dtype=np.int64)[1::2], plain, frozenset({0}))
    before = len(asked)
    assert order.compare_pairs(plain, plain[::-1], frozenset({-1})).sum() == 50
    assert len(asked) == before


@pytest.fixture(params=["nodes", "columns", "columns for many"])
def ask(
    request: pytest.FixtureRequest,
    write: Callable[[str, str], Path],
    monkeypatch: pytest.MonkeyPatch,
) -> Callable[[str, str], ValidationReport]:
    """Return what validates a text by shapes: by each engine, and on arrays whatever the number."""
    if request.param == "columns for many":
        monkeypatch.setattr(columns_run, "_FEW", -1)

    def run(data: str, shapes: str) -> ValidationReport:
        files = [write("data.ttl", data)], [write("shapes.ttl", shapes)]
        return validate(*files, engine=str(request.param).split()[0])

    return run


# Two of a, three of b, and c by way of each of them: d is reached from a on six ways.
WAYS: Final = """\
ex:a a ex:C ; ex:p ex:b1 , ex:b2 .
ex:b1 ex:p ex:c1 , ex:c2 , ex:c3 .
ex:b2 ex:p ex:c1 , ex:c2 , ex:c3 .
ex:c1 ex:p ex:d . ex:c2 ex:p ex:d . ex:c3 ex:p ex:d .
ex:z a ex:C ; ex:p ex:c1 .
"""
MISSING: Final = "sh:property [ sh:path ex:q ; sh:minCount 1 ]"
TWO_STEPS: Final = "sh:property [ sh:path ex:p ; sh:property [ sh:path ex:p ; {} ] ]"
REACHED: Final = {
    "once": (MISSING, ["a", "z"]),
    "by one step": (f"sh:property [ sh:path ex:p ; {MISSING} ]", ["b1", "b2", "c1"]),
    "twice by two steps": (
        TWO_STEPS.format(MISSING),
        ["c1", "c1", "c2", "c2", "c3", "c3", "d"],
    ),
    "once by a path of two steps": (
        f"sh:property [ sh:path ( ex:p ex:p ) ; {MISSING} ]",
        ["c1", "c2", "c3", "d"],
    ),
    "six times by three steps": (
        TWO_STEPS.format(f"sh:property [ sh:path ex:p ; {MISSING} ]"),
        ["d"] * 6,
    ),
    "twice by three steps of which two are one path": (
        f"sh:property [ sh:path ex:p ; sh:property [ sh:path ( ex:p ex:p ) ; {MISSING} ] ]",
        ["d"] * 2,
    ),
    "once by all lengths": (
        f"sh:property [ sh:path [ sh:oneOrMorePath ex:p ] ; {MISSING} ]",
        ["b1", "b2", "c1", "c1", "c2", "c3", "d", "d"],
    ),
    "by two properties": (
        f"sh:property [ sh:path ex:p ; {MISSING} ] , [ sh:path ex:p ; {MISSING} ]",
        ["b1", "b1", "b2", "b2", "c1", "c1"],
    ),
    "not at all through another shape": (
        f"sh:node [ sh:property [ sh:path ex:p ; {MISSING} ] ]",
        ["a", "z"],
    ),
    "often with values": (
        TWO_STEPS.format("sh:class ex:D ; sh:property [ sh:path ex:p ; sh:class ex:D ]"),
        ["b1"] * 3 + ["b2"] * 3 + ["c1"] * 3 + ["c2"] * 2 + ["c3"] * 2,
    ),
    "often by a closed shape": (
        TWO_STEPS.format("sh:node [ sh:closed true ]"),
        ["b1"] * 3 + ["b2"] * 3,
    ),
    "often by a query": (
        TWO_STEPS.format('sh:sparql [ sh:select "SELECT $this { $this ?p ?o }" ]'),
        ["b1", "b2", "c1"],
    ),
}


@pytest.mark.parametrize(("shape", "expected"), REACHED.values(), ids=REACHED)
def test_a_shape_reports_as_often_as_it_is_reached(
    ask: Callable[[str, str], ValidationReport], shape: str, expected: list[str]
) -> None:
    report = ask(WAYS, f"ex:S sh:targetClass ex:C ; {shape} .")
    names = sorted(str(result.focus_node)[20:-1] for result in report.results)
    assert names == expected


def test_details_are_those_of_the_value(ask: Callable[[str, str], ValidationReport]) -> None:
    shapes = (
        "ex:S sh:targetClass ex:C ; sh:property ex:P . ex:P sh:path ex:p ; sh:node ex:T . "
        "ex:T sh:property ex:Q . ex:Q sh:path ex:p ; sh:class ex:D ; sh:maxCount 2 ."
    )
    report = ask(WAYS, shapes)
    told = [
        (
            str(result.value_node)[20:-1],
            sorted(str(inner.value_node)[20:-1] for inner in result.detail),
        )
        for result in report.results
    ]
    several = ["", "c1", "c2", "c3"]
    assert sorted(told) == [("b1", several), ("b2", several), ("c1", ["d"])]


def test_of_many_details_some_are_told(ask: Callable[[str, str], ValidationReport]) -> None:
    values = " , ".join(f"ex:v{number}" for number in range(500))
    (result,) = ask(
        f"ex:a a ex:C ; ex:p ex:b . ex:b ex:p {values} .",
        "ex:S sh:targetClass ex:C ; sh:property [ sh:path ex:p ; sh:node [ "
        "sh:property [ sh:path ex:p ; sh:class ex:D ] ] ] .",
    ).results
    assert len(result.detail) == 100


def test_details_nest_twenty_deep(ask: Callable[[str, str], ValidationReport]) -> None:
    nested = "sh:and ( [ " * 300 + "sh:class ex:D" + " ] )" * 300
    (result,) = ask("ex:a a ex:C .", f"ex:S sh:targetClass ex:C ; {nested} .").results
    depth = 0
    while result.detail:
        (result,), depth = result.detail, depth + 1
    assert depth == 20
