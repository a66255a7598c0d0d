"""A validation report for code scanning: SARIF 2.1.0.

https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/sarif-v2.1.0-errata01-os-complete.html

It keeps within the limits of GitHub, and says what it leaves out for that:
https://docs.github.com/en/code-security/reference/code-scanning/sarif-files/sarif-support
"""

from __future__ import annotations

import json
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from visitkg import __version__
from visitkg.shacl.excerpt import excerpt_at, read_lines
from visitkg.shacl.fingerprint import fingerprints
from visitkg.shacl.report_characters import one_line
from visitkg.shacl.report_files import path_from, uri_of
from visitkg.shacl.report_json import escape_surrogates
from visitkg.shacl.report_message import choose_message
from visitkg.shacl.report_sarif_rule import describe_rule, escape_message, name_rule
from visitkg.shacl.report_wording import Wording, place_of
from visitkg.shacl.result import SEVERITIES, severity_name

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from visitkg.errors import Position
    from visitkg.shacl.result import ShapeProblem, ValidationReport, ValidationResult

_MOST_RESULTS: Final = 25_000
_MOST_BYTES: Final = 18_000_000
"""Of the results; the whole file stays below 20 MB."""
_MOST_NOTIFICATIONS: Final = 1_000
_MOST_RELATED: Final = 100
_LEVELS: Final = {"violation": "error", "warning": "warning", "info": "note"}
_ROOT: Final = "SRCROOT"
_FINGERPRINT: Final = "visitkg/v1"


def render_sarif(
    report: ValidationReport, prefixes: Mapping[str, str], *, root: Path | None = None
) -> str:
    """Return one run with the report's results, each on one line.

    Files below ``root``, by default the working directory, are named from there. With a baseline,
    results are ``new`` or ``unchanged``, and what has gone is ``absent``.
    """
    writer = _Writer(report, prefixes, root)
    results = _fit(chain(writer.results(), writer.absent()))
    total = len(report.results) + len(report.known) + len(report.stale)
    run = {
        "tool": {"driver": writer.driver()},
        "invocations": [writer.invocation(left_out=total - len(results), total=total)],
        "originalUriBaseIds": {
            _ROOT: {"description": {"text": "The folder from which files are named."}}
        },
        "columnKind": "unicodeCodePoints",
    }
    text = (
        '{"$schema": "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/'
        'sarif-schema-2.1.0.json",\n"version": "2.1.0",\n"runs": [{\n'
        + ",\n".join(f"{_encode(name)}: {_encode(value)}" for name, value in run.items())
        + ',\n"results": [\n'
        + ",\n".join(results)
        + "\n]}]}\n"
    )
    return escape_surrogates(text)


