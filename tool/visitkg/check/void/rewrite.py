"""A description with the right counts in place of the wrong ones, as canonical Turtle."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from visitkg.check.void.statistics import PARTITIONS, STATISTICS, Part, recount
from visitkg.terms import XSD

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from visitkg.check.void.compare import Comparison
    from visitkg.check.void.description import Fact, Node

_INTEGER: Final = NamedNode(XSD + "integer")


def rewritten(comparison: Comparison) -> list[Triple]:
    """Return the triples of the description with every number and digest as it should be.

    A dataset of which no number was stated gets all statistics and both partitions; where the
    description does not tell what to count, what it states stays.
    """
    replaced = {
        fact.stated.triple: _replace(fact) for fact in comparison.facts if fact.expected is not None
    }
    stale = {gap.anchor.triple.object for gap in comparison.gaps if gap.stale}
    triples = [
        replaced.get(item.triple, item.triple)
        for item in comparison.stated
        if item.triple.subject not in stale and item.triple.object not in stale
    ]
    for gap in comparison.gaps:
        if not gap.stale and gap.name is not None:
            triples.extend(_state_piece(gap.owner, gap.partition, gap.name, gap.triples))
    for part in comparison.uncounted:
        triples.extend(_state_all(part))
    return list(dict.fromkeys(triples))


def _replace(fact: Fact) -> Triple:
    triple = fact.stated.triple
    datatype = triple.object.datatype if isinstance(triple.object, Literal) else _INTEGER
    literal = Literal(fact.expected or "", datatype=datatype)
    return Triple(triple.subject, triple.predicate, literal)


def _state_all(part: Part) -> Iterator[Triple]:
    yield from _state(part, STATISTICS)
    for predicate, partition in PARTITIONS.items():
        for name, triples in partition.split(part.triples or ()).items():
            yield from _state_piece(part.node, predicate, name, triples)


def _state_piece(
    owner: Node, predicate: NamedNode, name: Node, triples: tuple[Triple, ...]
) -> Iterator[Triple]:
    """Yield a new part of a partition, with what is usually said of such a part."""
    piece = Part(BlankNode(), name, triples)
    yield Triple(owner, predicate, piece.node)
    yield Triple(piece.node, PARTITIONS[predicate].names, name)
    yield from _state(piece, PARTITIONS[predicate].usual)


def _state(part: Part, statistics: Iterable[NamedNode]) -> Iterator[Triple]:
    for statistic in statistics:
        yield Triple(
            part.node, statistic, Literal(str(recount(part, statistic)), datatype=_INTEGER)
        )
