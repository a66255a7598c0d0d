"""The command line: one file a command; the only place that prints, exits or knows click.

Reading order: ``option`` (what several commands take), ``store`` (a triple store), ``watch``,
``report``, ``elsewhere``, ``spark``, ``explanation``, ``inputs`` and ``validation`` (the parts of
the command that validates), then any, for no command knows another: ``query``, ``describe``,
``validate``, ``check``, ``evidence``, ``format``, ``diff``, ``export``, ``load``, ``publish``,
``serve``, ``shell``, ``completion``.
"""

from __future__ import annotations

import gc
import io
import os
import sys
from importlib import import_module
from typing import Any, Final

import click

from visitkg import __version__
from visitkg.errors import InputError, VisitkgError

_COLLECT_AFTER: Final = 100_000
"""So many new objects pass before Python looks for cycles among them; by default 700."""

_COMMANDS: Final = (
    "check",
    "completion",
    "describe",
    "diff",
    "evidence",
    "export",
    "format",
    "load",
    "publish",
    "query",
    "serve",
    "shell",
    "validate",
)


class LazyGroup(click.Group):
    """A group whose commands are imported only when they are called or listed one by one."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002  (click's signature)
        """Return the names of all commands, without importing any."""
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import the one module that holds the command; ``format`` lies in ``cli/format.py``."""
        if cmd_name not in _COMMANDS:
            _suggest(cmd_name, ctx)
            return None
        module = import_module(f"visitkg.cli.{cmd_name}")
        command: click.Command = module.command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        """Write the list of commands from the table, so that ``--help`` imports no command."""
        with formatter.section("Commands"):
            formatter.write_dl(list(_SUMMARIES.items()))


def _suggest(name: str, ctx: click.Context) -> None:
    """Raise UsageError if a command is called nearly so."""
    # Imported here: only a mistake needs it.
    from difflib import get_close_matches

    near = get_close_matches(name, _COMMANDS, n=1)
    if near:
        raise click.UsageError(f"No such command {name!r}. Did you mean {near[0]!r}?", ctx)


_SUMMARIES: Final = {
    "query": "Ask a question in SPARQL, or one of the project's questions by name.",
    "describe": "Show a thing and what is claimed of it, by whom, how surely, where.",
    "validate": "Validate data against SHACL shapes.",
    "check": "Prove the whole project: parse, species, shapes, questions, evidence and more.",
    "evidence": "Show which sentences carry which claims, and verify them against the report.",
    "format": "Write Turtle files in their canonical form.",
    "diff": "Show what two versions of a graph state differently.",
    "export": "Write the graph in a form that others expect.",
    "load": "Fill a triple store, in pieces that go on where they ended.",
    "publish": "Publish the project as a site of static files in which every IRI resolves.",
    "serve": "Serve a SPARQL endpoint that is safe to leave open, and pages to look around.",
    "shell": "Ask one question after the other, on data that are loaded once.",
    "completion": "Print the completion script of a shell.",
}


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="visitkg", message="%(prog)s %(version)s")
def cli() -> None:
    """Query, validate and check a knowledge graph that can be trusted line by line.

    Works on the project around the working directory, on the one that --project names, or
    else on the visit that ships with the tool.

    \b
    Exit codes:
      0  fine
      1  findings, at or above the threshold
      2  wrong usage
      3  unreadable input, or work that could not be completed

    \b
    Examples:
      visitkg query --list
      visitkg query who-travels-with-kim
      visitkg describe kim-jong-un
      visitkg check
    """


def main(arguments: list[str] | None = None) -> None:
    """Run the command line and exit with its code; errors become one message on stderr."""
    stdout = sys.stdout
    # A short run leaves no cycles worth looking for; a long one still finds its own.
    gc.set_threshold(_COLLECT_AFTER)
    _speak_utf8()
    try:
        code: Any = cli.main(args=arguments, prog_name="visitkg", standalone_mode=False)
        if sys.stdout is not None:
            sys.stdout.flush()
    except click.ClickException as error:
        error.show()
        code = error.exit_code
    except click.exceptions.Abort:
        click.echo("Interrupted.", err=True)
        code = 130
    except VisitkgError as error:
        click.echo(str(error), err=True)
        code = error.exit_code
    except BrokenPipeError:
        # The reader of a pipe has had enough, as in `visitkg query ... | head`.
        _discard_output()
        code = 0
    except SystemExit:
        # For click that is a 1, which here means findings; it puts another stdout in place.
        if sys.stdout is stdout:
            raise
        _discard_output()
        code = 0
    except OSError as error:
        # What is left is standard output on a full disk: commands report files themselves.
        _discard_output()
        click.echo(f"{error.filename or '<stdout>'}: {error.strerror}", err=True)
        code = InputError.exit_code
    sys.exit(code if isinstance(code, int) else 0)


def _speak_utf8() -> None:
    """Let names in every script be printed, whatever the locale is."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8")


def _discard_output() -> None:
    """Let what is still in the buffer go nowhere, so that the interpreter ends in peace."""
    if sys.stdout is not None:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
