"""Validate what lies in a store: the same report as that of a copy of it, but for positions."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from pyoxigraph import NamedNode

from visitkg.errors import InputError, Position, VisitkgError
from visitkg.graph.encode import EncodedTriples
from visitkg.shacl.endpoint.ahead import AheadSource
from visitkg.shacl.endpoint.asked import ask_store, without_open
from visitkg.shacl.endpoint.fetch import Fetcher
from visitkg.shacl.endpoint.focus import (
    count_focus_nodes,
    find_unmatched,
    local_focus_nodes,
    select_focus_nodes,
    selects_any,
    write_focus_nodes,
)
from visitkg.shacl.endpoint.graph import FetchedGraph
from visitkg.shacl.endpoint.hierarchy import fetch_hierarchy
from visitkg.shacl.endpoint.judge import Judge
from visitkg.shacl.endpoint.predicates import (
    asks_of_classes,
    asks_of_everything,
    find_predicates,
    find_queried,
    queries,
    repeated_predicates,
    uses_hierarchy,
)
from visitkg.shacl.endpoint.question import make_questions
from visitkg.shacl.engine import room_for
from visitkg.shacl.facts import Facts
from visitkg.shacl.load import Data
from visitkg.shacl.materialise import LABELS, add_results
from visitkg.shacl.nodes.run import NodeRun
from visitkg.shacl.result import ShapeProblem, ValidationReport
from visitkg.shacl.run import run_plan

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from visitkg.shacl.endpoint.question import Question
    from visitkg.shacl.endpoint.source import Source
    from visitkg.shacl.finding import Finding
    from visitkg.shacl.index import Node
    from visitkg.shacl.model import Target
    from visitkg.shacl.plan import Plan
    from visitkg.shacl.result import UnmatchedTarget, ValidationResult

_TOGETHER: Final = 8
"""So many shapes are asked about beside each other."""
_FAILURES: Final = 2
"""After so many failures one behind the other a store is not asked about further shapes."""


def validate_source(
    plan: Plan,
    source: Source,
    name: str,
    *,
    ontology: Data | None = None,
    allow_empty: bool = False,
) -> ValidationReport:
    """Return the report of validating a store, which messages call ``name``, by a plan.

    An ``ontology`` is looked at beside the store, and its own nodes are not validated. What can't
    be checked is told by ``not_checked`` of the report. Raise VisitkgError if the store doesn't
    even tell what there is to check, and, unless ``allow_empty``, if that is nothing.
    """
    triples = EncodedTriples() if ontology is None else ontology.triples
    with room_for(plan):
        report = _Validation(plan, source, triples).run()
    if not allow_empty and not report.focus_nodes_checked and not report.not_checked:
        raise InputError(
            "nothing to check: no target of the shapes selects a node there",
            position=Position(name),
            remedy="Spell classes and properties alike in shapes and data, name the graph that "
            "has them, or accept it with --allow-empty.",
        )
    return report


def explain_source(plan: Plan, source: Source, *, ontology: Data | None = None) -> str:
    """Return the queries that a validation asks about each shape; it asks only for subclasses."""
    # Imported here: a validation has no need of it.
    from visitkg.shacl.endpoint.explain import explain_questions

    triples = EncodedTriples() if ontology is None else ontology.triples
    with room_for(plan):
        return explain_questions(plan, _Validation(plan, source, triples).prepare())


class _NotAskedError(Exception):
    """That a store doesn't answer a query of the shapes."""


