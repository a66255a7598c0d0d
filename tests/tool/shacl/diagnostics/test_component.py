"""Constraints, components, validators and targets in SPARQL that are ill-formed, or do nothing."""

# ruff: noqa: E501  (a case to a line)
from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from visitkg.shacl.model import ShapesGraph

QUERY: Final = 'Give it one, like this: sh:select "SELECT $this { ... }" ;'
ASK: Final = 'sh:validator [ sh:ask "ASK { FILTER (isIRI($value)) }" ]'
MAX: Final = f"ex:Max a sh:ConstraintComponent ; {ASK} ; sh:parameter [ sh:path ex:max ] ."
RANGE: Final = (
    f"ex:Range a sh:ConstraintComponent ; {ASK} ; "
    "sh:parameter [ sh:path ex:least ] , [ sh:path ex:most ] , "
    "[ sh:path ex:step ; sh:optional true ] ."
)
TYPE: Final = (
    "ex:Born a sh:SPARQLTargetType ; sh:parameter [ sh:path ex:place ] ; "
    'sh:select "SELECT ?this { ?this ?p $place }" .'
)
PLAIN: Final = '[ sh:select "SELECT $this { $this ?p ?o }" ]'
EX: Final = "http://example.org/"

# What stands on line 3, behind what stands on line 2, and what is told of it.
FATAL: Final = {
    "a constraint without a query": (
        "",
        'ex:S sh:sparql [ sh:message "?" ] .',
        f"this sh:sparql has no query\n{QUERY}",
    ),
    "a constraint that nothing describes": (
        "",
        "ex:S sh:sparql ex:Absent .",
        f"this sh:sparql has no query\n{QUERY}",
    ),
    "a constraint of two queries": (
        "",
        'ex:S sh:sparql [ sh:select "SELECT $this {}" , "SELECT $this { }" ] .',
        f"this sh:sparql has 2 queries\n{QUERY}",
    ),
    "a constraint that asks": (
        "",
        'ex:S sh:sparql [ sh:ask "ASK {}" ] .',
        (
            "sh:sparql takes sh:select, not sh:ask\n"
            "Select what is wrong; only the validator of a component asks."
        ),
    ),
    "a query that is no string": (
        "",
        'ex:S sh:sparql [ sh:select "SELECT $this {}"@en ] .',
        (
            'sh:select takes a string, not "SELECT $this {}"@en\n'
            'Write it like this: sh:select "text" ;'
        ),
    ),
    "a message that is no text": (
        "",
        'ex:S sh:sparql [ sh:message 1 ; sh:select "SELECT $this {}" ] .',
        (
            'sh:message takes a string, with or without a language, not "1"^^'
            "<http://www.w3.org/2001/XMLSchema#integer>\n"
            'Write it like this: sh:message "What must hold."@en ;'
        ),
    ),
    "a constraint half deactivated": (
        "",
        'ex:S sh:sparql [ sh:deactivated "yes" ; sh:select "SELECT $this {}" ] .',
        'sh:deactivated takes true or false, not "yes"\nWrite it like this: sh:deactivated true ;',
    ),
    "prefixes that are text": (
        "",
        'ex:S sh:sparql [ sh:prefixes "ex" ; sh:select "SELECT $this {}" ] .',
        (
            'sh:prefixes takes an IRI or a blank node, not "ex"\n'
            "Write it like this: sh:prefixes ex:Constraint ;"
        ),
    ),
    "a validator without a query": (
        "ex:S ex:max 1 .",
        "ex:Max a sh:ConstraintComponent ; sh:validator [] ; sh:parameter [ sh:path ex:max ] .",
        f"this sh:validator has no query\n{QUERY}",
    ),
    "a component without a parameter": (
        "",
        f"ex:Max a sh:ConstraintComponent ; {ASK} .",
        (
            "this constraint component has no parameter that shapes must give\n"
            "Add a sh:parameter without sh:optional."
        ),
    ),
    "a component of optional parameters": (
        "ex:S ex:max 1 .",
        (
            f"ex:Max a sh:ConstraintComponent ; {ASK} ; "
            "sh:parameter [ sh:path ex:max ; sh:optional true ] ."
        ),
        (
            "this constraint component has no parameter that shapes must give\n"
            "Add a sh:parameter without sh:optional."
        ),
    ),
    "a component that is a blank node": (
        "ex:S ex:max 1 .",
        f"[] a sh:ConstraintComponent ; {ASK} ; sh:parameter [ sh:path ex:max ] .",
        "this constraint component is a blank node, so that no result can name it\nGive it an IRI.",
    ),
    "a parameter without a path": (
        "ex:S ex:max 1 .",
        f"ex:Max a sh:ConstraintComponent ; {ASK} ; sh:parameter [] , [ sh:path ex:max ] .",
        "the sh:path of a parameter is one IRI\nWrite the property by which shapes give its value.",
    ),
    "a parameter that may be optional": (
        "ex:S ex:max 1 .",
        (
            f"ex:Max a sh:ConstraintComponent ; {ASK} ; "
            'sh:parameter [ sh:path ex:max ; sh:optional "no" ] .'
        ),
        'sh:optional takes true or false, not "no"\nWrite it like this: sh:optional true ;',
    ),
    "a parameter called this": (
        "ex:S ex:this 1 .",
        f"ex:Max a sh:ConstraintComponent ; {ASK} ; sh:parameter [ sh:path ex:this ] .",
        (
            f"the name 'this' of the parameter <{EX}this> means something else in queries\n"
            "Choose an IRI that ends in another name."
        ),
    ),
    "a parameter with a hyphen": (
        "ex:S ex:at-most 1 .",
        f"ex:Max a sh:ConstraintComponent ; {ASK} ; sh:parameter [ sh:path ex:at-most ] .",
        (
            f"the name 'at-most' of the parameter <{EX}at-most> is no name of a variable\n"
            "Choose an IRI that ends in another name."
        ),
    ),
    "two parameters of one name": (
        "ex:S ex:max 1 ; owl:max 2 .",
        (
            f"ex:Max a sh:ConstraintComponent ; {ASK} ; "
            "sh:parameter [ sh:path ex:max ] , [ sh:path owl:max ] ."
        ),
        (
            "the name 'max' of the parameter <http://www.w3.org/2002/07/owl#max> is that of another "
            "parameter too\nChoose an IRI that ends in another name."
        ),
    ),
    "one of several parameters twice": (
        RANGE,
        "ex:S ex:least 1 , 2 ; ex:most 3 .",
        (
            f"a shape has one <{EX}least>, not 2\n"
            "Keep one of them: several are possible for a component's only parameter."
        ),
    ),
    "a target that asks": (
        "",
        'ex:S sh:target [ sh:ask "ASK { $this ?p ?o }" ] .',
        "sh:target takes sh:select, not sh:ask\nSelect the focus nodes by SELECT $this.",
    ),
    "a target without what its type needs": (
        TYPE,
        "ex:S sh:target [ a ex:Born ] .",
        f"this target gives no value for <{EX}place>, which its type needs\nAdd <{EX}place>.",
    ),
}