def _encode(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def _fit(results: Iterator[dict[str, Any]]) -> list[str]:
    """Return the first results, as many as are within the limits."""
    texts: list[str] = []
    size = 0
    for result in results:
        text = _encode(result)
        size += len(text.encode(errors="replace"))
        if size > _MOST_BYTES:
            break
        texts.append(text)
        if len(texts) == _MOST_RESULTS:
            break
    return texts


class _Writer:
    """Makes the parts of one run; the rules are those that its results have named so far."""

    def __init__(
        self, report: ValidationReport, prefixes: Mapping[str, str], root: Path | None
    ) -> None:
        self._report = report
        self._wording = Wording(report, prefixes)
        self._root = root
        self._rules: list[dict[str, Any]] = []
        self._indexes: dict[str, int] = {}
        self._artifacts: dict[str, dict[str, str]] = {}
        results = [*report.results, *report.known]
        places = chain.from_iterable((place_of(r), r.shape_position) for r in results)
        self._lines = read_lines(places, report.texts)

    def results(self) -> Iterator[dict[str, Any]]:
        """Yield the results, those that a baseline knows of last; many by severity."""
        report = self._report
        # In this order alike results are counted as the baseline counts them.
        everything = [*report.known, *report.results]
        prints = fingerprints(everything, lambda path, line: self._lines.get((path, line)))
        states = ["unchanged"] * len(report.known) + ["new"] * len(report.results)
        told = list(zip(everything, prints, states, strict=True))
        told = told[len(report.known) :] + told[: len(report.known)]
        if len(told) > _MOST_RESULTS:
            told.sort(key=lambda item: SEVERITIES.index(severity_name(item[0].severity)))
        for result, fingerprint, state in told:
            described = self._result(result)
            described["partialFingerprints"] = {_FINGERPRINT: fingerprint}
            if report.known or report.stale:
                described["baselineState"] = state
            if state == "unchanged":
                described["suppressions"] = [
                    {"kind": "external", "justification": "It was known before."}
                ]
            yield described

    def absent(self) -> Iterator[dict[str, Any]]:
        """Yield what a baseline knows of and is no more."""
        for entry in self._report.stale:
            yield {
                "kind": "notApplicable",
                "level": "none",
                "message": {"text": escape_message(f"No longer so: {one_line(entry)}")},
                "locations": [{"physicalLocation": {"artifactLocation": self._artifact(".")}}],
                "baselineState": "absent",
            }

    def driver(self) -> dict[str, Any]:
        """Return what the tool is, with the rules that the results break."""
        return {
            "name": "visitkg",
            "version": __version__,
            "informationUri": "https://w3id.org/visitkg/",
            "rules": self._rules,
            "notifications": [
                {"id": name, "shortDescription": {"text": text}}
                for name, text in _NOTIFICATIONS.items()
            ],
        }

    def invocation(self, *, left_out: int, total: int) -> dict[str, Any]:
        """Return whether the validation was completed, and what else there is to know."""
        described: dict[str, Any] = {
            "executionSuccessful": self._report.completed,
            "toolConfigurationNotifications": self._notifications(),
        }
        if left_out:
            text = f"{left_out:,} of {total:,} results are left out, for GitHub takes no more."
            described["toolExecutionNotifications"] = [_notification("left-out", "warning", text)]
        return described

    def _notifications(self) -> list[dict[str, Any]]:
        report = self._report
        told = [self._problem(problem) for problem in report.problems]
        for target in report.unmatched_targets:
            text = f"{self._wording.target(target)}."
            notification = _notification("unmatched-target", "warning", text)
            told.append({**notification, **self._locations(target.position)})
        if len(told) > _MOST_NOTIFICATIONS:
            more = len(told) - _MOST_NOTIFICATIONS
            told[_MOST_NOTIFICATIONS:] = [
                _notification("left-out", "warning", f"{more:,} notifications are left out.")
            ]
        return told

    def _problem(self, problem: ShapeProblem) -> dict[str, Any]:
        level = "error" if problem.fatal else "warning"
        text = one_line(f"{problem.message}. {problem.remedy}")
        return {
            **_notification("shape-problem", level, text),
            **self._locations(problem.position),
        }

    def _result(self, result: ValidationResult) -> dict[str, Any]:
        rule = self._rule(result)
        message = choose_message(result, self._wording)
        place = place_of(result)
        described: dict[str, Any] = {
            "ruleId": rule,
            "ruleIndex": self._indexes[rule],
            "level": _LEVELS[severity_name(result.severity)],
            "message": {"text": escape_message(f"{message} ({self._wording.context(result)})")},
            "locations": [self._location(place)],
        }
        related = list(self._related(result))[:_MOST_RELATED]
        if related:
            described["relatedLocations"] = [
                {"id": number, **location} for number, location in enumerate(related)
            ]
        return described

    def _related(self, result: ValidationResult) -> Iterator[dict[str, Any]]:
        """Yield the other property, the constraint in the shapes, and what explains the result."""
        if result.related_position:
            yield self._location(result.related_position, "the other property")
        if result.shape_position:
            constraint = f"{self._wording.constraint(result)} of {self._wording.shape(result)}"
            yield self._location(result.shape_position, constraint)
        for detail in result.detail:
            if place_of(detail):
                yield self._location(place_of(detail), choose_message(detail, self._wording))
            yield from self._related(detail)

    def _rule(self, result: ValidationResult) -> str:
        """Return the name of a shape's constraint, which is among the rules from now on."""
        name = name_rule(result, self._wording)
        if name not in self._indexes:
            self._indexes[name] = len(self._rules)
            level = _LEVELS[severity_name(result.severity)]
            self._rules.append(describe_rule(name, level, result, self._wording))
        return name

    def _locations(self, position: Position | None) -> dict[str, Any]:
        return {"locations": [self._location(position)]} if position else {}

    def _location(self, position: Position | None, message: str | None = None) -> dict[str, Any]:
        """Return a place; what stands nowhere is told of the folder, for GitHub wants a place."""
        physical: dict[str, Any] = {
            "artifactLocation": self._artifact(position.path if position else ".")
        }
        if position and position.line:
            physical["region"] = self._region(position)
        location: dict[str, Any] = {"physicalLocation": physical}
        if message:
            location["message"] = {"text": escape_message(message)}
        return location

    def _region(self, position: Position) -> dict[str, int]:
        region = {"startLine": position.line or 1}
        if position.column:
            region["startColumn"] = position.column
            excerpt = excerpt_at(position, self._lines)
            if excerpt:
                region["endColumn"] = position.column + excerpt.width
        return region

    def _artifact(self, path: str) -> dict[str, str]:
        """Return how a file is named; standard input has a name only."""
        artifact = self._artifacts.get(path)
        if artifact is None:
            artifact = self._artifacts[path] = self._name_file(path)
        return artifact

    def _name_file(self, path: str) -> dict[str, str]:
        if path.startswith("<"):
            return {"uri": uri_of(path)}
        below = path_from(self._root, path)
        if below is None:
            return {"uri": uri_of(Path(path).absolute().as_posix())}
        return {"uri": uri_of(below), "uriBaseId": _ROOT}


def _notification(name: str, level: str, text: str) -> dict[str, Any]:
    index = list(_NOTIFICATIONS).index(name)
    return {
        "descriptor": {"id": name, "index": index},
        "level": level,
        "message": {"text": escape_message(text)},
    }


_NOTIFICATIONS: Final = {
    "left-out": "Not everything found a place in this file.",
    "shape-problem": "The shapes are ill-formed, or something in them has no effect.",
    "unmatched-target": "A target of a shape selects nothing in the data.",
}
