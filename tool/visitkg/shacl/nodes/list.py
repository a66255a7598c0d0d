"""Checks of values that are lists: https://www.w3.org/TR/shacl12-core/#core-components-lists."""

from __future__ import annotations

from typing import TYPE_CHECKING

from visitkg.shacl.index import FIRST, NIL, REST

if TYPE_CHECKING:
    from collections.abc import Sequence

    from visitkg.shacl.nodes.context import Run
    from visitkg.shacl.nodes.value import Test
    from visitkg.shacl.plan import Check


def _members(run: Run, value: int) -> Sequence[int] | None:
    """Return the members of a well-formed list, or None for what is none."""
    first, rest, nil = run.code(FIRST), run.code(REST), run.code(NIL)
    found: dict[int, int] = {}
    while value != nil:
        heads, tails = run.graph.objects(value, first), run.graph.objects(value, rest)
        if value in found or len(heads) != 1 or len(tails) != 1:
            return None
        found[value] = heads[0]
        value = tails[0]
    return list(found.values())


def bind_member_shape(run: Run, check: Check) -> Test:
    """Pass a list of which each member conforms to the shape."""

    def test(value: int) -> bool:
        members = _members(run, value)
        return members is not None and all(
            run.conforms(shape, member) for shape in check.shapes for member in members
        )

    return test


def bind_min_list_length(run: Run, check: Check) -> Test:
    """Pass a list with at least so many members."""

    def test(value: int) -> bool:
        members = _members(run, value)
        return members is not None and len(members) >= check.count

    return test


def bind_max_list_length(run: Run, check: Check) -> Test:
    """Pass a list with at most so many members."""

    def test(value: int) -> bool:
        members = _members(run, value)
        return members is not None and len(members) <= check.count

    return test


def bind_unique_members(run: Run, _: Check) -> Test:
    """Pass a list in which no member stands twice."""

    def test(value: int) -> bool:
        members = _members(run, value)
        return members is not None and len(set(members)) == len(members)

    return test
