"""What is said of a thing together with other things, and what it is stated to belong to."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Final, NamedTuple

from pyoxigraph import NamedNode

from visitkg.figure.said import Said, read_said
from visitkg.site.kind import ASSERTS, TYPE, Kind, find_kind
from visitkg.site.proposition import is_slot

if TYPE_CHECKING:
    from collections.abc import Iterator

    from visitkg.site.model import Reference
    from visitkg.site.view import GraphView

FACT: Final = "stated, not claimed"
"""How a relation is called that no claim puts forward."""


@dataclass(slots=True)
class Neighbour:
    """A thing beside another: by which sorts of propositions, and how surely those are claimed.

    ``said`` is empty where the graph only states that they belong together; ``total`` counts the
    claims.
    """

    reference: Reference
    relations: set[str] = field(default_factory=set)
    said: list[Said] = field(default_factory=list)
    total: int = 0


class _Proposition(NamedTuple):
    """A proposition: what its sort is called, how surely it is claimed, which things it is of."""

    name: str
    said: Said | None
    things: tuple[NamedNode, ...]


_UNCLAIMED: Final = _Proposition("", None, ())


def read_neighbours(view: GraphView, node: NamedNode) -> list[Neighbour]:
    """Return the neighbours of a thing or a proposition, those of most claims first."""
    found: dict[NamedNode, Neighbour] = {}
    for other, relation, said in _relations(view, node):
        neighbour = found.get(other)
        if neighbour is None:
            neighbour = found[other] = Neighbour(view.reference(other))
        neighbour.relations.add(relation)
        if said is not None:
            neighbour.said.append(said)
            neighbour.total += said.total
    return sorted(
        found.values(),
        key=lambda each: (-each.total, each.reference.label, each.reference.iri),
    )


def _relations(view: GraphView, node: NamedNode) -> Iterator[tuple[NamedNode, str, Said | None]]:
    """Yield each other thing with the name of the relation and the claims on it."""
    if view.subjects(ASSERTS, node):
        for slot, other in _slots(view, node):
            yield other, view.reference(slot).label, read_said(view, node)
        return
    seen: set[NamedNode] = set()
    for predicate, subject in _pointers(view, node):
        name, said, things = view.recall(_read_proposition, subject)
        if said is None:
            if view.recall(_is_thing, subject):
                yield subject, view.reference(predicate).label, None
        elif subject not in seen:
            seen.add(subject)
            for other in things:
                if other != node:
                    yield other, name, said
    for slot, other in _slots(view, node):
        yield other, view.reference(slot).label, None


def _pointers(view: GraphView, node: NamedNode) -> Iterator[tuple[NamedNode, NamedNode]]:
    """Yield each slot that a node fills, with what it is a slot of."""
    for predicate, subjects in view.pointers(node):
        if _is_slot(predicate):
            for subject in subjects:
                if isinstance(subject, NamedNode):
                    yield predicate, subject


def _read_proposition(view: GraphView, node: NamedNode) -> _Proposition:
    """Return a node as a proposition; one that isn't claimed has nothing to tell."""
    if not view.subjects(ASSERTS, node):
        return _UNCLAIMED
    types = view.nodes(node, TYPE)
    name = view.reference(types[0]).label if types else view.reference(node).label
    things = dict.fromkeys([other for _, other in _slots(view, node)])
    return _Proposition(name, read_said(view, node), tuple(things))


def _slots(view: GraphView, node: NamedNode) -> Iterator[tuple[NamedNode, NamedNode]]:
    """Yield the properties of a node whose values are other things."""
    for predicate, values in view.properties(node):
        if not _is_slot(predicate):
            continue
        for other in values:
            if isinstance(other, NamedNode) and other != node and view.recall(_is_thing, other):
                yield predicate, other


_is_slot: Final = lru_cache(maxsize=1024)(is_slot)


def _is_thing(view: GraphView, node: NamedNode) -> bool:
    return bool(view.nodes(node, TYPE)) and find_kind(view, node) is Kind.THING
