"""Shapes that are referred to must be there, be of the right kind, and say something."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from visitkg.shacl.model import ShapesGraph

EX: Final = "http://example.org/"
SPELLING: Final = "Check its spelling, or name the file that describes it."
KIND: Final = "Write sh:property for a shape with sh:path, sh:node for one without."
IDLE: Final = "Add what must hold, call it a sh:NodeShape, or refer to another shape."
PATH: Final = "ex:P sh:path ex:p ; sh:minCount 1 ."

TOLD: Final = {
    "a node shape that is absent": (
        "ex:S sh:node ex:T .",
        f"sh:node refers to <{EX}T>, which these files don't describe\n{SPELLING}",
        False,
    ),
    "a property shape that is absent": (
        "ex:S sh:property ex:T .",
        f"sh:property refers to <{EX}T>, which these files don't describe\n{SPELLING}",
        True,
    ),
    "one of several that is absent": (
        "ex:S sh:or ( [ sh:class ex:C ] ex:T ) .",
        f"sh:or refers to <{EX}T>, which these files don't describe\n{SPELLING}",
        False,
    ),
    "a property shape as a node shape": (
        "ex:S sh:node ex:P .",
        f"sh:node takes a node shape, and <{EX}P> has a path\n{KIND}",
        True,
    ),
    "a property shape for members": (
        "ex:S sh:memberShape ex:P .",
        f"sh:memberShape takes a node shape, and <{EX}P> has a path\n{KIND}",
        True,
    ),
    "a node shape as a property shape": (
        "ex:S sh:property [ sh:class ex:C ] .",
        f"sh:property takes a property shape, and this blank node has no path\n{KIND}",
        True,
    ),
    "a shape that says nothing": (
        "ex:C rdfs:comment 1 . ex:S sh:not ex:C .",
        f"sh:not refers to <{EX}C>, which holds no constraint\n{IDLE}",
        False,
    ),
    "a blank node that says nothing": (
        "ex:S sh:someValue [] .",
        f"sh:someValue refers to this blank node, which holds no constraint\n{IDLE}",
        False,
    ),
}

FINE: Final = {
    "a shape that is called one": "ex:T a sh:NodeShape . ex:S sh:node ex:T .",
    "a shape that is deactivated": "ex:T sh:deactivated true . ex:S sh:node ex:T .",
    "a property shape without constraints": "ex:S sh:property [ sh:path ex:q ] .",
    "property shapes in a list": "ex:S sh:xone ( ex:P [ sh:path ex:q ; sh:minCount 1 ] ) .",
}


@pytest.mark.parametrize(("text", "told", "fatal"), TOLD.values(), ids=TOLD)
def test_a_reference_is_told(
    read: Callable[[str], ShapesGraph],
    text: str,
    told: str,
    fatal: bool,  # noqa: FBT001  (a case)
) -> None:
    problems = read(f"{PATH}\n{text}").problems
    assert [(str(problem), problem.fatal) for problem in problems] == [
        (f"shapes.ttl:3: {told}", fatal)
    ]


@pytest.mark.parametrize("text", FINE.values(), ids=FINE)
def test_a_reference_is_not_told(read: Callable[[str], ShapesGraph], text: str) -> None:
    assert read(f"{PATH}\n{text}").problems == ()
