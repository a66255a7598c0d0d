"""How many steps a backtracking matcher can take: a bound that holds for every text.

A step is lost where a part can end at several places and what follows fails at each of them. It
isn't lost where what follows can't begin with a character that the part would take as well: then
all its ends but the last fail at once.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import reduce
from itertools import combinations
from typing import Final

from visitkg.regex.characters import EVERYTHING, Characters
from visitkg.regex.model import (
    Choice,
    Edge,
    Expression,
    Group,
    Look,
    One,
    Repeat,
    Same,
    Sequence,
    children,
    is_anchored,
    is_nullable,
)

_LARGEST_FACTOR: Final = 1000
_LARGEST_DEGREE: Final = 4
_MOST_COPIES: Final = 16


class TooCostlyError(Exception):
    """No polynomial of a small degree bounds the steps."""


@dataclass(frozen=True, slots=True)
class Bound:
    """At most ``factor`` times the length of the text to the power of ``degree``."""

    factor: int
    degree: int

    def __add__(self, other: Bound) -> Bound:
        """Return the bound of one part and then the other."""
        return _bound(self.factor + other.factor, max(self.degree, other.degree))

    def __mul__(self, other: Bound) -> Bound:
        """Return the bound of one part within the other."""
        return _bound(self.factor * other.factor, self.degree + other.degree)

    def __or__(self, other: Bound) -> Bound:
        """Return the bound of one part or the other."""
        return _bound(max(self.factor, other.factor), max(self.degree, other.degree))


def _bound(factor: int, degree: int) -> Bound:
    if factor > _LARGEST_FACTOR or degree > _LARGEST_DEGREE:
        raise TooCostlyError
    return Bound(factor, degree)


_ONCE: Final = Bound(1, 0)
_LENGTH: Final = Bound(1, 1)


@dataclass(frozen=True, slots=True)
class _Next:
    """What can come after a part: characters, or success whatever comes."""

    characters: Characters
    succeeds: bool

    def __or__(self, other: _Next) -> _Next:
        """Return what can come next if either of two parts does."""
        return _Next(self.characters | other.characters, self.succeeds or other.succeeds)

    def excludes(self, other: _Next) -> bool:
        """Return whether the next character tells which of the two it is."""
        return not (self.succeeds or other.succeeds or self.characters.overlaps(other.characters))


_END: Final = Characters(((0x110000, 0x110000),))
"""The end of the text, as if it were a character."""
_SUCCESS: Final = _Next(EVERYTHING | _END, succeeds=True)
_ANYTHING: Final = _Next(EVERYTHING | _END, succeeds=False)


def bound_search(expression: Expression) -> Bound:
    """Return the steps of a search; raise TooCostlyError if no bound of a small degree is known.

    A step may try every part of the expression once.
    """
    steps, _ = _measure(expression, _SUCCESS)
    return steps if is_anchored(expression) else steps * _LENGTH


def _measure(  # noqa: PLR0911 - one for each kind
    expression: Expression, following: _Next
) -> tuple[Bound, Bound]:
    """Return the steps within an expression, and how often what follows is tried in earnest."""
    match expression:
        case Same():
            return _LENGTH, _ONCE
        case Group(body=body):
            return _measure(body, following)
        case Look(body=body):
            return _measure(body, _SUCCESS)[0], _ONCE
        case Sequence(parts):
            return _measure_sequence(parts, following)
        case Choice(options):
            return _measure_choice(options, following)
        case Repeat():
            return _measure_repeat(expression, following)
        case _:
            return _ONCE, _ONCE


def _measure_sequence(parts: tuple[Expression, ...], following: _Next) -> tuple[Bound, Bound]:
    steps, ends = _ONCE, _ONCE
    for part in reversed(parts):
        part_steps, part_ends = _measure(part, following)
        steps = part_steps + part_ends * steps
        ends = part_ends * ends
        following = _first(part, following)
    return steps, ends


def _measure_choice(options: tuple[Expression, ...], following: _Next) -> tuple[Bound, Bound]:
    if sum(map(is_nullable, options)) > 1:
        raise TooCostlyError
    measured = [_measure(option, following) for option in options]
    steps = reduce(Bound.__add__, (steps for steps, _ in measured))
    firsts = [_first(option, following) for option in options]
    is_told = all(one.excludes(other) for one, other in combinations(firsts, 2))
    join = Bound.__or__ if is_told or following.succeeds else Bound.__add__
    return steps, reduce(join, (ends for _, ends in measured))


def _measure_repeat(repeat: Repeat, following: _Next) -> tuple[Bound, Bound]:
    body, least, most = repeat.body, repeat.least, repeat.most
    if most == 0:
        return _ONCE, _ONCE
    again = _first(body, following)
    exits_at_once = following.succeeds or least == most or again.excludes(following)
    if most == 1:
        steps, ends = _measure(body, following)
        return steps, ends if exits_at_once else ends + _ONCE
    if is_nullable(body):
        raise TooCostlyError
    steps, ends = _measure(body, _Next(again.characters | following.characters, succeeds=False))
    if ends != _ONCE:
        if following.succeeds and least <= 1:
            return _measure(body, following)[0] * _LENGTH, _ONCE
        return _measure_copies(steps, ends, least, most)
    steps = steps * _times(most) if _goes_astray(body) else steps | _times(most)
    if exits_at_once:
        return steps, _ONCE
    return steps, _times(None if most is None else most - least + 1)


def _times(most: int | None) -> Bound:
    """Return how often something is repeated that takes a character each time."""
    return _LENGTH if most is None or most > _MOST_COPIES else Bound(most, 0)


def _goes_astray(expression: Expression) -> bool:
    """Return whether a part reads text that the whole doesn't take."""
    return isinstance(expression, Look | Same) or any(map(_goes_astray, children(expression)))


def _measure_copies(
    body_steps: Bound, body_ends: Bound, least: int, most: int | None
) -> tuple[Bound, Bound]:
    if most is None or most > _MOST_COPIES:
        raise TooCostlyError
    steps, ends = _ONCE, _ONCE
    for copy in range(most, 0, -1):
        steps = body_steps + body_ends * steps
        ends = body_ends * ends + _ONCE if copy > least else body_ends * ends
    return steps, ends


def _first(  # noqa: PLR0911 - one for each kind
    expression: Expression, following: _Next
) -> _Next:
    """Return what can come next where an expression and then what follows is tried."""
    match expression:
        case One(found):
            return _Next(found, succeeds=False)
        case Edge(is_end):
            return _Next(_END, succeeds=False) if is_end else following
        case Look() | Same():
            return _ANYTHING
        case Group(body=body):
            return _first(body, following)
        case Sequence(parts):
            return reduce(lambda after, part: _first(part, after), reversed(parts), following)
        case Choice(options):
            return reduce(_Next.__or__, (_first(option, following) for option in options))
        case Repeat(body, least, most):
            if most == 0:
                return following
            return _first(body, following) if least else _first(body, following) | following
