"""A broken list is told at the cell that breaks it, and an empty one where it means too much."""

# ruff: noqa: E501  (a case to a line)
from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from visitkg.shacl.model import ShapesGraph

IN: Final = "Write it like this: sh:in ( ex:one ex:two ) ;"
OR: Final = "Write it like this: sh:or ( ex:OneShape ex:OtherShape ) ;"
CLASS: Final = "Write it like this: sh:class ex:name ;"

BROKEN: Final = {
    "no end": (
        "ex:S sh:in ( 1 ) .\nex:T sh:in [ rdf:first 1 ] .",
        f"shapes.ttl:3: sh:in takes a list, and this list ends without rdf:nil\n{IN}",
    ),
    "an end that nothing describes": (
        "ex:S sh:in [ rdf:first 1 ;\n rdf:rest ex:Nil ] .",
        f"shapes.ttl:3: sh:in takes a list, and this list ends without rdf:nil\n{IN}",
    ),
    "a circle": (
        "ex:S sh:in ex:l . ex:l rdf:first 1 ;\n rdf:rest ex:m . ex:m rdf:first 2 ;\n rdf:rest ex:l .",
        f"shapes.ttl:4: sh:in takes a list, and this list comes back to itself\n{IN}",
    ),
    "two members in one place": (
        "ex:S sh:in [ rdf:first 1 ,\n 2 ; rdf:rest () ] .",
        f"shapes.ttl:3: sh:in takes a list, and this list has two members in one place\n{IN}",
    ),
    "two ways on": (
        "ex:S sh:in [ rdf:first 1 ; rdf:rest () ,\n ( 2 ) ] .",
        f"shapes.ttl:3: sh:in takes a list, and this list goes on in two ways\n{IN}",
    ),
    "a place without a member": (
        "ex:S sh:in\n [ rdf:rest () ] .",
        f"shapes.ttl:3: sh:in takes a list, and this list has no member in one place\n{IN}",
    ),
    "an rdf:nil that goes on": (
        "ex:S sh:in ( 1 ) .\nrdf:nil rdf:rest () .",
        f"shapes.ttl:3: sh:in takes a list, and this list ends in an rdf:nil that goes on\n{IN}",
    ),
    "a literal": ('\nex:S sh:in "1" .', f'shapes.ttl:3: sh:in takes a list, not "1"\n{IN}'),
    "shapes without an end": (
        "ex:T sh:class ex:C .\nex:S sh:or [ rdf:first ex:T ] .",
        f"shapes.ttl:3: sh:or takes a list of shapes, and this list ends without rdf:nil\n{OR}",
    ),
    "a shape that is a literal": (
        '\nex:S sh:or ( "T" ) .',
        f"shapes.ttl:3: sh:or takes a list of shapes, not this blank node\n{OR}",
    ),
    "classes without an end": (
        "\nex:S sh:class [ rdf:first ex:C ] .",
        (
            "shapes.ttl:3: sh:class takes an IRI or a list of IRIs, and this list ends without rdf:nil\n"
            f"{CLASS}"
        ),
    ),
}

ODD: Final = {
    "in": "no value conforms",
    "languageIn": "no value conforms",
    "or": "no value conforms",
    "xone": "no value conforms",
    "and": "all nodes conform",
    "class": "no value conforms",
    "datatype": "no value conforms",
    "nodeKind": "no value conforms",
}


@pytest.mark.parametrize(("text", "told"), BROKEN.values(), ids=BROKEN)
def test_a_broken_list_is_refused_at_the_place_of_its_fault(
    read: Callable[[str], ShapesGraph], text: str, told: str
) -> None:
    assert [(str(problem), problem.fatal) for problem in read(text).problems] == [(told, True)]


@pytest.mark.parametrize("name", ODD)
def test_a_list_of_none_is_told(read: Callable[[str], ShapesGraph], name: str) -> None:
    (problem,) = read(f"ex:S\n sh:{name} () .").problems
    assert not problem.fatal
    assert str(problem) == (
        f"shapes.ttl:3: sh:{name} has an empty list, so that {ODD[name]}\n"
        "Write its members, or remove it."
    )


def test_an_end_in_common_is_told_of_both_lists(read: Callable[[str], ShapesGraph]) -> None:
    end = "ex:end rdf:first 2 ; rdf:rest () ."
    shapes = "ex:S sh:in [ rdf:first 1 ; rdf:rest ex:end ] .\nex:T sh:in [ rdf:first 3 ; rdf:rest ex:end ] ."
    problems = read(f"{end}\n{shapes}").problems
    assert [(str(problem), problem.fatal) for problem in problems] == [
        (
            (
                f"shapes.ttl:{line}: this list of sh:in has its end in common with another\n"
                "Write each list by itself, or what is added to one is added to both."
            ),
            False,
        )
        for line in (3, 4)
    ]


@pytest.mark.parametrize(
    "text",
    [
        "ex:S sh:in ex:l . ex:T sh:in ex:l . ex:l rdf:first 1 ; rdf:rest ( 2 ) .",
        "ex:S sh:in ( 1 1 ) .",
        "ex:S sh:in ( ( 1 ) ( 1 ) ) .",
        "ex:S sh:closed true ; sh:ignoredProperties () .",
        "ex:S sh:class ( ex:C ex:D ) ; sh:nodeKind ( sh:IRI sh:BlankNode ) .",
        "ex:S sh:datatype ( xsd:string rdf:langString ) .",
    ],
)
def test_a_list_can_be_used_twice_whole_and_hold_anything(
    read: Callable[[str], ShapesGraph], text: str
) -> None:
    assert read(text).problems == ()
