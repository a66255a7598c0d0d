"""Ontologies that nobody wrote: those made by the rules of OWL Lite are OWL Lite.

The generator writes abstract syntax and maps it to triples as S&AS 4.1 does. It knows nothing of
the checker, so that it can judge it.
"""

from __future__ import annotations

from pathlib import Path

import pyoxigraph
from hypothesis import given, settings
from hypothesis import strategies as st

from visitkg.graph.parse import Located
from visitkg.owl.rules import RULES
from visitkg.owl.species import check_species
from visitkg.terms import OWL, RDF, RDFS, XSD

HEADER = f"""
@prefix : <http://example.org/> .
@prefix owl: <{OWL}> .
@prefix rdf: <{RDF}> .
@prefix rdfs: <{RDFS}> .
@prefix xsd: <{XSD}> .
"""
DECLARATIONS = """
:A a owl:Class . :B a owl:Class . :C a owl:Class . :old a owl:DeprecatedClass , owl:Class .
:p a owl:ObjectProperty . :q a owl:ObjectProperty . :r a owl:SymmetricProperty .
:t a owl:TransitiveProperty . :d a owl:DatatypeProperty . :e a owl:DatatypeProperty .
:n a owl:AnnotationProperty . :own a rdfs:Datatype . :x a owl:Thing . :y a :A . :z a :B .
<http://example.org/> a owl:Ontology .
"""

classes = st.sampled_from([":A", ":B", ":C", ":old", "owl:Thing", "owl:Nothing"])
named = st.sampled_from([":A", ":B", ":C", ":old"])
object_properties = st.sampled_from([":p", ":q", ":r"])
all_object_properties = st.sampled_from([":p", ":q", ":r", ":t"])
data_properties = st.sampled_from([":d", ":e"])
datatypes = st.sampled_from(["xsd:string", "xsd:integer", "rdfs:Literal", "rdf:XMLLiteral", ":own"])
individuals = st.sampled_from([":x", ":y", ":z"])
literals = st.sampled_from(
    ['"a"', '"a"@en', "1", "1.5", "true", '"b"^^:own', '"2025-09-02"^^xsd:date']
)
cardinalities = st.builds(
    "owl:{} {}".format,
    st.sampled_from(["minCardinality", "maxCardinality", "cardinality"]),
    st.sampled_from(["0", "1", '"1"^^xsd:nonNegativeInteger']),
)
subjects = st.one_of(named, all_object_properties, data_properties, individuals, st.just(":n"))

restrictions = st.one_of(
    st.builds(
        "[ a owl:Restriction ; owl:onProperty {} ; {} ]".format, object_properties, cardinalities
    ),
    st.builds(
        "[ a owl:Restriction ; owl:onProperty {} ; {} ]".format, data_properties, cardinalities
    ),
    st.builds(
        "[ a owl:Restriction , owl:Class ; owl:onProperty {} ; owl:{} {} ]".format,
        all_object_properties,
        st.sampled_from(["allValuesFrom", "someValuesFrom"]),
        classes,
    ),
    st.builds(
        "[ a owl:Restriction , rdfs:Class ; owl:onProperty {} ; owl:{} {} ]".format,
        data_properties,
        st.sampled_from(["allValuesFrom", "someValuesFrom"]),
        datatypes,
    ),
)
supers = st.one_of(classes, restrictions)
anonymous = st.recursive(
    st.builds("[ a {} ]".format, classes),
    lambda inner: st.builds("[ a {} ; {} {} ]".format, classes, all_object_properties, inner),
    max_leaves=3,
)
axioms = st.one_of(
    st.builds("{} rdfs:subClassOf {} .".format, classes, supers),
    st.builds("{} owl:equivalentClass {} .".format, classes, supers),
    st.builds(
        "{} owl:intersectionOf ( {} ) .".format, classes, st.lists(supers, max_size=3).map(" ".join)
    ),
    st.builds("{} rdfs:subPropertyOf {} .".format, all_object_properties, all_object_properties),
    st.builds("{} rdfs:subPropertyOf {} .".format, data_properties, data_properties),
    st.builds("{} owl:equivalentProperty {} .".format, data_properties, data_properties),
    st.builds("{} rdfs:domain {} .".format, all_object_properties, classes),
    st.builds("{} rdfs:range {} .".format, all_object_properties, classes),
    st.builds("{} rdfs:range {} .".format, data_properties, datatypes),
    st.builds("{} a owl:FunctionalProperty .".format, data_properties),
    st.builds("{} a {} .".format, individuals, supers),
    st.builds("{} {} {} .".format, individuals, all_object_properties, individuals),
    st.builds("{} {} {} .".format, individuals, all_object_properties, anonymous),
    st.builds("{} {} {} .".format, individuals, data_properties, literals),
    st.builds("{} owl:sameAs {} .".format, individuals, individuals),
    st.builds("{} owl:differentFrom {} .".format, individuals, individuals),
    st.builds(
        "[] a owl:AllDifferent ; owl:distinctMembers ( {} ) .".format,
        st.lists(individuals, max_size=3).map(" ".join),
    ),
    st.builds("{} :n {} .".format, subjects, st.one_of(literals, subjects, anonymous)),
    st.builds(
        "{} rdfs:seeAlso <http://elsewhere.example/{}> .".format, subjects, st.integers(0, 9)
    ),
    st.builds("<http://example.org/> rdfs:comment {} .".format, literals),
)


