"""Fingerprints stay while a result does, and only then."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest
from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from visitkg.errors import Position
from visitkg.shacl.baseline import fingerprint_results
from visitkg.shacl.fingerprint import fingerprints, name_iri, places_to_read
from visitkg.shacl.result import ValidationResult
from visitkg.terms import SH

if TYPE_CHECKING:
    from collections.abc import Callable

    from visitkg.shacl.result import ValidationReport

SHAPES: Final = """\
ex:Cat-shape sh:targetClass ex:Cat ; sh:property ex:Cat-name , [
    sh:path ex:age ;
    sh:maxInclusive 30 ;
  ] .
ex:Cat-name sh:path ex:name ; sh:minCount 1 .
"""
DATA: Final = """\
ex:tom a ex:Cat ; ex:age 31 .
[] a ex:Cat ; ex:name "Kit" ;
  ex:age 32 .
"""

# What is done to data or shapes that leaves each result what it was: which text, and by what.
HARMLESS: Final[dict[str, tuple[str, str, str]]] = {
    "a line above": ("data", "ex:tom a", "# a comment\n\nex:tom a"),
    "other white space": ("data", "  ex:age 32 .", "\t\tex:age   32\t."),
    "a statement that goes on below": ("data", "ex:age 32 .", 'ex:age 32 ;\n ex:eats "fish" .'),
    "a node above with nothing wrong": ("data", "[] a", 'ex:kit a ex:Cat ; ex:name "Kit" .\n[] a'),
    "another order": ("data", "ex:tom a ex:Cat ; ex:age 31 .", "ex:tom ex:age 31 ; a ex:Cat ."),
    "a property shape above": ("shapes", "ex:Cat-name sh:path", "# moved\nex:Cat-name sh:path"),
    "another message": ("shapes", "ex:Cat-name sh:path", 'ex:Cat-name sh:message "?" ; sh:path'),
    "another severity": (
        "shapes",
        "ex:Cat-name sh:path",
        "ex:Cat-name sh:severity sh:Info ; sh:path",
    ),
}

# What makes one result another one: what is done, and how many fingerprints it changes.
HARMFUL: Final[dict[str, tuple[str, str, str, int]]] = {
    "another value": ("data", "ex:age 31", "ex:age 33", 1),
    "another lexical form of the value": ("data", "ex:age 31", "ex:age 031", 1),
    "another value of a blank node": ("data", "ex:age 32", "ex:age 33", 1),
    "another focus node": ("data", "ex:tom", "ex:tim", 2),
    "another path": ("shapes", "ex:Cat-name sh:path ex:name", "ex:Cat-name sh:path ex:title", 1),
    "another shape": ("shapes", "ex:Cat-name", "ex:Cat-title", 1),
    "another constraint of a shape without a name": ("shapes", "30", "29", 2),
    "another component": ("shapes", "sh:maxInclusive", "sh:maxExclusive", 2),
}


@pytest.fixture
def prints(check: Callable[..., ValidationReport]) -> Callable[..., list[str]]:
    """Return what validates and returns the fingerprints."""

    def run(data: str = DATA, shapes: str = SHAPES) -> list[str]:
        report = check(data, shapes=shapes)
        return fingerprint_results(report.results, report)

    return run


def edit(which: str, old: str, new: str) -> dict[str, str]:
    texts = {"data": DATA, "shapes": SHAPES}
    assert old in texts[which]
    return {**texts, which: texts[which].replace(old, new)}


@pytest.mark.parametrize(("which", "old", "new"), HARMLESS.values(), ids=HARMLESS)
def test_results_keep_their_fingerprints_after(
    prints: Callable[..., list[str]], which: str, old: str, new: str
) -> None:
    before = prints()
    assert len(before) == 3
    assert set(prints(**edit(which, old, new))) == set(before)


@pytest.mark.parametrize(("which", "old", "new", "changed"), HARMFUL.values(), ids=HARMFUL)
def test_results_get_other_fingerprints_after(
    prints: Callable[..., list[str]], which: str, old: str, new: str, changed: int
) -> None:
    before, after = set(prints()), set(prints(**edit(which, old, new)))
    assert len(before - after) == changed


def test_more_results_leave_the_others_what_they_were(prints: Callable[..., list[str]]) -> None:
    more = prints(shapes=f"{SHAPES}ex:Cat-shape sh:targetNode ex:nobody .\n")
    assert len(more) == 4
    assert set(prints()) < set(more)


def test_fingerprints_are_sixteen_hexadecimal_digits(prints: Callable[..., list[str]]) -> None:
    assert [bool(re.fullmatch(r"[0-9a-f]{16}", found)) for found in prints()] == [True] * 3


def test_labels_of_blank_nodes_play_no_part(prints: Callable[..., list[str]]) -> None:
    one, other = prints("_:a a ex:Cat ; ex:age 31 ."), prints("_:zz9 a ex:Cat ; ex:age 31 .")
    assert one == other


def test_alike_results_have_fingerprints_of_their_own(prints: Callable[..., list[str]]) -> None:
    line = "[] a ex:Cat .\n"
    three = prints(3 * line)
    assert len(set(three)) == 3
    assert set(prints(2 * line)) < set(three)


def result(**fields: object) -> ValidationResult:
    plain = ValidationResult(
        focus_node=NamedNode("http://example.org/tom"),
        source_shape=NamedNode("http://example.org/Shape"),
        source_constraint_component=NamedNode(SH + "ClassConstraintComponent"),
        severity=NamedNode(SH + "Violation"),
    )
    return replace(plain, **fields)  # type: ignore[arg-type]  # its fields


def unread(path: str, line: int) -> None:
    """Return no line at all."""


def test_two_constraints_of_one_component_are_told_apart_by_their_parameter() -> None:
    food, drink = NamedNode("http://example.org/Food"), NamedNode("http://example.org/Drink")
    [one] = fingerprints([result(parameters=(food,))], unread)
    [other] = fingerprints([result(parameters=(drink,))], unread)
    assert one != other


def test_the_members_of_a_list_that_grows_play_no_part() -> None:
    component = NamedNode(SH + "InConstraintComponent")
    listed = [Literal("a"), Literal("b")]
    [one] = fingerprints([result(source_constraint_component=component)], unread)
    [other] = fingerprints(
        [result(source_constraint_component=component, parameters=tuple(listed))], unread
    )
    assert one == other


def test_alike_results_are_counted_by_their_places_whatever_their_order() -> None:
    first = result(focus_node=BlankNode("a"), position=Position("data.ttl", 9))
    second = result(focus_node=BlankNode("b"), position=Position("data.ttl", 10))
    forward = fingerprints([first, second], unread)
    assert forward == fingerprints([second, first], unread)[::-1]
    assert forward[0] != forward[1]


def test_blank_nodes_in_triple_terms_have_no_label_either() -> None:
    predicate = NamedNode("http://example.org/p")

    def quoting(label: str) -> ValidationResult:
        return result(value_node=Triple(BlankNode(label), predicate, Literal("x")))

    assert fingerprints([quoting("a")], unread) == fingerprints([quoting("b")], unread)
    assert fingerprints([quoting("a")], unread) != fingerprints(
        [result(value_node=Literal("x"))], unread
    )


def test_a_lone_surrogate_in_a_literal_has_a_fingerprint() -> None:
    [found] = fingerprints(
        [result(focus_node=BlankNode(), position=Position("d.ttl", 1))],
        lambda _path, _line: "\ud800",
    )
    assert len(found) == 16


def test_iris_of_files_are_the_same_wherever_the_folder_lies(tmp_path: Path) -> None:
    def at(folder: Path) -> list[str]:
        focus = NamedNode(f"{(folder / 'data' / 'cat.ttl').as_uri()}#tom")
        return fingerprints([result(focus_node=focus)], unread, root=folder)

    one, other = tmp_path / "one", tmp_path / "a" / "b" / "other"
    assert at(one) == at(other)
    assert at(one) != fingerprints([result()], unread, root=one)


@pytest.mark.parametrize(
    ("iri", "name"),
    [
        ("file:///srv/me/cats/data.ttl#tom", "data.ttl#tom"),
        ("file:///srv/me/dogs/data.ttl#rex", "../dogs/data.ttl#rex"),
        ("file:///srv/me/catsup.ttl", "../catsup.ttl"),
        ("http://example.org/srv/me/cats/data.ttl", "http://example.org/srv/me/cats/data.ttl"),
        ("urn:file:///srv/me/cats/a", "urn:file:///srv/me/cats/a"),
    ],
    ids=["below", "beside", "with the same beginning", "of the web", "of another scheme"],
)
def test_only_iris_of_files_are_named_from_a_folder(iri: str, name: str) -> None:
    assert name_iri(iri, Path("/srv/me/cats")) == name


def test_only_the_lines_of_what_has_no_name_are_read() -> None:
    named = result(position=Position("d.ttl", 1), shape_position=Position("s.ttl", 2))
    nameless = result(
        source_shape=BlankNode(),
        value_node=BlankNode(),
        position=Position("d.ttl", 3),
        shape_position=Position("s.ttl", 4),
    )
    nowhere = result(focus_node=BlankNode())
    found = list(places_to_read([named, nameless, nowhere]))
    assert found == [Position("d.ttl", 3), Position("s.ttl", 4)]
