"""Shapes that refer to themselves, whose meaning is left open.

https://www.w3.org/TR/shacl/#shapes-recursion
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pyoxigraph import BlankNode

from visitkg.shacl.result import ShapeProblem

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from visitkg.shacl.index import Node
    from visitkg.shacl.model import Shape

_MOST_CIRCLES: Final = 20
"""So many circles are told: of shapes that all refer to each other nobody can count them."""


def check_recursion(shapes: Mapping[Node, Shape]) -> list[ShapeProblem]:
    """Return a fatal problem for each reference that leads a shape back to itself."""
    problems: list[ShapeProblem] = []
    for circle in _find_circles(shapes):
        route = " -> ".join(_name(shapes[node]) for node in circle)
        problems.append(
            ShapeProblem(
                f"this shape refers to itself: {route}",
                "Break the circle; what recursive shapes mean is not defined.",
                shapes[circle[0]].position,
                fatal=True,
            )
        )
        if len(problems) == _MOST_CIRCLES:
            break
    return problems


def _find_circles(shapes: Mapping[Node, Shape]) -> Iterator[Sequence[Node]]:
    """Yield the routes that come back to where they began, each with its beginning at both ends."""
    is_open: dict[Node, bool] = {}
    for root in shapes:
        route = [] if root in is_open else [(root, iter(shapes[root].references))]
        is_open.setdefault(root, True)
        while route:
            node = next(route[-1][1], None)
            if node is None:
                is_open[route.pop()[0]] = False
            elif node in shapes and node not in is_open:
                is_open[node] = True
                route.append((node, iter(shapes[node].references)))
            elif is_open.get(node, False):
                nodes = [step for step, _ in route]
                yield [*nodes[nodes.index(node) :], node]


def _name(shape: Shape) -> str:
    """Return what a route calls a shape; the labels of blank nodes mean nothing to a reader."""
    if not isinstance(shape.node, BlankNode):
        return str(shape.node)
    line = shape.position.line if shape.position else None
    return "a blank node" if line is None else f"the blank node at line {line}"
