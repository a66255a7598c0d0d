"""The OWL 2 edition is the ontology with a version IRI and one disjointness, and nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph
import rdflib
from pyoxigraph import NamedNode, Quad, RdfFormat, Triple

from visitkg.export.owl2 import DISJOINT, VERSION_IRI, make_owl2
from visitkg.export.view import export
from visitkg.graph.difference import compare
from visitkg.graph.stated import Part, Stated, read_version
from visitkg.project import find_project
from visitkg.terms import VISIT

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from visitkg.export.content import Content

ID = "https://example.org/kg/id/"
ADDED = {
    Triple(
        NamedNode("https://w3id.org/visitkg/ontology"),
        VERSION_IRI,
        NamedNode("https://w3id.org/visitkg/1.0.0/ontology"),
    ),
    Triple(NamedNode(VISIT + "Claim"), DISJOINT, NamedNode(VISIT + "Proposition")),
}


def test_the_difference_to_the_source_is_just_what_is_added(visit: Content, root: Path) -> None:
    project = find_project(root)
    files = [path for path in project.ontology_files() if path not in project.outside_lite]
    assert len(files) > 10
    source = read_version([Part(path, path) for path in files])
    text = export(visit, "owl2")
    edition = [Stated(quad) for quad in pyoxigraph.parse(text, RdfFormat.TURTLE)]
    difference = compare(source.stated, edition)
    assert difference.removed == ()
    assert {stated.quad.triple for stated in difference.added} == ADDED
    assert difference.unchanged == len({stated.quad for stated in source.stated})


def test_two_parsers_read_the_same_in_each_format(visit: Content) -> None:
    expected = [Stated(Quad(*triple)) for triple in make_owl2(visit)]
    for name, rdf_format, other in (
        ("turtle", RdfFormat.TURTLE, "turtle"),
        ("rdf-xml", RdfFormat.RDF_XML, "xml"),
    ):
        text = export(visit, "owl2", name)
        assert not compare(expected, map(Stated, pyoxigraph.parse(text, rdf_format)))
        again = rdflib.Graph().parse(data=text, format=other).serialize(format="nt")
        assert not compare(expected, map(Stated, pyoxigraph.parse(again, RdfFormat.N_TRIPLES)))


def added(content: Content) -> list[str]:
    return sorted(str(triple) for triple in set(make_owl2(content)) - set(content.ontology))


HEADER = "<https://example.org/kg/ontology> a owl:Ontology ; owl:versionInfo %s .\n"


def restrict(name: str, property_: str, kind: str, number: int | str) -> str:
    return (
        f":{name} rdfs:subClassOf [ a owl:Restriction ; owl:onProperty {property_} ; "
        f"owl:{kind} {number} ] .\n"
    )


def test_disjointness_is_told_only_where_cardinalities_imply_it(
    make: Callable[..., Content],
) -> None:
    ontology = "".join(
        (
            restrict("A", ":p", "minCardinality", 1),
            restrict("B", ":p", "cardinality", 0),
            restrict("C", ":q", "maxCardinality", 0),
            restrict("D", ":p", "maxCardinality", 1),
            restrict("E", ":q", "cardinality", '"many"'),
            restrict("F", "_:q", "cardinality", 1),
            ":G rdfs:subClassOf :A , 'B' .",
        )
    )
    assert added(make("", ontology)) == [f"<{ID}A> {DISJOINT} <{ID}B>"]


def test_a_version_stands_before_the_name_of_the_ontology(make: Callable[..., Content]) -> None:
    (version,) = added(make("", HEADER % "'2 beta'"))
    assert version.endswith("#versionIRI> <https://example.org/kg/2%20beta/ontology>")
    elsewhere = HEADER.replace("example.org/kg/ontology", "example.com/tram#") % "'3'"
    (version,) = added(make("", elsewhere))
    assert version.endswith("#versionIRI> <https://example.com/tram/3>")


def test_without_one_version_there_is_no_version_iri(make: Callable[..., Content]) -> None:
    assert added(make("", HEADER % "'1' , '2'")) == []
    assert added(make("", "<https://example.org/kg/ontology> a owl:Ontology .")) == []
    imported = "<https://example.org/kg/root> owl:imports <https://example.org/kg/ontology> .\n"
    assert added(make("", HEADER % "'1'" + imported)) == []
