"""How surely something is claimed: the claims on it by status, counted and told in words."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from visitkg.figure.mark import strength_of
from visitkg.site.claim import STATUS
from visitkg.site.kind import ASSERTS
from visitkg.site.model import Reference

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from pyoxigraph import NamedNode

    from visitkg.site.view import GraphView

WITHOUT: Reference = Reference("", "", "Without status")
"""What stands for the status of a claim that has none."""


class Said(NamedTuple):
    """How many claims put something forward how surely, the surest first.

    ``strength`` is that of the surest, 0 for none; ``words`` tell it all: Asserted 2, Reported 1.
    """

    counts: tuple[tuple[Reference, int], ...]
    total: int
    strength: int
    words: str


def read_said(view: GraphView, proposition: NamedNode) -> Said:
    """Return how surely a proposition is claimed."""
    claims = view.subjects(ASSERTS, proposition)
    statuses = view.nodes(claims[0], STATUS) if len(claims) == 1 else []
    if len(statuses) == 1:
        return view.recall(_tell_one, statuses[0])
    found = Counter(status for claim in claims for status in (view.nodes(claim, STATUS) or (None,)))
    return tell(view, {name_status(view, each): count for each, count in found.items()})


def _tell_one(view: GraphView, status: NamedNode) -> Said:
    return tell(view, {view.reference(status): 1})


def name_status(view: GraphView, status: NamedNode | None) -> Reference:
    """Return the status of a claim as it is called, with what stands for none."""
    return WITHOUT if status is None else view.reference(status)


def tell(view: GraphView, counts: Mapping[Reference, int]) -> Said:
    """Return numbers of claims by status as they are told."""
    ordered = tuple([(status, counts[status]) for status in order_statuses(view, counts)])
    return Said(
        ordered,
        sum(count for _, count in ordered),
        strength_of(view, ordered[0][0]) if ordered else 0,
        ", ".join([f"{status.label} {count}" for status, count in ordered]),
    )


def merge(view: GraphView, said: Iterable[Said]) -> Said:
    """Return how surely several things are claimed together."""
    counts: Counter[Reference] = Counter()
    for each in said:
        counts.update(dict(each.counts))
    return tell(view, counts)


def order_statuses(view: GraphView, statuses: Iterable[Reference]) -> list[Reference]:
    """Return statuses, the surest first."""
    return sorted(set(statuses), key=lambda each: (-strength_of(view, each), each.label, each.iri))


def plural(count: int, noun: str) -> str:
    """Return a count with its noun: 1 claim, 2 claims."""
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s"


def tell_rest(most: int, total: int, which: str = "with most claims") -> str:
    """Return that so many of all are drawn, and how many aren't; nothing if all of them are."""
    if total <= most:
        return ""
    return f" The {most:,} {which} are drawn, {total - most:,} more are not."
