"""Focus nodes are those of the recommendation, and a target that selects none is named."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from visitkg.shacl.result import ValidationReport

DATA: Final = """\
ex:a a ex:Cat ; ex:eats ex:b .
ex:b a ex:Mouse ; ex:weighs 20 .
ex:Cat rdfs:subClassOf ex:Predator . ex:Predator rdfs:subClassOf ex:Animal .
ex:Mouse rdfs:subClassOf ex:Animal .
"""

# Each shape refuses all its focus nodes, so that the results name them.
NEVER: Final = "sh:not [ sh:minLength 0 ] ; sh:nodeKind sh:BlankNode"

TARGETS: Final = {
    "sh:targetClass ex:Cat": {"a"},
    "sh:targetClass ex:Animal": {"a", "b"},
    "sh:targetClass ex:Cat , ex:Mouse": {"a", "b"},
    "sh:targetNode ex:a , ex:Nowhere": {"a", "Nowhere"},
    "sh:targetNode 20": {"20"},
    "sh:targetSubjectsOf ex:eats": {"a"},
    "sh:targetObjectsOf ex:eats": {"b"},
    "sh:targetObjectsOf ex:weighs": {"20"},
    "sh:targetClass ex:Dog ; sh:targetNode ex:b": {"b"},
}

UNMATCHED: Final = {
    "sh:targetClass ex:Dog": "targetClass",
    "sh:targetNode ex:Nowhere": "targetNode",
    "sh:targetSubjectsOf ex:Cat": "targetSubjectsOf",
    "sh:targetObjectsOf ex:sleeps": "targetObjectsOf",
}


@pytest.fixture
def check(check_by_each: Callable[..., ValidationReport]) -> Callable[..., ValidationReport]:
    """Return what validates a text by the shapes of another, by each engine."""
    return check_by_each


def focus_nodes(report: ValidationReport) -> set[str]:
    names = {str(result.focus_node).split("^^")[0].strip('<>"') for result in report.results}
    return {name.removeprefix("http://example.org/") for name in names}


@pytest.mark.parametrize("target", TARGETS)
def test_a_target_selects(check: Callable[..., ValidationReport], target: str) -> None:
    report = check(DATA, shapes=f"ex:S {target} ; {NEVER} .")
    assert focus_nodes(report) == TARGETS[target]
    assert report.focus_nodes_checked == len(TARGETS[target])


@pytest.mark.parametrize("target", UNMATCHED)
def test_a_target_without_a_node_in_the_data_is_named(
    check: Callable[..., ValidationReport], target: str
) -> None:
    shapes = f"ex:S sh:targetNode ex:a ;\n  {target} ; {NEVER} ."
    (unmatched,) = check(DATA, shapes=shapes).unmatched_targets
    assert unmatched.predicate.value.endswith(f"#{UNMATCHED[target]}")
    assert str(unmatched.position) == "shapes.ttl:3"


@pytest.mark.parametrize("kind", ["rdfs:Class", "owl:Class", "ex:Kind"])
def test_a_class_that_is_a_shape_targets_its_instances(
    check: Callable[..., ValidationReport], kind: str
) -> None:
    shapes = f"ex:Cat a {kind} , sh:NodeShape ; {NEVER} . ex:Kind rdfs:subClassOf rdfs:Class ."
    assert focus_nodes(check(DATA, shapes=shapes)) == {"a"}


def test_a_class_that_is_no_shape_targets_nothing(check: Callable[..., ValidationReport]) -> None:
    shapes = f"ex:Cat a rdfs:Class . ex:S sh:targetNode ex:b ; {NEVER} ."
    report = check(DATA, shapes=shapes)
    assert focus_nodes(report) == {"b"}
    assert report.unmatched_targets == ()


def test_a_deactivated_shape_targets_nothing(check: Callable[..., ValidationReport]) -> None:
    shapes = (
        f"ex:S sh:targetNode ex:b ; sh:property [ sh:path ex:p ; sh:minCount 1 ] ; {NEVER} . "
        f"ex:T sh:targetClass ex:Cat , ex:Dog ; sh:deactivated true ; {NEVER} ."
    )
    report = check(DATA, shapes=shapes)
    assert focus_nodes(report) == {"b"}
    assert report.unmatched_targets == ()
    # S, its property shape, and the shape in its sh:not.
    assert report.shapes_checked == 3


def test_the_ontology_gives_subclasses_and_types_but_no_focus_nodes(
    check: Callable[..., ValidationReport],
) -> None:
    data = "ex:a a ex:Cat ; ex:likes ex:milk . ex:b a ex:Cat ; ex:likes ex:water ."
    ontology = "ex:Cat rdfs:subClassOf ex:Animal . ex:milk a ex:Food . ex:other a ex:Cat ."
    shapes = "ex:S sh:targetClass ex:Animal ; sh:property [ sh:path ex:likes ; sh:class ex:Food ] ."

    report = check(data, shapes=shapes, ontology=ontology)

    assert report.focus_nodes_checked == 2
    assert focus_nodes(report) == {"b"}


def test_a_focus_node_of_two_shapes_counts_once(check: Callable[..., ValidationReport]) -> None:
    shapes = f"ex:S sh:targetNode ex:a ; {NEVER} . ex:T sh:targetClass ex:Cat ; {NEVER} ."
    assert check(DATA, shapes=shapes).focus_nodes_checked == 1


def test_a_circle_of_subclasses_ends(check: Callable[..., ValidationReport]) -> None:
    data = f"{DATA} ex:Animal rdfs:subClassOf ex:Cat ."
    report = check(data, shapes=f"ex:S sh:targetClass ex:Cat ; {NEVER} .")
    assert focus_nodes(report) == {"a", "b"}


def test_a_node_of_several_targets_is_one_focus_node(
    check: Callable[..., ValidationReport],
) -> None:
    shapes = (
        "ex:S sh:targetNode ex:a ; sh:targetClass ex:Cat , ex:Animal ; "
        "sh:targetSubjectsOf ex:eats ; sh:nodeKind sh:BlankNode ."
    )
    report = check(DATA, shapes=shapes)
    assert report.focus_nodes_checked == 2
    assert sorted(str(result.focus_node)[20:-1] for result in report.results) == ["a", "b"]


def test_an_object_is_held_by_the_data_too(check: Callable[..., ValidationReport]) -> None:
    shapes = f"ex:S sh:targetNode ex:Animal , 20 , 21 ; {NEVER} ."
    (unmatched,) = check(DATA, shapes=shapes).unmatched_targets
    assert str(unmatched.value).startswith('"21"')


def test_a_node_of_the_ontology_alone_is_not_held(check: Callable[..., ValidationReport]) -> None:
    shapes = f"ex:S sh:targetNode ex:o ; {NEVER} ."
    report = check(DATA, shapes=shapes, ontology="ex:o a ex:Cat .")
    assert [str(target.value) for target in report.unmatched_targets] == ["<http://example.org/o>"]
    assert focus_nodes(report) == {"o"}
