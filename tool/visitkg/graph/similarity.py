"""Blank nodes that are much the same: those are paired first that share most statements."""

from __future__ import annotations

from collections import Counter, defaultdict
from heapq import heappop, heappush
from typing import TYPE_CHECKING, Final

from visitkg.graph.colour import OWN

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Mapping, Sequence

    from visitkg.graph.colour import Incidence

    Feature = tuple[str, ...]
    Rank = tuple[int, int, int, int, int]

_OPEN: Final = "?"
"""Stands for another node that has not been paired."""

_SURE: Final = 8
"""A statement that both have counts so much more than one that both may have."""

_WINDOW: Final = 25
"""Among many nodes that share a statement, only those so near in order are compared."""


def pair_similar(
    incidence: Incidence, old: Sequence[int], new: Sequence[int], pairs: dict[int, int]
) -> None:
    """Add to ``pairs`` the nodes that have statements in common, the most first."""
    pairing = _Pairing(incidence, old, new, pairs)
    pairing.suggest(pairing.by_feature(old), pairing.by_feature(new))
    pairing.settle()


class _Pairing:
    """The nodes still to pair, and the pairs suggested so far, the best first."""

    __slots__ = ("_features", "_heap", "_incidence", "_names", "_new", "_old", "_pairs", "_places")

    def __init__(
        self,
        incidence: Incidence,
        old: Sequence[int],
        new: Sequence[int],
        pairs: dict[int, int],
    ) -> None:
        self._incidence = incidence
        self._pairs = pairs
        # Two nodes that are paired have one name.
        self._names: dict[int, str] = {}
        for mine, theirs in pairs.items():
            self._name(mine, theirs)
        self._old, self._new = set(old), set(new)
        self._places = {node: place for nodes in (old, new) for place, node in enumerate(nodes)}
        self._features: dict[int, Counter[Feature]] = {}
        self._heap: list[Rank] = []

    def _name(self, mine: int, theirs: int) -> None:
        self._names[mine] = self._names[theirs] = f"={mine}"

    def suggest(
        self, old: Mapping[Feature, Sequence[int]], new: Mapping[Feature, Sequence[int]]
    ) -> None:
        """Suggest pairs of nodes under the same key, those that stand near in order if many do."""
        for feature, nodes in old.items():
            others = new.get(feature, ())
            for place, node in enumerate(nodes):
                middle = place * len(others) // len(nodes)
                for other in others[max(0, middle - _WINDOW) : middle + _WINDOW]:
                    rank = self._rank(node, other)
                    if rank[0] < 0:
                        heappush(self._heap, rank)

    def by_feature(self, nodes: Iterable[int]) -> dict[Feature, list[int]]:
        """Return the nodes by what is stated of them."""
        found: dict[Feature, list[int]] = defaultdict(list)
        for node in nodes:
            for feature in self._features_of(node):
                found[feature].append(node)
        return found

    def _features_of(self, node: int) -> Counter[Feature]:
        """Return what is stated of a node, without the names of nodes not paired."""
        known = self._features.get(node)
        if known is None:
            known = self._features[node] = Counter(
                self._feature(pattern, node) for pattern in self._incidence.patterns[node]
            )
        return known

    def _feature(self, pattern: tuple[str | int, ...], own: int) -> Feature:
        return tuple(
            atom if isinstance(atom, str) else OWN if atom == own else self._names.get(atom, _OPEN)
            for atom in pattern
        )

    def _rank(self, mine: int, theirs: int) -> Rank:
        """Return what is less for two nodes that are more alike, then for the first ones."""
        one, other = self._features_of(mine), self._features_of(theirs)
        shared = one & other
        count = sum(n * (1 if _OPEN in feature else _SURE) for feature, n in shared.items())
        apart = one.total() + other.total() - 2 * shared.total()
        return -count, apart, abs(self._places[mine] - self._places[theirs]), mine, theirs

    def settle(self) -> None:
        """Pair what is most alike, again and again, until nothing is."""
        while self._heap:
            rank = heappop(self._heap)
            mine, theirs = rank[3:]
            if mine not in self._old or theirs not in self._new:
                continue
            now = self._rank(mine, theirs)
            if now > rank:
                if now[0] < 0:
                    heappush(self._heap, now)
                continue
            self._old.remove(mine)
            self._new.remove(theirs)
            self._pairs[mine] = theirs
            self._name(mine, theirs)
            for node in (mine, theirs):
                for other in self._incidence.neighbours[node]:
                    self._features.pop(other, None)
            self.suggest(self._ways(mine, self._old), self._ways(theirs, self._new))

    def _ways(self, node: int, waiting: Container[int]) -> dict[Feature, list[int]]:
        """Return the nodes not paired beside a node, by the statement that links them."""
        found: dict[Feature, list[int]] = defaultdict(list)
        for pattern in self._incidence.patterns[node]:
            for other in pattern:
                if isinstance(other, int) and other != node and other in waiting:
                    found[self._feature(pattern, other)].append(other)
        return found
