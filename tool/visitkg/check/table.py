"""The checks, in the order in which they run."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from visitkg.check.consistency import check_consistency
from visitkg.check.dataset import check_dataset
from visitkg.check.evidence import check_evidence
from visitkg.check.fair.run import check_fair
from visitkg.check.format import check_format
from visitkg.check.parse import check_parse
from visitkg.check.questions import check_questions
from visitkg.check.satisfiability import check_satisfiability
from visitkg.check.shapes import check_shapes
from visitkg.check.species import check_species
from visitkg.check.style import check_style

if TYPE_CHECKING:
    from collections.abc import Callable

    from visitkg.check.outcome import Outcome
    from visitkg.check.subject import Subject


@dataclass(frozen=True, slots=True)
class Check:
    """A check by its name; ``takes_files`` if it can look at files that belong to no project."""

    name: str
    run: Callable[[Subject], Outcome]
    takes_files: bool = False

    @property
    def text(self) -> str:
        """Return what its module says: what holds, the Problem otherwise, the Solution."""
        return (sys.modules[self.run.__module__].__doc__ or "").strip()

    @property
    def summary(self) -> str:
        """Return what holds if the check passes, in one line."""
        return self.text.partition("\n")[0]


CHECKS: Final = (
    Check("parse", check_parse, takes_files=True),
    Check("format", check_format, takes_files=True),
    Check("species", check_species, takes_files=True),
    Check("consistency", check_consistency, takes_files=True),
    Check("satisfiability", check_satisfiability, takes_files=True),
    Check("style", check_style, takes_files=True),
    Check("shapes", check_shapes),
    Check("questions", check_questions),
    Check("evidence", check_evidence),
    Check("dataset", check_dataset),
    Check("fair", check_fair),
)
