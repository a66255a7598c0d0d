"""One node at one place of a triple: whether it is declared and of a kind that belongs there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from visitkg.owl import vocabulary as owl
from visitkg.owl.checks.names import reserved
from visitkg.owl.kinds import ANY_INDIVIDUAL, PROPERTY, Kind, words
from visitkg.owl.rule import Finding, Rule
from visitkg.owl.rules import dl

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pyoxigraph import Literal

    from visitkg.owl.structure import Node, Statement, Structure


@dataclass(frozen=True, slots=True)
class Place:
    """What may stand at a place: in OWL DL ``allowed``, in OWL Lite ``lite`` if that is less."""

    allowed: Kind
    rule: Rule
    lite: Kind | None = None
    lite_rule: Rule | None = None


_UNTYPED: Final[tuple[tuple[Kind, Rule, str], ...]] = (
    (ANY_INDIVIDUAL, dl.UNTYPED_INDIVIDUAL, "stands for an individual, but has no type"),
    (PROPERTY, dl.UNTYPED_PROPERTY, "is used as a property, but not declared as one"),
    (Kind.CLASS, dl.UNTYPED_CLASS, "is used as a class, but not declared as one"),
    (Kind.DATATYPE, dl.UNTYPED_DATATYPE, "is used as a datatype, but not declared as one"),
    (Kind.ONTOLOGY, dl.UNTYPED_ONTOLOGY, "is used as an ontology, but not declared as one"),
)


_NEVER_REFERRED_TO: Final = Kind.LIST | Kind.ALL_DIFFERENT
"""Their own checks find every triple that leads to one of them and shouldn't."""

_OF_AXIOMS: Final = frozenset(
    {dl.PROPERTY_AXIOM_OPERAND, dl.PROPERTY_CHARACTERISTIC, dl.RESTRICTION_PROPERTY}
)


def find_misplaced(
    structure: Structure, statement: Statement, node: Node | Literal, place: Place
) -> Iterator[Finding]:
    """Find out whether ``node`` of ``statement`` may stand at ``place``: at most one finding."""
    kind = structure.kind(node)
    if kind & place.allowed:
        if place.lite is not None and place.lite_rule and not kind & place.lite:
            yield _wrong_kind(structure, statement, node, place.lite_rule, place.lite)
    elif not isinstance(node, str):
        yield _wrong_kind(structure, statement, node, place.rule, place.allowed)
    elif not reserved(node) and not (node == statement.object and kind & _NEVER_REFERRED_TO):
        yield _undeclared_or_wrong(structure, statement, node, place)


def _undeclared_or_wrong(
    structure: Structure, statement: Statement, node: Node, place: Place
) -> Finding:
    kind = structure.kind(node)
    if not kind:
        for expected, rule, use in _UNTYPED:
            if place.allowed & expected:
                problem = f"{structure.name(node)} {use}"
                return Finding(rule, statement, node, problem)
    annotates = Kind.ANNOTATION_PROPERTY in kind and place.rule in _OF_AXIOMS
    rule = dl.ANNOTATION_PROPERTY_IN_AXIOM if annotates else place.rule
    return _wrong_kind(structure, statement, node, rule, place.allowed)


def _wrong_kind(
    structure: Structure, statement: Statement, node: Node | Literal, rule: Rule, allowed: Kind
) -> Finding:
    name, found = structure.name(node), words(structure.kind(node)) or "not declared"
    where = _where(structure, statement, node)
    return Finding(
        rule, statement, str(node), f"{name} is {found}, but {where} must be {words(allowed)}"
    )


def _where(structure: Structure, statement: Statement, node: Node | Literal) -> str:
    predicate = structure.name(statement.predicate)
    if statement.predicate == owl.FIRST:
        return "a member of this list"
    if node != statement.subject:
        return f"the object of {predicate}"
    if statement.predicate == owl.TYPE:
        return f"what has the type {structure.name(statement.object)}"
    return f"the subject of {predicate}"
