"""Constraints in SPARQL: https://www.w3.org/TR/shacl/#sparql-constraints.

And components in SPARQL: https://www.w3.org/TR/shacl/#sparql-constraint-components.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from pyoxigraph import Literal, NamedNode

from visitkg.errors import InputError
from visitkg.graph.dictionary import write_token
from visitkg.shacl.answers import SHAPES_GRAPH, Answers, write_shape
from visitkg.shacl.finding import Finding
from visitkg.shacl.prebinding import THIS, prepare_query

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from visitkg.graph.dictionary import Term
    from visitkg.shacl.model import Target
    from visitkg.shacl.plan import Check, PlannedShape
    from visitkg.shacl.walk import Graph

_MANY: Final = 500
"""So many nodes are asked about at one go."""
_FIXED: Final = frozenset({THIS, "value", "currentShape", "shapesGraph"})
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
        names = _FIXED | self._arguments.keys()
        self._query = prepare_query(check.text, names, skolemised=answers.skolemised)
        self._constant: dict[str, Sequence[str]] = {
            "currentShape": [write_shape(shape.node)],
            "shapesGraph": [str(SHAPES_GRAPH)],
            **{name: [write_shape(term)] for name, term in self._arguments.items()},
        }
        self._of_values = check.flags == "ask"

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
        for solution in dict.fromkeys(map(_freeze, self._answers.select(self._query, given))):
            yield self._make_finding(focus, dict(solution))

    def judge_many(self, nodes: Sequence[int]) -> Iterator[Finding]:
        """Yield what is wrong with focus nodes, of which each stands there once."""
        for begin in range(0, len(nodes), _MANY):
            block = nodes[begin : begin + _MANY]
            given = {**self._constant, THIS: list(map(self._answers.write, block))}
            found = self._answers.select(self._query, given, many=True)
            for frozen in dict.fromkeys(map(_freeze, found)):
                solution = dict(frozen)
                focus = self._answers.code(solution[THIS], tuple)
                yield self._make_finding(focus, solution)

    def _ask_values(self, focus: int, values: Sequence[int]) -> Iterator[Finding]:
        for value in values:
            given = {
                **self._constant,
                THIS: [self._answers.write(focus)],
                "value": [self._answers.write(value)],
            }
            if not self._answers.ask(self._query, given):
                bound = {"value": self._graph_term(value)}
                yield self._finding(focus, value, None, bound)

    def _make_finding(self, focus: int, solution: Mapping[str, Term]) -> Finding:
        failure = solution.get("failure")
        if isinstance(failure, Literal) and failure.value in _TRUE:
            raise InputError(
                "a query of the shapes reports a failure by ?failure",
                position=self._check.position or self._shape.position,
                remedy="Nothing is known of the data until what it complains of is mended.",
            )
        path = solution.get("path")
        value: int | None = None
        if "value" in solution:
            value = self._answers.code(solution["value"], lambda: self._near(focus))
        elif self._shape.path is None:
            value = focus
        return self._finding(focus, value, path if isinstance(path, NamedNode) else None, solution)

    def _near(self, focus: int) -> set[int]:
        return {code for codes in self._graph.description(focus).values() for code in codes}

    def _graph_term(self, code: int) -> Term:
        return self._answers.decode(code)

    def _finding(
        self, focus: int, value: int | None, path: NamedNode | None, solution: Mapping[str, Term]
    ) -> Finding:
        bound = {**self._arguments, THIS: self._graph_term(focus), **solution}
        if value is not None:
            bound["value"] = self._graph_term(value)
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
    query = prepare_query(target.query.text, frozenset(arguments), skolemised=answers.skolemised)
    given = {name: [write_shape(term)] for name, term in arguments.items()}
    found = (solution.get(THIS) for solution in answers.select(query, given))
    return [*dict.fromkeys(answers.code(term, tuple) for term in found if term is not None)]


def _freeze(solution: Mapping[str, Term]) -> tuple[tuple[str, Term], ...]:
    return tuple(solution.items())


def _fill(message: Literal, bound: Mapping[str, Term]) -> Literal:
    """Return a message with the values of the variables that it names in braces."""

    def replace(match: re.Match[str]) -> str:
        term = bound.get(match[1])
        if term is None:
            return match[0]
        return term.value if isinstance(term, Literal | NamedNode) else write_token(term).decode()

    text = _VARIABLE.sub(replace, message.value)
    return Literal(text, language=message.language) if message.language else Literal(text)
