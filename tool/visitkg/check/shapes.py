"""Ontology and data conform to the shapes, and every shape has something to look at.

Problem: A broken shape means that the graph is false or incomplete. A shape that selects nothing
proves nothing: its target is misspelt, or what it was written for is gone.

Solution: Each message says what must hold and what to do. Mend the target of a shape that selects
nothing, or delete the shape.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode

from visitkg.check.outcome import Finding, Outcome, nothing

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from visitkg.check.subject import Subject
    from visitkg.shacl.result import ValidationReport, ValidationResult


def check_shapes(subject: Subject) -> Outcome:
    """Validate the project by its shapes."""
    from visitkg.shacl.report_text import render_summary
    from visitkg.shacl.run import validate

    project = subject.project
    if not project.shapes.is_dir():
        return nothing("the project has no shapes")
    report = validate(project.graph_files(), project.shape_files())
    prefixes = project.all_prefixes()
    findings = [
        *(_finding(result, report, prefixes) for result in report.results),
        *_idle_targets(report, prefixes),
        *(
            Finding(problem.message, problem.position, "warning", problem.remedy)
            for problem in report.problems
        ),
    ]
    return Outcome(render_summary(report).removesuffix("."), tuple(findings))


def _finding(
    result: ValidationResult, report: ValidationReport, prefixes: Mapping[str, str]
) -> Finding:
    """Return a result in the words of ``visitkg validate``."""
    from visitkg.shacl.report_text import render_text
    from visitkg.shacl.result import severity_name

    place = result.position or result.shape_position
    severity = severity_name(result.severity)
    head, *details = render_text(replace(report, results=(result,)), prefixes).splitlines()[:-1]
    message = head.removeprefix(f"{place}: ").removeprefix(f"{severity}: ")
    return Finding(message, place, severity, "\n".join(details))


def _idle_targets(report: ValidationReport, prefixes: Mapping[str, str]) -> Iterator[Finding]:
    """Yield the targets that select nothing: a shape without any other looks at nothing."""
    from visitkg.graph.term import IriWriter

    name = IriWriter({**report.prefixes, **prefixes}).write
    for target in report.unmatched_targets:
        terms = (target.shape, target.predicate, target.value)
        shape, predicate, value = (
            name(term.value) if isinstance(term, NamedNode) else str(term) for term in terms
        )
        message = f"{shape} {predicate} {value} selects nothing in the data"
        yield Finding(message, target.position)
