"""Graphs compared up to the labels of blank nodes: nothing for the same, little for the similar."""

from __future__ import annotations

from itertools import permutations
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph
import pytest
import rdflib
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import BlankNode, Literal, NamedNode, Quad, RdfFormat, Triple
from rdflib.compare import isomorphic

from visitkg.graph.difference import Difference, blank_nodes, compare, relabel
from visitkg.graph.difference_label import label, way_to
from visitkg.graph.difference_text import render_difference, summarise
from visitkg.graph.difference_update import count_untold, render_update
from visitkg.graph.load import to_rdflib
from visitkg.graph.stated import Part, Stated, read_version

if TYPE_CHECKING:
    import random
    from collections.abc import Callable, Iterable, Mapping

P = NamedNode("http://example.org/p")
NODES = [BlankNode(f"b{number}") for number in range(4)]
NAMES = [NamedNode(f"http://example.org/{name}") for name in "ab"]
PREDICATES = [NamedNode(f"http://example.org/{name}") for name in "pq"]
GRAPHS = [pyoxigraph.DefaultGraph(), NamedNode("http://example.org/graph"), NODES[0]]

subjects = st.sampled_from([*NODES, *NAMES])
values = st.sampled_from([*NODES, *NAMES, Literal("1"), Literal("1", language="en")])
triples = st.builds(Triple, subjects, st.sampled_from(PREDICATES), values)
quoting = st.builds(Triple, subjects, st.sampled_from(PREDICATES), triples)
plain = st.builds(lambda triple: Quad(*triple), triples)
quads = st.builds(
    lambda triple, graph: Quad(triple.subject, triple.predicate, triple.object, graph),
    st.one_of(triples, quoting),
    st.sampled_from(GRAPHS),
)


def state(found: Iterable[Quad]) -> list[Stated]:
    return [Stated(quad) for quad in found]


def rename(found: Iterable[Quad], names: Mapping[BlankNode, BlankNode]) -> set[Quad]:
    return {relabel(quad, names) for quad in found}


def nodes_of(found: Iterable[Quad]) -> list[BlankNode]:
    return list(dict.fromkeys(node for quad in found for node in blank_nodes(quad)))


def bijections(old: set[Quad], new: set[Quad]) -> Iterable[dict[BlankNode, BlankNode]]:
    """Yield each way to rename the nodes of one graph, some to nodes of the other."""
    before, after = nodes_of(old), nodes_of(new)
    spare = [BlankNode(f"spare{number}") for number in range(len(before))]
    for chosen in set(permutations([*after, *spare], len(before))):
        yield dict(zip(before, chosen, strict=True))


def same(old: set[Quad], new: set[Quad]) -> bool:
    """Judge by trying all renamings."""
    if len(nodes_of(old)) != len(nodes_of(new)):
        return False
    before, after = nodes_of(old), nodes_of(new)
    return any(
        rename(old, dict(zip(before, order, strict=True))) == new for order in permutations(after)
    )


def apply(difference: Difference, old: Iterable[Quad]) -> set[Quad]:
    removed = {stated.quad for stated in difference.removed}
    assert removed <= set(old)
    added = {stated.quad for stated in difference.added}
    assert added.isdisjoint(old)
    return (set(old) - removed) | added


@settings(deadline=None, max_examples=150)
@given(st.lists(quads, max_size=8), st.randoms(use_true_random=False))
def test_the_same_graph_with_other_labels_in_another_order_differs_in_nothing(
    graph: list[Quad], source: random.Random
) -> None:
    fresh = [BlankNode(f"x{number}") for number in range(len(NODES))]
    source.shuffle(fresh)
    other = list(rename(graph, dict(zip(NODES, fresh, strict=True))))
    source.shuffle(other)
    difference = compare(state(graph), state(other))
    assert not difference
    assert difference.certain
    assert difference.unchanged == len(set(graph))


