"""What the dataset says of itself is true: its VoID counts, and the sizes of its files.

Problem: A description whose counts no longer fit the data misleads those who choose by it, and
the catalogues that copy it.

Solution: Run ``visitkg check --only dataset --update``, which counts again and writes the file.
The counts of a dataset describe the union of all files that must be OWL 1 Lite together: ontology
and data without the description itself. Those of a subset describe the files that its
void:dataDump names; those of a linkset its links in the whole graph.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from visitkg.check.outcome import Finding, Outcome, amount, nothing
from visitkg.errors import Position
from visitkg.replace import replace_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from visitkg.check.subject import Subject
    from visitkg.check.void.compare import Comparison
    from visitkg.check.void.description import Fact
    from visitkg.check.void.statistics import Gap
    from visitkg.graph.parse import Located
    from visitkg.project import Project


def check_dataset(subject: Subject) -> Outcome:
    """Count again all that the project's descriptions state; rewrite them first if asked to."""
    from visitkg.check.void.compare import compare, read_project

    project = subject.project
    counted, describing = read_project(project)
    if not describing:
        return nothing("no file describes a void:Dataset")
    comparisons = [compare(project, counted, *item) for item in describing.items()]
    corrected = 0
    if subject.update:
        corrected = sum(_update(project, comparison) for comparison in comparisons)
        counted, describing = read_project(project)
        comparisons = [compare(project, counted, *item) for item in describing.items()]
    return _report(project, comparisons, corrected)


def _report(project: Project, comparisons: list[Comparison], corrected: int) -> Outcome:
    from visitkg.graph.term import IriWriter

    shorten = IriWriter(project.all_prefixes()).write
    findings = [finding for comparison in comparisons for finding in _find(comparison, shorten)]
    facts = sum(len(comparison.facts) for comparison in comparisons)
    compared = sum(comparison.compared for comparison in comparisons)
    elsewhere = sum(comparison.elsewhere for comparison in comparisons)
    summary = f"{amount(facts, 'number')} stated by {amount(len(comparisons), 'file')}"
    summary += f", {amount(compared, 'distribution')} compared"
    if elsewhere:
        summary += f", {elsewhere} not in the project"
    if corrected:
        summary += f", {amount(corrected, 'count')} corrected"
    return Outcome(summary, tuple(findings))


def _find(comparison: Comparison, shorten: Callable[[str], str]) -> Iterator[Finding]:
    for fact in comparison.facts:
        if not fact.holds:
            yield Finding(_explain_fact(fact, shorten), _place(fact.stated))
    for gap in comparison.gaps:
        yield Finding(_explain_gap(gap, shorten), _place(gap.anchor))
    for path in comparison.left_out:
        message = f"no dcat:distribution offers {path}"
        yield Finding(message, Position(str(comparison.path)))
    for part in comparison.uncounted:
        node = shorten(part.node.value)
        yield Finding(
            f"{node} states no counts: add them with --update",
            Position(str(comparison.path)),
            "warning",
        )


def _explain_fact(fact: Fact, shorten: Callable[[str], str]) -> str:
    triple = fact.stated.triple
    about = f"{shorten(fact.about.value)}: " if fact.about else ""
    what = f"{about}{shorten(triple.predicate.value)} is stated as {fact.text}"
    if fact.expected is None:
        return f"{what}, which can't be verified: {fact.reason}"
    return f"{what}, but is {fact.expected}"


def _explain_gap(gap: Gap, shorten: Callable[[str], str]) -> str:
    partition = shorten(gap.partition.value)
    name = "no name" if gap.name is None else shorten(gap.name.value)
    if not gap.stale:
        return f"{partition} leaves out {name}, which has {amount(len(gap.triples), 'triple')}"
    return f"{partition} names {name}, which nothing has or another part describes already"


def _place(located: Located) -> Position:
    return Position(str(located.path), located.line)


def _update(project: Project, comparison: Comparison) -> int:
    """Write one description with the right counts; return how many were wrong or missing."""
    from visitkg.check.void.rewrite import rewritten
    from visitkg.graph.parse import read_document
    from visitkg.graph.turtle import write_turtle

    wrong = sum(not fact.holds and fact.expected is not None for fact in comparison.facts)
    corrected = wrong + len(comparison.gaps) + len(comparison.uncounted)
    if corrected:
        prefixes = {**project.all_prefixes(), **read_document(comparison.path).prefixes}
        replace_text(comparison.path, write_turtle(rewritten(comparison), prefixes))
    return corrected
