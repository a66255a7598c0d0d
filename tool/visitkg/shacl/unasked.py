"""Shapes that are left out because there is no room, or no way, to ask their queries.

A query is asked of a store in memory, which needs many times what the validation itself does.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from pyoxigraph import NamedNode

from visitkg.shacl.nodes.run import is_sparql
from visitkg.shacl.result import ShapeProblem

if TYPE_CHECKING:
    from collections.abc import Mapping

    from visitkg.graph.encode import EncodedTriples
    from visitkg.shacl.index import Node
    from visitkg.shacl.plan import Plan
    from visitkg.shacl.result import ValidationReport

_BYTES: Final = 2048
"""So much of the limit a triple needs for the store, and as much again for all else."""

_REMEDY: Final = "allow more by --memory, or leave that out"


def leave_out_queries(plan: Plan, triples: EncodedTriples) -> tuple[Plan, Mapping[Node, str]]:
    """Return a plan that asks no query for which there is no room, and why shapes are left out.

    These are all shapes with targets that lead to such a query, by whatever reference.
    """
    if triples.limit is None or len(triples) * _BYTES <= triples.limit:
        return plan, {}
    reason = (
        f"a query over {len(triples):,} triples needs about "
        f"{len(triples) * _BYTES / (1 << 30):.1f} GiB of memory"
    )
    return leave_out(plan, reason)


def leave_out(plan: Plan, reason: str) -> tuple[Plan, Mapping[Node, str]]:
    """Return a plan that asks no query, for a reason, and the shapes that are left out."""
    left_out = {shape.node: reason for shape in plan.roots() if _asks(plan, shape.node)}
    if not left_out:
        return plan, left_out
    shapes = {
        node: replace(shape, targets=()) if node in left_out else shape
        for node, shape in plan.shapes.items()
    }
    return replace(plan, shapes=shapes), left_out


def tell_left_out(
    report: ValidationReport, plan: Plan, left_out: Mapping[Node, str], remedy: str = _REMEDY
) -> ValidationReport:
    """Return the report with what it says nothing about."""
    if not left_out:
        return report
    problems = [
        ShapeProblem(
            f"{node if isinstance(node, NamedNode) else 'this shape'} was not checked: {reason}",
            f"Nothing is known of its focus nodes; {remedy}.",
            plan.shapes[node].position,
            fatal=True,
        )
        for node, reason in left_out.items()
    ]
    told = (*report.problems, *problems)
    return replace(report, problems=told, completed=False, not_checked=left_out)


def _asks(plan: Plan, root: Node) -> bool:
    """Return whether a shape, or one that it refers to, has a query."""
    seen: set[Node] = set()
    waiting = [root]
    while waiting:
        node = waiting.pop()
        shape = plan.shapes.get(node)
        if shape is None or node in seen:
            continue
        seen.add(node)
        if any(map(is_sparql, shape.checks)):
            return True
        for check in shape.checks:
            waiting += (*check.shapes, *check.siblings)
    return any(target.query for target in plan.shapes[root].targets)
