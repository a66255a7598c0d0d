"""Every sentence of every document carries a claim, and every claim stands on a span.

Problem: A sentence without a claim is a part of the report that the graph passes over in silence;
a claim without a span can't be verified; a span whose numbers contradict each other shows the
wrong words.

Solution: Write the missing claim, or give the claim its visit:evidence. Run ``visitkg evidence`` to
see the coverage sentence by sentence, and ``visitkg evidence verify`` against a copy of the text.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from visitkg.check.outcome import Finding, Outcome, nothing

if TYPE_CHECKING:
    from visitkg.check.subject import Subject


def check_evidence(subject: Subject) -> Outcome:
    """Count what each sentence carries, and hold the spans against each other."""
    from visitkg.evidence.coverage import check_coverage
    from visitkg.evidence.read import read_evidence
    from visitkg.graph.parse import read_triples

    evidence = read_evidence(read_triples(subject.project.graph_files()))
    if not (evidence.documents or evidence.spans or evidence.claims):
        return nothing("the data hold neither documents nor claims")
    report = check_coverage(evidence)
    findings = (Finding(found.message, found.position) for found in report.findings)
    return Outcome(report.summary().removesuffix("."), tuple(findings))
