"""Checks against the values of another property of the focus node.

https://www.w3.org/TR/shacl/#core-components-property-pairs
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from visitkg.shacl.comparison import compare

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from visitkg.shacl.nodes.context import Run
    from visitkg.shacl.nodes.values import Find
    from visitkg.shacl.plan import Check


def _other_values(run: Run, check: Check) -> tuple[Run, int]:
    (term,) = check.terms
    return run, run.code(term)


def bind_equals(run: Run, check: Check) -> Find:
    """Fail for each value that only one of the two properties has."""
    run, predicate = _other_values(run, check)

    def find(focus: int, values: Sequence[int]) -> Iterable[int]:
        others = run.graph.objects(focus, predicate)
        own, other = set(values), set(others)
        return [v for v in values if v not in other] + [v for v in others if v not in own]

    return find


def bind_disjoint(run: Run, check: Check) -> Find:
    """Fail for each value that both properties have."""
    run, predicate = _other_values(run, check)

    def find(focus: int, values: Sequence[int]) -> Iterable[int]:
        others = set(run.graph.objects(focus, predicate))
        return [value for value in values if value in others]

    return find


def bind_subset_of(run: Run, check: Check) -> Find:
    """Fail for each value that the other property doesn't have: SHACL 1.2."""
    run, predicate = _other_values(run, check)

    def find(focus: int, values: Sequence[int]) -> Iterable[int]:
        others = set(run.graph.objects(focus, predicate))
        return [value for value in values if value not in others]

    return find


def _bind_less(run: Run, check: Check, allowed: frozenset[int]) -> Find:
    """Fail for each pair of a value and one of the other property that doesn't compare so."""
    run, predicate = _other_values(run, check)
    read = run.facts.value

    def find(focus: int, values: Sequence[int]) -> Iterable[int]:
        rights = [read(other) for other in run.graph.objects(focus, predicate)]
        for value in values:
            left = read(value)
            for right in rights:
                if left is None or right is None or compare(left, right) not in allowed:
                    yield value

    return find


def bind_less_than(run: Run, check: Check) -> Find:
    """Fail for each pair of which the value is not less than the other."""
    return _bind_less(run, check, frozenset({-1}))


def bind_less_than_or_equals(run: Run, check: Check) -> Find:
    """Fail for each pair of which the value is neither less than the other nor equal to it."""
    return _bind_less(run, check, frozenset({-1, 0}))
