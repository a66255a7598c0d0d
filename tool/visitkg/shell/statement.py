"""What was typed: a command with a dot, a question by name, or a query; and whether it is whole."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from visitkg.errors import UsageError
from visitkg.sparql.grammar import find_error
from visitkg.sparql.outline import FORMS
from visitkg.sparql.questions import is_question_name
from visitkg.sparql.tokens import Kind, Token, tokenise

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

DOT: Final = "."
_BEGINNINGS: Final = frozenset({*FORMS, "BASE", "PREFIX"})
_CONTINUING: Final = frozenset(
    {"FROM", "GROUP", "HAVING", "LIMIT", "OFFSET", "ORDER", "VALUES", "WHERE"}
)
_BRACKETS: Final = {"(": 1, "[": 1, "{": 1, ")": -1, "]": -1, "}": -1}
_LONG_QUOTES: Final = ('"""', "'''")

_VALUE: Final = r"""(?:"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|<[^<>\s]*>|[^\s"'])+"""
_ASSIGNMENT: Final = re.compile(rf"[?$]?[A-Za-z_]\w*={_VALUE}")
_ARGUMENT: Final = re.compile(rf"(?:{_VALUE}|\S)+")


@dataclass(frozen=True, slots=True)
class DotLine:
    """A command to the shell itself: its name without the dot, and what follows."""

    name: str
    argument: str


@dataclass(frozen=True, slots=True)
class Call:
    """A question by its name, and ``name=value`` for its parameters."""

    name: str
    assignments: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class QueryText:
    """A query in SPARQL, without the ``;`` that may end it."""

    text: str


Statement = DotLine | Call | QueryText


def read_statement(text: str, names: Collection[str]) -> Statement | None:
    """Return what was typed, None for white space and comments; ``names`` are those of questions.

    Raise UsageError for a question with something behind it that assigns nothing.
    """
    body = text.strip()
    if body.startswith(DOT):
        name, _, argument = body[1:].partition(" ")
        return DotLine(name, argument.strip())
    tokens = tokenise(text)
    if not tokens:
        return None
    if is_call(body, names):
        return _read_call(body)
    return QueryText(text[: tokens[-1].start] if _is_ended(tokens) else text)


def is_call(body: str, names: Collection[str]) -> bool:
    """Tell whether a line names a question, be it one that there isn't."""
    word, *rest = _ARGUMENT.findall(_without_end(body)) or [""]
    if not is_question_name(word) or word.upper() in _BEGINNINGS:
        return False
    return word in names or "-" in word or all(_ASSIGNMENT.fullmatch(each) for each in rest)


def is_whole(text: str, names: Collection[str]) -> bool:
    """Tell whether nothing has to follow what was typed.

    That holds for all but a query that can go on only: with an open bracket or string, or one that
    ends too early. A query with a mistake before its end is whole, lest nobody hears of it.
    """
    body = text.strip()
    if body.startswith(DOT) or is_call(body, names):
        return True
    tokens = tokenise(text)
    if not tokens:
        return True
    if _depth(tokens) > 0 or _in_long_string(tokens[-1]):
        return False
    if _is_ended(tokens):
        return True
    mistake = find_error(tokens)
    return mistake is None or mistake.index < len(tokens)


def is_typed(text: str, names: Collection[str]) -> bool:
    """Tell whether Enter ends what is typed at a terminal: it is whole, or its last line empty."""
    return is_whole(text, names) or not text.rpartition("\n")[2].strip()


def split_statements(lines: Iterable[str], names: Collection[str]) -> Iterator[tuple[int, str]]:
    """Yield each statement of a text with the number of its first line.

    A query ends at ``;`` or an empty line behind it, where another statement begins, or with the
    text; what can't be whole yet goes on, whatever lines there are in it.
    """
    begin, pending = 1, ""
    for number, line in enumerate(lines, start=1):
        if pending and is_whole(pending, names) and not _continues(line):
            yield begin, pending
            pending = ""
        if not pending:
            if not line.strip():
                continue
            begin = number
        pending += line
        if is_whole(pending, names) and _ends_at_once(pending, names):
            yield begin, pending
            pending = ""
    if pending.strip():
        yield begin, pending


def _ends_at_once(text: str, names: Collection[str]) -> bool:
    """Tell whether no line below what is whole can belong to it."""
    body = text.strip()
    if body.startswith(DOT) or is_call(body, names) or not text.splitlines()[-1].strip():
        return True
    tokens = tokenise(text)
    return not tokens or _is_ended(tokens)


def _continues(line: str) -> bool:
    tokens = tokenise(line)
    return bool(tokens) and (tokens[0].word in _CONTINUING or tokens[0].is_sign("{"))


def _read_call(body: str) -> Call:
    name, *rest = _ARGUMENT.findall(_without_end(body))
    for each in rest:
        if not _ASSIGNMENT.fullmatch(each):
            raise UsageError(
                f"{each!r} gives no parameter a value",
                remedy=f"Write {name} parameter=value; .explain {name} shows its parameters. "
                "A text with spaces goes in quotes.",
            )
    return Call(name, tuple(rest))


def _without_end(body: str) -> str:
    return body.removesuffix(";").rstrip()


def _depth(tokens: Iterable[Token]) -> int:
    return sum(_BRACKETS.get(each.text, 0) for each in tokens if each.kind is Kind.SIGN)


def _in_long_string(token: Token) -> bool:
    return token.kind is Kind.UNCLOSED and token.text.startswith(_LONG_QUOTES)


def _is_ended(tokens: Sequence[Token]) -> bool:
    """Tell whether a ``;`` ends the query: within brackets it parts properties."""
    return tokens[-1].is_sign(";") and _depth(tokens) <= 0
