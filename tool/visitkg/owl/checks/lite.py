"""What only OWL Lite leaves out.

https://www.w3.org/TR/owl-ref/#OWLLite
"""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, Final

from visitkg.owl import vocabulary as owl
from visitkg.owl.checks.constructs import cardinality
from visitkg.owl.checks.sharing import axiom_uses
from visitkg.owl.kinds import Kind
from visitkg.owl.rule import Finding
from visitkg.owl.rules import lite
from visitkg.owl.structure import Structure, is_blank

if TYPE_CHECKING:
    from collections.abc import Iterator

_PREDICATES: Final = (
    owl.ONE_OF,
    owl.UNION_OF,
    owl.COMPLEMENT_OF,
    owl.HAS_VALUE,
    owl.DISJOINT_WITH,
)


def find_constructs(structure: Structure) -> Iterator[Finding]:
    """Find the constructs of OWL DL that OWL Lite leaves out."""
    for statement in chain(structure.having(*_PREDICATES), structure.having(owl.TYPE)):
        term = statement.predicate if statement.predicate != owl.TYPE else owl.DATA_RANGE
        if statement.predicate != owl.TYPE or statement.object == owl.DATA_RANGE:
            problem = f"OWL Lite has no {structure.name(term)}"
            yield Finding(lite.LITE_CONSTRUCT, statement, term, problem)


def find_cardinalities(structure: Structure) -> Iterator[Finding]:
    """Find cardinalities above 1."""
    for statement in structure.having(*owl.CARDINALITIES):
        number = cardinality(statement)
        if number is not None and number not in {"0", "1"}:
            problem = f"OWL Lite counts to 1, but this is {number}"
            yield Finding(lite.LITE_CARDINALITY, statement, statement.subject, problem)


def find_unused_descriptions(structure: Structure) -> Iterator[Finding]:
    """Find restrictions and unnamed classes that are part of no axiom and no fact."""
    for node in structure.nodes(Kind.RESTRICTION | Kind.DESCRIPTION):
        if is_blank(node) and not axiom_uses(structure, node):
            problem = "nothing uses this unnamed class"
            yield Finding(lite.LITE_UNUSED_DESCRIPTION, structure.about(node)[0], node, problem)


def find_shared_restrictions(structure: Structure) -> Iterator[Finding]:
    """Find further equivalences of a restriction: in OWL Lite, each defines one named class."""
    for node in structure.nodes(Kind.RESTRICTION):
        uses = [use for use in structure.uses(node) if use.predicate == owl.EQUIVALENT_CLASS]
        for use in uses[1:]:
            problem = "this restriction is equivalent to another class already"
            yield Finding(lite.LITE_CLASS_AXIOM, use, node, problem)
