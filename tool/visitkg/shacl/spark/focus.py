"""The focus nodes that targets select: https://www.w3.org/TR/shacl/#targets."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from visitkg.graph.dictionary import write_token
from visitkg.shacl.index import TYPE
from visitkg.shacl.result import UnmatchedTarget
from visitkg.shacl.spark.frame import union
from visitkg.terms import SH

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterable, Sequence

    from pyspark.sql import DataFrame

    from visitkg.shacl.model import Target
    from visitkg.shacl.plan import Plan

_SCHEMA: Final = "node string, root int, target int"


class NumberedTarget(NamedTuple):
    """A target of the shape at a place among the plan's roots; its number is that of all."""

    root: int
    number: int
    target: Target

    @property
    def kind(self) -> str:
        """The local name of sh:targetClass or one of its sisters."""
        return self.target.predicate.value.removeprefix(SH)

    @property
    def token(self) -> str:
        """The value as it stands in the data."""
        return write_token(self.target.value).decode()


def list_targets(plan: Plan) -> list[NumberedTarget]:
    """Return all targets of a plan."""
    pairs = [
        (place, target) for place, shape in enumerate(plan.roots()) for target in shape.targets
    ]
    return [NumberedTarget(place, number, target) for number, (place, target) in enumerate(pairs)]


def select_focus_nodes(
    triples: DataFrame, targets: Sequence[NumberedTarget], below: Callable[[str], Iterable[str]]
) -> DataFrame:
    """Return each ``node`` with the ``root`` and the ``target`` that select it, maybe repeatedly.

    ``below`` gives a class with all below it, in tokens.
    """
    from pyspark.sql.functions import broadcast, col

    session = triples.sparkSession
    rows: dict[str, list[tuple[str, int, int]]] = {}
    for each in targets:
        tokens = below(each.token) if each.kind == "targetClass" else [each.token]
        rows.setdefault(each.kind, []).extend((token, each.root, each.number) for token in tokens)
    frames = [session.createDataFrame(rows.get("targetNode", []), _SCHEMA)]
    typed = triples.filter(col("predicate") == str(TYPE))
    ways: dict[str, tuple[DataFrame, str, str]] = {
        "targetClass": (typed, "object", "subject"),
        "targetSubjectsOf": (triples, "predicate", "subject"),
        "targetObjectsOf": (triples, "predicate", "object"),
    }
    for kind, (among, column, end) in ways.items():
        if kind in rows:
            values = session.createDataFrame(rows[kind], _SCHEMA)
            found = among.join(broadcast(values), col(column) == col("node"))
            frames.append(found.select(col(end).alias("node"), "root", "target"))
    return union(frames)


def find_unmatched(
    plan: Plan, targets: Sequence[NumberedTarget], matched: Container[int]
) -> tuple[UnmatchedTarget, ...]:
    """Return the targets that select nothing, given the numbers of the others."""
    roots = plan.roots()
    return tuple(
        UnmatchedTarget(
            roots[each.root].node, each.target.predicate, each.target.value, each.target.position
        )
        for each in targets
        if each.number not in matched
    )
