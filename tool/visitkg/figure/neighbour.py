"""What is said of a thing together with other things, and what it is stated to belong to."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from pyoxigraph import NamedNode

from visitkg.figure.mark import strength_of
from visitkg.figure.said import statuses_on
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

    ``counts`` is empty where the graph only states that they belong together.
    """

    reference: Reference
    relations: set[str] = field(default_factory=set)
    counts: Counter[Reference] = field(default_factory=Counter)

    def strength(self, view: GraphView) -> int:
        """Return the strength of the surest claim, 0 for none."""
        return max((strength_of(view, status) for status in self.counts), default=0)


def read_neighbours(view: GraphView, node: NamedNode) -> list[Neighbour]:
    """Return the neighbours of a thing or a proposition, those of most claims first."""
    found: dict[str, Neighbour] = {}
    for other, relation, counts in sorted(
        _relations(view, node), key=lambda each: (each[0].value, each[1])
    ):
        neighbour = found.setdefault(other.value, Neighbour(view.reference(other)))
        neighbour.relations.add(relation)
        neighbour.counts.update(counts)
    return sorted(
        found.values(),
        key=lambda each: (-each.counts.total(), each.reference.label, each.reference.iri),
    )


def _relations(
    view: GraphView, node: NamedNode
) -> Iterator[tuple[NamedNode, str, Counter[Reference]]]:
    """Yield each other thing with the name of the relation and the claims on it."""
    if view.subjects(ASSERTS, node):
        for slot, other in _slots(view, node):
            yield other, view.reference(slot).label, statuses_on(view, node)
        return
    seen: set[NamedNode] = set()
    for quad in view.incoming(node):
        subject = quad.subject
        if not isinstance(subject, NamedNode) or subject in seen or not is_slot(quad.predicate):
            continue
        if view.subjects(ASSERTS, subject):
            seen.add(subject)
            types = view.nodes(subject, TYPE)
            name = view.reference(types[0]).label if types else view.reference(subject).label
            counts = statuses_on(view, subject)
            for other in sorted({o for _, o in _slots(view, subject) if o != node}, key=str):
                yield other, name, counts
        elif _is_thing(view, subject):
            yield subject, view.reference(quad.predicate).label, Counter()
    for slot, other in _slots(view, node):
        yield other, view.reference(slot).label, Counter()


def _slots(view: GraphView, node: NamedNode) -> Iterator[tuple[NamedNode, NamedNode]]:
    """Yield the properties of a node whose values are other things."""
    for quad in view.outgoing(node):
        other = quad.object
        if (
            isinstance(other, NamedNode)
            and other != node
            and is_slot(quad.predicate)
            and _is_thing(view, other)
        ):
            yield quad.predicate, other


def _is_thing(view: GraphView, node: NamedNode) -> bool:
    return bool(view.nodes(node, TYPE)) and find_kind(view, node) is Kind.THING
