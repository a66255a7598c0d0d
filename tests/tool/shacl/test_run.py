"""A validation says what it looked at, refuses to look at nothing, and stays off the network."""

from __future__ import annotations

import logging
import socket
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest

from visitkg.errors import InputError
from visitkg.shacl.compile import compile_shapes
from visitkg.shacl.load import load_data, load_shapes
from visitkg.shacl.run import run_plan, validate

if TYPE_CHECKING:
    from collections.abc import Callable

    from visitkg.shacl.result import ValidationReport


@pytest.fixture
def check(check_by_each: Callable[..., ValidationReport]) -> Callable[..., ValidationReport]:
    """Return what validates a text by the shapes of another, by each engine."""
    return check_by_each


SHAPES: Final = (
    "ex:S sh:targetClass ex:C ; sh:property ex:S-p . ex:S-p sh:path ex:p ; sh:minCount 1 ."
)

EMPTY: Final = {
    "no triple in the shapes": (
        "ex:a a ex:C .",
        "",
        (
            "shapes.ttl: nothing to check: no shape here\n"
            "Name files that describe a sh:NodeShape or a sh:PropertyShape."
        ),
    ),
    "no shape in the shapes": (
        "ex:a a ex:C .",
        "ex:S a ex:C .",
        (
            "shapes.ttl: nothing to check: no shape here\n"
            "Name files that describe a sh:NodeShape or a sh:PropertyShape."
        ),
    ),
    "no target": (
        "ex:a a ex:C .",
        "ex:S sh:class ex:C .",
        (
            "shapes.ttl: nothing to check: no active shape has a target\n"
            "Say which nodes to check, for example with sh:targetClass."
        ),
    ),
    "only deactivated shapes": (
        "ex:a a ex:C .",
        "ex:S sh:targetClass ex:C ; sh:class ex:D ; sh:deactivated true .",
        (
            "shapes.ttl: nothing to check: no active shape has a target\n"
            "Say which nodes to check, for example with sh:targetClass."
        ),
    ),
    "no triple in the data": (
        "",
        "ex:S sh:targetNode ex:a ; sh:class ex:C .",
        (
            "data.ttl: nothing to check: no triple here\n"
            "Name files that state something, or accept it with --allow-empty."
        ),
    ),
    "no focus node": (
        "ex:a a ex:D .",
        SHAPES,
        (
            "data.ttl: nothing to check: no target of the shapes selects a node here\n"
            "Spell classes and properties alike in shapes and data, or accept it with "
            "--allow-empty."
        ),
    ),
}


@pytest.mark.parametrize(("data", "shapes", "message"), EMPTY.values(), ids=EMPTY)
def test_nothing_to_check_is_an_error_unless_it_is_allowed(
    check: Callable[..., ValidationReport], data: str, shapes: str, message: str
) -> None:
    with pytest.raises(InputError) as error:
        check(data, shapes=shapes)
    assert str(error.value) == message
    assert check(data, shapes=shapes, allow_empty=True).focus_nodes_checked == (
        1 if "targetNode" in shapes else 0
    )


def test_the_first_of_several_files_names_them_all(write: Callable[[str, str], Path]) -> None:
    files = [write("one.ttl", ""), write("two.ttl", ""), write("three.ttl", "")]
    with pytest.raises(InputError) as error:
        validate(files, [write("shapes.ttl", SHAPES)])
    assert str(error.value).startswith("one.ttl and 2 more: nothing to check: no triple here\n")


def test_any_result_makes_conforms_false(check: Callable[..., ValidationReport]) -> None:
    shapes = f"{SHAPES} ex:S-p sh:severity sh:Info ."
    report = check("ex:a a ex:C .", shapes=shapes)
    assert not report.conforms
    assert [report.count(severity) for severity in ("violation", "warning", "info")] == [0, 0, 1]
    reached = [report.reaches(word) for word in ("violation", "warning", "info", "never")]
    assert reached == [False, False, True, False]


def test_a_severity_of_one_s_own_counts_as_a_violation(
    check: Callable[..., ValidationReport],
) -> None:
    report = check("ex:a a ex:C .", shapes=f"{SHAPES} ex:S-p sh:severity ex:Grave .")
    assert report.count("violation") == 1
    assert report.reaches("violation")


def test_what_was_looked_at_is_counted(check: Callable[..., ValidationReport]) -> None:
    report = check(
        "ex:a a ex:C ; ex:p 1 . ex:b a ex:C ; ex:p 2 .",
        shapes=f"{SHAPES} ex:Unused sh:class ex:C . ex:Idle sh:targetClass ex:D ; sh:class ex:C .",
    )
    assert report.conforms
    assert (report.focus_nodes_checked, report.shapes_checked) == (2, 2)
    assert len(report.unmatched_targets) == 1


def test_folders_are_read_with_all_their_files(write: Callable[[str, str], Path]) -> None:
    Path("data/deep").mkdir(parents=True)
    write("data/one.ttl", "ex:a a ex:C .")
    write("data/deep/two.ttl", "ex:b a ex:C .")
    Path("data/note.txt").write_text("no RDF")
    report = validate([Path("data")], [write("shapes.ttl", SHAPES)])
    assert [str(result.position) for result in report.results] == [
        "data/deep/two.ttl:2:1",
        "data/one.ttl:2:1",
    ]


