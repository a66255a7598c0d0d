"""Where pySHACL is wrong by the recommendation: each case with its clause, and both answers.

``generate`` draws none of these. A case that pySHACL has mended fails here, and can then be drawn.
"""

from __future__ import annotations

from typing import Final, NamedTuple

import pytest
import rdflib
from hypothesis import HealthCheck  # noqa: F401
from tests.tool.shacl.generate import Case
from tests.tool.shacl.judge import (
    EX,
    PREFIXES,
    Verdict,
    ask_pyshacl,
    ask_pyshacl_as_it_is,
    read_turtle,
)
from tests.tool.shacl.test_against_pyshacl import ENGINES, ask_ours

SHACL: Final = "https://www.w3.org/TR/shacl/#"
XPATH: Final = "https://www.w3.org/TR/xpath-functions/#"
SPARQL: Final = "https://www.w3.org/TR/sparql11-query/#"
XSD_11: Final = "https://www.w3.org/TR/xmlschema11-2/#"


class Difference(NamedTuple):
    """Data on ex:a, what is asked of it, and the values that break it, by us and by pySHACL.

    A value is "-" where the result has none; a text instead of a list is the error that pySHACL
    ends with. ``constraint`` stands at a property shape with sh:path ex:p if it has no path.
    """

    clause: str
    data: str
    constraint: str
    ours: list[str]
    theirs: list[str] | str


def of_datatype(name: str, lexical_form: str, *, well_formed: bool = False) -> Difference:
    """Return the difference on whether a literal is ill-typed."""
    broken = [f"{lexical_form}^^{name}"]
    return Difference(
        SHACL + "DatatypeConstraintComponent",
        f'ex:a ex:p "{lexical_form}"^^xsd:{name} .',
        f"sh:datatype xsd:{name}",
        [] if well_formed else broken,
        broken if well_formed else [],
    )


