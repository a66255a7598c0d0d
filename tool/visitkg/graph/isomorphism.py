"""Groups of blank nodes that are the same but for their labels, found exactly.

Colours are refined; where symmetric nodes remain, one is paired with each it may be, in turn.
https://www.w3.org/TR/rdf12-concepts/#graph-isomorphism
"""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from visitkg.graph.colour import Budget, Incidence, Pattern, TooMuchWorkError, refine

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    Class = tuple[list[int], list[int]]
    Group = tuple[int, ...]
    Pairs = dict[int, int]


def pair_components(
    incidence: Incidence, old: Sequence[int], new: Sequence[int], budget: Budget
) -> tuple[Pairs, bool]:
    """Return which new node each old one is, for whole groups that are the same.

    Also return whether all groups were compared: False if that would have taken too long.
    """
    colours = dict.fromkeys((*old, *new), 0)
    pairs: Pairs = {}
    try:
        refine(incidence, colours, colours, budget)
    except TooMuchWorkError:
        return pairs, False
    certain = True
    candidates: dict[Group, list[Group]] = defaultdict(list)
    for group in incidence.components(new):
        candidates[_colours_of(group, colours)].append(group)
    for group in incidence.components(old):
        alike = candidates[_colours_of(group, colours)]
        for other in alike:
            try:
                found = _find_pairs(incidence, group, other, colours, budget)
            except TooMuchWorkError:
                found, certain = None, False
            if found is not None:
                pairs.update(found)
                alike.remove(other)
                break
    return pairs, certain


def _colours_of(group: Iterable[int], colours: Mapping[int, int]) -> tuple[int, ...]:
    return tuple(sorted(colours[node] for node in group))


def _find_pairs(
    incidence: Incidence, old: Group, new: Group, colours: Mapping[int, int], budget: Budget
) -> Pairs | None:
    """Return the pairs by which one group becomes the other, None if there are none."""
    # Each entry: the colours so far, the node to pair, and those it has not been paired with.
    stack: list[tuple[dict[int, int], int, Iterator[int]]] = []
    current = {node: colours[node] for node in (*old, *new)}
    while True:
        budget.spend(len(current))
        classes = _split(old, new, current)
        if all(len(mine) == len(theirs) for mine, theirs in classes.values()):
            choice = _choose(incidence, classes, current)
            if choice is None:
                found = (zip(mine, theirs, strict=True) for mine, theirs in classes.values())
                pairs = dict(pair for each in found for pair in each)
                if is_same(incidence, old, new, pairs):
                    return pairs
            else:
                mine, theirs = choice
                stack.append((current, mine[0], iter(theirs)))
        following = _follow(incidence, stack, budget)
        if following is None:
            return None
        current = following


def _choose(
    incidence: Incidence, classes: Mapping[int, Class], colours: Mapping[int, int]
) -> Class | None:
    """Return the smallest class of which it matters which node is paired with which.

    It does not where all their neighbours are told apart: then one is as good as another.
    """
    single = {colour for colour, (mine, _) in classes.items() if len(mine) == 1}
    open_classes = (
        both
        for both in classes.values()
        if len(both[0]) > 1
        and not single.issuperset(colours[other] for other in incidence.neighbours[both[0][0]])
    )
    return min(open_classes, key=lambda both: (len(both[0]), both[0]), default=None)


def _split(old: Group, new: Group, colours: Mapping[int, int]) -> dict[int, Class]:
    """Return for each colour the old and the new nodes that have it."""
    classes: dict[int, Class] = {}
    for side, nodes in enumerate((old, new)):
        for node in nodes:
            classes.setdefault(colours[node], ([], []))[side].append(node)
    return classes


def _follow(
    incidence: Incidence, stack: list[tuple[dict[int, int], int, Iterator[int]]], budget: Budget
) -> dict[int, int] | None:
    """Return the colours after the next choice that has not been tried, None if all were."""
    while stack:
        colours, mine, others = stack[-1]
        for theirs in others:
            tried = dict(colours)
            tried[mine] = tried[theirs] = max(tried.values()) + 1
            near = incidence.neighbours[mine] | incidence.neighbours[theirs]
            refine(incidence, tried, near, budget)
            return tried
        stack.pop()
    return None


def is_same(incidence: Incidence, old: Group, new: Group, pairs: Mapping[int, int]) -> bool:
    """Return whether what is stated with the old nodes is what is stated with the new ones."""
    renamed = Counter(rename(pattern, pairs) for pattern in _patterns(incidence, old))
    return renamed == Counter(_patterns(incidence, new))


def _patterns(incidence: Incidence, group: Group) -> set[Pattern]:
    return {pattern for node in group for pattern in incidence.patterns[node]}


def rename(pattern: Pattern, pairs: Mapping[int, int]) -> Pattern:
    """Return a pattern with the nodes that others stand for."""
    return tuple(atom if isinstance(atom, str) else pairs.get(atom, atom) for atom in pattern)
