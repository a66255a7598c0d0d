"""Checks of values by other shapes: https://www.w3.org/TR/shacl/#core-components-logical.

And those of https://www.w3.org/TR/shacl/#core-components-shape.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from visitkg.shacl.nodes.context import Run
    from visitkg.shacl.nodes.value import Test
    from visitkg.shacl.nodes.values import Find
    from visitkg.shacl.plan import Check


def bind_node(run: Run, check: Check) -> Test:
    """Pass a value that conforms to each of the shapes."""
    shapes = check.shapes
    return lambda value: all(run.conforms(shape, value) for shape in shapes)


def bind_or(run: Run, check: Check) -> Test:
    """Pass a value that conforms to one of the shapes at least."""
    shapes = check.shapes
    return lambda value: any(run.conforms(shape, value) for shape in shapes)


def bind_not(run: Run, check: Check) -> Test:
    """Pass a value that conforms to none of the shapes."""
    shapes = check.shapes
    return lambda value: not any(run.conforms(shape, value) for shape in shapes)


def bind_xone(run: Run, check: Check) -> Test:
    """Pass a value that conforms to one of the shapes and to no other."""
    shapes = check.shapes
    return lambda value: sum(run.conforms(shape, value) for shape in shapes) == 1


def bind_some_value(run: Run, check: Check) -> Find:
    """Fail once if no value conforms to the shape: SHACL 1.2."""

    def find(_: int, values: Sequence[int]) -> Iterable[None]:
        found = any(run.conforms(shape, value) for shape in check.shapes for value in values)
        return () if found else (None,)

    return find


def _count(run: Run, check: Check, values: Sequence[int]) -> int:
    """Return how many values conform to the shape and to none of its siblings."""
    return sum(
        all(run.conforms(shape, value) for shape in check.shapes)
        and not any(run.conforms(sibling, value) for sibling in check.siblings)
        for value in values
    )


def bind_qualified_min_count(run: Run, check: Check) -> Find:
    """Fail once if fewer values conform than the number."""

    def find(_: int, values: Sequence[int]) -> Iterable[None]:
        return (None,) if _count(run, check, values) < check.count else ()

    return find


def bind_qualified_max_count(run: Run, check: Check) -> Find:
    """Fail once if more values conform than the number."""

    def find(_: int, values: Sequence[int]) -> Iterable[None]:
        return (None,) if _count(run, check, values) > check.count else ()

    return find
