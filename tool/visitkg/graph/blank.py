"""Which blank nodes Turtle can write where they are referred to, and which need a label."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, TypeAlias, cast

from pyoxigraph import (
    BlankNode,
    CanonicalizationAlgorithm,
    Dataset,
    Literal,
    NamedNode,
    Quad,
    Triple,
)

from visitkg import terms

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

Subject: TypeAlias = NamedNode | BlankNode
Term: TypeAlias = NamedNode | BlankNode | Literal | Triple
Description: TypeAlias = "Mapping[NamedNode, Sequence[Term]]"

FIRST: Final = NamedNode(terms.RDF + "first")
REST: Final = NamedNode(terms.RDF + "rest")
NIL: Final = NamedNode(terms.RDF + "nil")

# What a graph without blank nodes has none of: a triple term may quote one.
_ANONYMOUS: Final = frozenset({BlankNode, Triple})

# A node nested deeper than this gets a label: nobody could read it.
_DEEPEST: Final = 40


@dataclass(frozen=True, slots=True)
class Layout:
    """What each subject is said to be, and how its blank nodes are written.

    ``labels`` has the label of each node that needs one; ``cells`` are the nodes of lists that end
    in ``rdf:nil`` and can be written in parentheses; ``nested`` are those that stand inside
    another subject's block.
    """

    subjects: Mapping[Subject, Description]
    labels: dict[BlankNode, str]
    cells: frozenset[BlankNode]
    nested: frozenset[BlankNode]


def arrange(triples: Iterable[Triple]) -> Layout:
    """Return the layout of a graph; isomorphic graphs have equal ones but for unlabelled nodes.

    Labels follow the order of RDFC-1.0 (https://www.w3.org/TR/rdf-canon/), which is computed only
    if a node needs one.
    """
    triples = list(dict.fromkeys(triples))
    layout = _arrange(triples)
    return _arrange(canonicalise(triples)) if layout.labels else layout


def canonicalise(triples: Iterable[Triple]) -> list[Triple]:
    """Return the triples, each once, with the blank node labels of RDFC-1.0."""
    dataset = Dataset(Quad(triple.subject, triple.predicate, triple.object) for triple in triples)
    dataset.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    return [quad.triple for quad in dataset]


def _arrange(triples: Iterable[Triple]) -> Layout:
    subjects = _describe(triples)
    if not _has_blank_nodes(subjects):
        return Layout(subjects, {}, frozenset(), frozenset())
    referrers = _find_referrers(subjects)
    labelled = {node for node, found in referrers.items() if len(found) > 1}
    labelled |= _quoted_nodes(subjects)
    cells = _find_cells(subjects, referrers, labelled)
    roots = [node for node in subjects if node not in referrers or node in labelled]
    nested = _nest(subjects, roots, cells, labelled)
    for circle in _find_circles(subjects, referrers, nested | labelled):
        labelled |= circle
        nested |= _nest(subjects, circle, cells, labelled)
    ordered = sorted(labelled, key=lambda node: (len(node.value), node.value))
    labels = {node: f"_:b{number}" for number, node in enumerate(ordered, start=1)}
    return Layout(subjects, labels, frozenset(cells), frozenset(nested))


def _describe(triples: Iterable[Triple]) -> Mapping[Subject, Description]:
    subjects: dict[Subject, dict[NamedNode, list[Term]]] = {}
    for triple in triples:
        # The type stubs still allow for the triples as subjects of RDF-star.
        description = subjects.setdefault(cast("Subject", triple.subject), {})
        description.setdefault(triple.predicate, []).append(triple.object)
    return subjects


def _has_blank_nodes(subjects: Mapping[Subject, Description]) -> bool:
    return not _ANONYMOUS.isdisjoint(map(type, subjects)) or any(
        not _ANONYMOUS.isdisjoint(map(type, objects))
        for description in subjects.values()
        for objects in description.values()
    )


def _find_referrers(subjects: Mapping[Subject, Description]) -> dict[BlankNode, list[Subject]]:
    """Return for each object the subjects that refer to it, once for each triple."""
    referrers: dict[BlankNode, list[Subject]] = {}
    for subject, description in subjects.items():
        for objects in description.values():
            for term in objects:
                if isinstance(term, BlankNode):
                    referrers.setdefault(term, []).append(subject)
    return referrers


def _quoted_nodes(subjects: Mapping[Subject, Description]) -> set[BlankNode]:
    """Return the blank nodes within triple terms."""
    waiting = [
        term
        for description in subjects.values()
        for objects in description.values()
        for term in objects
        if isinstance(term, Triple)
    ]
    found: set[BlankNode] = set()
    while waiting:
        triple = waiting.pop()
        for term in (triple.subject, triple.object):
            if isinstance(term, BlankNode):
                found.add(term)
            elif isinstance(term, Triple):
                waiting.append(term)
    return found


def _find_cells(
    subjects: Mapping[Subject, Description],
    referrers: dict[BlankNode, list[Subject]],
    labelled: set[BlankNode],
) -> set[BlankNode]:
    """Return the nodes from which unlabelled cells alone lead to ``rdf:nil``."""
    cells: set[BlankNode] = set()
    for end in subjects:
        cell = end
        follower: Term = NIL
        while isinstance(cell, BlankNode) and _is_cell(subjects[cell]) and cell not in cells:
            if subjects[cell][REST] != [follower]:
                break
            cells.add(cell)
            if cell in labelled or cell not in referrers:
                break
            follower, cell = cell, referrers[cell][0]
    return cells


def _is_cell(description: Description) -> bool:
    return set(description) == {FIRST, REST} and all(
        len(objects) == 1 for objects in description.values()
    )


def _nest(
    subjects: Mapping[Subject, Description],
    roots: Iterable[Subject],
    cells: set[BlankNode],
    labelled: set[BlankNode],
) -> set[BlankNode]:
    """Return the nodes below ``roots``; label those that lie too deep."""
    nested: set[BlankNode] = set()
    waiting: list[tuple[Subject, int]] = [(root, 0) for root in roots]
    while waiting:
        node, depth = waiting.pop()
        for predicate, objects in subjects.get(node, {}).items():
            below = depth if predicate == REST and node in cells else depth + 1
            for term in objects:
                if not isinstance(term, BlankNode) or term in labelled:
                    continue
                if below > _DEEPEST:
                    labelled.add(term)
                    waiting.append((term, 0))
                else:
                    nested.add(term)
                    waiting.append((term, below))
    return nested


def _find_circles(
    subjects: Mapping[Subject, Description],
    referrers: dict[BlankNode, list[Subject]],
    placed: set[BlankNode],
) -> list[set[BlankNode]]:
    """Return the circles of nodes not yet placed: no root leads there, one node refers to each."""
    circles = []
    seen = set(placed)
    for start in subjects:
        node = start
        trail: dict[BlankNode, int] = {}
        while isinstance(node, BlankNode) and node not in seen and node in referrers:
            if node in trail:
                circles.append({other for other, step in trail.items() if step >= trail[node]})
                break
            trail[node] = len(trail)
            node = referrers[node][0]
        seen.update(trail)
    return circles
