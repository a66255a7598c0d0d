"""The terms that generated data and shapes speak of, and data made of them as Turtle.

Small vocabularies, so that shapes meet data: four nodes, two blank nodes, cells of lists, four
classes. What is left out is what ``test_differences`` lists, and no more.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from hypothesis import strategies as st

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hypothesis.strategies import DrawFn, SearchStrategy

IRIS: Final = ("ex:a", "ex:b", "ex:c", "ex:d")
BLANK_NODES: Final = ("_:b0", "_:b1")
CELLS: Final = ("_:l0", "_:l1", "_:l2")
CLASSES: Final = ("ex:A", "ex:B", "ex:C", "ex:D")
PREDICATES: Final = ("ex:p", "ex:q", "ex:r")
ALL_PREDICATES: Final = (*PREDICATES, "ex:low", "ex:high", "rdf:first", "rdf:rest", "rdf:type")

STRINGS: Final = ('"a"', '"ab"', '""', '"B c"', '"é"', '"\U0001f600"')
TAGGED: Final = ('"a"@en', '"b"@EN', '"c"@en', '"a"@en-GB', '"a"@de-CH', '"b"@de-ch', '"é"@fr')
INTEGERS: Final = (
    "0",
    "1",
    "2",
    '"01"^^xsd:integer',
    '"+1"^^xsd:integer',
    "-1",
    '"-0"^^xsd:integer',
)
OTHER_NUMBERS: Final = (
    "1.0",
    "1.50",
    '"02."^^xsd:decimal',
    "1.0e0",
    '"15E-1"^^xsd:double',
    '"INF"^^xsd:double',
    '"-INF"^^xsd:float',
    '"1.5"^^xsd:float',
    '"1"^^xsd:byte',
    '"2"^^xsd:nonNegativeInteger',
)
ZONED: Final = (
    '"2020-01-01T00:00:00Z"^^xsd:dateTime',
    '"2020-01-01T01:00:00+01:00"^^xsd:dateTime',
    '"2020-01-01T23:30:00.50-00:30"^^xsd:dateTime',
    '"2020-01-02T00:00:00Z"^^xsd:dateTime',
)
UNZONED: Final = (
    '"2020-01-01T12:00:00"^^xsd:dateTime',
    '"2020-01-01T12:00:00.0"^^xsd:dateTime',
    '"2020-01-01T13:00:00"^^xsd:dateTime',
)
OTHERS: Final = (
    "true",
    "false",
    '"1"^^xsd:boolean',
    '"2020-01-01"^^xsd:date',
    '"2020-01-02Z"^^xsd:date',
    '"12:00:00"^^xsd:time',
    '"2020"^^xsd:gYear',
    '"P1D"^^xsd:duration',
    '"http://example.org/a"^^xsd:anyURI',
    '"a"^^ex:type',
)
ILL_TYPED: Final = (
    '"x"^^xsd:integer',
    '"1.0"^^xsd:integer',
    '""^^xsd:decimal',
    '"one"^^xsd:double',
    '"2020-13-01T00:00:00Z"^^xsd:dateTime',
    '"soon"^^xsd:date',
)
LITERALS: Final = (
    *STRINGS, *TAGGED, *INTEGERS, *OTHER_NUMBERS, *ZONED, *UNZONED, *OTHERS, *ILL_TYPED,
)  # fmt: skip

COMPARABLE: Final = ((*INTEGERS, *OTHER_NUMBERS), STRINGS, ZONED, UNZONED)
"""Sets of literals of which SPARQL can compare any two; ex:low and ex:high take from one."""


@st.composite
def data_graphs(
    draw: DrawFn, literals: Sequence[str], families: Sequence[Sequence[str]] = COMPARABLE
) -> str:
    """Draw triples with these literals, and the census of their blank nodes."""
    family = draw(st.sampled_from(families))
    triples = draw(st.lists(_triples(family, literals), min_size=10, max_size=24))
    found = dict.fromkeys(re.findall(r"_:\w+", " ".join(triples)))
    census = [f"ex:mark-{node[2:]} ex:marks {node} ." for node in found]
    return "\n".join(dict.fromkeys([*triples, *census]))


def _triples(family: Sequence[str], literals: Sequence[str]) -> SearchStrategy[str]:
    nodes = st.sampled_from(("ex:a", "_:b0", "ex:a", *IRIS, *BLANK_NODES))
    tagged = any("@" in literal for literal in literals)
    values = st.one_of(nodes, st.sampled_from(literals), st.sampled_from(CELLS))
    classes = st.sampled_from(CLASSES)
    parts = [
        (nodes, st.sampled_from(PREDICATES), values),
        (nodes, st.sampled_from(PREDICATES), values),
        (nodes, st.sampled_from(PREDICATES), st.sampled_from(literals)),
        (nodes, st.just("ex:r"), st.sampled_from(TAGGED if tagged else STRINGS)),
        (nodes, st.just("ex:r"), st.sampled_from(TAGGED if tagged else STRINGS)),
        (st.just("ex:a"), st.just("ex:r"), st.sampled_from(TAGGED[:3] if tagged else STRINGS)),
        (nodes, st.just("a"), classes),
        (nodes, st.just("ex:low"), st.sampled_from(family)),
        (nodes, st.just("ex:low"), st.sampled_from(family)),
        (nodes, st.just("ex:high"), st.sampled_from(family)),
        (classes, st.just("rdfs:subClassOf"), classes),
        (st.sampled_from(CELLS), st.just("rdf:first"), values),
        (st.sampled_from(CELLS[:2]), st.just("rdf:rest"), st.sampled_from((CELLS[2], "rdf:nil"))),
    ]
    return st.one_of([st.tuples(*part).map(lambda part: " ".join((*part, "."))) for part in parts])
