"""A matcher that looks at each character once, whatever the expression; it knows no ``Same``.

It is in a set of states at once. Sets that have been met are kept with what each character leads
to, so that most characters cost one look-up. Whether a look ahead or behind holds is found out for
all places beforehand, by another such matcher: from the end of the text for a look ahead.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import chain, repeat
from typing import TYPE_CHECKING, Final

from visitkg.regex.model import (
    Choice,
    Edge,
    Expression,
    Group,
    Look,
    One,
    Repeat,
    Sequence,
    children,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from visitkg.regex.characters import Characters

_MOST_KEPT: Final = 100_000
"""So many steps are kept before they are forgotten: about 10 MB."""

_BEGIN: Final = 1
_END: Final = 2


def count_states(expression: Expression) -> int:
    """Return how large the automaton would be, without building it."""
    if isinstance(expression, Repeat):
        copies = expression.least + 1 if expression.most is None else expression.most
        return 1 + copies * (1 + count_states(expression.body))
    return 1 + sum(map(count_states, children(expression)))


@dataclass(slots=True)
class _Graph:
    """States are numbers: each reads characters of sets, or leads on where a fact holds.

    A fact is a bit that is set for the places in a text at which a look, or an edge, holds.
    """

    is_backwards: bool
    reads: list[list[tuple[int, int]]] = field(default_factory=list)
    leads: list[list[tuple[int, int]]] = field(default_factory=list)
    sets: dict[Characters, int] = field(default_factory=dict)
    looks: dict[Look, int] = field(default_factory=dict)

    def add_state(self) -> int:
        """Return a new state."""
        self.reads.append([])
        self.leads.append([])
        return len(self.reads) - 1

    def lead(self, begin: int, fact: int = 0, end: int | None = None) -> int:
        """Lead on to ``end``, else to a new state, which is returned."""
        end = self.add_state() if end is None else end
        self.leads[begin].append((fact, end))
        return end

    def add(self, expression: Expression, begin: int) -> int:  # noqa: PLR0911 - one for each kind
        """Return the state that an expression leads to from a state."""
        match expression:
            case One(found):
                end = self.add_state()
                self.reads[begin].append((self.sets.setdefault(found, len(self.sets)), end))
                return end
            case Edge(is_end):
                return self.lead(begin, _END if is_end else _BEGIN)
            case Look():
                return self.lead(begin, self.looks.setdefault(expression, 4 << len(self.looks)))
            case Sequence(parts):
                for part in reversed(parts) if self.is_backwards else parts:
                    begin = self.add(part, begin)
                return begin
            case Choice(options):
                end = self.add_state()
                for option in options:
                    self.lead(self.add(option, begin), 0, end)
                return end
            case Repeat():
                return self._add_repeat(expression, begin)
            case Group(body=body):
                return self.add(body, begin)
            case _:
                raise TypeError("an automaton doesn't remember what a group matched")

    def _add_repeat(self, repeat_: Repeat, begin: int) -> int:
        for _ in range(repeat_.least):
            begin = self.add(repeat_.body, begin)
        if repeat_.most is None:
            begin = self.lead(begin)
            self.lead(self.add(repeat_.body, begin), 0, begin)
            return begin
        end = self.add_state()
        self.lead(begin, 0, end)
        for _ in range(repeat_.most - repeat_.least):
            begin = self.add(repeat_.body, begin)
            self.lead(begin, 0, end)
        return end


@dataclass(slots=True, eq=False)
class _States:
    """The states that the automaton can be in at a place, and what they lead to from there."""

    reading: frozenset[int]
    accepts: bool
    by_character: dict[tuple[str, int], _States] = field(default_factory=dict)
    by_kind: dict[tuple[int, int], _States] = field(default_factory=dict)


class Automaton:
    """Matches an expression; keeps the steps that it has worked out."""

    def __init__(self, expression: Expression, *, is_backwards: bool = False) -> None:
        self._graph = _Graph(is_backwards)
        self._begin = self._graph.add_state()
        self._end = self._graph.add(expression, self._begin)
        self._is_backwards = is_backwards
        self._looks = [
            (fact, look.negated, Automaton(look.body, is_backwards=not look.back))
            for look, fact in self._graph.looks.items()
        ]
        self._known: dict[tuple[frozenset[int], bool], _States] = {}
        self._kinds: dict[str, int] = {}
        self._kept = 0

    def search(self, text: str) -> bool:
        """Return whether some part of a text matches."""
        return any(self._run(text))

    def _places(self, text: str) -> list[bool]:
        """Return for each place whether a match ends there, or begins there if read backwards."""
        found = list(self._run(text))
        return found[::-1] if self._is_backwards else found

    def _run(self, text: str) -> Iterator[bool]:
        """Yield for each place on the way through a text whether a match ends there."""
        facts = self._find_facts(text)
        if self._is_backwards:
            text, facts = text[::-1], reversed([*facts])
        facts = iter(facts)
        current = self._close({self._begin}, next(facts))
        yield current.accepts
        for key in zip(text, facts, strict=True):
            current = current.by_character.get(key) or self._step(current, *key)
            yield current.accepts

    def _find_facts(self, text: str) -> Iterable[int]:
        """Return which facts hold at each place: before each character and at the end."""
        edges: Iterable[int] = [_BEGIN | _END]
        if text:
            edges = chain([_BEGIN], repeat(0, len(text) - 1), [_END])
        for fact, negated, automaton in self._looks:
            places = automaton._places(text)  # noqa: SLF001 - of the same class
            edges = [
                facts | fact * (holds != negated)
                for facts, holds in zip(edges, places, strict=True)
            ]
        return edges

    def _step(self, current: _States, character: str, facts: int) -> _States:
        """Return the states after a character, and keep what leads there."""
        if self._kept > _MOST_KEPT:
            self._known, self._kinds, self._kept = {}, {}, 0
        kind = self._kind(character)
        found = current.by_kind.get((kind, facts))
        if found is None:
            reached = {
                end
                for state in current.reading
                for place, end in self._graph.reads[state]
                if kind >> place & 1
            }
            found = current.by_kind[kind, facts] = self._close({*reached, self._begin}, facts)
        current.by_character[character, facts] = found
        self._kept += 1
        return found

    def _kind(self, character: str) -> int:
        """Return which sets of the expression hold a character, as bits."""
        if character not in self._kinds:
            held = (1 << place for found, place in self._graph.sets.items() if character in found)
            self._kinds[character] = sum(held)
        return self._kinds[character]

    def _close(self, states: set[int], facts: int) -> _States:
        """Return the states with all that they lead to at a place where some facts hold."""
        waiting = list(states)
        while waiting:
            for fact, end in self._graph.leads[waiting.pop()]:
                if end not in states and fact & facts == fact:
                    states.add(end)
                    waiting.append(end)
        key = (
            frozenset(state for state in states if self._graph.reads[state]),
            self._end in states,
        )
        if key not in self._known:
            self._known[key] = _States(*key)
        return self._known[key]
