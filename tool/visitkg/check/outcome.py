"""What a check gives back: what it counted, and what it found."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from visitkg.errors import Position, VisitkgError

SEVERITIES: Final = ("violation", "warning", "info")
"""How grave a finding is, the gravest first; the words are those of SHACL."""

NEVER: Final = "never"
"""The threshold that no finding reaches."""


class State(Enum):
    """How far a check came; the value is what the line of totals calls it."""

    RAN = "ran"
    NOT_RUN = "not run"
    NOTHING = "with nothing to check"
    BROKEN_OFF = "broken off"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong or worth knowing, and where it stands as far as that is known.

    ``detail`` is what is printed beneath it, such as the line of source with a caret.
    """

    message: str
    position: Position | None = None
    severity: str = "violation"
    detail: str = ""

    def __str__(self) -> str:
        """Return ``path:line: severity: message``; a violation goes without its severity."""
        place = f"{self.position}: " if self.position else ""
        grade = "" if self.severity == "violation" else f"{self.severity}: "
        detail = f"\n{self.detail}" if self.detail else ""
        return f"{place}{grade}{self.message}{detail}"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one check came to.

    ``summary`` says what was counted, or, for a check that did not run to its end, why.
    """

    summary: str
    findings: tuple[Finding, ...] = ()
    state: State = State.RAN

    def reaches(self, threshold: str) -> bool:
        """Return whether a finding is at least as grave as ``threshold``; never, for NEVER."""
        if threshold == NEVER:
            return False
        grave = SEVERITIES[: SEVERITIES.index(threshold) + 1]
        return any(finding.severity in grave for finding in self.findings)


def finding_of(error: VisitkgError) -> Finding:
    """Return an error as a finding: the same place, the same words."""
    head, _, detail = str(error).partition("\n")
    message = head.removeprefix(f"{error.position}: ") if error.position else head
    return Finding(message, error.position, detail=detail)


def not_run(reason: str) -> Outcome:
    """Return the outcome of a check that something missing on this machine keeps from running."""
    return Outcome(f"not run: {reason}", state=State.NOT_RUN)


def nothing(reason: str) -> Outcome:
    """Return the outcome of a check for which the project has nothing."""
    return Outcome(f"nothing to check here: {reason}", state=State.NOTHING)


def broken_off(error: VisitkgError) -> Outcome:
    """Return the outcome of a check that could not be completed because of ``error``."""
    return Outcome(
        "broken off: its input could not be read", (finding_of(error),), State.BROKEN_OFF
    )


def amount(count: int, noun: str, plural: str | None = None) -> str:
    """Return ``1 file`` or ``8,412 triples``."""
    return f"{count:,} {noun if count == 1 else plural or noun + 's'}"
