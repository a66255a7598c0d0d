"""The claims that are drawn, counted by status."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from visitkg.figure.mark import strength_of
from visitkg.site.claim import CLAIM, STATUS, read_claim
from visitkg.site.kind import ASSERTS, TYPE
from visitkg.site.model import Reference

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from pyoxigraph import NamedNode

    from visitkg.site.model import Claim
    from visitkg.site.view import GraphView

WITHOUT: Reference = Reference("", "", "Without status")
"""What stands for the status of a claim that has none."""


def read_claims(view: GraphView) -> list[Claim]:
    """Return all claims of a graph, in order of their IRIs."""
    return [read_claim(view, node) for node in view.subjects(TYPE, CLAIM)]


def statuses_on(view: GraphView, proposition: NamedNode) -> Counter[Reference]:
    """Return how many claims put a proposition forward how surely."""
    return Counter(
        status
        for claim in view.subjects(ASSERTS, proposition)
        for status in [view.reference(node) for node in view.nodes(claim, STATUS)] or [WITHOUT]
    )


def order_statuses(view: GraphView, statuses: Iterable[Reference]) -> list[Reference]:
    """Return statuses, the surest first."""
    return sorted(set(statuses), key=lambda each: (-strength_of(view, each), each.label, each.iri))


def count_text(view: GraphView, counts: Mapping[Reference, int]) -> str:
    """Return counts by status in words: Asserted 2, Reported 1."""
    ordered = order_statuses(view, counts)
    return ", ".join(f"{status.label} {counts[status]}" for status in ordered)


def plural(count: int, noun: str) -> str:
    """Return a count with its noun: 1 claim, 2 claims."""
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s"
