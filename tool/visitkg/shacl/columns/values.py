"""Checks of all values of a focus node together, for many focus nodes at once.

Each function takes the focus nodes, in order, and the pairs of focus node and value, and returns
the pairs that break the check as two arrays; the second is None where no value stands for a result.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from visitkg.shacl.columns.pairs import among, distinct, join, lefts, rights
from visitkg.shacl.facts import LITERAL

if TYPE_CHECKING:
    from typing import TypeAlias

    from visitkg.shacl.columns.context import ColumnContext
    from visitkg.shacl.columns.pairs import Codes, Keys
    from visitkg.shacl.plan import Check

    Broken: TypeAlias = tuple[Codes, Codes | None]


def count_by_focus(focus: Codes, pairs: Keys) -> Codes:
    """Return how many pairs each focus node has."""
    import numpy as np

    starts = lefts(pairs)
    counts: Codes = np.searchsorted(starts, focus, "right") - np.searchsorted(starts, focus)
    return counts


def find_min_count(_: ColumnContext, check: Check, focus: Codes, pairs: Keys) -> Broken:
    """Fail once if there are fewer values than the number."""
    return focus[count_by_focus(focus, pairs) < check.count], None


def find_max_count(_: ColumnContext, check: Check, focus: Codes, pairs: Keys) -> Broken:
    """Fail once if there are more values than the number."""
    return focus[count_by_focus(focus, pairs) > check.count], None


def find_has_value(run: ColumnContext, check: Check, focus: Codes, pairs: Keys) -> Broken:
    """Fail once if the term is not among the values."""
    (term,) = check.terms
    having = lefts(pairs[rights(pairs) == run.graph.code(term)])
    return focus[~among(focus, having)], None


def find_unique_lang(run: ColumnContext, _: Check, __: Codes, pairs: Keys) -> Broken:
    """Fail once for each language that more than one value has."""
    import numpy as np

    pairs = pairs[run.graph.kinds()[rights(pairs)] == LITERAL]
    languages = run.languages(rights(pairs))
    keys = join(lefts(pairs), languages)[languages > 0]
    ordered = np.sort(keys)
    repeated = distinct(ordered[1:][ordered[1:] == ordered[:-1]])
    return lefts(repeated), None


def _conforming(run: ColumnContext, check: Check, pairs: Keys) -> Keys:
    """Return the pairs whose value conforms to the shape and to none of its siblings."""
    values = rights(pairs)
    passing = values >= 0
    for shape in check.shapes:
        passing &= run.conform(shape, values)
    for sibling in check.siblings:
        passing &= ~run.conform(sibling, values)
    return pairs[passing]


def find_qualified_min_count(run: ColumnContext, check: Check, focus: Codes, pairs: Keys) -> Broken:
    """Fail once if fewer values conform than the number."""
    return focus[count_by_focus(focus, _conforming(run, check, pairs)) < check.count], None


def find_qualified_max_count(run: ColumnContext, check: Check, focus: Codes, pairs: Keys) -> Broken:
    """Fail once if more values conform than the number."""
    return focus[count_by_focus(focus, _conforming(run, check, pairs)) > check.count], None
