"""Constraints, components and targets in SPARQL, asked of one node or of many at once."""
# ruff: noqa: E501, ISC004  (queries and what they find, one to a line)

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pytest

from visitkg.errors import InputError
from visitkg.shacl.columns import run as columns_run
from visitkg.shacl.run import validate

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from visitkg.shacl.result import ValidationReport

PREFIX: Final = (
    'ex: sh:declare [ sh:prefix "ex" ; sh:namespace "http://example.org/"^^xsd:anyURI ] .\n'
)
DATA: Final = """\
ex:a a ex:C ; ex:p 1 , 2 ; ex:q "x"@en .
ex:b a ex:C ; ex:p 5 ; ex:q ex:a .
ex:c a ex:C ; ex:q [ ex:p 7 ] .
_:n a ex:C ; ex:p 01 ; ex:q _:m .
"""


@pytest.fixture(params=["nodes", "columns"])
def ask(
    request: pytest.FixtureRequest,
    write: Callable[[str, str], Path],
    monkeypatch: pytest.MonkeyPatch,
) -> Callable[..., ValidationReport]:
    """Return what validates a text by shapes, by each engine."""
    monkeypatch.setattr(columns_run, "_FEW", -1)

    def run(shapes: str, data: str = DATA) -> ValidationReport:
        paths = write("data.ttl", data), write("shapes.ttl", PREFIX + shapes)
        return validate([paths[0]], [paths[1]], engine=request.param)

    return run


def told(report: ValidationReport) -> list[str]:
    """Return focus node and value of each result, blank nodes without their labels."""
    rows = []
    for result in report.results:
        terms = [result.focus_node] + ([] if result.value_node is None else [result.value_node])
        rows.append(" ".join("_:" if str(t).startswith("_:") else str(t) for t in terms))
    return sorted(
        row.replace("http://example.org/", "").replace("<", "").replace(">", "") for row in rows
    )


def select(query: str, target: str = "sh:targetClass ex:C", more: str = "") -> str:
    return (
        f"ex:S {target} ; {more} sh:sparql [ sh:prefixes ex: ; "
        f'sh:message "{{?this}} has {{$value}} and {{?no}}."@en ; sh:select """{query}""" ] .\n'
    )


