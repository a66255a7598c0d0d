"""Recursive shapes are refused with the whole route, however long."""

# ruff: noqa: E501  (a case to a line)
from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from visitkg.shacl.model import ShapesGraph

REMEDY: Final = "Break the circle; what recursive shapes mean is not defined."
EX: Final = "http://example.org/"

REFERENCES: Final = {
    "and": "sh:and ( ex:S )",
    "memberShape": "sh:memberShape ex:S",
    "node": "sh:node ex:S",
    "not": "sh:not ex:S",
    "or": "sh:or ( ex:S [ sh:class ex:C ] )",
    "qualifiedValueShape": "sh:property [ sh:path ex:p ; sh:qualifiedMinCount 1 ; sh:qualifiedValueShape ex:S ]",
    "someValue": "sh:someValue ex:S",
    "xone": "sh:xone ( ex:S )",
    "property": "sh:property [ sh:path ex:p ; sh:node ex:S ]",
}  # fmt: skip


@pytest.mark.parametrize("name", REFERENCES)
def test_a_shape_that_leads_to_itself_is_refused(
    read: Callable[[str], ShapesGraph], name: str
) -> None:
    between = " -> the blank node at line 3" if "[ sh:path" in REFERENCES[name] else ""
    (problem,) = read(f"ex:S a sh:NodeShape ;\n  {REFERENCES[name]} .").problems
    assert problem.fatal
    assert str(problem) == (
        f"shapes.ttl:2: this shape refers to itself: <{EX}S>{between} -> <{EX}S>\n{REMEDY}"
    )


def test_a_route_of_a_thousand_shapes_is_told_whole(read: Callable[[str], ShapesGraph]) -> None:
    text = "".join(f"ex:S{n} sh:node ex:S{(n + 1) % 1000} .\n" for n in range(1000))
    (problem,) = read(text).problems
    route = " -> ".join(f"<{EX}S{n % 1000}>" for n in range(1001))
    assert str(problem) == f"shapes.ttl:2: this shape refers to itself: {route}\n{REMEDY}"


def test_of_shapes_that_all_lead_to_each_other_twenty_circles_are_told(
    read: Callable[[str], ShapesGraph],
) -> None:
    names = [f"ex:S{n}" for n in range(100)]
    text = "".join(f"{name} sh:node {' , '.join(names)} .\n" for name in names)
    problems = read(text).problems
    assert len(problems) == 20
    assert all(problem.fatal for problem in problems)


WITHOUT: Final = {
    "shapes that share one": "ex:A sh:node ex:C . ex:B sh:node ex:C . ex:C sh:class ex:D .",
    "one that is led to in two ways": "ex:A sh:node ex:B , ex:C . ex:B sh:node ex:C . ex:C sh:class ex:D .",
    "a class of its own instances": "ex:C a rdfs:Class , sh:NodeShape ; sh:property [ sh:path ex:p ; sh:class ex:C ] .",
    "a chain": "".join(f"ex:S{n} sh:node ex:S{n + 1} .\n" for n in range(5000)) + "ex:S5000 sh:class ex:C .",
    "blank nodes inside each other": "ex:S " + "sh:not [ " * 200 + "sh:class ex:C" + " ]" * 200 + " .",
}  # fmt: skip


@pytest.mark.parametrize("text", WITHOUT.values(), ids=WITHOUT)
def test_without_a_circle_nothing_is_told(read: Callable[[str], ShapesGraph], text: str) -> None:
    assert read(text).problems == ()
