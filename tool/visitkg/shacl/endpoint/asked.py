"""Queries of shapes that may look at any triple: the store answers them, for many nodes at once."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode

from visitkg.endpoint.skolem import SKOLEM
from visitkg.errors import InputError
from visitkg.shacl.answers import Answers
from visitkg.shacl.endpoint.focus import select_focus_nodes
from visitkg.shacl.endpoint.pages import may_be_cut
from visitkg.shacl.endpoint.verbs import find_verbs
from visitkg.shacl.endpoint.write import write_string
from visitkg.shacl.nodes.run import is_sparql
from visitkg.shacl.nodes.sparql import SparqlJudge
from visitkg.shacl.plan import Plan

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from visitkg.shacl.endpoint.graph import FetchedGraph
    from visitkg.shacl.endpoint.question import Question
    from visitkg.shacl.endpoint.source import Source
    from visitkg.shacl.finding import Finding
    from visitkg.shacl.index import Term
    from visitkg.shacl.model import ShapesGraph
    from visitkg.shacl.plan import Check, PlannedShape
    from visitkg.shacl.prebinding import Query


def is_open(check: Check) -> bool:
    """Return whether a check is a query that may look at any triple."""
    return is_sparql(check) and find_verbs(check.text) is None


def without_open(plan: Plan) -> Plan | None:
    """Return the plan without open queries; None if the store can't be asked one of them.

    It is asked only what all focus nodes of a shape can be asked together.
    """
    nested = {node for s in plan.shapes.values() for c in s.checks for node in c.shapes}
    kept: dict[object, PlannedShape] = {}
    for node, shape in plan.shapes.items():
        opened = [check for check in shape.checks if is_open(check)]
        if opened and (node in nested or not all(map(_is_for_many, opened))):
            return None
        checks = tuple(check for check in shape.checks if check not in opened)
        kept[node] = replace(shape, checks=checks) if opened else shape
    return Plan(kept, plan.source)  # type: ignore[arg-type]  # the keys are those of the plan


def _is_for_many(check: Check) -> bool:
    return "shapesGraph" not in check.text and check.flags != "ask"


def _has_skolems(source: Source) -> bool:
    """Return whether IRIs stand for blank nodes, which a query would take for IRIs."""
    tests = " || ".join(
        f"(isIRI({each}) && REGEX(STR({each}), {write_string(SKOLEM)}))" for each in ("?s", "?o")
    )
    return bool(source.select(f"SELECT ?s WHERE {{ ?s ?p ?o FILTER({tests}) }} LIMIT 1").rows)


class StoreAnswers(Answers):
    """Answers of a store far away."""

    def __init__(self, source: Source, graph: FetchedGraph, shapes: ShapesGraph) -> None:
        super().__init__(graph.triples, shapes)
        self._source = source
        self.skolemised = False

    def select(
        self, query: Query, values: Mapping[str, Sequence[str]], *, many: bool = False
    ) -> Iterator[Mapping[str, Term]]:
        """Yield the solutions of a SELECT, of which unbound variables are left out."""
        answer = self._source.select(query.bind(values, many=many))
        if may_be_cut(len(answer.rows)):
            raise InputError(f"the store may have cut an answer after {len(answer.rows):,} rows")
        for row in answer.rows:
            yield {
                name: value
                for name, value in zip(answer.variables, row, strict=True)
                if value is not None
            }


def ask_store(
    plan: Plan, source: Source, graph: FetchedGraph, question: Question
) -> Sequence[Finding]:
    """Return what the open queries of a shape find.

    Raise InputError if they can't be asked of all focus nodes together.
    """
    shape = plan.shapes[question.shape.node]
    checks = [check for check in shape.checks if is_open(check)]
    if not checks:
        return []
    nodes = dict.fromkeys(map(graph.code, question.constants))
    blank = question.local
    if question.targets:
        found, has_blank = select_focus_nodes(
            source, graph, question.ask_targets(), literals=question.literals
        )
        nodes.update(found)
        blank |= has_blank
    answers = StoreAnswers(source, graph, plan.source)
    judges = [SparqlJudge(shape, check, graph, answers) for check in checks]
    named = all(isinstance(graph.triples.dictionary.decode(node), NamedNode) for node in nodes)
    if blank or _has_skolems(source) or not named or not all(judge.asks_many for judge in judges):
        raise InputError("a query of the shapes can't be asked of a store")
    return [finding for judge in judges for finding in judge.judge_many(list(nodes))]
