"""A validation report for people, and for grep: each result begins with its place."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from visitkg.errors import show_source
from visitkg.shacl.excerpt import excerpt_at, read_lines
from visitkg.shacl.report_characters import amount, one_line, printable
from visitkg.shacl.report_groups import choose_shown, kind_of
from visitkg.shacl.report_message import choose_message
from visitkg.shacl.report_wording import Wording, place_of, write_place
from visitkg.shacl.result import SEVERITIES, severity_name
from visitkg.terms import SH

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from visitkg.errors import Position
    from visitkg.shacl.result import ShapeProblem, ValidationReport, ValidationResult

_INDENT: Final = "    "
_BOLD: Final = "1"
_COLOURS: Final = {"violation": "1;31", "warning": "1;33", "info": "1;36"}


def render_text(
    report: ValidationReport,
    prefixes: Mapping[str, str],
    *,
    limit: int | None = None,
    colour: bool = False,
) -> str:
    """Return the results by file and line, then what else there is to know, the summary last.

    A result begins ``path:line:column: severity: message``; below stand the line of the text with
    a caret, the focus node, path and value, the shape, and indented the results that explain it
    (sh:detail). Of alike results the first ``limit`` are shown and the others counted.
    """
    blocks = list(_blocks(report, prefixes, limit=limit, colour=colour))
    notices = render_notices(report, prefixes)
    if notices:
        blocks.append(notices.splitlines())
    blocks.append([_paint(render_summary(report), _BOLD, colour=colour)])
    return "\n\n".join("\n".join(block) for block in blocks) + "\n"


def _blocks(
    report: ValidationReport, prefixes: Mapping[str, str], *, limit: int | None, colour: bool
) -> Iterator[list[str]]:
    """Yield the lines of each result that is shown."""
    shown = list(choose_shown(report.results, limit))
    writer = ResultWriter(report, prefixes, shown=[result for result, _ in shown], colour=colour)
    for result, more in shown:
        lines = [writer.head(result), *writer.body(result)]
        if more:
            lines.append(f"{_INDENT}and {more:,} more like this")
        yield lines


class ResultWriter:
    """Writes the results of one report, with the lines of the files they stand in."""

    def __init__(
        self,
        report: ValidationReport,
        prefixes: Mapping[str, str],
        *,
        shown: Iterable[ValidationResult],
        colour: bool = False,
    ) -> None:
        self._wording = Wording(report, prefixes)
        self._lines = read_lines(_positions(shown), report.texts)
        self._colour = colour
        self._shapes: dict[tuple[object, ...], str] = {}

    def message(self, result: ValidationResult) -> str:
        """Return what is wrong and what to do, on one line."""
        return choose_message(result, self._wording)

    def head(self, result: ValidationResult) -> str:
        """Return ``path:line:column: severity: message``."""
        severity = severity_name(result.severity)
        place = place_of(result)
        where = f"{self._paint(write_place(place), _BOLD)}: " if place else ""
        return f"{where}{self._paint(severity, _COLOURS[severity])}: {self.message(result)}"

    def body(
        self, result: ValidationResult, indent: str = _INDENT, above: Position | None = None
    ) -> Iterator[str]:
        """Yield the lines below the first; the text at the place ``above`` is not told again."""
        colour, place = _COLOURS[severity_name(result.severity)], place_of(result)
        if place != above:
            for line in self._source(place, colour):
                yield f"{indent}{line}"
        yield f"{indent}{self._wording.context(result)}"
        if result.related_position:
            yield f"{indent}see also {write_place(result.related_position)}"
            for line in self._source(result.related_position, colour):
                yield f"{indent}{line}"
        yield f"{indent}{self._known_shape(result)}"
        for detail in result.detail:
            yield f"{indent}{self.head(detail)}"
            yield from self.body(detail, indent + _INDENT, place)

    def _source(self, position: Position | None, colour: str) -> Iterator[str]:
        excerpt = excerpt_at(position, self._lines)
        if excerpt is not None:
            source, *marks = show_source(printable(excerpt.line), excerpt.column, excerpt.width)
            yield source
            yield from (self._paint(line, colour) for line in marks)

    def _known_shape(self, result: ValidationResult) -> str:
        """Return the line on the shape; alike results have the same."""
        key = (*kind_of(result), result.parameters, result.shape_position)
        line = self._shapes.get(key)
        if line is None:
            line = self._shapes[key] = self._shape(result)
        return line

    def _shape(self, result: ValidationResult) -> str:
        """Return the constraint, the shape and the place, and a severity of the user's own."""
        wording, place = self._wording, result.shape_position
        shape = wording.shape(result)
        parts = [f"by {wording.constraint(result)} of {shape}"]
        if place and not shape.endswith(f" {write_place(place)}"):
            parts.append(write_place(place))
        if not result.severity.value.startswith(SH):
            parts.append(f"severity {wording.term(result.severity)}")
        return ", ".join(parts)

    def _paint(self, text: str, codes: str) -> str:
        return _paint(text, codes, colour=self._colour)


