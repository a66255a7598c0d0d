"""Each rule draws its conclusion and no other; owlrl and a look at the rules are the judges."""

from __future__ import annotations

import pytest
import rdflib
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import RdfFormat, Triple, parse

from visitkg.owl.entailment import entailed_triples
from visitkg.owl.inference import OWL_RL_RULES, RDFS_RULES
from visitkg.terms import OWL, RDF, RDFS, XSD

HEADER = f"""
@prefix : <http://example.org/> .
@prefix owl: <{OWL}> .
@prefix rdf: <{RDF}> .
@prefix rdfs: <{RDFS}> .
@prefix xsd: <{XSD}> .
"""

CASES: dict[str, tuple[str, str]] = {
    "prp-dom": (":p rdfs:domain :C . :x :p :y .", ":x a :C ."),
    "prp-rng": (":p rdfs:range :C . :x :p :y .", ":y a :C ."),
    "prp-rng of a literal": (':p rdfs:range xsd:string . :x :p "y" .', ""),
    "prp-spo1": (":p rdfs:subPropertyOf :q . :x :p :y .", ":x :q :y ."),
    "prp-spo1 downwards": (":p rdfs:subPropertyOf :q . :x :q :y .", ""),
    "scm-spo": (
        ":p rdfs:subPropertyOf :q . :q rdfs:subPropertyOf :r .",
        ":p rdfs:subPropertyOf :r .",
    ),
    "cax-sco": (":C rdfs:subClassOf :D . :x a :C .", ":x a :D ."),
    "cax-sco downwards": (":C rdfs:subClassOf :D . :x a :D .", ""),
    "scm-sco": (":C rdfs:subClassOf :D . :D rdfs:subClassOf :E .", ":C rdfs:subClassOf :E ."),
    "eq-sym": (":x owl:sameAs :y .", ":y owl:sameAs :x ."),
    "eq-trans": (
        ":x owl:sameAs :y . :y owl:sameAs :z .",
        ":y owl:sameAs :x . :z owl:sameAs :y . :x owl:sameAs :z . :z owl:sameAs :x .",
    ),
    "eq-rep-s": (":x owl:sameAs :y . :x :p :z .", ":y owl:sameAs :x ; :p :z ."),
    "eq-rep-p": (":p owl:sameAs :q . :x :p :y .", ":q owl:sameAs :p . :x :q :y ."),
    "eq-rep-o": (":x owl:sameAs :y . :z :p :x .", ":y owl:sameAs :x . :z :p :y ."),
    "prp-fp": (
        ":p a owl:FunctionalProperty . :x :p :y , :z .",
        ":y owl:sameAs :z . :z owl:sameAs :y .",
    ),
    "prp-fp of literals": (':p a owl:FunctionalProperty . :x :p "y" , "z" .', ""),
    "prp-ifp": (
        ":p a owl:InverseFunctionalProperty . :x :p :z . :y :p :z .",
        ":x owl:sameAs :y . :y owl:sameAs :x .",
    ),
    "prp-symp": (":p a owl:SymmetricProperty . :x :p :y .", ":y :p :x ."),
    "prp-trp": (":p a owl:TransitiveProperty . :x :p :y . :y :p :z .", ":x :p :z ."),
    "prp-eqp1": (
        ":p owl:equivalentProperty :q . :x :p :y .",
        (
            ":x :q :y . :p rdfs:subPropertyOf :q . :q rdfs:subPropertyOf :p . "
            ":q owl:equivalentProperty :p ."
        ),
    ),
    "prp-eqp2": (
        ":p owl:equivalentProperty :q . :x :q :y .",
        (
            ":x :p :y . :p rdfs:subPropertyOf :q . :q rdfs:subPropertyOf :p . "
            ":q owl:equivalentProperty :p ."
        ),
    ),
    "prp-inv1": (":p owl:inverseOf :q . :x :p :y .", ":y :q :x ."),
    "prp-inv2": (":p owl:inverseOf :q . :x :q :y .", ":y :p :x ."),
    "prp-spo2": (
        ":p owl:propertyChainAxiom ( :q :r :s ) . :a :q :b . :b :r :c . :c :s :d .",
        ":a :p :d .",
    ),
    "prp-spo2 with a gap": (
        ":p owl:propertyChainAxiom ( :q :r :s ) . :a :q :b . :b :s :d .",
        "",
    ),
    "prp-key": (
        ":C owl:hasKey ( :k :l ) . :x a :C ; :k 1 ; :l 2 . :y a :C ; :k 1 ; :l 2 .",
        ":x owl:sameAs :y . :y owl:sameAs :x .",
    ),
    "prp-key in part": (
        ":C owl:hasKey ( :k :l ) . :x a :C ; :k 1 ; :l 2 . :y a :C ; :k 1 ; :l 3 .",
        "",
    ),
    "cls-int1": (
        ":E owl:intersectionOf ( :C :D ) . :x a :C , :D .",
        ":x a :E . :E rdfs:subClassOf :C , :D .",
    ),
    "cls-int1 in part": (
        ":E owl:intersectionOf ( :C :D ) . :x a :C .",
        ":E rdfs:subClassOf :C , :D .",
    ),
    "cls-int2": (
        ":E owl:intersectionOf ( :C :D ) . :x a :E .",
        ":x a :C , :D . :E rdfs:subClassOf :C , :D .",
    ),
    "cls-uni": (
        ":E owl:unionOf ( :C :D ) . :x a :D .",
        ":x a :E . :C rdfs:subClassOf :E . :D rdfs:subClassOf :E .",
    ),
    "cls-svf1": (
        "[] owl:onProperty :p ; owl:someValuesFrom :D ; rdfs:subClassOf :C . :x :p :y . :y a :D .",
        ":x a :C .",
    ),
    "cls-svf1 of another class": (
        "[] owl:onProperty :p ; owl:someValuesFrom :D ; rdfs:subClassOf :C . :x :p :y . :y a :E .",
        "",
    ),
    "cls-svf2": (
        "[] owl:onProperty :p ; owl:someValuesFrom owl:Thing ; rdfs:subClassOf :C . :x :p :y .",
        ":x a :C .",
    ),
    "cls-avf": (
        ":C rdfs:subClassOf [ owl:onProperty :p ; owl:allValuesFrom :D ] . :x a :C ; :p :y .",
        ":y a :D .",
    ),
    "cls-hv1": (
        ":C rdfs:subClassOf [ owl:onProperty :p ; owl:hasValue :v ] . :x a :C .",
        ":x :p :v .",
    ),
    "cls-hv2": (
        "[] owl:onProperty :p ; owl:hasValue 3 ; rdfs:subClassOf :C . :x :p 3 .",
        ":x a :C .",
    ),
    "cls-maxc2": (
        (
            ":C rdfs:subClassOf [ owl:onProperty :p ; owl:maxCardinality 1 ] . "
            ":x a :C ; :p :y , :z ."
        ),
        ":y owl:sameAs :z . :z owl:sameAs :y .",
    ),
    "cls-maxc2 by an exact number": (
        ":C rdfs:subClassOf [ owl:onProperty :p ; owl:cardinality 1 ] . :x a :C ; :p :y , :z .",
        ":y owl:sameAs :z . :z owl:sameAs :y .",
    ),
    "cls-maxc2 of two": (
        (
            ":C rdfs:subClassOf [ owl:onProperty :p ; owl:maxCardinality 2 ] . "
            ":x a :C ; :p :y , :z ."
        ),
        "",
    ),
    "cls-maxqc3": (
        (
            ":C rdfs:subClassOf [ owl:onProperty :p ; owl:onClass :D ; "
            "owl:maxQualifiedCardinality 1 ]"
            " . :x a :C ; :p :y , :z . :y a :D . :z a :D ."
        ),
        ":y owl:sameAs :z . :z owl:sameAs :y .",
    ),
    "cls-maxqc3 of another class": (
        (
            ":C rdfs:subClassOf [ owl:onProperty :p ; owl:onClass :D ; "
            "owl:maxQualifiedCardinality 1 ]"
            " . :x a :C ; :p :y , :z . :y a :D ."
        ),
        "",
    ),
    "cls-maxqc4": (
        (
            ":C rdfs:subClassOf [ owl:onProperty :p ; owl:onClass owl:Thing ;"
            " owl:maxQualifiedCardinality 1 ] . :x a :C ; :p :y , :z ."
        ),
        ":y owl:sameAs :z . :z owl:sameAs :y .",
    ),
    "cls-oo": (":C owl:oneOf ( :x :y ) .", ":x a :C . :y a :C ."),
    "cax-eqc1": (
        ":C owl:equivalentClass :D . :x a :C .",
        ":x a :D . :D owl:equivalentClass :C . :C rdfs:subClassOf :D . :D rdfs:subClassOf :C .",
    ),
    "cax-eqc2": (
        ":C owl:equivalentClass :D . :x a :D .",
        ":x a :C . :D owl:equivalentClass :C . :C rdfs:subClassOf :D . :D rdfs:subClassOf :C .",
    ),
    "scm-cls": (
        "owl:Thing rdfs:subClassOf :All . :C a owl:Class . :x a :C .",
        ":x a :All .",
    ),
    "scm-eqc1": (
        ":C owl:equivalentClass :D .",
        ":D owl:equivalentClass :C . :C rdfs:subClassOf :D . :D rdfs:subClassOf :C .",
    ),
    "scm-eqc2": (
        ":C rdfs:subClassOf :D . :D rdfs:subClassOf :C .",
        ":C owl:equivalentClass :D . :D owl:equivalentClass :C .",
    ),
    "scm-eqp1": (
        ":p owl:equivalentProperty :q .",
        ":q owl:equivalentProperty :p . :p rdfs:subPropertyOf :q . :q rdfs:subPropertyOf :p .",
    ),
    "scm-eqp2": (
        ":p rdfs:subPropertyOf :q . :q rdfs:subPropertyOf :p .",
        ":p owl:equivalentProperty :q . :q owl:equivalentProperty :p .",
    ),
    "scm-dom1": (":p rdfs:domain :C . :C rdfs:subClassOf :D .", ":p rdfs:domain :D ."),
    "scm-dom2": (":q rdfs:domain :C . :p rdfs:subPropertyOf :q .", ":p rdfs:domain :C ."),
    "scm-rng1": (":p rdfs:range :C . :C rdfs:subClassOf :D .", ":p rdfs:range :D ."),
    "scm-rng2": (":q rdfs:range :C . :p rdfs:subPropertyOf :q .", ":p rdfs:range :C ."),
    "scm-hv": (
        (
            ":C owl:hasValue 1 ; owl:onProperty :p . :D owl:hasValue 1 ; owl:onProperty :q . "
            ":p rdfs:subPropertyOf :q ."
        ),
        ":C rdfs:subClassOf :D .",
    ),
    "scm-svf1": (
        (
            ":C owl:someValuesFrom :Y ; owl:onProperty :p . :D owl:someValuesFrom :Z ; "
            "owl:onProperty :p . :Y rdfs:subClassOf :Z ."
        ),
        ":C rdfs:subClassOf :D .",
    ),
    "scm-svf2": (
        (
            ":C owl:someValuesFrom :Y ; owl:onProperty :p . :D owl:someValuesFrom :Y ; "
            "owl:onProperty :q . :p rdfs:subPropertyOf :q ."
        ),
        ":C rdfs:subClassOf :D .",
    ),
    "scm-avf1": (
        (
            ":C owl:allValuesFrom :Y ; owl:onProperty :p . :D owl:allValuesFrom :Z ; "
            "owl:onProperty :p . :Y rdfs:subClassOf :Z ."
        ),
        ":C rdfs:subClassOf :D .",
    ),
    "scm-avf2": (
        (
            ":C owl:allValuesFrom :Y ; owl:onProperty :p . :D owl:allValuesFrom :Y ; "
            "owl:onProperty :q . :p rdfs:subPropertyOf :q ."
        ),
        ":D rdfs:subClassOf :C .",
    ),
    "scm-int": (":E owl:intersectionOf ( :C ) .", ":E rdfs:subClassOf :C ."),
    "scm-uni": (":E owl:unionOf ( :C ) .", ":C rdfs:subClassOf :E ."),
    "nothing from a label": (':C a owl:Class ; rdfs:label "C"@en .', ""),
    "nothing from equality with itself": (":x owl:sameAs :x ; :p :y .", ""),
    "nothing new about what everything is": (":C a owl:Class . :x a :C .", ""),
    "nothing about unnamed classes": (
        ":C rdfs:subClassOf [ owl:onProperty :p ; owl:minCardinality 1 ] . :x a :C .",
        "",
    ),
}

