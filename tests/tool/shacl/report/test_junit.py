"""JUnit: each shape is a test, and what broke it stands in it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest
from pyoxigraph import BlankNode, Literal, NamedNode

from visitkg.errors import Position
from visitkg.shacl.report_junit import render_junit
from visitkg.shacl.result import ShapeProblem, UnmatchedTarget

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from visitkg.shacl.result import ValidationReport, ValidationResult

WELL_FORMED = "the shapes are well-formed"


def parse(report: ValidationReport, **options: object) -> ET.Element:
    text = render_junit(report, {}, **options)  # type: ignore[arg-type]  # its options
    return ET.fromstring(text)  # noqa: S314  (we wrote it)


def outcomes(report: ValidationReport, **options: object) -> dict[str, list[str]]:
    """Return what stands in each test: nothing, failure, error, skipped or system-out."""
    return {
        case.get("name", ""): [child.tag for child in case]
        for case in parse(report, **options).iter("testcase")
    }


def test_the_sample_reads(
    report: ValidationReport, folder: Path, golden: Callable[[Path, str], None]
) -> None:
    golden(folder / "report.junit.xml", render_junit(report, {}))


def test_shapes_without_results_have_passed(report: ValidationReport) -> None:
    assert outcomes(report) == {
        WELL_FORMED: ["system-out"],
        "s:Person": [],
        "s:Person-age": ["system-out"],
        "s:Person-foot": ["system-out"],
        "s:Person-knows": ["failure"],
        "s:Person-motto": ["system-out"],
        "s:Person-name": ["failure"],
        "s:Shoe": ["failure"],
        "s:Pet": ["skipped"],
    }


@pytest.mark.parametrize(
    ("fail_on", "failing"),
    [
        ("violation", {"s:Person-knows", "s:Person-name", "s:Shoe"}),
        (
            "warning",
            {"s:Person-knows", "s:Person-name", "s:Shoe", "s:Person-age", "s:Person-foot"},
        ),
        (
            "info",
            {
                *{"s:Person-knows", "s:Person-name", "s:Shoe", "s:Person-age", "s:Person-foot"},
                "s:Person-motto",
            },
        ),
        ("never", set()),
    ],
)
def test_the_threshold_decides_what_fails(
    report: ValidationReport, fail_on: str, failing: set[str]
) -> None:
    found = outcomes(report, fail_on=fail_on)
    assert {name for name, children in found.items() if "failure" in children} == failing


def test_the_counts_are_those_of_the_tests(report: ValidationReport) -> None:
    root = parse(report)
    for element in (root, *root.iter("testsuite")):
        cases = list(element.iter("testcase"))
        assert element.get("tests") == str(len(cases))
        for attribute, tag in (
            ("failures", "failure"),
            ("errors", "error"),
            ("skipped", "skipped"),
        ):
            assert element.get(attribute) == str(len(list(element.iter(tag))))
    assert root.get("tests") == "9"


def test_a_suite_is_a_file_of_shapes(
    make_report: Callable[..., ValidationReport], name: Callable[[str], NamedNode]
) -> None:
    report = make_report(
        checked_shapes={
            name("s:S"): Position("a.ttl", 1),
            name("s:T"): Position("b.ttl", 2),
            name("s:U"): Position("a.ttl", 3),
            name("s:V"): None,
        }
    )
    suites = {
        suite.get("name"): [case.get("name") for case in suite.iter("testcase")]
        for suite in parse(report).iter("testsuite")
    }
    assert suites == {"shapes": [WELL_FORMED, "s:V"], "a.ttl": ["s:S", "s:U"], "b.ttl": ["s:T"]}


def test_if_it_is_not_known_which_shapes_were_checked_only_those_with_results_are_tests(
    report: ValidationReport,
) -> None:
    assert set(outcomes(replace(report, checked_shapes={}))) == {
        *{WELL_FORMED, "s:Person-age", "s:Person-foot", "s:Person-knows", "s:Person-motto"},
        *{"s:Person-name", "s:Shoe", "s:Person", "s:Pet"},
    }


def test_a_shape_that_explains_a_result_has_not_passed(
    make_report: Callable[..., ValidationReport],
    make_result: Callable[..., ValidationResult],
    name: Callable[[str], NamedNode],
) -> None:
    inner = make_result("Closed", source_shape=name("s:Inner"))
    report = make_report(
        make_result("Node", detail=(inner,)),
        checked_shapes={name("s:S"): None, name("s:Inner"): None, BlankNode(): None},
    )
    assert outcomes(report) == {WELL_FORMED: [], "s:S": ["failure"]}


def test_a_failure_tells_places_details_and_how_many(report: ValidationReport) -> None:
    failures = {case.get("name"): case.find("failure") for case in parse(report).iter("testcase")}
    shoe = failures["s:Shoe"]
    assert shoe is not None
    assert shoe.attrib == {
        "message": "1 result: Whoever wears shoes wears small ones. Look below.",
        "type": "violation",
    }
    assert shoe.text == (
        "data.ttl:12:1: violation: Whoever wears shoes wears small ones. Look below. "
        "(focus ex:Bob) [sh:node]\n"
        "    data.ttl:16:17: violation: ex:shoeSize 44 is not at most 40. Correct the value. "
        "(focus ex:Bob, path ex:shoeSize, value 44) [sh:maxInclusive 40]\n"
    )


def test_results_beyond_the_limit_are_counted(
    make_report: Callable[..., ValidationReport], make_result: Callable[..., ValidationResult]
) -> None:
    results = [make_result("Closed", position=Position("a.ttl", n + 1)) for n in range(1_500)]
    for limit, told in ((2, 2), (None, 1_000), (5_000, 1_000)):
        failure = next(parse(make_report(*results), limit=limit).iter("failure"))
        assert failure.text is not None
        lines = failure.text.splitlines()
        assert len(lines) == told + 1
        assert lines[-1] == f"and {1_500 - told:,} more"
        assert (failure.get("message") or "").startswith("1,500 results: ")


def test_what_could_not_be_completed_is_an_error(
    make_report: Callable[..., ValidationReport],
) -> None:
    problem = ShapeProblem("no path", "Give it one.", Position("s.ttl", 2), fatal=True)
    root = parse(make_report(completed=False, problems=(problem,)))
    (error,) = root.iter("error")
    assert error.attrib == {"message": "1 problem", "type": "ill-formed"}
    assert error.text == "s.ttl:2: no path. Give it one."
    assert root.get("errors") == "1"


def test_known_results_do_not_fail(
    make_report: Callable[..., ValidationReport], make_result: Callable[..., ValidationResult]
) -> None:
    root = parse(make_report(known=(make_result("Closed"),) * 2))
    assert root.get("failures") == "0"
    (case,) = [case for case in root.iter("testcase") if case.get("name") == "s:S"]
    assert case.findtext("system-out") == "2 known from the baseline\n"


def test_hostile_texts_leave_well_formed_xml(
    make_report: Callable[..., ValidationReport],
    make_result: Callable[..., ValidationResult],
    name: Callable[[str], NamedNode],
) -> None:
    evil = "]]></failure><script>\"&'\x00\x1b\ufffe\ud800\n"
    place = Position(f"a{evil}.ttl", 1, 1)
    report = make_report(
        make_result(
            "Closed",
            messages=(Literal(evil.replace("\ud800", "")),),
            position=place,
            shape_position=place,
        ),
        problems=(ShapeProblem(evil, evil, place),),
        unmatched_targets=(
            UnmatchedTarget(name("s:T"), name("sh:targetNode"), name("ex:b"), place),
        ),
        labels={name("ex:a"): evil},
    )
    render_junit(report, {}).encode()
    root = parse(report)
    assert len(list(root.iter("testcase"))) == 3
    assert not list(root.iter("script"))
