"""Find what breaks the tests, and set aside what is waived."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from visitkg.check.fair.table import REQUIREMENTS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from visitkg.check.fair.publication import Publication
    from visitkg.check.fair.requirement import Breach, Requirement


@dataclass(frozen=True, slots=True)
class Excuse:
    """A breach that is waived: why, and by which waiver of the project, if by one."""

    breach: Breach
    reason: str
    key: str = ""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What breaks a test, and what would but is waived."""

    requirement: Requirement
    breaches: tuple[Breach, ...] = ()
    excuses: tuple[Excuse, ...] = ()


def judge(publication: Publication, waived: Mapping[str, str]) -> list[Verdict]:
    """Return the verdict of each test.

    ``waived`` has the reasons of the project, by the name of a test (``inverse``) or by that and a
    term (``inverse ex:owns``); the waiver of the test itself comes after them. A waiver without a
    reason waives nothing.
    """
    return [_judge(requirement, publication, waived) for requirement in REQUIREMENTS]


def find_idle(verdicts: Iterable[Verdict], waived: Mapping[str, str]) -> list[str]:
    """Return which of the project's waivers waive nothing."""
    used = {excuse.key for verdict in verdicts for excuse in verdict.excuses}
    return [key for key in waived if key not in used]


def _judge(
    requirement: Requirement, publication: Publication, waived: Mapping[str, str]
) -> Verdict:
    breaches: list[Breach] = []
    excuses: list[Excuse] = []
    waiver = requirement.waiver
    found = list(requirement.find(publication))
    general = waiver.reason if found and waiver and waiver.applies(publication) else ""
    for breach in found:
        name = requirement.name
        narrow = f"{name} {publication.name(breach.about)}" if breach.about else name
        key = next((key for key in (narrow, name) if waived.get(key)), "")
        reason = waived.get(key) or general
        if reason:
            excuses.append(Excuse(breach, reason, key))
        else:
            breaches.append(breach)
    return Verdict(requirement, tuple(breaches), tuple(excuses))
