"""Lines from a terminal by prompt_toolkit: several at once, in colours, with choices to take."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from prompt_toolkit import PromptSession
from prompt_toolkit.application import get_app
from prompt_toolkit.completion import Completer, Completion
from prompt_toolkit.filters import Condition, has_completions
from prompt_toolkit.history import InMemoryHistory
from prompt_toolkit.key_binding import KeyBindings
from prompt_toolkit.lexers import DynamicLexer, PygmentsLexer, SimpleLexer
from pygments.lexers.rdf import SparqlLexer

from visitkg.shell.complete import complete
from visitkg.shell.plain import CONTINUATION, PROMPT
from visitkg.shell.statement import DOT, is_call, is_typed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from prompt_toolkit.completion import CompleteEvent
    from prompt_toolkit.document import Document
    from prompt_toolkit.input import Input
    from prompt_toolkit.key_binding import KeyPressEvent
    from prompt_toolkit.lexers import Lexer
    from prompt_toolkit.output import Output

    from visitkg.shell.state import Shell

KEYS: Final = """\
Tab chooses, Esc Enter begins a new line, Ctrl-R searches what was typed before, Ctrl-C breaks off.
"""


def prompt_reader(
    shell: Shell,
    *,
    colour: bool,
    terminal: tuple[Input, Output] | None = None,
) -> Callable[[], str]:
    """Return a function that reads until what is typed is whole.

    It raises EOFError at the end and KeyboardInterrupt for Ctrl-C. ``terminal`` stands in for that
    of the process.
    """
    names = shell.material.questions
    plain, sparql = SimpleLexer(), PygmentsLexer(SparqlLexer)

    def lexer() -> Lexer:
        text = get_app().current_buffer.text.strip()
        return plain if text.startswith(DOT) or is_call(text, names) else sparql

    given = {} if terminal is None else {"input": terminal[0], "output": terminal[1]}
    session: PromptSession[str] = PromptSession(
        PROMPT,
        multiline=True,
        prompt_continuation=CONTINUATION,
        lexer=DynamicLexer(lexer) if colour else plain,
        include_default_pygments_style=colour,
        completer=_Choices(shell),
        complete_while_typing=True,
        history=InMemoryHistory(shell.typed),
        key_bindings=_keys(shell),
        **given,  # type: ignore[arg-type]  # of both kinds
    )

    def read() -> str:
        return session.prompt()

    return read


class _Choices(Completer):
    """The choices of a shell, as prompt_toolkit asks for them."""

    def __init__(self, shell: Shell) -> None:
        self.shell = shell

    def get_completions(self, document: Document, event: CompleteEvent) -> Iterator[Completion]:
        """Yield what can stand at the cursor; without being asked, nothing where no word begins."""
        cursor = document.cursor_position
        for choice in complete(document.text, cursor, self.shell.vocabulary):
            if event.completion_requested or choice.start < cursor:
                yield Completion(
                    choice.text, start_position=choice.start - cursor, display_meta=choice.meta
                )


def _keys(shell: Shell) -> KeyBindings:
    keys = KeyBindings()

    @Condition
    def is_choosing() -> bool:
        state = get_app().current_buffer.complete_state
        return state is not None and state.current_completion is not None

    @keys.add("enter", filter=has_completions & is_choosing)
    def choose(event: KeyPressEvent) -> None:
        event.current_buffer.complete_state = None

    @keys.add("enter", filter=~is_choosing)
    def run_or_go_on(event: KeyPressEvent) -> None:
        buffer = event.current_buffer
        behind = buffer.document.text_after_cursor.strip()
        if not behind and is_typed(buffer.text, shell.material.questions):
            buffer.validate_and_handle()
        else:
            buffer.newline()

    @keys.add("escape", "enter")
    def begin_line(event: KeyPressEvent) -> None:
        event.current_buffer.newline()

    return keys