DIFFERENCES: Final = {
    "the inverse of a sequence goes through its steps from the last": Difference(
        SHACL + "property-path-inverse",
        "ex:c ex:q ex:b . ex:b ex:p ex:a . ex:d ex:p ex:e . ex:e ex:q ex:a .",
        "sh:path [ sh:inversePath ( ex:p ex:q ) ] ; sh:class ex:C",
        ["d"],
        ["c"],
    ),
    "a path may be as deep as one likes": Difference(
        SHACL + "property-paths",
        "ex:a ex:p ex:a .",
        f"sh:path ( {'ex:p ' * 11}) ; sh:class ex:C",
        ["a"],
        "Path traversal depth is too much!",
    ),
    "a blank node is not less than anything": Difference(
        SHACL + "LessThanConstraintComponent",
        "ex:a ex:p [] ; ex:q 1 .",
        "sh:lessThan ex:q",
        ["_:"],
        "Cannot use sh:lessThan to compare a BlankNode.",
    ),
    "IRIs have no order by <": Difference(
        SPARQL + "OperatorMapping",
        "ex:a ex:p ex:a ; ex:q ex:b .",
        "sh:lessThan ex:q",
        ["a"],
        [],
    ),
    "a string and a text with a language have no order": Difference(
        SPARQL + "OperatorMapping",
        'ex:a ex:p "a" ; ex:q "b"@en .',
        "sh:lessThanOrEquals ex:q",
        ["a"],
        [],
    ),
    "a text with a language is in no range": Difference(
        SPARQL + "OperatorMapping",
        'ex:a ex:p "b"@en .',
        'sh:minInclusive "a"',
        ["b@en"],
        [],
    ),
    "NaN is in no range": Difference(
        SPARQL + "OperatorMapping",
        'ex:a ex:p "NaN"^^xsd:double .',
        "sh:maxInclusive 1",
        ["NaN^^double"],
        [],
    ),
    "a decimal is compared with a double as a double": Difference(
        SPARQL + "OperatorMapping",
        "ex:a ex:p 0.1 .",
        "sh:minInclusive 0.1e0",
        [],
        ["0.1^^decimal"],
    ),
    "instants with and without a zone have an order if 14 hours and more lie between": Difference(
        XSD_11 + "dateTime",
        'ex:a ex:p "2020-01-01T00:00:00Z"^^xsd:dateTime .',
        'sh:minInclusive "2010-01-01T00:00:00"^^xsd:dateTime',
        [],
        ["2020-01-01T00:00:00Z^^dateTime"],
    ),
    "a language range matches longer tags": Difference(
        SPARQL + "func-langMatches",
        'ex:a ex:p "a"@en-GB-scotland .',
        'sh:languageIn ( "en-GB" )',
        [],
        ["a@en-gb-scotland"],
    ),
    "a blank node has no length, not even none": Difference(
        SHACL + "MinLengthConstraintComponent",
        "ex:a ex:p [] .",
        "sh:minLength 0",
        ["_:"],
        [],
    ),
    "a closed shape allows no type either": Difference(
        SHACL + "ClosedConstraintComponent",
        "ex:a ex:p ex:b . ex:b a rdfs:Resource .",
        "sh:closed true",
        ["http://www.w3.org/2000/01/rdf-schema#Resource"],
        [],
    ),
    "only true asks for unique languages": Difference(
        SHACL + "UniqueLangConstraintComponent",
        'ex:a ex:p "a"@en , "b"@en .',
        'sh:uniqueLang "1"^^xsd:boolean',
        [],
        ["-"],
    ),
    "only true deactivates": Difference(
        SHACL + "deactivated",
        "ex:a ex:p ex:b .",
        'sh:class ex:C ; sh:deactivated "1"^^xsd:boolean',
        ["b"],
        [],
    ),
    "the flag x leaves out white space of the pattern": Difference(
        XPATH + "flags", 'ex:a ex:p "ab" .', 'sh:pattern "a b" ; sh:flags "x"', [], ["ab"]
    ),
    "the flag s lets the dot match a line feed": Difference(
        XPATH + "flags", 'ex:a ex:p "a\\nb" .', 'sh:pattern "a.b" ; sh:flags "s"', [], ["a\nb"]
    ),
    "the flag q takes the pattern for plain text": Difference(
        XPATH + "flags", 'ex:a ex:p "axb" .', 'sh:pattern "a.b" ; sh:flags "q"', ["axb"], []
    ),
    "a dollar matches nothing but the end": Difference(
        XPATH + "flags", 'ex:a ex:p "a\\n" .', 'sh:pattern "^a$"', ["a\n"], []
    ),
    "a class of characters can be taken from another": Difference(
        XPATH + "regex-syntax", 'ex:a ex:p "b" .', 'sh:pattern "[a-z-[aeiou]]"', [], ["b"]
    ),
    "a category of characters has an escape": Difference(
        XPATH + "regex-syntax",
        'ex:a ex:p "é" .',
        'sh:pattern "^\\\\p{L}$"',
        [],
        "bad escape \\p at position 1",
    ),
    "a list that comes back to itself is a node like others": Difference(
        SHACL + "NodeKindConstraintComponent",
        "ex:a ex:p _:l . _:l rdf:first 1 ; rdf:rest _:l .",
        "sh:nodeKind sh:IRI",
        ["_:"],
        "List contains a recursive rdf:rest reference",
    ),
    "a decimal has no exponent": of_datatype("decimal", "1e0"),
    "a decimal is a number": of_datatype("decimal", "NaN"),
    "an integer has no underscore": of_datatype("integer", "1_0"),
    "an integer has no white space": of_datatype("integer", " 1 "),
    "an integer has the digits of ASCII": of_datatype("integer", "\u0661"),
    "infinity is written in one way": of_datatype("float", "infinity"),
    "what is no number is written in one way": of_datatype("double", "nan"),
    "a double has no white space": of_datatype("double", " 1"),
    "an instant has a time": of_datatype("dateTime", "2020-01-01"),
    "an instant has seconds": of_datatype("dateTime", "2020-01-01T00:00"),
    "an instant has hyphens and colons": of_datatype("dateTime", "20200101T000000"),
    "an instant has a T": of_datatype("dateTime", "2020-01-01 00:00:00"),
    "a day ends at 24:00:00": of_datatype("dateTime", "2020-01-01T24:00:00", well_formed=True),
    "a year can be negative": of_datatype("dateTime", "-0001-01-01T00:00:00", well_formed=True),
    "a year can be a long one": of_datatype("dateTime", "12020-01-01T00:00:00", well_formed=True),
    "a time has minutes": of_datatype("time", "12"),
    "a year has digits": of_datatype("gYear", "twenty"),
    "February has 29 days at most": of_datatype("gMonthDay", "--02-30"),
    "days and times have no years": of_datatype("dayTimeDuration", "P1Y"),
    "a language has no space": of_datatype("language", "x y"),
}  # fmt: skip


@pytest.mark.parametrize("name", DIFFERENCES)
def test_by_the_recommendation(name: str) -> None:
    difference = DIFFERENCES[name]
    case = write_case(difference)

    assert {engine: list_values(ask_ours(case, engine)) for engine in ENGINES} == dict.fromkeys(
        ENGINES, difference.ours
    )
    assert ask_theirs(case) == difference.theirs
    assert difference.ours != difference.theirs
    assert difference.clause.startswith("https://www.w3.org/TR/")