@settings(deadline=None, max_examples=150)
@given(st.lists(quads, max_size=7), st.lists(quads, max_size=7))
def test_the_old_graph_with_the_difference_is_the_new_one(old: list[Quad], new: list[Quad]) -> None:
    difference = compare(state(old), state(new))
    assert same(apply(difference, old), set(new))
    assert bool(difference) == (not same(set(old), set(new)))
    assert difference.unchanged == len(set(old)) - len(difference.removed)


@settings(deadline=None, max_examples=60)
@given(st.lists(plain, max_size=10), st.lists(plain, max_size=10))
def test_rdflib_agrees_on_the_new_graph(old: list[Quad], new: list[Quad]) -> None:
    difference = compare(state(old), state(new))
    one, other = rdflib.Graph(), rdflib.Graph()
    for graph, found in ((one, apply(difference, old)), (other, set(new))):
        for quad in found:
            graph.add(tuple(map(to_rdflib, quad.triple)))  # type: ignore[arg-type]  # three of them
    assert isomorphic(one, other)


@settings(deadline=None, max_examples=40)
@given(st.lists(plain, max_size=6), st.lists(plain, max_size=6))
def test_hardly_any_pairing_of_blank_nodes_would_give_less(
    old: list[Quad], new: list[Quad]
) -> None:
    difference = compare(state(old), state(new))
    least = min(len(rename(old, names) ^ set(new)) for names in bijections(set(old), set(new)))
    assert least <= len(difference.removed) + len(difference.added) <= least + 4


@settings(deadline=None, max_examples=100)
@given(st.lists(plain, max_size=8), st.lists(plain, max_size=8))
def test_an_update_without_untold_statements_makes_the_new_graph(
    old: list[Quad], new: list[Quad]
) -> None:
    difference = compare(state(old), state(new))
    store = pyoxigraph.Store()
    store.extend(old)
    store.update(render_update(difference))
    if not count_untold(difference):
        assert same(set(store), set(new))


def ring(count: int, name: str) -> list[Quad]:
    nodes = [BlankNode(f"{name}{number}") for number in range(count)]
    return [Quad(nodes[number - 1], P, nodes[number]) for number in range(count)]


def clique(count: int, name: str) -> list[Quad]:
    nodes = [BlankNode(f"{name}{number}") for number in range(count)]
    return [Quad(one, P, other) for one in nodes for other in nodes if one != other]


def star(count: int, name: str) -> list[Quad]:
    return [Quad(BlankNode(name), P, BlankNode(f"{name}{number}")) for number in range(count)]


@pytest.mark.parametrize("make", [ring, clique, star], ids=["ring", "clique", "star"])
def test_symmetric_graphs_are_compared_in_time(make: Callable[[int, str], list[Quad]]) -> None:
    one, other = make(30, "a"), make(30, "b")
    other = other[::2] + other[1::2]
    assert not compare(state(one), state(other))
    difference = compare(state(one), state(other[1:]))
    assert (len(difference.removed), len(difference.added)) == (1, 0)


def test_two_rings_are_not_one() -> None:
    difference = compare(state(ring(6, "a")), state([*ring(3, "b"), *ring(3, "c")]))
    assert difference.certain
    assert len(difference.removed) == len(difference.added) == 2


def both_ways(pairs: Iterable[tuple[int, int]], name: str) -> list[Quad]:
    nodes = [BlankNode(f"{name}{number}") for number in range(6)]
    return [Quad(nodes[one], P, nodes[other]) for a, b in pairs for one, other in ((a, b), (b, a))]


PRISM = ((0, 1), (1, 2), (2, 0), (3, 4), (4, 5), (5, 3), (0, 3), (1, 4), (2, 5))
UTILITIES = tuple((one, other) for one in range(3) for other in range(3, 6))


