"""A validation report as the summary of a job: Markdown as GitHub shows it.

https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from visitkg.shacl.report_characters import amount, one_line
from visitkg.shacl.report_groups import group_alike, in_reading_order
from visitkg.shacl.report_message import choose_message
from visitkg.shacl.report_text import render_summary
from visitkg.shacl.report_wording import Wording, place_of, write_place
from visitkg.shacl.result import SEVERITIES, severity_name

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from visitkg.errors import Position
    from visitkg.shacl.result import ValidationReport, ValidationResult

_MOST_BYTES: Final = 1_000_000
"""GitHub takes 1 MiB for a step; more fails to be shown at all."""
_SHOWN: Final = 10
_MOST_ROWS: Final = 200
_MEANINGFUL: Final = re.compile(r"[\\`*_\[\]{}<>&#|~@$/]")
"""What could mean something in Markdown or HTML; the text never begins a line."""


def render_job_summary(
    report: ValidationReport, prefixes: Mapping[str, str] | None = None, *, limit: int = _SHOWN
) -> str:
    """Return what was checked and what is wrong: kinds of results, with ``limit`` places each.

    It stays below 1 MiB: what finds no place any more is counted.
    """
    wording = Wording(report, prefixes or {})
    sections = list(_sections(report, wording, limit))
    text = f"{_head(report)}\n"
    size = len(text.encode())
    for number, section in enumerate(sections):
        size += len(section.encode(errors="replace")) + 1
        if size > _MOST_BYTES:
            return f"{text}\n{amount(len(sections) - number, 'more section')} left out.\n"
        text += f"\n{section}"
    return text


def _head(report: ValidationReport) -> str:
    return f"## SHACL: {_verdict(report)}\n\n{_escape(render_summary(report))}"


def _verdict(report: ValidationReport) -> str:
    if not report.completed:
        return "not completed"
    counts = [
        amount(number, severity) for severity in SEVERITIES if (number := report.count(severity))
    ]
    return ", ".join(counts) or "no violation"


def _sections(report: ValidationReport, wording: Wording, limit: int) -> Iterator[str]:
    groups = sorted(
        group_alike(in_reading_order(report.results)).values(),
        key=lambda group: (SEVERITIES.index(severity_name(group[0].severity)), -len(group)),
    )
    if groups:
        yield _overview(groups, wording)
    for group in groups:
        yield _group(group, wording, limit)
    problems = [
        _item(problem.position, f"{problem.message}. {problem.remedy}")
        for problem in report.problems
    ]
    idle = [_item(target.position, wording.target(target)) for target in report.unmatched_targets]
    stale = [_item(None, entry) for entry in report.stale]
    for title, items in (
        ("Problems in the shapes", problems),
        ("Targets that select nothing", idle),
        ("Stale in the baseline", stale),
    ):
        if items:
            yield _list(title, items, limit)


def _overview(groups: Sequence[Sequence[ValidationResult]], wording: Wording) -> str:
    rows = [
        f"| {severity_name(group[0].severity)} | {len(group):,} "
        f"| {_code(wording.shape(group[0]))} | {_code(wording.constraint(group[0]))} |\n"
        for group in groups[:_MOST_ROWS]
    ]
    more = len(groups) - len(rows)
    if more > 0:
        rows.append(f"| | {sum(map(len, groups[_MOST_ROWS:])):,} | {more:,} more kinds | |\n")
    return f"| severity | results | shape | constraint |\n|---|--:|---|---|\n{''.join(rows)}"


def _group(group: Sequence[ValidationResult], wording: Wording, limit: int) -> str:
    """Return the results of one kind: what is wrong, and the places of the first ones."""
    first = group[0]
    severity, constraint = severity_name(first.severity), wording.constraint(first)
    title = f"{severity}: {_code(constraint)} of {_code(wording.shape(first))}"
    messages = {choose_message(result, wording) for result in group[:limit]}
    shared = messages.pop() if len(messages) == 1 else None
    items = [
        _item(place_of(result), wording.context(result) if shared else _told(result, wording))
        for result in group[:limit]
    ]
    return _list(title, items, limit, intro=shared, total=len(group))


def _told(result: ValidationResult, wording: Wording) -> str:
    return f"{choose_message(result, wording)} ({wording.context(result)})"


def _list(
    title: str, items: Sequence[str], limit: int, *, intro: str | None = None, total: int = 0
) -> str:
    shown = items[:limit]
    more = max(total, len(items)) - len(shown)
    last = f"- and {more:,} more\n" if more else ""
    begin = f"{_escape(one_line(intro))}\n\n" if intro else ""
    return f"### {title}\n\n{begin}{''.join(shown)}{last}"


def _item(position: Position | None, text: str) -> str:
    place = f"{_code(write_place(position))} " if position else ""
    return f"- {place}{_escape(one_line(text))}\n"


def _code(text: str) -> str:
    return f"<code>{_escape(text)}</code>"


def _escape(text: str) -> str:
    return _MEANINGFUL.sub(lambda match: f"&#{ord(match[0])};", text)
