"""Ontology and dataset are fit to be published: found, followed, understood and reused.

Problem: An ontology without a licence, a version or a home for its terms is not reused, however
good it is; registries and their tests turn it away.

Solution: Each message names the test and who asks for it: FOOPS!, OOPS!, LOV, or the W3C's best
practices. Mend the triple that it points at. A test is waived where OWL Lite or the project's
style rules it out; each waiver is told with its reason, and ends as soon as that no longer holds.
What only a registry, a service or a person can decide is named and not judged.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from visitkg.check.fair.left import LEFT
from visitkg.check.outcome import Finding, Outcome, amount, nothing

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from visitkg.check.fair.judge import Verdict
    from visitkg.check.fair.publication import Publication
    from visitkg.check.fair.requirement import Breach, Requirement
    from visitkg.check.subject import Subject


def check_fair(subject: Subject, waived: Mapping[str, str] | None = None) -> Outcome:
    """Judge what the project publishes; nothing, if it has no base to publish at.

    ``waived`` has reasons by the name of a test, or by that and a term.
    """
    # Imported here: together they cost more than most checks take.
    from visitkg.check.fair.judge import find_idle, judge
    from visitkg.check.fair.publication import read_publication

    base = subject.project.base
    if not base:
        return nothing("the project has no base at which it is published")
    publication = read_publication(subject, base)
    if not publication.terms and not publication.datasets:
        return nothing("neither a term nor a dataset is published")
    waived = subject.project.waive if waived is None else waived
    verdicts = judge(publication, waived)
    findings = [
        *(finding for verdict in verdicts for finding in _broken(verdict, publication.name)),
        *(
            Finding(f"the waiver of {key!r} waives nothing", severity="warning")
            for key in find_idle(verdicts, waived)
        ),
    ]
    told = (line for verdict in verdicts for line in _waived(verdict, publication.name))
    summary = f"{amount(len(verdicts), 'test')} on {_extent(publication)}: {_count(verdicts)}"
    return Outcome("\n".join([summary, *told, _left()]), tuple(findings))


def _extent(publication: Publication) -> str:
    ontologies = amount(len(publication.ontologies), "ontology", "ontologies")
    terms = amount(len(publication.terms), "term")
    return f"{ontologies}, {terms} and {amount(len(publication.datasets), 'dataset')}"


def _count(verdicts: list[Verdict]) -> str:
    broken = sum(bool(verdict.breaches) for verdict in verdicts)
    waived = sum(bool(verdict.excuses) and not verdict.breaches for verdict in verdicts)
    passed = len(verdicts) - broken - waived
    return f"{passed} passed, {waived} waived, {broken} broken"


def _broken(verdict: Verdict, name: Callable[[str], str]) -> Iterator[Finding]:
    for breach in verdict.breaches:
        message = f"{_tell(breach, name)} ({_title(verdict.requirement)})"
        yield Finding(message, breach.place, verdict.requirement.severity)


def _waived(verdict: Verdict, name: Callable[[str], str]) -> Iterator[str]:
    """Yield each reason once, with what it waives: no finding, since it is accepted."""
    for reason in dict.fromkeys(excuse.reason for excuse in verdict.excuses):
        first, *others = [each.breach for each in verdict.excuses if each.reason == reason]
        place = f"{first.place}: " if first.place else ""
        told = f"{_tell(first, name)}{f', and {len(others)} more' if others else ''}"
        yield f"{place}waived: {told} ({_title(verdict.requirement)}): {reason}"


def _left() -> str:
    """Return what is left to others, with the reason."""
    parts = []
    for each in LEFT:
        names = defaultdict(list)
        for asker, _, name in (full.partition(" ") for full in each.asked_by):
            names[asker].append(name)
        listed = ", ".join(f"{asker} {', '.join(found)}" for asker, found in names.items())
        parts.append(f"{listed} ({each.reason})")
    return f"not judged here: {'; '.join(parts)}"


def _tell(breach: Breach, name: Callable[[str], str]) -> str:
    return f"{name(breach.about)} {breach.message}" if breach.about else breach.message


def _title(requirement: Requirement) -> str:
    return f"{requirement.name}; {', '.join(requirement.asked_by)}"
