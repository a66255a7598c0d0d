"""The focus nodes that the targets of shapes select: https://www.w3.org/TR/shacl/#targets."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pyoxigraph import NamedNode

from visitkg.shacl.index import TYPE
from visitkg.shacl.result import UnmatchedTarget
from visitkg.terms import SH

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from visitkg.shacl.index import Index, Node, Term
    from visitkg.shacl.model import ShapesGraph, Target


def find_focus_nodes(
    shapes: ShapesGraph, data: Index, hierarchy: Index
) -> tuple[Mapping[Node, tuple[Term, ...]], tuple[UnmatchedTarget, ...]]:
    """Return the focus nodes of each active shape that has any, and the targets without one.

    Nodes are looked for in ``data`` alone; ``hierarchy`` says which classes are subclasses of
    which. A sh:targetNode is a focus node even if the data don't hold it; it counts as unmatched
    too, for it is then most likely misspelt.
    """
    focus_nodes: dict[Node, tuple[Term, ...]] = {}
    unmatched: list[UnmatchedTarget] = []
    for shape in shapes.active():
        found: dict[Term, None] = {}
        for target in shape.targets:
            selected = list(_select(target, data, hierarchy))
            found.update(dict.fromkeys(selected))
            if not any(map(data.holds, selected)):
                unmatched.append(
                    UnmatchedTarget(shape.node, target.predicate, target.value, target.position)
                )
        if found:
            focus_nodes[shape.node] = tuple(found)
    return focus_nodes, tuple(unmatched)


def _select(target: Target, data: Index, hierarchy: Index) -> Iterator[Term]:
    match target.predicate.value.removeprefix(SH):
        case "targetNode":
            yield target.value
        case "targetClass":
            for subclass in hierarchy.subclasses(target.value):
                yield from data.subjects(TYPE, subclass)
        case "targetSubjectsOf" if isinstance(target.value, NamedNode):
            yield from (subject for subject, _ in data.pairs(target.value))
        case "targetObjectsOf" if isinstance(target.value, NamedNode):
            yield from (value for _, value in data.pairs(target.value))
        case _:
            return
