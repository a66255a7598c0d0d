"""The commands to the shell itself, which begin with a dot."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from visitkg.errors import UsageError

FAREWELLS: Final = frozenset({"bye", "exit", "q", "quit"})


@dataclass(frozen=True, slots=True)
class Command:
    """A command: its name and abbreviation without the dot, what it takes, and what it does."""

    name: str
    short: str
    argument: str
    summary: str

    @property
    def needs_argument(self) -> bool:
        """Tell whether it does nothing without an argument."""
        return bool(self.argument) and not self.argument.startswith("[")


COMMANDS: Final = (
    Command("help", "h", "", "Show what can be typed."),
    Command("questions", "qs", "", "List the questions of the project."),
    Command("explain", "e", "NAME", "Show what a question asks and takes."),
    Command("prefixes", "p", "", "List the prefixes that need no declaration."),
    Command("format", "f", "[FORMAT]", "Show how answers are written, or choose it; auto as ever."),
    Command("describe", "d", "NAME", "Show a thing and what is claimed of it."),
    Command("output", "o", "[FILE]", "Write answers to a file; without one, here again."),
    Command("timer", "t", "[on|off]", "Tell how long each answer took."),
    Command("history", "hi", "", "List what was typed before."),
    Command("quit", "q", "", "Leave, as Ctrl-D does."),
)

_HELP: Final = """\
Type a question by its name, its parameters behind it, or a query in SPARQL:
  who-travels-with-kim
  what-is-claimed-of-a-thing thing=id:xi-jinping
  SELECT ?claim { ?claim visit:epistemicStatus visit:Speculated }

Enter runs what is whole and goes on where a bracket is open; an empty line runs it in any case,
and so does ; at the end of a line outside of brackets.
"""


def find_command(name: str) -> Command:
    """Return the command with this name, abbreviation, or unmistakable beginning.

    Raise UsageError, with a suggestion if there is one, for anything else.
    """
    for command in COMMANDS:
        if name in (command.name, command.short):
            return command
    begun = [command for command in COMMANDS if name and command.name.startswith(name)]
    if len(begun) == 1:
        return begun[0]
    # Imported here: only a mistake needs it.
    from difflib import get_close_matches

    names = [command.name for command in COMMANDS]
    near = [command.name for command in begun] or get_close_matches(name, names, n=1)
    meant = " or ".join(f"'.{each}'" for each in near)
    raise UsageError(
        f"unknown command '.{name}'",
        remedy=f"Did you mean {meant}?" if meant else ".help shows all commands.",
    )


def write_help(keys: str = "") -> str:
    """Return what can be typed; ``keys`` are lines on those that the terminal knows."""
    rows = [
        (f".{each.name} {each.argument}".rstrip(), f".{each.short}", each.summary)
        for each in COMMANDS
    ]
    width = max(len(name) for name, _, _ in rows)
    lines = "".join(f"  {name:{width}}  {short:4}  {text}\n" for name, short, text in rows)
    return f"{_HELP}{keys}\nCommands, and how to write them shorter:\n{lines}"