def test_graphs_that_look_alike_from_each_node_are_told_apart() -> None:
    prism, utilities = both_ways(PRISM, "a"), both_ways(UTILITIES, "b")
    difference = compare(state(prism), state(utilities))
    assert difference.certain
    assert difference
    turned = both_ways(
        [((a + 1) % 3 + 3 * (a < 3), (b + 1) % 3 + 3 * (b < 3)) for a, b in PRISM], "c"
    )
    assert not compare(state(prism), state(turned))
    assert not compare(state(prism), state(utilities), work=400).certain
    assert compare(state([*utilities, *prism]), state([*turned, *utilities])).unchanged == 36


def test_it_is_told_when_the_search_is_given_up() -> None:
    one, other = ring(9, "a"), [*ring(4, "b"), *ring(5, "c")]
    assert not compare(state(one), state(other), work=50).certain
    assert not compare(state(one), state(other), work=0).certain
    assert compare(state(one), state(ring(9, "b")), work=0).unchanged <= 9


def test_a_changed_value_deep_below_leaves_the_nodes_above_as_they_are() -> None:
    text = b"<http://e/s> <http://e/p> [ <http://e/q> ( 1 [ <http://e/r> %s ] 3 ) ] ."
    difference = compare(
        state(parse(text.replace(b"%s", b'"old"'))), state(parse(text.replace(b"%s", b'"new"')))
    )
    assert len(difference.removed) == len(difference.added) == 1
    assert difference.removed[0].quad.subject == difference.added[0].quad.subject
    assert difference.unchanged == 8


def test_an_element_taken_from_a_list_is_a_small_difference() -> None:
    def make(numbers: Iterable[int]) -> list[Stated]:
        row = " ".join(map(str, numbers))
        return state(parse(f"<http://e/s> <http://e/p> ( {row} ) .".encode()))

    difference = compare(make(range(50)), make(n for n in range(50) if n != 20))
    assert len(difference.removed) == 3
    assert len(difference.added) == 1


def parse(text: bytes) -> list[Quad]:
    return list(pyoxigraph.parse(text, RdfFormat.TRIG, rename_blank_nodes=True))


def text_of(old: str, new: str) -> str:
    prefixes = {"": "http://e/", "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#"}
    header = b"@prefix : <http://e/> . "
    sides = (state(parse(header + side.encode())) for side in (old, new))
    return render_difference(compare(*sides), prefixes)


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (":s :p 1 .", ":s :p 1 .", ""),
        (":s :p 1 .", ":s :p 2 .", " :s\n-     :p 1\n+     :p 2\n"),
        (
            ":s :p [ :q [ :r 1 ] ] .",
            ":s :p [ :q [ :r 2 ] ] .",
            " _:b1    # :s / :p / :q\n-     :r 1\n+     :r 2\n",
        ),
        (
            ":s a :A .",
            ":s a :A ; :p [ :q 1 ] .",
            " :s\n+     :p _:b1\n _:b1    # :s / :p\n+     :q 1\n",
        ),
        (":g { :s :p 1 }", ":s :p 1 .", " :s\n+     :p 1\n :s    # in :g\n-     :p 1\n"),
        ("[] :p 1 .", "[] :p 1 ; :q 2 .", " _:b1\n+     :q 2\n"),
        (
            ":s :p <<( :a :b [ :q 1 ] )>> .",
            ":s :p <<( :a :b [ :q 1 ] )>> ; :r 1 .",
            " :s\n+     :r 1\n",
        ),
        (
            ":s :p <<( :a a 1 )>> .",
            ":s :q 1 .",
            " :s\n-     :p <<( :a rdf:type 1 )>>\n+     :q 1\n",
        ),
        (':s :p "a\\nb" .', ":s a :s .", ' :s\n+     a :s\n-     :p """a\\nb"""\n'),
        (
            "_:a :p _:b . _:b :p _:a . _:a :q 1 .",
            "_:a :p _:b . _:b :p _:a . _:a :q 2 .",
            " _:b1\n-     :q 1\n+     :q 2\n",
        ),
    ],
    ids=[
        "same",
        "value",
        "nested",
        "new-node",
        "graph",
        "root",
        "triple-term",
        "quoted",
        "lines",
        "circle",
    ],
)
def test_a_difference_reads_subject_by_subject(old: str, new: str, expected: str) -> None:
    if "[ :q 1 ] )>>" in old:  # a node within a triple term needs a label
        old, new = (
            side.replace("[ :q 1 ]", "_:x").replace(" .", " . _:x :q 1 .", 1) for side in (old, new)
        )
    assert text_of(old, new) == expected


