"""A validation report as annotations: the workflow commands of GitHub Actions.

https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands

GitHub shows ten annotations of each level for each step. Where there are more results, nine are
chosen so that each kind of result is among them before any comes twice, and the tenth counts all.
"""

from __future__ import annotations

from itertools import chain, zip_longest
from typing import TYPE_CHECKING, Final, NamedTuple

from visitkg.shacl.excerpt import excerpt_at, read_lines
from visitkg.shacl.report_characters import amount, one_line, printable, shorten
from visitkg.shacl.report_files import path_from
from visitkg.shacl.report_groups import group_alike, in_reading_order
from visitkg.shacl.report_message import choose_message
from visitkg.shacl.report_text import render_summary
from visitkg.shacl.report_wording import Wording, place_of
from visitkg.shacl.result import severity_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from visitkg.errors import Position
    from visitkg.shacl.result import ValidationReport, ValidationResult

_MOST: Final = 10
"""How many annotations of a level GitHub shows for a step."""
_MOST_KINDS: Final = 20
_WIDEST_TITLE: Final = 100
_LEVELS: Final = ("error", "warning", "notice")
_LEVEL_OF: Final = {"violation": "error", "warning": "warning", "info": "notice"}


class Annotation(NamedTuple):
    """What is said of a place in a file."""

    title: str
    message: str
    position: Position | None = None


def render_github(
    report: ValidationReport, prefixes: Mapping[str, str], *, root: Path | None = None
) -> str:
    """Return the annotations, the gravest first, and the summary as the last line.

    Files below ``root``, by default the working directory, are named from there.
    """
    groups = _Groups(report, prefixes)
    chosen = [(level, annotation) for level in _LEVELS for annotation in groups.choose(level)]
    lines = read_lines((annotation.position for _, annotation in chosen), report.texts)
    commands = [
        _command(level, annotation, _properties(annotation.position, lines, root))
        for level, annotation in chosen
    ]
    return "".join(f"{line}\n" for line in (*commands, render_summary(report)))


class _Groups:
    """What there is to annotate: by level, alike results together."""

    def __init__(self, report: ValidationReport, prefixes: Mapping[str, str]) -> None:
        self._wording = Wording(report, prefixes)
        self._groups: dict[str, list[tuple[str, list[Annotation | ValidationResult]]]] = {
            level: [] for level in _LEVELS
        }
        for level, fatal in (("error", True), ("warning", False)):
            problems = [
                Annotation("Problem in the shapes", f"{p.message}\n{p.remedy}", p.position)
                for p in report.problems
                if p.fatal == fatal
            ]
            self._add(level, "problems in the shapes", problems)
        idle = [
            Annotation("Idle target", f"{self._wording.target(target)}.", target.position)
            for target in report.unmatched_targets
        ]
        self._add("warning", "targets that select nothing", idle)
        for results in group_alike(in_reading_order(report.results)).values():
            level = _LEVEL_OF[severity_name(results[0].severity)]
            self._add(level, self._title(results[0]), results)

    def _add(self, level: str, name: str, members: Sequence[Annotation | ValidationResult]) -> None:
        if members:
            self._groups[level].append((name, list(members)))

    def choose(self, level: str) -> Iterator[Annotation]:
        """Yield at most ten annotations of a level; the tenth may tell how many more there are."""
        groups = self._groups[level]
        total = sum(len(members) for _, members in groups)
        if total <= _MOST:
            yield from map(self._annotate, chain.from_iterable(members for _, members in groups))
            return
        quotas = _share(_MOST - 1, [len(members) for _, members in groups])
        for (_, members), quota in zip(groups, quotas, strict=True):
            yield from map(self._annotate, members[:quota])
        yield Annotation(
            f"{total - sum(quotas):,} more of {total:,}",
            "\n".join(_count_groups(groups)),
        )

    def _annotate(self, member: Annotation | ValidationResult) -> Annotation:
        if isinstance(member, Annotation):
            return member
        wording = self._wording
        message = f"{choose_message(member, wording)}\n{wording.context(member)}"
        return Annotation(self._title(member), message, place_of(member))

    def _title(self, result: ValidationResult) -> str:
        return f"{self._wording.constraint(result)} of {self._wording.shape(result)}"


def _count_groups(
    groups: Sequence[tuple[str, Sequence[object]]],
) -> Iterator[str]:
    """Yield how many members each group has, the largest first."""
    ordered = sorted(groups, key=lambda group: -len(group[1]))
    for name, members in ordered[:_MOST_KINDS]:
        yield f"{len(members):,}: {name}"
    if len(ordered) > _MOST_KINDS:
        yield f"and {amount(len(ordered) - _MOST_KINDS, 'more kind')}"


def _share(places: int, sizes: Sequence[int]) -> list[int]:
    """Return how many places each group gets: in turn, one after the other."""
    rounds = zip_longest(*([index] * size for index, size in enumerate(sizes)))
    turns = (index for turn in rounds for index in turn if index is not None)
    quotas = [0] * len(sizes)
    for _, index in zip(range(places), turns, strict=False):
        quotas[index] += 1
    return quotas


def _properties(
    position: Position | None, lines: Mapping[tuple[str, int], str], root: Path | None
) -> Iterator[tuple[str, object]]:
    if position is None or position.path.startswith("<"):
        return
    yield "file", path_from(root, position.path) or position.path
    if position.line:
        yield "line", position.line
        if position.column:
            yield "col", position.column
            excerpt = excerpt_at(position, lines)
            if excerpt and excerpt.width > 1:
                yield "endColumn", position.column + excerpt.width - 1


def _command(level: str, annotation: Annotation, place: Iterable[tuple[str, object]]) -> str:
    title = shorten(one_line(annotation.title), _WIDEST_TITLE)
    properties = ",".join(
        f"{name}={_escape_property(str(value))}" for name, value in (*place, ("title", title))
    )
    message = "\n".join(map(printable, annotation.message.splitlines()))
    return f"::{level} {properties}::{_escape(message)}"


def _escape(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _escape_property(text: str) -> str:
    return _escape(printable(text)).replace(":", "%3A").replace(",", "%2C")
