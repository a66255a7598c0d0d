"""Run a plan on columns: each check of a shape is asked of all its focus nodes at once."""

from __future__ import annotations

from hashlib import blake2b
from typing import TYPE_CHECKING, Final

from visitkg.shacl.columns.order import Order
from visitkg.shacl.columns.pairs import distinct, lefts, rights
from visitkg.shacl.columns.reached import Reached
from visitkg.shacl.columns.table import FINDS, runs_on_columns
from visitkg.shacl.columns.value import pass_values
from visitkg.shacl.finding import Finding
from visitkg.shacl.nodes.run import NodeRun, is_sparql

if TYPE_CHECKING:
    from collections.abc import Iterator

    from visitkg.graph.encode import EncodedTriples
    from visitkg.shacl.columns.graph import ColumnGraph
    from visitkg.shacl.columns.pairs import Codes, Keys, Mask
    from visitkg.shacl.columns.values import Broken
    from visitkg.shacl.facts import Facts
    from visitkg.shacl.index import Node
    from visitkg.shacl.plan import Check, Plan, PlannedShape

_COUNTS: Final = frozenset({"MaxCount", "MinCount"})
_FEW: Final = 8
"""So few focus nodes are checked faster one by one."""
_ROUND: Final = 1 << 17
"""So many literals are objects of Python at the same time."""