def test_a_long_way_is_cut_short() -> None:
    nested = ":s :p " + "[ :q " * 12 + "%s" + " ]" * 12 + " ."
    assert ":s / :p / (10 more) / :q" in text_of(
        nested.replace("%s", "1"), nested.replace("%s", "2")
    )


def test_a_way_through_a_circle_ends() -> None:
    graph = [Quad(NODES[0], P, NODES[1]), Quad(NODES[1], P, NODES[0])]
    difference = label(compare(state(graph), state([*graph, Quad(NODES[0], P, NAMES[0])])))
    node = difference.added[0].quad.subject
    assert isinstance(node, BlankNode)
    assert way_to(difference, node) == (node, (P, P))


def test_the_sum_is_told() -> None:
    difference = compare(state(parse(b"<http://e/a> <http://e/b> 1, 2, 3 .")), state([]))
    assert summarise(difference) == "3 removed, 0 added, 0 the same."


def test_an_update_tells_what_it_cannot_express() -> None:
    old = parse(b"<http://e/s> <http://e/p> [ <http://e/q> 1 ], 5 .")
    new = parse(
        b"<http://e/s> <http://e/p> [ <http://e/q> 2 ], [ <http://e/r> 3 ] ."
        b"<http://e/g> { <http://e/s> <http://e/p> 6 . }"
    )
    one = '"1"^^<http://www.w3.org/2001/XMLSchema#integer>'
    assert render_update(compare(state(old), state(new))) == (
        "DELETE DATA {\n"
        f"  <http://e/s> <http://e/p> {one.replace('1', '5', 1)} .\n"
        "} ;\n"
        "INSERT DATA {\n"
        "  <http://e/s> <http://e/p> _:b2 .\n"
        f"  _:b2 <http://e/r> {one.replace('1', '3', 1)} .\n"
        "  GRAPH <http://e/g> {\n"
        f"    <http://e/s> <http://e/p> {one.replace('1', '6', 1)} .\n"
        "  }\n"
        "}\n"
        "# No update can name these blank nodes:\n"
        f"# + _:b1 <http://e/q> {one.replace('1', '2', 1)} .\n"
        f"# - _:b1 <http://e/q> {one} .\n"
    )


def test_a_version_keeps_graphs_places_and_the_scope_of_labels(tmp_path: Path) -> None:
    trig = tmp_path / "a.trig"
    trig.write_text(
        "_:g { _:g <http://e/p> <<( _:g <http://e/p> _:h )>> .\n"
        "  _:h <http://e/p> _:g . }\n<http://e/s> <http://e/p> <> .\n_:k { <http://e/a> a <> . }\n"
    )
    turtle = tmp_path / "b.ttl"
    turtle.write_text("_:g a <x> .\n")
    name = Path("shown.trig")
    version = read_version(
        [Part(trig, name, "http://base/a"), Part(turtle, turtle, "http://base/b")]
    )
    quads_ = [stated.quad for stated in version.stated]
    assert [stated.path for stated in version.stated] == [name, name, name, name, turtle]
    assert [stated.line for stated in version.stated] == [1, 2, 3, 4, 1]
    assert quads_[0].graph_name == quads_[1].graph_name == quads_[0].subject == quads_[1].object
    assert quads_[2].object == NamedNode("http://base/a")
    assert isinstance(quads_[3].graph_name, BlankNode)
    assert quads_[4].object == NamedNode("http://base/x")
    assert quads_[4].subject != quads_[0].subject
