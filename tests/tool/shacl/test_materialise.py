"""Findings become whole results, in the order of the text, with what reports tell of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pytest
from pyoxigraph import BlankNode, Literal, NamedNode

from visitkg.errors import Position
from visitkg.shacl.columns import run as columns_run
from visitkg.shacl.result import ValidationResult
from visitkg.shacl.run import validate

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from visitkg.shacl.result import ValidationReport

EX: Final = "http://example.org/"
SH: Final = "http://www.w3.org/ns/shacl#"
XSD: Final = "http://www.w3.org/2001/XMLSchema#"


def ex(name: str) -> NamedNode:
    return NamedNode(EX + name)


def component(name: str) -> NamedNode:
    return NamedNode(f"{SH}{name}ConstraintComponent")


def integer(form: str) -> Literal:
    return Literal(form, datatype=NamedNode(XSD + "integer"))


@pytest.fixture(params=["nodes", "columns"])
def ask(
    request: pytest.FixtureRequest,
    write: Callable[[str, str], Path],
    monkeypatch: pytest.MonkeyPatch,
) -> Callable[[str, str], ValidationReport]:
    """Return what validates a text by shapes, by each engine."""
    monkeypatch.setattr(columns_run, "_FEW", -1)

    def run(data: str, shapes: str) -> ValidationReport:
        files = [write("data.ttl", data)], [write("shapes.ttl", shapes)]
        return validate(*files, engine=str(request.param))

    return run


TARGET: Final = "ex:S sh:targetNode ex:a ; sh:property ex:P .\nex:P sh:path ex:p ;\n  {} .\n"
WHOLE: Final[dict[str, tuple[str, dict[str, object]]]] = {
    "a value with its own spelling": (
        "sh:maxExclusive 1",
        {
            "component": "MaxExclusive",
            "value_node": integer("01"),
            "position": Position("data.ttl", 2, 11),
            "parameters": (integer("1"),),
        },
    ),
    "a number of values": (
        "sh:minCount 3",
        {
            "component": "MinCount",
            "position": Position("data.ttl", 2, 1),
            "parameters": (integer("3"),),
            "value_count": 1,
        },
    ),
    "a severity and messages": (
        'sh:hasValue ex:b ; sh:severity sh:Info ; sh:message "eins"@de , "one"',
        {
            "component": "HasValue",
            "position": Position("data.ttl", 2, 1),
            "parameters": (ex("b"),),
            "severity": NamedNode(SH + "Info"),
            "messages": (Literal("eins", language="de"), Literal("one")),
        },
    ),
    "two places": (
        "sh:lessThan ex:q",
        {
            "component": "LessThan",
            "value_node": integer("01"),
            "position": Position("data.ttl", 2, 11),
            "related_position": Position("data.ttl", 3, 11),
            "parameters": (ex("q"),),
        },
    ),
    "a pattern": (
        'sh:pattern "x" ; sh:flags "i"',
        {
            "component": "Pattern",
            "value_node": integer("01"),
            "position": Position("data.ttl", 2, 11),
            "parameters": (Literal("x"), Literal("i")),
        },
    ),
}


@pytest.mark.parametrize(("constraint", "expected"), WHOLE.values(), ids=WHOLE)
def test_a_result_is_whole(
    ask: Callable[[str, str], ValidationReport], constraint: str, expected: dict[str, object]
) -> None:
    name = str(expected["component"])
    rest = {key: value for key, value in expected.items() if key != "component"}
    wanted = {
        "focus_node": ex("a"),
        "source_shape": ex("P"),
        "source_constraint_component": component(name),
        "severity": NamedNode(SH + "Violation"),
        "result_path": ex("p"),
        "shape_position": Position("shapes.ttl", 4),
        **rest,
    }
    report = ask("ex:a ex:p 01 .\nex:a ex:q 0 .", TARGET.format(constraint))
    (result,) = report.results
    found = {key: getattr(result, key) for key in ValidationResult.__slots__}
    if isinstance(found["messages"], tuple):
        found["messages"] = tuple(sorted(found["messages"], key=str, reverse=True))
        wanted["messages"] = tuple(sorted(rest.get("messages", ()), key=str, reverse=True))  # type: ignore[call-overload]  # literals
    defaults = dict.fromkeys(found) | {"detail": (), "parameters": (), "messages": ()}
    assert found == defaults | wanted


def test_nothing_is_made_of_data_that_conform(ask: Callable[[str, str], ValidationReport]) -> None:
    report = ask("ex:a ex:p 1 .", TARGET.format("sh:minCount 1"))
    assert report.conforms
    assert report.results == ()
    assert dict(report.labels) == {}


def test_results_come_in_the_order_of_the_text(
    ask: Callable[[str, str], ValidationReport],
) -> None:
    data = "ex:b ex:p 2 .\nex:a ex:p 3 , 1 .\n[] ex:p 7 .\n[] ex:p 5 ."
    shapes = (
        "ex:S sh:targetSubjectsOf ex:p ; sh:property [ sh:path ex:p ; sh:nodeKind sh:IRI ; "
        "sh:datatype xsd:string ] ."
    )
    results = ask(data, shapes).results
    told = [(str(result.position)[9:], str(result.value_node)[1]) for result in results]
    each = [("2:11", "2"), ("3:11", "3"), ("3:15", "1"), ("4:9", "7"), ("5:9", "5")]
    assert told == [pair for pair in each for _ in range(2)]
    components = [result.source_constraint_component for result in results]
    assert components == [component("Datatype"), component("NodeKind")] * 5


LABELS: Final = {
    "the English one": ('rdfs:label "Ei"@de , "egg"@en', "egg"),
    "one of a region": ('rdfs:label "Ei"@de , "egg"@en-GB', "egg"),
    "another, if there is no English": ('rdfs:label "Ei"@de', "Ei"),
    "one without a language": ('rdfs:label "egg"', "egg"),
    "no IRI": ("rdfs:label ex:b", None),
    "none": ("ex:q 1", None),
}


@pytest.mark.parametrize(("described", "label"), LABELS.values(), ids=LABELS)
def test_a_node_is_called_by_its_label(
    ask: Callable[[str, str], ValidationReport], described: str, label: str | None
) -> None:
    labels = ask(f"ex:a ex:p 1 ; {described} .", TARGET.format("sh:minCount 2")).labels
    assert labels.get(ex("a")) == label
    assert labels.get(ex("nowhere")) is None
    assert labels.get(Literal("a")) is None
    assert labels.get(BlankNode("nowhere")) is None
    assert len(labels) == (label is not None)
