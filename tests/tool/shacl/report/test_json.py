"""The JSON report: by its schema, stable, and with all that is known."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import jsonschema  # type: ignore[import-untyped]  # it has no types
import pytest
from pyoxigraph import BaseDirection, BlankNode, Literal, NamedNode, Triple

from visitkg.errors import Position
from visitkg.shacl import report_json
from visitkg.shacl.report_json import render_json
from visitkg.shacl.result import ShapeProblem, UnmatchedTarget

if TYPE_CHECKING:
    from collections.abc import Callable

    from visitkg.shacl.result import ValidationReport, ValidationResult

XSD = "http://www.w3.org/2001/XMLSchema#"


@pytest.fixture(scope="session")
def validator() -> jsonschema.protocols.Validator:
    """Return what judges a document by the schema that lies beside the module."""
    path = Path(report_json.__file__).with_name("report.schema.json")
    schema = json.loads(path.read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema)


def test_the_sample_reads(
    report: ValidationReport,
    folder: Path,
    golden: Callable[[Path, str], None],
    validator: jsonschema.protocols.Validator,
) -> None:
    document = json.loads(render_json(report))
    validator.validate(document)
    text = json.dumps(without_labels(document), ensure_ascii=False, indent=2)
    golden(folder / "report.json", text + "\n")


def without_labels(value: object) -> object:
    """Return a report without the labels of blank nodes, which are new in each run."""
    if isinstance(value, dict) and value.get("type") == "bnode":
        return {"type": "bnode"}
    if isinstance(value, dict):
        return {key: without_labels(inner) for key, inner in value.items()}
    return [without_labels(inner) for inner in value] if isinstance(value, list) else value


def test_a_report_without_results_reads(make_report: Callable[..., ValidationReport]) -> None:
    assert json.loads(render_json(make_report())) == {
        "schemaVersion": "1.0",
        "completed": True,
        "conforms": True,
        "focusNodes": 2,
        "shapes": 1,
        "count": {"violation": 0, "warning": 0, "info": 0},
        "known": 0,
        "stale": [],
        "unmatchedTarget": [],
        "problem": [],
        "result": [],
    }


def test_what_could_not_be_completed_does_not_conform(
    make_report: Callable[..., ValidationReport],
    validator: jsonschema.protocols.Validator,
) -> None:
    problem = ShapeProblem("no path", "Give it one.", Position("s.ttl", 2, 3), fatal=True)
    document = json.loads(render_json(make_report(completed=False, problems=(problem,))))
    validator.validate(document)
    assert (document["completed"], document["conforms"]) == (False, False)
    assert document["problem"] == [
        {
            "message": "no path",
            "remedy": "Give it one.",
            "fatal": True,
            "sourceLocation": {"file": "s.ttl", "line": 2, "column": 3},
        }
    ]


def test_known_results_are_counted_and_do_not_conform(
    make_report: Callable[..., ValidationReport],
    make_result: Callable[..., ValidationResult],
) -> None:
    report = make_report(known=(make_result("Closed"),) * 3, stale=("gone",))
    document = json.loads(render_json(report))
    assert (document["known"], document["stale"], document["result"]) == (3, ["gone"], [])
    assert document["conforms"] is False


A, P = NamedNode("http://e/a"), NamedNode("http://e/p")
TERMS: dict[str, tuple[Any, dict[str, Any]]] = {
    "an IRI": (A, {"type": "uri", "value": "http://e/a"}),
    "a blank node": (BlankNode("b"), {"type": "bnode", "value": "b"}),
    "a string": (Literal("a"), {"type": "literal", "value": "a"}),
    "a language": (
        Literal("a", language="ko"),
        {"type": "literal", "value": "a", "xml:lang": "ko"},
    ),
    "a direction": (
        Literal("a", language="ar", direction=BaseDirection.RTL),
        {"type": "literal", "value": "a", "xml:lang": "ar", "its:dir": "rtl"},
    ),
    "a lexical form that is not canonical": (
        Literal("036", datatype=NamedNode(XSD + "integer")),
        {"type": "literal", "value": "036", "datatype": XSD + "integer"},
    ),
    "a lexical form that is ill-typed": (
        Literal("none", datatype=NamedNode(XSD + "boolean")),
        {"type": "literal", "value": "none", "datatype": XSD + "boolean"},
    ),
    "controls and quotation marks": (
        Literal('"\x00\n\u2028</script>\\'),
        {"type": "literal", "value": '"\x00\n\u2028</script>\\'},
    ),
    "a triple": (
        Triple(A, P, Triple(BlankNode("b"), P, Literal("c"))),
        {
            "type": "triple",
            "value": {
                "subject": {"type": "uri", "value": "http://e/a"},
                "predicate": {"type": "uri", "value": "http://e/p"},
                "object": {
                    "type": "triple",
                    "value": {
                        "subject": {"type": "bnode", "value": "b"},
                        "predicate": {"type": "uri", "value": "http://e/p"},
                        "object": {"type": "literal", "value": "c"},
                    },
                },
            },
        },
    ),
}


@pytest.mark.parametrize(("term", "written"), TERMS.values(), ids=TERMS)
def test_a_term_is_written(
    make_report: Callable[..., ValidationReport],
    make_result: Callable[..., ValidationResult],
    validator: jsonschema.protocols.Validator,
    term: Any,  # noqa: ANN401  (any term)
    written: dict[str, Any],
) -> None:
    document = json.loads(render_json(make_report(make_result("Closed", value_node=term))))
    validator.validate(document)
    assert document["result"][0]["value"] == written


def test_places_have_columns(report: ValidationReport) -> None:
    (result,) = [
        result
        for result in json.loads(render_json(report))["result"]
        if result["relatedLocation"] is not None
    ]
    assert result["location"] == {"file": "data.ttl", "line": 14, "column": 12}
    assert result["relatedLocation"] == {"file": "data.ttl", "line": 16, "column": 17}
    assert result["sourceLocation"] == {"file": "shapes.ttl", "line": 37, "column": 17}


def test_a_place_may_be_a_file_only(
    make_report: Callable[..., ValidationReport],
    make_result: Callable[..., ValidationResult],
    validator: jsonschema.protocols.Validator,
) -> None:
    report = make_report(make_result("Closed", position=Position('a "b".jsonld')))
    document = json.loads(render_json(report))
    validator.validate(document)
    assert document["result"][0]["location"] == {
        "file": 'a "b".jsonld',
        "line": None,
        "column": None,
    }


def test_a_file_name_that_is_no_utf_8_can_be_written(
    make_report: Callable[..., ValidationReport],
    make_result: Callable[..., ValidationResult],
    name: Callable[[str], NamedNode],
) -> None:
    place = Position("a\udcff.ttl", 1, 1)
    targets = tuple(
        UnmatchedTarget(name("s:S"), name("sh:targetNode"), name("ex:b"), where)
        for where in (place, None)
    )
    text = render_json(
        make_report(make_result("Closed", position=place), unmatched_targets=targets)
    )
    document = json.loads(text.encode())
    assert document["result"][0]["location"]["file"] == "a\udcff.ttl"
    assert document["unmatchedTarget"][0]["sourceLocation"]["file"] == "a\udcff.ttl"
    assert document["unmatchedTarget"][1]["sourceLocation"] is None


def test_each_result_is_a_line(report: ValidationReport) -> None:
    lines = [line for line in render_json(report).splitlines() if '"focusNode"' in line]
    assert [json.loads(line.strip().removesuffix(",")) for line in lines] == json.loads(
        render_json(report)
    )["result"]


def test_a_shape_without_a_message_still_has_one_for_people(
    make_report: Callable[..., ValidationReport], make_result: Callable[..., ValidationResult]
) -> None:
    (result,) = json.loads(render_json(make_report(make_result("UniqueLang"))))["result"]
    assert result["resultMessage"] == []
    assert result["message"] == "ex:p has several values in one language. Keep one of them."


@pytest.mark.parametrize("missing", ["focusNode", "location", "resultMessage"])
def test_the_schema_refuses_a_result_without(
    report: ValidationReport, validator: jsonschema.protocols.Validator, missing: str
) -> None:
    document = json.loads(render_json(report))
    del document["result"][0][missing]
    assert not validator.is_valid(document)


def test_the_schema_refuses_a_line_of_zero(
    report: ValidationReport, validator: jsonschema.protocols.Validator
) -> None:
    document = json.loads(render_json(report))
    document["result"][1]["location"]["line"] = 0
    assert not validator.is_valid(document)
