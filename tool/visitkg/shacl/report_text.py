"""A validation report as text: one result a line, with its place first and a summary last."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pyoxigraph import Literal, NamedNode, Triple

from visitkg.graph.term import IriWriter, write_literal
from visitkg.shacl.locate import component_name
from visitkg.shacl.path import render_path
from visitkg.shacl.result import SEVERITIES, severity_name
from visitkg.terms import COMMON_PREFIXES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from visitkg.shacl.index import Term
    from visitkg.shacl.result import UnmatchedTarget, ValidationReport, ValidationResult

_INDENT: Final = "    "
_WIDEST_VALUE: Final = 80
"""A longer value is cut: the line number leads to the whole of it."""


def render_text(report: ValidationReport, prefixes: Mapping[str, str]) -> str:
    """Return a line for each result, by file and line, and the summary as the last one.

    A line reads ``path:line: severity: message (focus path value) [shape]``; below it, indented,
    stand the results that explain it (sh:detail).
    """
    iris = _iri_writer(report, prefixes)
    lines = [line for result in report.results for line in _result_lines(result, iris, "")]
    return "".join(f"{line}\n" for line in (*lines, render_summary(report)))


def render_summary(report: ValidationReport) -> str:
    """Return one line that says what was looked at, and how many results there are of each kind."""
    nodes = _count(report.focus_nodes_checked, "focus node")
    shapes = _count(report.shapes_checked, "shape")
    counts = [
        _count(report.count(severity), severity)
        for severity in SEVERITIES
        if severity == SEVERITIES[0] or report.count(severity)
    ]
    return f"Checked {nodes} against {shapes}: {', '.join(counts)}."


def render_notices(report: ValidationReport, prefixes: Mapping[str, str]) -> str:
    """Return what the user should know besides the results; empty if there is nothing.

    These are the problems of the shapes that didn't keep them from being used, and the targets that
    select nothing, named and counted.
    """
    iris = _iri_writer(report, prefixes)
    lines = [str(problem) for problem in report.problems]
    lines += [_describe_target(target, iris) for target in report.unmatched_targets]
    if report.unmatched_targets:
        count = len(report.unmatched_targets)
        lines.append(f"{_count(count, 'target')} {'selects' if count == 1 else 'select'} nothing.")
    return "".join(f"{line}\n" for line in lines)


def _iri_writer(report: ValidationReport, prefixes: Mapping[str, str]) -> IriWriter:
    return IriWriter({**COMMON_PREFIXES, **report.prefixes, **prefixes})


def _result_lines(result: ValidationResult, iris: IriWriter, indent: str) -> Iterator[str]:
    place = result.position or result.shape_position
    yield (
        f"{indent}{f'{place}: ' if place else ''}{severity_name(result.severity)}: "
        f"{_choose_message(result)} ({_describe(result, iris)}) [{_name_shape(result, iris)}]"
    )
    for detail in result.detail:
        yield from _result_lines(detail, iris, indent + _INDENT)


def _describe(result: ValidationResult, iris: IriWriter) -> str:
    """Return the focus node, the path and the value, as far as there are any."""
    parts = [_render_term(result.focus_node, iris)]
    if result.result_path is not None:
        parts.append(render_path(result.result_path, lambda iri: iris.write(iri.value)))
    if result.value_node is not None and result.value_node != result.focus_node:
        parts.append(_render_term(result.value_node, iris))
    return " ".join(parts)


def _choose_message(result: ValidationResult) -> str:
    """Return the messages in English, else those without a language, else all, on one line."""
    english = [message for message in result.messages if (message.language or "").startswith("en")]
    plain = [message for message in result.messages if not message.language]
    chosen = english or plain or result.messages
    text = " ".join(word for message in chosen for word in message.value.split())
    return _printable(text) or f"{component_name(result)} doesn't hold."


def _printable(text: str) -> str:
    """Return the text without what would move a terminal's cursor or change its colours."""
    return "".join(character if character.isprintable() else "\ufffd" for character in text)


def _name_shape(result: ValidationResult, iris: IriWriter) -> str:
    """Return the shape's name; one without a name is told by where it is written."""
    if isinstance(result.source_shape, NamedNode):
        return iris.write(result.source_shape.value)
    place = result.shape_position
    return f"shape at {place}" if place else "shape without a name"


def _render_term(term: Term, iris: IriWriter) -> str:
    if isinstance(term, NamedNode):
        return iris.write(term.value)
    if isinstance(term, Literal):
        text = " ".join(write_literal(term, iris).split())
        return text if len(text) <= _WIDEST_VALUE else f"{text[: _WIDEST_VALUE - 3]}..."
    return str(term) if isinstance(term, Triple) else "[]"


def _describe_target(target: UnmatchedTarget, iris: IriWriter) -> str:
    place = f"{target.position}: " if target.position else ""
    what = f"{iris.write(target.predicate.value)} {_render_term(target.value, iris)}"
    if target.shape == target.value:
        what = f"the class {_render_term(target.value, iris)}, which is its own shape,"
    elif isinstance(target.shape, NamedNode):
        what = f"{iris.write(target.shape.value)} {what}"
    return f"{place}{what} selects nothing in the data"


def _count(number: int, noun: str) -> str:
    """Return ``no shape``, ``1 shape`` or ``2 shapes``."""
    return f"{number or 'no'} {noun}{'s' if number > 1 else ''}"
