"""Ontology and data do not contradict themselves, even with a member in every class.

Problem: From a contradiction everything follows, so that answers under entailment mean nothing; a
class that can have no member contradicts as soon as somebody uses it.

Solution: Each message names the rule and the nodes that clash. Mend the axiom or the datum. The
rules are those of OWL 2 RL, which find contradictions but can't exclude them: the check
satisfiability can.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from visitkg.check.outcome import Finding, Outcome, amount
from visitkg.errors import InputError, Position

if TYPE_CHECKING:
    from visitkg.check.subject import Subject
    from visitkg.owl.clashes import Clash


def check_consistency(subject: Subject) -> Outcome:
    """Entail by OWL RL, look for clashes, give each class a fresh member, and look again."""
    from visitkg.owl import consistency

    files = subject.lite_files()
    report = consistency.check_consistency(files, subject.project.all_prefixes())
    if not report.triples:
        raise InputError(
            "no triple in the files that must not contradict themselves",
            position=Position(str(files[0])),
            remedy="Name files that state something.",
        )
    counted = [
        amount(report.triples, "triple"),
        f"{report.entailed:,} entailed by OWL RL",
        f"a fresh member for each of {amount(report.classes, 'class', 'classes')}",
    ]
    clashes = (*report.clashes, *report.unsatisfiable)
    return Outcome(", ".join(counted), tuple(_finding(clash) for clash in clashes))


def _finding(clash: Clash) -> Finding:
    message = f"{clash.message} [{clash.rule}]"
    if clash.located is None:
        return Finding(message)
    return Finding(message, Position(str(clash.located.path), clash.located.line))