FROM_LISTS = {"cls-int1", "prp-spo2", "prp-key"}
"""The rules that are made for the lists at hand, and so not in the table."""


def read(text: str) -> list[Triple]:
    return [quad.triple for quad in parse(HEADER + text, RdfFormat.TURTLE)]


@pytest.mark.parametrize("case", CASES)
def test_a_rule_concludes_just_this(case: str) -> None:
    given_, expected = CASES[case]
    assert set(entailed_triples(read(given_), "owl-rl")) == set(read(expected))


def test_each_rule_has_a_case() -> None:
    rules = {rule.name for rule in OWL_RL_RULES} | FROM_LISTS
    assert rules == {case.split()[0] for case in CASES} - {"nothing"}


def test_rdfs_has_no_other_rules_than_owl_rl() -> None:
    assert set(RDFS_RULES) < set(OWL_RL_RULES)


@pytest.mark.parametrize("case", ["prp-symp", "cax-eqc1", "eq-sym", "cls-int2", "prp-inv1"])
def test_rdfs_knows_nothing_of_owl(case: str) -> None:
    assert not list(entailed_triples(read(CASES[case][0]), "rdfs"))


@pytest.mark.parametrize("rule", RDFS_RULES, ids=lambda rule: rule.name)
def test_rdfs_concludes_what_its_rules_say(rule: object) -> None:
    name = getattr(rule, "name", "")
    given_, expected = CASES[name]
    assert set(entailed_triples(read(given_), "rdfs")) == set(read(expected))


