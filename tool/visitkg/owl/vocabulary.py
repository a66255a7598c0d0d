"""The terms of OWL 1 by what they are for.

https://www.w3.org/TR/owl-semantics/mapping.html#4.2
"""

from __future__ import annotations

from typing import Final

from visitkg.terms import OWL, RDF, RDFS, XSD


def _names(namespace: str, locals_: str) -> frozenset[str]:
    return frozenset(namespace + local for local in locals_.split())


TYPE: Final = RDF + "type"
FIRST: Final = RDF + "first"
REST: Final = RDF + "rest"
NIL: Final = RDF + "nil"
LIST: Final = RDF + "List"
RDF_PROPERTY: Final = RDF + "Property"

RDFS_CLASS: Final = RDFS + "Class"
RDFS_DATATYPE: Final = RDFS + "Datatype"
SUB_CLASS_OF: Final = RDFS + "subClassOf"
SUB_PROPERTY_OF: Final = RDFS + "subPropertyOf"
DOMAIN: Final = RDFS + "domain"
RANGE: Final = RDFS + "range"

THING: Final = OWL + "Thing"
NOTHING: Final = OWL + "Nothing"
CLASS: Final = OWL + "Class"
RESTRICTION: Final = OWL + "Restriction"
DATA_RANGE: Final = OWL + "DataRange"
ALL_DIFFERENT: Final = OWL + "AllDifferent"
ONTOLOGY: Final = OWL + "Ontology"
OBJECT_PROPERTY: Final = OWL + "ObjectProperty"
DATATYPE_PROPERTY: Final = OWL + "DatatypeProperty"
ANNOTATION_PROPERTY: Final = OWL + "AnnotationProperty"
ONTOLOGY_PROPERTY: Final = OWL + "OntologyProperty"
FUNCTIONAL: Final = OWL + "FunctionalProperty"
INVERSE_FUNCTIONAL: Final = OWL + "InverseFunctionalProperty"
TRANSITIVE: Final = OWL + "TransitiveProperty"
SYMMETRIC: Final = OWL + "SymmetricProperty"
DEPRECATED_CLASS: Final = OWL + "DeprecatedClass"
DEPRECATED_PROPERTY: Final = OWL + "DeprecatedProperty"

EQUIVALENT_CLASS: Final = OWL + "equivalentClass"
DISJOINT_WITH: Final = OWL + "disjointWith"
INTERSECTION_OF: Final = OWL + "intersectionOf"
UNION_OF: Final = OWL + "unionOf"
COMPLEMENT_OF: Final = OWL + "complementOf"
ONE_OF: Final = OWL + "oneOf"
EQUIVALENT_PROPERTY: Final = OWL + "equivalentProperty"
INVERSE_OF: Final = OWL + "inverseOf"
SAME_AS: Final = OWL + "sameAs"
DIFFERENT_FROM: Final = OWL + "differentFrom"
DISTINCT_MEMBERS: Final = OWL + "distinctMembers"
ON_PROPERTY: Final = OWL + "onProperty"
ALL_VALUES_FROM: Final = OWL + "allValuesFrom"
SOME_VALUES_FROM: Final = OWL + "someValuesFrom"
HAS_VALUE: Final = OWL + "hasValue"
CARDINALITY: Final = OWL + "cardinality"
MIN_CARDINALITY: Final = OWL + "minCardinality"
MAX_CARDINALITY: Final = OWL + "maxCardinality"

CARDINALITIES: Final = frozenset({CARDINALITY, MIN_CARDINALITY, MAX_CARDINALITY})
FILLERS: Final = frozenset({ALL_VALUES_FROM, SOME_VALUES_FROM, HAS_VALUE})
CONSTRAINTS: Final = CARDINALITIES | FILLERS
CONSTRUCTORS: Final = frozenset({INTERSECTION_OF, UNION_OF, COMPLEMENT_OF, ONE_OF})
LIST_OWNERS: Final = frozenset({INTERSECTION_OF, UNION_OF, ONE_OF, DISTINCT_MEMBERS})

