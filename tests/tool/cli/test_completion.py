"""``visitkg completion``: what a shell gets, and what it completes."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from visitkg.cli import cli

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize("shell", ["bash", "fish", "zsh"])
def test_the_script_calls_the_command_for_its_shell(shell: str) -> None:
    result = CliRunner().invoke(cli, ["completion", shell])
    assert result.exit_code == 0
    assert f"_VISITKG_COMPLETE={shell}_complete" in result.stdout


def complete(words: str, root: Path) -> list[str]:
    """Return what bash is offered for the last of some words."""
    done = subprocess.run(
        [sys.executable, "-m", "visitkg"],
        cwd=root,
        capture_output=True,
        check=False,
        encoding="utf-8",
        env={
            **os.environ,
            "COMP_CWORD": str(len(words.split(" ")) - 1),
            "COMP_WORDS": words,
            "_VISITKG_COMPLETE": "bash_complete",
        },
        stdin=subprocess.DEVNULL,
    )
    assert done.stderr == ""
    return [line.split(",", 1)[1] for line in done.stdout.splitlines() if line]


@pytest.mark.parametrize(
    ("words", "offered"),
    [
        ("visitkg qu", ["query"]),
        ("visitkg query who-tra", ["who-travels-with-kim"]),
        ("visitkg check --fail-on w", ["warning"]),
        ("visitkg zzz", []),
    ],
)
def test_what_can_follow_is_offered(words: str, offered: list[str], root: Path) -> None:
    assert complete(words, root) == offered
