"""A path leads where SPARQL's property paths lead, from one node or many, ahead or back.

https://www.w3.org/TR/shacl/#property-paths
"""

from __future__ import annotations

from pathlib import Path as FilePath
from typing import TYPE_CHECKING, Final

import numpy as np
import pytest
from hypothesis import given, note, settings
from hypothesis import strategies as st
from pyoxigraph import NamedNode, QuerySolutions, RdfFormat, Store

from visitkg.graph.encode import EncodedTriples
from visitkg.graph.source import Source
from visitkg.shacl.columns.graph import ColumnGraph
from visitkg.shacl.columns.reached import Reached
from visitkg.shacl.columns.walk import reach, walk
from visitkg.shacl.nodes.graph import NodeGraph
from visitkg.shacl.path import (
    AlternativePath,
    InversePath,
    OneOrMorePath,
    Path,
    SequencePath,
    ZeroOrMorePath,
    ZeroOrOnePath,
    render_path,
)
from visitkg.shacl.step import Step, Steps
from visitkg.shacl.walk import bind_path, is_repeated

if TYPE_CHECKING:
    from collections.abc import Iterable

    from hypothesis.strategies import SearchStrategy

    from visitkg.shacl.walk import Graph

    Pairs = set[tuple[int, int]]

NAMES: Final = "abcdef"
PREDICATES: Final = "pqr"


class World:
    """Triples as both engines hold them, and as a store does."""

    def __init__(self, edges: Iterable[str]) -> None:
        # A store knows a path of no step only at nodes that some triple holds.
        marks = [f"<x:{name}> <x:marks> <x:{name}> .\n" for name in NAMES]
        self.text = "".join([f"<x:{e[0]}> <x:{e[1]}> <x:{e[2]}> .\n" for e in edges] + marks)
        self.triples = EncodedTriples()
        source = Source(FilePath("data.nt"), self.text.encode(), RdfFormat.N_TRIPLES, None)
        self.triples.add_file(source)
        encode = self.triples.dictionary.encode
        self.nodes = sorted(encode(NamedNode(f"x:{name}")) for name in NAMES)
        self.predicates = [encode(NamedNode(f"x:{name}")) for name in PREDICATES]
        self.node_graph = NodeGraph(self.triples)
        self.column_graph = ColumnGraph(self.triples, len(self.triples))
        self.graphs: tuple[Graph, Graph] = (self.node_graph, self.column_graph)

    def expect(self, path: Path) -> Pairs:
        """Return the pairs that SPARQL finds from each node."""
        store = Store()
        store.load(self.text.encode(), RdfFormat.N_TRIPLES)
        found: Pairs = set()
        for start in self.nodes:
            query = f"SELECT ?end {{ {self.name(start)} {render_path(path)} ?end }}"
            solutions = store.query(query)
            assert isinstance(solutions, QuerySolutions)
            encode = self.triples.dictionary.encode
            found |= {(start, encode(solution["end"])) for solution in solutions}
        return found

    def name(self, code: int) -> str:
        """Return a node as N-Triples has it."""
        return self.triples.dictionary.tokens[code].decode()

    def states(self, step: Step) -> bool:
        """Return whether a triple is among those of the text."""
        return " ".join(map(self.name, step)) + " .\n" in self.text


edges = st.builds("{}{}{}".format, *map(st.sampled_from, (NAMES, PREDICATES, NAMES)))
worlds = st.lists(edges, max_size=14).map(World)


def extend(inner: SearchStrategy[Path]) -> SearchStrategy[Path]:
    """Draw a path made of others."""
    parts = st.lists(inner, min_size=2, max_size=3).map(tuple)
    return st.one_of(
        st.builds(InversePath, inner),
        st.builds(ZeroOrMorePath, inner),
        st.builds(OneOrMorePath, inner),
        st.builds(ZeroOrOnePath, inner),
        st.builds(SequencePath, parts),
        st.builds(AlternativePath, parts),
    )


plain: SearchStrategy[Path] = st.sampled_from([NamedNode(f"x:{name}") for name in PREDICATES])
paths = st.recursive(plain, extend, max_leaves=5)


def pairs_of(keys: np.ndarray[tuple[int], np.dtype[np.int64]]) -> list[tuple[int, int]]:
    return [(key >> 32, key & 0xFFFFFFFF) for key in keys.tolist()]


@settings(deadline=None, max_examples=200)
@given(world=worlds, path=paths)
def test_all_ways_to_walk_lead_where_sparql_leads(world: World, path: Path) -> None:
    note(f"{world.text}{render_path(path)}")
    expected = world.expect(path)
    turned = {(end, start) for start, end in expected}
    starts = np.array(world.nodes)

    for back, wanted in ((False, expected), (True, turned)):
        for graph in world.graphs:
            one_by_one = [bind_path(path, graph, back=back)(node) for node in world.nodes]
            assert all(len(set(ends)) == len(ends) for ends in one_by_one)
            found = zip(world.nodes, one_by_one, strict=True)
            assert {(node, end) for node, ends in found for end in ends} == wanted
        columns = pairs_of(walk(world.column_graph, path, starts, back=back))
        assert columns == sorted(wanted)
        ends = reach(world.column_graph, path, starts, back=back).tolist()
        assert ends == sorted({end for _, end in wanted})


