"""Reports as text, JSON and Turtle: golden files beside their input, and what each must keep."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest
import rdflib

from visitkg.shacl.report_json import render_json
from visitkg.shacl.report_text import render_notices, render_summary, render_text
from visitkg.shacl.report_turtle import render_turtle
from visitkg.shacl.run import validate

if TYPE_CHECKING:
    from collections.abc import Callable

    from visitkg.shacl.result import ValidationReport

FOLDER: Final = Path(__file__).parent / "report"
SHAPES: Final = (
    "ex:S sh:targetClass ex:C ; sh:property ex:S-p . ex:S-p sh:path ex:p ; sh:minCount 1"
)


@pytest.fixture
def report(monkeypatch: pytest.MonkeyPatch) -> ValidationReport:
    monkeypatch.chdir(FOLDER)
    return validate(["data.ttl"], ["shapes.ttl"])


def test_text(report: ValidationReport, golden: Callable[[Path, str], None]) -> None:
    golden(FOLDER / "report.txt", render_notices(report, {}) + render_text(report, {}))


def test_json(report: ValidationReport, golden: Callable[[Path, str], None]) -> None:
    golden(FOLDER / "report.json", without_labels(json.loads(render_json(report))))


def test_turtle(report: ValidationReport, golden: Callable[[Path, str], None]) -> None:
    golden(FOLDER / "report.ttl", render_turtle(report, {}))


def without_labels(document: object) -> str:
    """Return a report without the labels of blank nodes, which are new in each run."""

    def rename(value: object) -> object:
        if isinstance(value, dict) and value.get("type") == "bnode":
            return {"type": "bnode"}
        if isinstance(value, dict):
            return {key: rename(inner) for key, inner in value.items()}
        return [rename(inner) for inner in value] if isinstance(value, list) else value

    return json.dumps(rename(document), ensure_ascii=False, indent=2) + "\n"


def test_the_three_forms_have_the_same_results(report: ValidationReport) -> None:
    lines = [line for line in render_text(report, {}).splitlines()[:-1] if not line.startswith(" ")]
    results = json.loads(render_json(report))["result"]
    graph = rdflib.Graph().parse(data=render_turtle(report, {}))
    count = len(report.results)
    assert len(lines) == len(results) == count > 0
    assert len(list(graph.objects(None, rdflib.SH.result))) == count


def test_turtle_keeps_the_lexical_forms(report: ValidationReport) -> None:
    text = render_turtle(report, {})
    assert 'sh:value "036"^^xsd:integer ;' in text
    assert 'sh:value "old"^^xsd:integer ;' in text


def test_json_keeps_the_lexical_forms(report: ValidationReport) -> None:
    values = [result["value"] for result in json.loads(render_json(report))["result"]]
    integer = "http://www.w3.org/2001/XMLSchema#integer"
    assert {"type": "literal", "value": "036", "datatype": integer} in values
    assert {"type": "literal", "value": "old", "datatype": integer} in values


@pytest.mark.parametrize(
    ("data", "summary"),
    [
        ("ex:a a ex:C ; ex:p 1 .", "Checked 1 focus node against 2 shapes: no violation."),
        ("ex:a a ex:C .", "Checked 1 focus node against 2 shapes: 1 violation."),
        (
            "ex:a a ex:C . ex:b a ex:C .",
            "Checked 2 focus nodes against 2 shapes: 2 violations.",
        ),
        ("ex:a a ex:D .", "Checked no focus node against no shape: no violation."),
    ],
)
def test_the_summary_counts(
    check: Callable[..., ValidationReport], data: str, summary: str
) -> None:
    assert render_summary(check(data, shapes=f"{SHAPES} .", allow_empty=True)) == summary


def test_warnings_and_infos_stand_beside_no_violation(
    check: Callable[..., ValidationReport],
) -> None:
    shapes = (
        f"{SHAPES} ; sh:severity sh:Warning . ex:S sh:property ex:S-q . "
        "ex:S-q sh:path ex:q ; sh:minCount 1 ; sh:severity sh:Info ."
    )
    assert render_summary(check("ex:a a ex:C .", shapes=shapes)) == (
        "Checked 1 focus node against 3 shapes: no violation, 1 warning, 1 info."
    )


@pytest.mark.parametrize(
    ("messages", "expected"),
    [
        ('"Deutsch."@de , "English."@en', "English."),
        ('"Deutsch."@de , "Plain."', "Plain."),
        ('"Deutsch."@de , "Français."@fr', "Deutsch. Français."),
        ('"A first  line\\nand a second."@en', "A first line and a second."),
        ('"Red: \\u001B[31m."@en', "Red: \ufffd[31m."),
    ],
)
def test_a_line_has_the_message_for_its_reader(
    check: Callable[..., ValidationReport], messages: str, expected: str
) -> None:
    report = check("ex:a a ex:C .", shapes=f"{SHAPES} ; sh:message {messages} .")
    assert render_text(report, {}).splitlines()[0] == (
        f"data.ttl:2: violation: {expected} (ex:a ex:p) [ex:S-p]"
    )


def test_a_long_value_is_cut(check: Callable[..., ValidationReport]) -> None:
    shapes = "ex:S sh:targetSubjectsOf ex:p ; sh:property [ sh:path ex:p ; sh:maxLength 9 ] ."
    line = render_text(check(f'ex:a ex:p "{"x" * 500}" .', shapes=shapes), {}).splitlines()[0]
    assert f'(ex:a ex:p "{"x" * 76}...) [shape at shapes.ttl:2]' in line


def test_a_report_without_results_reads_back_as_one_that_conforms(
    check: Callable[..., ValidationReport],
) -> None:
    report = check("ex:a a ex:C ; ex:p 1 .", shapes=f"{SHAPES} .")
    graph = rdflib.Graph().parse(data=render_turtle(report, {}))
    assert len(graph) == 2
    assert graph.value(predicate=rdflib.SH.conforms) is None
    assert [str(value) for value in graph.objects(None, rdflib.SH.conforms)] == ["true"]
    assert json.loads(render_json(report)) == {
        "conforms": True,
        "focusNodes": 1,
        "shapes": 2,
        "result": [],
        "unmatchedTarget": [],
        "problem": [],
    }


def test_a_target_that_selects_nothing_is_named_and_counted(
    check: Callable[..., ValidationReport],
) -> None:
    shapes = f"{SHAPES} .\nex:S sh:targetNode ex:b .\nex:D a rdfs:Class , sh:NodeShape .\n"
    report = check("ex:a a ex:C ; ex:p 1 .", shapes=shapes)
    assert render_notices(report, {}) == (
        "shapes.ttl:3: ex:S sh:targetNode ex:b selects nothing in the data\n"
        "shapes.ttl:4: the class ex:D, which is its own shape, selects nothing in the data\n"
        "2 targets select nothing.\n"
    )
