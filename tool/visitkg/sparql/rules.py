"""Rules of SPARQL that its grammar does not show, for messages about errors.

https://www.w3.org/TR/sparql11-query/#sparqlGrammar, notes 6 to 16
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from visitkg.sparql.outline import Outline, outline, variable_name
from visitkg.sparql.tokens import Kind, Token

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


@dataclass(frozen=True, slots=True)
class BrokenRule:
    """The token at which a rule is broken, what is wrong, and what to do."""

    token: Token
    message: str
    remedy: str


def find_broken_rule(tokens: Sequence[Token]) -> BrokenRule | None:
    """Return the first of the common rules that a query with a correct grammar breaks."""
    shape = outline(list(tokens))
    broken = [
        *_selected_twice(tokens, shape),
        *_not_grouped(tokens, shape),
        *_set_twice(tokens, shape),
        *_shared_blank(tokens),
        *_uneven_values(tokens),
    ]
    return min(broken, key=lambda rule: rule.token.start, default=None)


def _selected_twice(tokens: Sequence[Token], shape: Outline) -> Iterator[BrokenRule]:
    seen = set()
    for token in _projection(tokens, shape):
        name = variable_name(token)
        if name in seen:
            yield BrokenRule(
                token, f"?{name} is selected twice", "Leave it out, or give it another name."
            )
        seen.add(name)


def _not_grouped(tokens: Sequence[Token], shape: Outline) -> Iterator[BrokenRule]:
    words = [token.word for token in tokens]
    begin = _index_at(tokens, shape.modifiers)
    if "GROUP" not in words[begin:]:
        return
    if shape.selected is None:
        yield BrokenRule(
            tokens[begin],
            "SELECT * can't be grouped",
            "Name the variables to select, and those to group by.",
        )
        return
    end = next(
        (index for index in range(begin + 1, len(words)) if words[index] in _AFTER_GROUP),
        len(words),
    )
    grouped = {variable_name(each) for each in tokens[begin:end] if each.kind is Kind.VARIABLE}
    for token in _projection(tokens, shape):
        name = variable_name(token)
        if name not in grouped and name not in shape.assigned:
            yield BrokenRule(
                token,
                f"?{name} has many values in each group",
                f"Add ?{name} to GROUP BY, or select an aggregate such as (MAX(?{name}) AS ?most).",
            )


_AFTER_GROUP = frozenset({"HAVING", "LIMIT", "OFFSET", "ORDER", "VALUES"})


def _set_twice(tokens: Sequence[Token], shape: Outline) -> Iterator[BrokenRule]:
    """Yield each ``AS ?x`` where ?x is in use: in WHERE for a SELECT, further up for a BIND."""
    where = shape.where
    if where is None:
        return
    for index, token in enumerate(tokens):
        if token.kind is not Kind.VARIABLE or tokens[index - 1].word != "AS":
            continue
        name = variable_name(token)
        begin, end = (where.start, where.end)
        if token.start > where.start:
            group = max(
                (each for each in shape.groups if each.start <= token.start < each.end),
                key=lambda each: each.start,
                default=where,
            )
            begin, end = group.start, token.start
        in_use = any(
            other.kind is Kind.VARIABLE
            and variable_name(other) == name
            and begin <= other.start < end
            and other is not token
            for other in tokens
        )
        if in_use:
            yield BrokenRule(
                token, f"?{name} already has a value here", "Choose another name behind AS."
            )


def _shared_blank(tokens: Sequence[Token]) -> Iterator[BrokenRule]:
    """Yield each label of a blank node that a brace separates from its first use."""
    label_depths: dict[str, tuple[int, ...]] = {}
    path: list[int] = []
    for index, token in enumerate(tokens):
        if token.is_sign("{"):
            path.append(index)
        elif token.is_sign("}") and path:
            path.pop()
        elif token.kind is Kind.BLANK:
            first = label_depths.setdefault(token.text, tuple(path))
            if first != tuple(path):
                yield BrokenRule(
                    token,
                    f"{token.text} stands in two groups",
                    "Use a variable: a blank node belongs to one group.",
                )


def _uneven_values(tokens: Sequence[Token]) -> Iterator[BrokenRule]:
    """Yield each row of ``VALUES (...)`` that has not one value for each variable."""
    for index, token in enumerate(tokens):
        if token.word != "VALUES" or not tokens[index + 1].is_sign("("):
            continue
        close = next(i for i in range(index, len(tokens)) if tokens[i].is_sign(")"))
        columns = close - index - 2
        row = close + 2
        while tokens[row].is_sign("("):
            end = next(i for i in range(row, len(tokens)) if tokens[i].is_sign(")"))
            values = sum(_begins_value(tokens, i) for i in range(row + 1, end))
            if values != columns:
                yield BrokenRule(
                    tokens[row],
                    f"a row of {values} for {columns} variables",
                    "Write UNDEF where a variable has no value.",
                )
            row = end + 1


def _begins_value(tokens: Sequence[Token], index: int) -> bool:
    """Tell whether a value begins here, rather than the language or datatype of one."""
    token = tokens[index]
    is_suffix = token.kind is Kind.LANGUAGE or token.is_sign("^^")
    return not is_suffix and not tokens[index - 1].is_sign("^^")


def _projection(tokens: Sequence[Token], shape: Outline) -> Iterator[Token]:
    """Yield the variables that the outermost SELECT names, and those that it sets with AS."""
    begin = _index_at(tokens, shape.form.start) if shape.form else 0
    end = shape.where.start if shape.where else 0
    depth = 0
    for index in range(begin, len(tokens)):
        token = tokens[index]
        if token.start >= end:
            return
        depth += token.is_sign("(") - token.is_sign(")")
        if token.kind is Kind.VARIABLE and (depth == 0 or tokens[index - 1].word == "AS"):
            yield token


def _index_at(tokens: Sequence[Token], offset: int) -> int:
    return next((i for i, token in enumerate(tokens) if token.start >= offset), len(tokens))