INTEGER: Final = '"^^http://www.w3.org/2001/XMLSchema#integer'
QUERIES: Final = {
    "a value": (
        "SELECT $this ?value { $this ex:p ?value FILTER (?value > 1) }",
        [f'a "2{INTEGER}', f'b "5{INTEGER}'],
    ),
    "no value is the focus node": ("SELECT $this { $this ex:p 5 }", ["b b"]),
    "a filter in a group of its own": (
        "SELECT $this { { FILTER ($this = ex:a) } $this ex:p 1 }",
        ["a a"],
    ),
    "a union": ("SELECT $this { { $this ex:p 5 } UNION { $this ex:p 2 } }", ["a a", "b b"]),
    "an optional": (
        "SELECT $this { OPTIONAL { $this ex:p ?p } FILTER (!bound(?p)) }",
        ["c c"],
    ),
    "what doesn't exist": ("SELECT $this { FILTER NOT EXISTS { $this ex:p ?p } }", ["c c"]),
    "a group in what exists": (
        "SELECT $this { FILTER EXISTS { { $this ex:p 5 } UNION { $this ex:p 2 } } }",
        ["a a", "b b"],
    ),
    "a binding": ("SELECT $this { BIND ($this AS ?x) FILTER (?x = ex:b) }", ["b b"]),
    "numbers by node": (
        "SELECT $this (COUNT(?p) AS ?value) { $this ex:p ?p } GROUP BY $this HAVING (COUNT(?p) > 1)",
        [f'a "2{INTEGER}'],
    ),
    "numbers in a subquery": (
        "SELECT $this { { SELECT $this (COUNT(?p) AS ?n) { $this ex:p ?p } GROUP BY $this } "
        "FILTER (?n > 1) }",
        ["a a"],
    ),
    "a limit": ("SELECT $this ?value { $this ex:p ?value } ORDER BY ?value LIMIT 1", None),
    "a blank node": ("SELECT $this { FILTER isBlank($this) }", ["_: _:"]),
    "a blank value": ("SELECT $this ?value { $this ex:q ?value FILTER isBlank(?value) }", ["_: _:", "c _:"]),
    "an IRI as value": ("SELECT $this ?value { $this ex:q ?value FILTER isIRI(?value) }", ["b a"]),
    "no text of a blank node": (
        "SELECT $this ?value { $this ex:q ?value FILTER (!regex(str(?value), '^nothing')) }",
        ['a "x"@en', "b a"],
    ),
    "a number as it is written": ("SELECT $this ?value { $this ex:p ?value FILTER (?value = 1 && isBlank($this)) }", [f'_: "01{INTEGER}']),
    "the shapes graph": (
        "SELECT $this { GRAPH $shapesGraph { $currentShape sh:targetClass ex:C } $this ex:p 5 }",
        ["b b"],
    ),
    "a blank node of the shapes": ("SELECT $this (?c AS ?value) { GRAPH $shapesGraph { $currentShape sh:sparql ?c FILTER isBlank(?c) } $this ex:p 5 }", ["b _:"]),
    "a union in a group": ("SELECT $this { { $this ex:p 5 } UNION { OPTIONAL { FILTER ($this = ex:a) } } FILTER ($this IN (ex:b, ex:c)) }", ["b b", "c c"]),
    "what exists as a value": ("SELECT $this { BIND (EXISTS { $this ex:p 5 } AS ?x) FILTER (?x) }", ["b b"]),
    "a subquery of all": ("SELECT $this ?value { { SELECT * { $this ex:p ?value } } FILTER (?value = 5) }", [f'b "5{INTEGER}']),
    "distinct solutions": ("SELECT DISTINCT $this { $this ex:p ?x . FILTER (?x < 5) }", ["_: _:", "a a"]),
    "an error in a filter is no result": ("SELECT $this ?value { $this ex:q ?value FILTER (?value + 1 > 0) }", []),
    "nothing": ("SELECT $this { $this ex:zz ?x }", []),
    "each result once": ("SELECT $this { $this ex:p ?x . $this ex:p ?y }", ["_: _:", "a a", "b b"]),
}  # fmt: skip


@pytest.mark.parametrize(("query", "expected"), QUERIES.values(), ids=QUERIES)
def test_a_query_finds(
    ask: Callable[..., ValidationReport], query: str, expected: list[str] | None
) -> None:
    report = ask(select(query))
    if expected is None:
        assert len(told(report)) == 3
    else:
        assert told(report) == expected


RESPELT: Final = """\
ex:a a ex:C ; ex:p 7 , 07 , 1.50 , 1e1 , "2020-01-01T00:00:00.0+00:00"^^xsd:dateTime , "x"^^xsd:integer ;
  ex:q [ ex:p 08 ] .
"""
SPELLINGS: Final = {
    "each of one value": ("ex:p ?value FILTER (?value = 7)", ['"07"', '"7"']),
    "a decimal": ("ex:p ?value FILTER (?value = 1.5)", ['"1.50"']),
    "a double": ("ex:p ?value FILTER (?value = 10)", ['"1e1"']),
    "a moment": (
        "ex:p ?value FILTER (datatype(?value) = xsd:dateTime)",
        ['"2020-01-01T00:00:00.0+00:00"'],
    ),
    "an ill-typed one": ("ex:p ?value FILTER (!isNumeric(?value) && datatype(?value) = xsd:integer)", ['"x"']),
    "one that is not near": ("ex:q/ex:p ?value", ['"08"']),
    "one that is not in the data": ("ex:q ?x BIND (2 + 3 AS ?value)", ['"5"']),
}  # fmt: skip


@pytest.mark.parametrize(("query", "expected"), SPELLINGS.values(), ids=SPELLINGS)
def test_a_literal_comes_as_the_data_spell_it(
    ask: Callable[..., ValidationReport], query: str, expected: list[str]
) -> None:
    for limit in ("", "LIMIT 9"):
        report = ask(select(f"SELECT $this ?value {{ $this {query} }} {limit}"), RESPELT)
        assert (
            sorted(str(result.value_node).partition("^^")[0] for result in report.results)
            == expected
        )


def test_literal_focus_nodes_of_one_value_are_told_apart(
    ask: Callable[..., ValidationReport],
) -> None:
    report = ask(select("SELECT $this { FILTER ($this = 7) }", "sh:targetObjectsOf ex:p"), RESPELT)
    assert told(report) == [f'"07{INTEGER} "07{INTEGER}', f'"7{INTEGER} "7{INTEGER}']


