"""All claims counted by status: by the path that they took to the report, and by their origin."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from visitkg.figure.said import name_status
from visitkg.site.claim import ATTRIBUTED_TO, CLAIM, DERIVED_FROM, STATUS, read_chains
from visitkg.site.kind import TYPE

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator, Mapping

    from pyoxigraph import NamedNode

    from visitkg.figure.source import Path, Source
    from visitkg.site.model import Reference
    from visitkg.site.view import GraphView

Counts: TypeAlias = "Counter[Reference]"


@dataclass(frozen=True, slots=True)
class Tally:
    """The claims by status for each path of sources, and for each origin.

    A claim of two origins counts with both, once with each.
    """

    paths: Mapping[Path, Counts]
    origins: Mapping[Source, Counts]


def count_claims(view: GraphView) -> Tally:
    """Return the claims of a graph, counted; the sources of those that share them are read once."""
    paths: dict[Path, Counts] = defaultdict(Counter)
    origins: dict[Source, Counts] = defaultdict(Counter)
    for claim, counts in _group(view):
        found = [chain.sources for chain in read_chains(view, claim)]
        for path in found:
            paths[path].update(counts)
        for origin in {path[-1] for path in found}:
            origins[origin].update(counts)
    return Tally(paths, origins)


def _group(view: GraphView) -> Iterator[tuple[NamedNode, Counts]]:
    """Yield a claim for each way to come to the report, with all that came by it."""
    groups: dict[Hashable, tuple[NamedNode, Counter[NamedNode | None]]] = {}
    for claim in view.subjects(TYPE, CLAIM):
        way: list[NamedNode | None] = [*view.nodes(claim, ATTRIBUTED_TO), None]
        way += view.nodes(claim, DERIVED_FROM)
        if view.subjects(DERIVED_FROM, claim):
            # Its own utterances may come back to it, and end there.
            way.append(claim)
        key = tuple(way)
        if key not in groups:
            groups[key] = (claim, Counter())
        counts = groups[key][1]
        for status in view.nodes(claim, STATUS) or (None,):
            counts[status] += 1
    for claim, found in groups.values():
        yield claim, Counter({name_status(view, each): count for each, count in found.items()})
