"""The rules of OWL DL.

https://www.w3.org/TR/owl-semantics/mapping.html#4.2
"""

from __future__ import annotations

from typing import Final

from visitkg.owl.rule import rule_of

_rule = rule_of("DL")

NAME_IN_TWO_ROLES: Final = _rule(
    "name-in-two-roles",
    "S&AS 4.2",
    "A name is only one of class, datatype, property of one kind, individual or ontology.",
    "use two names, one for each role",
)
DISALLOWED_VOCABULARY: Final = _rule(
    "disallowed-vocabulary",
    "S&AS 4.2",
    "What OWL, RDF and RDFS need for their own syntax is used for nothing else.",
    "use a term of your own, or the terms of OWL such as owl:Class and owl:Thing",
)
RESTRICTED_VOCABULARY: Final = _rule(
    "restricted-vocabulary",
    "S&AS 4.2",
    "The containers of RDF and rdf:Statement are only classes, their parts only properties.",
    "declare it as what it is, or use a term of your own",
)
OWL_2_VOCABULARY: Final = _rule(
    "owl2-vocabulary",
    "Reference A",
    "The terms that came with OWL 2 are not used.",
    "leave it out, or publish it apart, in an edition for OWL 2",
)
UNDEFINED_OWL_TERM: Final = _rule(
    "undefined-owl-term",
    "Reference A",
    "Each name in the namespace of OWL is one that OWL defines.",
    "check its spelling, or use a term of your own",
)
UNSUPPORTED_DATATYPE: Final = _rule(
    "unsupported-datatype",
    "S&AS 2",
    "Of the datatypes of XML Schema only those are used that OWL 1 lists.",
    "use one of the list, such as xsd:dateTime, xsd:decimal or xsd:string",
)
UNTYPED_CLASS: Final = _rule(
    "untyped-class",
    "S&AS 4.1",
    "Each class but owl:Thing and owl:Nothing is declared.",
    "declare it with rdf:type owl:Class",
)
UNTYPED_DATATYPE: Final = _rule(
    "untyped-datatype",
    "S&AS 4.1",
    "Each datatype that is not built in is declared.",
    "declare it with rdf:type rdfs:Datatype, or use a datatype that is built in",
)
UNTYPED_PROPERTY: Final = _rule(
    "untyped-property",
    "S&AS 4.1",
    "Each property that is not built in is declared with its kind.",
    "declare it as owl:ObjectProperty, owl:DatatypeProperty or owl:AnnotationProperty",
)
UNTYPED_INDIVIDUAL: Final = _rule(
    "untyped-individual",
    "S&AS 4.2",
    "Each individual has a type.",
    "give it a class as rdf:type, owl:Thing if there is no better",
)
UNTYPED_ONTOLOGY: Final = _rule(
    "untyped-ontology",
    "S&AS 4.1",
    "Each ontology is declared, also one that is imported or named as an earlier version.",
    "declare it with rdf:type owl:Ontology, and check all that is imported together",
)
UNNAMED_ENTITY: Final = _rule(
    "unnamed-entity",
    "S&AS 2",
    "Each property and datatype has an IRI.",
    "give it an IRI",
)
CLASS_AXIOM_OPERAND: Final = _rule(
    "class-axiom-operand",
    "S&AS 2.3.2.1",
    "Axioms about classes and the operands of class descriptions hold classes only.",
    "put a class there",
)
PROPERTY_AXIOM_OPERAND: Final = _rule(
    "property-axiom-operand",
    "S&AS 2.3.1.3",
    "Axioms about properties join properties of one kind; only object properties have inverses.",
    "use properties of the same kind",
)
ANNOTATION_PROPERTY_IN_AXIOM: Final = _rule(
    "annotation-property-in-axiom",
    "Reference 7.1",
    "Annotation properties take part in no axiom: no domain, no range, no superproperty.",
    "leave the axiom out, or make it an object or datatype property",
)
DOMAIN_OPERAND: Final = _rule(
    "domain-operand",
    "S&AS 2.3.2.4",
    "A domain is a class.",
    "name a class as its domain",
)
RANGE_OPERAND: Final = _rule(
    "range-operand",
    "S&AS 2.3.2.4",
    "The range of an object property is a class, that of a datatype property a datatype.",
    "change the range or the kind of the property",
)
PROPERTY_CHARACTERISTIC: Final = _rule(
    "property-characteristic",
    "S&AS 2.3.1.3",
    "Only object properties are transitive, symmetric or inverse functional.",
    "leave the characteristic out, or make it an object property",
)
ADDED_TYPE: Final = _rule(
    "added-type",
    "S&AS 4.1",
    "rdfs:Class and the deprecation types stand on classes, rdf:Property on properties.",
    "leave this type out",
)
INDIVIDUAL_TYPE: Final = _rule(
    "individual-type",
    "S&AS 2.2",
    "The type of an individual is a class.",
    "use a class as its type",
)
FACT_SUBJECT: Final = _rule(
    "fact-subject",
    "S&AS 2.2",
    "Only individuals have values of object and datatype properties.",
    "use an annotation property, or make the subject an individual",
)
FACT_VALUE: Final = _rule(
    "fact-value",
    "S&AS 2.2",
    "The value of an object property is an individual, that of a datatype property a literal.",
    "change the value or the kind of the property",
)
ANNOTATION_SUBJECT: Final = _rule(
    "annotation-subject",
    "S&AS 2.1",
    "Ontologies, classes, datatypes, properties and individuals are annotated, constructs aren't.",
    "move the annotation to something that has an IRI",
)
ANNOTATION_VALUE: Final = _rule(
    "annotation-value",
    "S&AS 2.1",
    "The value of an annotation is a literal, an IRI or an individual.",
    "point to something that has an IRI",
)
ONTOLOGY_PROPERTY_OPERAND: Final = _rule(
    "ontology-property-operand",
    "S&AS 2.1",
    "Ontology properties such as owl:imports stand between ontologies with IRIs.",
    "use an annotation property, or declare the ontology",
)
IDENTITY_OPERAND: Final = _rule(
    "identity-operand",
    "Reference 8.2",
    "owl:sameAs, owl:differentFrom and owl:AllDifferent compare individuals that have IRIs.",
    "give the individual an IRI; for classes use owl:equivalentClass",
)
MALFORMED_RESTRICTION: Final = _rule(
    "malformed-restriction",
    "S&AS 4.1",
    "A restriction is an unnamed owl:Restriction with one owl:onProperty and one constraint.",
    "write one unnamed restriction for each constraint",
)
RESTRICTION_PROPERTY: Final = _rule(
    "restriction-property",
    "S&AS 2.3.2.3",
    "A restriction is on an object or datatype property.",
    "name an object or datatype property",
)
RESTRICTION_FILLER: Final = _rule(
    "restriction-filler",
    "S&AS 2.3.2.3",
    "Fillers are classes and named individuals for an object property, data for a datatype one.",
    "change the filler or the property",
)
CARDINALITY_VALUE: Final = _rule(
    "cardinality-value",
    "S&AS 4.2",
    "A cardinality is a typed literal that encodes an integer from 0 on.",
    'write it as in "1"^^xsd:nonNegativeInteger',
)
MALFORMED_DESCRIPTION: Final = _rule(
    "malformed-description",
    "S&AS 4.1",
    "An unnamed owl:Class has exactly one of intersectionOf, unionOf, complementOf and oneOf.",
    "write one unnamed class for each construct, with rdf:type owl:Class",
)
MALFORMED_DATA_RANGE: Final = _rule(
    "malformed-data-range",
    "S&AS 4.1",
    "A data range is an unnamed owl:DataRange with one owl:oneOf, used in one place.",
    "write one unnamed data range at the place where it is used",
)
ENUMERATION_MEMBER: Final = _rule(
    "enumeration-member",
    "S&AS 2.3.2.2",
    "A class enumerates named individuals, a data range literals.",
    "enumerate named individuals, or make it an owl:DataRange",
)
MALFORMED_LIST: Final = _rule(
    "malformed-list",
    "S&AS 4.1",
    "Each node of a list is unnamed, has one rdf:first and one rdf:rest, and is used once.",
    "write the list in Turtle's round brackets, once for each place",
)
LIST_OUTSIDE_CONSTRUCT: Final = _rule(
    "list-outside-construct",
    "S&AS 4.1",
    "Lists serve owl:intersectionOf, unionOf, oneOf and distinctMembers only.",
    "use several values of the property, or numbered nodes of your own",
)
MALFORMED_ALL_DIFFERENT: Final = _rule(
    "malformed-all-different",
    "S&AS 4.1",
    "An owl:AllDifferent is unnamed, has one owl:distinctMembers, and nothing refers to it.",
    "write one unnamed owl:AllDifferent for each list",
)
SHARED_DESCRIPTION: Final = _rule(
    "shared-description",
    "S&AS 4.1",
    "Each unnamed class, restriction and data range is used in one place.",
    "write it again for each place, or give it an IRI",
)
INCOMPLETE_DISJOINTNESS: Final = _rule(
    "incomplete-disjointness",
    "S&AS 4.1",
    "All classes that are disjoint with one unnamed class are disjoint with each other.",
    "say owl:disjointWith for each pair, or give it an IRI",
)
CYCLIC_DESCRIPTION: Final = _rule(
    "cyclic-description",
    "Reference 8.2",
    "An unnamed class is not, step by step, a part of itself.",
    "give one class of the circle an IRI",
)
SHARED_INDIVIDUAL: Final = _rule(
    "shared-anonymous-individual",
    "S&AS 2.2",
    "An individual without an IRI is the value of one triple at most.",
    "give it an IRI",
)
CYCLIC_INDIVIDUAL: Final = _rule(
    "cyclic-anonymous-individual",
    "S&AS 2.2",
    "Individuals without IRIs form trees, not circles.",
    "give one individual of the circle an IRI",
)
TRANSITIVE_AND_COMPLEX: Final = _rule(
    "transitive-and-complex",
    "S&AS 2.3.1.3",
    "No cardinality and no functionality where a transitive property lies at or below.",
    "drop one of the two, or state the transitivity of another property",
)