TRIPLE_TERMS: Final = "ex:a a ex:C ; ex:p <<( ex:a ex:b ex:c )>> , <<( ex:a ex:b _:d )>> , 1 ."


@pytest.mark.parametrize(
    ("query", "target"),
    [
        ("SELECT $this ?value { $this ex:p ?value FILTER isTRIPLE(?value) }", "sh:targetNode ex:a"),
        ("SELECT $this { FILTER isTRIPLE($this) }", "sh:targetObjectsOf ex:p"),
        ("SELECT $this { FILTER isTRIPLE($this) } LIMIT 9", "sh:targetObjectsOf ex:p"),
    ],
)
def test_a_triple_term_comes_as_the_data_have_it(
    ask: Callable[..., ValidationReport], query: str, target: str
) -> None:
    report = ask(select(query, target), TRIPLE_TERMS)
    assert [str(result.value_node) for result in report.results] == [
        "<http://example.org/a> <http://example.org/b> <http://example.org/c>",
        "<http://example.org/a> <http://example.org/b> _:d",
    ]
    assert [
        str(result.position) for result in report.results if target != "sh:targetNode ex:a"
    ] in (
        [],
        ["data.ttl:2:20", "data.ttl:2:45"],
    )


def test_a_message_names_blank_nodes_by_their_labels(ask: Callable[..., ValidationReport]) -> None:
    for limit in ("", "LIMIT 9"):
        (result,) = ask(
            select(
                f"SELECT $this ?value ?no {{ $this ex:q ?value BIND (?value AS ?no) FILTER (isBlank($this) && isBlank(?value)) }} {limit}"
            )
        ).results
        assert [message.value for message in result.messages] == ["_:n has _:m and _:m."]


def test_a_message_names_what_is_bound(ask: Callable[..., ValidationReport]) -> None:
    (result,) = ask(select("SELECT $this ?value { $this ex:p ?value FILTER (?value = 5) }")).results
    assert [str(message) for message in result.messages] == [
        '"http://example.org/b has 5 and {?no}."@en'
    ]


def test_a_message_of_the_query_comes_first(ask: Callable[..., ValidationReport]) -> None:
    (result,) = ask(
        select('SELECT $this ("So." AS ?message) { $this ex:p 5 }'.replace('"', "'"))
    ).results
    assert [message.value for message in result.messages] == ["So."]


def test_a_query_can_name_the_path(ask: Callable[..., ValidationReport]) -> None:
    (result,) = ask(select("SELECT $this (ex:other AS ?path) { $this ex:p 5 }")).results
    assert str(result.result_path) == "<http://example.org/other>"


def test_the_path_of_a_shape_stands_for_path(ask: Callable[..., ValidationReport]) -> None:
    shapes = (
        "ex:S sh:targetClass ex:C ; sh:property ex:P . ex:P sh:path ( ex:q ex:p ) ; "
        'sh:sparql [ sh:prefixes ex: ; sh:select "SELECT $this ?value { $this $PATH ?value }" ] .'
    )
    assert told(ask(shapes)) == [
        f'b "1{INTEGER}', f'b "2{INTEGER}', f'c "7{INTEGER}'
    ]  # fmt: skip


def test_a_failure_ends_the_validation(ask: Callable[..., ValidationReport]) -> None:
    with pytest.raises(InputError, match=r"reports a failure by \?failure"):
        ask(select("SELECT $this (true AS ?failure) { $this ex:p 5 }"))


REFUSED: Final = {
    "an ASK for sh:select": (
        "ASK { $this ex:p 5 }",
        "shapes.ttl:3: this sh:select is no SELECT query\nBegin it with SELECT.",
    ),
    "a CONSTRUCT": (
        "CONSTRUCT { $this ex:p 5 } { $this ex:p 5 }",
        "shapes.ttl:3: this sh:select is no SELECT query\nBegin it with SELECT.",
    ),
}


@pytest.mark.parametrize(("query", "message"), REFUSED.values(), ids=REFUSED)
def test_a_query_of_another_form_ends_the_validation(
    ask: Callable[..., ValidationReport], query: str, message: str
) -> None:
    with pytest.raises(InputError) as error:
        ask(select(query))
    assert str(error.value) == message


