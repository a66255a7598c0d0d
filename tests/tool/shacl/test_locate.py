"""A result stands at the triple that breaks the constraint, or at the nearest place."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from visitkg.shacl.result import ValidationReport

# Line 2 of the data describes ex:a first; 3 and 4 give it values; 5 describes something else.
DATA: Final = """\
ex:a a ex:A ;
    ex:p 1 ;
    ex:p 2 ; ex:q 3 ; ex:label "a"@en , "b"@en .
ex:b ex:r ex:a ; ex:s [ ex:p 7 ] .
"""

# What breaks, and the lines in the data and in the shapes; line 3 of the shapes states it.
CASES: Final = {
    "a value of one predicate at its triple": ("sh:path ex:p ;", "sh:in ( 1 )", "4:10", 3),
    "the first value at its own triple": ("sh:path ex:p ;", "sh:in ( 2 )", "3:10", 3),
    "a missing value at the focus node": ("sh:path ex:z ;", "sh:minCount 1", "2:1", 3),
    "one value of two at the focus node": ("sh:path ex:p ;", "sh:minCount 3", "2:1", 3),
    "a value too many at the last": ("sh:path ex:p ;", "sh:maxCount 1", "4:10", 3),
    "a language used twice at the last value": (
        "sh:path ex:label ;",
        "sh:uniqueLang true",
        "4:41",
        3,
    ),
    "a value that must be there at the focus node": ("sh:path ex:p ;", "sh:hasValue 9", "2:1", 3),
    "an inverse path at the triple that it walks back": (
        "sh:path [ sh:inversePath ex:r ] ;",
        "sh:class ex:A",
        "5:11",
        3,
    ),
    "a missing inverse value at the focus node": (
        "sh:path [ sh:inversePath ex:z ] ;",
        "sh:minCount 1",
        "2:1",
        3,
    ),
    "a sequence at the focus node": ("sh:path ( ex:p ex:z ) ;", "sh:minCount 1", "2:1", 3),
    "a value of the other property at its triple": ("sh:path ex:p ;", "sh:equals ex:z", "3:10", 3),
    "the focus node itself where it is described": ("", "sh:class ex:B", "2:1", 3),
    "what a closed shape forbids at its triple": (
        "",
        "sh:closed true ; sh:ignoredProperties ( rdf:type ex:p ex:label )",
        "4:19",
        3,
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_a_result_stands_at(check: Callable[..., ValidationReport], name: str) -> None:
    path, constraint, place, shape_line = CASES[name]
    shapes = f"ex:S sh:targetNode ex:a ; {path}\n{constraint} .\n"

    report = check(DATA, shapes=shapes)

    assert str(report.results[0].position) == f"data.ttl:{place}"
    assert {str(result.shape_position) for result in report.results} == {f"shapes.ttl:{shape_line}"}


def test_a_blank_focus_node_stands_where_it_is_written(
    check: Callable[..., ValidationReport],
) -> None:
    shapes = "ex:S sh:targetObjectsOf ex:s ; sh:property [ sh:path ex:q ; sh:minCount 1 ] ."
    (result,) = check(DATA, shapes=shapes).results
    assert str(result.position) == "data.ttl:5:23"


def test_a_literal_focus_node_stands_where_it_is_a_value(
    check: Callable[..., ValidationReport],
) -> None:
    (result,) = check(DATA, shapes="ex:S sh:targetObjectsOf ex:q ; sh:nodeKind sh:IRI .").results
    assert str(result.position) == "data.ttl:4:19"


def test_a_focus_node_outside_the_data_stands_nowhere(
    check: Callable[..., ValidationReport],
) -> None:
    (result,) = check(DATA, shapes="ex:S sh:targetNode ex:z ; sh:class ex:A .").results
    assert result.position is None


def test_a_value_that_a_query_finds_elsewhere_stands_at_the_focus_node(
    check: Callable[..., ValidationReport],
) -> None:
    query = '"SELECT $this ?value WHERE { ?any <http://example.org/p> ?value }"'
    shapes = f"ex:S sh:targetNode ex:b ; sh:sparql [ sh:select {query} ] ."
    report = check(DATA, shapes=shapes)
    assert {str(result.position) for result in report.results} == {"data.ttl:5:1"}


def test_the_place_of_a_triple_in_two_files_is_the_first(
    check: Callable[..., ValidationReport],
) -> None:
    shapes = "ex:S sh:targetNode ex:a ; sh:property [ sh:path ex:p ; sh:in ( 1 ) ] ."
    (result,) = check(DATA, shapes=shapes, ontology="\n\n\n\n\n\nex:a ex:p 2 .").results
    assert str(result.position) == "data.ttl:4:10"


def test_results_come_by_file_and_line_and_alike_in_each_run(
    check: Callable[..., ValidationReport],
) -> None:
    data = "".join(f"ex:n{number} a ex:C ; ex:p [] , [] .\n" for number in range(20))
    shapes = """\
ex:S sh:targetClass ex:C ; sh:property [ sh:path ex:p ; sh:nodeKind sh:IRI ; sh:maxCount 1 ] ."""

    first, second = (check(data, shapes=shapes).results for _ in range(2))

    lines = [result.position.line or 0 for result in first if result.position]
    assert len(first) == 60
    assert lines == sorted(lines)
    assert [(r.focus_node, r.source_constraint_component, r.position) for r in first] == [
        (r.focus_node, r.source_constraint_component, r.position) for r in second
    ]