class ColumnRun:
    """One run of a plan over columns; ``nodes`` runs what is asked of one node at a time."""

    def __init__(
        self, plan: Plan, graph: ColumnGraph, triples: EncodedTriples, facts: Facts
    ) -> None:
        import numpy as np

        self.plan = plan
        self.graph = graph
        for shape in plan.shapes.values():
            for check in shape.checks:
                # What is known by code is kept in arrays: they should grow no more.
                for term in check.terms:
                    graph.code(term)
        self.nodes = NodeRun(plan, graph, triples, facts)
        self.order = Order(graph.dictionary, facts)
        self._languages = np.zeros(0, dtype=np.int64)
        self._language_numbers: dict[bytes, int] = {}
        self._failed: dict[tuple[Node, bytes], Codes] = {}

    def find(
        self, shape: PlannedShape, focus: Codes, weights: Codes | None = None
    ) -> Iterator[Finding]:
        """Yield what is wrong with focus nodes, which are in order, each once.

        ``weights`` says how often each is reached, and its findings told; None is once for all.
        """
        if len(focus) <= _FEW:
            times = [1] * len(focus) if weights is None else weights.tolist()
            for node, count in zip(focus.tolist(), times, strict=True):
                yield from list(self.nodes.find(shape, node)) * count
            return
        reached = Reached(self.graph, shape.path, focus)
        for check in shape.checks:
            if check.component == "Property":
                yield from self._find_property(check, reached, weights)
            else:
                findings = self._find_check(shape, check, reached)
                yield from findings if weights is None else _repeat(findings, focus, weights)

    def conform(self, node: Node, values: Codes) -> Mask:
        """Return which values conform to a shape; to a deactivated or empty one, any does."""
        import numpy as np

        shape = self.plan.shapes.get(node)
        failing = self._failing(shape, self.graph.unique(values)) if shape else values[:0]
        if not len(failing):
            return np.ones(len(values), dtype=bool)
        passing: Mask = ~self.graph.flags(failing)[values]
        return passing

    def languages(self, values: Codes) -> Codes:
        """Return a number for the language of each literal, 0 for none."""
        import numpy as np

        codes = self.graph.unique(values)
        if len(self._languages) < self.graph.size:
            larger = np.zeros(self.graph.size, dtype=np.int64)
            larger[: len(self._languages)] = self._languages
            self._languages = larger
        numbers, dictionary = self._language_numbers, self.graph.dictionary
        new = codes[self._languages[codes] == 0]
        for begin in range(0, len(new), _ROUND):
            block = new[begin : begin + _ROUND].tolist()
            tokens = dictionary.tokens_of(block)
            self._languages[block] = [_number_language(token, numbers) for token in tokens]
            dictionary.release()
        found: Codes = self._languages[values]
        return found

    def _find_check(self, shape: PlannedShape, check: Check, reached: Reached) -> Iterator[Finding]:
        if check.component == "Closed":
            # Each value of a predicate that isn't allowed, with that as the path.
            values = reached.values()
            pairs = reached.leading_to(values[self._open(check, values)])
            yield from self._find_by_node(shape, check, distinct(lefts(pairs)), pairs)
            return
        if is_sparql(check) and self.nodes.sparql_judge(shape, check).asks_many:
            yield from self.nodes.sparql_judge(shape, check).judge_many(reached.focus.tolist())
            return
        if not runs_on_columns(check):
            yield from self._find_by_node(shape, check, reached.focus, reached.pairs())
            return
        nodes, broken = self._break(check, reached)
        if broken is None:
            yield from (Finding(shape, check, node) for node in nodes.tolist())
            return
        for node, value in zip(nodes.tolist(), broken.tolist(), strict=True):
            yield Finding(shape, check, node, value)

    def _open(self, check: Check, values: Codes) -> Mask:
        """Return which values, in order, have a predicate that isn't allowed."""
        graph = self.graph
        allowed = graph.flags([graph.code(term) for term in check.terms])
        rows = graph.rows_of(values)
        rows = rows[~allowed[graph.predicate_column[rows]]]
        return graph.flags(graph.subject_column[rows])[values]

    def _break(self, check: Check, reached: Reached) -> Broken:
        """Return the focus nodes, with their values, that break a check."""
        if check.component in FINDS:
            find = FINDS[check.component]
            return find(self, check, reached.focus, self._pairs_for(check, reached))
        if reached.is_repeated:
            values = reached.values()
            broken = reached.leading_to(values[~pass_values(self, check, values)])
        else:
            broken = reached.pairs()
            broken = broken[~pass_values(self, check, rights(broken))] if len(broken) else broken
        return lefts(broken), rights(broken)

    def _pairs_for(self, check: Check, reached: Reached) -> Keys:
        """Return the pairs that a check of all values together has to see."""
        if check.component in _COUNTS:
            return reached.pairs(check.count)
        if check.component == "HasValue" and reached.is_repeated:
            import numpy as np

            return reached.leading_to(np.array([self.graph.code(check.terms[0])]))
        return reached.pairs()

    def _find_by_node(
        self, shape: PlannedShape, check: Check, focus: Codes, pairs: Keys
    ) -> Iterator[Finding]:
        judge = self.nodes.bind_check(shape, check)
        ends = pairs.searchsorted((focus + 1) << 32)
        values = rights(pairs).tolist()
        begin = 0
        for node, end in zip(focus.tolist(), ends.tolist(), strict=True):
            yield from judge(node, values[begin:end])
            begin = end

    def _find_property(
        self, check: Check, reached: Reached, weights: Codes | None
    ) -> Iterator[Finding]:
        """Yield what the property shapes find, as often as each value is reached."""
        repeated = reached.is_repeated
        pairs = reached.leading_to(self._unfit(check, reached)) if repeated else reached.pairs()
        values, counts = _weigh(reached.focus, pairs, weights)
        for node in check.shapes:
            shape = self.plan.shapes.get(node)
            if shape is not None:
                yield from self.find(shape, values, counts)

    def _unfit(self, check: Check, reached: Reached) -> Codes:
        """Return the values that don't conform to all property shapes, in order."""
        import numpy as np

        values = reached.values()
        passing = np.ones(len(values), dtype=bool)
        for node in check.shapes:
            passing &= self.conform(node, values)
        return values[~passing]

    def _failing(self, shape: PlannedShape, focus: Codes) -> Codes:
        """Return which focus nodes don't conform, in order."""
        import numpy as np

        if len(focus) <= _FEW:
            failing = [n for n in focus.tolist() if not self.nodes.conforms(shape.node, n)]
            return np.array(failing, dtype=np.int64)
        # The nodes themselves would take as much room as all that is known of them.
        key = shape.node, blake2b(focus.tobytes(), digest_size=32).digest()
        if key not in self._failed:
            reached = Reached(self.graph, shape.path, focus)
            found = [self._failing_check(shape, check, reached) for check in shape.checks]
            self._failed[key] = distinct(np.concatenate([focus[:0], *found]))
        return self._failed[key]

    def _failing_check(self, shape: PlannedShape, check: Check, reached: Reached) -> Codes:
        import numpy as np

        if check.component == "Property":
            return lefts(reached.leading_to(self._unfit(check, reached)))
        if check.component == "Closed":
            values = reached.values()
            return lefts(reached.leading_to(values[self._open(check, values)]))
        if runs_on_columns(check):
            return self._break(check, reached)[0]
        found = self._find_check(shape, check, reached)
        return np.array([finding.focus_node for finding in found], dtype=np.int64)


def _number_language(token: bytes, numbers: dict[bytes, int]) -> int:
    """Return the number of a literal's language, a new one if need be, 0 for none."""
    if token[-1:] in b'">':
        return 0
    tag = token.rpartition(b'"@')[2].partition(b"--")[0].lower()
    return numbers.setdefault(tag, len(numbers) + 1)


def _weigh(focus: Codes, pairs: Keys, weights: Codes | None) -> tuple[Codes, Codes | None]:
    """Return the distinct values of the pairs, and how often each is reached, if not all once."""
    import numpy as np

    values, inverse, counts = np.unique(rights(pairs), return_inverse=True, return_counts=True)
    if weights is not None:
        reached = weights[np.searchsorted(focus, lefts(pairs))]
        counts = np.bincount(inverse, weights=reached, minlength=len(values)).astype(np.int64)
    return values, None if (counts == 1).all() else counts


def _repeat(findings: Iterator[Finding], focus: Codes, weights: Codes) -> Iterator[Finding]:
    times = dict(zip(focus.tolist(), weights.tolist(), strict=True))
    for finding in findings:
        yield from [finding] * times[finding.focus_node]
