"""Line after line: a conversation at a terminal, or what comes from a pipe."""

from __future__ import annotations

from typing import TYPE_CHECKING

from visitkg.errors import VisitkgError
from visitkg.shell.child import INTERRUPTED
from visitkg.shell.history import keep
from visitkg.shell.perform import perform
from visitkg.shell.reply import Reply
from visitkg.shell.statement import split_statements

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from visitkg.shell.state import Shell


def converse(
    shell: Shell,
    read: Callable[[], str],
    show: Callable[[Reply], None],
    history: Path | None = None,
) -> None:
    """Show what each line gives until there is none; an interrupt takes back what was being done.

    What is typed is kept in the file ``history``, until that fails once.
    """
    while True:
        try:
            text = read()
            if not text.strip():
                continue
            history = _remember(shell, text, show, history)
            reply = perform(shell, text)
            show(reply)
        except EOFError:
            return
        except KeyboardInterrupt:
            continue
        if reply.ends:
            return


def _remember(
    shell: Shell, text: str, show: Callable[[Reply], None], history: Path | None
) -> Path | None:
    try:
        if history is not None:
            keep(history, text, shell.typed)
    except VisitkgError as error:
        show(Reply(note=str(error)))
        history = None
    shell.typed.append(text)
    return history


def run_all(shell: Shell, lines: Iterable[str], show: Callable[[Reply], None]) -> int:
    """Show what each statement gives, in order, and return the exit code of the worst.

    Raise KeyboardInterrupt if one is interrupted: nobody would know which.
    """
    worst = 0
    for first_line, text in split_statements(lines, shell.material.questions):
        reply = perform(shell, text, first_line)
        if reply.code == INTERRUPTED:
            raise KeyboardInterrupt
        show(reply)
        worst = max(worst, reply.code)
        if reply.ends:
            break
    return worst
