"""A report made by hand, so that what is written of it depends on no engine."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pytest
from pyoxigraph import BlankNode, Literal, NamedNode

from visitkg.errors import Position
from visitkg.shacl.path import SequencePath
from visitkg.shacl.result import (
    ShapeProblem,
    UnmatchedTarget,
    ValidationReport,
    ValidationResult,
)
from visitkg.terms import RDFS, SH, XSD

if TYPE_CHECKING:
    from collections.abc import Callable

FOLDER: Final = Path(__file__).parent
PREFIXES: Final = {
    "ex": "http://example.org/",
    "rdfs": RDFS,
    "s": "http://example.org/shapes#",
    "sh": SH,
    "xsd": XSD,
}


def name(curie: str) -> NamedNode:
    prefix, _, local = curie.partition(":")
    return NamedNode(PREFIXES[prefix] + local)


def number(text: str) -> Literal:
    return Literal(text, datatype=name("xsd:integer"))


def find(file: str, token: str, nth: int = 1) -> Position:
    """Return where the n-th occurrence of a token begins in a file of the sample."""
    text = (FOLDER / file).read_text(encoding="utf-8")
    offset = -1
    for _ in range(nth):
        offset = text.index(token, offset + 1)
    line_begin = text.rfind("\n", 0, offset) + 1
    return Position(file, text.count("\n", 0, offset) + 1, offset - line_begin + 1)


def make_result(component: str, **fields: Any) -> ValidationResult:  # noqa: ANN401  (its fields)
    """Return a result of ex:a by s:S, whose path, if any, is ex:p."""
    defaults: dict[str, Any] = {
        "focus_node": name("ex:a"),
        "source_shape": name("s:S"),
        "source_constraint_component": name(f"sh:{component}ConstraintComponent"),
        "severity": name("sh:Violation"),
        "result_path": name("ex:p"),
    }
    return ValidationResult(**{**defaults, **fields})


def make_report(*results: ValidationResult, **fields: Any) -> ValidationReport:  # noqa: ANN401  (its fields)
    """Return a report of some results that looked at two nodes."""
    defaults: dict[str, Any] = {
        "focus_nodes_checked": 2,
        "shapes_checked": 1,
        "prefixes": {key: PREFIXES[key] for key in ("ex", "s")},
    }
    return ValidationReport(results, **{**defaults, **fields})


@pytest.fixture(name="name")
def name_fixture() -> Callable[[str], NamedNode]:
    """Return what makes an IRI from a CURIE."""
    return name


@pytest.fixture(name="make_result")
def make_result_fixture() -> Callable[..., ValidationResult]:
    return make_result


@pytest.fixture(name="make_report")
def make_report_fixture() -> Callable[..., ValidationReport]:
    return make_report


@pytest.fixture
def folder(monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the folder of the sample, which is made the working directory."""
    monkeypatch.chdir(FOLDER)
    return FOLDER


