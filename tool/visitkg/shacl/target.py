"""The focus nodes that the targets of shapes select: https://www.w3.org/TR/shacl/#targets."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

from visitkg.shacl.result import UnmatchedTarget
from visitkg.terms import SH

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from visitkg.shacl.index import Node, Term
    from visitkg.shacl.model import Target
    from visitkg.shacl.plan import Plan


class Nodes(Protocol):
    """Distinct nodes in codes: a list or an array."""

    def __len__(self) -> int:
        """Return how many there are."""

    def __iter__(self) -> Iterator[Any]:
        """Yield their codes."""

    def __getitem__(self, place: int, /) -> Any:  # noqa: ANN401  (an int of Python or numpy)
        """Return the code at a place."""


class Selector(Protocol):
    """What an engine tells of the triples whose nodes are validated, in codes, each node once."""

    def code(self, term: Term, /) -> int:
        """Return the code of a term."""

    def holds(self, node: int, /) -> bool:
        """Return whether a node is the subject or the object of a triple."""

    def instances(self, class_code: int, /) -> Nodes:
        """Return the nodes whose type is the class or one of its subclasses."""

    def subjects_of(self, predicate: int, /) -> Nodes:
        """Return the nodes that have the predicate."""

    def objects_of(self, predicate: int, /) -> Nodes:
        """Return the nodes that are values of the predicate."""


def find_focus_nodes(
    plan: Plan, data: Selector, select: Callable[[Target], Nodes]
) -> tuple[Mapping[Node, Nodes], tuple[UnmatchedTarget, ...]]:
    """Return the focus nodes of each active shape that has any, and the targets without one.

    A sh:targetNode is a focus node even if the data don't hold it; it counts as unmatched too, for
    it is then most likely misspelt. ``select`` gives the nodes that the query of a target selects.
    """
    focus_nodes: dict[Node, Nodes] = {}
    unmatched: list[UnmatchedTarget] = []
    for shape in plan.roots():
        groups: list[Nodes] = []
        for target in shape.targets:
            selected = select(target) if target.query else _select(target, data)
            if not _matches(target, selected, data):
                unmatched.append(
                    UnmatchedTarget(shape.node, target.predicate, target.value, target.position)
                )
            groups.append(selected)
        found = groups[0] if len(groups) == 1 else [*dict.fromkeys(n for g in groups for n in g)]
        if len(found):
            focus_nodes[shape.node] = found
    return focus_nodes, tuple(unmatched)


def _matches(target: Target, selected: Nodes, data: Selector) -> bool:
    if target.predicate.value == SH + "targetNode":
        return data.holds(int(selected[0]))
    return len(selected) > 0


def _select(target: Target, data: Selector) -> Nodes:
    code = data.code(target.value)
    match target.predicate.value.removeprefix(SH):
        case "targetNode":
            return [code]
        case "targetClass":
            return data.instances(code)
        case "targetSubjectsOf":
            return data.subjects_of(code)
        case "targetObjectsOf":
            return data.objects_of(code)
        case _:
            return []
