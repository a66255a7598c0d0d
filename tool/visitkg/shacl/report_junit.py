"""A validation report as test results: each shape is a test, the shapes of a file are a suite.

JUnit XML as GitLab, Jenkins and the reporters for GitHub read it.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Final, NamedTuple

from pyoxigraph import NamedNode

from visitkg.shacl.report_characters import amount, printable
from visitkg.shacl.report_groups import in_reading_order
from visitkg.shacl.report_message import choose_message
from visitkg.shacl.report_rdf import describe_problem
from visitkg.shacl.report_text import render_summary
from visitkg.shacl.report_wording import Wording, place_of, write_place
from visitkg.shacl.result import SEVERITIES, severity_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from visitkg.errors import Position
    from visitkg.shacl.index import Node
    from visitkg.shacl.result import ValidationReport, ValidationResult

_WELL_FORMED: Final = "the shapes are well-formed"
_SHAPES: Final = "shapes"
"""The suite of what is told of no file."""
_MOST: Final = 1_000
"""How many results one test tells at most; no reader of test results wants more."""


class Case(NamedTuple):
    """One test: ``outcome`` is empty if it passed, else failure, error or skipped."""

    suite: str
    name: str
    position: Position | None = None
    outcome: str = ""
    kind: str = ""
    message: str = ""
    text: str = ""
    output: str = ""


def render_junit(
    report: ValidationReport,
    prefixes: Mapping[str, str],
    *,
    limit: int | None = None,
    fail_on: str = "violation",
) -> str:
    """Return the shapes that were checked as tests; those without results have passed.

    A shape fails if a result is at least as grave as ``fail_on``; other results are told as its
    output. One whose only target selects nothing is skipped. ``limit`` is how many results of a
    shape are told, at most 1,000.
    """
    # Imported here: it brings a table of entities, which few formats need.
    from html import escape

    suites: defaultdict[str, list[Case]] = defaultdict(list)
    for case in _Cases(report, prefixes, limit, fail_on).all():
        suites[case.suite].append(case)
    everything = [case for cases in suites.values() for case in cases]
    lines = ['<?xml version="1.0" encoding="UTF-8"?>']
    lines.append(f'<testsuites name="visitkg validate"{_counts(everything)}>')
    for name, cases in suites.items():
        lines.append(f'  <testsuite name="{escape(name)}"{_counts(cases)}>')
        for case in cases:
            lines += _write_case(case)
        if name == _SHAPES:
            lines.append(f"    <system-out>{escape(render_summary(report))}</system-out>")
        lines.append("  </testsuite>")
    lines.append("</testsuites>")
    return "\n".join(lines) + "\n"


def _counts(cases: Sequence[Case]) -> str:
    outcomes = [case.outcome for case in cases]
    return (
        f' tests="{len(cases)}" failures="{outcomes.count("failure")}"'
        f' errors="{outcomes.count("error")}" skipped="{outcomes.count("skipped")}"'
    )


def _write_case(case: Case) -> Iterator[str]:
    from html import escape

    place = case.position
    file = f' file="{escape(printable(place.path))}"' if place else ""
    line = f' line="{place.line}"' if place and place.line else ""
    begin = f'    <testcase classname="{escape(case.suite)}" name="{escape(case.name)}"{file}{line}'
    if not case.outcome and not case.output:
        yield f'{begin} time="0"/>'
        return
    yield f'{begin} time="0">'
    if case.outcome:
        kind = f' type="{escape(case.kind)}"' if case.kind else ""
        told = f'      <{case.outcome} message="{escape(case.message)}"{kind}'
        yield f"{told}>{escape(case.text)}</{case.outcome}>" if case.text else f"{told}/>"
    if case.output:
        yield f"      <system-out>{escape(case.output)}</system-out>"
    yield "    </testcase>"


class _Cases:
    """Makes the tests of one report."""

    def __init__(
        self,
        report: ValidationReport,
        prefixes: Mapping[str, str],
        limit: int | None,
        fail_on: str,
    ) -> None:
        self._report = report
        self._wording = Wording(report, prefixes)
        self._limit = _MOST if limit is None else min(limit, _MOST)
        self._failing = SEVERITIES[: SEVERITIES.index(fail_on) + 1] if fail_on != "never" else ()
        self._results = _by_shape(in_reading_order(report.results))
        self._known = _by_shape(report.known)

    def all(self) -> Iterator[Case]:
        """Yield the test of the shapes as such, then one for each shape."""
        report = self._report
        yield self._well_formed()
        places = dict(report.checked_shapes)
        for shape, results in {**self._known, **self._results}.items():
            places.setdefault(shape, results[0].shape_position)
        inner = _inner_shapes([*report.results, *report.known])
        for shape, place in places.items():
            told = shape in self._results or shape in self._known
            if told or (isinstance(shape, NamedNode) and shape not in inner):
                yield self._shape(shape, place)
        for target in report.unmatched_targets:
            if target.shape not in places:
                name = self._wording.shape_node(target.shape, target.position)
                message = self._wording.target(target)
                suite = _suite_of(target.position)
                yield Case(suite, name, target.position, "skipped", message=message)

    def _well_formed(self) -> Case:
        problems = self._report.problems
        text = "\n".join(map(describe_problem, problems))
        place = problems[0].position if problems else None
        if self._report.completed:
            return Case(_SHAPES, _WELL_FORMED, place, output=text)
        message = amount(len(problems), "problem")
        return Case(_SHAPES, _WELL_FORMED, place, "error", "ill-formed", message, text)

    def _shape(self, shape: Node, place: Position | None) -> Case:
        results = self._results.get(shape, [])
        failures = [r for r in results if severity_name(r.severity) in self._failing]
        others = [r for r in results if severity_name(r.severity) not in self._failing]
        output = self._tell(others)
        known = len(self._known.get(shape, ()))
        if known:
            output += f"{known:,} known from the baseline\n"
        case = Case(_suite_of(place), self._wording.shape_node(shape, place), place, output=output)
        if not failures:
            return case
        first = choose_message(failures[0], self._wording)
        gravest = min(map(severity_name, (r.severity for r in failures)), key=SEVERITIES.index)
        return case._replace(
            outcome="failure",
            kind=gravest,
            message=f"{amount(len(failures), 'result')}: {first}",
            text=self._tell(failures),
        )

    def _tell(self, results: Sequence[ValidationResult]) -> str:
        """Return a line for each result, and how many more there are."""
        lines = [line for result in results[: self._limit] for line in self._lines(result)]
        if len(results) > self._limit:
            lines.append(f"and {len(results) - self._limit:,} more")
        return "".join(f"{line}\n" for line in lines)

    def _lines(self, result: ValidationResult, indent: str = "") -> Iterator[str]:
        wording, place = self._wording, place_of(result)
        where = f"{write_place(place)}: " if place else ""
        severity, message = severity_name(result.severity), choose_message(result, wording)
        told = f"({wording.context(result)}) [{wording.constraint(result)}]"
        yield f"{indent}{where}{severity}: {message} {told}"
        for detail in result.detail:
            yield from self._lines(detail, f"{indent}    ")


def _suite_of(place: Position | None) -> str:
    return printable(place.path) if place else _SHAPES


def _by_shape(results: Iterable[ValidationResult]) -> dict[Node, list[ValidationResult]]:
    found: defaultdict[Node, list[ValidationResult]] = defaultdict(list)
    for result in results:
        found[result.source_shape].append(result)
    return found


def _inner_shapes(results: Iterable[ValidationResult]) -> set[Node]:
    """Return the shapes that explain a result of another: they have not passed."""
    found: set[Node] = set()
    for result in results:
        found.update(detail.source_shape for detail in result.detail)
        found |= _inner_shapes(result.detail)
    return found
