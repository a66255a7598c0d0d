"""The separated vocabulary of OWL DL.

https://www.w3.org/TR/owl-semantics/mapping.html#4.2
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from visitkg.owl import vocabulary as owl
from visitkg.owl.kinds import (
    AXIOM_PROPERTY,
    CLASS_EXPRESSION,
    PROPERTY,
    SYNTAX_TYPES,
    Kind,
    built_in_kind,
    words,
)
from visitkg.owl.rule import Finding, Rule
from visitkg.owl.rules import dl
from visitkg.owl.structure import Node, Statement, Structure, is_blank, kind_from_type
from visitkg.terms import OWL, RDF, XSD

if TYPE_CHECKING:
    from collections.abc import Iterator

_PROBLEMS: Final[dict[Rule, str]] = {
    dl.DISALLOWED_VOCABULARY: "{} belongs to the syntax of OWL and RDF and can't be used like this",
    dl.OWL_2_VOCABULARY: "{} is a term of OWL 2, not of OWL 1",
    dl.UNDEFINED_OWL_TERM: "{} is not a term of OWL",
    dl.UNSUPPORTED_DATATYPE: "{} is not among the datatypes of OWL 1",
    dl.UNTYPED_DATATYPE: "{} is the datatype of a literal, but neither built in nor declared",
}


def reserved(iri: str) -> Rule | None:
    """Return the rule that forbids to speak about ``iri``; None for names that anybody may use."""
    if iri.startswith(OWL):
        if iri in owl.OWL_2_TERMS:
            return dl.OWL_2_VOCABULARY
        if iri not in owl.OWL_1_TERMS:
            return dl.UNDEFINED_OWL_TERM
    if iri in owl.DISALLOWED_VOCABULARY:
        return dl.DISALLOWED_VOCABULARY
    if iri.startswith(XSD) and iri not in owl.BUILT_IN_DATATYPES:
        return dl.UNSUPPORTED_DATATYPE
    return None


def reserved_predicate(iri: str) -> Rule | None:
    """Return the rule that forbids ``iri`` as a predicate; None for the predicates of OWL 1 too."""
    return None if iri in owl.SYNTAX_PREDICATES else reserved(iri)


def find_reserved_names(structure: Structure) -> Iterator[Finding]:
    """Find terms of OWL, RDF, RDFS and XML Schema outside the place that OWL 1 has for them."""
    for predicate, statements in structure.by_predicate.items():
        rule = reserved_predicate(predicate)
        annotates = Kind.ANNOTATION_PROPERTY in structure.kind(predicate)
        for statement in statements:
            if rule:
                yield _reserved(structure, rule, statement, predicate)
            yield from _find_reserved_subject(structure, statement)
            yield from _find_reserved_object(structure, statement, annotates=annotates)


def _find_reserved_subject(structure: Structure, statement: Statement) -> Iterator[Finding]:
    rule = reserved(statement.subject)
    if rule:
        yield _reserved(structure, rule, statement, statement.subject)


def _find_reserved_object(
    structure: Structure, statement: Statement, *, annotates: bool
) -> Iterator[Finding]:
    value = statement.object
    if not isinstance(value, str) or _stands_as_syntax(statement.predicate, value):
        return
    rule = reserved(value)
    # The value of an annotation can be any IRI; only the disallowed vocabulary is never mentioned.
    if rule and (rule is dl.DISALLOWED_VOCABULARY or not annotates):
        yield _reserved(structure, rule, statement, value)


def _stands_as_syntax(predicate: str, value: str) -> bool:
    """Tell whether S&AS 4.1 has ``value`` as the object of ``predicate``."""
    if predicate == owl.TYPE:
        return value in SYNTAX_TYPES
    return value == owl.NIL and (predicate == owl.REST or predicate in owl.LIST_OWNERS)


def find_literal_datatypes(structure: Structure) -> Iterator[Finding]:
    """Find literals whose datatype is neither one of OWL 1 nor declared."""
    rules: dict[str, Rule | None] = {}
    for statement in structure.statements:
        if isinstance(statement.object, str) or statement.object.language is not None:
            continue
        datatype = statement.object.datatype.value
        if datatype not in rules:
            rules[datatype] = _datatype_rule(structure, datatype)
        rule = rules[datatype]
        if rule:
            yield _reserved(structure, rule, statement, datatype)


def _datatype_rule(structure: Structure, datatype: str) -> Rule | None:
    rule = reserved(datatype)
    if rule is None and Kind.DATATYPE not in structure.kind(datatype):
        return dl.UNTYPED_DATATYPE
    return rule


def _reserved(structure: Structure, rule: Rule, statement: Statement, term: str) -> Finding:
    return Finding(rule, statement, term, _PROBLEMS[rule].format(structure.name(term)))


def find_names_in_two_roles(structure: Structure) -> Iterator[Finding]:
    """Find, for each name with several roles, the statements that give it a further one."""
    several = {node for node, kind in structure.kinds.items() if kind.value.bit_count() > 1}
    given: dict[Node, Kind] = {node: built_in_kind(node) for node in several}
    for statement in structure.having(owl.TYPE):
        node = statement.subject
        kind = kind_from_type(statement) if node in several else Kind.NONE
        if Kind.RESTRICTION in structure.kind(node):
            kind &= ~CLASS_EXPRESSION
        if not kind or kind in given[node]:
            continue
        first = given[node] or structure.kind(node) & _CONSTRUCTS
        if first and kind not in first:
            problem = f"{structure.name(node)} is {words(first)} and also {words(kind)}"
            yield Finding(dl.NAME_IN_TWO_ROLES, statement, node, problem)
        given[node] |= first | kind


_CONSTRUCTS: Final = (
    Kind.RESTRICTION | Kind.DESCRIPTION | Kind.DATA_RANGE | Kind.LIST | Kind.ALL_DIFFERENT
)


def find_restricted_vocabulary(structure: Structure) -> Iterator[Finding]:
    """Find the containers and reification terms of RDF in a role that they can't have."""
    for statement in structure.having(owl.TYPE):
        node = statement.subject
        if not node.startswith(RDF):
            continue
        if node in owl.CLASS_ONLY_VOCABULARY:
            allowed = Kind.CLASS
        elif node in owl.PROPERTY_ONLY_VOCABULARY or owl.is_container_membership(node):
            allowed = AXIOM_PROPERTY | Kind.ANNOTATION_PROPERTY
        else:
            continue
        wrong = structure.kind(node) & ~allowed
        if wrong:
            problem = f"{structure.name(node)} is declared as {words(wrong)}, not {words(allowed)}"
            yield Finding(dl.RESTRICTED_VOCABULARY, statement, node, problem)


def find_unnamed_entities(structure: Structure) -> Iterator[Finding]:
    """Find the types that make a blank node a property or a datatype."""
    for statement in structure.having(owl.TYPE):
        wrong = structure.kind(statement.subject) & (PROPERTY | Kind.DATATYPE)
        if is_blank(statement.subject) and wrong:
            problem = f"{words(wrong)} has no IRI here"
            yield Finding(dl.UNNAMED_ENTITY, statement, statement.subject, problem)
