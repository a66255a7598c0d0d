"""An expression in the notation of Python's ``re``, whose own classes and flags it does without."""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from visitkg.regex.characters import EVERYTHING, NOTHING, Characters, category, single
from visitkg.regex.classes import word_characters
from visitkg.regex.model import Choice, Edge, Expression, Group, Look, One, Repeat, Same, Sequence

_MANY: Final = 100
_OPENINGS: Final = {
    (False, False): "(?=",
    (False, True): "(?!",
    (True, False): "(?<=",
    (True, True): "(?<!",
}


def render_for_re(expression: Expression) -> str:  # noqa: PLR0911 - one for each kind
    """Return a pattern that matches the same texts in ``re`` without any flag."""
    match expression:
        case One(found):
            return _render_characters(found)
        case Edge(is_end):
            return r"\Z" if is_end else r"\A"
        case Sequence(parts):
            return "".join(map(render_for_re, parts))
        case Choice(options):
            return f"(?:{'|'.join(map(render_for_re, options))})"
        case Repeat(body, least, most):
            return f"(?:{render_for_re(body)}){_render_quantity(least, most)}"
        case Group(number, body):
            return f"(?P<g{number}>{render_for_re(body)})"
        case Same(number, ignores_case):
            # A group that matched nothing counts as empty in XPath; in re, nothing equals it.
            same = f"(?(g{number})(?P=g{number})|)"
            return f"(?i:{same})" if ignores_case else same
        case Look(body, back, negated):
            return f"{_OPENINGS[back, negated]}{render_for_re(body)})"


def _render_quantity(least: int, most: int | None) -> str:
    match (least, most):
        case (0, None):
            return "*"
        case (1, None):
            return "+"
        case (0, 1):
            return "?"
        case _:
            return f"{{{least},{'' if most is None else most}}}"


def _render_characters(found: Characters) -> str:
    if not found.ranges:
        return "(?!)"
    if found == EVERYTHING:
        return "(?s:.)"
    if found == EVERYTHING - single("\n"):
        return "."
    first, last = found.ranges[0]
    if len(found.ranges) == 1 and first == last:
        return re.escape(chr(first))
    if len(found.ranges) > _MANY:
        word = word_characters()
        for shown, negation in ((found, ""), (~found, "^")):
            if shown == word:
                return f"[{negation}\\w{_render_ranges(word - _python_word())}]"
    return f"[{_render_ranges(found)}]"


@cache
def _python_word() -> Characters:
    r"""Return nearly all of what ``\w`` is in ``re``, which needs no ranges for it."""
    return (category("L") or NOTHING) | (category("N") or NOTHING)


def _render_ranges(found: Characters) -> str:
    return "".join(f"{_escape(low)}-{_escape(high)}" for low, high in found.ranges)


def _escape(point: int) -> str:
    return f"\\U{point:08x}"
