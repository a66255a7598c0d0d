"""What a check gives back, and what becomes of several."""

from __future__ import annotations

import pytest

from visitkg.check.outcome import (
    NEVER,
    Finding,
    Outcome,
    State,
    amount,
    broken_off,
    finding_of,
    not_run,
    nothing,
)
from visitkg.check.run import choose_checks, count_outcomes, exit_code, run_check, total_line
from visitkg.check.table import CHECKS, Check
from visitkg.errors import InputError, Position, UsageError

WARNING = Outcome("1 thing", (Finding("odd", severity="warning"),))
VIOLATION = Outcome("1 thing", (Finding("wrong"), Finding("odd", severity="warning")))
FINE = Outcome("1 thing")


@pytest.mark.parametrize(
    ("finding", "text"),
    [
        (Finding("wrong"), "wrong"),
        (Finding("wrong", Position("a.ttl", 3)), "a.ttl:3: wrong"),
        (Finding("odd", Position("a.ttl", 3, 9), "warning"), "a.ttl:3:9: warning: odd"),
        (Finding("known", severity="info"), "info: known"),
        (
            Finding("wrong", Position("a.ttl"), detail="    a b c\n    ^"),
            "a.ttl: wrong\n    a b c\n    ^",
        ),
    ],
    ids=["without a place", "line", "warning with column", "info", "detail beneath"],
)
def test_a_finding_begins_with_its_place_and_names_a_lesser_severity(
    finding: Finding, text: str
) -> None:
    assert str(finding) == text


@pytest.mark.parametrize(
    ("outcome", "threshold", "reached"),
    [
        (FINE, "info", False),
        (WARNING, "violation", False),
        (WARNING, "warning", True),
        (WARNING, "info", True),
        (VIOLATION, "violation", True),
        (VIOLATION, NEVER, False),
    ],
)
def test_a_threshold_is_reached_by_what_is_as_grave(
    outcome: Outcome, threshold: str, *, reached: bool
) -> None:
    assert outcome.reaches(threshold) is reached


@pytest.mark.parametrize(
    ("outcomes", "complete", "code"),
    [
        ([FINE], False, 0),
        ([FINE, WARNING], False, 0),
        ([FINE, VIOLATION], False, 1),
        ([FINE, not_run("no Java")], False, 0),
        ([FINE, not_run("no Java")], True, 3),
        ([VIOLATION, not_run("no Java")], True, 3),
        ([FINE, nothing("no shapes")], True, 0),
        ([nothing("no shapes")], False, 3),
        ([not_run("no Java")], False, 3),
        ([FINE, broken_off(InputError("unreadable"))], False, 3),
        ([VIOLATION, broken_off(InputError("unreadable"))], False, 3),
        ([], False, 3),
    ],
    ids=[
        "fine",
        "below the threshold",
        "violation",
        "skipped",
        "skipped but required",
        "skipped but required, and a violation",
        "nothing to check beside a fine one",
        "nothing to check at all",
        "nothing that could run",
        "broken off",
        "broken off and violation",
        "no check",
    ],
)
def test_the_exit_code_says_fine_only_if_something_was_looked_at(
    outcomes: list[Outcome], *, complete: bool, code: int
) -> None:
    assert exit_code(outcomes, "violation", complete=complete) == code


def test_the_last_line_counts_every_outcome() -> None:
    outcomes = [FINE, WARNING, VIOLATION, not_run("a"), nothing("b"), broken_off(InputError("c"))]
    assert count_outcomes(outcomes, "violation") == {
        "ok": 2,
        "not run": 1,
        "with nothing to check": 1,
        "broken off": 1,
        "failed": 1,
    }
    assert total_line(outcomes, "violation") == (
        "6 checks: 2 ok, 1 not run, 1 with nothing to check, 1 broken off, 1 failed"
    )
    assert total_line([FINE], "violation") == "1 check: 1 ok, 0 not run, 0 failed"


def test_an_error_becomes_a_finding_with_the_same_words() -> None:
    error = InputError(
        "unknown prefix 'exx:'",
        position=Position("a.ttl", 2, 6),
        source="ex:a exx:b ex:c .",
        width=4,
        remedy="Did you mean 'ex:'?",
    )
    assert str(finding_of(error)) == str(error)
    assert finding_of(error).message == "unknown prefix 'exx:'"


def test_a_check_whose_input_cannot_be_read_is_broken_off_and_not_failed() -> None:
    def raise_error(_: object) -> Outcome:
        raise InputError("unreadable", position=Position("a.ttl"))

    outcome = run_check(Check("some", raise_error), None)  # type: ignore[arg-type]  # not looked at
    assert outcome.state is State.BROKEN_OFF
    assert [str(finding) for finding in outcome.findings] == ["a.ttl: unreadable"]


@pytest.mark.parametrize(
    ("count", "words", "text"),
    [
        (0, ("file",), "0 files"),
        (1, ("file",), "1 file"),
        (8412, ("triple",), "8,412 triples"),
        (2, ("query", "queries"), "2 queries"),
    ],
)
def test_amounts_read_well(count: int, words: tuple[str, ...], text: str) -> None:
    assert amount(count, *words) == text


def test_checks_run_in_the_order_of_the_table_whatever_was_asked() -> None:
    names = [check.name for check in choose_checks(["style", "parse"], files=False)]
    assert names == ["parse", "style"]


def test_without_names_all_checks_are_chosen_and_for_files_those_that_need_no_project() -> None:
    assert choose_checks([], files=False) == list(CHECKS)
    assert [check.name for check in choose_checks([], files=True)] == [
        check.name for check in CHECKS if check.takes_files
    ]


@pytest.mark.parametrize(
    ("names", "files", "text"),
    [
        (
            ["speces"],
            False,
            "unknown check 'speces'\nDid you mean 'species'? The checks are: {all}.",
        ),
        (["zzz"], False, "unknown check 'zzz'\nThe checks are: {all}."),
        (
            ["questions"],
            True,
            (
                "the check 'questions' looks at a project, not at files\n"
                "Leave the files out, or choose from: {files}."
            ),
        ),
    ],
    ids=["nearly right", "far off", "needs a project"],
)
def test_a_check_that_cannot_be_chosen_is_refused(
    names: list[str], *, files: bool, text: str
) -> None:
    with pytest.raises(UsageError) as refused:
        choose_checks(names, files=files)
    assert str(refused.value) == text.format(
        all=", ".join(check.name for check in CHECKS),
        files=", ".join(check.name for check in CHECKS if check.takes_files),
    )


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.name)
def test_each_check_says_what_holds_the_problem_otherwise_and_the_solution(check: Check) -> None:
    assert check.summary.endswith(".")
    assert len(check.summary) <= 100
    assert "\n\nProblem: " in check.text
    assert "\n\nSolution: " in check.text


def test_no_two_checks_share_a_name() -> None:
    assert len({check.name for check in CHECKS}) == len(CHECKS) >= 10
