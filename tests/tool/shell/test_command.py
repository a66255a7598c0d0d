"""Commands with a dot: their names, abbreviations, and what is said of others."""

from __future__ import annotations

import pytest

from visitkg.errors import UsageError
from visitkg.shell.command import COMMANDS, Command, find_command, write_help


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.name)
def test_a_command_is_found_by_name_and_abbreviation(command: Command) -> None:
    assert find_command(command.name) is command
    assert find_command(command.short) is command


def test_no_two_commands_have_one_name_or_abbreviation() -> None:
    words = [word for each in COMMANDS for word in (each.name, each.short)]
    assert len(words) == len(set(words))


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("help", "help"), ("desc", "describe"), ("que", "questions"), ("qui", "quit"), ("q", "quit")],
)
def test_a_beginning_that_only_one_has_is_enough(typed: str, meant: str) -> None:
    assert find_command(typed).name == meant


@pytest.mark.parametrize(
    ("typed", "remedy"),
    [
        ("", ".help shows all commands."),
        ("xyzzy", ".help shows all commands."),
        ("fromat", "Did you mean '.format'?"),
        ("qu", "Did you mean '.questions' or '.quit'?"),
        ("HELP", ".help shows all commands."),
        ("quits", "Did you mean '.quit'?"),
    ],
)
def test_another_command_is_refused_with_what_is_near(typed: str, remedy: str) -> None:
    with pytest.raises(UsageError) as caught:
        find_command(typed)
    assert str(caught.value) == f"unknown command '.{typed}'\n{remedy}"


def test_the_help_shows_every_command_with_its_abbreviation() -> None:
    rows = write_help("KEYS\n").splitlines()
    assert "KEYS" in rows
    for command in COMMANDS:
        [row] = [row for row in rows if row.startswith(f"  .{command.name} ")]
        assert f" .{command.short} " in row
        assert row.endswith(command.summary)
