"""Lists and their members.

https://www.w3.org/TR/owl-semantics/mapping.html#4.1
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from visitkg.owl import vocabulary as owl
from visitkg.owl.checks.misplaced import Place, find_misplaced
from visitkg.owl.checks.names import reserved_predicate
from visitkg.owl.kinds import CLASS_EXPRESSION, NAMED_CLASS_OR_RESTRICTION, Kind
from visitkg.owl.rule import Finding
from visitkg.owl.rules import dl, lite
from visitkg.owl.structure import Node, Statement, Structure, is_blank

if TYPE_CHECKING:
    from collections.abc import Iterator

_MEMBERS: Final[dict[str, Place]] = {
    owl.INTERSECTION_OF: Place(
        CLASS_EXPRESSION,
        dl.CLASS_AXIOM_OPERAND,
        NAMED_CLASS_OR_RESTRICTION,
        lite.LITE_INTERSECTION,
    ),
    owl.UNION_OF: Place(CLASS_EXPRESSION, dl.CLASS_AXIOM_OPERAND),
    owl.DISTINCT_MEMBERS: Place(Kind.INDIVIDUAL, dl.IDENTITY_OPERAND),
}
_LIST_PREDICATES: Final = owl.LIST_OWNERS | {owl.REST}
_CLASS_MEMBER: Final = Place(Kind.INDIVIDUAL, dl.ENUMERATION_MEMBER)
_DATA_MEMBER: Final = Place(Kind.LITERAL, dl.ENUMERATION_MEMBER)


def find_misplaced_members(structure: Structure) -> Iterator[Finding]:
    """Find members of lists that don't fit the construct to which the list belongs."""
    for owner in structure.having(*owl.LIST_OWNERS):
        place = _MEMBERS.get(owner.predicate)
        if place is None:
            data = Kind.DATA_RANGE in structure.kind(owner.subject)
            place = _DATA_MEMBER if data else _CLASS_MEMBER
        for member in members(structure, owner.object):
            yield from find_misplaced(structure, member, member.object, place)


def members(structure: Structure, head: object) -> Iterator[Statement]:
    """Return the ``rdf:first`` statements of the list at ``head``, also if it is a circle."""
    waiting, seen = [head], set()
    while waiting:
        node = waiting.pop()
        if not isinstance(node, str) or node in seen:
            continue
        seen.add(node)
        for statement in structure.about(node):
            if statement.predicate == owl.FIRST:
                yield statement
            elif statement.predicate == owl.REST:
                waiting.append(statement.object)


def find_malformed_lists(structure: Structure) -> Iterator[Finding]:
    """Find lists with IRIs, with several members or ends at one node, or used in several places."""
    for statement in structure.having(owl.FIRST, owl.REST, owl.TYPE):
        node = statement.subject
        if is_blank(node) or node == owl.NIL:
            continue
        if statement.predicate != owl.TYPE or statement.object == owl.LIST:
            yield _malformed(statement, f"the list {structure.name(node)} has an IRI")
    for node in structure.nodes(Kind.LIST):
        if is_blank(node):
            yield from _find_malformed_node(structure, node)


def _find_malformed_node(structure: Structure, node: Node) -> Iterator[Finding]:
    own = structure.about(node)
    for predicate, word in ((owl.FIRST, "member"), (owl.REST, "rest")):
        found = [statement for statement in own if statement.predicate == predicate]
        for extra in found[1:]:
            yield _malformed(extra, f"this node of a list has more than one {word}")
        if not found:
            yield _malformed(own[0], f"this node of a list has no {word}")
    for extra in structure.uses(node)[1:]:
        yield _malformed(extra, "this list is used in more than one place")


def _malformed(statement: Statement, problem: str) -> Finding:
    return Finding(dl.MALFORMED_LIST, statement, statement.subject, problem)


def find_lists_outside_constructs(structure: Structure) -> Iterator[Finding]:
    """Find lists that stand alone or as values of properties that take no list."""
    for node in structure.nodes(Kind.LIST):
        if not is_blank(node):
            continue
        uses = structure.uses(node)
        if not uses:
            problem = "nothing refers to this list"
            yield Finding(dl.LIST_OUTSIDE_CONSTRUCT, structure.about(node)[0], node, problem)
        for use in uses:
            if use.predicate not in _LIST_PREDICATES and not reserved_predicate(use.predicate):
                problem = f"a list can't be the value of {structure.name(use.predicate)}"
                yield Finding(dl.LIST_OUTSIDE_CONSTRUCT, use, node, problem)
