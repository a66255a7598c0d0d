"""Lines from a terminal by what Python brings along, with GNU readline where it is there."""

from __future__ import annotations

from importlib.util import find_spec
from typing import TYPE_CHECKING, Any, Final

from visitkg.shell.complete import complete
from visitkg.shell.statement import is_typed

if TYPE_CHECKING:
    from collections.abc import Callable

    from visitkg.shell.state import Shell

PROMPT: Final = "visitkg> "
CONTINUATION: Final = "    ...> "

_DELIMITERS: Final = " \t\n"


def plain_reader(shell: Shell, end_line: Callable[[], None]) -> Callable[[], str]:
    """Return a function that reads until what is typed is whole.

    It raises EOFError at the end and KeyboardInterrupt for Ctrl-C, as ``input`` does, but calls
    ``end_line`` before, for the cursor stands behind the prompt.
    """
    if find_spec("readline"):
        _use_readline(shell)

    def read() -> str:
        text = ""
        try:
            while True:
                text += input(CONTINUATION if text else PROMPT)
                if is_typed(text, shell.material.questions):
                    return text
                text += "\n"
        except (EOFError, KeyboardInterrupt):
            end_line()
            raise

    return read


def _use_readline(shell: Shell) -> None:
    # Imported here: it is not there on every system, and takes hold of the terminal.
    import readline

    for entry in shell.typed:
        readline.add_history(entry)
    readline.set_completer_delims(_DELIMITERS)
    readline.set_completer(_completer(shell, readline))
    is_libedit = "libedit" in (readline.__doc__ or "")
    readline.parse_and_bind("bind ^I rl_complete" if is_libedit else "tab: complete")


def _completer(shell: Shell, readline: Any) -> Callable[[str, int], str | None]:  # noqa: ANN401  (a module)
    found: list[str] = []

    def offer(_: str, state: int) -> str | None:
        if state == 0:
            line, begin = readline.get_line_buffer(), readline.get_begidx()
            choices = complete(line, readline.get_endidx(), shell.vocabulary)
            # Readline replaces from the last blank on, choices from where their word begins.
            found[:] = [
                line[begin : each.start] + each.text for each in choices if each.start >= begin
            ]
        return found[state] if state < len(found) else None

    return offer
