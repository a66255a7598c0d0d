"""Blank nodes told apart by what surrounds them: colours that neighbours make finer.

https://www.w3.org/TR/rdf12-concepts/#section-blank-nodes
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Final, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

Atom: TypeAlias = str | int
Pattern: TypeAlias = tuple[Atom, ...]
"""A statement as a row of terms: text for what has a name, a number for each blank node."""

OWN: Final = "*"
"""Stands in a pattern for the node that is looked at; no term is written so."""


class TooMuchWorkError(Exception):
    """The patterns are so alike that telling them apart would take too long."""


class Budget:
    """How many terms may still be looked at."""

    __slots__ = ("left",)

    def __init__(self, left: int) -> None:
        self.left = left

    def spend(self, count: int) -> None:
        """Count some work; raise TooMuchWorkError if that is more than is left."""
        self.left -= count
        if self.left < 0:
            raise TooMuchWorkError


class Incidence:
    """For each node the patterns it stands in, and the other nodes there."""

    __slots__ = ("neighbours", "patterns")

    def __init__(self, patterns: Iterable[Pattern]) -> None:
        self.patterns: dict[int, list[Pattern]] = defaultdict(list)
        self.neighbours: dict[int, set[int]] = defaultdict(set)
        for pattern in patterns:
            nodes = {atom for atom in pattern if isinstance(atom, int)}
            for node in nodes:
                self.patterns[node].append(pattern)
                self.neighbours[node] |= nodes - {node}

    def components(self, nodes: Iterable[int]) -> list[tuple[int, ...]]:
        """Return the nodes in groups that are linked through blank nodes alone, all in order."""
        seen: set[int] = set()
        found = []
        for start in nodes:
            if start in seen:
                continue
            seen.add(start)
            group, waiting = [start], [start]
            while waiting:
                fresh = self.neighbours[waiting.pop()] - seen
                seen |= fresh
                group += fresh
                waiting += fresh
            found.append(tuple(sorted(group)))
        return found


def refine(
    incidence: Incidence, colours: dict[int, int], dirty: Iterable[int], budget: Budget
) -> None:
    """Split the colours until nodes of one colour have neighbours of the same colours.

    ``dirty`` are the nodes next to those that were coloured anew. Colours are numbers; a class that
    splits keeps its number for its largest part.
    """
    members: dict[int, set[int]] = defaultdict(set)
    for node, colour in colours.items():
        members[colour].add(node)
    following = max(colours.values(), default=0) + 1
    waiting = set(dirty)
    while waiting:
        recoloured: dict[int, int] = {}
        for colour, nodes in _classes(waiting, colours):
            if len(members[colour]) == 1:
                continue
            groups: dict[tuple[object, ...], list[int]] = defaultdict(list)
            for node in nodes:
                groups[_signature(incidence.patterns[node], node, colours, budget)].append(node)
            parts = list(groups.values())
            if len(nodes) == len(members[colour]):
                parts.remove(max(parts, key=len))
            for part in parts:
                members[colour].difference_update(part)
                members[following].update(part)
                recoloured.update(dict.fromkeys(part, following))
                following += 1
        # All at once: within a round, signatures are made of the same colours.
        colours.update(recoloured)
        waiting = {other for node in recoloured for other in incidence.neighbours[node]}


def _classes(nodes: Iterable[int], colours: Mapping[int, int]) -> list[tuple[int, list[int]]]:
    """Return the nodes by colour, all in order."""
    classes: dict[int, list[int]] = defaultdict(list)
    for node in sorted(nodes):
        classes[colours[node]].append(node)
    return sorted(classes.items())


def _signature(
    patterns: Sequence[Pattern], node: int, colours: Mapping[int, int], budget: Budget
) -> tuple[object, ...]:
    budget.spend(4 * len(patterns))
    found = sorted(
        tuple(
            atom if isinstance(atom, str) else OWN if atom == node else f"{OWN}{colours[atom]}"
            for atom in pattern
        )
        for pattern in patterns
    )
    return tuple(found)
