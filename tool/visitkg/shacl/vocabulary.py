"""The terms of the SHACL namespace, and what each parameter takes: https://www.w3.org/TR/shacl/.

Of SHACL 1.2 Core, still a draft (https://www.w3.org/TR/shacl12-core/), those additions are taken
that have kept their meaning from draft to draft and that users write. A result of ``X`` names
sh:XConstraintComponent and has the value node as its sh:value, unless something else is said.

==================  =================  ==========================================================
term                takes              what gives a result, or what it selects
==================  =================  ==========================================================
sh:class            or a list of IRIs  Class: an instance of none of the classes
sh:datatype         or a list of IRIs  Datatype: no well-formed literal of one of them
sh:nodeKind         or a list of them  NodeKind: a term of none of the kinds
sh:singleLine       true or false      SingleLine: if true, a literal that holds a line feed,
                                       carriage return, form feed or vertical tab
sh:subsetOf         an IRI             SubsetOf: no value of that property of the focus node
sh:rootClass        an IRI             RootClass: no IRI, or neither the class nor led to it by
                                       rdfs:subClassOf in the data
sh:someValue        a shape            SomeValue: that no value node conforms; without sh:value
sh:memberShape      a node shape       MemberShape: no well-formed list, or one with members that
                                       don't conform, whose results are its sh:detail
sh:minListLength    a whole number     MinListLength: no well-formed list, or one with fewer
sh:maxListLength    a whole number     MaxListLength: no well-formed list, or one with more
sh:uniqueMembers    true or false      UniqueMembers: no well-formed list, or, if true, one with a
                                       member twice, each of which has a result in sh:detail
sh:ShapeClass       as rdf:type        sh:NodeShape and rdfs:Class: selects its own instances
sh:Debug, sh:Trace  as sh:severity     are less grave than sh:Info
==================  =================  ==========================================================
"""

from __future__ import annotations

from enum import Enum, auto
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping


class Takes(Enum):
    """What the value of a parameter must be."""

    ANY = auto()
    BOOLEAN = auto()
    INTEGER = auto()
    IRI = auto()
    IRIS = auto()
    IRI_OR_LITERAL = auto()
    LIST = auto()
    LIST_OF_IRIS = auto()
    LIST_OF_SHAPES = auto()
    LIST_OF_STRINGS = auto()
    LITERAL = auto()
    NODE = auto()
    NODE_KINDS = auto()
    NODE_SHAPE = auto()
    PATTERN = auto()
    PROPERTY_SHAPE = auto()
    SHAPE = auto()
    STRING = auto()
    TEXT = auto()


class Parameter(NamedTuple):
    """What the syntax rules say of one parameter of the Core: appendix A of the recommendation.

    ``once`` if a shape has at most one value of it, ``property_only`` if a node shape can't have
    it, ``needs`` are the parameters of which it needs one to have an effect.
    """

    takes: Takes
    once: bool = False
    property_only: bool = False
    needs: tuple[str, ...] = ()


PARAMETERS: Final[dict[str, Parameter]] = {
    "and": Parameter(Takes.LIST_OF_SHAPES),
    "class": Parameter(Takes.IRIS),
    "closed": Parameter(Takes.BOOLEAN, once=True),
    "datatype": Parameter(Takes.IRIS, once=True),
    "disjoint": Parameter(Takes.IRI),
    "equals": Parameter(Takes.IRI),
    "flags": Parameter(Takes.STRING, once=True, needs=("pattern",)),
    "hasValue": Parameter(Takes.ANY),
    "ignoredProperties": Parameter(Takes.LIST_OF_IRIS, once=True, needs=("closed",)),
    "in": Parameter(Takes.LIST, once=True),
    "languageIn": Parameter(Takes.LIST_OF_STRINGS, once=True),
    "lessThan": Parameter(Takes.IRI, property_only=True),
    "lessThanOrEquals": Parameter(Takes.IRI, property_only=True),
    "maxCount": Parameter(Takes.INTEGER, once=True, property_only=True),
    "maxExclusive": Parameter(Takes.LITERAL, once=True),
    "maxInclusive": Parameter(Takes.LITERAL, once=True),
    "maxLength": Parameter(Takes.INTEGER, once=True),
    "maxListLength": Parameter(Takes.INTEGER, once=True),
    "memberShape": Parameter(Takes.NODE_SHAPE),
    "minCount": Parameter(Takes.INTEGER, once=True, property_only=True),
    "minExclusive": Parameter(Takes.LITERAL, once=True),
    "minInclusive": Parameter(Takes.LITERAL, once=True),
    "minLength": Parameter(Takes.INTEGER, once=True),
    "minListLength": Parameter(Takes.INTEGER, once=True),
    "node": Parameter(Takes.NODE_SHAPE),
    "nodeKind": Parameter(Takes.NODE_KINDS, once=True),
    "not": Parameter(Takes.SHAPE),
    "or": Parameter(Takes.LIST_OF_SHAPES),
    "pattern": Parameter(Takes.PATTERN, once=True),
    "property": Parameter(Takes.PROPERTY_SHAPE),
    "qualifiedMaxCount": Parameter(Takes.INTEGER, once=True, needs=("qualifiedValueShape",)),
    "qualifiedMinCount": Parameter(Takes.INTEGER, once=True, needs=("qualifiedValueShape",)),
    "qualifiedValueShape": Parameter(
        Takes.SHAPE,
        once=True,
        property_only=True,
        needs=("qualifiedMinCount", "qualifiedMaxCount"),
    ),
    "qualifiedValueShapesDisjoint": Parameter(
        Takes.BOOLEAN, once=True, needs=("qualifiedValueShape",)
    ),
    "rootClass": Parameter(Takes.IRI),
    "singleLine": Parameter(Takes.BOOLEAN, once=True),
    "someValue": Parameter(Takes.SHAPE),
    "sparql": Parameter(Takes.NODE),
    "subsetOf": Parameter(Takes.IRI),
    "uniqueLang": Parameter(Takes.BOOLEAN, once=True, property_only=True),
    "uniqueMembers": Parameter(Takes.BOOLEAN, once=True),
    "xone": Parameter(Takes.LIST_OF_SHAPES),
}
"""The parameters of SHACL Core, and sh:sparql: local name to what their values must be."""

