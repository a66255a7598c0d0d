"""Checks against another property of the focus nodes, for many focus nodes at once.

https://www.w3.org/TR/shacl/#core-components-property-pairs
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from visitkg.shacl.columns.pairs import among, expand, lefts, rights, without

if TYPE_CHECKING:
    from visitkg.shacl.columns.context import ColumnContext
    from visitkg.shacl.columns.pairs import Codes, Keys
    from visitkg.shacl.columns.values import Broken
    from visitkg.shacl.plan import Check


def _other_pairs(run: ColumnContext, check: Check, focus: Codes) -> Keys:
    (term,) = check.terms
    return run.graph.restrict(run.graph.forward(run.graph.code(term)), focus)


def find_equals(run: ColumnContext, check: Check, focus: Codes, pairs: Keys) -> Broken:
    """Fail for each value that only one of the two properties has."""
    import numpy as np

    others = _other_pairs(run, check, focus)
    broken = np.concatenate([without(pairs, others), without(others, pairs)])
    return lefts(broken), rights(broken)


def find_disjoint(run: ColumnContext, check: Check, focus: Codes, pairs: Keys) -> Broken:
    """Fail for each value that both properties have."""
    broken = pairs[among(pairs, _other_pairs(run, check, focus))]
    return lefts(broken), rights(broken)


def _find_not_less(
    run: ColumnContext, check: Check, focus: Codes, pairs: Keys, allowed: frozenset[int]
) -> Broken:
    import numpy as np

    others = _other_pairs(run, check, focus)
    starts = lefts(others)
    begins = np.searchsorted(starts, lefts(pairs))
    counts = np.searchsorted(starts, lefts(pairs), "right") - begins
    right = rights(others)[expand(begins, counts)]
    pairs = np.repeat(pairs, counts)
    broken = pairs[~run.order.compare_pairs(rights(pairs), right, allowed)]
    return lefts(broken), rights(broken)


def find_less_than(run: ColumnContext, check: Check, focus: Codes, pairs: Keys) -> Broken:
    """Fail for each pair of which the value is not less than the other."""
    return _find_not_less(run, check, focus, pairs, frozenset({-1}))


def find_less_than_or_equals(run: ColumnContext, check: Check, focus: Codes, pairs: Keys) -> Broken:
    """Fail for each pair of which the value is neither less than the other nor equal to it."""
    return _find_not_less(run, check, focus, pairs, frozenset({-1, 0}))
