"""What is read of SHACL 1.2, and that the rest of it is told: https://www.w3.org/TR/shacl12-core/."""

# ruff: noqa: E501  (a case to a line)
from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pytest
from pyoxigraph import NamedNode

from visitkg.terms import SH, XSD

if TYPE_CHECKING:
    from collections.abc import Callable

    from visitkg.shacl.model import ShapesGraph

EX: Final = "http://example.org/"


def test_a_shape_class_selects_its_own_instances(read: Callable[[str], ShapesGraph]) -> None:
    shapes = read("ex:C a sh:ShapeClass ; sh:nodeKind sh:IRI .")
    (shape,) = shapes.shapes.values()
    assert shapes.problems == ()
    assert [(target.predicate, target.value) for target in shape.targets] == [
        (NamedNode(SH + "targetClass"), NamedNode(EX + "C"))
    ]


LISTS: Final = {
    "class": ("( ex:A ex:B )", (EX + "A", EX + "B")),
    "datatype": ("( xsd:string xsd:date )", (XSD + "string", XSD + "date")),
    "nodeKind": ("( sh:IRI sh:BlankNode )", (SH + "IRI", SH + "BlankNode")),
}


@pytest.mark.parametrize("name", LISTS)
def test_a_list_is_read_with_its_members(read: Callable[[str], ShapesGraph], name: str) -> None:
    text, members = LISTS[name]
    shapes = read(f"ex:S sh:{name} {text} .")
    (constraint,) = shapes.shapes[NamedNode(EX + "S")].constraints
    assert shapes.problems == ()
    assert constraint.members == tuple(map(NamedNode, members))


@pytest.mark.parametrize("name", LISTS)
def test_one_term_has_no_members(read: Callable[[str], ShapesGraph], name: str) -> None:
    (first, _) = LISTS[name][1]
    (constraint,) = read(f"ex:S sh:{name} <{first}> .").shapes[NamedNode(EX + "S")].constraints
    assert constraint.members is None
    assert constraint.value == NamedNode(first)


MISFITS: Final = {
    "a literal among classes": (
        'sh:class ( ex:A "B" )',
        (
            "sh:class takes an IRI or a list of IRIs, not this blank node\n"
            "Write it like this: sh:class ex:name ;"
        ),
    ),
    "a kind that is none": (
        "sh:nodeKind ( sh:IRI ex:Other )",
        (
            "sh:nodeKind takes one of the six kinds of node or a list of them, not this blank node\n"
            "Write it like this: sh:nodeKind sh:IRI ;"
        ),
    ),
    "a length that is no number": (
        'sh:minListLength "1"',
        'sh:minListLength takes a whole number, not "1"\nWrite it like this: sh:minListLength 1 ;',
    ),
    "a length that nobody can count": (
        f"sh:maxListLength {'9' * 100}",
        (
            f'sh:maxListLength takes a whole number, not "{"9" * 60}…"\n'
            "Write it like this: sh:maxListLength 1 ;"
        ),
    ),
    "uniqueness in words": (
        'sh:uniqueMembers "yes"',
        (
            'sh:uniqueMembers takes true or false, not "yes"\n'
            "Write it like this: sh:uniqueMembers true ;"
        ),
    ),
}


@pytest.mark.parametrize(("said", "told"), MISFITS.values(), ids=MISFITS)
def test_a_misfit_is_refused(read: Callable[[str], ShapesGraph], said: str, told: str) -> None:
    (problem,) = read(f"ex:S a sh:NodeShape ;\n  {said} .").problems
    assert (str(problem), problem.fatal) == (f"shapes.ttl:3: {told}", True)