LISTS: Final = frozenset(
    {Takes.LIST, Takes.LIST_OF_IRIS, Takes.LIST_OF_SHAPES, Takes.LIST_OF_STRINGS}
)
"""What takes a list: https://www.w3.org/TR/shacl/#syntax-rule-SHACL-list."""

LISTS_TOO: Final = frozenset({Takes.IRIS, Takes.NODE_KINDS})
"""What takes one term or a list of them, any of which will do."""

SHAPE_EXPECTING: Final = frozenset(
    name
    for name, parameter in PARAMETERS.items()
    if parameter.takes
    in (Takes.LIST_OF_SHAPES, Takes.NODE_SHAPE, Takes.PROPERTY_SHAPE, Takes.SHAPE)
)
"""The parameters whose values, or whose values' members, are shapes."""

TARGETS: Final[dict[str, Parameter]] = {
    "targetClass": Parameter(Takes.IRI),
    "targetNode": Parameter(Takes.IRI_OR_LITERAL),
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

SEVERITIES: Final = frozenset({"Debug", "Info", "Trace", "Violation", "Warning"})
"""The severities that the SHACL namespace has."""

_ADVANCED: Final = """
    expression filterShape intersection minus nodes resultAnnotation returnType rule
    this union values annotationProperty annotationValue annotationVarName condition construct
    object predicate subject update
    ExpressionConstraintComponent Function ResultAnnotation Rule SPARQLConstructExecutable
    SPARQLFunction SPARQLRule SPARQLUpdateExecutable TripleRule
"""

_JAVASCRIPT: Final = """
    js jsFunctionName jsLibrary jsLibraryURL JSConstraint JSConstraintComponent JSExecutable
    JSFunction JSLibrary JSRule JSTarget JSTargetType JSValidator
"""

_DRAFTED: Final = """
    bodyExpression conformanceDisallows conformsToShapesGraph describe expectedPredicate hasRule
    includesRuleSet incomplete incompleteURIStart keyParameter layer nodeByExpression
    reificationRequired reifierShape ruleProcessor runOnce shape sourceRule sparqlExpr targetWhere
    tempTriple uniqueValuesFor usedConfiguration usedDataGraph usedShapesGraph
    ByTypes ListParameterExpression ListParameterExpressionFunction NamedParameterExpression
    NamedParameterExpressionFunction NodeByExpressionConstraintComponent NodeExpression
    NodeExpressionFunction ProcessorConfiguration ReifierShapeConstraintComponent RuleSet
    RulesEntailment SPARQLDescribeExecutable SPARQLExprExpression SPARQLRuleTemplate
    SelectExpression TripleTerm UniqueValuesForConstraintComponent
"""

_COMPONENTS: Final = """
    And Class Closed Datatype Disjoint Equals HasValue In LanguageIn LessThan LessThanOrEquals
    MaxCount MaxExclusive MaxInclusive MaxLength MaxListLength MemberShape MinCount MinExclusive
    MinInclusive MinLength MinListLength Node NodeKind Not Or Pattern Property QualifiedMaxCount
    QualifiedMinCount RootClass SPARQL SingleLine SomeValue SubsetOf UniqueLang UniqueMembers Xone
"""

_OTHERS: Final = """
    AbstractResult ConstraintComponent DataGraph Graph NodeKind NodeShape Parameter
    Parameterizable PrefixDeclaration PropertyGroup PropertyShape RulesGraph SPARQLAskExecutable
    SPARQLAskValidator SPARQLConstraint SPARQLExecutable SPARQLSelectExecutable
    SPARQLSelectValidator SPARQLTarget SPARQLTargetType Severity Shape ShapeClass ShapesGraph
    Target TargetType ValidationReport ValidationResult Validator
    agentInstruction ask codeIdentifier conforms declare defaultValue description detail
    entailment focusNode formalized group intent labelTemplate name namespace nodeValidator
    optional order parameter path prefix prefixes propertyValidator result resultMessage
    resultPath resultSeverity select shapesGraph shapesGraphWellFormed sourceConstraint
    sourceConstraintComponent sourceShape suggestedShapesGraph target unit validator value
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
            *SEVERITIES,
            *TARGETS,
            *_OTHERS.split(),
        }
    )


def unsupported_terms() -> Mapping[str, str]:
    """Return the local names of the terms that have no effect here, each with the reason."""
    return {
        **dict.fromkeys(
            _ADVANCED.split(), "of the SHACL Advanced Features only targets are supported"
        ),
        **dict.fromkeys(_DRAFTED.split(), "this part of the draft of SHACL 1.2 isn't supported"),
        **dict.fromkeys(_JAVASCRIPT.split(), "the SHACL JavaScript Extensions aren't supported"),
    }
