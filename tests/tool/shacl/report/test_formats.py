"""The choice of formats: each writes each report, and none imports the others."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from pyoxigraph import BlankNode, Literal

from visitkg.errors import Position
from visitkg.shacl.report_formats import FORMATS, render
from visitkg.shacl.result import ShapeProblem

if TYPE_CHECKING:
    from collections.abc import Callable

    from visitkg.shacl.result import ValidationReport, ValidationResult


@pytest.mark.parametrize("format_name", FORMATS)
def test_a_report_ends_with_a_line_end_and_can_be_encoded(
    report: ValidationReport, format_name: str
) -> None:
    text = render(report, format_name, {}, limit=1, colour=False, fail_on="info")
    assert text.endswith("\n")
    assert not text.endswith("\n\n")
    text.encode()


@pytest.mark.parametrize("format_name", FORMATS)
def test_zero_results_are_written(
    make_report: Callable[..., ValidationReport], format_name: str
) -> None:
    assert render(make_report(), format_name, {})


@pytest.mark.parametrize("format_name", FORMATS)
def test_what_could_not_be_completed_is_written_with_its_reasons(
    make_report: Callable[..., ValidationReport], format_name: str
) -> None:
    problem = ShapeProblem("no path", "Give it one.", Position("s.ttl", 2, 3), fatal=True)
    text = render(make_report(completed=False, problems=(problem,)), format_name, {})
    assert "no path" in text
    assert "Give it one." in text
    assert "s.ttl" in text


@pytest.mark.parametrize("format_name", FORMATS)
def test_a_result_without_any_place_is_written(
    make_report: Callable[..., ValidationReport],
    make_result: Callable[..., ValidationResult],
    format_name: str,
) -> None:
    result = make_result("Closed", source_shape=BlankNode(), focus_node=BlankNode())
    assert render(make_report(result), format_name, {})


@pytest.mark.parametrize("format_name", FORMATS)
def test_a_file_name_that_is_no_utf_8_is_written(
    make_report: Callable[..., ValidationReport],
    make_result: Callable[..., ValidationResult],
    format_name: str,
) -> None:
    place = Position("a\udcff.ttl", 1, 1)
    report = make_report(
        make_result("Closed", position=place, shape_position=place),
        problems=(ShapeProblem("no path", "Give it one.", place),),
        checked_shapes={BlankNode(): place},
    )
    render(report, format_name, {}).encode()


@pytest.mark.parametrize("format_name", FORMATS)
def test_a_huge_message_is_written(
    make_report: Callable[..., ValidationReport],
    make_result: Callable[..., ValidationResult],
    format_name: str,
) -> None:
    result = make_result("Closed", messages=(Literal("김 " * 100_000),))
    assert render(make_report(result), format_name, {})


@pytest.mark.parametrize("format_name", FORMATS)
def test_only_the_module_of_the_format_is_imported(format_name: str) -> None:
    code = (
        "import sys\n"
        "from visitkg.shacl.result import ValidationReport\n"
        "from visitkg.shacl.report_formats import render\n"
        f"render(ValidationReport((), 1, 1), {format_name!r}, {{}})\n"
        "print(*sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, check=True, encoding="utf-8"
    )
    modules = set(done.stdout.split())
    assert not {"numpy", "rdflib", "pyshacl", "jinja2"} & modules
    written = {
        name.removeprefix("visitkg.shacl.report_")
        for name in modules
        if name.startswith("visitkg.shacl.report_")
    }
    own = {"ntriples": "rdf", "jsonld": "rdf", "rdfxml": "rdf"}.get(format_name, format_name)
    assert own in written
    assert ("html" in written) == (format_name == "html")
    assert ("sarif" in written) == (format_name == "sarif")