def judge_with_owlrl(text: str) -> set[str]:
    """Return what owlrl entails, without what we call not worth saying."""
    import owlrl  # type: ignore[import-untyped]  # it ships no types

    graph = rdflib.Graph().parse(data=HEADER + text, format="turtle")
    known = set(graph)
    owlrl.DeductiveClosure(owlrl.OWLRL_Semantics).expand(graph)
    return {
        " ".join(str(term) for term in triple)
        for triple in set(graph) - known
        if all(str(term).startswith(("http://example.org/", OWL, RDF, RDFS)) for term in triple)
        and str(triple[0]).startswith("http://example.org/")
        and triple[0] != triple[2]
        and str(triple[2]) not in {OWL + "Thing", OWL + "Class", RDFS + "Resource"}
        and triple[1] != rdflib.RDF.first
    }


def judge(text: str) -> set[str]:
    return {
        " ".join(term.value for term in triple if hasattr(term, "value"))
        for triple in entailed_triples(read(text), "owl-rl")
        if triple.subject != triple.object
    }


DISAGREEMENTS = {
    "prp-key in part": "owlrl takes one common value for all: prp-key asks for a value of each",
    "cls-maxc2 by an exact number": "exactly one is at most one; OWL 2 RL has no exact numbers",
    "scm-cls": "that each class is in owl:Thing, and in what that is in, goes without saying",
}


