"""Lines from a terminal by prompt_toolkit, whose keys are pressed here."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest
from prompt_toolkit.completion import CompleteEvent
from prompt_toolkit.document import Document
from prompt_toolkit.input import create_pipe_input
from prompt_toolkit.output import DummyOutput

from visitkg.shell.prompt import _Choices, prompt_reader

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from visitkg.shell.state import Shell

Typed = "Callable[[str], str]"


@pytest.fixture(params=[True, False], ids=["colour", "plain"])
def typed(request: pytest.FixtureRequest, shell: Shell) -> Iterator[Callable[[str], str]]:
    """Return a function that presses keys and returns what was read.

    It is read in a thread of its own, for a browser of other tests keeps the loop of this one busy.
    """
    shell.typed += ["ASK { ?earlier a ex:Seller }"]
    with create_pipe_input() as keys, ThreadPoolExecutor(max_workers=1) as thread:
        read = prompt_reader(shell, colour=request.param, terminal=(keys, DummyOutput()))

        def press(text: str) -> str:
            keys.send_text(text)
            return thread.submit(read).result()

        yield press


ENTER, ESCAPE, UP, LEFT = "\r", "\x1b", "\x1b[A", "\x1b[D"


@pytest.mark.parametrize(
    ("keys", "text"),
    [
        (f".help{ENTER}", ".help"),
        (f"whom-does-one-know{ENTER}", "whom-does-one-know"),
        (f"ASK {{}}{ENTER}", "ASK {}"),
        (f"ASK {{{ENTER}}}{ENTER}", "ASK {\n}"),
        (f"ASK {{}}{ESCAPE}{ENTER}LIMIT 1{ENTER}", "ASK {}\nLIMIT 1"),
        (f"ASK {{{ENTER}{ENTER}", "ASK {\n"),
        (f"ASK {{ }}{LEFT}{ENTER}{LEFT}{ENTER}\x05{ENTER}", "ASK { \n\n}"),
        (f"{UP}{ENTER}", "ASK { ?earlier a ex:Seller }"),
        (f"{ENTER}", ""),
    ],
    ids=["dot", "question", "query", "open", "new line", "empty line", "inside", "history", "none"],
)
def test_enter_runs_what_is_whole(keys: str, text: str, typed: Callable[[str], str]) -> None:
    assert typed(keys) == text


def test_control_c_and_control_d_are_told(typed: Callable[[str], str]) -> None:
    with pytest.raises(KeyboardInterrupt):
        typed("ASK {\x03")
    with pytest.raises(EOFError):
        typed("\x04")
    assert typed(f"ASK {{}}{ENTER}") == "ASK {}"


def offered(shell: Shell, text: str, *, asked: bool) -> list[tuple[str, int, str]]:
    event = CompleteEvent(text_inserted=not asked, completion_requested=asked)
    found = _Choices(shell).get_completions(Document(text), event)
    return [(each.text, each.start_position, each.display_meta_text) for each in found]


def test_choices_are_offered_as_one_types(shell: Shell) -> None:
    assert offered(shell, "ASK { ?s ?p ex:an", asked=False) == [("ex:ann-lee", -5, "Ann Lee")]


def test_where_no_word_begins_choices_wait_to_be_asked_for(shell: Shell) -> None:
    assert offered(shell, "whom-does-one-know ", asked=False) == []
    assert offered(shell, "whom-does-one-know ", asked=True) == [("person=", 0, "who knows")]
