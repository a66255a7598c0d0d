"""``visitkg validate --watch``: it validates at once and after each change, until Ctrl-C."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

import pytest

from visitkg.cli import main

if TYPE_CHECKING:
    from collections.abc import Callable

PREFIXES: Final = (
    "@prefix ex: <http://example.org/> . @prefix sh: <http://www.w3.org/ns/shacl#> .\n"
)
SHAPES: Final = (
    f"{PREFIXES}ex:S sh:targetClass ex:Cat ; sh:property ex:S-name .\n"
    "ex:S-name sh:path ex:name ; sh:minCount 1 .\n"
)
GOOD: Final = f'{PREFIXES}ex:a a ex:Cat ; ex:name "A" .\n'
BAD: Final = f"{PREFIXES}ex:a a ex:Cat .\n"
BROKEN: Final = f"{PREFIXES}ex:a a exx:Cat .\n"
CLEAN: Final = "Checked 1 focus node against 2 shapes: no violation.\n"
FOUND: Final = "Checked 1 focus node against 2 shapes: 1 violation.\n"


class Outcome(NamedTuple):
    """What a command left behind."""

    code: object
    out: str
    err: str


@pytest.fixture
def watch(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[..., Outcome]:
    """Return what watches while one action after the other is done, and then is interrupted."""
    monkeypatch.chdir(tmp_path)
    Path("data").mkdir()
    Path("shapes.ttl").write_text(SHAPES, encoding="utf-8")

    def run(*actions: Callable[[], object], arguments: tuple[str, ...] = ()) -> Outcome:
        left = [*actions]

        def act(seconds: float) -> None:
            # The second rest of a round is a share of the time that looking took.
            if seconds != 0.3:
                return
            if not left:
                raise KeyboardInterrupt
            left.pop(0)()

        monkeypatch.setattr("visitkg.cli.watch.sleep", act)
        with pytest.raises(SystemExit) as ended:
            main(["validate", "data", "--shapes", "shapes.ttl", "--watch", *arguments])
        return Outcome(ended.value.code, *capsys.readouterr())

    return run


def write(name: str, text: str) -> Callable[[], object]:
    """Return what writes a file, later."""
    return lambda: Path(name).write_text(text, encoding="utf-8")


def summaries(outcome: Outcome) -> list[str]:
    return [f"{line}\n" for line in outcome.out.splitlines() if line.startswith("Checked")]


def test_without_a_change_it_validates_once(watch: Callable[..., Outcome]) -> None:
    write("data/cat.ttl", GOOD)()
    assert watch(lambda: None) == (0, CLEAN, "Watching 2 files; Ctrl-C ends.\n")


# Each change: data before, what is done, and the summaries of the runs.
CHANGES: Final[dict[str, tuple[str, Callable[[], object], list[str]]]] = {
    "data become wrong": (GOOD, write("data/cat.ttl", BAD), [CLEAN, FOUND]),
    "data become right": (BAD, write("data/cat.ttl", GOOD), [FOUND, CLEAN]),
    "a new file": (GOOD, write("data/new.ttl", BAD.replace("ex:a", "ex:b")), [
        CLEAN, "Checked 2 focus nodes against 2 shapes: 1 violation.\n",
    ]),
    "shapes": (BAD, write("shapes.ttl", SHAPES.replace("minCount 1", "minCount 0")), [
        FOUND, CLEAN,
    ]),
    "what is no RDF": (GOOD, write("data/notes.txt", "cats"), [CLEAN]),
    "a file elsewhere": (GOOD, write("other.ttl", BAD), [CLEAN]),
    "the same text in other letters, of the same length": (
        GOOD, write("data/cat.ttl", GOOD.replace('"A"', '"B"')), [CLEAN, CLEAN],
    ),
}  # fmt: skip


@pytest.mark.parametrize(("before", "action", "expected"), CHANGES.values(), ids=CHANGES)
def test_it_validates_again_if_what_it_reads_has_changed(
    watch: Callable[..., Outcome], before: str, action: Callable[[], object], expected: list[str]
) -> None:
    write("data/cat.ttl", before)()
    outcome = watch(action)
    assert outcome.code == 0
    assert summaries(outcome) == expected


def test_a_mistake_is_told_and_ends_nothing(watch: Callable[..., Outcome]) -> None:
    write("data/cat.ttl", BROKEN)()
    outcome = watch(write("data/cat.ttl", GOOD))
    assert outcome == (
        0,
        CLEAN,
        (
            "data/cat.ttl:2:8: unknown prefix 'exx:'\n"
            "    ex:a a exx:Cat .\n"
            "           ~~~^\n"
            "Did you mean 'ex:'?\n"
            "Watching 2 files; Ctrl-C ends.\n"
            "Watching 2 files; Ctrl-C ends.\n"
        ),
    )


def test_a_folder_that_vanishes_is_told_and_waited_for(watch: Callable[..., Outcome]) -> None:
    write("data/cat.ttl", GOOD)()
    outcome = watch(lambda: Path("data").rename("away"), lambda: Path("away").rename("data"))
    assert outcome.code == 0
    assert summaries(outcome) == [CLEAN, CLEAN]
    assert "data: no such file or folder\n" in outcome.err


def test_a_report_in_the_folder_that_is_watched_is_no_change(
    watch: Callable[..., Outcome],
) -> None:
    write("data/cat.ttl", BAD)()
    outcome = watch(
        lambda: None, lambda: None, arguments=("--format", "turtle", "--output", "data/report.ttl")
    )
    assert (outcome.code, outcome.out) == (0, "")
    assert outcome.err == f"{FOUND}Watching 2 files; Ctrl-C ends.\n"


def test_standard_input_can_not_be_watched(
    watch: Callable[..., Outcome], capsys: pytest.CaptureFixture[str]
) -> None:
    del watch
    with pytest.raises(SystemExit) as ended:
        main(["validate", "-", "--shapes", "shapes.ttl", "--watch"])
    assert ended.value.code == 2
    assert capsys.readouterr().out == ""