HARMLESS: Final = {
    "a parameter missing": (
        RANGE,
        "ex:S ex:least 1 .",
        f"<{EX}least> has no effect without <{EX}most>\nAdd <{EX}most>, or remove it.",
    ),
    "only the optional one": (
        RANGE,
        "ex:S ex:step 1 ; ex:most 2 .",
        f"<{EX}step> has no effect without <{EX}least>\nAdd <{EX}least>, or remove it.",
    ),
    "no validator for the kind of shape": (
        (
            "ex:Max a sh:ConstraintComponent ; sh:parameter [ sh:path ex:max ] ; "
            'sh:propertyValidator [ sh:select "SELECT $this { $this $PATH $max }" ] .'
        ),
        "ex:S ex:max 1 .",
        (
            f"<{EX}max> has no effect: <{EX}Max> has no validator for node shapes\n"
            "Add sh:nodeValidator or sh:validator to it."
        ),
    ),
    "a component that no shape uses": (
        "",
        MAX,
        (
            f"this constraint component has no effect: no shape gives its parameters\n"
            f"Give a shape <{EX}max>, or remove the component."
        ),
    ),
}

FINE: Final = {
    "a constraint": f"ex:S sh:sparql {PLAIN} .",
    "a component of one parameter": f"{MAX} ex:S ex:max 1 , 2 .",
    "a component of several": f"{RANGE} ex:S ex:least 1 ; ex:most 2 ; ex:step 3 .",
    "a component without the optional one": f"{RANGE} ex:S ex:least 1 ; ex:most 2 .",
    "a target": f"ex:S sh:target {PLAIN} .",
    "a target of a type": f"{TYPE} ex:S sh:target [ a ex:Born ; ex:place ex:Here ] .",
}


@pytest.mark.parametrize(("before", "text", "told"), FATAL.values(), ids=FATAL)
def test_what_is_ill_formed_is_refused(
    read: Callable[[str], ShapesGraph], before: str, text: str, told: str
) -> None:
    problems = read(f"{before}\n{text}").problems
    assert [str(problem) for problem in problems if problem.fatal] == [f"shapes.ttl:3: {told}"]


@pytest.mark.parametrize(("before", "text", "told"), HARMLESS.values(), ids=HARMLESS)
def test_what_has_no_effect_is_told(
    read: Callable[[str], ShapesGraph], before: str, text: str, told: str
) -> None:
    problems = read(f"{before}\n{text}").problems
    assert [(str(problem), problem.fatal) for problem in problems] == [
        (f"shapes.ttl:3: {told}", False)
    ]


@pytest.mark.parametrize("text", FINE.values(), ids=FINE)
def test_nothing_is_told_of(read: Callable[[str], ShapesGraph], text: str) -> None:
    assert read(text).problems == ()
