"""A graph in dictionaries answers as the store does."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Store, Triple

from visitkg.publish.view import IndexedView
from visitkg.site.describe import describe
from visitkg.site.view import LABEL, GraphView

if TYPE_CHECKING:
    from collections.abc import Iterable

    from visitkg.publish.content import Site


@pytest.fixture(scope="module")
def both(visit_site: Site) -> tuple[GraphView, IndexedView]:
    prefixes = visit_site.prefixes
    store = Store()
    store.bulk_extend(Quad(*triple) for triple in visit_site.triples())
    # Read back, for the store writes numbers in its own way.
    triples = sorted((quad.triple for quad in store), key=str)
    return GraphView(store, prefixes), IndexedView(triples, prefixes)


def test_it_describes_each_subject_as_the_store_does(
    visit_site: Site, both: tuple[GraphView, IndexedView]
) -> None:
    store, index = both
    subjects = [iri for each in visit_site.documents.values() for iri in each.subjects]
    assert len(subjects) > 1_000
    for iri in subjects:
        assert describe(index, NamedNode(iri)) == describe(store, NamedNode(iri)), iri


def test_it_knows_the_properties_and_the_pointers_of_each_subject_as_the_store_does(
    both: tuple[GraphView, IndexedView],
) -> None:
    store, index = both
    subjects = [node for node, _ in index.each_subject()]
    assert len(subjects) > 1_000
    assert subjects == [node for node, _ in store.each_subject()]
    properties: set[NamedNode] = set()
    for node, pairs in index.each_subject():
        assert isinstance(node, NamedNode | BlankNode)
        assert dict(index.properties(node)) == dict(pairs)
        assert _as_sets(pairs) == _as_sets(store.properties(node)), node
        assert _as_sets(index.pointers(node)) == _as_sets(store.pointers(node)), node
        for each, values in pairs:
            assert index.nodes(node, each) == store.nodes(node, each)
            assert index.text(node, each) == store.text(node, each)
            assert all(index.has(node, each, value) for value in values)
            properties.add(each)
    assert len(properties) > 100
    assert all(view.is_property(each) for view in both for each in properties)


def _as_sets(pairs: Iterable[tuple[NamedNode, Iterable[object]]]) -> dict[NamedNode, set[object]]:
    return {each: set(values) for each, values in pairs}


def test_it_knows_nothing_of_what_the_graph_does_not_say(
    both: tuple[GraphView, IndexedView],
) -> None:
    node, other = NamedNode("https://example.org/none"), NamedNode("https://example.org/other")
    beijing = NamedNode("https://w3id.org/visitkg/id/beijing")
    for view in both:
        assert dict(view.properties(node)) == dict(view.pointers(node)) == {}
        assert not view.has(node, LABEL, other)
        assert not view.has(beijing, LABEL, other)
        assert view.nodes(beijing, LABEL) == []
        assert view.text(node, LABEL) is None
        assert not view.is_property(beijing)


def test_it_finds_by_literals_too(both: tuple[GraphView, IndexedView]) -> None:
    store, index = both
    name = Literal("Kim Jong Un", language="en")
    assert index.subjects(LABEL, name) == store.subjects(LABEL, name) != []
    assert list(index.incoming(name)) == list(store.incoming(name)) != []
    assert list(index.pointers(name)) == list(store.pointers(name)) != []


def test_it_knows_what_occurs(both: tuple[GraphView, IndexedView]) -> None:
    store, index = both
    for iri in ("https://w3id.org/visitkg/id/beijing", LABEL.value, "https://example.org/none"):
        assert index.occurs(NamedNode(iri)) == store.occurs(NamedNode(iri))


def test_what_it_gives_can_be_changed_without_harm(both: tuple[GraphView, IndexedView]) -> None:
    _, index = both
    node = NamedNode("https://w3id.org/visitkg/id/beijing")
    before = index.objects(node, LABEL)
    index.objects(node, LABEL).clear()
    assert index.objects(node, LABEL) == before != []


def test_it_yields_each_statement_with_a_property(
    both: tuple[GraphView, IndexedView],
) -> None:
    store, index = both
    found = list(index.pairs(LABEL))
    assert len(found) > 100
    assert set(found) == set(store.pairs(LABEL))


def test_numbers_are_those_of_the_file(visit_site: Site) -> None:
    node = NamedNode("https://example.org/a")
    written = Literal("05", datatype=NamedNode("http://www.w3.org/2001/XMLSchema#unsignedByte"))
    view = IndexedView([Triple(node, LABEL, written)], visit_site.prefixes)
    assert view.objects(node, LABEL) == [written]
