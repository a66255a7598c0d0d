from __future__ import annotations

import pytest
import rdflib
from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, RdfFormat, Store
from rdflib.namespace import RDFS

from visitkg.owl.entailment import entail, entail_store

EX = rdflib.Namespace("http://example.org/")
TEXT = """
@prefix ex: <http://example.org/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .

ex:Dog a owl:Class ;
    rdfs:subClassOf ex:Animal ,
        [ a owl:Restriction ; owl:onProperty ex:age ; owl:maxCardinality 1 ] .
ex:age a owl:DatatypeProperty ; rdfs:range xsd:integer ; rdfs:subPropertyOf ex:number .
ex:rex a ex:Dog ; ex:age 1 ; ex:tame true ; rdfs:label "Rex"@en .
"""


@pytest.fixture
def graph() -> rdflib.Graph:
    return rdflib.Graph().parse(data=TEXT, format="turtle")


@pytest.fixture
def store() -> Store:
    store = Store()
    store.load(TEXT.encode(), RdfFormat.TURTLE)
    return store


@pytest.mark.parametrize("regime", ["rdfs", "owl-rl"])
def test_only_what_is_worth_saying_is_added(graph: rdflib.Graph, regime: str) -> None:
    added = entail(graph, regime) - graph  # type: ignore[arg-type]  # the ids of the cases
    assert set(added) == {
        (EX.rex, rdflib.RDF.type, EX.Animal),
        (EX.rex, EX.number, rdflib.Literal(1)),
    }


def test_the_given_graph_stays_as_it_is(graph: rdflib.Graph) -> None:
    before = set(graph)
    result = entail(graph, "owl-rl")
    assert result is not graph
    assert set(graph) == before
    assert set(result) > before


def test_the_given_store_stays_as_it_is(store: Store) -> None:
    before = set(store)
    result = entail_store(store, "owl-rl")
    assert set(store) == before
    assert set(result) > before


def test_graph_and_store_entail_the_same(graph: rdflib.Graph, store: Store) -> None:
    assert len(entail(graph, "owl-rl")) == len(entail_store(store, "owl-rl"))


def test_true_is_not_one(graph: rdflib.Graph) -> None:
    result = entail(graph, "rdfs")
    assert set(result.objects(EX.rex, EX.tame)) == {rdflib.Literal(True)}  # noqa: FBT003  (a value)


def test_the_prefixes_are_kept(graph: rdflib.Graph) -> None:
    assert dict(entail(graph, "rdfs").namespaces())["ex"] == rdflib.URIRef(EX)


def test_literals_keep_their_text() -> None:
    graph = rdflib.Graph()
    old = rdflib.Literal("01", datatype=rdflib.XSD.integer, normalize=False)
    graph.add((EX.rex, EX.age, old))
    (value,) = entail(graph, "owl-rl").objects(EX.rex, EX.age)
    assert str(value) == "01"


def test_what_is_not_valid_rdf_stays_but_entails_nothing() -> None:
    graph = rdflib.Graph()
    graph.add((EX.Dog, RDFS.subClassOf, EX.Animal))
    graph.add((rdflib.URIRef("no iri"), rdflib.RDF.type, EX.Dog))
    assert set(entail(graph, "rdfs")) == set(graph)


def test_an_empty_graph_entails_nothing() -> None:
    assert len(entail(rdflib.Graph(), "owl-rl")) == 0


def test_named_graphs_are_kept_and_what_follows_from_them_is_default() -> None:
    ex = "http://example.org/"
    type_ = NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
    below = NamedNode("http://www.w3.org/2000/01/rdf-schema#subClassOf")
    one, two = NamedNode(ex + "one"), NamedNode(ex + "two")
    dog, animal, rex = (NamedNode(ex + name) for name in ("Dog", "Animal", "rex"))
    store = Store()
    store.add(Quad(dog, below, animal, one))
    store.add(Quad(rex, type_, dog, two))
    assert set(entail_store(store, "rdfs")) == {
        *store,
        Quad(rex, type_, animal, DefaultGraph()),
    }


def test_a_triple_about_a_triple_does_not_disturb() -> None:
    store = Store()
    store.load(b'<< <http://e/s> <http://e/p> "o" >> <http://e/q> "r" .', RdfFormat.TURTLE)
    assert set(entail_store(store, "owl-rl")) == set(store)


def test_blank_nodes_stay_the_same(graph: rdflib.Graph) -> None:
    nobody = rdflib.BNode()
    graph.add((nobody, rdflib.RDF.type, EX.Dog))
    assert (nobody, rdflib.RDF.type, EX.Animal) in entail(graph, "rdfs")


def test_literals_are_never_subjects(store: Store) -> None:
    assert not any(isinstance(quad.subject, Literal) for quad in entail_store(store, "owl-rl"))
