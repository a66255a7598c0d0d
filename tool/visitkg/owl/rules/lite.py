"""What OWL Lite asks beyond OWL DL.

https://www.w3.org/TR/owl-ref/#OWLLite
"""

from __future__ import annotations

from typing import Final

from visitkg.owl.rule import rule_of

_rule = rule_of("Lite")

LITE_CONSTRUCT: Final = _rule(
    "lite-construct",
    "Reference 8.3",
    "No oneOf, unionOf, complementOf, hasValue, disjointWith and DataRange.",
    "use intersections and restrictions, or say it in SHACL",
)
LITE_CLASS_AXIOM: Final = _rule(
    "lite-class-axiom",
    "S&AS 2.3.1.1",
    "subClassOf and equivalentClass lead from a named class to a named class or a restriction.",
    "give the unnamed class an IRI",
)
LITE_INTERSECTION: Final = _rule(
    "lite-intersection",
    "S&AS 2.3.1.1",
    "An intersection is of named classes and restrictions.",
    "give the unnamed class an IRI",
)
LITE_TYPE: Final = _rule(
    "lite-type",
    "S&AS 2.2",
    "The type of an individual is a named class or a restriction.",
    "give the unnamed class an IRI",
)
LITE_DOMAIN: Final = _rule(
    "lite-domain",
    "S&AS 2.3.1.3",
    "A domain is a named class.",
    "give the unnamed class an IRI",
)
LITE_RANGE: Final = _rule(
    "lite-range",
    "S&AS 2.3.1.3",
    "A range is a named class or a datatype.",
    "use a named class or a datatype",
)
LITE_FILLER: Final = _rule(
    "lite-filler",
    "S&AS 2.3.1.2",
    "The filler of allValuesFrom and someValuesFrom is a named class or a datatype.",
    "use a named class or a datatype",
)
LITE_CARDINALITY: Final = _rule(
    "lite-cardinality",
    "S&AS 2.3.1.2",
    "A cardinality is 0 or 1.",
    "leave it to SHACL, with sh:minCount and sh:maxCount",
)
LITE_UNUSED_DESCRIPTION: Final = _rule(
    "lite-unused-description",
    "S&AS 2.3.1.1",
    "Each restriction and unnamed class is part of an axiom or the type of an individual.",
    "remove it, or use it in an axiom",
)
