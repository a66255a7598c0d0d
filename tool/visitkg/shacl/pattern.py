"""The matcher of a ``sh:pattern``: https://www.w3.org/TR/shacl/#PatternConstraintComponent."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Final, TypeAlias

from visitkg.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Callable

    from visitkg.regex.automaton import Automaton
    from visitkg.regex.model import Expression

    Matcher: TypeAlias = Callable[[str], bool]

_PLAIN: Final = re.compile(
    r"(\^(?:[A-Za-z0-9_ :/-]|\[(?:A-Z|a-z|0-9)+\](?:\{[0-9]{1,3}\})?)*)(\$?)"
)
"""What XPath and Python read alike and what repeats nothing without end, as ``^[A-Z]{2}$``."""

_STEPS_PER_CHARACTER: Final = 256
_STEPS: Final = 10_000_000
"""What a pattern may take for one text that no automaton can match: about a second."""

_MOST_STATES: Final = 2000


@cache
def compile_pattern(pattern: str, flags: str = "") -> Matcher:
    """Return whether some part of a text matches a pattern, as a function of the text.

    It ends in time linear in the text. Only for a pattern that refers back to a group, or that is
    very large, and a text so long that this can't be promised, does it raise InputError instead.
    Raise ValueError with the reason if the pattern or its flags are not valid.
    """
    plain = None if flags else _PLAIN.fullmatch(pattern)
    if plain:
        begin, end = plain.groups()
        find = re.compile(begin + r"\Z" * len(end)).match
        return lambda text: find(text) is not None
    return _compile_expression(pattern, flags)


def _compile_expression(pattern: str, flags: str) -> Matcher:
    # Imported here: it takes longer than to validate a small file.
    from visitkg.regex.automaton import Automaton, count_states
    from visitkg.regex.model import refers_back
    from visitkg.regex.read import read_expression

    expression = _without_needless_repeats(read_expression(pattern, flags))
    refers = refers_back(expression)
    too_large = refers or count_states(expression) > _MOST_STATES
    longest = _longest_safe(expression, alone=too_large)
    backtracking = None if longest == 0 else _compile_backtracking(expression)
    if backtracking and longest is None:
        return backtracking
    if not backtracking or longest is None:
        if too_large:
            raise ValueError(
                "it refers back to a group in a way that can take forever"
                if refers
                else "it repeats more than can be kept track of"
            )
        return Automaton(expression).search
    return _by_length(backtracking, longest, None if too_large else expression)


def _longest_safe(expression: Expression, *, alone: bool) -> int | None:
    """Return up to which length of a text going back is cheap; None if it always is.

    If it is ``alone``, as no automaton can follow it, it may cost more.
    """
    from visitkg.regex.cost import TooCostlyError, bound_search

    try:
        bound = bound_search(expression)
    except TooCostlyError:
        return 0
    if bound.degree <= 1:
        return None
    if alone:
        return int((_STEPS / bound.factor) ** (1 / bound.degree))
    return int((_STEPS_PER_CHARACTER / bound.factor) ** (1 / (bound.degree - 1)))


def _compile_backtracking(expression: Expression) -> Matcher | None:
    """Return a matcher by ``re``, or None where that wants to know how far to look behind."""
    from visitkg.regex.backtracking import render_for_re
    from visitkg.regex.model import is_anchored

    try:
        compiled = re.compile(render_for_re(expression))
    except re.error:
        return None
    find = compiled.match if is_anchored(expression) else compiled.search
    return lambda text: find(text) is not None


def _by_length(short: Matcher, longest: int, expression: Expression | None) -> Matcher:
    """Return a matcher that takes ``short`` for texts up to a length, else the automaton."""

    @cache
    def automaton() -> Automaton:
        if expression is None:
            raise InputError(
                f"a text of more than {longest:,} characters for a pattern that can take too long",
                remedy="Write the pattern so that no part of it can match in two ways.",
            )
        from visitkg.regex.automaton import Automaton

        return Automaton(expression)

    return lambda text: short(text) if len(text) <= longest else automaton().search(text)


def _without_needless_repeats(expression: Expression) -> Expression:
    """Return what is found in the same texts: a search needn't repeat what it begins with."""
    from visitkg.regex.model import Choice, Repeat, Sequence, refers_back

    if refers_back(expression):
        return expression
    match expression:
        case Repeat(body, least, most) if most != least:
            return Repeat(body, least, least)
        case Sequence((first, *rest)):
            return Sequence((_without_needless_repeats(first), *rest))
        case Choice(options):
            return Choice(tuple(map(_without_needless_repeats, options)))
        case _:
            return expression
