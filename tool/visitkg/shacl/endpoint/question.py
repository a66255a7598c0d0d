"""What a store is asked about one shape: which nodes its targets select, and who may break it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from visitkg.shacl.endpoint.hierarchy import named_classes, subclass_finder
from visitkg.shacl.endpoint.suspect import FOCUS, Suspects
from visitkg.shacl.endpoint.write import write_choice
from visitkg.shacl.index import TYPE
from visitkg.terms import SH

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pyoxigraph import NamedNode

    from visitkg.shacl.endpoint.graph import FetchedGraph
    from visitkg.shacl.index import Term
    from visitkg.shacl.model import Target
    from visitkg.shacl.plan import Plan, PlannedShape

_MOST: Final = 12
"""So many patterns stand in one query."""


@dataclass(frozen=True, slots=True)
class Question:
    """One shape's part of the work of a store.

    Each focus node in the store matches one of ``targets``, unless it is one of the ``constants``;
    each that breaks the shape matches also one of ``suspects``. ``local`` if there may be focus
    nodes that only what is fetched can tell: by a class that is a blank node, or by a query.
    """

    shape: PlannedShape
    targets: tuple[str, ...]
    suspects: tuple[str, ...]
    constants: tuple[Term, ...]
    local: bool

    @property
    def literals(self) -> bool:
        """Return whether a literal may be among the focus nodes in the store."""
        return any(t.predicate.value == SH + "targetObjectsOf" for t in self.shape.targets)

    def ask_suspects(self) -> Iterator[str]:
        """Yield the patterns of focus nodes that may break the shape."""
        if self.targets:
            for begin in range(0, len(self.suspects), _MOST):
                chosen = self.suspects[begin : begin + _MOST]
                yield join_union([f"{self.ask_targets()} {each}".strip() for each in chosen])

    def ask_targets(self) -> str:
        """Return the pattern of all focus nodes in the store."""
        return join_union(self.targets)


def join_union(patterns: Sequence[str]) -> str:
    """Return the pattern of what matches one of some patterns."""
    if len(patterns) == 1:
        return patterns[0]
    return "{ " + " UNION ".join(f"{{ {each} }}" for each in patterns) + " }"


def write_target(target: Target, graph: FetchedGraph) -> str:
    """Return the pattern of what a target selects in the store; empty if a query tells."""
    if target.query is not None:
        return ""
    match target.predicate.value.removeprefix(SH):
        case "targetClass":
            classes = sorted(named_classes(graph, target.value), key=str)
            if len(classes) == 1:
                return f"{FOCUS} {TYPE} {classes[0]} ."
            return f"{write_choice('?class', classes)} {FOCUS} {TYPE} ?class ." if classes else ""
        case "targetSubjectsOf":
            return f"{FOCUS} {target.value} ?any ."
        case "targetObjectsOf":
            return f"?any {target.value} {FOCUS} ."
        case _:
            return ""


def is_constant(target: Target) -> bool:
    """Return whether a target names its one focus node."""
    return target.query is None and target.predicate.value == SH + "targetNode"


def make_questions(
    plan: Plan, graph: FetchedGraph, opaque: frozenset[NamedNode]
) -> Sequence[Question]:
    """Return a question for each shape that has targets."""
    subclasses = subclass_finder(graph)
    suspects = Suspects(plan, subclasses, opaque)
    return [_make_question(shape, graph, suspects) for shape in plan.roots()]


def _make_question(shape: PlannedShape, graph: FetchedGraph, suspects: Suspects) -> Question:
    patterns = [write_target(target, graph) for target in shape.targets]
    local = any(target.query or _has_blank_class(target, graph) for target in shape.targets)
    return Question(
        shape=shape,
        targets=tuple(filter(None, dict.fromkeys(patterns))),
        suspects=tuple(suspects.write(shape)),
        constants=tuple(target.value for target in shape.targets if is_constant(target)),
        local=bool(local),
    )


def _has_blank_class(target: Target, graph: FetchedGraph) -> bool:
    is_class = target.predicate.value == SH + "targetClass" and target.query is None
    return is_class and subclass_finder(graph)(target.value) is None
