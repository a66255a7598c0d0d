"""Whatever the W3C's own shapes of shapes find fault with, we refuse too.

``VISITKG_EXAMPLES=5000`` draws that many shapes graphs, others each time; by default they are few,
and the same each time.
"""

from __future__ import annotations

import os
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Final

import pyshacl
import pytest
import rdflib
from hypothesis import HealthCheck, assume, given, note, settings
from hypothesis import strategies as st

from visitkg.shacl.load import load_shapes
from visitkg.shacl.vocabulary import CHARACTERISTICS, PARAMETERS, TARGETS

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

EXAMPLES: Final = int(os.environ.get("VISITKG_EXAMPLES", "0"))

PREFIXES: Final = (
    "@prefix ex: <http://example.org/> . "
    "@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> . "
    "@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . "
    "@prefix sh: <http://www.w3.org/ns/shacl#> . "
    "@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .\n"
)

# What nobody need draw: SHACL 1.2 is unknown to those shapes, and sh:sparql is told elsewhere.
LATER: Final = frozenset(
    [
        "maxListLength",
        "memberShape",
        "minListLength",
        "rootClass",
        "singleLine",
        "someValue",
        "sparql",
        "subsetOf",
        "uniqueMembers",
    ]
)

SAID: Final = sorted(({*PARAMETERS, *TARGETS, *CHARACTERISTICS} - LATER) | {"path"})

VALUES: Final = (
    "true",
    "false",
    "1",
    "0",
    '"1"',
    "1.5",
    '"a"',
    '"a"@en',
    '"("',
    '"i"',
    '"x"^^xsd:integer',
    "ex:p",
    "ex:S",
    "ex:T",
    "xsd:string",
    "sh:IRI",
    "sh:Literal",
    "sh:Info",
    "[]",
    "()",
    "( ex:p )",
    "( ex:p ex:q )",
    '( "en" "de" )',
    '( ex:p "a" )',
    "( [ sh:class ex:C ] ex:T )",
    "( [ sh:path ex:p ; sh:maxCount 1 ] )",
    "[ rdf:first ex:p ]",
    "[ rdf:first ex:p ; rdf:rest ex:q ]",
    "[ rdf:first ex:p , ex:q ; rdf:rest () ]",
    "[ rdf:first ex:p ; rdf:rest () , ( ex:q ) ]",
    "[ rdf:rest () ]",
    "[ sh:class ex:C ]",
    "[ sh:minCount 1 ]",
    "[ sh:path ex:p ; sh:class ex:C ]",
    "[ sh:path ex:p ; sh:nodeKind ex:Other ]",
    "[ sh:inversePath ex:p ]",
    "[ sh:inversePath ex:p ; sh:zeroOrMorePath ex:q ]",
    "[ sh:inversePath ( ex:p ) ]",
    "[ sh:alternativePath ( ex:p ex:q ) ]",
    "[ sh:alternativePath ( ex:p ) ]",
    "[ sh:alternativePath ex:p ]",
    "[ sh:zeroOrOnePath [ sh:oneOrMorePath ( ex:p [ sh:inversePath ex:q ] ) ] ]",
    "[ sh:zeroOrOnePath [ ex:other ex:p ] ]",
)

KINDS: Final = ("", "a sh:NodeShape ; ", "a sh:PropertyShape ; ", "a rdfs:Class , sh:NodeShape ; ")

LISTS_OF_LATER: Final = ("class", "datatype", "nodeKind")
"""What takes a list in SHACL 1.2 only."""

statements: SearchStrategy[str] = (
    st.tuples(st.sampled_from(SAID), st.sampled_from(VALUES))
    .filter(lambda pair: not (pair[0] in LISTS_OF_LATER and pair[1].startswith("(")))
    .map(lambda pair: f"sh:{pair[0]} {pair[1]}")
)


def describe(subject: str) -> SearchStrategy[str]:
    """Return strategies for the block of a shape that says a few things."""
    said = st.lists(statements, min_size=1, max_size=4, unique=True).map(" ;\n  ".join)
    return st.builds(lambda kind, rest: f"{subject} {kind}{rest} .\n", st.sampled_from(KINDS), said)


graphs: SearchStrategy[str] = st.tuples(
    describe("ex:S"),
    st.one_of(st.just(""), describe("ex:T")),
    st.one_of(st.just(""), describe("[]")),
).map("".join)


@settings(
    max_examples=EXAMPLES or 120,
    derandomize=not EXAMPLES,
    database=None,
    deadline=None,
    print_blob=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(text=graphs)
def test_what_shacl_shacl_refuses_is_refused(shacl_shacl: rdflib.Graph, text: str) -> None:
    note(text)
    graph = rdflib.Graph().parse(data=PREFIXES + text)
    assume(not pyshacl.validate(graph, shacl_graph=shacl_shacl)[0])
    with TemporaryDirectory() as folder:
        path = Path(folder, "shapes.ttl")
        path.write_text(PREFIXES + text, encoding="utf-8")
        problems = load_shapes([path]).problems
    assert any(problem.fatal for problem in problems)


@pytest.fixture(scope="module")
def shacl_shacl() -> rdflib.Graph:
    return rdflib.Graph().parse(Path(pyshacl.__file__).parent / "assets" / "shacl-shacl.ttl")
