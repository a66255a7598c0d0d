"""The plan in words, and why each constraint holds or fails at one node."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pyoxigraph import Literal, NamedNode

from visitkg.errors import UsageError
from visitkg.graph.term import IriWriter, write_literal
from visitkg.shacl.columns.table import runs_on_columns
from visitkg.shacl.engine import room_for
from visitkg.shacl.facts import Facts
from visitkg.shacl.nodes.graph import NodeGraph
from visitkg.shacl.nodes.run import NodeRun, NodeSelector
from visitkg.shacl.path import render_path
from visitkg.shacl.target import find_focus_nodes
from visitkg.shacl.walk import bind_path
from visitkg.terms import COMMON_PREFIXES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from visitkg.shacl.index import Node, Term
    from visitkg.shacl.load import Data
    from visitkg.shacl.plan import Check, Plan, PlannedShape

_MOST_VALUES: Final = 5
_DEEPEST: Final = 20
_INDENT: Final = "  "


def explain_plan(plan: Plan, prefixes: Mapping[str, str]) -> str:
    """Return each active shape with its targets and checks, and how each check is run.

    ``columns`` are asked of all nodes at once when the data are large, ``query`` is SPARQL asked of
    many nodes at once where that is possible, ``node`` is run for one node after the other.
    """
    words = Words(plan, prefixes)
    lines: list[str] = []
    for shape in plan.shapes.values():
        lines.append(words.shape(shape))
        lines += (
            f"{_INDENT}{words.term(target.predicate)} {words.term(target.value)}"
            for target in shape.targets
        )
        lines += (f"{_INDENT}{words.check(check)} [{_engine(check)}]" for check in shape.checks)
    return "".join(f"{line}\n" for line in lines)


def _engine(check: Check) -> str:
    if runs_on_columns(check):
        return "columns"
    return "query" if check.text else "node"


def explain_node(plan: Plan, data: Data, focus: Term, prefixes: Mapping[str, str]) -> str:
    """Return for each shape that selects a node which of its constraints hold there, and why.

    Raise UsageError if no shape selects the node.
    """
    with room_for(plan):
        return "".join(f"{line}\n" for line in _tell_node(plan, data, focus, prefixes))


def _tell_node(plan: Plan, data: Data, focus: Term, prefixes: Mapping[str, str]) -> Iterator[str]:
    graph = NodeGraph(data.triples)
    run = NodeRun(plan, graph, data.triples, Facts(data.triples.dictionary))
    validated = NodeGraph(data.triples, data.validated)
    focus_nodes, _ = find_focus_nodes(plan, NodeSelector(run, validated), run.select)
    code = graph.code(focus)
    words = Words(plan, prefixes)
    selecting = [node for node, nodes in focus_nodes.items() if code in nodes]
    if not selecting:
        raise UsageError(
            f"no shape selects {words.term(focus)}",
            remedy="Name a focus node, or see by --explain alone which targets there are.",
        )
    story = _Story(run, words)
    for node in selecting:
        shape = plan.shapes[node]
        yield f"{words.term(focus)} by {words.shape(shape)}"
        yield from story.tell(shape, code, 1)


class Words:
    """How shapes, checks and terms are called."""

    def __init__(self, plan: Plan, prefixes: Mapping[str, str]) -> None:
        self._plan = plan
        self._iris = IriWriter({**COMMON_PREFIXES, **plan.source.prefixes, **prefixes})

    def term(self, term: Term) -> str:
        """Return an IRI with a prefix, or a literal."""
        if isinstance(term, NamedNode):
            return self._iris.write(term.value)
        return write_literal(term, self._iris) if isinstance(term, Literal) else "[]"

    def name(self, node: Node) -> str:
        """Return the name of a shape, or its place."""
        shape = self._plan.shapes.get(node)
        if isinstance(node, NamedNode):
            return self.term(node)
        return f"[shape at {shape.position}]" if shape and shape.position else "[shape]"

    def shape(self, shape: PlannedShape) -> str:
        """Return the name of a shape, with its place and path."""
        name = self.name(shape.node)
        place = f" ({shape.position})" if shape.position and name[:1] != "[" else ""
        if shape.path is None:
            return f"{name}{place}"
        path = render_path(shape.path, lambda iri: self._iris.write(iri.value))
        return f"{name}{place}, path {path}"

    def check(self, check: Check) -> str:
        """Return a component with its parameters."""
        parts = [check.component if ":" not in check.component else f"<{check.component}>"]
        if "Count" in check.component or "Length" in check.component:
            parts.append(str(check.count))
        parts += [self.term(term) for term in check.terms]
        parts += [self.name(shape) for shape in check.shapes]
        if check.component == "Pattern":
            parts.append(f'"{check.text}"' + (f' "{check.flags}"' if check.flags else ""))
        parts += [f"{name} {self.term(value)}" for name, value in check.arguments]
        if check.siblings:
            parts += ["but not", *(self.name(shape) for shape in check.siblings)]
        return " ".join(parts)


class _Story:
    """What the checks of a shape find at a node, line by line."""

    def __init__(self, run: NodeRun, words: Words) -> None:
        self._run = run
        self._words = words
        self._told: set[tuple[Node, int]] = set()

    def tell(self, shape: PlannedShape, focus: int, depth: int) -> Iterator[str]:
        values = [focus] if shape.path is None else bind_path(shape.path, self._run.graph)(focus)
        for check in shape.checks:
            if check.component == "Property":
                yield from self._tell_nested(check, values, depth)
            else:
                yield self._tell_check(shape, check, focus, values, depth)
                if check.shapes:
                    yield from self._tell_nested(check, values, depth + 1)

    def _tell_check(
        self, shape: PlannedShape, check: Check, focus: int, values: Sequence[int], depth: int
    ) -> str:
        findings = list(self._run.bind_check(shape, check)(focus, values))
        verdict = "fails" if findings else "holds"
        reason = self._values(values)
        broken = [f.value_node for f in findings if f.value_node is not None]
        if broken:
            reason = "because of " + self._values(broken)
        elif shape.path is not None:
            reason = f"with {reason}"
        text = f"{_INDENT * depth}{verdict}: {self._words.check(check)}"
        return f"{text}, {reason}" if broken or shape.path is not None else text

    def _tell_nested(self, check: Check, values: Sequence[int], depth: int) -> Iterator[str]:
        if depth > _DEEPEST:
            yield f"{_INDENT * depth}and so on"
            return
        for value in values[:_MOST_VALUES]:
            for node in check.shapes:
                shape = self._run.plan.shapes.get(node)
                if shape is None:
                    continue
                head = f"{_INDENT * depth}{self._term(value)} by {self._words.shape(shape)}"
                if (node, value) in self._told:
                    yield f"{head}: as above"
                    continue
                self._told.add((node, value))
                yield head
                yield from self.tell(shape, value, depth + 1)
        if len(values) > _MOST_VALUES:
            yield f"{_INDENT * depth}and {len(values) - _MOST_VALUES} more values alike"

    def _term(self, code: int) -> str:
        return self._words.term(self._run.facts.dictionary.decode(code))

    def _values(self, values: Sequence[int]) -> str:
        if not values:
            return "no value"
        shown = ", ".join(self._term(value) for value in values[:_MOST_VALUES])
        more = len(values) - _MOST_VALUES
        return f"{shown} and {more} more" if more > 0 else shown
