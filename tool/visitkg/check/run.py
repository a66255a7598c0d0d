"""Choose checks by name, run them one after the other, and count what they came to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from visitkg.check.outcome import State, amount, broken_off
from visitkg.check.table import CHECKS
from visitkg.errors import InputError, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from visitkg.check.outcome import Outcome
    from visitkg.check.subject import Subject
    from visitkg.check.table import Check


def choose_checks(names: Sequence[str], *, files: bool) -> list[Check]:
    """Return the checks of these names in the order of the table, or all that fit.

    With ``files``, only those fit that can look at files of no project. Raise UsageError for a
    name that is none, and for one that does not fit.
    """
    known = {check.name: check for check in CHECKS}
    for name in names:
        if name not in known:
            raise UsageError(f"unknown check {name!r}", remedy=_suggest(name, list(known)))
        if files and not known[name].takes_files:
            fitting = ", ".join(check.name for check in CHECKS if check.takes_files)
            raise UsageError(
                f"the check {name!r} looks at a project, not at files",
                remedy=f"Leave the files out, or choose from: {fitting}.",
            )
    return [
        check
        for check in CHECKS
        if (check.name in names if names else check.takes_files or not files)
    ]


def run_check(check: Check, subject: Subject) -> Outcome:
    """Return what a check came to; one whose input can't be read is broken off."""
    try:
        return check.run(subject)
    except InputError as error:
        return broken_off(error)


def exit_code(outcomes: Iterable[Outcome], threshold: str, *, complete: bool = False) -> int:
    """Return 0 if all is well, 1 if a finding reaches the threshold, 3 if work is left undone.

    Undone is what was broken off, a run in which nothing was checked at all, and with ``complete``
    also what could not run on this machine.
    """
    outcomes = list(outcomes)
    states = {outcome.state for outcome in outcomes}
    unfinished = State.BROKEN_OFF in states or State.RAN not in states
    if unfinished or (complete and State.NOT_RUN in states):
        return 3
    return int(any(outcome.reaches(threshold) for outcome in outcomes))


def count_outcomes(outcomes: Sequence[Outcome], threshold: str) -> dict[str, int]:
    """Return how many were ok, not run, with nothing to check, broken off, and failed."""
    ran = [outcome for outcome in outcomes if outcome.state is State.RAN]
    failed = sum(outcome.reaches(threshold) for outcome in ran)
    others = {
        state.value: sum(outcome.state is state for outcome in outcomes)
        for state in (State.NOT_RUN, State.NOTHING, State.BROKEN_OFF)
    }
    return {"ok": len(ran) - failed, **others, "failed": failed}


def total_line(outcomes: Sequence[Outcome], threshold: str) -> str:
    """Return the last line: ``9 checks: 8 ok, 1 not run, 0 failed``."""
    counts = count_outcomes(outcomes, threshold)
    always = {"ok", State.NOT_RUN.value, "failed"}
    shown = [f"{count} {word}" for word, count in counts.items() if count or word in always]
    return f"{amount(len(outcomes), 'check')}: {', '.join(shown)}"


def _suggest(name: str, known: list[str]) -> str:
    # Imported here: only a mistake needs it.
    from difflib import get_close_matches

    near = get_close_matches(name, known, n=1)
    choices = f"The checks are: {', '.join(known)}."
    return f"Did you mean {near[0]!r}? {choices}" if near else choices
