"""Lines from a terminal without prompt_toolkit: what ``input`` gives, and readline's choices."""

from __future__ import annotations

import builtins
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest

from visitkg.shell import plain
from visitkg.shell.plain import _completer, _use_readline, plain_reader

if TYPE_CHECKING:
    from collections.abc import Callable

    from visitkg.shell.state import Shell


@pytest.fixture
def ended() -> list[None]:
    return []


@pytest.fixture
def reader(
    shell: Shell, ended: list[None], monkeypatch: pytest.MonkeyPatch
) -> Callable[..., Callable[[], str]]:
    """Return what makes a reader of some lines, and notes the prompts."""

    def make(*lines: str | type[BaseException]) -> Callable[[], str]:
        left = list(lines)

        def give(prompt: str) -> str:
            assert prompt in (plain.PROMPT, plain.CONTINUATION)
            line = left.pop(0)
            if isinstance(line, str):
                return line
            raise line

        monkeypatch.setattr(builtins, "input", give)
        monkeypatch.setattr(plain, "find_spec", lambda _: None)
        return plain_reader(shell, lambda: ended.append(None))

    return make


def test_lines_are_read_until_they_are_whole(reader: Callable[..., Callable[[], str]]) -> None:
    read = reader("ASK {", "}", ".help", "ASK {", "")
    assert [read(), read(), read()] == ["ASK {\n}", ".help", "ASK {\n"]


@pytest.mark.parametrize("end", [EOFError, KeyboardInterrupt])
def test_the_line_of_the_prompt_is_ended_where_reading_is(
    end: type[BaseException], reader: Callable[..., Callable[[], str]], ended: list[None]
) -> None:
    read = reader("ASK {", end, "ASK {}")
    with pytest.raises(end):
        read()
    assert ended == [None]
    assert read() == "ASK {}"


def fake(line: str) -> SimpleNamespace:
    """Return a readline with the cursor at the end of a line."""
    end = len(line)
    begin = max(line.rfind(blank, 0, end) for blank in " \t\n") + 1
    return SimpleNamespace(
        get_line_buffer=lambda: line, get_begidx=lambda: begin, get_endidx=lambda: end
    )


@pytest.mark.parametrize(
    ("line", "offered"),
    [
        ("whom", ["whom-does-one-know"]),
        ("whom-does-one-know person=ex:c", ["person=ex:cat"]),
        ("ASK { ?s ?p ex:an", ["ex:ann-lee"]),
        ("ASK {ex:an", ["{ex:ann-lee"]),
        (".describe ann l", []),
        ("ASK { ?s ?p ex:zzz", []),
    ],
)
def test_choices_replace_what_readline_takes_for_a_word(
    line: str, offered: list[str], shell: Shell
) -> None:
    choose = _completer(shell, fake(line))
    found: list[str] = []
    while (each := choose("", len(found))) is not None:
        found.append(each)
    assert found == offered


@pytest.mark.parametrize(
    ("about", "binding"),
    [("GNU", "tab: complete"), ("libedit", "bind ^I rl_complete"), (None, "tab: complete")],
)
def test_readline_is_told_the_history_and_the_key(
    about: str | None, binding: str, shell: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[tuple[str, Any]] = []
    names = ("add_history", "set_completer_delims", "set_completer", "parse_and_bind")
    module = SimpleNamespace(
        **{name: lambda value, name=name: told.append((name, value)) for name in names},
        __doc__=about,
    )
    monkeypatch.setitem(__import__("sys").modules, "readline", module)
    shell.typed += ["ASK {}"]
    _use_readline(shell)
    assert ("add_history", "ASK {}") in told
    assert ("parse_and_bind", binding) in told
