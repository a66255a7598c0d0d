"""What a result says where its shape says nothing, and which of its messages is chosen."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from visitkg.errors import Position
from visitkg.shacl.path import InversePath, SequencePath
from visitkg.shacl.report_message import choose_message
from visitkg.shacl.report_wording import Wording
from visitkg.shacl.vocabulary import PARAMETERS
from visitkg.terms import XSD

if TYPE_CHECKING:
    from collections.abc import Callable

    from visitkg.shacl.result import ValidationReport, ValidationResult

EX = "http://example.org/"
A, B, C, P, Q = (NamedNode(EX + local) for local in "abCpq")
SHAPE = NamedNode(EX + "shapes#Other")
INTEGER = NamedNode(XSD + "integer")
STRING = NamedNode(XSD + "string")


def number(count: int) -> Literal:
    return Literal(str(count), datatype=INTEGER)


NODE: dict[str, Any] = {"result_path": None, "value_node": A}

GENERATED: dict[str, tuple[str, dict[str, Any], str]] = {
    "no value": (
        "MinCount",
        {"parameters": (number(1),)},
        "ex:p has no value; at least 1 is needed. Add one.",
    ),
    "no value of three": (
        "MinCount",
        {"parameters": (number(3),), "value_count": 0},
        "ex:p has no value; at least 3 are needed. Add them.",
    ),
    "one value of three": (
        "MinCount",
        {"parameters": (number(3),), "value_count": 1},
        "ex:p has 1 value; at least 3 are needed. Add 2 more.",
    ),
    "two values of three": (
        "MinCount",
        {"parameters": (number(3),), "value_count": 2},
        "ex:p has 2 values; at least 3 are needed. Add one more.",
    ),
    "fewer values than three": (
        "MinCount",
        {"parameters": (number(3),)},
        "ex:p has too few values; at least 3 are needed. Add what is missing.",
    ),
    "two values instead of one": (
        "MaxCount",
        {"parameters": (number(1),), "value_count": 2},
        "ex:p has 2 values; at most 1 is allowed. Remove one of them.",
    ),
    "very many values": (
        "MaxCount",
        {"parameters": (number(2),), "value_count": 5000},
        "ex:p has 5,000 values; at most 2 are allowed. Remove 4,998 of them.",
    ),
    "more values than one": (
        "MaxCount",
        {"parameters": (number(1),)},
        "ex:p has too many values; at most 1 is allowed. Remove what is too much.",
    ),
    "a value where none is allowed": (
        "MaxCount",
        {"parameters": (number(0),), "value_count": 1},
        "ex:p has 1 value; none is allowed. Remove it.",
    ),
    "values where none is allowed": (
        "MaxCount",
        {"parameters": (number(0),)},
        "ex:p has a value; none is allowed. Remove what is too much.",
    ),
    "too few that conform": (
        "QualifiedMinCount",
        {"parameters": (number(2), SHAPE), "value_count": 1},
        "ex:p has 1 value conforming to s:Other; at least 2 are needed. Add one more.",
    ),
    "too many that conform": (
        "QualifiedMaxCount",
        {"parameters": (number(1), BlankNode()), "value_count": 3},
        "ex:p has 3 values conforming to an unnamed shape; at most 1 is allowed. Remove 2 of them.",
    ),
    "another class": (
        "Class",
        {"parameters": (C,), "value_node": B},
        "ex:p ex:b is not an instance of ex:C. Give it that type, or name another.",
    ),
    "another class, of the node itself": (
        "Class",
        {"parameters": (C,), **NODE},
        "ex:a is not an instance of ex:C. Give it that type, or name another.",
    ),
    "ill-typed": (
        "Datatype",
        {"parameters": (INTEGER,), "value_node": Literal("old", datatype=INTEGER)},
        'ex:p "old"^^xsd:integer is not a valid xsd:integer. Correct its spelling.',
    ),
    "another datatype": (
        "Datatype",
        {"parameters": (INTEGER,), "value_node": Literal("7")},
        'ex:p "7" is of type xsd:string; xsd:integer is needed. Write it as such.',
    ),
    "a language": (
        "Datatype",
        {"parameters": (STRING,), "value_node": Literal("a", language="en")},
        'ex:p "a"@en has a language; xsd:string is needed. Leave the language out.',
    ),
    "an IRI instead of a literal": (
        "Datatype",
        {"parameters": (STRING,), "value_node": B},
        "ex:p ex:b is an IRI; a literal of type xsd:string is needed. Write one.",
    ),
    "a triple instead of a literal": (
        "Datatype",
        {"parameters": (STRING,), "value_node": Triple(A, P, B)},
        (
            "ex:p <<( ex:a ex:p ex:b )>> is a triple; a literal of type xsd:string is needed. "
            "Write one."
        ),
    ),
    "a literal instead of an IRI": (
        "NodeKind",
        {
            "parameters": (NamedNode("http://www.w3.org/ns/shacl#IRI"),),
            "value_node": Literal("b"),
        },
        'ex:p "b" is a literal; an IRI is needed. Replace it.',
    ),
    "an IRI instead of either": (
        "NodeKind",
        {
            "parameters": (NamedNode("http://www.w3.org/ns/shacl#BlankNodeOrLiteral"),),
            **NODE,
        },
        "ex:a is an IRI; a blank node or a literal is needed. Replace it.",
    ),
    "too small": (
        "MinInclusive",
        {"parameters": (number(5),), "value_node": number(4)},
        "ex:p 4 is not at least 5. Correct the value.",
    ),
    "not greater": (
        "MinExclusive",
        {"parameters": (number(5),), "value_node": number(5)},
        "ex:p 5 is not greater than 5. Correct the value.",
    ),
    "too large": (
        "MaxInclusive",
        {"parameters": (number(5),), "value_node": number(6)},
        "ex:p 6 is not at most 5. Correct the value.",
    ),
    "not less": (
        "MaxExclusive",
        {"parameters": (number(5),), "value_node": Literal("x")},
        'ex:p "x" is not less than 5. Correct the value.',
    ),
    "too short": (
        "MinLength",
        {"parameters": (number(5),), "value_node": Literal("a")},
        'ex:p "a" has 1 character; at least 5 are needed. Lengthen it.',
    ),
    "empty": (
        "MinLength",
        {"parameters": (number(5),), "value_node": Literal("")},
        'ex:p "" has no character; at least 5 are needed. Lengthen it.',
    ),
    "too long": (
        "MaxLength",
        {"parameters": (number(2),), "value_node": Literal("김정은")},
        'ex:p "김정은" has 3 characters; at most 2 are allowed. Shorten it.',
    ),
    "longer than one": (
        "MaxLength",
        {"parameters": (number(1),), "value_node": Literal("ab")},
        'ex:p "ab" has 2 characters; at most 1 is allowed. Shorten it.',
    ),
    "a blank node without text": (
        "MinLength",
        {"parameters": (number(2),), "value_node": BlankNode()},
        "ex:p [] has no text; at least 2 are needed. Lengthen it.",
    ),
    "another spelling": (
        "Pattern",
        {"parameters": (Literal("^[A-Z]{2}$"),), "value_node": Literal("a")},
        'ex:p "a" does not match "^[A-Z]{2}$". Respell it.',
    ),
    "another spelling by flags": (
        "Pattern",
        {"parameters": (Literal("^a"), Literal("i")), "value_node": Literal("b")},
        'ex:p "b" does not match "^a" with the flags "i". Respell it.',
    ),
    "another language": (
        "LanguageIn",
        {
            "parameters": (Literal("en"), Literal("ko")),
            "value_node": Literal("a", language="fr"),
        },
        'ex:p "a"@fr is in fr; one of en, ko is needed. Translate it.',
    ),
    "no language": (
        "LanguageIn",
        {"parameters": (Literal("en"),), "value_node": Literal("a")},
        'ex:p "a" has no language; en is needed. Tag it with its language.',
    ),
    "a language twice": (
        "UniqueLang",
        {},
        "ex:p has several values in one language. Keep one of them.",
    ),
    "only one of two has it": (
        "Equals",
        {"parameters": (Q,), "value_node": B},
        "ex:b is a value of only one of ex:p and ex:q. Give it to both or to neither.",
    ),
    "not the node itself": (
        "Equals",
        {"parameters": (Q,), **NODE},
        "ex:q does not have the node itself as its only value. Correct ex:q.",
    ),
    "both have it": (
        "Disjoint",
        {"parameters": (Q,), "value_node": B},
        "ex:p ex:b is also a value of ex:q. Remove one of the two.",
    ),
    "later than the other": (
        "LessThan",
        {"parameters": (Q,), "value_node": number(2)},
        "ex:p 2 is not less than each value of ex:q. Correct one of them.",
    ),
    "much later than the other": (
        "LessThanOrEquals",
        {"parameters": (Q,), "value_node": number(2)},
        "ex:p 2 is not less than or equal to each value of ex:q. Correct one of them.",
    ),
    "without the value": (
        "HasValue",
        {"parameters": (B,)},
        "ex:p lacks the value ex:b. Add it.",
    ),
    "another node": (
        "HasValue",
        {"parameters": (B,), **NODE},
        "ex:a is not ex:b. Use that node.",
    ),
    "none of two": (
        "In",
        {"parameters": (B, Literal("c")), "value_node": A},
        'ex:p ex:a is none of ex:b and "c". Use one of them.',
    ),
    "none of many": (
        "In",
        {"parameters": tuple(map(number, range(9))), "value_node": A},
        "ex:p ex:a is none of 0, 1, 2, 3 and 5 more. Use one of them.",
    ),
    "none of nothing": (
        "In",
        {"parameters": (), "value_node": A},
        "ex:p ex:a breaks sh:in of s:S. Read there what is asked.",
    ),
    "a property too many": (
        "Closed",
        {"value_node": B},
        "ex:p ex:b is not among what s:S allows. Remove it, or allow it there.",
    ),
    "another shape": (
        "Node",
        {"parameters": (SHAPE,), "value_node": B},
        "ex:p ex:b does not conform to s:Other. Correct what breaks it.",
    ),
    "not all shapes": (
        "And",
        {"parameters": (SHAPE, BlankNode()), **NODE},
        "ex:a does not conform to all of s:Other and an unnamed shape. Correct what breaks them.",
    ),
    "none of two shapes": (
        "Or",
        {"parameters": (BlankNode(), BlankNode()), "value_node": B},
        "ex:p ex:b conforms to none of 2 unnamed shapes. Make it conform to one.",
    ),
    "not exactly one shape": (
        "Xone",
        {"parameters": (SHAPE, BlankNode()), "value_node": B},
        (
            "ex:p ex:b conforms to none or to several of s:Other and an unnamed shape. "
            "Make it conform to exactly one."
        ),
    ),
    "a shape that is forbidden": (
        "Not",
        {"parameters": (SHAPE,), "value_node": B},
        "ex:p ex:b conforms to s:Other. Change it, for it must not.",
    ),
    "a query": (
        "SPARQL",
        {"value_node": B},
        "ex:p ex:b breaks sh:sparql of s:S. Read there what is asked.",
    ),
    "a component of the user's own": (
        "MinCount",
        {"source_constraint_component": NamedNode(EX + "Even"), "value_node": B},
        "ex:p ex:b breaks ex:Even of s:S. Read there what is asked.",
    ),
    "a number that isn't known": (
        "MaxCount",
        {"parameters": ()},
        "ex:p breaks sh:maxCount of s:S. Read there what is asked.",
    ),
    "a shape without a name": (
        "MaxCount",
        {"source_shape": BlankNode(), "shape_position": Position("shapes.ttl", 4, 9)},
        "ex:p breaks sh:maxCount of the shape at shapes.ttl:4:9. Read there what is asked.",
    ),
    "a shape without name and place": (
        "Closed",
        {"source_shape": BlankNode()},
        "ex:p is not among what a shape without a name allows. Remove it, or allow it there.",
    ),
    "a complex path": (
        "HasValue",
        {"parameters": (B,), "result_path": SequencePath((P, InversePath(Q)))},
        "ex:p/(^ex:q) lacks the value ex:b. Add it.",
    ),
    "a long list": (
        "MaxListLength",
        {"parameters": (number(2),)},
        "ex:p is no list of at most 2 members. Shorten the list.",
    ),
    "a short list": (
        "MinListLength",
        {"parameters": (number(2),)},
        "ex:p is no list of at least 2 members. Add what is missing.",
    ),
    "a member": (
        "MemberShape",
        {"parameters": (NamedNode(EX + "T"),)},
        "ex:p is no list whose members conform to ex:T. Correct the members.",
    ),
    "a class elsewhere": (
        "RootClass",
        {"parameters": (NamedNode(EX + "T"),)},
        "ex:p is neither ex:T nor one of its subclasses. Name such a class.",
    ),
    "two lines": ("SingleLine", {}, "ex:p has a line break. Write it on one line."),
    "no such value": (
        "SomeValue",
        {"parameters": (NamedNode(EX + "T"),)},
        "ex:p has no value that conforms to ex:T. Add one.",
    ),
    "a value of no other property": (
        "SubsetOf",
        {"parameters": (NamedNode(EX + "q"),)},
        "ex:p is not among the values of ex:q. Add it there, or remove it here.",
    ),
    "a member twice": (
        "UniqueMembers",
        {},
        "ex:p is no list whose members all differ. Remove what stands twice.",
    ),
}


@pytest.mark.parametrize(("component", "fields", "message"), GENERATED.values(), ids=GENERATED)
def test_a_shape_without_a_message_says(
    make_report: Callable[..., ValidationReport],
    make_result: Callable[..., ValidationResult],
    component: str,
    fields: dict[str, Any],
    message: str,
) -> None:
    result = make_result(component, **fields)
    assert choose_message(result, Wording(make_report(result), {})) == message


def test_each_component_of_the_core_has_a_message_here() -> None:
    without = {"flags", "ignoredProperties", "property"}
    without |= {"qualifiedValueShape", "qualifiedValueShapesDisjoint"}
    names = {name[0].upper() + name[1:] for name in PARAMETERS if name not in without}
    told = {component for component, _, _ in GENERATED.values()}
    assert {name.casefold() for name in names} == {name.casefold() for name in told}


@pytest.mark.parametrize("message", [message for _, _, message in GENERATED.values()])
def test_a_message_has_two_sentences(message: str) -> None:
    assert re.fullmatch(r".+[^.]\. [A-Z].+\.", message)


CHOSEN = {
    "English": (("de", "Deutsch."), ("en-GB", "English."), "English."),
    "no language": (("de", "Deutsch."), (None, "Plain."), "Plain."),
    "all": (("de", "Deutsch."), ("fr", "Français."), "Deutsch. Français."),
    "the only one": (("de", "Deutsch."), None, "Deutsch."),
    "one line": ((None, "A first  line\nand\ta second."), None, "A first line and a second."),
    "no controls": ((None, "Red: \x1b[31m, \u202edrow."), None, "Red: \ufffd[31m, \ufffddrow."),
    "no end of a command": ((None, "a\x9b31m\u2028b"), None, "a\ufffd31m b"),
    "joiners of Hindi": (("hi", "क्\u200dष"), None, "क्\u200dष"),
}


@pytest.mark.parametrize(("first", "second", "message"), CHOSEN.values(), ids=CHOSEN)
def test_the_message_is_that_for_its_reader(
    make_report: Callable[..., ValidationReport],
    make_result: Callable[..., ValidationResult],
    first: tuple[str | None, str],
    second: tuple[str | None, str] | None,
    message: str,
) -> None:
    messages = tuple(
        Literal(pair[1], language=pair[0]) for pair in (first, second) if pair is not None
    )
    result = make_result("MinCount", parameters=(number(1),), messages=messages)
    assert choose_message(result, Wording(make_report(result), {})) == message


def test_an_empty_message_is_none(
    make_report: Callable[..., ValidationReport], make_result: Callable[..., ValidationResult]
) -> None:
    result = make_result("MinCount", parameters=(number(1),), messages=(Literal(" \n"),))
    message = choose_message(result, Wording(make_report(result), {}))
    assert message == "ex:p has no value; at least 1 is needed. Add one."
