"""Which function finds what breaks each constraint component; the rest is run node by node."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from visitkg.shacl.columns import pair, values
from visitkg.shacl.nodes.table import TESTS

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from visitkg.shacl.columns.context import ColumnContext
    from visitkg.shacl.columns.pairs import Codes, Keys
    from visitkg.shacl.columns.values import Broken
    from visitkg.shacl.plan import Check

FINDS: Final[Mapping[str, Callable[[ColumnContext, Check, Codes, Keys], Broken]]] = {
    "Disjoint": pair.find_disjoint,
    "Equals": pair.find_equals,
    "HasValue": values.find_has_value,
    "LessThan": pair.find_less_than,
    "LessThanOrEquals": pair.find_less_than_or_equals,
    "MaxCount": values.find_max_count,
    "MinCount": values.find_min_count,
    "QualifiedMaxCount": values.find_qualified_max_count,
    "QualifiedMinCount": values.find_qualified_min_count,
    "UniqueLang": values.find_unique_lang,
}
"""Components that look at all values of a focus node together."""


def runs_on_columns(check: Check) -> bool:
    """Return whether the check is asked of many nodes at once."""
    return check.component in {*TESTS, *FINDS, "Closed", "Property"}