def test_a_file_named_as_data_and_as_ontology_is_data(write: Callable[[str, str], Path]) -> None:
    file = write("data.ttl", "[] a ex:C .")
    report = validate([file], [write("shapes.ttl", SHAPES)], [file])
    assert report.focus_nodes_checked == len(report.results) == 1


def test_blank_nodes_of_two_files_are_never_the_same(write: Callable[[str, str], Path]) -> None:
    files = [write("one.ttl", "_:b a ex:C ."), write("two.ttl", "_:b a ex:C ; ex:p 1 .")]
    (result,) = validate(files, [write("shapes.ttl", SHAPES)]).results
    assert str(result.position) == "one.ttl:2:1"


def test_all_faults_of_the_shapes_are_told_at_once(check: Callable[..., ValidationReport]) -> None:
    with pytest.raises(InputError) as error:
        check("ex:a a ex:C .", shapes=f'{SHAPES}\nex:T sh:class "C" ;\n  sh:maxLength "1" .')
    assert str(error.value) == (
        'shapes.ttl:3: sh:class takes an IRI or a list of IRIs, not "C"\n'
        "Write it like this: sh:class ex:name ;\n"
        'shapes.ttl:4: sh:maxLength takes a whole number, not "1"\n'
        "Write it like this: sh:maxLength 1 ;"
    )


def test_more_than_twenty_faults_are_counted(check: Callable[..., ValidationReport]) -> None:
    faults = "".join(f'ex:T{number} sh:class "C" .\n' for number in range(25))
    with pytest.raises(InputError) as error:
        check("ex:a a ex:C .", shapes=faults)
    assert str(error.value).count("takes an IRI") == 20
    assert str(error.value).endswith("\nAnd 5 more problems in the shapes.")


def test_strict_shapes_refuse_what_else_is_only_told(write: Callable[[str, str], Path]) -> None:
    data = write("data.ttl", "ex:a a ex:C ; ex:p 1 .")
    shapes = write("shapes.ttl", f"{SHAPES}\nex:S-p sh:maxCuont 1 .")
    (problem,) = validate([data], [shapes]).problems
    with pytest.raises(InputError) as error:
        validate([data], [shapes], strict_shapes=True)
    told = "shapes.ttl:3: unknown term sh:maxCuont\nDid you mean sh:maxCount?"
    assert str(problem) == str(error.value) == told


def test_a_query_that_cant_be_prebound_is_no_conformance(
    check: Callable[..., ValidationReport],
) -> None:
    query = '"SELECT $this { $this ?p ?o MINUS { $this a ex:D } }"'
    shapes = f"""{SHAPES} ex:S sh:sparql [ sh:prefixes ex: ; sh:select {query} ] .
ex: sh:declare [ sh:prefix "ex" ; sh:namespace "http://example.org/"^^xsd:anyURI ] ."""
    with pytest.raises(InputError) as error:
        check("ex:a a ex:C .", shapes=shapes)
    assert str(error.value).partition(": ")[2] == (
        "this sh:select holds MINUS, which has no meaning where variables are bound beforehand\n"
        "Say it by FILTER, FILTER NOT EXISTS or UNION."
    )


def test_shapes_nested_deep_have_results(check: Callable[..., ValidationReport]) -> None:
    nested = "sh:not [ " * 150 + "sh:class ex:D" + " ]" * 150
    assert check("ex:a a ex:C .", shapes=f"ex:S sh:targetClass ex:C ; {nested} .").conforms is False
    odd = "sh:not [ " * 151 + "sh:class ex:D" + " ]" * 151
    assert check("ex:a a ex:C .", shapes=f"ex:S sh:targetClass ex:C ; {odd} .").conforms is True


def test_a_triple_term_is_a_value_of_no_kind(check: Callable[..., ValidationReport]) -> None:
    shapes = (
        "ex:S sh:targetClass ex:C ; sh:property [ sh:path ex:says ; sh:nodeKind sh:IRIOrLiteral ] ."
    )
    (result,) = check("ex:a a ex:C ;\n  ex:says <<( ex:b ex:p ex:c )>> .", shapes=shapes).results
    assert str(result.position) == "data.ttl:3:11"


def test_a_plan_can_be_run_again_and_again(write: Callable[[str, str], Path]) -> None:
    plan = compile_shapes(load_shapes([write("shapes.ttl", SHAPES)]))
    bad = load_data([write("bad.ttl", "ex:a a ex:C .")])
    good = load_data([write("good.ttl", "ex:a a ex:C ; ex:p 1 .")])
    runs = [len(run_plan(plan, data).results) for data in (bad, good, bad, good)]
    assert runs == [1, 0, 1, 0]


def test_nothing_is_fetched_and_nothing_logged(
    check: Callable[..., ValidationReport],
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("the network was asked")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    loggers = [logging.getLogger(name) for name in ("pyshacl-validate", "rdflib.term")]
    before = [(logger.level, logger.disabled, list(logger.handlers)) for logger in loggers]

    check(
        'ex:a a ex:C ; owl:imports <http://example.com/data> ; ex:p "x"^^xsd:integer .',
        shapes=SHAPES,
    )

    assert capfd.readouterr() == ("", "")
    assert before == [(logger.level, logger.disabled, list(logger.handlers)) for logger in loggers]


def test_pyshacl_is_imported_only_to_run() -> None:
    code = (
        "import sys, visitkg.cli.validate, visitkg.shacl.run\n"
        "print(sorted({'pyshacl', 'rdflib'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"
