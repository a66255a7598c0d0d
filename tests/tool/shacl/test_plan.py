"""A plan is frozen, and two are equal if they check the same, wherever it is written."""

from __future__ import annotations

from dataclasses import FrozenInstanceError
from typing import TYPE_CHECKING, Final

import pytest
from pyoxigraph import Literal, NamedNode

from visitkg.errors import Position
from visitkg.shacl.compile import compile_shapes
from visitkg.shacl.plan import COUNTED, Check

if TYPE_CHECKING:
    from collections.abc import Callable

    from visitkg.shacl.model import ShapesGraph

SHAPES: Final = (
    "ex:S sh:targetClass ex:C ; sh:property ex:P . ex:P sh:path ( ex:p ex:q ) ; sh:minCount 1 ."
)
A, B = NamedNode("x:a"), NamedNode("x:b")


def test_the_same_shapes_elsewhere_have_an_equal_plan(read: Callable[[str], ShapesGraph]) -> None:
    one = compile_shapes(read(SHAPES))
    other = compile_shapes(read("\n\n# Lower down.\n" + SHAPES.replace(" ; ", " ;\n")))
    assert one == other
    assert [s.checks[0].position for s in one.shapes.values()] != [
        s.checks[0].position for s in other.shapes.values()
    ]


CHANGED: Final = {
    "another number": SHAPES.replace("1", "2"),
    "another path": SHAPES.replace("ex:q", "ex:r"),
    "another target": SHAPES.replace("ex:C", "ex:D"),
    "another kind of target": SHAPES.replace("sh:targetClass", "sh:targetNode"),
    "another component": SHAPES.replace("sh:minCount", "sh:maxCount"),
    "another severity": f"{SHAPES} ex:P sh:severity sh:Info .",
    "a message": f'{SHAPES} ex:P sh:message "m" .',
    "a constraint more": f"{SHAPES} ex:P sh:maxCount 3 .",
    "a shape more": f"{SHAPES} ex:T sh:class ex:C .",
    "a shape less": f"{SHAPES} ex:P sh:deactivated true .",
}


@pytest.mark.parametrize("changed", CHANGED.values(), ids=CHANGED)
def test_other_shapes_have_another_plan(read: Callable[[str], ShapesGraph], changed: str) -> None:
    assert compile_shapes(read(SHAPES)) != compile_shapes(read(changed))


def test_roots_are_the_shapes_with_targets(read: Callable[[str], ShapesGraph]) -> None:
    plan = compile_shapes(read(f"{SHAPES} ex:T sh:class ex:C . ex:U sh:targetNode ex:a ."))
    names = [shape.node.value.removeprefix("http://example.org/") for shape in plan.roots()]
    assert names == ["S", "U"]


@pytest.mark.parametrize("name", ["component", "terms", "count", "position"])
def test_a_check_is_frozen(name: str) -> None:
    with pytest.raises(FrozenInstanceError):
        setattr(Check("Class"), name, None)


def test_a_plan_and_its_shapes_are_frozen(read: Callable[[str], ShapesGraph]) -> None:
    plan = compile_shapes(read(SHAPES))
    for frozen, name in ((plan, "shapes"), (plan.roots()[0], "checks")):
        with pytest.raises(FrozenInstanceError):
            setattr(frozen, name, None)


def test_a_place_makes_no_difference_to_a_check() -> None:
    check = Check("Class", terms=(A,), position=Position("a.ttl", 1))
    other = Check("Class", terms=(A,), position=Position("b.ttl", 2))
    assert check == other
    assert hash(check) == hash(other)


IRIS: Final = {
    "MinCount": "http://www.w3.org/ns/shacl#MinCountConstraintComponent",
    "SPARQL": "http://www.w3.org/ns/shacl#SPARQLConstraintComponent",
    "http://example.org/Own": "http://example.org/Own",
    "urn:own": "urn:own",
}


@pytest.mark.parametrize(("component", "iri"), IRIS.items(), ids=IRIS)
def test_a_result_names_the_component(component: str, iri: str) -> None:
    assert Check(component).iri == iri


FIVE: Final = Literal("5", datatype=NamedNode("http://www.w3.org/2001/XMLSchema#integer"))
PARAMETERS: Final = {
    "terms": (Check("In", terms=(A, B)), (A, B)),
    "shapes": (Check("Or", shapes=(A, B)), (A, B)),
    "a pattern": (Check("Pattern", text="a"), (Literal("a"),)),
    "a pattern with flags": (Check("Pattern", text="a", flags="i"), (Literal("a"), Literal("i"))),
    "a number and a shape": (Check("QualifiedMinCount", count=5, shapes=(A,)), (FIVE, A)),
    "arguments": (Check("x:own", arguments=(("a", A), ("b", B))), (A, B)),
    "nothing": (Check("UniqueLang"), ()),
    **{f"the number of {name}": (Check(name, count=5), (FIVE,)) for name in sorted(COUNTED)},
}


@pytest.mark.parametrize(("check", "parameters"), PARAMETERS.values(), ids=PARAMETERS)
def test_the_parameters_of_a_check_are(
    check: Check, parameters: tuple[NamedNode | Literal, ...]
) -> None:
    assert check.parameters == parameters
