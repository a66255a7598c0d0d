"""What the README shows is what the commands print, and what it names exists."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
README = ROOT / "README.md"
FIRST_SCREEN = 40
"""So many lines a newcomer sees before scrolling."""

BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True, slots=True)
class Example:
    """A command of a console block, and what the block shows below it."""

    command: str
    shown: str


def blocks(kind: str) -> list[str]:
    text = README.read_text(encoding="utf-8")
    return [body for found, body in BLOCK.findall(text) if found == kind]


def examples() -> list[Example]:
    found = []
    for body in blocks("console"):
        for part in re.split(r"^\$ ", body, flags=re.MULTILINE)[1:]:
            command, _, shown = part.partition("\n")
            found.append(Example(command, shown))
    return found


def run(command: str) -> str:
    """Return what a command of the tool prints, on a terminal's width of 100."""
    program, *arguments = shlex.split(command)
    assert program == "visitkg"
    done = subprocess.run(
        [sys.executable, "-m", "visitkg", *arguments],
        cwd=ROOT,
        capture_output=True,
        check=False,
        encoding="utf-8",
        env={**os.environ, "COLUMNS": "100"},
        stdin=subprocess.DEVNULL,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_each_console_block_begins_with_a_command() -> None:
    assert len(examples()) >= 2
    assert all(body.startswith("$ ") for body in blocks("console"))


@pytest.mark.parametrize("example", examples(), ids=lambda example: example.command[:60])
def test_a_command_prints_what_the_readme_shows(
    example: Example, request: pytest.FixtureRequest
) -> None:
    printed = run(example.command)
    assert printed
    if request.config.getoption("--regenerate"):
        text = README.read_text(encoding="utf-8")
        before = f"$ {example.command}\n{example.shown}"
        assert text.count(before) == 1
        README.write_text(text.replace(before, f"$ {example.command}\n{printed}"), "utf-8")
    else:
        assert printed == example.shown


def test_the_first_screen_shows_a_question_its_command_and_its_answer() -> None:
    top = "\n".join(README.read_text(encoding="utf-8").splitlines()[:FIRST_SCREEN])
    assert "$ visitkg query who-travels-with-kim\n" in top
    assert "Kim Ju Ae" in top or "Choe Son Hui" in top


def test_the_python_examples_run() -> None:
    [code] = blocks("python")
    subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True, stdin=subprocess.DEVNULL)


def test_every_command_is_in_the_table() -> None:
    printed = run("visitkg --help")
    commands = re.findall(r"^  (\w+)  ", printed.partition("Commands:")[2], re.MULTILINE)
    listed = re.findall(r"^\| `visitkg (\w+)` \|", README.read_text(encoding="utf-8"), re.MULTILINE)
    assert commands
    assert sorted(commands) == sorted(listed)


@pytest.mark.parametrize("document", ["README.md", "CONTRIBUTING.md"])
def test_every_file_and_folder_that_is_named_exists(document: str) -> None:
    text = (ROOT / document).read_text(encoding="utf-8")
    linked = re.findall(r"\]\((?!https?:)([^)#]+)\)", text)
    quoted = re.findall(r"`((?:ontology|data|shapes|tool|tests|bench|\.ci)/[\w./-]*)`", text)
    assert linked
    assert [name for name in [*linked, *quoted] if not (ROOT / name).exists()] == []


def test_ci_sets_up_and_tests_by_the_commands_of_the_readme() -> None:
    workflow = (ROOT / ".github" / "workflows" / "ci.yml").read_text(encoding="utf-8")
    set_up, check, test = (body.strip() for body in blocks("sh"))
    assert check in workflow
    assert test in workflow
    for line in set_up.splitlines():
        assert line.replace("python3", "python") in workflow
