"""The check of the shapes: conformance, and shapes that look at nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from visitkg.check.outcome import State
from visitkg.check.shapes import check_shapes
from visitkg.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Callable

    from visitkg.check.subject import Subject

SHAPES = """\
@prefix ex: <http://example.org/ontology#> .
@prefix shape: <http://example.org/shapes#> .
@prefix sh: <http://www.w3.org/ns/shacl#> .

shape:Cat
    a sh:NodeShape ;
    sh:property shape:Cat-nickname ;
    sh:targetClass ex:Cat ;
    .

shape:Cat-nickname
    a sh:PropertyShape ;
    sh:message "A cat has a nickname. Give it ex:nickname."@en ;
    sh:minCount 1 ;
    sh:path ex:nickname ;
    .
"""
STRAY = "@prefix ex: <http://example.org/ontology#> .\n<http://example.org/id/stray> a ex:Cat .\n"


def test_data_that_conform_are_counted(make_subject: Callable[..., Subject]) -> None:
    outcome = check_shapes(make_subject({"shapes/cat.ttl": SHAPES}))
    assert outcome.summary == "Checked 1 focus node against 2 shapes: no violation"
    assert outcome.findings == ()


def test_a_violation_stands_at_its_triple_in_the_words_of_the_shape(
    make_subject: Callable[..., Subject],
) -> None:
    outcome = check_shapes(make_subject({"shapes/cat.ttl": SHAPES, "data/stray.ttl": STRAY}))
    assert [str(finding) for finding in outcome.findings] == [
        (
            "data/stray.ttl:2:1: A cat has a nickname. Give it ex:nickname.\n"
            "    <http://example.org/id/stray> a ex:Cat .\n"
            "    ~~~~~~~~~~~~~~~~~~~~~~~~~~~~^\n"
            "    focus id:stray, path ex:nickname\n"
            "    by sh:minCount 1 of shape:Cat-nickname, shapes/cat.ttl:14"
        )
    ]


def test_a_warning_stays_a_warning(make_subject: Callable[..., Subject]) -> None:
    shapes = SHAPES.replace(
        "    sh:minCount 1 ;\n", "    sh:minCount 1 ;\n    sh:severity sh:Warning ;\n"
    )
    outcome = check_shapes(make_subject({"shapes/cat.ttl": shapes, "data/stray.ttl": STRAY}))
    assert [finding.severity for finding in outcome.findings] == ["warning"]


def test_a_shape_that_selects_nothing_is_a_violation(make_subject: Callable[..., Subject]) -> None:
    idle = "\nshape:Dog\n    a sh:NodeShape ;\n    sh:targetClass ex:Dog ;\n    .\n"
    outcome = check_shapes(make_subject({"shapes/cat.ttl": SHAPES + idle}))
    assert [(finding.severity, str(finding)) for finding in outcome.findings] == [
        (
            "violation",
            "shapes/cat.ttl:20: shape:Dog sh:targetClass ex:Dog selects nothing in the data",
        )
    ]


def test_a_misspelt_term_of_shacl_breaks_it_off(make_subject: Callable[..., Subject]) -> None:
    shapes = SHAPES.replace("    sh:minCount 1 ;\n", "    sh:minCuont 1 ;\n    sh:minCount 1 ;\n")
    with pytest.raises(InputError, match="unknown term sh:minCuont"):
        check_shapes(make_subject({"shapes/cat.ttl": shapes}))


def test_a_project_without_shapes_has_nothing_to_check(
    make_subject: Callable[..., Subject],
) -> None:
    outcome = check_shapes(make_subject())
    assert outcome.state is State.NOTHING
    assert outcome.summary == "nothing to check here: the project has no shapes"
