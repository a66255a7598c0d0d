"""The project repeats nothing of the report, and names nobody's machine."""

from __future__ import annotations

import re
import subprocess
from hashlib import sha256
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

RUN = 8
"""So many words of the report in a row are a quotation; names count as words."""

WORD = re.compile(r"[^\W_]+")
APOSTROPHES = re.compile("['\u2019]")

# Folders of one person's machine, as they slip into examples and recorded output.
MACHINE_PATH = re.compile(r"(?<![\w.:/~-])/(?:home|mnt|root|Users|work)/\w")

# Names of tools and places that nobody outside knows, as digests, so that they don't stand here.
PRIVATE_NAMES = frozenset(
    {
        "01f542f9e3cd2bc3",
        "2768e453efc15fc4",
        "31d123108dba5fd3",
        "386ebc0efd04339a",
        "3ea125d0bff386e6",
        "487b91042c7cf27a",
        "60965168ce762e94",
        "7d3194f79e645c42",
        "8cf10d1b0e07c1d8",
        "94a168d2da574b00",
        "c70eca6b0f88f44d",
        "c857d09db23e6822",
        "c8cf701f30ad11d3",
        "d298391b07433318",
        "de2187af3fb01170",
        "fbb8037df8cc9050",
    }
)
NAME = re.compile(r"[a-z]+(?:[-.][a-z]+)*")


@pytest.fixture(scope="module")
def texts(root: Path) -> dict[str, str]:
    """Return the text of every tracked file; all of them are text."""
    listed = subprocess.run(
        ["git", "ls-files", "-z"],  # noqa: S607  (git from the path, as everybody runs it)
        cwd=root,
        capture_output=True,
        check=True,
    ).stdout
    names = [name for name in listed.decode().split("\0") if name]
    found = {name: (root / name).read_bytes() for name in names if (root / name).is_file()}
    assert len(found) > 100, "too few files to have looked at the project"
    return {name: data.decode(errors="replace") for name, data in found.items()}


def words(text: str) -> list[str]:
    return WORD.findall(APOSTROPHES.sub("", text.casefold()))


def runs(text: str) -> set[tuple[str, ...]]:
    found = words(text)
    return {tuple(found[place : place + RUN]) for place in range(len(found) - RUN + 1)}


@pytest.fixture(scope="module")
def report(shared: Path) -> str:
    [path] = sorted((shared / "seed").glob("*.txt"))
    return path.read_text(encoding="utf-8")


def test_the_report_is_the_one_that_the_data_speak_of(report: str) -> None:
    assert len(report) == 6600
    assert len(runs(report)) > 900


def test_no_file_repeats_eight_words_of_the_report(texts: dict[str, str], report: str) -> None:
    quoted = runs(report)
    repeated = {
        name: sorted(" ".join(run) for run in found)
        for name, text in texts.items()
        if (found := runs(text) & quoted)
    }
    assert repeated == {}


@pytest.mark.parametrize(
    "text",
    [
        "{0}",
        'visit:gloss "{0}"@en ;',
        "# {0}\n",
        "{1}",
    ],
    ids=["plain", "in a literal", "in a comment", "in other letters, over line ends"],
)
def test_eight_words_of_the_report_would_be_found(text: str, report: str) -> None:
    some = report.split()[40 : 40 + RUN + 2]
    planted = text.format(" ".join(some), "\n  ".join(some).upper())
    assert runs(planted) & runs(report)


def test_seven_words_of_the_report_are_no_quotation(report: str) -> None:
    some = words(report)[40 : 40 + RUN - 1]
    assert not runs(" ".join(["before", *some, "after"])) & runs(report)


def test_no_file_names_a_path_of_somebodys_machine(texts: dict[str, str]) -> None:
    found = {name: MACHINE_PATH.findall(text) for name, text in texts.items()}
    assert {name: paths for name, paths in found.items() if paths} == {}


def test_no_file_names_what_nobody_outside_knows(texts: dict[str, str]) -> None:
    found = {
        name: {word for word in set(NAME.findall(text.lower())) if digest(word) in PRIVATE_NAMES}
        for name, text in texts.items()
    }
    assert {name: words for name, words in found.items() if words} == {}


def digest(word: str) -> str:
    return sha256(word.encode()).hexdigest()[:16]


def test_no_file_holds_a_conflict_or_a_note_to_self(texts: dict[str, str]) -> None:
    marks = re.compile(
        r"^(?:<{7} |>{7} |={7}$)|\b(?:TO" + r"DO|FIX" + r"ME|X" + r"XX)\b", re.MULTILINE
    )
    assert [name for name, text in texts.items() if marks.search(text)] == []
