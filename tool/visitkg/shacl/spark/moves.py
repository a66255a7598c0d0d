"""Where shapes look: from a node, in some state, along predicates to nodes in other states.

A finite automaton: https://www.w3.org/TR/shacl/#property-paths are regular expressions, and a shape
that refers to others goes on with theirs. It leads to all that the engine looks up, and sometimes
to more, which does no harm.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Final, NamedTuple

from pyoxigraph import NamedNode

from visitkg.shacl.index import FIRST, REST, TYPE
from visitkg.shacl.nodes.table import LISTS, PAIRS
from visitkg.shacl.path import (
    AlternativePath,
    InversePath,
    OneOrMorePath,
    SequencePath,
    ZeroOrMorePath,
    ZeroOrOnePath,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from visitkg.shacl.index import Node
    from visitkg.shacl.path import Path
    from visitkg.shacl.plan import Check, Plan, PlannedShape

IDLE: Final = -1
"""The state of a node from which nothing more is looked at."""


class Move(NamedTuple):
    """From a node along a predicate, or any if None, to its values; ``back`` to its subjects."""

    predicate: NamedNode | None
    back: bool
    state: int


class Moves(NamedTuple):
    """The moves of each state, and the state of a focus node of each shape with targets."""

    states: tuple[tuple[Move, ...], ...]
    starts: Mapping[Node, int]

    def all(self) -> Iterable[tuple[int, Move]]:
        """Yield each move with the state that it is of."""
        return ((state, move) for state, moves in enumerate(self.states) for move in moves)

    @property
    def is_open(self) -> bool:
        """Whether any predicate is looked at."""
        return any(move.predicate is None for _, move in self.all())

    @property
    def predicates(self) -> frozenset[NamedNode]:
        """The predicates that are named."""
        return frozenset(move.predicate for _, move in self.all() if move.predicate is not None)

    @property
    def is_repeated(self) -> bool:
        """Whether moves can lead to a state again, so that a node may be reached many times."""
        reached: dict[int, set[int]] = {}
        for state in range(len(self.states)):
            waiting, found = [state], set[int]()
            while waiting:
                for move in self.states[waiting.pop()]:
                    if move.state != IDLE and move.state not in found:
                        found.add(move.state)
                        waiting.append(move.state)
            reached[state] = found
        return any(state in found for state, found in reached.items())


def find_moves(plan: Plan) -> Moves:
    """Return where the shapes of a plan look, from the focus nodes of those with targets."""
    return _Finder(plan).find()


class _Finder:
    """Builds states with moves, and with others that are entered without a move."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self._moves: list[list[Move]] = []
        self._entered: list[list[int]] = []
        self._known: dict[Node, int] = {}
        self._waiting: list[PlannedShape] = []

    def find(self) -> Moves:
        starts = {shape.node: self._state_of(shape.node) for shape in self._plan.roots()}
        while self._waiting:
            shape = self._waiting.pop()
            self._add_shape(shape, self._known[shape.node])
        return _simplify([self._close(state) for state in range(len(self._moves))], starts)

    def _new(self) -> int:
        self._moves.append([])
        self._entered.append([])
        return len(self._moves) - 1

    def _state_of(self, node: Node) -> int:
        """Return the state of a node that is checked by a shape."""
        state = self._known.get(node)
        if state is None:
            state = self._known[node] = self._new()
            shape = self._plan.shapes.get(node)
            if shape is not None:
                self._waiting.append(shape)
        return state

    def _close(self, state: int) -> set[Move]:
        """Return the moves of a state and of all that are entered from it."""
        found: set[Move] = set()
        seen = {state}
        waiting = [state]
        while waiting:
            each = waiting.pop()
            found.update(self._moves[each])
            new = [entered for entered in self._entered[each] if entered not in seen]
            seen.update(new)
            waiting += new
        return found

    def _add_shape(self, shape: PlannedShape, focus: int) -> None:
        value = focus
        if shape.path is not None:
            value = self._new()
            self._add_path(shape.path, focus, value, back=False)
        for check in shape.checks:
            self._add_check(check, focus, value)

    def _add_check(self, check: Check, focus: int, value: int) -> None:
        name = check.component
        if name == "Class":
            self._moves[value].append(Move(TYPE, False, self._new()))  # noqa: FBT003  (its order)
        elif name == "Closed":
            self._moves[value].append(Move(None, False, self._new()))  # noqa: FBT003
        elif name in PAIRS:
            for term in check.terms:
                if isinstance(term, NamedNode):
                    self._add_path(term, focus, self._new(), back=False)
        if name in LISTS:
            cell = self._new()
            self._entered[value].append(cell)
            self._add_path(REST, cell, cell, back=False)
            value = self._new()
            self._add_path(FIRST, cell, value, back=False)
        for node in (*check.shapes, *check.siblings):
            self._entered[value].append(self._state_of(node))

    def _add_path(self, path: Path, begin: int, end: int, *, back: bool) -> None:
        match path:
            case NamedNode():
                self._moves[begin].append(Move(path, back, end))
            case InversePath(inner):
                self._add_path(inner, begin, end, back=not back)
            case SequencePath(steps):
                ordered = steps[::-1] if back else steps
                places = [begin, *(self._new() for _ in ordered[1:]), end]
                for step, (here, there) in zip(ordered, pairwise(places), strict=True):
                    self._add_path(step, here, there, back=back)
            case AlternativePath(choices):
                for choice in choices:
                    self._add_path(choice, begin, end, back=back)
            case ZeroOrOnePath(inner):
                self._entered[begin].append(end)
                self._add_path(inner, begin, end, back=back)
            case ZeroOrMorePath(inner) | OneOrMorePath(inner):
                place = self._new()
                first = begin if isinstance(path, OneOrMorePath) else place
                self._add_path(inner, first, place, back=back)
                self._add_path(inner, place, place, back=back)
                if first == place:
                    self._entered[begin].append(place)
                self._entered[place].append(end)


def _simplify(moves: Sequence[set[Move]], starts: Mapping[Node, int]) -> Moves:
    """Return the same with one state for all that lead alike, and only those that are reached."""
    groups = [0 if each else IDLE for each in moves]
    count = 0
    while count < len(set(groups)):
        count = len(set(groups))
        numbers: dict[object, int] = {}
        groups = [
            numbers.setdefault(
                (groups[state], frozenset((m.predicate, m.back, groups[m.state]) for m in each)),
                len(numbers),
            )
            if each
            else IDLE
            for state, each in enumerate(moves)
        ]
    members = {group: state for state, group in reversed(list(enumerate(groups)))}
    order: dict[int, int] = {}
    waiting = [groups[state] for state in reversed(list(starts.values()))]
    while waiting:
        group = waiting.pop()
        if group != IDLE and group not in order:
            order[group] = len(order)
            waiting += sorted({groups[move.state] for move in moves[members[group]]})
    order[IDLE] = IDLE
    states = [
        {Move(m.predicate, m.back, order[groups[m.state]]) for m in moves[members[group]]}
        for group in order
        if group != IDLE
    ]
    return Moves(
        tuple(tuple(sorted(each, key=_sort_key)) for each in states),
        {node: order[groups[state]] for node, state in starts.items()},
    )


def _sort_key(move: Move) -> tuple[str, bool, int]:
    return (move.predicate.value if move.predicate else "", move.back, move.state)
