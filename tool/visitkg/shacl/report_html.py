"""A validation report as one page: no network, no script, for screens of each width, and paper."""

from __future__ import annotations

from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Final

from visitkg import __version__
from visitkg.shacl.excerpt import read_lines
from visitkg.shacl.report_characters import amount
from visitkg.shacl.report_groups import group_alike, in_reading_order
from visitkg.shacl.report_html_result import ResultMarkup, bidi, code
from visitkg.shacl.report_message import choose_message
from visitkg.shacl.report_text import render_summary
from visitkg.shacl.report_wording import Wording, place_of, write_place
from visitkg.shacl.result import SEVERITIES, severity_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from visitkg.errors import Position
    from visitkg.shacl.result import ValidationReport, ValidationResult

_STYLE: Final = "report_html.css"


def render_html(
    report: ValidationReport, prefixes: Mapping[str, str], *, limit: int | None = None
) -> str:
    """Return the page: a summary that leads to each kind of result, and the results of each.

    Of alike results the first ``limit`` are shown and the others counted.
    """
    page = _Page(report, prefixes, limit)
    style = Path(__file__).with_name(_STYLE).read_text(encoding="utf-8")
    verdict = _verdict(report)
    gravest = next((name for name in SEVERITIES if report.count(name)), "fine")
    return f"""\
<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta http-equiv="Content-Security-Policy" content="{_policy(style)}">
<title>{escape(verdict)} | SHACL validation</title>
<style>{style}</style>
</head>
<body>
<header>
<h1>SHACL validation</h1>
<p class="verdict {gravest if report.completed else "violation"}">{escape(verdict)}</p>
<p>{escape(render_summary(report))}</p>
</header>
{page.contents()}<main>
{page.body()}</main>
<footer>
<p>Written by visitkg {escape(__version__)}. Lines and columns count from 1, in characters.</p>
</footer>
</body>
</html>
"""


def _policy(style: str) -> str:
    """Return a policy that lets nothing be loaded or run, and this one style be used."""
    # Imported here: no other format needs them.
    from base64 import b64encode
    from hashlib import sha256

    digest = b64encode(sha256(style.encode()).digest()).decode()
    return f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"


def _verdict(report: ValidationReport) -> str:
    if not report.completed:
        return "Not completed"
    counts = [
        amount(number, severity) for severity in SEVERITIES if (number := report.count(severity))
    ]
    return ", ".join(counts) or "No violation"


class _Page:
    """Writes the parts of the page of one report."""

    def __init__(
        self, report: ValidationReport, prefixes: Mapping[str, str], limit: int | None
    ) -> None:
        self._report = report
        self._wording = Wording(report, prefixes)
        self._limit = limit
        self._groups = sorted(
            group_alike(in_reading_order(report.results)).values(),
            key=lambda group: SEVERITIES.index(severity_name(group[0].severity)),
        )
        shown = (result for group in self._groups for result in group[:limit])
        problems = (problem.position for problem in report.problems)
        lines = read_lines([*_positions(shown), *problems], report.texts)
        self._markup = ResultMarkup(self._wording, lines)
        self._others = [
            ("problems", "Problems in the shapes", list(self._problems())),
            ("targets", "Targets that select nothing", list(self._targets())),
            ("stale", "Stale in the baseline", [bidi(entry) for entry in report.stale]),
        ]

    def contents(self) -> str:
        """Return the kinds of results as links to them, and what else there is."""
        rows = [self._row(number, group) for number, group in enumerate(self._groups, 1)]
        links = [
            f'<li><a href="#{name}">{title}</a> ({len(items):,})</li>\n'
            for name, title, items in self._others
            if items
        ]
        if not rows and not links:
            return ""
        table = f"{_TABLE_BEGIN}{''.join(rows)}</tbody>\n</table>\n" if rows else ""
        others = f'<ul class="others">\n{"".join(links)}</ul>\n' if links else ""
        heading = '<h2 id="found">What was found</h2>'
        return f'<nav aria-labelledby="found">\n{heading}\n{table}{others}</nav>\n'

    def _row(self, number: int, group: Sequence[ValidationResult]) -> str:
        severity = severity_name(group[0].severity)
        constraint, shape = code(self._wording.constraint(group[0])), self._markup.shape(group[0])
        return (
            f'<tr><td class="severity {severity}">{severity}</td>'
            f'<td class="number">{len(group):,}</td>'
            f'<td><a href="#kind-{number}">{constraint}</a> of {shape}</td></tr>\n'
        )

    def body(self) -> str:
        """Return the results of each kind, then what else there is to know."""
        parts = [self._kind(number, group) for number, group in enumerate(self._groups, 1)]
        if parts:
            parts.insert(0, "<h2>Results</h2>\n")
        for name, title, items in self._others:
            if items:
                listed = "".join(f"<li>{item}</li>\n" for item in items)
                parts.append(
                    f'<section id="{name}" aria-labelledby="{name}-title">\n'
                    f'<h2 id="{name}-title">{title}</h2>\n<ul>\n{listed}</ul>\n</section>\n'
                )
        return "".join(parts)

    def _kind(self, number: int, group: Sequence[ValidationResult]) -> str:
        """Return the results of one kind, with what all of them say at its head."""
        wording, first = self._wording, group[0]
        severity = severity_name(first.severity)
        shown = group[: self._limit]
        told = choose_message(first, wording)
        if any(choose_message(result, wording) != told for result in shown):
            told = ""
        constraint = self._markup.constraint(first)
        place = first.shape_position
        at = f' <span class="place">{escape(write_place(place))}</span>' if place else ""
        title = bidi(told) if told else constraint
        beneath = f"{constraint}{at}" if told else at
        items = "".join(self._markup.item(result, told=told) for result in shown)
        more = len(group) - len(shown)
        last = f'<p class="quiet">and {more:,} more like this</p>\n' if more else ""
        return (
            f'<section class="kind {severity}" id="kind-{number}" '
            f'aria-labelledby="kind-{number}-title">\n'
            f'<div class="head"><h3 id="kind-{number}-title">{title}</h3>'
            f'<p class="severity {severity}">{amount(len(group), severity)}</p></div>\n'
            f'<p class="quiet">{beneath}</p>\n<ol>\n{items}</ol>\n{last}</section>\n'
        )

    def _problems(self) -> Iterator[str]:
        markup = self._markup
        for problem in self._report.problems:
            severity = "violation" if problem.fatal else "warning"
            yield (
                f"{markup.place(problem.position)}<p>{bidi(problem.message)}</p>"
                f"{markup.source(problem.position, severity)}<p>{bidi(problem.remedy)}</p>"
            )

    def _targets(self) -> Iterator[str]:
        for target in self._report.unmatched_targets:
            place = self._markup.place(target.position)
            yield f"{place}<p>{bidi(self._wording.target(target))}</p>"


def _positions(results: Iterable[ValidationResult]) -> Iterator[Position | None]:
    for result in results:
        yield place_of(result)
        yield result.related_position
        yield from _positions(result.detail)


_TABLE_BEGIN: Final = (
    '<table>\n<thead><tr><th scope="col">Severity</th>'
    '<th scope="col" class="number">Results</th><th scope="col">Constraint</th></tr></thead>\n'
    "<tbody>\n"
)