def _positions(results: Iterable[ValidationResult]) -> Iterator[Position | None]:
    for result in results:
        yield place_of(result)
        yield result.related_position
        yield from _positions(result.detail)


def _paint(text: str, codes: str, *, colour: bool) -> str:
    return f"\x1b[{codes}m{text}\x1b[0m" if colour else text


def render_summary(report: ValidationReport) -> str:
    """Return one line that says what was looked at, and how many results there are of each kind."""
    if not report.completed and not report.not_checked:
        return f"Not completed: {amount(len(report.problems), 'problem')} in the shapes."
    nodes = amount(report.focus_nodes_checked, "focus node")
    shapes = amount(report.shapes_checked, "shape")
    counts = [
        amount(number, severity)
        for severity in SEVERITIES
        if (number := report.count(severity)) or severity == SEVERITIES[0]
    ]
    summary = f"Checked {nodes} against {shapes}: {', '.join(counts)}."
    if report.not_checked:
        summary += f" Not checked: {amount(len(report.not_checked), 'shape')}."
    if report.known:
        are = "is" if len(report.known) == 1 else "are"
        summary += f" {len(report.known):,} more {are} known from the baseline."
    if report.stale:
        are = (
            "entry of the baseline is" if len(report.stale) == 1 else "entries of the baseline are"
        )
        summary += f" {len(report.stale):,} {are} stale."
    return summary


def render_notices(report: ValidationReport, prefixes: Mapping[str, str]) -> str:
    """Return what the user should know besides the results; empty if there is nothing.

    These are the problems of the shapes, the targets that select nothing, named and counted, and
    the entries of a baseline that no result matches any more.
    """
    wording = Wording(report, prefixes)
    source = read_lines((problem.position for problem in report.problems), report.texts)
    lines = [line for problem in report.problems for line in _problem(problem, source)]
    for target in report.unmatched_targets:
        place = f"{write_place(target.position)}: " if target.position else ""
        lines.append(f"{place}{wording.target(target)}")
    if report.unmatched_targets:
        count = len(report.unmatched_targets)
        lines.append(f"{amount(count, 'target')} {'selects' if count == 1 else 'select'} nothing.")
    lines += [f"stale in the baseline: {one_line(entry)}" for entry in report.stale]
    return "".join(f"{line}\n" for line in lines)


def _problem(problem: ShapeProblem, source: Mapping[tuple[str, int], str]) -> Iterator[str]:
    place = problem.position
    yield (
        f"{write_place(place)}: {one_line(problem.message)}" if place else one_line(problem.message)
    )
    excerpt = excerpt_at(place, source)
    if excerpt is not None:
        for line in show_source(printable(excerpt.line), excerpt.column, excerpt.width):
            yield f"{_INDENT}{line}"
    yield one_line(problem.remedy)
