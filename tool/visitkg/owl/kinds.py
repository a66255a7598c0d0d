"""What a node of a graph can be in the abstract syntax of OWL 1."""

from __future__ import annotations

from enum import Flag, auto
from typing import Final

from visitkg.owl import vocabulary as owl


class Kind(Flag):
    """The roles of a node; a node of OWL DL has exactly one (S&AS 4.2)."""

    NONE = 0
    CLASS = auto()
    DATATYPE = auto()
    OBJECT_PROPERTY = auto()
    DATATYPE_PROPERTY = auto()
    ANNOTATION_PROPERTY = auto()
    ONTOLOGY_PROPERTY = auto()
    ONTOLOGY = auto()
    INDIVIDUAL = auto()
    ANONYMOUS = auto()
    RESTRICTION = auto()
    DESCRIPTION = auto()
    DATA_RANGE = auto()
    LIST = auto()
    ALL_DIFFERENT = auto()
    LITERAL = auto()


NAMED_CLASS_OR_RESTRICTION: Final = Kind.CLASS | Kind.RESTRICTION
CLASS_EXPRESSION: Final = NAMED_CLASS_OR_RESTRICTION | Kind.DESCRIPTION
DATA_EXPRESSION: Final = Kind.DATATYPE | Kind.DATA_RANGE
AXIOM_PROPERTY: Final = Kind.OBJECT_PROPERTY | Kind.DATATYPE_PROPERTY
PROPERTY: Final = AXIOM_PROPERTY | Kind.ANNOTATION_PROPERTY | Kind.ONTOLOGY_PROPERTY
ANY_INDIVIDUAL: Final = Kind.INDIVIDUAL | Kind.ANONYMOUS
ANNOTATABLE: Final = Kind.CLASS | Kind.DATATYPE | PROPERTY | Kind.ONTOLOGY | ANY_INDIVIDUAL

TYPES: Final[dict[str, Kind]] = {
    owl.CLASS: Kind.CLASS,
    owl.RDFS_DATATYPE: Kind.DATATYPE,
    owl.OBJECT_PROPERTY: Kind.OBJECT_PROPERTY,
    owl.DATATYPE_PROPERTY: Kind.DATATYPE_PROPERTY,
    owl.ANNOTATION_PROPERTY: Kind.ANNOTATION_PROPERTY,
    owl.ONTOLOGY_PROPERTY: Kind.ONTOLOGY_PROPERTY,
    owl.ONTOLOGY: Kind.ONTOLOGY,
    owl.RESTRICTION: Kind.RESTRICTION,
    owl.DATA_RANGE: Kind.DATA_RANGE,
    owl.ALL_DIFFERENT: Kind.ALL_DIFFERENT,
    owl.LIST: Kind.LIST,
}
"""The types that say what a node is."""

ADDED_TYPES: Final = owl.OBJECT_CHARACTERISTICS | {
    owl.RDFS_CLASS,
    owl.RDF_PROPERTY,
    owl.FUNCTIONAL,
    owl.DEPRECATED_CLASS,
    owl.DEPRECATED_PROPERTY,
}
"""The types that stand beside one of ``TYPES`` and don't replace it."""

SYNTAX_TYPES: Final = frozenset(TYPES) | ADDED_TYPES
"""All objects of ``rdf:type`` that are not classes of individuals."""

_WORDS: Final[dict[Kind, str]] = {
    ANNOTATABLE: "an ontology, class, datatype, property or individual",
    PROPERTY: "a property",
    CLASS_EXPRESSION: "a class",
    AXIOM_PROPERTY: "an object or datatype property",
    ANY_INDIVIDUAL: "an individual",
    Kind.CLASS: "a named class",
    Kind.RESTRICTION: "a restriction",
    Kind.DESCRIPTION: "an unnamed class",
    Kind.DATATYPE: "a datatype",
    Kind.DATA_RANGE: "a data range",
    Kind.OBJECT_PROPERTY: "an object property",
    Kind.DATATYPE_PROPERTY: "a datatype property",
    Kind.ANNOTATION_PROPERTY: "an annotation property",
    Kind.ONTOLOGY_PROPERTY: "an ontology property",
    Kind.ONTOLOGY: "an ontology",
    Kind.INDIVIDUAL: "a named individual",
    Kind.ANONYMOUS: "an individual without IRI",
    Kind.LITERAL: "a literal",
    Kind.LIST: "a list",
    Kind.ALL_DIFFERENT: "an owl:AllDifferent",
}
"""Each set of kinds stands before its parts, so that the shortest words are found."""


def words(kind: Kind) -> str:
    """Return ``kind`` in words, as in "a named class or a restriction"."""
    found = []
    for member, word in _WORDS.items():
        if member in kind:
            found.append(word)
            kind &= ~member
    return " or ".join(found)


def built_in_kind(iri: str) -> Kind:
    """Return what ``iri`` is without being declared; NONE for all that must be declared."""
    if iri in owl.BUILT_IN_DATATYPES:
        return Kind.DATATYPE
    if iri in owl.BUILT_IN_ANNOTATION_PROPERTIES:
        return Kind.ANNOTATION_PROPERTY
    if iri in owl.BUILT_IN_CLASSES:
        return Kind.CLASS
    if iri in owl.BUILT_IN_ONTOLOGY_PROPERTIES:
        return Kind.ONTOLOGY_PROPERTY
    return Kind.LIST if iri == owl.NIL else Kind.NONE
