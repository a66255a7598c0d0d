"""What a query must not hold, as variables are bound before it is asked.

https://www.w3.org/TR/shacl/#pre-binding
"""

# ruff: noqa: E501  (a case to a line)
from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from visitkg.shacl.model import ShapesGraph

OTHERWISE: Final = "Say it by FILTER, FILTER NOT EXISTS or UNION."
MEANINGLESS: Final = "which has no meaning where variables are bound beforehand"
RENAME: Final = "Give the variable behind AS another name."

REFUSED: Final = {
    "a difference": (
        "SELECT $this { $this ?p ?o MINUS { $this ex:p 1 } }",
        f"holds MINUS, {MEANINGLESS}\n{OTHERWISE}",
    ),
    "data inside": (
        "SELECT $this { VALUES ?o { 1 } $this ?p ?o }",
        f"holds VALUES, {MEANINGLESS}\n{OTHERWISE}",
    ),
    "data behind": (
        "SELECT $this { $this ?p ?o } VALUES ?o { 1 }",
        f"holds VALUES, {MEANINGLESS}\n{OTHERWISE}",
    ),
    "another place": (
        "SELECT $this { SERVICE ex:s { $this ?p ?o } }",
        (
            "reaches out by SERVICE\n"
            "Ask only the data that are validated: a report must not depend on other places."
        ),
    ),
    "a new value": (
        "SELECT $this { BIND (1 AS $this) }",
        f"sets $this, which is bound beforehand\n{RENAME}",
    ),
    "a new value in what is selected": (
        "SELECT (1 AS ?this) { ?a ?p ?o }",
        f"sets $this, which is bound beforehand\n{RENAME}",
    ),
    "a new graph of shapes": (
        "SELECT $this { $this ?p ?o BIND (1 AS ?shapesGraph) }",
        f"sets $shapesGraph, which is bound beforehand\n{RENAME}",
    ),
    "a subquery that leaves it out": (
        "SELECT $this { $this ?p ?o { SELECT ?p { ?this ?p ?o } } }",
        (
            "has a subquery that doesn't select $this, which is bound beforehand\n"
            "Select $this there too."
        ),
    ),
    "nothing selected": (
        "SELECT ?o { $this ?p ?o }",
        "doesn't select $this\nWrite SELECT $this, and what else messages name.",
    ),
    "another form": (
        "ASK { $this ?p ?o }",
        "is no SELECT query\nBegin it with SELECT.",
    ),
}

TAKEN: Final = {
    "what lacks": "SELECT $this { $this ?p ?o FILTER NOT EXISTS { $this ex:p ?o } }",
    "a subquery": "SELECT $this { $this ?p ?o { SELECT $this (COUNT(*) AS ?n) { $this ?p ?o } GROUP BY $this } }",
    "a subquery of all": "SELECT $this { { SELECT * { $this ?p ?o } } }",
    "all": "SELECT * { $this ?p ?o }",
    "words in strings": "SELECT $this { $this ?p 'MINUS { VALUES SERVICE' } # MINUS",
    "words in names": "SELECT $this { $this ex:MINUS ?VALUES }",
    "a variable of the user's own": "SELECT $this { $this ?p ?o BIND (1 AS ?value) }",
}  # fmt: skip

EX: Final = 'ex: sh:declare [ sh:prefix "ex" ; sh:namespace "http://example.org/"^^xsd:anyURI ] .'


@pytest.mark.parametrize(("query", "told"), REFUSED.values(), ids=REFUSED)
def test_a_query_is_refused(read: Callable[[str], ShapesGraph], query: str, told: str) -> None:
    text = f'{EX}\nex:S sh:sparql [ sh:prefixes ex: ; sh:select "{query}" ] .'
    problems = read(text).problems
    assert [(str(problem), problem.fatal) for problem in problems] == [
        (f"shapes.ttl:3: this sh:select {told}", True)
    ]


