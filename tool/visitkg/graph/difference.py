"""What one graph states and another does not, with blank nodes that are the same paired.

The difference is empty for isomorphic graphs. Else blank nodes are paired by what is stated of
them, so that few statements differ. https://www.w3.org/TR/rdf12-concepts/#graph-isomorphism
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad, Triple

from visitkg.graph.colour import Budget, Incidence, Pattern
from visitkg.graph.isomorphism import pair_components, rename
from visitkg.graph.similarity import pair_similar

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from visitkg.graph.stated import Stated

    Node = NamedNode | BlankNode | Triple
    Term = NamedNode | BlankNode | Literal | Triple | DefaultGraph

_WORK: Final = 20_000_000
"""So many terms are looked at to tell symmetric nodes apart: some ten seconds."""


@dataclass(frozen=True, slots=True)
class Difference:
    """What was removed and what was added, in the order of the text, and how much stayed.

    Blank nodes have one name on both sides if they are the same; ``kept`` are those of the old
    graph that are also in the new one. ``referrers`` has for a blank node the subject and the
    property that refer to it. ``certain`` is False if it could not be told in time whether the
    graphs are isomorphic.
    """

    removed: tuple[Stated, ...] = ()
    added: tuple[Stated, ...] = ()
    unchanged: int = 0
    kept: frozenset[BlankNode] = frozenset()
    referrers: Mapping[BlankNode, tuple[Node, NamedNode]] = field(default_factory=dict)
    certain: bool = True

    def __bool__(self) -> bool:
        """Return whether there is a difference."""
        return bool(self.removed or self.added)


def compare(old: Iterable[Stated], new: Iterable[Stated], *, work: int = _WORK) -> Difference:
    """Return how one graph differs from another; a statement counts once, where it stands first.

    ``work`` limits the search for how symmetric nodes correspond.
    """
    before, after = _Side(old, 0), _Side(new, 1)
    nodes = _number([*before.nodes, *after.nodes])
    mine = before.patterns(nodes)
    theirs = after.patterns(nodes)
    incidence = Incidence((*mine, *theirs))
    count = len(before.nodes)
    ours, others = range(count), range(count, count + len(after.nodes))
    pairs, certain = pair_components(incidence, ours, others, Budget(work))
    taken = set(pairs.values())
    left = [node for node in ours if node not in pairs]
    pair_similar(incidence, left, [node for node in others if node not in taken], pairs)
    return _subtract(before, after, mine, theirs, pairs, certain=certain)


class _Side:
    """One of the graphs: its statements in order, each once, and its blank nodes in order."""

    def __init__(self, stated: Iterable[Stated], number: int) -> None:
        self.number = number
        self.stated: dict[Quad, Stated] = {}
        for each in stated:
            self.stated.setdefault(each.quad, each)
        self.nodes = list(
            dict.fromkeys(
                (number, term)
                for quad in self.stated
                for term in _flatten(quad)
                if isinstance(term, BlankNode)
            )
        )

    def patterns(self, nodes: Mapping[tuple[int, BlankNode], int]) -> dict[Pattern, Stated]:
        """Return the statements by their patterns."""
        return {
            tuple(
                nodes[self.number, term] if isinstance(term, BlankNode) else _spell(term)
                for term in _flatten(quad)
            ): stated
            for quad, stated in self.stated.items()
        }


def _number(nodes: Sequence[tuple[int, BlankNode]]) -> dict[tuple[int, BlankNode], int]:
    return {node: number for number, node in enumerate(nodes)}


def _spell(term: Term | str) -> str:
    return term if isinstance(term, str) else str(term)


def _flatten(quad: Quad | Triple) -> list[Term | str]:
    """Return the terms of a statement in a row, those of triple terms between brackets."""
    found: list[Term | str] = []
    for term in quad:
        found += ["<<(", *_flatten(term), ")>>"] if isinstance(term, Triple) else [term]
    return found


def _subtract(  # noqa: PLR0913  (two of each)
    before: _Side,
    after: _Side,
    mine: Mapping[Pattern, Stated],
    theirs: Mapping[Pattern, Stated],
    pairs: Mapping[int, int],
    *,
    certain: bool,
) -> Difference:
    renamed = {rename(pattern, pairs): stated for pattern, stated in mine.items()}
    names = _name_nodes(before, after, pairs)
    removed = [stated for pattern, stated in renamed.items() if pattern not in theirs]
    added = [
        stated._replace(quad=relabel(stated.quad, names))
        for pattern, stated in theirs.items()
        if pattern not in renamed
    ]
    kept = frozenset(before.nodes[number][1] for number in pairs)
    whole = [*before.stated, *(relabel(quad, names) for quad in after.stated)]
    return Difference(
        tuple(removed),
        tuple(added),
        len(renamed) - len(removed),
        kept,
        _find_referrers(whole) if removed or added else {},
        certain=certain or not (removed or added),
    )


def _name_nodes(
    before: _Side, after: _Side, pairs: Mapping[int, int]
) -> dict[BlankNode, BlankNode]:
    """Return what each new blank node is called in the old graph, or a name that is free there."""
    count = len(before.nodes)
    names = {after.nodes[new - count][1]: before.nodes[old][1] for old, new in pairs.items()}
    taken = {node for _, node in before.nodes}
    for _, node in after.nodes:
        if node not in names:
            name = node
            while name in taken:
                name = BlankNode(f"{name.value}n")
            names[node] = name
            taken.add(name)
    return names


def relabel(quad: Quad, names: Mapping[BlankNode, BlankNode]) -> Quad:
    """Return a statement with other names for blank nodes, also within triple terms."""
    graph = quad.graph_name
    if isinstance(graph, BlankNode):
        graph = names.get(graph, graph)
    subject, predicate, value = _relabel_triple(quad.triple, names)
    return Quad(subject, predicate, value, graph)


def _relabel_triple(triple: Triple, names: Mapping[BlankNode, BlankNode]) -> Triple:
    def name(term: Term) -> Term:
        if isinstance(term, Triple):
            return _relabel_triple(term, names)
        return names.get(term, term) if isinstance(term, BlankNode) else term

    return Triple(name(triple.subject), triple.predicate, name(triple.object))  # type: ignore[arg-type]  # each kind of term stays what it is


def _find_referrers(quads: Iterable[Quad]) -> dict[BlankNode, tuple[Node, NamedNode]]:
    """Return what refers to each blank node: a node with an IRI if there is one, else the first."""
    found: dict[BlankNode, tuple[Node, NamedNode]] = {}
    for quad in quads:
        value = quad.object
        if isinstance(value, BlankNode) and (
            value not in found
            or (isinstance(quad.subject, NamedNode) and isinstance(found[value][0], BlankNode))
        ):
            found[value] = quad.subject, quad.predicate
    return found


def blank_nodes(quad: Quad) -> list[BlankNode]:
    """Return the blank nodes of a statement, each once, also those within triple terms."""
    return list(dict.fromkeys(term for term in _flatten(quad) if isinstance(term, BlankNode)))
