"""The focus nodes of the shapes: which targets select any, how many there are, and suspects."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pyoxigraph import BlankNode, Literal, NamedNode

from visitkg.shacl.endpoint.pages import select_all, write_first
from visitkg.shacl.endpoint.question import is_constant, join_union, write_target
from visitkg.shacl.endpoint.write import write_list, write_string
from visitkg.shacl.index import TYPE
from visitkg.shacl.result import UnmatchedTarget
from visitkg.terms import SH

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from visitkg.shacl.endpoint.graph import FetchedGraph
    from visitkg.shacl.endpoint.question import Question
    from visitkg.shacl.endpoint.source import Source
    from visitkg.shacl.index import Term
    from visitkg.shacl.model import Target
    from visitkg.shacl.plan import Plan, PlannedShape

_FOCUS: Final = ("focus",)
_MANY: Final = 30
"""So many targets are asked about at one go."""


def find_unmatched(
    plan: Plan, source: Source, graph: FetchedGraph, local: frozenset[Target]
) -> tuple[UnmatchedTarget, ...]:
    """Return the targets that select nothing in the store, and are not among the ``local`` ones."""
    owned = [(shape, target) for shape in plan.roots() for target in shape.targets]
    patterns = [_write_existence(target, graph) for _, target in owned]
    asked = [(place, pattern) for place, pattern in enumerate(patterns) if pattern]
    literals = _select_literals(source, [target.value for _, target in owned])
    matched = {
        place
        for place, (_, target) in enumerate(owned)
        if target in local or target.value in literals
    }
    for begin in range(0, len(asked), _MANY):
        matched |= _ask_existence(source, asked[begin : begin + _MANY])
    return tuple(
        UnmatchedTarget(shape.node, target.predicate, target.value, target.position)
        for place, (shape, target) in enumerate(owned)
        if place not in matched
    )


def selects_any(question: Question, unmatched: tuple[UnmatchedTarget, ...]) -> bool:
    """Return whether a shape has any focus node; a constant is one even if nothing speaks of it."""
    missing = {
        (each.predicate, each.value) for each in unmatched if each.shape == question.shape.node
    }
    return bool(question.constants) or any(
        (target.predicate, target.value) not in missing for target in question.shape.targets
    )


def _ask_existence(source: Source, asked: Sequence[tuple[int, str]]) -> set[int]:
    parts = (
        f'{{ SELECT ("{place}" AS ?target) WHERE {{ {pattern} }} LIMIT 1 }}'
        for place, pattern in asked
    )
    answer = source.select(f"SELECT ?target WHERE {{ {' UNION '.join(parts)} }}")
    return {int(row[0].value) for row in answer.rows if isinstance(row[0], Literal)}


def _select_literals(source: Source, terms: Iterable[Term]) -> frozenset[Term]:
    """Return the literals among some terms that the store has.

    It may spell the literal of a query otherwise, or refuse it; so they are asked for by texts.
    """
    texts = sorted({term.value for term in terms if isinstance(term, Literal)})
    if not texts:
        return frozenset()
    test = f"FILTER(isLiteral(?focus) && STR(?focus) IN ({write_list(map(write_string, texts))}))"
    rows, _ = select_all(source, ("focus",), f"?any ?by ?focus . {test}", "focus", literals=True)
    return frozenset(row[0] for row in rows if row[0] is not None)


def _write_existence(target: Target, graph: FetchedGraph) -> str:
    if not is_constant(target):
        return write_target(target, graph)
    if isinstance(target.value, NamedNode):
        return f"{{ {target.value} ?by ?any }} UNION {{ ?any ?by {target.value} }}"
    return ""


def count_focus_nodes(source: Source, questions: Sequence[Question]) -> int:
    """Return how many distinct nodes the targets select, none of which is a constant literal."""
    patterns = dict.fromkeys(pattern for each in questions for pattern in each.targets)
    constants = dict.fromkeys(term for each in questions for term in each.constants)
    if not patterns:
        return len(constants)
    pattern = join_union(list(patterns))
    rows = source.select(_write_count(pattern, literals=any(q.literals for q in questions))).rows
    number = rows[0][0] if rows else None
    count = int(number.value) if isinstance(number, Literal) else 0
    return count + len(constants) - _count_selected(source, pattern, list(constants))


def _write_count(pattern: str, *, literals: bool) -> str:
    if not literals:
        return f"SELECT (COUNT(DISTINCT ?focus) AS ?count) WHERE {{ {pattern} }}"
    each = f"SELECT DISTINCT ?focus (DATATYPE(?focus) AS ?kind) WHERE {{ {pattern} }}"
    return f"SELECT (COUNT(*) AS ?count) WHERE {{ {{ {each} }} }}"


def _count_selected(source: Source, pattern: str, constants: Sequence[Term]) -> int:
    """Return how many of the constants other targets select too."""
    if not constants:
        return 0
    test = f"FILTER(?focus IN ({write_list(constants)}))"
    rows, _ = select_all(source, ("focus",), f"{pattern} {test}", "focus")
    return len(rows)


def write_focus_nodes(pattern: str, *, literals: bool) -> str:
    """Return the first query that ``select_focus_nodes`` asks."""
    return write_first(_FOCUS, pattern, "focus", literals=literals)


def select_focus_nodes(
    source: Source, graph: FetchedGraph, pattern: str, *, literals: bool
) -> tuple[Mapping[int, None], bool]:
    """Return the nodes with a name that match, in codes, and whether there is a blank node."""
    rows, blank = select_all(source, _FOCUS, pattern, "focus", literals=literals)
    named = (row[0] for row in rows if row[0] is not None and not isinstance(row[0], BlankNode))
    return dict.fromkeys(map(graph.code, named)), blank


def local_focus_nodes(shape: PlannedShape, graph: FetchedGraph) -> Iterator[int]:
    """Yield the focus nodes of a shape that are, or have a class that is, a blank node."""
    blank = set(graph.blank_nodes())
    for target in shape.targets:
        if target.query is None:
            yield from _select_local(target, graph, blank)


def _select_local(target: Target, graph: FetchedGraph, blank: set[int]) -> Iterator[int]:
    value = graph.code(target.value)
    match target.predicate.value.removeprefix(SH):
        case "targetClass":
            type_ = graph.code(TYPE)
            for class_ in graph.close(value):
                for node in graph.known_subjects(type_, class_):
                    if node in blank or class_ in blank:
                        yield node
        case "targetSubjectsOf":
            yield from (node for node in graph.subjects_of(value) if node in blank)
        case "targetObjectsOf":
            yield from (node for node in graph.objects_of(value) if node in blank)
        case _:
            return
