"""What is wrong in a query that the engine refuses: its place, its line, and what to do."""

from __future__ import annotations

import re
from difflib import get_close_matches
from typing import TYPE_CHECKING, Final

from visitkg.sparql.expected import suggest
from visitkg.sparql.grammar import Unexpected, find_error, terminal
from visitkg.sparql.place import error_at, error_at_token, line_at
from visitkg.sparql.rules import find_broken_rule
from visitkg.sparql.tokens import Kind, Token, tokenise

if TYPE_CHECKING:
    from visitkg.errors import UsageError
    from visitkg.sparql.prepare import Prepared

_ENGINE_MESSAGE: Final = re.compile(r"error at (\d+):(\d+): expected (?:one of )?(.*)", re.DOTALL)
_EXPLANATION: Final = re.compile(r"(?:^|, )([A-Z]\w+ [^\[\]\"]*[a-z][^\[\]\",]*)")
_SCHEME: Final = re.compile(r"<[A-Za-z][A-Za-z0-9+.\-]*:")
_CLOSING: Final = {"(": ")", "[": "]", "{": "}"}
_EMPTY: Final = "A query begins with SELECT, ASK, CONSTRUCT or DESCRIBE."
_LONGEST_QUOTE: Final = 40
_UNKNOWN_TO_GRAMMAR: Final = frozenset({"<<", "<<(", ")>>", ">>", "{|", "|}", "~"})
"""Signs of SPARQL 1.2, which the engine reads and the grammar does not."""


def explain(prepared: Prepared, error: SyntaxError) -> UsageError:
    """Return the error for a query that the engine refused with ``error``.

    The first of these explains it, in the order of the text: a token that can't stand where it
    does, and a prefix that is not declared. Then come what only the engine knows.
    """
    tokens = tokenise(prepared.source)
    mistake = _find_mistake(tokens)
    stop = len(tokens) if mistake is None else mistake.index
    found = _explain_prefix(prepared, tokens[:stop])
    if found is None and mistake is not None:
        found = _explain_mistake(prepared, tokens, mistake)
    if found is None:
        found = _explain_relative_iri(prepared, tokens) or _explain_rule(prepared, tokens)
    return found or _explain_by_engine(prepared, error)


def _find_mistake(tokens: list[Token]) -> Unexpected | None:
    """Return the grammar's objection, unless it is to something that the grammar does not know."""
    if any(token.kind is Kind.SIGN and token.text in _UNKNOWN_TO_GRAMMAR for token in tokens):
        return None
    return find_error(tokens)


def _explain_mistake(prepared: Prepared, tokens: list[Token], mistake: Unexpected) -> UsageError:
    name, text = prepared.name, prepared.source
    if mistake.index == len(tokens):
        if not tokens:
            return error_at("the query is empty", name=name, text=text, offset=0, remedy=_EMPTY)
        remedy = _unclosed(text, tokens, name) or suggest("", mistake.expected)
        end = tokens[-1].end
        return error_at("the query ends too early", name=name, text=text, offset=end, remedy=remedy)
    token = tokens[mistake.index]
    if token.kind is Kind.UNCLOSED:
        message, remedy = "this string has no end", f"Close it with {_quotes(token)}."
    elif token.is_sign("<") and ">" in text[token.end :].split("\n")[0]:
        message = "this is no IRI"
        remedy = 'An IRI has no spaces and none of the characters < > " { } | ^ ` \\.'
    elif token.text == "\\":
        message = "an escape outside of a string"
        remedy = "Write the character itself; \\u and \\U stand in strings and IRIs only."
    else:
        message = f"unexpected {shorten(token.text)!r}"
        remedy = suggest(token.text, mistake.expected)
    return error_at_token(message, token, name=name, text=text, remedy=remedy)


def shorten(text: str) -> str:
    """Return a token as a message can quote it."""
    return text if len(text) <= _LONGEST_QUOTE else text[: _LONGEST_QUOTE - 1] + "…"


def _quotes(token: Token) -> str:
    return token.text[:3] if token.text[:3] in ('"""', "'''") else token.text[0]


def _unclosed(text: str, tokens: list[Token], name: str) -> str | None:
    """Return where the innermost bracket was opened that is not closed."""
    open_brackets: list[Token] = []
    for token in tokens:
        if token.kind is not Kind.SIGN:
            continue
        if token.text in _CLOSING:
            open_brackets.append(token)
        elif open_brackets and token.text == _CLOSING[open_brackets[-1].text]:
            open_brackets.pop()
    if not open_brackets:
        return None
    bracket = open_brackets[-1]
    line, column, _ = line_at(text, bracket.start)
    return f"Close the {bracket.text!r} of {name}:{line}:{column} with {_CLOSING[bracket.text]!r}."


def _explain_prefix(prepared: Prepared, tokens: list[Token]) -> UsageError | None:
    """Return the error for the first prefix that is declared neither in the query nor outside."""
    known = dict.fromkeys(prepared.prefixes)
    previous = ""
    for token in tokens:
        if token.kind is Kind.NAME:
            prefix = token.text.split(":", 1)[0]
            if previous == "PREFIX":
                known[prefix] = None
            elif prefix not in known:
                near = get_close_matches(prefix, sorted(known), n=1)
                return error_at(
                    f"unknown prefix '{prefix}:'",
                    name=prepared.name,
                    text=prepared.source,
                    offset=token.start,
                    width=len(prefix) + 1,
                    remedy=f"Did you mean '{near[0]}:'?"
                    if near
                    else f"Declare it: PREFIX {prefix}: <...>",
                )
        previous = terminal(token)
    return None


def _explain_relative_iri(prepared: Prepared, tokens: list[Token]) -> UsageError | None:
    if prepared.base_iri or any(token.word == "BASE" for token in tokens):
        return None
    for token in tokens:
        if token.kind is Kind.IRI and not _SCHEME.match(token.text):
            return error_at_token(
                "this IRI is relative, and nothing says to what",
                token,
                name=prepared.name,
                text=prepared.source,
                remedy="Write the whole IRI, or declare BASE.",
            )
    return None


def _explain_rule(prepared: Prepared, tokens: list[Token]) -> UsageError | None:
    broken = find_broken_rule(tokens)
    if broken is None:
        return None
    return error_at_token(
        broken.message,
        broken.token,
        name=prepared.name,
        text=prepared.source,
        remedy=broken.remedy,
    )


def _begin_small(message: str) -> str:
    return message[0].lower() + message[1:] if message[1].islower() else message


def _explain_by_engine(prepared: Prepared, error: SyntaxError) -> UsageError:
    """Return the engine's own message, at the place that it names in its own text."""
    match = _ENGINE_MESSAGE.fullmatch(error.msg)
    if match is None:
        return error_at(error.msg, name=prepared.name, text=prepared.source, offset=0)
    reason = _EXPLANATION.search(match[3])
    lines = prepared.text.split("\n")
    offset = sum(len(line) + 1 for line in lines[: int(match[1]) - 1]) + int(match[2]) - 1
    return error_at(
        _begin_small(reason[1]) if reason else "the query breaks a rule of SPARQL",
        name=prepared.name,
        text=prepared.source,
        offset=prepared.source_offset(offset),
        remedy=None
        if reason
        else "Look before this place for a variable that is set although it is already in use.",
    )
