"""SARIF: it validates against the schema of the standard, and says where, what and how sure."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any, cast

import jsonschema  # type: ignore[import-untyped]  # it has no types
import pytest
from pyoxigraph import BlankNode, Literal, NamedNode

from visitkg import __version__
from visitkg.errors import Position
from visitkg.shacl.report_sarif import render_sarif
from visitkg.shacl.result import ShapeProblem, UnmatchedTarget

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from visitkg.shacl.result import ValidationReport, ValidationResult


@pytest.fixture
def judge(shared: Path) -> Callable[[ValidationReport], dict[str, Any]]:
    """Return what writes a report and validates it, and gives its only run."""
    text = (shared / "sarif" / "sarif-schema-2.1.0.json").read_text(encoding="utf-8")
    validator = jsonschema.Draft4Validator(json.loads(text))

    def run(report: ValidationReport) -> dict[str, Any]:
        document = json.loads(render_sarif(report, {}))
        validator.validate(document)
        (only,) = document["runs"]
        return cast("dict[str, Any]", only)

    return run


def run_of(report: ValidationReport, **options: Any) -> dict[str, Any]:  # noqa: ANN401  (its options)
    return cast("dict[str, Any]", json.loads(render_sarif(report, {}, **options))["runs"][0])


def test_the_sample_is_valid(
    report: ValidationReport,
    judge: Callable[[ValidationReport], dict[str, Any]],
    folder: Path,
    golden: Callable[[Path, str], None],
) -> None:
    text = json.dumps(judge(report), ensure_ascii=False, indent=1) + "\n"
    text = re.sub('"[0-9a-f]{16}"', '"FINGERPRINT"', text).replace(__version__, "VERSION")
    golden(folder / "report.sarif", text)


def test_a_report_with_a_baseline_is_valid(
    report: ValidationReport, judge: Callable[[ValidationReport], dict[str, Any]]
) -> None:
    first, *others = report.results
    run = judge(replace(report, results=tuple(others), known=(first,), stale=("gone",)))
    states = [result["baselineState"] for result in run["results"]]
    assert states == ["new"] * 8 + ["unchanged", "absent"]
    assert run["results"][-1]["message"] == {"text": "No longer so: gone"}
    assert [result.get("suppressions") for result in run["results"]].count(None) == 9


def test_without_a_baseline_nothing_is_new(report: ValidationReport) -> None:
    assert not [result for result in run_of(report)["results"] if "baselineState" in result]


def test_an_empty_report_is_valid(
    make_report: Callable[..., ValidationReport],
    judge: Callable[[ValidationReport], dict[str, Any]],
) -> None:
    run = judge(make_report())
    assert run["results"] == []
    assert run["invocations"] == [
        {"executionSuccessful": True, "toolConfigurationNotifications": []}
    ]


def test_what_could_not_be_completed_was_not_successful(
    make_report: Callable[..., ValidationReport],
    judge: Callable[[ValidationReport], dict[str, Any]],
) -> None:
    problem = ShapeProblem("sh:in is no list", "Close it.", Position("s.ttl", 2, 3), fatal=True)
    run = judge(make_report(completed=False, problems=(problem,)))
    (invocation,) = run["invocations"]
    assert invocation["executionSuccessful"] is False
    (notification,) = invocation["toolConfigurationNotifications"]
    assert notification["level"] == "error"
    assert notification["message"] == {"text": "sh:in is no list. Close it."}
    assert notification["locations"][0]["physicalLocation"] == {
        "artifactLocation": {"uri": "s.ttl", "uriBaseId": "SRCROOT"},
        "region": {"startLine": 2, "startColumn": 3},
    }


@pytest.mark.parametrize(
    ("severity", "level"),
    [
        ("sh:Violation", "error"),
        ("sh:Warning", "warning"),
        ("sh:Info", "note"),
        ("ex:Grave", "error"),
    ],
)
def test_the_level_of_a_severity_is(
    make_report: Callable[..., ValidationReport],
    make_result: Callable[..., ValidationResult],
    name: Callable[[str], NamedNode],
    severity: str,
    level: str,
) -> None:
    run = run_of(make_report(make_result("Closed", severity=name(severity))))
    assert run["results"][0]["level"] == level
    assert run["tool"]["driver"]["rules"][0]["defaultConfiguration"] == {"level": level}


def test_each_result_leads_to_its_rule(report: ValidationReport) -> None:
    run = run_of(report)
    rules = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    assert len(set(rules)) == len(rules)
    assert [rules[result["ruleIndex"]] for result in run["results"]] == [
        result["ruleId"] for result in run["results"]
    ]
    assert "s:Person-name/MaxCount" in rules


def test_the_rule_of_a_shape_without_a_name_does_not_depend_on_its_place(
    make_report: Callable[..., ValidationReport], make_result: Callable[..., ValidationResult]
) -> None:
    ids = {
        run_of(
            make_report(
                make_result(
                    "Closed", source_shape=BlankNode(), shape_position=Position("s.ttl", line)
                )
            )
        )["results"][0]["ruleId"]
        for line in (1, 2)
    }
    assert ids == {"[ex:p]/Closed"}


def test_the_words_of_one_result_are_not_those_of_the_rule(
    make_report: Callable[..., ValidationReport],
    make_result: Callable[..., ValidationResult],
    name: Callable[[str], NamedNode],
) -> None:
    result = make_result(
        "SPARQL", messages=(Literal("7 is odd. Double it."),), source_constraint=name("s:S-even")
    )
    (rule,) = run_of(make_report(result))["tool"]["driver"]["rules"]
    assert rule["fullDescription"] == {"text": "s:S asks for sh:sparql."}
    assert rule["helpUri"] == "https://www.w3.org/TR/shacl/#sparql-constraints"


def test_a_place_has_the_columns_of_its_token(report: ValidationReport) -> None:
    regions = [
        result["locations"][0]["physicalLocation"]["region"] for result in run_of(report)["results"]
    ]
    assert {"startLine": 6, "startColumn": 21, "endColumn": 31} in regions
    assert {"startLine": 7, "startColumn": 12, "endColumn": 30} in regions


def test_the_other_property_the_shape_and_the_details_are_related(
    report: ValidationReport,
) -> None:
    related = {
        result["ruleId"]: [location["message"]["text"] for location in result["relatedLocations"]]
        for result in run_of(report)["results"]
    }
    assert related["s:Person-foot/LessThan"] == [
        "the other property",
        "sh:lessThan ex:shoeSize of s:Person-foot",
    ]
    assert related["s:Shoe/Node"] == [
        "sh:node of s:Shoe",
        "ex:shoeSize 44 is not at most 40. Correct the value.",
        "sh:maxInclusive 40 of the shape at shapes.ttl:50:13",
    ]


@pytest.fixture
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a new folder, which is made the working directory."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


FILES = {
    "below": ("data/a.ttl", {"uri": "data/a.ttl", "uriBaseId": "SRCROOT"}),
    "a roundabout way": ("x/../a.ttl", {"uri": "a.ttl", "uriBaseId": "SRCROOT"}),
    "spaces and Korean": (
        "my data/김.ttl",
        {"uri": "my%20data/%EA%B9%80.ttl", "uriBaseId": "SRCROOT"},
    ),
    "a colon": ("a:b.ttl", {"uri": "a%3Ab.ttl", "uriBaseId": "SRCROOT"}),
    "a percent sign": ("100%.ttl", {"uri": "100%25.ttl", "uriBaseId": "SRCROOT"}),
    "a byte that is no UTF-8": ("a\udcff.ttl", {"uri": "a%FF.ttl", "uriBaseId": "SRCROOT"}),
    "elsewhere": ("/else where/a.ttl", {"uri": "file:///else%20where/a.ttl"}),
    "standard input": ("<stdin>", {"uri": "%3Cstdin%3E"}),
}


@pytest.mark.usefixtures("elsewhere")
@pytest.mark.parametrize(("path", "artifact"), FILES.values(), ids=FILES)
def test_a_file_is_named(
    make_report: Callable[..., ValidationReport],
    make_result: Callable[..., ValidationResult],
    path: str,
    artifact: dict[str, str],
) -> None:
    run = run_of(make_report(make_result("Closed", position=Position(path, 1))))
    (location,) = run["results"][0]["locations"]
    assert location["physicalLocation"]["artifactLocation"] == artifact


def test_files_are_named_from_the_root_of_the_repository(
    make_report: Callable[..., ValidationReport],
    make_result: Callable[..., ValidationResult],
    elsewhere: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    (elsewhere / "part").mkdir()
    monkeypatch.chdir("part")
    report = make_report(
        make_result("Closed", position=Position("a.ttl", 1)),
        make_result("Closed", position=Position("../b.ttl", 1)),
    )
    uris = [
        result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
        for result in run_of(report, root=elsewhere)["results"]
    ]
    assert uris == ["part/a.ttl", "b.ttl"]


def test_what_stands_nowhere_still_has_a_place(
    make_report: Callable[..., ValidationReport], make_result: Callable[..., ValidationResult]
) -> None:
    (result,) = run_of(make_report(make_result("Closed")))["results"]
    assert result["locations"] == [
        {"physicalLocation": {"artifactLocation": {"uri": ".", "uriBaseId": "SRCROOT"}}}
    ]


def test_fingerprints_do_not_depend_on_the_line(
    make_report: Callable[..., ValidationReport], make_result: Callable[..., ValidationResult]
) -> None:
    prints = {
        run_of(make_report(make_result("Closed", position=Position("a.ttl", line))))["results"][0][
            "partialFingerprints"
        ]["visitkg/v1"]
        for line in (1, 2)
    }
    assert len(prints) == 1


def test_fingerprints_tell_results_apart(report: ValidationReport) -> None:
    prints = [result["partialFingerprints"]["visitkg/v1"] for result in run_of(report)["results"]]
    assert len(set(prints)) == len(prints) == 9


def test_a_known_result_has_the_fingerprint_that_it_had(
    make_report: Callable[..., ValidationReport], make_result: Callable[..., ValidationResult]
) -> None:
    twins = [make_result("Closed", position=Position("a.ttl", line)) for line in (1, 2)]
    before = run_of(make_report(twins[0]))["results"]
    after = run_of(make_report(twins[1], known=(twins[0],)))["results"]
    assert after[1]["baselineState"] == "unchanged"
    assert after[1]["partialFingerprints"] == before[0]["partialFingerprints"]
    assert after[0]["partialFingerprints"] != before[0]["partialFingerprints"]


def test_a_text_is_taken_for_no_placeholder_and_no_link(
    make_report: Callable[..., ValidationReport],
    make_result: Callable[..., ValidationResult],
    judge: Callable[[ValidationReport], dict[str, Any]],
) -> None:
    hostile = Literal("{0} [here](https://example.org/) <script>\x1b\n\u202e", language="en")
    run = judge(make_report(make_result("Closed", messages=(hostile,))))
    text = run["results"][0]["message"]["text"]
    assert text.startswith("{{0}} [here\\](https://example.org/) <script>\ufffd \ufffd (focus ex:a")


def test_problems_and_idle_targets_are_notifications(report: ValidationReport) -> None:
    (invocation,) = run_of(report)["invocations"]
    told = invocation["toolConfigurationNotifications"]
    assert [(item["level"], item["descriptor"]["id"]) for item in told] == [
        ("warning", "shape-problem"),
        ("warning", "unmatched-target"),
        ("warning", "unmatched-target"),
    ]
    assert [item["message"]["text"] for item in told] == [
        "unknown term sh:masage. Did you mean sh:message?",
        "s:Person sh:targetNode ex:Nobody selects nothing in the data.",
        "s:Pet sh:targetClass ex:Pet selects nothing in the data.",
    ]


def test_more_results_than_github_takes_are_left_out_the_least_grave_first(
    make_report: Callable[..., ValidationReport],
    make_result: Callable[..., ValidationResult],
    name: Callable[[str], NamedNode],
) -> None:
    info = make_result("Closed", severity=name("sh:Info"))
    violation = make_result("UniqueLang")
    run = run_of(make_report(*[info] * 25_000, violation))
    assert len(run["results"]) == 25_000
    assert run["results"][0]["level"] == "error"
    (notification,) = run["invocations"][0]["toolExecutionNotifications"]
    assert notification["message"]["text"] == (
        "1 of 25,001 results are left out, for GitHub takes no more."
    )


def test_a_file_stays_below_20_megabytes(
    make_report: Callable[..., ValidationReport], make_result: Callable[..., ValidationResult]
) -> None:
    result = make_result("Closed", messages=(Literal("김" * 10_000),))
    report = make_report(*[result] * 1_000)
    text = render_sarif(report, {})
    assert 15_000_000 < len(text.encode()) < 20_000_000
    run = json.loads(text)["runs"][0]
    left_out = 1_000 - len(run["results"])
    (notification,) = run["invocations"][0]["toolExecutionNotifications"]
    assert notification["message"]["text"].startswith(f"{left_out:,} of 1,000 results")


def test_more_notifications_than_anybody_reads_are_counted(
    make_report: Callable[..., ValidationReport],
    name: Callable[[str], NamedNode],
) -> None:
    target = UnmatchedTarget(name("s:S"), name("sh:targetNode"), name("ex:b"))
    (invocation,) = run_of(make_report(unmatched_targets=(target,) * 1_500))["invocations"]
    told = invocation["toolConfigurationNotifications"]
    assert len(told) == 1_001
    assert told[-1]["message"]["text"] == "500 notifications are left out."


def test_a_component_of_the_user_s_own_has_a_rule_without_a_link(
    make_report: Callable[..., ValidationReport],
    make_result: Callable[..., ValidationResult],
    name: Callable[[str], NamedNode],
) -> None:
    result = make_result("Closed", source_constraint_component=name("ex:Even"))
    (rule,) = run_of(make_report(result))["tool"]["driver"]["rules"]
    assert rule["id"] == "s:S/ex:Even"
    assert rule["shortDescription"] == {"text": "ex:Even of s:S"}
    assert "helpUri" not in rule


def test_a_place_without_columns_is_a_line(
    make_report: Callable[..., ValidationReport], make_result: Callable[..., ValidationResult]
) -> None:
    run = run_of(make_report(make_result("Closed", position=Position("a.rdf", 7))))
    (location,) = run["results"][0]["locations"]
    assert location["physicalLocation"]["region"] == {"startLine": 7}
