"""What may stand where in a triple.

https://www.w3.org/TR/owl-semantics/mapping.html#4.1
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeAlias

from visitkg.owl import vocabulary as owl
from visitkg.owl.checks.misplaced import Place, find_misplaced
from visitkg.owl.checks.names import reserved
from visitkg.owl.kinds import (
    ANNOTATABLE,
    ANY_INDIVIDUAL,
    AXIOM_PROPERTY,
    CLASS_EXPRESSION,
    DATA_EXPRESSION,
    NAMED_CLASS_OR_RESTRICTION,
    PROPERTY,
    TYPES,
    Kind,
)
from visitkg.owl.rule import Finding
from visitkg.owl.rules import dl, lite

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from visitkg.owl.structure import Statement, Structure

Places: TypeAlias = tuple[Place | None, Place | None]
"""What may stand as subject and as object; None where another check decides."""

_IDENTICAL: Final = Place(Kind.INDIVIDUAL, dl.IDENTITY_OPERAND)
_AXIOM_PROPERTY: Final = Place(AXIOM_PROPERTY, dl.PROPERTY_AXIOM_OPERAND)
_OBJECT_PROPERTY: Final = Place(Kind.OBJECT_PROPERTY, dl.PROPERTY_AXIOM_OPERAND)
_RESTRICTION: Final = Place(Kind.RESTRICTION, dl.MALFORMED_RESTRICTION)
_DESCRIBED: Final = Place(Kind.CLASS | Kind.DESCRIPTION, dl.MALFORMED_DESCRIPTION)
_ENUMERATED: Final = Place(
    Kind.CLASS | Kind.DESCRIPTION | Kind.DATA_RANGE, dl.MALFORMED_DESCRIPTION
)
_CLASS: Final = Place(CLASS_EXPRESSION, dl.CLASS_AXIOM_OPERAND)
_SUB_CLASS: Final = Place(
    CLASS_EXPRESSION, dl.CLASS_AXIOM_OPERAND, Kind.CLASS, lite.LITE_CLASS_AXIOM
)
_SUPER_CLASS: Final = Place(
    CLASS_EXPRESSION,
    dl.CLASS_AXIOM_OPERAND,
    NAMED_CLASS_OR_RESTRICTION,
    lite.LITE_CLASS_AXIOM,
)
_LIST: Final = Place(Kind.LIST, dl.MALFORMED_LIST)
_ONTOLOGY: Final = Place(Kind.ONTOLOGY, dl.ONTOLOGY_PROPERTY_OPERAND)

_PLACES: Final[dict[str, Places]] = {
    owl.SUB_CLASS_OF: (_SUB_CLASS, _SUPER_CLASS),
    owl.EQUIVALENT_CLASS: (_SUB_CLASS, _SUPER_CLASS),
    owl.DISJOINT_WITH: (_CLASS, _CLASS),
    owl.COMPLEMENT_OF: (_DESCRIBED, _CLASS),
    owl.INTERSECTION_OF: (_DESCRIBED, _LIST),
    owl.UNION_OF: (_DESCRIBED, _LIST),
    owl.ONE_OF: (_ENUMERATED, _LIST),
    owl.INVERSE_OF: (_OBJECT_PROPERTY, _OBJECT_PROPERTY),
    owl.DOMAIN: (
        _AXIOM_PROPERTY,
        Place(CLASS_EXPRESSION, dl.DOMAIN_OPERAND, Kind.CLASS, lite.LITE_DOMAIN),
    ),
    owl.ON_PROPERTY: (_RESTRICTION, Place(AXIOM_PROPERTY, dl.RESTRICTION_PROPERTY)),
    owl.SAME_AS: (_IDENTICAL, _IDENTICAL),
    owl.DIFFERENT_FROM: (_IDENTICAL, _IDENTICAL),
    owl.DISTINCT_MEMBERS: (Place(Kind.ALL_DIFFERENT, dl.MALFORMED_ALL_DIFFERENT), _LIST),
    owl.FIRST: (_LIST, None),
    owl.REST: (_LIST, _LIST),
    **dict.fromkeys(owl.CARDINALITIES, (_RESTRICTION, Place(Kind.LITERAL, dl.CARDINALITY_VALUE))),
}
"""The predicates whose subjects and objects are always of the same kinds."""

_NAMED_CLASS_LIKE: Final = CLASS_EXPRESSION | DATA_EXPRESSION
_ADDED_TYPES: Final[dict[str, Place]] = {
    owl.RDFS_CLASS: Place(_NAMED_CLASS_LIKE, dl.ADDED_TYPE),
    owl.RDF_PROPERTY: Place(PROPERTY, dl.ADDED_TYPE),
    owl.DEPRECATED_CLASS: Place(Kind.CLASS | Kind.DATATYPE, dl.ADDED_TYPE),
    owl.DEPRECATED_PROPERTY: Place(AXIOM_PROPERTY, dl.ADDED_TYPE),
    owl.FUNCTIONAL: Place(AXIOM_PROPERTY, dl.PROPERTY_CHARACTERISTIC),
    **dict.fromkeys(
        owl.OBJECT_CHARACTERISTICS, Place(Kind.OBJECT_PROPERTY, dl.PROPERTY_CHARACTERISTIC)
    ),
}

_INDIVIDUAL_TYPE: Final = Place(
    CLASS_EXPRESSION, dl.INDIVIDUAL_TYPE, NAMED_CLASS_OR_RESTRICTION, lite.LITE_TYPE
)
_FACTS: Final[dict[Kind, Places]] = {
    Kind.OBJECT_PROPERTY: (
        Place(ANY_INDIVIDUAL, dl.FACT_SUBJECT),
        Place(ANY_INDIVIDUAL, dl.FACT_VALUE),
    ),
    Kind.DATATYPE_PROPERTY: (
        Place(ANY_INDIVIDUAL, dl.FACT_SUBJECT),
        Place(Kind.LITERAL, dl.FACT_VALUE),
    ),
    Kind.ONTOLOGY_PROPERTY: (_ONTOLOGY, _ONTOLOGY),
    Kind.ANNOTATION_PROPERTY: (Place(ANNOTATABLE, dl.ANNOTATION_SUBJECT), None),
}


def find_misplaced_nodes(structure: Structure) -> Iterator[Finding]:
    """Find, for each triple, subjects and objects that are undeclared or of the wrong kind."""
    for statement in structure.statements:
        for node, place in zip(
            (statement.subject, statement.object), _places(structure, statement), strict=True
        ):
            if place is not None:
                yield from find_misplaced(structure, statement, node, place)


def _places(structure: Structure, statement: Statement) -> Places:
    predicate = statement.predicate
    fixed = _PLACES.get(predicate)
    if fixed is not None:
        return fixed
    by_rule = _DEPENDENT.get(predicate)
    if by_rule is not None:
        return by_rule(structure, statement)
    kind = structure.kind(predicate)
    return next((places for own, places in _FACTS.items() if own in kind), (None, None))


def _type_places(structure: Structure, statement: Statement) -> Places:  # noqa: ARG001  (one signature)
    type_ = statement.object
    if type_ in TYPES:
        return None, None
    if isinstance(type_, str) and type_ in _ADDED_TYPES:
        return _ADDED_TYPES[type_], None
    return None, _INDIVIDUAL_TYPE


def _same_property_places(structure: Structure, statement: Statement) -> Places:
    kind = structure.kind(statement.subject) & AXIOM_PROPERTY
    return _AXIOM_PROPERTY, Place(kind or AXIOM_PROPERTY, dl.PROPERTY_AXIOM_OPERAND)


def _range_places(structure: Structure, statement: Statement) -> Places:
    allowed, in_lite = _values(structure.kind(statement.subject))
    return _AXIOM_PROPERTY, Place(allowed, dl.RANGE_OPERAND, in_lite, lite.LITE_RANGE)


def _filler_places(structure: Structure, statement: Statement) -> Places:
    kind = _restricted_kind(structure, statement)
    if statement.predicate == owl.HAS_VALUE:
        allowed = Kind.NONE
        if kind != Kind.DATATYPE_PROPERTY:
            allowed |= Kind.INDIVIDUAL
        if kind != Kind.OBJECT_PROPERTY:
            allowed |= Kind.LITERAL
        return _RESTRICTION, Place(allowed, dl.RESTRICTION_FILLER)
    allowed, in_lite = _values(kind)
    return _RESTRICTION, Place(allowed, dl.RESTRICTION_FILLER, in_lite, lite.LITE_FILLER)


def _values(kind: Kind) -> tuple[Kind, Kind]:
    """Return what can be values of properties of this kind, in OWL DL and in OWL Lite."""
    if kind == Kind.OBJECT_PROPERTY:
        return CLASS_EXPRESSION, Kind.CLASS
    if kind == Kind.DATATYPE_PROPERTY:
        return DATA_EXPRESSION, Kind.DATATYPE
    return CLASS_EXPRESSION | DATA_EXPRESSION, Kind.CLASS | Kind.DATATYPE


def _restricted_kind(structure: Structure, statement: Statement) -> Kind:
    """Return the kind of the property that the restriction of ``statement`` is on."""
    for other in structure.about(statement.subject):
        if other.predicate == owl.ON_PROPERTY:
            return structure.kind(other.object) & AXIOM_PROPERTY
    return Kind.NONE


_DEPENDENT: Final[dict[str, Callable[[Structure, Statement], Places]]] = {
    owl.TYPE: _type_places,
    owl.SUB_PROPERTY_OF: _same_property_places,
    owl.EQUIVALENT_PROPERTY: _same_property_places,
    owl.RANGE: _range_places,
    owl.ALL_VALUES_FROM: _filler_places,
    owl.SOME_VALUES_FROM: _filler_places,
    owl.HAS_VALUE: _filler_places,
}
"""The predicates whose places depend on the rest of the statement."""


def find_undeclared_predicates(structure: Structure) -> Iterator[Finding]:
    """Find the triples whose predicate is not declared as a property of any kind."""
    for predicate, statements in structure.by_predicate.items():
        if predicate in owl.SYNTAX_PREDICATES or reserved(predicate):
            continue
        if not structure.kind(predicate) & PROPERTY:
            problem = f"{structure.name(predicate)} is used as a property, but not declared as one"
            for statement in statements:
                yield Finding(dl.UNTYPED_PROPERTY, statement, predicate, problem)


def find_misplaced_blank_values(structure: Structure) -> Iterator[Finding]:
    """Find blank nodes as values of annotations and ontology properties where they can't be."""
    value = Place(Kind.ANONYMOUS, dl.ANNOTATION_VALUE)
    for node, statements in structure.by_blank_object.items():
        for statement in statements:
            kind = structure.kind(statement.predicate)
            if Kind.ANNOTATION_PROPERTY in kind:
                yield from find_misplaced(structure, statement, node, value)
            elif Kind.ONTOLOGY_PROPERTY in kind:
                problem = (
                    f"the ontology that {structure.name(statement.predicate)} names has no IRI"
                )
                yield Finding(dl.ONTOLOGY_PROPERTY_OPERAND, statement, node, problem)
