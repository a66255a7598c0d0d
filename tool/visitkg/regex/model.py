"""What a regular expression consists of, whatever its notation."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from visitkg.regex.characters import Characters


@dataclass(frozen=True, slots=True)
class One:
    """One character of a set."""

    characters: Characters


@dataclass(frozen=True, slots=True)
class Sequence:
    """Each part after the other; none is the empty text."""

    parts: tuple[Expression, ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """One of several."""

    options: tuple[Expression, ...]


@dataclass(frozen=True, slots=True)
class Repeat:
    """Something ``least`` to ``most`` times, without an upper bound where ``most`` is None."""

    body: Expression
    least: int
    most: int | None


@dataclass(frozen=True, slots=True)
class Group:
    """What a later ``Same`` repeats; groups that nothing refers to are left out."""

    number: int
    body: Expression


@dataclass(frozen=True, slots=True)
class Same:
    """The text that a group matched, or the empty text if it matched none."""

    number: int
    ignores_case: bool


@dataclass(frozen=True, slots=True)
class Edge:
    """The begin or the end of the text."""

    is_end: bool


@dataclass(frozen=True, slots=True)
class Look:
    """Whether something matches from here on, or up to here if it looks ``back``."""

    body: Expression
    back: bool
    negated: bool


Expression: TypeAlias = One | Sequence | Choice | Repeat | Group | Same | Edge | Look


def children(expression: Expression) -> tuple[Expression, ...]:
    """Return what an expression directly consists of."""
    match expression:
        case Sequence(parts) | Choice(parts):
            return parts
        case Repeat(body=body) | Group(body=body) | Look(body=body):
            return (body,)
        case _:
            return ()


def is_nullable(expression: Expression) -> bool:
    """Return whether an expression matches the empty text wherever it stands."""
    match expression:
        case Sequence(parts):
            return all(map(is_nullable, parts))
        case Choice(options):
            return any(map(is_nullable, options))
        case Repeat(body, least):
            return least == 0 or is_nullable(body)
        case Group(body=body):
            return is_nullable(body)
        case _:
            return isinstance(expression, Same)


def is_anchored(expression: Expression) -> bool:
    """Return whether an expression can only match from the begin of the text on."""
    match expression:
        case Edge(is_end):
            return not is_end
        case Sequence(parts):
            return bool(parts) and is_anchored(parts[0])
        case Choice(options):
            return all(map(is_anchored, options))
        case Group(body=body):
            return is_anchored(body)
        case _:
            return False


def refers_back(expression: Expression) -> bool:
    """Return whether some part must be the same text as an earlier one."""
    return isinstance(expression, Same) or any(map(refers_back, children(expression)))