class _Validation:
    """One validation of a store; ``failed`` has the reason for each shape that isn't checked."""

    def __init__(self, plan: Plan, source: Source, triples: EncodedTriples) -> None:
        self._whole = plan
        self._plan = without_open(plan) or plan
        plan = self._plan
        self._source = AheadSource(source)
        self._opaque = _predicates_of(triples)
        # What came from a store has no place in a file.
        self._prefixes = {p: iri for f in reversed(triples.files) for p, iri in f.prefixes.items()}
        triples.files.clear()
        self._triples = triples
        self._facts = Facts(triples.dictionary)
        self._queried = find_queried(plan)
        predicates = find_predicates(plan)
        self._graph = FetchedGraph(triples, self._facts, predicates)
        kept = {*predicates, *(self._queried or ()), *map(NamedNode, LABELS)}
        whole = asks_of_everything(plan) or self._queried is None
        self._fetcher = Fetcher(source, self._graph, kept, whole=whole)
        self._judge = Judge(
            plan, self._graph, self._facts, self._fetcher, repeated_predicates(plan)
        )
        self._failed: dict[Node, str] = {}
        self._selected: dict[str, tuple[Mapping[int, None], bool]] = {}

    def run(self) -> ValidationReport:
        """Return the report."""
        if self._queried is None:
            return self._run_on_copy()
        try:
            return self._run_in_store()
        except _NotAskedError:
            return self._run_on_copy()

    def prepare(self) -> Sequence[Question]:
        """Return what is to be asked, with the classes that there are."""
        if asks_of_classes(self._plan):
            upwards = uses_hierarchy(self._plan, self._queried or frozenset())
            fetch_hierarchy(self._source, self._graph, upwards=upwards)
            if self._graph.needs_blank_nodes:
                self._fetcher.fetch_blank_nodes()
        return make_questions(self._plan, self._graph, self._opaque)

    def _run_in_store(self) -> ValidationReport:
        questions = self.prepare()
        if self._queried and any(queries(self._plan)):
            self._fetcher.fetch_predicates(self._queried)
        if self._graph.needs_blank_nodes:
            self._fetcher.fetch_blank_nodes()
        local = self._select_local(questions)
        matched = frozenset(target for target, nodes in local.items() if nodes)
        unmatched = find_unmatched(self._plan, self._source, self._graph, matched)
        asked = [each for each in questions if selects_any(each, unmatched)]
        count = self._count(asked, local)
        suspects, with_blank = self._find_suspects(asked, local)
        findings = [*self._judge.judge(suspects, with_blank), *self._ask_store(asked)]
        self._failed.update(self._judge.failed)
        return self._make_report(findings, asked, unmatched, count)

    def _ask_store(self, questions: Sequence[Question]) -> Iterator[Finding]:
        """Yield what queries find that may look at any triple."""
        if self._plan is self._whole:
            return
        for question in questions:
            try:
                yield from ask_store(self._whole, self._source, self._graph, question)
            except VisitkgError as error:
                raise _NotAskedError from error

    def _run_on_copy(self) -> ValidationReport:
        """Return the report on a copy of the whole store: a query may look at any triple."""
        copy = EncodedTriples()
        graph = FetchedGraph(copy, Facts(copy.dictionary), ())
        fetcher = Fetcher(self._source, graph, (), whole=True)
        fetcher.fetch_everything()
        if graph.needs_blank_nodes:
            fetcher.fetch_blank_nodes()
        validated = len(copy)
        known = self._triples
        decode = known.dictionary.decode
        graph.add(
            (decode(s), decode(p), decode(o))
            for s, p, o in zip(known.subjects, known.predicates, known.objects, strict=True)
        )
        copy.files.clear()
        return run_plan(self._whole, Data(copy, validated))

    def _select_local(self, questions: Sequence[Question]) -> Mapping[Target, Sequence[int]]:
        """Return what the targets select of which the store can't tell, or not all."""
        run = NodeRun(self._plan, self._graph, self._triples, self._facts)
        found: dict[Target, Sequence[int]] = {}
        for question in questions:
            if question.local:
                for target in question.shape.targets:
                    if target.query is not None:
                        found[target] = run.select(target)
                    else:
                        alone = replace(question.shape, targets=(target,))
                        found[target] = list(local_focus_nodes(alone, self._graph))
        return found

    def _count(self, questions: Sequence[Question], local: Mapping[Target, Sequence[int]]) -> int:
        """Return how many distinct focus nodes there are."""
        constants = [term for question in questions for term in question.constants]
        if not local and all(isinstance(term, NamedNode) for term in constants):
            return count_focus_nodes(self._source, questions)
        nodes = {node for found in local.values() for node in found}
        for question in questions:
            nodes.update(map(self._graph.code, question.constants))
            if question.targets:
                targets = [question.ask_targets()]
                named, blank = self._select_each(targets, literals=question.literals)
                nodes.update(named)
                if blank:
                    self._fetcher.fetch_blank_nodes()
                    nodes.update(local_focus_nodes(question.shape, self._graph))
        return len(nodes)

    def _find_suspects(
        self, questions: Sequence[Question], local: Mapping[Target, Sequence[int]]
    ) -> tuple[Mapping[Node, Sequence[int]], frozenset[Node]]:
        """Return who may break each shape, and the shapes that blank nodes may break."""
        suspects: dict[Node, Sequence[int]] = {}
        with_blank: set[Node] = set()
        failures = 0
        for place, question in enumerate(questions):
            if place % _TOGETHER == 0 and failures < _FAILURES:
                self._prepare(questions[place : place + _TOGETHER])
            node = question.shape.node
            if failures >= _FAILURES:
                self._failed[node] = "the store failed before"
                continue
            try:
                found, blank = self._ask_suspects(question)
            except VisitkgError as error:
                failures += 1
                self._failed[node] = error.message
                continue
            failures = 0
            if question.suspects:
                found.update(dict.fromkeys(map(self._graph.code, question.constants)))
                selected = (local.get(target, ()) for target in question.shape.targets)
                found.update({code: None for nodes in selected for code in nodes})
            if blank:
                with_blank.add(node)
                self._graph.needs_blank_nodes = True
            if found or blank:
                suspects[node] = list(found)
        return suspects, frozenset(with_blank)

    def _prepare(self, questions: Sequence[Question]) -> None:
        """Ask beside each other what is asked about some shapes."""
        self._source.prepare(
            write_focus_nodes(pattern, literals=question.literals)
            for question in questions
            for pattern in question.ask_suspects()
            if pattern not in self._selected
        )

    def _ask_suspects(self, question: Question) -> tuple[dict[int, None], bool]:
        """Return who may break a shape; if the store can't tell, all its focus nodes."""
        try:
            return self._select_each(question.ask_suspects(), literals=question.literals)
        except VisitkgError:
            return self._select_each([question.ask_targets()], literals=question.literals)

    def _select_each(
        self, patterns: Iterable[str], *, literals: bool
    ) -> tuple[dict[int, None], bool]:
        found: dict[int, None] = {}
        blank = False
        for pattern in patterns:
            known = self._selected.get(pattern)
            if known is None:
                known = select_focus_nodes(self._source, self._graph, pattern, literals=literals)
                self._selected[pattern] = known
            more, has_blank = known
            found.update(more)
            blank |= has_blank
        return found, blank

    def _make_report(
        self,
        findings: Sequence[Finding],
        asked: Sequence[Question],
        unmatched: tuple[UnmatchedTarget, ...],
        count: int,
    ) -> ValidationReport:
        plan = self._whole
        checked = (each.shape.node for each in asked if each.shape.node not in self._failed)
        reached = plan.source.reach(checked)
        problems = [_not_checked(plan, node, reason) for node, reason in self._failed.items()]
        report = ValidationReport(
            results=(),
            focus_nodes_checked=count,
            shapes_checked=len(reached),
            unmatched_targets=unmatched,
            problems=(*plan.source.problems, *problems),
            prefixes={**plan.source.prefixes, **self._prefixes},
            checked_shapes={
                node: shape.position for node, shape in plan.shapes.items() if node in reached
            },
            completed=not self._failed,
            not_checked=self._failed,
        )
        if not findings:
            return report
        self._graph.end()
        report = add_results(report, findings, plan, self._graph, self._triples)
        self._fetch_labels(report)
        return report

    def _fetch_labels(self, report: ValidationReport) -> None:
        """Fetch the labels of what the results name; without them the report is complete too."""
        code = self._graph.code
        nodes = {code(term) for term in _named(report.results)}
        try:
            self._fetcher.fetch_labels(sorted(nodes), map(NamedNode, LABELS))
        except VisitkgError:
            return


def _not_checked(plan: Plan, node: Node, reason: str) -> ShapeProblem:
    name = str(node) if isinstance(node, NamedNode) else "this shape"
    return ShapeProblem(
        f"{name} was not checked: {reason}",
        "Nothing is known of its focus nodes; ask again, or validate a copy of the data.",
        plan.shapes[node].position,
        fatal=True,
    )


def _predicates_of(triples: EncodedTriples) -> frozenset[NamedNode]:
    decode = triples.dictionary.decode_iri
    return frozenset(map(decode, set(triples.predicates)))


def _named(results: Iterable[ValidationResult]) -> Iterable[NamedNode]:
    for result in results:
        for term in (result.focus_node, result.value_node, *result.parameters):
            if isinstance(term, NamedNode):
                yield term
        yield from _named(result.detail)
