"""How an error reads: place, message, line, caret, remedy."""

from __future__ import annotations

import pytest

from visitkg.errors import InputError, Position, UsageError, VisitkgError

TEXTS = {
    "a message alone": (UsageError("no query"), "no query"),
    "a message and a remedy": (UsageError("no query", remedy="Ask."), "no query\nAsk."),
    "a file": (InputError("no such file", position=Position("a.ttl")), "a.ttl: no such file"),
    "a line": (InputError("wrong", position=Position("a.ttl", 3)), "a.ttl:3: wrong"),
    "a line and its text": (
        InputError("wrong", position=Position("a.ttl", 3), source="a b"),
        "a.ttl:3: wrong\n    a b",
    ),
    "a column": (
        InputError("wrong", position=Position("a.ttl", 3, 3), source="a bcd", width=3),
        "a.ttl:3:3: wrong\n    a bcd\n      ~~^",
    ),
    "a column behind a tab": (
        InputError("wrong", position=Position("a.ttl", 3, 4), source="a\tbc"),
        "a.ttl:3:4: wrong\n    a\tbc\n     \t ^",
    ),
    "a column behind Korean and a combining accent": (
        InputError("wrong", position=Position("a.ttl", 3, 5), source="김 e\u0301b"),
        "a.ttl:3:5: wrong\n    김 e\u0301b\n    \u3000  ^",
    ),
    "the end of the line": (
        InputError("wrong", position=Position("a.ttl", 3, 4), source="a b"),
        "a.ttl:3:4: wrong\n    a b\n       ^",
    ),
    "a very long line": (
        InputError("wrong", position=Position("a.ttl", 3, 301), source="a" * 300 + "b" * 300),
        f"a.ttl:3:301: wrong\n    …{'a' * 80}{'b' * 80}…\n    {' ' * 81}^",
    ),
    "a part of a very long line": (
        InputError(
            "wrong",
            position=Position("a.ttl", 3, 10_001),
            source="a" * 200 + "b" * 200,
            column_in_source=201,
        ),
        f"a.ttl:3:10001: wrong\n    …{'a' * 80}{'b' * 80}…\n    {' ' * 81}^",
    ),
    "a very wide token": (
        InputError("wrong", position=Position("a.ttl", 3, 1), source="a" * 300, width=300),
        f"a.ttl:3:1: wrong\n    {'a' * 160}…\n    {'~' * 160}^",
    ),
}


@pytest.mark.parametrize(("error", "text"), TEXTS.values(), ids=TEXTS)
def test_an_error_reads(error: VisitkgError, text: str) -> None:
    assert str(error) == text


def test_each_kind_has_its_exit_code() -> None:
    assert (UsageError.exit_code, InputError.exit_code) == (2, 3)
