"""One query on what is held, within the limits: what it gives, or which limit it hits."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from visitkg.sparql.answer import Answer, Graph, Table, count
from visitkg.sparql.prepare import prepare
from visitkg.sparql.run import run

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pyoxigraph import Literal, NamedNode

    from visitkg.serve.holding import Holding
    from visitkg.serve.limits import Limits


@dataclass(frozen=True, slots=True)
class Asked:
    """The answer of a query, and the seconds that it took; ``truncated`` after ``limits.rows``.

    A truncated answer is only for people, in a page that says so: as data it would be a lie.
    """

    answer: Answer
    seconds: float
    truncated: bool = False

    @property
    def count(self) -> int:
        """Return how many rows or triples there are; 1 for true or false."""
        return count(self.answer)


def ask(
    holding: Holding,
    text: str,
    limits: Limits,
    bindings: Mapping[str, NamedNode | Literal] | None = None,
) -> Asked:
    """Return what a query gives; the answer keeps only the first ``limits.rows`` rows or triples.

    Raise UsageError for what is no query, an update, and what reaches out of the server; raise
    InputError if the engine can't complete it. How long it takes is bounded from outside.
    """
    begin = time.perf_counter()
    prepared = prepare(
        text, prefixes=holding.prefixes, base_iri=holding.base_iri, bindings=bindings
    )
    answer = run(holding.store, prepared, canonical=holding.canonical)
    truncated = False
    if isinstance(answer, Table) and len(answer.rows) > limits.rows:
        answer, truncated = Table(answer.variables, answer.rows[: limits.rows]), True
    elif isinstance(answer, Graph) and len(answer.triples) > limits.rows:
        answer, truncated = Graph(answer.triples[: limits.rows]), True
    return Asked(answer, time.perf_counter() - begin, truncated)
