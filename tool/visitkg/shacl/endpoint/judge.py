"""The engine asked about suspects: what it looks up in vain is fetched, and it is asked again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from visitkg.errors import VisitkgError
from visitkg.shacl.endpoint.focus import local_focus_nodes
from visitkg.shacl.endpoint.graph import Wanted
from visitkg.shacl.nodes.run import NodeRun

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pyoxigraph import NamedNode

    from visitkg.shacl.answers import Answers
    from visitkg.shacl.endpoint.fetch import Fetcher
    from visitkg.shacl.endpoint.graph import FetchedGraph
    from visitkg.shacl.facts import Facts
    from visitkg.shacl.finding import Finding
    from visitkg.shacl.index import Node
    from visitkg.shacl.plan import Plan

_PATIENCE: Final = 4
"""After so many rounds, what paths repeat without end is fetched whole."""
_FAILURES: Final = 2
"""After so many failures a store isn't asked about single shapes any more."""


class Judge:
    """Judges the suspects of each shape, as the engine does that has all triples.

    ``failed`` gets the reason for each shape that can't be judged.
    """

    def __init__(
        self,
        plan: Plan,
        graph: FetchedGraph,
        facts: Facts,
        fetcher: Fetcher,
        repeated: frozenset[NamedNode],
    ) -> None:
        self._plan = plan
        self._graph = graph
        self._facts = facts
        self._fetcher = fetcher
        self._repeated = repeated
        self._answers: Answers | None = None
        self.failed: dict[Node, str] = {}

    def judge(
        self, suspects: Mapping[Node, Sequence[int]], with_blank: frozenset[Node]
    ) -> Sequence[Finding]:
        """Return what is wrong with the suspects; of some shapes also with blank focus nodes."""
        found: dict[Node, list[Finding]] = {}
        pending = list(suspects)
        for number in range(1, 1_000_000):
            wanted = self._judge_each(pending, suspects, with_blank, found)
            pending = [node for node in pending if node not in found and node not in self.failed]
            self._fetch(wanted)
            if not pending:
                if not self._needs_blank_nodes(found):
                    break
                pending = [node for node in suspects if node not in self.failed]
            elif number == _PATIENCE and self._repeated:
                self._fetch_repeated(pending)
        return [finding for node in suspects for finding in found.get(node, ())]

    def _judge_each(
        self,
        pending: Sequence[Node],
        suspects: Mapping[Node, Sequence[int]],
        with_blank: frozenset[Node],
        found: dict[Node, list[Finding]],
    ) -> Mapping[Node, Wanted]:
        """Judge by each shape; return what was wanted by those that have to be judged again."""
        wanted: dict[Node, Wanted] = {}
        run = self._new_run()
        for node in pending:
            shape, graph = self._plan.shapes[node], self._graph
            focus = dict.fromkeys(suspects[node])
            if node in with_blank:
                focus.update(dict.fromkeys(local_focus_nodes(shape, graph)))
            graph.begin()
            findings = [run.explain(finding) for finding in run.find_all(shape, list(focus))]
            if graph.wanted:
                wanted[node] = graph.wanted
                # It remembers what it concluded from what is not all.
                run = self._new_run()
            else:
                found[node] = findings
        return wanted

    def _new_run(self) -> NodeRun:
        run = _SharingRun(self._plan, self._graph, self._graph.triples, self._facts)
        run.shared = self
        return run

    def answers(self) -> Answers:
        """Return what answers queries, loaded once."""
        if self._answers is None:
            from visitkg.shacl.answers import Answers

            self._answers = Answers(self._graph.triples, self._plan.source)
        return self._answers

    def _fetch(self, wanted: Mapping[Node, Wanted]) -> None:
        """Fetch what all shapes want together, or, if that fails, shape by shape."""
        together = Wanted({}, {}, {})
        for each in wanted.values():
            together.subjects.update(each.subjects)
            together.descriptions.update(each.descriptions)
            together.values.update(each.values)
        try:
            self._fetcher.fetch(together)
        except VisitkgError as error:
            if len(wanted) == 1:
                self.failed.update(dict.fromkeys(wanted, error.message))
                return
            self._fetch_each(wanted)

    def _fetch_each(self, wanted: Mapping[Node, Wanted]) -> None:
        failures = 0
        for node, each in wanted.items():
            if failures >= _FAILURES:
                self.failed[node] = "the store failed before"
                continue
            try:
                self._fetcher.fetch(each)
            except VisitkgError as error:
                failures += 1
                self.failed[node] = error.message

    def _needs_blank_nodes(self, found: dict[Node, list[Finding]]) -> bool:
        """Fetch blank nodes where they matter; return whether all has to be judged again."""
        if not self._graph.needs_blank_nodes:
            return False
        try:
            new = self._fetcher.fetch_blank_nodes()
        except VisitkgError as error:
            self.failed.update(dict.fromkeys(found, error.message))
            found.clear()
            return False
        if new:
            found.clear()
            self._answers = None
        return new

    def _fetch_repeated(self, pending: Sequence[Node]) -> None:
        try:
            self._fetcher.fetch_predicates(self._repeated)
        except VisitkgError as error:
            self.failed.update(dict.fromkeys(pending, error.message))


class _SharingRun(NodeRun):
    """A run whose queries are asked of data that are loaded once for all runs."""

    shared: Judge

    def _ask(self) -> Answers:
        return self.shared.answers()
