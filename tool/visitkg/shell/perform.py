"""What is done with a line that was typed."""

from __future__ import annotations

import time
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from visitkg.errors import InputError, Position, UsageError, VisitkgError
from visitkg.replace import replace_text
from visitkg.shell.answer import answer, prepare_statement
from visitkg.shell.child import reply_from_child
from visitkg.shell.command import COMMANDS, FAREWELLS, find_command, write_help
from visitkg.shell.material import find_question
from visitkg.shell.reply import Reply, failure
from visitkg.shell.statement import Call, DotLine, QueryText, read_statement
from visitkg.sparql.listing import write_list
from visitkg.sparql.render import FORMATS

if TYPE_CHECKING:
    from collections.abc import Callable

    from visitkg.shell.state import Shell

_AUTO: Final = "auto"
_SHOWN_ENTRIES: Final = 50


def perform(shell: Shell, text: str, first_line: int | None = None) -> Reply:
    """Return what a line or a query gives, an error as the reply that tells it.

    ``first_line`` is where it begins in a pipe. Answers go to a file if one has been named.
    """
    begin = time.perf_counter()
    try:
        statement = read_statement(text, shell.material.questions)
        if statement is None:
            return Reply()
        if isinstance(statement, DotLine):
            reply = _perform_dot(shell, statement)
        else:
            reply = _ask(shell, statement, first_line)
        if reply.answer and not reply.code:
            reply = _deliver(shell, _timed(shell, reply, time.perf_counter() - begin))
    except VisitkgError as error:
        return failure(error)
    return reply


def _ask(shell: Shell, statement: Call | QueryText, first_line: int | None) -> Reply:
    if isinstance(statement, Call):
        _refuse_command(shell, statement)
    prepared = prepare_statement(shell, statement, first_line)
    return reply_from_child(lambda: answer(shell, prepared), shell.seconds)


def _refuse_command(shell: Shell, call: Call) -> None:
    """Raise UsageError for a command without its dot, unless a question is called so."""
    names = {command.name for command in COMMANDS}
    if call.name in shell.material.questions or call.name not in names | FAREWELLS:
        return
    meant = "quit" if call.name in FAREWELLS else call.name
    raise UsageError(f"unknown question {call.name!r}", remedy=f"Did you mean '.{meant}'?")


def _timed(shell: Shell, reply: Reply, seconds: float) -> Reply:
    if not shell.timer:
        return reply
    taken = f"{seconds:.3f} s"
    return replace(reply, note=f"{reply.note} in {taken}" if reply.note else taken)


def _deliver(shell: Shell, reply: Reply) -> Reply:
    """Return the reply, or write its text to the file that answers go to."""
    if shell.output is None:
        return reply
    if shell.output_begun:
        _append(shell.output, reply.text)
    else:
        replace_text(shell.output, reply.text)
        shell.output_begun = True
    note = f"{reply.note}, " if reply.note else ""
    return replace(reply, text="", note=f"{note}written to {shell.output}" if shell.screen else "")


def _append(path: Path, text: str) -> None:
    try:
        with path.open("a", encoding="utf-8", newline="\n") as file:
            file.write(text)
    except OSError as error:
        raise InputError(
            f"this file can't be written: {error.strerror}",
            position=Position(str(path)),
            remedy=".output names another file.",
        ) from error


def _perform_dot(shell: Shell, line: DotLine) -> Reply:
    command = find_command(line.name)
    if command.needs_argument and not line.argument:
        raise UsageError(
            f".{command.name} needs a name",
            remedy=f"Write .{command.name} {command.argument}.",
        )
    if line.argument and not command.argument:
        raise UsageError(f".{command.name} takes nothing", remedy=f"Write .{command.name} alone.")
    return _ACTIONS[command.name](shell, line.argument)


def _help(shell: Shell, _: str) -> Reply:
    return Reply(write_help(shell.keys))


def _questions(shell: Shell, _: str) -> Reply:
    if not shell.material.questions:
        return Reply(note="The project has no questions.")
    return Reply(write_list(list(shell.material.questions.values())))


def _explain(shell: Shell, name: str) -> Reply:
    question = find_question(shell.material, name)
    lines = [question.title, question.meaning]
    lines += [f"  {parameter}" for parameter in question.parameters]
    called = "".join(f" {each.name}=..." for each in question.parameters)
    return Reply("".join(f"{line}\n" for line in [*lines, f"  {name}{called}"] if line))


def _prefixes(shell: Shell, _: str) -> Reply:
    prefixes = sorted(shell.material.prefixes.items())
    width = max(len(prefix) for prefix, _ in prefixes) + 1
    return Reply("".join(f"{f'{prefix}:':{width}}  {iri}\n" for prefix, iri in prefixes))


def _format(shell: Shell, name: str) -> Reply:
    known = (_AUTO, *FORMATS)
    if not name:
        now = shell.format_name or _AUTO
        return Reply(f"{now}, of {', '.join(known)}\n")
    if name not in known:
        # Imported here: only a mistake needs it.
        from difflib import get_close_matches

        near = get_close_matches(name, known, n=1)
        remedy = f"Did you mean {near[0]!r}?" if near else f"Formats: {', '.join(known)}."
        raise UsageError(f"unknown format {name!r}", remedy=remedy)
    shell.format_name = None if name == _AUTO else name
    return Reply()


def _describe(shell: Shell, name: str) -> Reply:
    return reply_from_child(lambda: _description(shell, name), shell.seconds)


def _description(shell: Shell, name: str) -> Reply:
    # Imported here: queries have no need of it.
    from visitkg.site.describe import describe
    from visitkg.site.name import find_node
    from visitkg.site.render_text import render_text
    from visitkg.site.view import GraphView

    view = GraphView(shell.material.store, shell.material.prefixes)
    description = describe(view, find_node(view, name, shell.material.prefixes))
    to_screen = shell.screen is not None and shell.output is None
    width = shell.screen.columns if shell.screen and to_screen else None
    return Reply(render_text(description, width).removesuffix("\n") + "\n", answer=True)


def _output(shell: Shell, name: str) -> Reply:
    path = Path(name).expanduser() if name else None
    if path is not None and path.is_dir():
        raise UsageError(f"{name} is a folder", remedy="Name a file.")
    shell.output, shell.output_begun = path, False
    return Reply()


def _timer(shell: Shell, word: str) -> Reply:
    if word not in ("", "on", "off"):
        raise UsageError(f".timer {word} is neither on nor off", remedy="Write .timer on.")
    if not word:
        return Reply(f"{'on' if shell.timer else 'off'}\n")
    shell.timer = word == "on"
    return Reply()


def _history(shell: Shell, _: str) -> Reply:
    begin = max(0, len(shell.typed) - _SHOWN_ENTRIES)
    entries = enumerate(shell.typed[begin:], start=begin + 1)
    return Reply("".join(f"{number:5}  {_indented(entry)}\n" for number, entry in entries))


def _indented(entry: str) -> str:
    return entry.strip().replace("\n", "\n       ")


def _quit(_: Shell, __: str) -> Reply:
    return Reply(ends=True)


_ACTIONS: Final[dict[str, Callable[[Shell, str], Reply]]] = {
    "describe": _describe,
    "explain": _explain,
    "format": _format,
    "help": _help,
    "history": _history,
    "output": _output,
    "prefixes": _prefixes,
    "questions": _questions,
    "quit": _quit,
    "timer": _timer,
}
