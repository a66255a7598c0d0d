"""The terms of the SHACL namespace, and what each parameter takes: https://www.w3.org/TR/shacl/."""

from __future__ import annotations

from enum import Enum, auto
from typing import Final, NamedTuple


class Takes(Enum):
    """What the value of a parameter must be."""

    ANY = auto()
    BOOLEAN = auto()
    INTEGER = auto()
    IRI = auto()
    LIST = auto()
    LIST_OF_IRIS = auto()
    LIST_OF_SHAPES = auto()
    LIST_OF_STRINGS = auto()
    LITERAL = auto()
    NODE = auto()
    NODE_KIND = auto()
    NODE_SHAPE = auto()
    PATTERN = auto()
    PROPERTY_SHAPE = auto()
    SHAPE = auto()
    STRING = auto()
    TEXT = auto()


class Parameter(NamedTuple):
    """What the syntax rules say of one parameter of the Core: appendix A of the recommendation.

    ``once`` if a shape has at most one value of it, ``property_only`` if a node shape can't have
    it, ``needs`` is the parameter without which it has no effect.
    """

    takes: Takes
    once: bool = False
    property_only: bool = False
    needs: str | None = None


PARAMETERS: Final[dict[str, Parameter]] = {
    "and": Parameter(Takes.LIST_OF_SHAPES),
    "class": Parameter(Takes.IRI),
    "closed": Parameter(Takes.BOOLEAN, once=True),
    "datatype": Parameter(Takes.IRI, once=True),
    "disjoint": Parameter(Takes.IRI),
    "equals": Parameter(Takes.IRI),
    "flags": Parameter(Takes.STRING, once=True, needs="pattern"),
    "hasValue": Parameter(Takes.ANY),
    "ignoredProperties": Parameter(Takes.LIST_OF_IRIS, once=True, needs="closed"),
    "in": Parameter(Takes.LIST, once=True),
    "languageIn": Parameter(Takes.LIST_OF_STRINGS, once=True),
    "lessThan": Parameter(Takes.IRI, property_only=True),
    "lessThanOrEquals": Parameter(Takes.IRI, property_only=True),
    "maxCount": Parameter(Takes.INTEGER, once=True, property_only=True),
    "maxListLength": Parameter(Takes.INTEGER, once=True),
    "memberShape": Parameter(Takes.NODE_SHAPE),
    "minListLength": Parameter(Takes.INTEGER, once=True),
    "rootClass": Parameter(Takes.IRI),
    "singleLine": Parameter(Takes.BOOLEAN, once=True),
    "someValue": Parameter(Takes.SHAPE),
    "subsetOf": Parameter(Takes.IRI),
    "uniqueMembers": Parameter(Takes.BOOLEAN, once=True),
    "maxExclusive": Parameter(Takes.LITERAL, once=True),
    "maxInclusive": Parameter(Takes.LITERAL, once=True),
    "maxLength": Parameter(Takes.INTEGER, once=True),
    "minCount": Parameter(Takes.INTEGER, once=True, property_only=True),
    "minExclusive": Parameter(Takes.LITERAL, once=True),
    "minInclusive": Parameter(Takes.LITERAL, once=True),
    "minLength": Parameter(Takes.INTEGER, once=True),
    "node": Parameter(Takes.NODE_SHAPE),
    "nodeKind": Parameter(Takes.NODE_KIND, once=True),
    "not": Parameter(Takes.SHAPE),
    "or": Parameter(Takes.LIST_OF_SHAPES),
    "pattern": Parameter(Takes.PATTERN, once=True),
    "property": Parameter(Takes.PROPERTY_SHAPE),
    "qualifiedMaxCount": Parameter(Takes.INTEGER, once=True, needs="qualifiedValueShape"),
    "qualifiedMinCount": Parameter(Takes.INTEGER, once=True, needs="qualifiedValueShape"),
    "qualifiedValueShape": Parameter(Takes.SHAPE, once=True, property_only=True),
    "qualifiedValueShapesDisjoint": Parameter(
        Takes.BOOLEAN, once=True, needs="qualifiedValueShape"
    ),
    "sparql": Parameter(Takes.NODE),
    "uniqueLang": Parameter(Takes.BOOLEAN, once=True, property_only=True),
    "xone": Parameter(Takes.LIST_OF_SHAPES),
}
"""The parameters of SHACL Core, and sh:sparql: local name to what its value must be.

Those that say something of lists, rootClass, singleLine, someValue and subsetOf are of SHACL 1.2:
https://www.w3.org/TR/shacl12-core/
"""