def read(text: str) -> list[Located]:
    quads = pyoxigraph.parse(HEADER + text, pyoxigraph.RdfFormat.TURTLE)
    return [Located(quad.triple, Path("generated.ttl"), None) for quad in quads]


def below_or_beside_transitive(text: str) -> bool:
    """Tell whether :t may lie below a property with cardinalities (S&AS 2.3.1.3 forbids it)."""
    return ":t rdfs:subPropertyOf" in text and "ardinality" in text


@settings(max_examples=150, deadline=None)
@given(st.lists(axioms, max_size=12).map("\n".join))
def test_what_the_grammar_of_owl_lite_makes_is_owl_lite(text: str) -> None:
    report = check_species(read(DECLARATIONS + text))
    found = {offence.rule for offence in report.offences}
    assert found <= ({"transitive-and-complex"} if below_or_beside_transitive(text) else set())


DL = st.one_of(
    st.builds("{} owl:disjointWith {} .".format, classes, classes),
    st.builds("{} owl:unionOf ( {} {} ) .".format, named, classes, classes),
    st.builds("{} owl:complementOf {} .".format, named, classes),
    st.builds("{} owl:oneOf ( {} ) .".format, named, individuals),
    st.builds(
        "{} rdfs:subClassOf [ a owl:Restriction ; owl:onProperty {} ; owl:hasValue {} ] .".format,
        named,
        all_object_properties,
        individuals,
    ),
    st.builds(
        "{} rdfs:range [ a owl:DataRange ; owl:oneOf ( {} ) ] .".format, data_properties, literals
    ),
    st.builds(
        "{} a [ a owl:Class ; owl:intersectionOf ( {} {} ) ] .".format,
        individuals,
        classes,
        st.builds("[ a owl:Class ; owl:complementOf {} ]".format, classes),
    ),
)


@settings(max_examples=80, deadline=None)
@given(
    st.lists(axioms, max_size=5).map("\n".join), st.lists(DL, min_size=1, max_size=4).map("\n".join)
)
def test_one_construct_of_owl_dl_makes_it_owl_dl(text: str, more: str) -> None:
    report = check_species(read(DECLARATIONS + text + more))
    found = {offence.rule for offence in report.offences if offence.keeps_out_of == "DL"}
    assert found <= ({"transitive-and-complex"} if below_or_beside_transitive(text) else set())
    assert report.species == ("Full" if found else "DL")


terms = st.sampled_from(
    [
        *(
            f"owl:{name}"
            for name in ("Class", "Thing", "Restriction", "onProperty", "oneOf", "hasKey")
        ),
        *(f"owl:{name}" for name in ("imports", "sameAs", "cardinality", "Ontology", "unionOf")),
        *("rdf:type", "rdf:first", "rdf:rest", "rdf:nil", "rdf:List", "rdf:_1", "rdfs:subClassOf"),
        *(
            "rdfs:label",
            "rdfs:range",
            "xsd:integer",
            "xsd:duration",
            ":A",
            ":p",
            ":x",
            "_:a",
            "_:b",
        ),
    ]
)
predicates = terms.filter(lambda term: not term.startswith("_:"))
objects = st.one_of(terms, st.sampled_from(['"1"', "1", '"x"@en', '"x"^^:own']))


@settings(max_examples=200, deadline=None)
@given(st.lists(st.builds("{} {} {} .".format, terms, predicates, objects), max_size=12))
def test_any_graph_has_a_species_and_its_reasons(statements: list[str]) -> None:
    triples = read("\n".join(statements))
    report = check_species(triples)
    assert report.species == "Lite" or report.offences
    assert {offence.rule for offence in report.offences} <= {rule.name for rule in RULES}
    assert all(offence.located in triples for offence in report.offences)
