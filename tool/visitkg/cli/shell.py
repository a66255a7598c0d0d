"""``visitkg shell``: questions and queries one after the other, in a terminal or from a pipe."""

from __future__ import annotations

import os
import sys
from importlib.util import find_spec
from pathlib import Path
from shutil import get_terminal_size
from typing import TYPE_CHECKING, Final

import click

from visitkg.cli.option import project_option
from visitkg.errors import InputError, UsageError, VisitkgError
from visitkg.graph.source import STANDARD_INPUT
from visitkg.project import find_project
from visitkg.shell.converse import converse, run_all
from visitkg.shell.history import history_path, read_history
from visitkg.shell.material import load_material
from visitkg.shell.paging import page, pager_command, scrolls_sideways
from visitkg.shell.state import Screen, Shell
from visitkg.sparql.render import FORMATS

if TYPE_CHECKING:
    from collections.abc import Callable

    from visitkg.shell.reply import Reply

_WANTED: Final = ("prompt_toolkit", "pygments")


@click.command("shell")
@click.option(
    "--data",
    metavar="FILE",
    multiple=True,
    type=click.Path(path_type=Path, readable=False),
    help="Ask these files or folders instead of the project's; repeatable.",
)
@project_option
@click.option(
    "--format",
    "format_name",
    type=click.Choice(FORMATS),
    help="How to write answers; by default a table, or turtle for a graph.",
)
@click.option(
    "--timeout",
    "seconds",
    metavar="SECONDS",
    type=click.FloatRange(min=0, min_open=True),
    help="Break off what takes longer.",
)
@click.option("--allow-remote", is_flag=True, help="Let SERVICE and FROM reach other servers.")
def command(
    *,
    data: tuple[Path, ...],
    directory: Path | None,
    format_name: str | None,
    seconds: float | None,
    allow_remote: bool,
) -> int:
    """Ask one question after the other, on data that are loaded once.

    A line is the name of a question, with its parameters as name=value, or a query in SPARQL, of
    as many lines as it needs; .help tells more. Ctrl-C breaks off what runs and no more, Ctrl-D
    leaves. With prompt_toolkit (pip install 'visitkg[shell]') there are choices as one types, and
    colours. Long answers go through PAGER.

    From a pipe each query is asked in turn: answers go to standard output, errors to standard
    error. A query ends at ; or an empty line, or where the next one begins.

    \b
    Exit codes:
      0  left, or all was answered
      2  wrong usage, or a query from a pipe with an error
      3  unreadable input, or a query from a pipe that could not be completed

    \b
    Examples:
      visitkg shell
      visitkg shell --data my.ttl --timeout 30
      echo 'what-is-claimed-of-a-thing thing=id:xi-jinping' | visitkg shell --format csv
    """
    if STANDARD_INPUT in data:
        raise UsageError("--data - leaves nothing to read queries from", remedy="Name a file.")
    if sys.stdin is None or sys.stdout is None:
        raise InputError("standard input or output is closed", remedy="Open both for a shell.")
    material = load_material(find_project(directory), data)
    shell = Shell(material, format_name, seconds, allow_remote)
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        sys.stdin.reconfigure(encoding="utf-8", errors="surrogateescape")  # type: ignore[union-attr]  # a pipe or a file
        return run_all(shell, sys.stdin, _print)
    _talk(shell)
    return 0


def _talk(shell: Shell) -> None:
    pager = pager_command(os.environ)
    history = history_path(os.environ)
    try:
        shell.typed += read_history(history)
    except VisitkgError as error:
        click.echo(str(error), err=True)
    count = len(shell.material.questions)
    click.echo(
        f"{len(shell.material.store):,} triples, {count} question{'s' * (count != 1)}. "
        ".help tells what can be typed; Ctrl-D leaves.",
        err=True,
    )
    read = _reader(shell)

    def look_and_read() -> str:
        text = read()
        columns, rows = get_terminal_size()
        shell.screen = Screen(columns, rows, scrolls_sideways(pager))
        return text

    converse(shell, look_and_read, lambda reply: _show(reply, pager), history)


def _reader(shell: Shell) -> Callable[[], str]:
    missing = [name for name in _WANTED if find_spec(name) is None]
    if missing:
        click.echo(
            f"Without {' and '.join(missing)} there are no colours and fewer choices: "
            "pip install 'visitkg[shell]' brings them.",
            err=True,
        )
        # Imported here: where there is better, nobody needs it.
        from visitkg.shell.plain import plain_reader

        return plain_reader(shell, click.echo)
    # Imported here: a pipe has no need of what costs more than a query.
    from visitkg.shell.prompt import KEYS, prompt_reader

    shell.keys = KEYS
    return prompt_reader(shell, colour=not os.environ.get("NO_COLOR"))


def _show(reply: Reply, pager: tuple[str, ...]) -> None:
    """Print a reply, through a pager if it is longer than the terminal is high."""
    if pager and reply.text.count("\n") >= get_terminal_size().lines:
        page(pager, reply.text)
        click.echo(reply.note, err=True, nl=bool(reply.note))
    else:
        _print(reply)


def _print(reply: Reply) -> None:
    # UTF-8 whatever the locale is, as a whole and before any note.
    sys.stdout.write(reply.text)
    sys.stdout.flush()
    if reply.note:
        click.echo(reply.note, err=True)
