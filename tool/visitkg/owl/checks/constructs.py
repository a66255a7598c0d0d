"""The form of restrictions and other constructs.

https://www.w3.org/TR/owl-semantics/mapping.html#4.1
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from visitkg.owl import vocabulary as owl
from visitkg.owl.kinds import Kind
from visitkg.owl.rule import Finding, Rule
from visitkg.owl.rules import dl
from visitkg.owl.structure import Node, Statement, Structure, is_blank

if TYPE_CHECKING:
    from collections.abc import Iterator


def find_malformed_restrictions(structure: Structure) -> Iterator[Finding]:
    """Find restrictions without their type, with an IRI, or without just one of each part."""
    for node in structure.nodes(Kind.RESTRICTION):
        yield from _find_malformed(
            structure, node, dl.MALFORMED_RESTRICTION, owl.RESTRICTION, "restriction"
        )
        if is_blank(node) and not _has_foreign_parts(structure, node):
            yield from _find_miscounted(
                structure, node, dl.MALFORMED_RESTRICTION, frozenset({owl.ON_PROPERTY}), "property"
            )
            yield from _find_miscounted(
                structure, node, dl.MALFORMED_RESTRICTION, owl.CONSTRAINTS, "constraint"
            )


def _has_foreign_parts(structure: Structure, node: Node) -> bool:
    """Tell whether terms of OWL 2 take part in a restriction: they are findings already."""
    return any(statement.predicate in owl.OWL_2_TERMS for statement in structure.about(node))


def find_malformed_cardinalities(structure: Structure) -> Iterator[Finding]:
    """Find cardinalities that don't encode an integer from 0 on."""
    for statement in structure.having(*owl.CARDINALITIES):
        if not isinstance(statement.object, str) and cardinality(statement) is None:
            problem = f"{structure.name(statement.object)} is not a cardinality"
            yield Finding(dl.CARDINALITY_VALUE, statement, statement.subject, problem)


def cardinality(statement: Statement) -> str | None:
    """Return the digits of a cardinality without leading zeros, or None if it is no number.

    S&AS 4.2 takes any literal that encodes a non-negative integer, also as a decimal.
    """
    literal = statement.object
    if isinstance(literal, str):
        return None
    datatype = literal.datatype.value
    whole, _, fraction = literal.value.strip().removeprefix("+").partition(".")
    if datatype != owl.DECIMAL and (fraction or datatype not in owl.INTEGER_DATATYPES):
        return None
    if fraction.strip("0") or not (whole.isascii() and whole.isdigit()):
        return None
    return whole.lstrip("0") or "0"


def find_malformed_descriptions(structure: Structure) -> Iterator[Finding]:
    """Find unnamed classes without their type or without just one construct."""
    for node in structure.nodes(Kind.DESCRIPTION):
        yield from _find_malformed(
            structure, node, dl.MALFORMED_DESCRIPTION, owl.CLASS, "unnamed class"
        )
        yield from _find_miscounted(
            structure, node, dl.MALFORMED_DESCRIPTION, owl.CONSTRUCTORS, "construct"
        )


def find_malformed_data_ranges(structure: Structure) -> Iterator[Finding]:
    """Find data ranges with an IRI, without just one enumeration, or used nowhere."""
    for node in structure.nodes(Kind.DATA_RANGE):
        rule = dl.MALFORMED_DATA_RANGE
        yield from _find_malformed(structure, node, rule, owl.DATA_RANGE, "data range")
        if is_blank(node):
            yield from _find_miscounted(
                structure, node, rule, frozenset({owl.ONE_OF}), "enumeration"
            )
            if not structure.uses(node):
                yield Finding(rule, structure.about(node)[0], node, "nothing uses this data range")


def find_malformed_all_different(structure: Structure) -> Iterator[Finding]:
    """Find owl:AllDifferent without type, with an IRI, without just one list, or referred to."""
    for node in structure.nodes(Kind.ALL_DIFFERENT):
        rule = dl.MALFORMED_ALL_DIFFERENT
        yield from _find_malformed(structure, node, rule, owl.ALL_DIFFERENT, "owl:AllDifferent")
        if is_blank(node):
            yield from _find_miscounted(
                structure, node, rule, frozenset({owl.DISTINCT_MEMBERS}), "list of members"
            )
            for use in structure.uses(node):
                yield Finding(rule, use, node, "something refers to this owl:AllDifferent")


def _find_malformed(
    structure: Structure, node: Node, rule: Rule, type_: str, word: str
) -> Iterator[Finding]:
    """Find a construct that has an IRI, or that lacks ``type_``."""
    if not is_blank(node):
        for statement in structure.having(owl.TYPE):
            if statement.subject == node and statement.object == type_:
                problem = f"the {word} {structure.name(node)} has an IRI"
                yield Finding(rule, statement, node, problem)
        return
    own = structure.about(node)
    if not any(part.predicate == owl.TYPE and part.object == type_ for part in own):
        problem = f"this {word} lacks rdf:type {structure.name(type_)}"
        yield Finding(rule, own[0], node, problem)


def _find_miscounted(
    structure: Structure, node: Node, rule: Rule, predicates: frozenset[str], word: str
) -> Iterator[Finding]:
    """Find a construct that hasn't exactly one statement with one of ``predicates``."""
    own = structure.about(node)
    found = [statement for statement in own if statement.predicate in predicates]
    for extra in found[1:]:
        yield Finding(rule, extra, node, f"there is more than one {word} here")
    if not found:
        yield Finding(rule, own[0], node, f"there is no {word} here")