@settings(deadline=None, max_examples=200)
@given(world=worlds, path=paths, some=st.sets(st.integers(0, 5)), ends=st.sets(st.integers(0, 5)))
def test_pairs_are_the_same_made_from_their_starts_or_their_ends(
    world: World, path: Path, some: set[int], ends: set[int]
) -> None:
    note(f"{world.text}{render_path(path)}")
    focus = np.array([world.nodes[place] for place in sorted(some)], dtype=np.int64)
    values = np.array([world.nodes[place] for place in sorted(ends)], dtype=np.int64)
    expected = sorted(pair for pair in world.expect(path) if pair[0] in focus.tolist())
    leading = [pair for pair in expected if pair[1] in values.tolist()]

    for made_before in (False, True):
        reached = Reached(world.column_graph, path, focus)
        if made_before:
            assert pairs_of(reached.pairs()) == expected
        assert pairs_of(reached.leading_to(values)) == leading
        assert reached.values().tolist() == sorted({end for _, end in expected})


@settings(deadline=None, max_examples=200)
@given(world=worlds, path=paths, most=st.integers(0, 4))
def test_of_too_many_values_enough_are_found_to_see_it(world: World, path: Path, most: int) -> None:
    note(f"{world.text}{render_path(path)}")
    expected = world.expect(path)
    reached = Reached(world.column_graph, path, np.array(world.nodes))
    found = set(pairs_of(reached.pairs(most)))
    assert found <= expected
    for node in world.nodes:
        all_ends = {end for start, end in expected if start == node}
        some = {end for start, end in found if start == node}
        assert some == all_ends or len(some) > most
    assert pairs_of(reached.pairs()) == sorted(expected)


@settings(deadline=None, max_examples=300)
@given(world=worlds, path=paths)
def test_a_last_step_is_a_triple_by_which_the_path_arrives(world: World, path: Path) -> None:
    note(f"{world.text}{render_path(path)}")
    expected = world.expect(path)
    for graph in world.graphs:
        steps = Steps(graph)
        for start, end in expected:
            step = steps.last(path, start, end)
            if step is None:
                assert start == end
            else:
                assert world.states(step)
                assert end in (step.subject, step.value)
    one, other = (
        [steps.last(path, *pair) for pair in sorted(expected)] for steps in map(Steps, world.graphs)
    )
    assert one == other


P, Q, R = (NamedNode(f"x:{name}") for name in PREDICATES)
LAST: Final = {
    "a predicate": (["apb"], P, "ab", "apb"),
    "an inverse one": (["bpa"], InversePath(P), "ab", "bpa"),
    "a sequence": (["apb", "bqc", "dqc"], SequencePath((P, Q)), "ac", "bqc"),
    "a sequence from one of two": (
        ["apb", "apd", "dqc", "eqc"],
        SequencePath((P, Q)),
        "ac",
        "dqc",
    ),
    "the inverse of a sequence": (["cpb", "bqa"], InversePath(SequencePath((P, Q))), "ac", "cpb"),
    "the second choice": (["aqb"], AlternativePath((P, Q)), "ab", "aqb"),
    "a chain": (["apb", "bpc", "dpc"], ZeroOrMorePath(P), "ac", "bpc"),
    "a circle": (["apb", "bpa"], OneOrMorePath(P), "aa", "bpa"),
    "no step": (["apb", "bpa"], ZeroOrMorePath(P), "aa", None),
    "an optional step": (["apb"], ZeroOrOnePath(P), "ab", "apb"),
    "an optional step not taken": (["apa"], ZeroOrOnePath(P), "aa", None),
    "a repeated end not taken": (["apb", "cqb"], SequencePath((P, ZeroOrMorePath(Q))), "ab", "apb"),
    "a list": (
        ["apb", "bqc", "cqd", "brf", "drf"],
        SequencePath((P, ZeroOrMorePath(Q), R)),
        "af",
        "brf",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("stated", "path", "ends", "last"), LAST.values(), ids=LAST)
def test_the_last_step_is(stated: list[str], path: Path, ends: str, last: str | None) -> None:
    world = World(stated)
    start, end = (world.triples.dictionary.encode(NamedNode(f"x:{name}")) for name in ends)
    for graph in world.graphs:
        step = Steps(graph).last(path, start, end)
        told = None if step is None else "".join(world.name(code)[3] for code in step)
        assert told == last


REPEATED: Final = {
    "a predicate": (P, False),
    "an optional one": (ZeroOrOnePath(P), False),
    "a sequence": (SequencePath((P, Q)), False),
    "any number": (ZeroOrMorePath(P), True),
    "one at least": (OneOrMorePath(P), True),
    "in a sequence": (SequencePath((P, ZeroOrMorePath(Q))), True),
    "in a choice": (AlternativePath((P, OneOrMorePath(Q))), True),
    "turned": (InversePath(ZeroOrMorePath(P)), True),
    "deep in it": (ZeroOrOnePath(InversePath(SequencePath((P, ZeroOrMorePath(Q))))), True),
}


@pytest.mark.parametrize(("path", "expected"), REPEATED.values(), ids=REPEATED)
def test_a_path_of_any_length_is_known(path: Path, *, expected: bool) -> None:
    assert is_repeated(path) is expected