ORDERED: Final = {
    "a range of numbers": "ex:a ex:p true ; ex:q 1 .",
    "a range of numbers, and a date": 'ex:a ex:p "2020-01-01"^^xsd:date ; ex:q 1 .',
}


@pytest.mark.parametrize("data", ORDERED.values(), ids=ORDERED)
@pytest.mark.parametrize("constraint", ["sh:lessThan ex:q", "sh:maxInclusive 1"])
def test_literals_of_different_datatypes_have_no_order_for_rdflib_too_by_its_switch(
    data: str, constraint: str
) -> None:
    difference = Difference("", data, constraint, [], [])
    case = write_case(difference)
    data_graph, shapes = read_turtle(case.data), read_turtle(case.shapes)

    assert list_values(ask_pyshacl_as_it_is(data_graph, shapes)) == []
    expected = list_values(ask_pyshacl(data_graph, shapes))
    assert len(expected) == 1
    assert [list_values(ask_ours(case, engine)) for engine in ENGINES] == [expected, expected]


def test_classes_of_classes_are_found_through_any_number_of_steps() -> None:
    """https://www.w3.org/TR/shacl/#implicit-targetClass: SHACL instances of rdfs:Class."""
    shapes = """\
ex:M rdfs:subClassOf ex:N . ex:N rdfs:subClassOf rdfs:Class .
ex:C a ex:M , sh:NodeShape ; sh:nodeKind sh:Literal ."""
    case = Case(f"{PREFIXES}ex:a a ex:C .", PREFIXES + shapes)

    assert [list_values(ask_ours(case, engine)) for engine in ENGINES] == [["a"], ["a"]]
    assert ask_theirs(case) == []


def test_what_an_ask_validator_refuses_is_a_value_at_a_property_shape_too() -> None:
    """https://www.w3.org/TR/shacl/#sparql-constraint-components-validation."""
    shapes = """\
ex:S a sh:PropertyShape ; sh:targetNode ex:a ; sh:path ex:p ; ex:tag "de" .
ex:Tagged a sh:ConstraintComponent ; sh:parameter [ sh:path ex:tag ] ;
    sh:validator [ a sh:SPARQLAskValidator ;
        sh:ask "ASK { FILTER langMatches(lang($value), $tag) }" ] ."""
    case = Case(PREFIXES + 'ex:a ex:p "a"@en .', PREFIXES + shapes)

    assert [list_values(ask_ours(case, engine)) for engine in ENGINES] == [["a@en"], ["a@en"]]
    assert ask_theirs(case) == ["-"]


def test_a_literal_keeps_its_lexical_form_where_rdflib_reads_it_anew() -> None:
    """https://www.w3.org/TR/rdf11-concepts/#dfn-lexical-form: what is compared term by term."""
    case = write_case(Difference("", "ex:a ex:p 01 .", "sh:in ( 1 )", [], []))

    graph = rdflib.Graph().parse(data=case.data, format="turtle")

    assert ask_pyshacl_as_it_is(graph, read_turtle(case.shapes)).conforms
    assert [list_values(ask_ours(case, engine)) for engine in ENGINES] == [["01^^integer"]] * 2
    assert ask_theirs(case) == ["01^^integer"]


def write_case(difference: Difference) -> Case:
    path = "" if "sh:path" in difference.constraint else "sh:path ex:p ; "
    shapes = f"ex:S sh:targetNode ex:a ; {path}{difference.constraint} ."
    return Case(f"{PREFIXES}{difference.data}\n", f"{PREFIXES}{shapes}\n")


def ask_theirs(case: Case) -> list[str] | str:
    """Return the values that pySHACL finds, or the error that it ends with."""
    try:
        verdict = ask_pyshacl(read_turtle(case.data), read_turtle(case.shapes))
    except Exception as error:  # noqa: BLE001  (pySHACL's errors have no common base)
        return str(error)
    return list_values(verdict)


def list_values(verdict: Verdict) -> list[str]:
    """Return the values of the results, or "-", in short."""
    values = sorted(finding.value or "-" for finding in verdict.findings.elements())
    return [shorten(value) for value in values]


def shorten(value: str) -> str:
    xsd = "http://www.w3.org/2001/XMLSchema#"
    short = value.replace(f"<{xsd}", "").replace(EX, "").replace('"', "")
    return short.strip("<>")
