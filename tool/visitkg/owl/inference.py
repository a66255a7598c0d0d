"""The rules of RDFS and OWL 2 RL as SPARQL patterns, without those that state the obvious.

https://www.w3.org/TR/owl2-profiles/#Reasoning_in_OWL_2_RL_and_RDF_Graphs_using_Rules names them.
Left out are the rules that make everything equal to itself or a subclass of itself, those about
the terms of RDF and OWL alone, and those that type literals or make them equal. The rules about
all members of an intersection, a key or a property chain are in ``closure``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

Regime: TypeAlias = Literal["rdfs", "owl-rl"]


@dataclass(frozen=True, slots=True)
class InferenceRule:
    """``then`` holds for all solutions of ``when``; both are triple patterns of SPARQL."""

    name: str
    then: str
    when: str


_MEMBERS: Final = "rdf:rest*/rdf:first"

RDFS_RULES: Final = (
    InferenceRule("prp-dom", "?x a ?c", "?p rdfs:domain ?c . ?x ?p ?y"),
    InferenceRule("prp-rng", "?y a ?c", "?p rdfs:range ?c . ?x ?p ?y"),
    InferenceRule("prp-spo1", "?x ?q ?y", "?p rdfs:subPropertyOf ?q . ?x ?p ?y"),
    InferenceRule(
        "scm-spo",
        "?p rdfs:subPropertyOf ?r",
        "?p rdfs:subPropertyOf ?q . ?q rdfs:subPropertyOf ?r FILTER(?p != ?r)",
    ),
    InferenceRule("cax-sco", "?x a ?d", "?c rdfs:subClassOf ?d . ?x a ?c"),
    InferenceRule(
        "scm-sco",
        "?c rdfs:subClassOf ?e",
        "?c rdfs:subClassOf ?d . ?d rdfs:subClassOf ?e FILTER(?c != ?e)",
    ),
)
"""The rules of RDFS that say something new: rdfs2, 3, 7, 5, 9 and 11."""

_EQUALITY: Final = (
    InferenceRule("eq-sym", "?y owl:sameAs ?x", "?x owl:sameAs ?y"),
    InferenceRule(
        "eq-trans",
        "?x owl:sameAs ?z",
        "?x owl:sameAs ?y . ?y owl:sameAs ?z FILTER(!sameTerm(?x, ?z))",
    ),
    InferenceRule("eq-rep-s", "?y ?p ?o", "?x owl:sameAs ?y . ?x ?p ?o FILTER(?p != owl:sameAs)"),
    InferenceRule("eq-rep-p", "?s ?q ?o", "?p owl:sameAs ?q . ?s ?p ?o"),
    InferenceRule("eq-rep-o", "?s ?p ?y", "?x owl:sameAs ?y . ?s ?p ?x FILTER(?p != owl:sameAs)"),
)

_PROPERTIES: Final = (
    InferenceRule(
        "prp-fp",
        "?y owl:sameAs ?z",
        "?p a owl:FunctionalProperty . ?x ?p ?y, ?z "
        "FILTER(!sameTerm(?y, ?z) && !isLiteral(?y) && !isLiteral(?z))",
    ),
    InferenceRule(
        "prp-ifp",
        "?x owl:sameAs ?y",
        "?p a owl:InverseFunctionalProperty . ?x ?p ?z . ?y ?p ?z FILTER(!sameTerm(?x, ?y))",
    ),
    InferenceRule("prp-symp", "?y ?p ?x", "?p a owl:SymmetricProperty . ?x ?p ?y"),
    InferenceRule("prp-trp", "?x ?p ?z", "?p a owl:TransitiveProperty . ?x ?p ?y . ?y ?p ?z"),
    InferenceRule("prp-eqp1", "?x ?q ?y", "?p owl:equivalentProperty ?q . ?x ?p ?y"),
    InferenceRule("prp-eqp2", "?x ?p ?y", "?p owl:equivalentProperty ?q . ?x ?q ?y"),
    InferenceRule("prp-inv1", "?y ?q ?x", "?p owl:inverseOf ?q . ?x ?p ?y"),
    InferenceRule("prp-inv2", "?y ?p ?x", "?p owl:inverseOf ?q . ?x ?q ?y"),
)

_CLASSES: Final = (
    InferenceRule("cls-int2", "?x a ?d", f"?c owl:intersectionOf/{_MEMBERS} ?d . ?x a ?c"),
    InferenceRule("cls-uni", "?x a ?c", f"?c owl:unionOf/{_MEMBERS} ?d . ?x a ?d"),
    InferenceRule(
        "cls-svf1",
        "?x a ?c",
        "?c owl:someValuesFrom ?d ; owl:onProperty ?p . ?x ?p ?y . ?y a ?d",
    ),
    InferenceRule(
        "cls-svf2", "?x a ?c", "?c owl:someValuesFrom owl:Thing ; owl:onProperty ?p . ?x ?p ?y"
    ),
    InferenceRule(
        "cls-avf",
        "?y a ?d",
        "?c owl:allValuesFrom ?d ; owl:onProperty ?p . ?x a ?c ; ?p ?y",
    ),
    InferenceRule("cls-hv1", "?x ?p ?y", "?c owl:hasValue ?y ; owl:onProperty ?p . ?x a ?c"),
    InferenceRule("cls-hv2", "?x a ?c", "?c owl:hasValue ?y ; owl:onProperty ?p . ?x ?p ?y"),
    InferenceRule(
        "cls-maxc2",
        "?y owl:sameAs ?z",
        "?c owl:maxCardinality|owl:cardinality ?n ; owl:onProperty ?p FILTER(?n = 1) "
        "?x a ?c ; ?p ?y, ?z FILTER(!sameTerm(?y, ?z) && !isLiteral(?y) && !isLiteral(?z))",
    ),
    InferenceRule(
        "cls-maxqc3",
        "?y owl:sameAs ?z",
        "?c owl:maxQualifiedCardinality|owl:qualifiedCardinality ?n ; owl:onProperty ?p ; "
        "owl:onClass ?d FILTER(?n = 1) ?x a ?c ; ?p ?y, ?z . ?y a ?d . ?z a ?d "
        "FILTER(!sameTerm(?y, ?z))",
    ),
    InferenceRule(
        "cls-maxqc4",
        "?y owl:sameAs ?z",
        "?c owl:maxQualifiedCardinality|owl:qualifiedCardinality ?n ; owl:onProperty ?p ; "
        "owl:onClass owl:Thing FILTER(?n = 1) ?x a ?c ; ?p ?y, ?z FILTER(!sameTerm(?y, ?z))",
    ),
    InferenceRule("cls-oo", "?x a ?c", f"?c owl:oneOf/{_MEMBERS} ?x"),
    InferenceRule("cax-eqc1", "?x a ?d", "?c owl:equivalentClass ?d . ?x a ?c"),
    InferenceRule("cax-eqc2", "?x a ?c", "?c owl:equivalentClass ?d . ?x a ?d"),
)

_SCHEMA: Final = (
    InferenceRule(
        "scm-eqc1",
        "?c rdfs:subClassOf ?d . ?d rdfs:subClassOf ?c",
        "?c owl:equivalentClass ?d FILTER(?c != ?d)",
    ),
    InferenceRule(
        "scm-eqc2",
        "?c owl:equivalentClass ?d",
        "?c rdfs:subClassOf ?d . ?d rdfs:subClassOf ?c FILTER(?c != ?d)",
    ),
    InferenceRule(
        "scm-eqp1",
        "?p rdfs:subPropertyOf ?q . ?q rdfs:subPropertyOf ?p",
        "?p owl:equivalentProperty ?q FILTER(?p != ?q)",
    ),
    InferenceRule(
        "scm-eqp2",
        "?p owl:equivalentProperty ?q",
        "?p rdfs:subPropertyOf ?q . ?q rdfs:subPropertyOf ?p FILTER(?p != ?q)",
    ),
    InferenceRule("scm-dom1", "?p rdfs:domain ?d", "?p rdfs:domain ?c . ?c rdfs:subClassOf ?d"),
    InferenceRule("scm-dom2", "?p rdfs:domain ?c", "?q rdfs:domain ?c . ?p rdfs:subPropertyOf ?q"),
    InferenceRule("scm-rng1", "?p rdfs:range ?d", "?p rdfs:range ?c . ?c rdfs:subClassOf ?d"),
    InferenceRule("scm-rng2", "?p rdfs:range ?c", "?q rdfs:range ?c . ?p rdfs:subPropertyOf ?q"),
    InferenceRule(
        "scm-hv",
        "?c rdfs:subClassOf ?d",
        "?c owl:hasValue ?v ; owl:onProperty ?p . ?d owl:hasValue ?v ; owl:onProperty ?q . "
        "?p rdfs:subPropertyOf ?q",
    ),
    InferenceRule(
        "scm-svf1",
        "?c rdfs:subClassOf ?d",
        "?c owl:someValuesFrom ?y ; owl:onProperty ?p . "
        "?d owl:someValuesFrom ?z ; owl:onProperty ?p . ?y rdfs:subClassOf ?z",
    ),
    InferenceRule(
        "scm-svf2",
        "?c rdfs:subClassOf ?d",
        "?c owl:someValuesFrom ?y ; owl:onProperty ?p . "
        "?d owl:someValuesFrom ?y ; owl:onProperty ?q . ?p rdfs:subPropertyOf ?q",
    ),
    InferenceRule(
        "scm-avf1",
        "?c rdfs:subClassOf ?d",
        "?c owl:allValuesFrom ?y ; owl:onProperty ?p . "
        "?d owl:allValuesFrom ?z ; owl:onProperty ?p . ?y rdfs:subClassOf ?z",
    ),
    InferenceRule(
        "scm-avf2",
        "?d rdfs:subClassOf ?c",
        "?c owl:allValuesFrom ?y ; owl:onProperty ?p . "
        "?d owl:allValuesFrom ?y ; owl:onProperty ?q . ?p rdfs:subPropertyOf ?q",
    ),
    InferenceRule("scm-cls", "?x a owl:Thing", "?c a owl:Class . ?x a ?c"),
    InferenceRule("scm-int", "?c rdfs:subClassOf ?d", f"?c owl:intersectionOf/{_MEMBERS} ?d"),
    InferenceRule("scm-uni", "?d rdfs:subClassOf ?c", f"?c owl:unionOf/{_MEMBERS} ?d"),
)

OWL_RL_RULES: Final = (*_SCHEMA, *RDFS_RULES, *_PROPERTIES, *_CLASSES, *_EQUALITY)
"""The rules of OWL 2 RL that have triples as conclusions."""
