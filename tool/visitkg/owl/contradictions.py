"""The contradictions that a closed store can hold, each as a SPARQL pattern.

https://www.w3.org/TR/owl2-profiles/#Reasoning_in_OWL_2_RL_and_RDF_Graphs_using_Rules names those
whose names begin with eq, prp, cls and cax. The others are ours, and sound in OWL 1 and OWL 2:
``min-max`` and ``min-one`` compare how many values a thing must have with how many it can have,
``nothing`` finds values that would have to be in owl:Nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class ContradictionRule:
    """What can't be true together: a pattern that binds ``?x`` and the names in ``message``."""

    name: str
    message: str
    pattern: str


# Equals stand for each other in lists too: two members are two only at two nodes.
_TWO_MEMBERS: Final = (
    "?list rdf:rest* ?here, ?there . ?here rdf:first {} . ?there rdf:first {} "
    "FILTER(!sameTerm(?here, ?there))"
)
_SUPER: Final = "(rdfs:subPropertyOf|owl:equivalentProperty|^owl:equivalentProperty)*"

_LEAST: Final = (
    "{ ?c owl:minCardinality|owl:cardinality ?least ; owl:onProperty ?q } UNION "
    "{ ?c owl:someValuesFrom|owl:hasValue ?v ; owl:onProperty ?q BIND(1 AS ?least) }"
)

CONTRADICTIONS: Final = (
    ContradictionRule(
        "eq-ref",
        "{x} is different from itself",
        "?x owl:differentFrom ?x FILTER NOT EXISTS { ?x owl:sameAs ?y }",
    ),
    ContradictionRule(
        "eq-diff1",
        "{x} is the same as {y} and different from it",
        "?x owl:differentFrom ?y ; owl:sameAs ?y FILTER(!sameTerm(?x, ?y))",
    ),
    ContradictionRule(
        "eq-diff2",
        "{x} is the same as {y}, but both stand in one owl:AllDifferent",
        "?a a owl:AllDifferent ; owl:members|owl:distinctMembers ?list . ?x owl:sameAs ?y . "
        + _TWO_MEMBERS.format("?x", "?y"),
    ),
    ContradictionRule(
        "prp-irp",
        "{x} has itself as {p}, which is irreflexive",
        "?p a owl:IrreflexiveProperty . ?x ?p ?x",
    ),
    ContradictionRule(
        "prp-asyp",
        "{p} is asymmetric, but leads from {x} to {y} and back",
        "?p a owl:AsymmetricProperty . ?x ?p ?y . ?y ?p ?x",
    ),
    ContradictionRule(
        "prp-pdw",
        "{x} has {y} as value of {p} and of {q}, which are disjoint",
        "?p owl:propertyDisjointWith ?q . ?x ?p ?y ; ?q ?y",
    ),
    ContradictionRule(
        "prp-adp",
        "{x} has {y} as value of {p} and of {q}, which are disjoint",
        "?a a owl:AllDisjointProperties ; owl:members ?list . ?x ?p ?y ; ?q ?y . "
        + _TWO_MEMBERS.format("?p", "?q"),
    ),
    ContradictionRule(
        "prp-npa1",
        "{x} has {y} as value of {p}, which is denied elsewhere",
        "?a owl:sourceIndividual ?x ; owl:assertionProperty ?p . ?x ?p ?y . "
        "{ ?a owl:targetIndividual ?y } UNION { ?a owl:targetValue ?y }",
    ),
    ContradictionRule("cls-nothing2", "{x} is in owl:Nothing", "?x a owl:Nothing"),
    ContradictionRule(
        "cls-com",
        "{x} is in {c} and in its complement {d}",
        "?c owl:complementOf ?d . ?x a ?c, ?d",
    ),
    ContradictionRule(
        "cls-maxc1",
        "{x} can have no {p}, but has {y}",
        "?c owl:maxCardinality|owl:cardinality ?n ; owl:onProperty ?p FILTER(?n = 0) "
        "?x a ?c ; ?p ?y",
    ),
    ContradictionRule(
        "cls-maxqc1",
        "{x} can have no {p} of the class {d}, but has {y}",
        "?c owl:maxQualifiedCardinality|owl:qualifiedCardinality ?n ; owl:onProperty ?p ; "
        "owl:onClass ?d FILTER(?n = 0) ?x a ?c ; ?p ?y . ?y a ?d",
    ),
    ContradictionRule(
        "cax-dw",
        "{x} is in {c} and in {d}, which are disjoint",
        "?c owl:disjointWith ?d . ?x a ?c, ?d",
    ),
    ContradictionRule(
        "cax-adc",
        "{x} is in {c} and in {d}, which are disjoint",
        "?a a owl:AllDisjointClasses ; owl:members ?list . ?x a ?c, ?d . "
        + _TWO_MEMBERS.format("?c", "?d"),
    ),
    ContradictionRule(
        "min-max",
        "{x} must have more values of {p} than it can have",
        f"{{ SELECT DISTINCT ?c ?d ?p WHERE {{ {_LEAST} ?q {_SUPER} ?p . "
        "?d owl:maxCardinality|owl:cardinality ?most ; owl:onProperty ?p "
        "FILTER(?least > ?most) } } ?x a ?c, ?d",
    ),
    ContradictionRule(
        "min-one",
        "{x} must have several values of {p}, which is functional",
        f"{_LEAST} FILTER(?least > 1) ?q {_SUPER} ?p . ?p a owl:FunctionalProperty . ?x a ?c",
    ),
    ContradictionRule(
        "nothing",
        "{x} must have a {p} in owl:Nothing",
        "?c owl:someValuesFrom owl:Nothing ; owl:onProperty ?p . ?x a ?c",
    ),
)
