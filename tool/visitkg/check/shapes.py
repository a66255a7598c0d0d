"""Ontology and data conform to the shapes, and every shape has something to look at.

Problem: A broken shape means that the graph is false or incomplete. A shape that selects nothing
proves nothing: its target is misspelt, or what it was written for is gone.

Solution: Each message says what must hold and what to do. Mend the target of a shape that selects
nothing, or delete the shape.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from visitkg.check.outcome import Finding, Outcome, nothing

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from visitkg.check.subject import Subject
    from visitkg.shacl.result import ValidationReport


def check_shapes(subject: Subject) -> Outcome:
    """Validate the project by its shapes; raise InputError if a term in them has no effect."""
    from visitkg.shacl.report_text import render_summary
    from visitkg.shacl.run import validate

    project = subject.project
    if not project.shapes.is_dir():
        return nothing("the project has no shapes")
    report = validate(project.graph_files(), project.shape_files(), strict_shapes=True)
    prefixes = project.all_prefixes()
    findings = [*_results(report, prefixes), *_idle_targets(report, prefixes)]
    return Outcome(render_summary(report).removesuffix("."), tuple(findings))


def _results(report: ValidationReport, prefixes: Mapping[str, str]) -> Iterator[Finding]:
    """Yield the results in the words of ``visitkg validate``."""
    from visitkg.shacl.report_text import ResultWriter
    from visitkg.shacl.report_wording import place_of
    from visitkg.shacl.result import severity_name

    writer = ResultWriter(report, prefixes, shown=report.results)
    for result in report.results:
        detail = "\n".join(writer.body(result))
        severity = severity_name(result.severity)
        yield Finding(writer.message(result), place_of(result), severity, detail)


def _idle_targets(report: ValidationReport, prefixes: Mapping[str, str]) -> Iterator[Finding]:
    """Yield the targets that select nothing: a shape without any other looks at nothing."""
    from visitkg.shacl.report_wording import Wording

    wording = Wording(report, prefixes)
    for target in report.unmatched_targets:
        yield Finding(wording.target(target), target.position)
