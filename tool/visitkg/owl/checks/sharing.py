"""What has no name stands in one place.

https://www.w3.org/TR/owl-semantics/mapping.html#4.1
"""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING, Final

from visitkg.owl import vocabulary as owl
from visitkg.owl.kinds import Kind
from visitkg.owl.rule import Finding, Rule
from visitkg.owl.rules import dl
from visitkg.owl.structure import Node, Statement, Structure, is_blank

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_EITHER_WAY: Final = frozenset({owl.EQUIVALENT_CLASS, owl.DISJOINT_WITH})
_UNNAMED_CLASS: Final = Kind.RESTRICTION | Kind.DESCRIPTION


def find_shared_descriptions(structure: Structure) -> Iterator[Finding]:
    """Find further uses of unnamed classes and data ranges that are in use already.

    All equivalences of an unnamed class can come from one axiom, and so can all disjointnesses:
    they are one use each. Being a subclass is a use too.
    """
    for node in structure.nodes(_UNNAMED_CLASS | Kind.DATA_RANGE):
        if is_blank(node):
            for use in axiom_uses(structure, node)[1:]:
                problem = "this unnamed class is used elsewhere already"
                yield Finding(dl.SHARED_DESCRIPTION, use, node, problem)


def axiom_uses(structure: Structure, node: Node) -> list[Statement]:
    """Return one statement for each axiom, fact or construct that the unnamed class is part of."""
    uses = [use for use in structure.uses(node) if use.predicate not in _EITHER_WAY]
    uses += [own for own in structure.about(node) if own.predicate == owl.SUB_CLASS_OF]
    for predicate in (owl.EQUIVALENT_CLASS, owl.DISJOINT_WITH):
        both = structure.about(node) + structure.uses(node)
        uses += [use for use in both if use.predicate == predicate][:1]
    return uses


def find_incomplete_disjointness(structure: Structure) -> Iterator[Finding]:
    """Find unnamed classes that no set of pairwise disjoint classes can account for."""
    neighbours: dict[Node, set[Node]] = {}
    for statement in structure.having(owl.DISJOINT_WITH):
        if isinstance(statement.object, str):
            neighbours.setdefault(statement.subject, set()).add(statement.object)
            neighbours.setdefault(statement.object, set()).add(statement.subject)
    for statement in structure.having(owl.DISJOINT_WITH):
        for node in (statement.subject, statement.object):
            if is_blank(node) and isinstance(node, str) and _is_open(node, neighbours):
                problem = "what is disjoint with this unnamed class is not pairwise disjoint"
                yield Finding(dl.INCOMPLETE_DISJOINTNESS, statement, node, problem)
                break


def _is_open(node: Node, neighbours: dict[Node, set[Node]]) -> bool:
    own = neighbours[node]
    return node in own or any(
        right not in neighbours[left] for left, right in combinations(sorted(own), 2)
    )


def find_shared_individuals(structure: Structure) -> Iterator[Finding]:
    """Find further triples that lead to an anonymous individual which one triple leads to."""
    for node in structure.nodes(Kind.ANONYMOUS):
        for use in structure.uses(node)[1:]:
            problem = "another triple leads to this anonymous individual already"
            yield Finding(dl.SHARED_INDIVIDUAL, use, node, problem)


def find_cyclic_individuals(structure: Structure) -> Iterator[Finding]:
    """Find triples that close a circle of anonymous individuals."""
    yield from _find_circles(
        structure,
        dl.CYCLIC_INDIVIDUAL,
        lambda node: Kind.ANONYMOUS in structure.kind(node),
        "this triple closes a circle of anonymous individuals",
    )


def find_cyclic_descriptions(structure: Structure) -> Iterator[Finding]:
    """Find triples that close a circle of unnamed classes and lists."""
    yield from _find_circles(
        structure,
        dl.CYCLIC_DESCRIPTION,
        lambda node: bool(structure.kind(node) & (_UNNAMED_CLASS | Kind.LIST)),
        "this triple makes an unnamed class a part of itself",
    )


def _find_circles(
    structure: Structure, rule: Rule, belongs: Callable[[Node], bool], problem: str
) -> Iterator[Finding]:
    """Find the statements that lead back to a node on the way to them."""
    done: set[Node] = set()
    for start in structure.by_blank_subject:
        if start in done or not belongs(start):
            continue
        on_the_way = {start}
        stack = [(start, iter(structure.about(start)))]
        while stack:
            node, statements = stack[-1]
            statement = next(statements, None)
            if statement is None:
                stack.pop()
                on_the_way.discard(node)
                done.add(node)
                continue
            value = statement.object
            if not isinstance(value, str) or statement.predicate in _EITHER_WAY:
                continue
            if value in on_the_way:
                yield Finding(rule, statement, value, problem)
            elif value not in done and is_blank(value) and belongs(value):
                on_the_way.add(value)
                stack.append((value, iter(structure.about(value))))