@pytest.mark.parametrize("query", TAKEN.values(), ids=TAKEN)
def test_a_query_is_taken(read: Callable[[str], ShapesGraph], query: str) -> None:
    text = f'{EX} ex:S sh:sparql [ sh:prefixes ex: ; sh:select "{query}" ] .'
    assert read(text).problems == ()


COMPONENT: Final = "ex:Max a sh:ConstraintComponent ; sh:parameter [ sh:path ex:max ] ; "

VALIDATORS: Final = {
    "a new parameter": (
        'sh:validator [ sh:ask "ASK { BIND (1 AS ?max) }" ]',
        f"this sh:ask sets $max, which is bound beforehand\n{RENAME}",
    ),
    "a new value": (
        'sh:validator [ sh:ask "ASK { BIND (1 AS ?value) }" ]',
        f"this sh:ask sets $value, which is bound beforehand\n{RENAME}",
    ),
    "a subquery without the parameter": (
        'sh:nodeValidator [ sh:select "SELECT $this { { SELECT $this { $this ?p ?max } } }" ]',
        (
            "this sh:select has a subquery that doesn't select $max, which is bound beforehand\n"
            "Select $max there too."
        ),
    ),
}


@pytest.mark.parametrize(("validator", "told"), VALIDATORS.values(), ids=VALIDATORS)
def test_a_validator_is_refused(
    read: Callable[[str], ShapesGraph], validator: str, told: str
) -> None:
    (problem,) = read(f"ex:S ex:max 1 .\n{COMPONENT}{validator} .").problems
    assert (str(problem), problem.fatal) == (f"shapes.ttl:3: {told}", True)


def test_a_target_without_parameters_is_not_prebound(read: Callable[[str], ShapesGraph]) -> None:
    query = "SELECT ?this { ?this ?p ?o MINUS { ?this a ?o } }"
    assert read(f'ex:S sh:target [ sh:select "{query}" ] .').problems == ()


def test_the_parameter_of_a_target_type_is_prebound(read: Callable[[str], ShapesGraph]) -> None:
    kind = "ex:Born a sh:SPARQLTargetType ; sh:parameter [ sh:path ex:place ] ;"
    query = "SELECT ?this { ?this ?p ?o BIND (1 AS ?place) }"
    text = f'{kind}\n sh:select "{query}" . ex:S sh:target [ a ex:Born ; ex:place 1 ] .'
    (problem,) = read(text).problems
    assert (str(problem), problem.fatal) == (
        f"shapes.ttl:3: this sh:select sets $place, which is bound beforehand\n{RENAME}",
        True,
    )


ODD: Final = {
    "a path that is not there": (
        'ex:S sh:sparql [ sh:select "SELECT $this { $this $PATH ?o }" ] .',
        (
            "names $PATH, which a node shape doesn't have\n"
            "Write the path itself, or move the constraint into a property shape."
        ),
    ),
    "a message of an unknown variable": (
        'ex:S sh:sparql [ sh:message "{?x} and {$this}" ; sh:select "SELECT $this { $this ?p 1 }" ] .',
        "has no variable for {?x} in its message\nSelect it, or change the message.",
    ),
}


@pytest.mark.parametrize(("text", "told"), ODD.values(), ids=ODD)
def test_what_has_no_effect_is_told(
    read: Callable[[str], ShapesGraph], text: str, told: str
) -> None:
    (problem,) = read(f"\n{text}").problems
    assert (str(problem), problem.fatal) == (f"shapes.ttl:3: this sh:select {told}", False)


def test_the_path_of_a_property_shape_can_be_named(read: Callable[[str], ShapesGraph]) -> None:
    query = "SELECT $this ?value { $this $PATH/?PATH ?value }"
    constraint = f'[ sh:message "{{?value}} {{?path}}" ; sh:select "{query}" ]'
    assert read(f"ex:P sh:path ex:p ; sh:sparql {constraint} .").problems == ()