SYNTAX_PREDICATES: Final = (
    CONSTRAINTS
    | CONSTRUCTORS
    | {TYPE, FIRST, REST, SUB_CLASS_OF, SUB_PROPERTY_OF, DOMAIN, RANGE, ON_PROPERTY}
    | {EQUIVALENT_CLASS, DISJOINT_WITH, EQUIVALENT_PROPERTY, INVERSE_OF}
    | {SAME_AS, DIFFERENT_FROM, DISTINCT_MEMBERS}
)
"""The predicates of axioms and constructs, as S&AS 4.1 writes them in triples."""

OBJECT_CHARACTERISTICS: Final = frozenset({INVERSE_FUNCTIONAL, TRANSITIVE, SYMMETRIC})
"""Each of them types an object property by itself (S&AS 4.1)."""

BUILT_IN_CLASSES: Final = frozenset({THING, NOTHING})
BUILT_IN_ANNOTATION_PROPERTIES: Final = _names(RDFS, "label comment seeAlso isDefinedBy") | {
    OWL + "versionInfo"
}
BUILT_IN_ONTOLOGY_PROPERTIES: Final = _names(
    OWL, "imports priorVersion backwardCompatibleWith incompatibleWith"
)

DECIMAL: Final = XSD + "decimal"
INTEGER_DATATYPES: Final = _names(
    XSD,
    "integer nonPositiveInteger negativeInteger nonNegativeInteger positiveInteger "
    "long int short byte unsignedLong unsignedInt unsignedShort unsignedByte",
)
BUILT_IN_DATATYPES: Final = (
    INTEGER_DATATYPES
    | {DECIMAL, RDF + "XMLLiteral", RDFS + "Literal"}
    | _names(
        XSD,
        "string boolean float double dateTime time date gYearMonth gYear gMonthDay gDay gMonth "
        "hexBinary base64Binary anyURI normalizedString token language NMTOKEN Name NCName",
    )
)
"""What can be used of XML Schema according to S&AS 2, with the two names of RDF."""

DISALLOWED_VOCABULARY: Final = (
    _names(RDF, "type Property nil List first rest")
    | _names(
        RDFS,
        "domain range Resource Datatype Class subClassOf subPropertyOf member Container "
        "ContainerMembershipProperty",
    )
    | _names(
        OWL,
        "AllDifferent allValuesFrom AnnotationProperty cardinality Class complementOf "
        "DataRange DatatypeProperty DeprecatedClass DeprecatedProperty differentFrom "
        "disjointWith distinctMembers equivalentClass equivalentProperty FunctionalProperty "
        "hasValue intersectionOf InverseFunctionalProperty inverseOf maxCardinality "
        "minCardinality ObjectProperty oneOf onProperty Ontology OntologyProperty Restriction "
        "sameAs someValuesFrom SymmetricProperty TransitiveProperty unionOf",
    )
)
"""Terms that OWL DL keeps for its own syntax: they are never spoken about (S&AS 4.2)."""

CLASS_ONLY_VOCABULARY: Final = _names(RDF, "Statement Seq Bag Alt")
PROPERTY_ONLY_VOCABULARY: Final = _names(RDF, "subject predicate object")

OWL_1_TERMS: Final = (
    frozenset(term for term in DISALLOWED_VOCABULARY if term.startswith(OWL))
    | BUILT_IN_CLASSES
    | BUILT_IN_ONTOLOGY_PROPERTIES
    | {OWL + "versionInfo"}
)

OWL_2_TERMS: Final = _names(
    OWL,
    "AllDisjointClasses AllDisjointProperties Annotation annotatedProperty annotatedSource "
    "annotatedTarget assertionProperty AsymmetricProperty Axiom bottomDataProperty "
    "bottomObjectProperty datatypeComplementOf deprecated disjointUnionOf hasKey hasSelf "
    "IrreflexiveProperty maxQualifiedCardinality members minQualifiedCardinality "
    "NamedIndividual NegativePropertyAssertion onClass onDataRange onDatatype onProperties "
    "propertyChainAxiom propertyDisjointWith qualifiedCardinality rational real "
    "ReflexiveProperty sourceIndividual targetIndividual targetValue topDataProperty "
    "topObjectProperty versionIRI withRestrictions",
)


def is_container_membership(iri: str) -> bool:
    """Tell whether ``iri`` is one of ``rdf:_1``, ``rdf:_2`` and so on."""
    number = iri.removeprefix(RDF + "_")
    return number != iri and number.isdecimal() and not number.startswith("0")
