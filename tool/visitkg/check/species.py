"""Ontology and data together are OWL 1 Lite, strictly.

Problem: A triple outside the species closes the graph to the reasoners that were chosen for it;
one is enough, and nothing else notices it.

Solution: Each message names the rule of the recommendation and what to write instead. What can't
be said within the species belongs in a file that the setting outside-lite lists.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from visitkg.check.outcome import Finding, Outcome, amount
from visitkg.errors import InputError, Position

if TYPE_CHECKING:
    from visitkg.check.subject import Subject
    from visitkg.owl.rule import Offence


def check_species(subject: Subject) -> Outcome:
    """Find the species of all files taken together, and every triple that keeps them from Lite."""
    from visitkg.graph.parse import read_triples
    from visitkg.owl import species

    files = subject.lite_files()
    report = species.check_species(read_triples(files), subject.project.all_prefixes())
    if not report.triples:
        raise InputError(
            "no triple in the files that must be OWL Lite",
            position=Position(str(files[0])),
            remedy="Name files that state something.",
        )
    found = f"{amount(report.triples, 'triple')} in {amount(len(files), 'file')}"
    return Outcome(
        f"{found}: OWL 1 {report.species}",
        tuple(_finding(offence) for offence in report.offences),
    )


def _finding(offence: Offence) -> Finding:
    rule = f"{offence.message} [{offence.rule}, OWL {offence.section}]"
    if offence.located is None:
        return Finding(rule)
    return Finding(rule, Position(str(offence.located.path), offence.located.line))
