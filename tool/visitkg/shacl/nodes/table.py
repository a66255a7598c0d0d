"""Which function binds each constraint component to a run; this is what the engine can do."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from visitkg.shacl.nodes import list, logic, pair, value, values  # noqa: A004  (the lists of RDF)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from visitkg.shacl.nodes.context import Run
    from visitkg.shacl.nodes.value import Test
    from visitkg.shacl.nodes.values import Find
    from visitkg.shacl.plan import Check

TESTS: Final[Mapping[str, Callable[[Run, Check], Test]]] = {
    "And": logic.bind_node,
    "Class": value.bind_class,
    "Datatype": value.bind_datatype,
    "In": value.bind_in,
    "LanguageIn": value.bind_language_in,
    "MaxExclusive": value.bind_max_exclusive,
    "MaxInclusive": value.bind_max_inclusive,
    "MaxLength": value.bind_max_length,
    "MaxListLength": list.bind_max_list_length,
    "MemberShape": list.bind_member_shape,
    "MinExclusive": value.bind_min_exclusive,
    "MinInclusive": value.bind_min_inclusive,
    "MinLength": value.bind_min_length,
    "MinListLength": list.bind_min_list_length,
    "Node": logic.bind_node,
    "NodeKind": value.bind_node_kind,
    "Not": logic.bind_not,
    "Or": logic.bind_or,
    "Pattern": value.bind_pattern,
    "RootClass": value.bind_root_class,
    "SingleLine": value.bind_single_line,
    "UniqueMembers": list.bind_unique_members,
    "Xone": logic.bind_xone,
}
"""Components that test each value: one that fails is a result."""

FINDS: Final[Mapping[str, Callable[[Run, Check], Find]]] = {
    "Disjoint": pair.bind_disjoint,
    "Equals": pair.bind_equals,
    "HasValue": values.bind_has_value,
    "LessThan": pair.bind_less_than,
    "LessThanOrEquals": pair.bind_less_than_or_equals,
    "MaxCount": values.bind_max_count,
    "MinCount": values.bind_min_count,
    "QualifiedMaxCount": logic.bind_qualified_max_count,
    "QualifiedMinCount": logic.bind_qualified_min_count,
    "SomeValue": logic.bind_some_value,
    "SubsetOf": pair.bind_subset_of,
    "UniqueLang": values.bind_unique_lang,
}
"""Components that look at all values of a focus node together."""

DETAILED: Final = frozenset({"And", "Node", "Or", "Xone"})
"""Components whose results have what the nested shapes found as their sh:detail."""

CLASSES: Final = frozenset({"Class", "RootClass"})
"""Components that name classes, of which the subclasses count too."""

LISTS: Final = frozenset({"MaxListLength", "MemberShape", "MinListLength", "UniqueMembers"})
"""Components that look at the members of a list."""

PAIRS: Final = frozenset({"Disjoint", "Equals", "LessThan", "LessThanOrEquals", "SubsetOf"})
"""Components that look at another property of the focus node."""