LISTS: Final = frozenset(
    {Takes.LIST, Takes.LIST_OF_IRIS, Takes.LIST_OF_SHAPES, Takes.LIST_OF_STRINGS}
)
"""What takes a list: https://www.w3.org/TR/shacl/#syntax-rule-SHACL-list."""

SHAPE_EXPECTING: Final = frozenset(
    name
    for name, parameter in PARAMETERS.items()
    if parameter.takes
    in (Takes.LIST_OF_SHAPES, Takes.NODE_SHAPE, Takes.PROPERTY_SHAPE, Takes.SHAPE)
)
"""The parameters whose values, or whose values' members, are shapes."""

TARGETS: Final[dict[str, Parameter]] = {
    "targetClass": Parameter(Takes.IRI),
    "targetNode": Parameter(Takes.ANY),
    "targetObjectsOf": Parameter(Takes.IRI),
    "targetSubjectsOf": Parameter(Takes.IRI),
}
"""How a shape names its focus nodes: https://www.w3.org/TR/shacl/#targets."""

CHARACTERISTICS: Final[dict[str, Parameter]] = {
    "deactivated": Parameter(Takes.BOOLEAN, once=True),
    "message": Parameter(Takes.TEXT),
    "severity": Parameter(Takes.IRI, once=True),
}
"""What a shape says of its results."""

NODE_KINDS: Final = frozenset(
    {"BlankNode", "BlankNodeOrIRI", "BlankNodeOrLiteral", "IRI", "IRIOrLiteral", "Literal"}
)
"""The values of sh:nodeKind."""

PATHS: Final = (
    "alternativePath",
    "inversePath",
    "oneOrMorePath",
    "zeroOrMorePath",
    "zeroOrOnePath",
)
"""The keywords of a property path: https://www.w3.org/TR/shacl/#property-paths."""

QUERIES: Final = frozenset({"ask", "construct", "select", "update"})
"""The predicates whose values are SPARQL texts."""

_UNSUPPORTED: Final = """
    entailment expression filterShape intersection js jsFunctionName jsLibrary jsLibraryURL nodes
    resultAnnotation returnType rule this union values annotationProperty annotationValue
    annotationVarName condition construct object predicate subject update
    ExpressionConstraintComponent Function JSConstraint JSConstraintComponent JSExecutable
    JSFunction JSLibrary JSRule JSTarget JSTargetType JSValidator ResultAnnotation Rule
    SPARQLConstructExecutable SPARQLFunction SPARQLRule SPARQLUpdateExecutable TripleRule
"""

_COMPONENTS: Final = """
    MaxListLength MemberShape MinListLength RootClass SingleLine SomeValue SubsetOf UniqueMembers
    And Class Closed Datatype Disjoint Equals HasValue In LanguageIn LessThan LessThanOrEquals
    MaxCount MaxExclusive MaxInclusive MaxLength MinCount MinExclusive MinInclusive MinLength Node
    NodeKind Not Or Pattern Property QualifiedMaxCount QualifiedMinCount SPARQL UniqueLang Xone
"""

_OTHERS: Final = """
    SPARQLTarget SPARQLTargetType Target TargetType target
    AbstractResult ConstraintComponent Info NodeKind NodeShape Parameter Parameterizable
    PrefixDeclaration PropertyGroup PropertyShape SPARQLAskExecutable SPARQLAskValidator
    SPARQLConstraint SPARQLExecutable SPARQLSelectExecutable SPARQLSelectValidator Severity Shape
    ValidationReport ValidationResult Validator Violation Warning
    ask conforms declare defaultValue description detail focusNode group labelTemplate name
    namespace nodeValidator optional order parameter path prefix prefixes propertyValidator result
    resultMessage resultPath resultSeverity select shapesGraph shapesGraphWellFormed
    sourceConstraint sourceConstraintComponent sourceShape suggestedShapesGraph validator value
"""


def known_terms() -> frozenset[str]:
    """Return the local names of all terms of the SHACL namespace that have a meaning here."""
    return frozenset(
        {
            *(f"{name}ConstraintComponent" for name in _COMPONENTS.split()),
            *CHARACTERISTICS,
            *NODE_KINDS,
            *PARAMETERS,
            *PATHS,
            *TARGETS,
            *_OTHERS.split(),
        }
    )


def unsupported_terms() -> frozenset[str]:
    """Return the local names of the Advanced Features and of SHACL-JS, which have no effect."""
    return frozenset(_UNSUPPORTED.split())
