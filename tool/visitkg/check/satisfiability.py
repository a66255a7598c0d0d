"""Ontology and data are consistent, and every class can have a member, decided by HermiT.

Problem: A class that can have no member is a mistake in its axioms. The rules of OWL RL find some
such mistakes; only a complete reasoner can say that there is none.

Solution: Mend the axioms of the class that is named, or the data that contradict them. HermiT needs
Java and ``pip install "visitkg[reasoner]"``; where they are missing, this check is not run.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from visitkg.check.outcome import Finding, Outcome, amount, not_run
from visitkg.errors import InputError, Position

if TYPE_CHECKING:
    from visitkg.check.subject import Subject


def check_satisfiability(subject: Subject) -> Outcome:
    """Let HermiT decide about all files taken together."""
    from visitkg.owl import satisfiability

    files = subject.lite_files()
    report = satisfiability.check_satisfiability(files, subject.project.all_prefixes())
    if not report.triples:
        raise InputError(
            "no triple in the files that must be consistent",
            position=Position(str(files[0])),
            remedy="Name files that state something.",
        )
    if report.outcome == "not run":
        return not_run(report.reason)
    findings = [
        Finding(
            clash.message,
            Position(str(clash.located.path), clash.located.line) if clash.located else None,
        )
        for clash in report.unsatisfiable
    ]
    if report.outcome == "inconsistent":
        findings.append(Finding(report.reason))
    counted = f"{amount(report.triples, 'triple')}, {amount(report.classes, 'class', 'classes')}"
    return Outcome(f"{counted}: HermiT finds them {report.outcome}", tuple(findings))