@pytest.fixture
def report(folder: Path) -> ValidationReport:  # noqa: ARG001  (its files are read from there)
    """Return the report of data.ttl by shapes.ttl: each severity, place and kind of path."""
    one_name = (
        Literal("A person has one name. State it once with ex:name.", language="en"),
        Literal("이름은 하나입니다.", language="ko"),
    )
    an_age = (Literal("An age is a small whole number. Write its digits."),)
    shoe, small_shoe, unnamed = name("s:Shoe"), BlankNode("b1"), BlankNode("b2")
    results = (
        make_result(
            "MinCount",
            focus_node=name("ex:Nobody"),
            source_shape=name("s:Person-name"),
            result_path=name("ex:name"),
            messages=one_name,
            parameters=(number("1"),),
            value_count=0,
            shape_position=find("shapes.ttl", "1 ;"),
        ),
        make_result(
            "NodeKind",
            focus_node=name("ex:Ada"),
            source_shape=name("s:Person-knows"),
            severity=name("ex:Grave"),
            result_path=SequencePath((name("ex:knows"), name("ex:name"))),
            value_node=number("7"),
            messages=(Literal("The name of an acquaintance is an IRI. Mint one.", language="en"),),
            parameters=(name("sh:IRI"),),
            position=find("data.ttl", "7 ]"),
            shape_position=find("shapes.ttl", "sh:IRI"),
        ),
        make_result(
            "MaxCount",
            focus_node=name("ex:Ada"),
            source_shape=name("s:Person-name"),
            result_path=name("ex:name"),
            messages=one_name,
            parameters=(number("1"),),
            value_count=2,
            position=find("data.ttl", '"Ada King"'),
            shape_position=find("shapes.ttl", "1 ;", 2),
        ),
        make_result(
            "MaxExclusive",
            focus_node=name("ex:Ada"),
            source_shape=name("s:Person-age"),
            severity=name("sh:Warning"),
            result_path=name("ex:age"),
            value_node=number("036"),
            messages=an_age,
            parameters=(number("30"),),
            position=find("data.ttl", '"036"'),
            shape_position=find("shapes.ttl", "30"),
        ),
        make_result(
            "Or",
            focus_node=name("ex:Ada"),
            source_shape=name("s:Person-motto"),
            severity=name("sh:Info"),
            result_path=name("ex:motto"),
            value_node=Literal("Never\nsay  never.", language="en"),
            messages=(Literal("A motto is French, or short. Translate it.", language="en"),),
            parameters=(BlankNode(), BlankNode()),
            position=find("data.ttl", '"""Never'),
            shape_position=find("shapes.ttl", "( [ sh:languageIn"),
        ),
        make_result(
            "Datatype",
            focus_node=unnamed,
            source_shape=name("s:Person-name"),
            result_path=name("ex:name"),
            value_node=number("7"),
            messages=one_name,
            parameters=(name("xsd:string"),),
            position=find("data.ttl", "7 ]"),
            shape_position=find("shapes.ttl", "xsd:string"),
        ),
        make_result(
            "MinCount",
            focus_node=name("ex:Bob"),
            source_shape=name("s:Person-name"),
            result_path=name("ex:name"),
            messages=one_name,
            parameters=(number("1"),),
            value_count=0,
            position=find("data.ttl", "ex:Bob"),
            shape_position=find("shapes.ttl", "1 ;"),
        ),
        make_result(
            "Node",
            focus_node=name("ex:Bob"),
            source_shape=shoe,
            result_path=None,
            value_node=name("ex:Bob"),
            messages=(Literal("Whoever wears shoes wears small ones. Look below.", language="en"),),
            parameters=(BlankNode(),),
            position=find("data.ttl", "ex:Bob"),
            shape_position=find("shapes.ttl", "[ sh:property"),
            detail=(
                make_result(
                    "MaxInclusive",
                    focus_node=name("ex:Bob"),
                    source_shape=small_shoe,
                    result_path=name("ex:shoeSize"),
                    value_node=number("44"),
                    parameters=(number("40"),),
                    position=find("data.ttl", "44"),
                    shape_position=find("shapes.ttl", "40"),
                ),
            ),
        ),
        make_result(
            "LessThan",
            focus_node=name("ex:Bob"),
            source_shape=name("s:Person-foot"),
            severity=name("sh:Warning"),
            result_path=name("ex:age"),
            value_node=number("old"),
            parameters=(name("ex:shoeSize"),),
            position=find("data.ttl", '"old"'),
            related_position=find("data.ttl", "44"),
            shape_position=find("shapes.ttl", "ex:shoeSize ;"),
        ),
    )
    return make_report(
        *results,
        focus_nodes_checked=5,
        shapes_checked=8,
        unmatched_targets=(
            UnmatchedTarget(
                name("s:Person"),
                name("sh:targetNode"),
                name("ex:Nobody"),
                find("shapes.ttl", "ex:Nobody"),
            ),
            UnmatchedTarget(
                name("s:Pet"), name("sh:targetClass"), name("ex:Pet"), find("shapes.ttl", "ex:Pet")
            ),
        ),
        problems=(
            ShapeProblem(
                "unknown term sh:masage",
                "Did you mean sh:message?",
                find("shapes.ttl", "sh:masage"),
            ),
        ),
        labels={name("ex:Ada"): "Ada Lovelace"},
        checked_shapes={
            name("s:Person"): find("shapes.ttl", "s:Person\n"),
            name("s:Person-age"): find("shapes.ttl", "s:Person-age\n"),
            name("s:Person-foot"): find("shapes.ttl", "s:Person-foot\n"),
            name("s:Person-knows"): find("shapes.ttl", "s:Person-knows\n"),
            name("s:Person-motto"): find("shapes.ttl", "s:Person-motto\n"),
            name("s:Person-name"): find("shapes.ttl", "s:Person-name\n"),
            shoe: find("shapes.ttl", "s:Shoe\n"),
            small_shoe: find("shapes.ttl", "[ sh:property"),
        },
    )
