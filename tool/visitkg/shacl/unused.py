"""Shapes and components that nothing uses, so that they have no effect."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pyoxigraph import NamedNode

from visitkg.shacl.result import ShapeProblem
from visitkg.terms import SH

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from visitkg.shacl.index import Index, Node
    from visitkg.shacl.model import Component, Shape

_PARAMETER: Final = NamedNode(SH + "parameter")


def check_use(
    index: Index, shapes: Mapping[Node, Shape], components: Sequence[Component]
) -> Iterator[ShapeProblem]:
    """Yield a problem for each shape without a target that no shape with one leads to.

    Where no shape has a target at all, the shapes are a library, and nothing is told of them. And
    one for each component whose parameters no shape gives.
    """
    roots = [node for node, shape in shapes.items() if shape.targets]
    if roots:
        used = _reach(index, shapes, roots)
        for node, shape in shapes.items():
            if node not in used and not shape.deactivated:
                yield ShapeProblem(
                    "this shape has no effect: it has no target, and no shape in use refers to it",
                    "Give it a target, refer to it, or remove it.",
                    shape.position,
                )
    for component in components:
        paths = [parameter.path for parameter in component.parameters]
        if paths and not any(index.pairs(path) for path in paths):
            yield ShapeProblem(
                "this constraint component has no effect: no shape gives its parameters",
                f"Give a shape {paths[0]}, or remove the component.",
                index.position_of_node(component.node),
            )


def _reach(index: Index, shapes: Mapping[Node, Shape], roots: Sequence[Node]) -> set[Node]:
    """Return all shapes that the roots lead to, with the parameters that declare themselves so."""
    declared = {parameter for _, parameter in index.pairs(_PARAMETER)}
    used: set[Node] = set()
    waiting = [*roots, *(node for node in shapes if node in declared)]
    while waiting:
        node = waiting.pop()
        if node in shapes and node not in used:
            used.add(node)
            waiting.extend(shapes[node].references)
    return used
