"""Our reports are those of pySHACL asked directly, whatever the data: the same graph."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Final

import pyshacl
import rdflib
from hypothesis import given, settings
from hypothesis import strategies as st
from rdflib.compare import isomorphic

from visitkg.graph.load import load_graph
from visitkg.shacl.report_turtle import render_turtle
from visitkg.shacl.run import validate
from visitkg.terms import SH

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

SHACL: Final = rdflib.Namespace(SH)
EX: Final = "http://example.org/"
PREFIXES: Final = (
    f"@prefix ex: <{EX}> . @prefix sh: <{SH}> . "
    "@prefix owl: <http://www.w3.org/2002/07/owl#> . "
    "@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . "
    "@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .\n"
)

SHAPES: Final = """\
ex:A a owl:Class , sh:NodeShape ; sh:property ex:A-p .
ex:A-p sh:path ex:p ; sh:minCount 1 ; sh:nodeKind sh:IRI ; sh:message "A p."@en , "피."@ko .
ex:S sh:targetClass ex:B ; sh:targetNode ex:n0 ; sh:property ex:S-q , ex:S-back , ex:S-far .
ex:S-q sh:path ex:q ; sh:maxCount 1 ; sh:datatype xsd:integer ; sh:minInclusive 1 .
ex:S-back sh:path [ sh:inversePath ex:p ] ; sh:class ex:A ; sh:severity sh:Warning .
ex:S-far sh:path ( ex:p [ sh:zeroOrMorePath ex:q ] ) ; sh:maxCount 2 ; sh:severity ex:Odd .
ex:T sh:targetSubjectsOf ex:p ; sh:node ex:N ; sh:severity sh:Info .
ex:N sh:property [ sh:path ex:q ; sh:hasValue 1 ] .
ex:U sh:targetObjectsOf ex:q ; sh:or ( [ sh:class ex:A ] [ sh:datatype xsd:integer ] ) .
ex:V sh:targetSubjectsOf ex:q ; sh:sparql [
    sh:message "{?value} is not wanted." ;
    sh:prefixes ex: ;
    sh:select "SELECT $this ?value WHERE { $this ex:q ?value FILTER isIRI(?value) }" ] .
ex: sh:declare [ sh:prefix "ex" ; sh:namespace "http://example.org/"^^xsd:anyURI ] .
"""

nodes: SearchStrategy[str] = st.sampled_from(["ex:n0", "ex:n1", "ex:n2", "_:b0", "_:b1"])
literals: SearchStrategy[str] = st.sampled_from(
    ["1", '"01"^^xsd:integer', '"x"@en', '"x"^^xsd:integer']
)
triples = st.one_of(
    st.tuples(nodes, st.just("a"), st.sampled_from(["ex:A", "ex:B", "ex:C"])),
    st.tuples(nodes, st.sampled_from(["ex:p", "ex:q"]), st.one_of(nodes, literals)),
    st.tuples(st.just("ex:C"), st.just("rdfs:subClassOf"), st.sampled_from(["ex:A", "ex:B"])),
)
graphs = st.lists(triples, min_size=1, max_size=14)


@settings(max_examples=60, deadline=None)
@given(graph=graphs)
def test_a_report_is_that_of_pyshacl(graph: list[tuple[str, str, str]]) -> None:
    with TemporaryDirectory() as folder:
        data, shapes, report = (Path(folder) / name for name in ("d.ttl", "s.ttl", "r.ttl"))
        data.write_text(PREFIXES + "".join(f"{s} {p} {o} .\n" for s, p, o in graph))
        shapes.write_text(PREFIXES + SHAPES)
        report.write_text(render_turtle(validate([data], [shapes]), {}))
        ours = load_graph([report])
        _, theirs, _ = pyshacl.validate(load_graph([data]), shacl_graph=load_graph([shapes]))

    assert isomorphic(ours, reduce(theirs))


def reduce(report: rdflib.Graph) -> rdflib.Graph:
    """Return a report without what pySHACL tells of blank nodes, and each path written anew."""
    reduced = rdflib.Graph()
    nodes = [
        node
        for kind in (SHACL.ValidationReport, SHACL.ValidationResult)
        for node in report.subjects(rdflib.RDF.type, kind)
    ]
    for node in nodes:
        for _, predicate, value in report.triples((node, None, None)):
            written = copy(report, value, reduced) if predicate == SHACL.resultPath else value
            reduced.add((node, predicate, written))
    return reduced


def copy(source: rdflib.Graph, node: rdflib.term.Node, target: rdflib.Graph) -> rdflib.term.Node:
    """Return a new node that has in ``target`` what ``node`` has in ``source``."""
    if not isinstance(node, rdflib.BNode):
        return node
    copied = rdflib.BNode()
    for _, predicate, value in source.triples((node, None, None)):
        target.add((copied, predicate, copy(source, value, target)))
    return copied
