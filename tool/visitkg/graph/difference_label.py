"""The blank nodes of a difference: short labels, and by which way each is reached."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from pyoxigraph import BlankNode, NamedNode

from visitkg.graph.difference import blank_nodes, relabel

if TYPE_CHECKING:
    from pyoxigraph import Triple

    from visitkg.graph.difference import Difference

_DEEPEST: Final = 1000


def label(difference: Difference) -> Difference:
    """Return a difference whose blank nodes are called b1, b2 and so on.

    Those come first that hang on the IRI that comes first, then those that appear first.
    """
    every = [
        node
        for stated in (*difference.removed, *difference.added)
        for node in blank_nodes(stated.quad)
    ]
    ordered = sorted(dict.fromkeys(every), key=lambda node: str(way_to(difference, node)[0]))
    above = [node for node, _ in difference.referrers.values() if isinstance(node, BlankNode)]
    known = dict.fromkeys((*ordered, *difference.referrers, *above))
    names = {node: BlankNode(f"b{number}") for number, node in enumerate(known, start=1)}

    def rename(node: NamedNode | BlankNode | Triple) -> NamedNode | BlankNode | Triple:
        return names.get(node, node) if isinstance(node, BlankNode) else node

    return replace(
        difference,
        removed=tuple(s._replace(quad=relabel(s.quad, names)) for s in difference.removed),
        added=tuple(s._replace(quad=relabel(s.quad, names)) for s in difference.added),
        kept=frozenset(names[node] for node in difference.kept if node in names),
        referrers={
            names[node]: (rename(subject), predicate)
            for node, (subject, predicate) in difference.referrers.items()
        },
    )


def way_to(
    difference: Difference, node: BlankNode
) -> tuple[NamedNode | BlankNode | Triple, tuple[NamedNode, ...]]:
    """Return where the way to a blank node begins, at an IRI if it can, and its properties."""
    way: list[NamedNode] = []
    current: NamedNode | BlankNode | Triple = node
    seen: set[BlankNode] = set()
    while isinstance(current, BlankNode) and current in difference.referrers:
        if current in seen or len(way) > _DEEPEST:
            break
        seen.add(current)
        current, predicate = difference.referrers[current]
        way.append(predicate)
    return current, tuple(reversed(way))
