"""A shape that nothing leads to is told, as soon as some shape has a target."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from visitkg.shacl.model import ShapesGraph

USED: Final = "ex:S sh:targetClass ex:C ; sh:class ex:C ."
TOLD: Final = (
    "this shape has no effect: it has no target, and no shape in use refers to it\n"
    "Give it a target, refer to it, or remove it."
)

UNUSED: Final = {
    "a node shape": "ex:T sh:class ex:C .",
    "a property shape": "ex:T sh:path ex:p ; sh:minCount 1 .",
    "a shape that a deactivated one refers to": (
        "ex:T sh:class ex:C . ex:U sh:deactivated true ; sh:node ex:T ."
    ),
}

FINE: Final = {
    "a shape that is referred to": "ex:T sh:class ex:C . ex:U sh:targetNode ex:a ; sh:not ex:T .",
    "a shape at the end of a chain": (
        "ex:T sh:class ex:C . ex:U sh:property [ sh:path ex:p ; sh:node ex:T ] . "
        "ex:V sh:targetNode ex:a ; sh:or ( ex:U ) ."
    ),
    "a shape that is deactivated": "ex:T sh:class ex:C ; sh:deactivated true .",
    "a class of its own": "ex:T a owl:Class , sh:NodeShape ; sh:nodeKind sh:IRI .",
    "a parameter with a datatype": (
        "ex:T a sh:ConstraintComponent ; sh:parameter [ sh:path ex:max ; sh:datatype xsd:int ] ; "
        'sh:validator [ sh:ask "ASK {}" ] . ex:U sh:targetNode ex:a ; ex:max 1 .'
    ),
}


@pytest.mark.parametrize("text", UNUSED.values(), ids=UNUSED)
def test_a_shape_without_use_is_told(read: Callable[[str], ShapesGraph], text: str) -> None:
    problems = read(f"{USED}\n{text}").problems
    assert [(str(problem), problem.fatal) for problem in problems] == [
        (f"shapes.ttl:3: {TOLD}", False)
    ]


@pytest.mark.parametrize("text", FINE.values(), ids=FINE)
def test_a_shape_in_use_is_not_told(read: Callable[[str], ShapesGraph], text: str) -> None:
    assert read(f"{USED}\n{text}").problems == ()


@pytest.mark.parametrize("text", UNUSED.values(), ids=UNUSED)
def test_a_library_of_shapes_is_not_told(read: Callable[[str], ShapesGraph], text: str) -> None:
    assert read(text).problems == ()
