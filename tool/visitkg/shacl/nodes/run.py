"""Run a plan node by node: https://www.w3.org/TR/shacl/#validation."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pyoxigraph import NamedNode

from visitkg.shacl.finding import Finding
from visitkg.shacl.nodes.table import DETAILED, FINDS, TESTS
from visitkg.shacl.path import InversePath, ZeroOrMorePath
from visitkg.shacl.walk import bind_path
from visitkg.terms import RDF, RDFS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from typing import TypeAlias

    from visitkg.graph.encode import EncodedTriples
    from visitkg.shacl.answers import Answers
    from visitkg.shacl.facts import Facts
    from visitkg.shacl.index import Node
    from visitkg.shacl.model import Target
    from visitkg.shacl.nodes.graph import NodeGraph
    from visitkg.shacl.nodes.sparql import SparqlJudge
    from visitkg.shacl.plan import Check, Plan, PlannedShape
    from visitkg.shacl.target import Nodes
    from visitkg.shacl.walk import Graph

    Judge: TypeAlias = Callable[[int, Sequence[int]], Iterator[Finding]]

_MOST_DETAILS: Final = 100
"""So many findings of nested shapes at most are told with one of a shape that selects nodes."""
_DEEPEST: Final = 20
"""So deeply at most they nest."""


class NodeRun:
    """One run of a plan over some triples; what it finds out is kept for its next question."""

    def __init__(self, plan: Plan, graph: Graph, triples: EncodedTriples, facts: Facts) -> None:
        self.plan = plan
        self.triples = triples
        self._answers: Answers | None = None
        self._sparql: dict[int, SparqlJudge] = {}
        self.graph = graph
        self.facts = facts
        self.code = graph.code
        self.type_code = self.code(NamedNode(RDF + "type"))
        self._bound: dict[Node, tuple[Callable[[int], Sequence[int]], list[Judge]]] = {}
        self._conforming: dict[tuple[Node, int], bool] = {}

    def find(self, shape: PlannedShape, focus: int) -> Iterator[Finding]:
        """Yield what is wrong with a focus node by an active shape."""
        walk, judges = self._bound_shape(shape)
        values = walk(focus)
        for judge in judges:
            yield from judge(focus, values)

    def conforms(self, node: Node, focus: int) -> bool:
        """Return whether a node conforms to a shape; to a deactivated or empty one, any does."""
        key = node, focus
        known = self._conforming.get(key)
        if known is None:
            shape = self.plan.shapes.get(node)
            known = shape is None or next(self.find(shape, focus), None) is None
            self._conforming[key] = known
        return known

    def subclasses(self, root: int) -> frozenset[int]:
        """Return the class with all its subclasses, as far as rdfs:subClassOf leads."""
        path = ZeroOrMorePath(InversePath(NamedNode(RDFS + "subClassOf")))
        return frozenset(bind_path(path, self.graph)(root))

    def _bound_shape(
        self, shape: PlannedShape
    ) -> tuple[Callable[[int], Sequence[int]], list[Judge]]:
        bound = self._bound.get(shape.node)
        if bound is None:
            bound = self._bound[shape.node] = self._bind_shape(shape)
        return bound

    def _bind_shape(
        self, shape: PlannedShape
    ) -> tuple[Callable[[int], Sequence[int]], list[Judge]]:
        judges = [self.bind_check(shape, check) for check in shape.checks]
        if shape.path is None:
            return lambda focus: (focus,), judges
        return bind_path(shape.path, self.graph), judges

    def bind_check(self, shape: PlannedShape, check: Check) -> Judge:
        """Return what yields the findings of one check at a focus node with its values."""
        name = check.component
        if name == "Property":
            return self._bind_property(check)
        if name == "Closed":
            return self._bind_closed(shape, check)
        if name in FINDS:
            find = FINDS[name](self, check)
            return lambda focus, values: (
                Finding(shape, check, focus, value) for value in find(focus, values)
            )
        if is_sparql(check):
            return self.sparql_judge(shape, check).judge
        test = TESTS[name](self, check)
        return lambda focus, values: (
            Finding(shape, check, focus, value) for value in values if not test(value)
        )

    def find_all(self, shape: PlannedShape, nodes: Nodes) -> Iterator[Finding]:
        """Yield what is wrong with distinct nodes, check by check: a query is asked of all."""
        walk, judges = self._bound_shape(shape)
        pairs = [(focus, walk(focus)) for focus in nodes]
        for check, judge in zip(shape.checks, judges, strict=True):
            if is_sparql(check) and self.sparql_judge(shape, check).asks_many:
                yield from self.sparql_judge(shape, check).judge_many(list(nodes))
            elif check.component == "Property" and _all_differ(pairs):
                reached = [value for _, found in pairs for value in found]
                for nested in self._nested(check):
                    yield from self.find_all(nested, reached)
            else:
                for focus, values in pairs:
                    yield from judge(focus, values)

    def sparql_judge(self, shape: PlannedShape, check: Check) -> SparqlJudge:
        """Return what asks the query of a check."""
        # Imported here: most shapes need none of it.
        from visitkg.shacl.nodes.sparql import SparqlJudge

        judge = self._sparql.get(id(check))
        if judge is None:
            judge = SparqlJudge(shape, check, self.graph, self._ask())
            self._sparql[id(check)] = judge
        return judge

    def select(self, target: Target) -> Sequence[int]:
        """Return the nodes that the query of a target selects."""
        from visitkg.shacl.nodes.sparql import select_targets

        return select_targets(target, self._ask())

    def _ask(self) -> Answers:
        if self._answers is None:
            from visitkg.shacl.answers import Answers

            self._answers = Answers(self.triples, self.plan.source)
        return self._answers

    def _bind_property(self, check: Check) -> Judge:
        """Yield what the property shapes find; sh:property has no result of its own."""
        nested = self._nested(check)
        return lambda _, values: (
            finding for value in values for shape in nested for finding in self.find(shape, value)
        )

    def _nested(self, check: Check) -> list[PlannedShape]:
        """Return the active shapes that a check names."""
        return [self.plan.shapes[node] for node in check.shapes if node in self.plan.shapes]

    def _bind_closed(self, shape: PlannedShape, check: Check) -> Judge:
        """Yield each value of a predicate that isn't allowed, with that as the path."""
        allowed = {self.code(term) for term in check.terms}

        def judge(focus: int, values: Sequence[int]) -> Iterator[Finding]:
            for node in values:
                for predicate, found in self.graph.description(node).items():
                    if predicate not in allowed:
                        path = self.facts.dictionary.decode_iri(predicate)
                        for value in found:
                            yield Finding(shape, check, focus, value, path)

        return judge

    def explain(self, finding: Finding) -> Finding:
        """Return a finding with what nested shapes find at its value, as much as one can read."""
        return self._explain(finding, iter(range(_MOST_DETAILS)), 1)

    def _explain(self, finding: Finding, places: Iterator[int], depth: int) -> Finding:
        value = finding.value_node
        if finding.check.component not in DETAILED or value is None or depth > _DEEPEST:
            return finding
        found = (
            nested for shape in self._nested(finding.check) for nested in self.find(shape, value)
        )
        detail = (
            self._explain(nested, places, depth + 1)
            for nested, _ in zip(found, places, strict=False)
        )
        return finding._replace(detail=tuple(detail))


def _all_differ(pairs: Sequence[tuple[int, Sequence[int]]]) -> bool:
    """Return whether no value is reached twice."""
    values = [value for _, found in pairs for value in found]
    return len(set(values)) == len(values)


def is_sparql(check: Check) -> bool:
    """Return whether a check is a query: that of sh:sparql or of a declared component."""
    return bool(check.text) and check.component not in TESTS


class NodeSelector:
    """What targets select among the triples that are validated; classes are those of the run."""

    def __init__(self, run: NodeRun, validated: NodeGraph) -> None:
        self._run = run
        self._validated = validated
        self.code = run.code
        self.holds = validated.holds
        self.subjects_of = validated.subjects_of
        self.objects_of = validated.objects_of

    def instances(self, class_code: int) -> Sequence[int]:
        """Return the nodes whose type is the class or one of its subclasses."""
        classes = self._run.subclasses(class_code)
        select = self._validated.subjects
        return [*dict.fromkeys(n for c in classes for n in select(self._run.type_code, c))]