@pytest.mark.parametrize("case", CASES)
def test_owlrl_agrees_but_where_we_know_better(case: str) -> None:
    agrees = judge(CASES[case][0]) == judge_with_owlrl(CASES[case][0])
    assert agrees == (case not in DISAGREEMENTS)


CLASSES = [":A", ":B", ":C", ":D"]
PROPERTIES = [":p", ":q", ":r"]
THINGS = [":x", ":y", ":z"]


def statements() -> st.SearchStrategy[str]:
    class_, property_, thing = (st.sampled_from(names) for names in (CLASSES, PROPERTIES, THINGS))
    return st.one_of(
        st.builds("{} rdfs:subClassOf {} .".format, class_, class_),
        st.builds("{} owl:equivalentClass {} .".format, class_, class_),
        st.builds("{} owl:intersectionOf ( {} {} ) .".format, class_, class_, class_),
        st.builds("{} owl:unionOf ( {} {} ) .".format, class_, class_, class_),
        st.builds("{} rdfs:subPropertyOf {} .".format, property_, property_),
        st.builds("{} owl:inverseOf {} .".format, property_, property_),
        st.builds("{} rdfs:domain {} .".format, property_, class_),
        st.builds("{} rdfs:range {} .".format, property_, class_),
        st.builds("{} a owl:TransitiveProperty .".format, property_),
        st.builds("{} a owl:SymmetricProperty .".format, property_),
        st.builds("{} a owl:FunctionalProperty .".format, property_),
        st.builds("{} a {} .".format, thing, class_),
        st.builds("{} {} {} .".format, thing, property_, thing),
        st.builds("{} owl:sameAs {} .".format, thing, thing),
    )


@settings(max_examples=30, deadline=None)
@given(st.lists(statements(), min_size=1, max_size=8))
def test_owlrl_agrees_on_ontologies_that_nobody_wrote(parts: list[str]) -> None:
    text = "\n".join(parts)
    assert judge(text) == judge_with_owlrl(text)