def test_a_deactivated_query_is_not_asked(ask: Callable[..., ValidationReport]) -> None:
    shapes = select("SELECT $this {}").replace("sh:prefixes", "sh:deactivated true ; sh:prefixes")
    assert told(ask(shapes)) == []


def test_a_literal_focus_node_is_bound(ask: Callable[..., ValidationReport]) -> None:
    report = ask(select("SELECT $this { FILTER ($this = 5) }", "sh:targetObjectsOf ex:p"))
    assert told(report) == [f'"5{INTEGER} "5{INTEGER}']


COMPONENT: Final = """\
ex:Most a sh:ConstraintComponent ;
  sh:parameter [ sh:path ex:most ] , [ sh:path ex:unit ; sh:optional true ] ;
  sh:validator [ a sh:SPARQLAskValidator ; sh:prefixes ex: ; sh:message "More than {$most}." ;
    sh:ask "ASK { FILTER (!isNumeric($value) || $value <= $most) }" ] ;
  sh:nodeValidator [ a sh:SPARQLSelectValidator ; sh:prefixes ex: ;
    sh:select "SELECT $this ?value { $this ex:p ?value FILTER (?value > $most) }" ] .
"""


def test_a_component_asks_for_each_value(ask: Callable[..., ValidationReport]) -> None:
    shapes = COMPONENT + "ex:S sh:targetClass ex:C ; sh:property [ sh:path ex:p ; ex:most 4 ] ."
    report = ask(shapes)
    assert told(report) == [f'b "5{INTEGER}']
    (result,) = report.results
    assert str(result.source_constraint_component) == "<http://example.org/Most>"
    assert [message.value for message in result.messages] == ["More than 4."]


def test_a_component_has_a_query_for_node_shapes(ask: Callable[..., ValidationReport]) -> None:
    shapes = COMPONENT + "ex:S sh:targetClass ex:C ; ex:most 1 ; ex:unit ex:Metre ."
    assert told(ask(shapes)) == [f'a "2{INTEGER}', f'b "5{INTEGER}']


def test_a_component_without_its_parameter_does_not_apply(
    ask: Callable[..., ValidationReport],
) -> None:
    shapes = (
        COMPONENT + "ex:S sh:targetClass ex:C ; ex:unit ex:Metre ; sh:nodeKind sh:BlankNodeOrIRI ."
    )
    assert told(ask(shapes)) == []


def test_a_component_with_one_parameter_applies_for_each_value(
    ask: Callable[..., ValidationReport],
) -> None:
    shapes = (
        "ex:Not a sh:ConstraintComponent ; sh:parameter [ sh:path ex:not ] ; sh:validator [ "
        'sh:prefixes ex: ; sh:ask "ASK { FILTER ($value != $not) }" ] . '
        "ex:S sh:targetClass ex:C ; sh:property [ sh:path ex:p ; ex:not 2 , 5 ] ."
    )
    assert told(ask(shapes)) == [f'a "2{INTEGER}', f'b "5{INTEGER}']


TARGETS: Final = {
    "a query": (
        'sh:target [ a sh:SPARQLTarget ; sh:prefixes ex: ; sh:select "SELECT ?this { ?this ex:p 5 }" ]',
        ["b b"],
    ),
    "a type with a parameter": ("sh:target [ a ex:Having ; ex:number 2 ]", ["a a"]),
    "a query that finds nothing": (
        'sh:target [ sh:prefixes ex: ; sh:select "SELECT ?this { ?this ex:p 99 }" ] ; '
        "sh:targetNode ex:c",
        ["c c"],
    ),
}
HAVING: Final = """\
ex:Having a sh:SPARQLTargetType ; sh:parameter [ sh:path ex:number ] ; sh:prefixes ex: ;
  sh:select "SELECT ?this { ?this ex:p $number }" .
"""


@pytest.mark.parametrize(("target", "expected"), TARGETS.values(), ids=TARGETS)
def test_a_target_in_sparql_selects(
    ask: Callable[..., ValidationReport], target: str, expected: list[str]
) -> None:
    assert told(ask(f"{HAVING}ex:S {target} ; sh:nodeKind sh:Literal .")) == expected
