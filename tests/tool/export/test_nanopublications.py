"""Nanopublications keep the rules of https://nanopub.net/guidelines/working_draft/."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph
import pytest
import rdflib
from pyoxigraph import BlankNode, DefaultGraph, NamedNode, Quad, RdfFormat
from rdflib.compare import isomorphic

from visitkg.errors import UsageError
from visitkg.export.claim import count_unnamed, find_claims
from visitkg.export.nanopublications import NP, make_nanopublications
from visitkg.export.view import export
from visitkg.terms import PROV, RDF, VISIT

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from visitkg.export.content import Content
    from visitkg.export.nanopublications import Nanopublication

TYPE = NamedNode(RDF + "type")
PARTS = ("Assertion", "Provenance", "PublicationInfo")


def broken_rules(quads: Iterable[Quad]) -> list[str]:
    """Return which rules for one nanopublication some statements break."""
    quads = set(quads)
    kind = NamedNode(f"{NP}Nanopublication")
    heads = [quad for quad in quads if quad.predicate == TYPE and quad.object == kind]
    if len(heads) != 1:
        return ["exactly one nanopublication"]
    this, head = heads[0].subject, heads[0].graph_name
    broken = []
    graphs = [head]
    for part in PARTS:
        property_ = NamedNode(f"{NP}has{part}")
        links = [quad for quad in quads if quad.predicate == property_]
        if [(link.subject, link.graph_name) for link in links] != [(this, head)]:
            broken.append(f"exactly one {part}, told in the head")
        graphs += [link.object for link in links if isinstance(link.object, NamedNode)]
    if len({this, *graphs}) != 5:
        broken.append("five different IRIs")
    if {quad.graph_name for quad in quads} != set(graphs):
        broken.append("no graph is empty, and nothing stands outside of them")
    assertion, provenance, info = [*graphs, None, None, None][1:4]
    if not any(quad.graph_name == provenance and quad.subject == assertion for quad in quads):
        broken.append("the provenance is that of the assertion")
    if not any(quad.graph_name == info and quad.subject == this for quad in quads):
        broken.append("the publication info is that of the nanopublication")
    if any(isinstance(term, BlankNode) for quad in quads for term in quad):
        broken.append("no blank node")
    return broken


def split(quads: Iterable[Quad]) -> list[list[Quad]]:
    """Return statements by nanopublication: its IRI begins those of its graphs."""
    found: dict[str, list[Quad]] = {}
    for quad in quads:
        assert not isinstance(quad.graph_name, DefaultGraph)
        found.setdefault(quad.graph_name.value.partition("#")[0], []).append(quad)
    return list(found.values())


def test_each_claim_of_the_visit_has_a_valid_nanopublication(visit: Content) -> None:
    found = list(make_nanopublications(visit))
    claims = [claim.value for claim in find_claims(visit)]
    assert len(found) == len(claims) > 100
    base = "https://w3id.org/visitkg/"
    assert [each.iri.replace("/np/", "/id/") for each in found] == claims
    assert found[0].iri.startswith(f"{base}np/claim-p")
    assert [broken_rules(each.quads) for each in found] == [[]] * len(found)


def drop(index: int) -> Callable[[list[Quad]], list[Quad]]:
    return lambda quads: [*quads[:index], *quads[index + 1 :]]


def test_the_checker_sees_broken_ones(fair: Content) -> None:
    quads = list(next(make_nanopublications(fair)).quads)
    assert broken_rules(quads) == []
    for number in range(4):
        assert broken_rules(drop(number)(quads))
    this = quads[0].subject
    graphs = list(dict.fromkeys(quad.graph_name for quad in quads))
    for graph in graphs[1:]:
        assert broken_rules(quad for quad in quads if quad.graph_name != graph)
    assert broken_rules([*quads, Quad(this, TYPE, this)])
    assert broken_rules([*quads, Quad(BlankNode(), TYPE, this, graphs[1])]) == ["no blank node"]
    other = [quad for quad in quads if quad.subject != this or quad.graph_name == graphs[0]]
    assert broken_rules(other) != []


def in_graph(each: Nanopublication, name: str) -> set[Quad]:
    return {quad for quad in each.quads if quad.graph_name == NamedNode(f"{each.iri}#{name}")}


def test_the_proposition_is_asserted_and_how_surely_is_its_provenance(visit: Content) -> None:
    named = {each.iri: each for each in make_nanopublications(visit)}
    each = named["https://w3id.org/visitkg/np/claim-p11s2-1"]
    asserted = {quad.triple for quad in in_graph(each, "assertion")}
    proposition = NamedNode("https://w3id.org/visitkg/id/occurrence-joint-platform-appearance")
    assert asserted == set(visit.state(proposition))
    provenance = {quad.triple for quad in in_graph(each, "provenance")}
    properties = {triple.predicate.value for triple in provenance}
    assert properties > {
        VISIT + "epistemicStatus",
        VISIT + "attributionMode",
        VISIT + "evidence",
        VISIT + "sha256",
        PROV + "wasDerivedFrom",
        PROV + "hadPrimarySource",
    }
    utterances = {
        "https://w3id.org/visitkg/id/utterance-lawmakers",
        "https://w3id.org/visitkg/id/utterance-intelligence-briefing",
    }
    told = {t.subject.value for t in provenance if isinstance(t.subject, NamedNode)}
    assert told > utterances


def test_the_publication_is_described_as_the_dataset_is(visit: Content) -> None:
    each = next(make_nanopublications(visit))
    info = {(q.predicate.value.split("/")[-1], str(q.object)) for q in in_graph(each, "pubinfo")}
    assert ("creator", "<https://w3id.org/visitkg/dataset#project>") in info
    assert ("license", "<https://creativecommons.org/licenses/by/4.0/>") in info
    assert ("isPartOf", "<https://w3id.org/visitkg/dataset>") in info
    assert [value[:11] for name, value in info if name == "created"] == ['"2026-11-24']


# What rdflib says of its own parser and writer.
@pytest.mark.filterwarnings("ignore:.*is deprecated, use Dataset:DeprecationWarning")
def test_the_text_is_the_same_for_two_parsers(visit: Content) -> None:
    quads = {quad for each in make_nanopublications(visit) for quad in each.quads}
    text = export(visit, "nanopublications")
    assert set(pyoxigraph.parse(text, RdfFormat.TRIG)) == quads
    dataset = rdflib.Dataset()
    dataset.parse(data=text, format="trig")
    again = dataset.serialize(format="nquads")
    assert set(pyoxigraph.parse(again, RdfFormat.N_QUADS)) == quads


@pytest.mark.parametrize(
    ("name", "rdf_format"), [("n-quads", RdfFormat.N_QUADS), ("json-ld", RdfFormat.JSON_LD)]
)
def test_other_formats_say_the_same(name: str, rdf_format: RdfFormat, fair: Content) -> None:
    quads = {quad for each in make_nanopublications(fair) for quad in each.quads}
    text = export(fair, "nanopublications", name)
    assert set(pyoxigraph.parse(text, rdf_format)) == quads


# What rdflib says of its own parsers, and what the package imports.
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_the_package_for_nanopublications_finds_them_valid(visit: Content) -> None:
    nanopub = pytest.importorskip("nanopub", reason="no package nanopub, the second judge")
    text = export(visit, "nanopublications", "n-quads")
    groups = split(pyoxigraph.parse(text, RdfFormat.N_QUADS))
    for quads in groups[::15]:
        dataset = rdflib.Dataset()
        dataset.parse(data="".join(f"{quad} .\n" for quad in quads), format="nquads")
        assert nanopub.Nanopub(rdf=dataset).is_valid


CLAIM = """
:tram-1 a visit:Claim ; visit:asserts :p ; visit:evidence [ rdfs:label "spoken" ] .
<https://example.org/other/tram-1> a visit:Claim ; visit:asserts :p .
:empty a visit:Claim ; visit:asserts :nowhere .
[] a visit:Claim ; visit:asserts :p .
:p a visit:Occurrence ; visit:unit [ rdfs:label "bells" ; visit:of [ rdfs:label "trams" ] ] .
"""


def test_claims_alike_in_name_and_nodes_without_one_get_their_own_iris(
    make: Callable[..., Content],
) -> None:
    content = make(CLAIM)
    found = list(make_nanopublications(content))
    assert [broken_rules(each.quads) for each in found] == [[], []]
    names = [each.iri.removeprefix("https://example.org/kg/np/") for each in found]
    assert len(set(names)) == 2
    assert all(name.startswith("tram-1-") for name in names)
    for each in found:
        labels = {str(q.object) for q in each.quads if q.graph_name.value.endswith("assertion")}  # type: ignore[union-attr]  # each has a graph
        assert {'"bells"', '"trams"'} < labels
    assert count_unnamed(content) == 1


def test_the_assertion_is_what_the_graph_says(make: Callable[..., Content]) -> None:
    content = make(CLAIM)
    each = next(make_nanopublications(content))
    one, other = rdflib.Graph(), rdflib.Graph()
    one.parse(
        data="".join(f"{quad.triple} .\n" for quad in in_graph(each, "assertion")).replace(
            f"<{each.iri}#", "<urn:"
        ),
        format="nt",
    )
    proposition = NamedNode("https://example.org/kg/id/p")
    other.parse(
        data="".join(
            f"{t} .\n" for node in content.describe(proposition) for t in content.state(node)
        ),
        format="nt",
    )
    assert len(one) == len(other)
    assert not isomorphic(one, other)  # its nodes have IRIs now


def test_without_a_base_there_are_no_iris(make: Callable[..., Content]) -> None:
    content = make(CLAIM, base='name = "trams"\n')
    with pytest.raises(UsageError, match="no base"):
        next(make_nanopublications(content))


def test_without_claims_there_is_nothing(make: Callable[..., Content]) -> None:
    assert export(make(":a a owl:Thing ."), "nanopublications") == ""


def test_a_dataset_without_creator_has_its_publisher(make: Callable[..., Content]) -> None:
    dataset = ":d a dcat:Dataset ; dcterms:publisher :someone ; dcterms:issued '2031' ."
    each = next(make_nanopublications(make(CLAIM + dataset)))
    info = {(q.predicate.value.split("/")[-1], str(q.object)) for q in in_graph(each, "pubinfo")}
    assert ("creator", "<https://example.org/kg/id/someone>") in info
    assert ("created", '"2031"') in info
