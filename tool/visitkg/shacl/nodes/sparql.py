"""Constraints in SPARQL: https://www.w3.org/TR/shacl/#sparql-constraints.

And components in SPARQL: https://www.w3.org/TR/shacl/#sparql-constraint-components.
"""

from __future__ import annotations

import re
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from pyoxigraph import Literal, NamedNode

from visitkg.errors import InputError
from visitkg.graph.dictionary import write_token
from visitkg.shacl.answers import SHAPES_GRAPH, Answers, write_shape
from visitkg.shacl.finding import Finding
from visitkg.shacl.prebinding import THIS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from visitkg.errors import Position
    from visitkg.graph.dictionary import Term
    from visitkg.shacl.model import Target
    from visitkg.shacl.plan import Check, PlannedShape
    from visitkg.shacl.walk import Graph

_MANY: Final = 500
"""So many nodes are asked about at one go."""
_VARIABLE: Final = re.compile(r"\{[?$]([^{}?$\s]+)\}")
_TRUE: Final = frozenset({"true", "1"})


class SparqlJudge:
    """One check in SPARQL, asked of one focus node or of many."""

    def __init__(self, shape: PlannedShape, check: Check, graph: Graph, answers: Answers) -> None:
        self._shape = shape
        self._check = check
        self._graph = graph
        self._answers = answers
        self._arguments = dict(check.arguments)
        self._query = answers.prepare(check.text, self._arguments)
        self._constant: dict[str, Sequence[str]] = {
            "currentShape": [write_shape(shape.node)],
            "shapesGraph": [str(SHAPES_GRAPH)],
            **{name: [write_shape(term)] for name, term in self._arguments.items()},
        }
        self._of_values = check.flags == "ask"
        self._position = check.position or shape.position

    @property
    def asks_many(self) -> bool:
        """Whether all focus nodes can be asked about together."""
        return self._query.many and not self._of_values

    def judge(self, focus: int, values: Sequence[int]) -> Iterator[Finding]:
        """Yield what is wrong with a focus node, or, by an ASK, with each of its values."""
        if self._of_values:
            yield from self._ask_values(focus, values)
            return
        given = {**self._constant, THIS: [self._answers.write(focus)]}
        for solution in self._select(given):
            yield from self._make_findings(focus, solution)

    def judge_many(self, nodes: Sequence[int]) -> Iterator[Finding]:
        """Yield what is wrong with focus nodes, of which each stands there once."""
        for node in nodes:
            # The store spells some literals alike.
            if self._answers.write(node)[:1] == '"':
                yield from self.judge(node, ())
        nodes = [node for node in nodes if self._answers.write(node)[:1] != '"']
        for begin in range(0, len(nodes), _MANY):
            block = nodes[begin : begin + _MANY]
            given = {**self._constant, THIS: list(map(self._answers.write, block))}
            for solution in self._select(given, many=True):
                (focus,) = self._answers.codes(solution[THIS])
                yield from self._make_findings(focus, solution)

    def _select(
        self, given: Mapping[str, Sequence[str]], *, many: bool = False
    ) -> Iterator[Mapping[str, Term]]:
        """Yield each solution once."""
        with _placed(self._position):
            found = self._answers.select(self._query, given, many=many)
            yield from map(dict, dict.fromkeys(tuple(solution.items()) for solution in found))

    def _ask_values(self, focus: int, values: Sequence[int]) -> Iterator[Finding]:
        for value in values:
            given = {
                **self._constant,
                THIS: [self._answers.write(focus)],
                "value": [self._answers.write(value)],
            }
            with _placed(self._position):
                holds = self._answers.ask(self._query, given)
            if not holds:
                yield self._finding(focus, value, None, {})

    def _make_findings(self, focus: int, solution: Mapping[str, Term]) -> Iterator[Finding]:
        failure = solution.get("failure")
        if isinstance(failure, Literal) and failure.value in _TRUE:
            raise InputError(
                "a query of the shapes reports a failure by ?failure",
                position=self._position,
                remedy="Nothing is known of the data until what it complains of is mended.",
            )
        path = solution.get("path")
        values: Sequence[int | None] = [focus if self._shape.path is None else None]
        if "value" in solution:
            values = self._answers.codes(solution["value"], lambda: self._near(focus))
        for value in values:
            own = path if isinstance(path, NamedNode) else None
            yield self._finding(focus, value, own, solution)

    def _near(self, focus: int) -> set[int]:
        return {code for codes in self._graph.description(focus).values() for code in codes}

    def _finding(
        self, focus: int, value: int | None, path: NamedNode | None, solution: Mapping[str, Term]
    ) -> Finding:
        found = {name: self._answers.restore(term) for name, term in solution.items()}
        bound = {**self._arguments, **found, THIS: self._answers.decode(focus)}
        if value is not None:
            bound["value"] = self._answers.decode(value)
        own = solution.get("message")
        templates = (own,) if isinstance(own, Literal) else self._check.messages
        messages = tuple(_fill(message, bound) for message in templates or self._shape.messages)
        return Finding(self._shape, self._check, focus, value, path, messages)


def select_targets(target: Target, answers: Answers) -> Sequence[int]:
    """Return the nodes that a SPARQL-based target selects, each once.

    https://www.w3.org/TR/shacl-af/#SPARQLTarget
    """
    if target.query is None:
        return []
    arguments = dict(target.arguments)
    query = answers.prepare(target.query.text, arguments)
    given = {name: [write_shape(term)] for name, term in arguments.items()}
    with _placed(target.position):
        found = [solution[THIS] for solution in answers.select(query, given) if THIS in solution]
    return [*dict.fromkeys(code for term in found for code in answers.codes(term))]


@contextmanager
def _placed(position: Position | None) -> Iterator[None]:
    """Give an error the place of the query, if it has none of its own."""
    try:
        yield
    except InputError as error:
        error.position = error.position or position
        raise


def _fill(message: Literal, bound: Mapping[str, Term]) -> Literal:
    """Return a message with the values of the variables that it names in braces."""

    def replace(match: re.Match[str]) -> str:
        term = bound.get(match[1])
        if term is None:
            return match[0]
        return term.value if isinstance(term, Literal | NamedNode) else write_token(term).decode()

    text = _VARIABLE.sub(replace, message.value)
    return Literal(text, language=message.language) if message.language else Literal(text)
