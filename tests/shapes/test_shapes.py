"""Each shape of the project is broken by files that break it and nothing else.

``tests/shapes/claim/invalid.Claim-evidence.missing.ttl`` breaks ``shape:Claim-evidence`` of
``shapes/claim.ttl``; ``tests/shapes/claim/valid.chain.ttl`` breaks none. The ontology stands beside
each file, so that classes have their superclasses; only what the file describes is validated.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest
from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, serialize

from visitkg.graph.parse import read_triples
from visitkg.project import find_project
from visitkg.shacl.compile import compile_shapes
from visitkg.shacl.load import load_data, load_shapes
from visitkg.shacl.report_text import render_text
from visitkg.shacl.run import run_plan
from visitkg.terms import SH

if TYPE_CHECKING:
    from collections.abc import Iterator

    from visitkg.shacl.index import Node
    from visitkg.shacl.model import Shape, ShapesGraph
    from visitkg.shacl.plan import Plan
    from visitkg.shacl.result import ValidationReport

ROOT: Final = Path(__file__).resolve().parents[2]
FOLDER: Final = ROOT / "tests" / "shapes"
SHAPE: Final = "https://w3id.org/visitkg/shapes#"

INVALID: Final = sorted(FOLDER.glob("*/invalid*.ttl"))
VALID: Final = sorted(FOLDER.glob("*/valid*.ttl"))


def name_file(path: Path) -> str:
    return f"{path.parent.name}/{path.stem}"


def name_broken_shape(path: Path) -> str:
    """Return Claim-evidence for invalid.Claim-evidence.missing.ttl."""
    name = re.fullmatch(r"invalid\.([A-Za-z0-9_-]+)\.[a-z0-9-]+\.ttl", path.name)
    assert name, f"{path.name} is not called invalid.<shape>.<case>.ttl"
    return name[1]


@pytest.fixture(scope="module")
def shapes() -> ShapesGraph:
    return load_shapes(find_project(ROOT).shape_files())


@pytest.fixture(scope="module")
def plan(shapes: ShapesGraph) -> Plan:
    return compile_shapes(shapes)


@pytest.fixture(scope="module")
def ontology(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What a file can look up there: all but its texts, without which it takes half the time."""
    path = tmp_path_factory.mktemp("ontology") / "ontology.nt"
    located = read_triples(find_project(ROOT).ontology_files())
    triples = (item.triple for item in located if not isinstance(item.triple.object, Literal))
    serialize(triples, path, RdfFormat.N_TRIPLES)
    return path


def check(path: Path, plan: Plan, ontology: Path) -> ValidationReport:
    return run_plan(plan, load_data([path], [ontology]))


def name_shape(node: Node) -> str:
    return node.value.removeprefix(SHAPE) if isinstance(node, NamedNode) else str(node)


def has_two_sentences(shape: Shape) -> bool:
    """Return whether the shape has a message in English, of two sentences."""
    sentence = r"[A-Z][^.]*(?:\.\w[^.]*)*\."
    english = [message.value for message in shape.messages if message.language == "en"]
    return bool(english) and all(
        re.fullmatch(f"{sentence} {sentence}", message) for message in english
    )


def reporting(shapes: ShapesGraph) -> Iterator[Shape]:
    """Yield the shapes that a result can name.

    These are the shapes with constraints of their own that a target reaches by sh:property. What
    stands in sh:or, sh:not, sh:node and their like is reported by the shape that holds it.
    """
    waiting = [shape for shape in shapes.shapes.values() if shape.targets]
    seen = {shape.node for shape in waiting}
    while waiting:
        shape = waiting.pop()
        if shape.has_own_constraint:
            yield shape
        for constraint in shape.constraints:
            if constraint.parameter.value == SH + "property":
                for node in constraint.shapes:
                    if node not in seen:
                        seen.add(node)
                        waiting.append(shapes.shapes[node])


@pytest.mark.parametrize("path", INVALID, ids=name_file)
def test_a_breaking_file_breaks_the_shape_in_its_name_and_nothing_else(
    path: Path, plan: Plan, ontology: Path
) -> None:
    report = check(path, plan, ontology)
    broken = {name_shape(result.source_shape) for result in report.results}
    assert broken == {name_broken_shape(path)}, render_text(report, {})


@pytest.mark.parametrize("path", VALID, ids=name_file)
def test_a_valid_file_has_no_result_at_all(path: Path, plan: Plan, ontology: Path) -> None:
    report = check(path, plan, ontology)
    assert report.conforms, render_text(report, {})
    assert report.focus_nodes_checked, "no shape looks at this file"


def test_each_shape_that_can_be_broken_has_a_breaking_file_in_its_folder(
    shapes: ShapesGraph,
) -> None:
    expected = {
        (Path(shape.position.path).stem, name_shape(shape.node))
        for shape in reporting(shapes)
        if shape.position
    }
    assert expected, "no shape can be broken"
    assert {(path.parent.name, name_broken_shape(path)) for path in INVALID} == expected


def test_each_file_of_shapes_has_a_folder_of_examples() -> None:
    words = {path.stem for path in find_project(ROOT).shape_files()}
    assert {path.parent.name for path in INVALID + VALID} == words
    assert {path.parent.name for path in VALID} == words, "a word has no valid file"


def test_every_example_is_named_valid_or_invalid() -> None:
    assert sorted(FOLDER.rglob("*.ttl")) == sorted(INVALID + VALID)


def test_there_are_at_least_as_many_breaking_files_as_valid_ones(
    shapes: ShapesGraph, capsys: pytest.CaptureFixture[str]
) -> None:
    with capsys.disabled():
        print(  # noqa: T201  (what was looked at is to be seen)
            f"\n{len(shapes.shapes)} shapes, {len(list(reporting(shapes)))} of them can be broken: "
            f"breaking files {len(INVALID)}, valid files {len(VALID)}"
        )
    assert len(INVALID) >= len(VALID) > 0


def test_no_shape_is_ill_formed_or_says_what_has_no_effect(shapes: ShapesGraph) -> None:
    assert [str(problem) for problem in shapes.problems] == []


def test_a_property_shape_is_never_a_blank_node(shapes: ShapesGraph) -> None:
    blank = [
        str(shape.position)
        for shape in shapes.shapes.values()
        if shape.path is not None and isinstance(shape.node, BlankNode)
    ]
    assert blank == []


def test_each_shape_is_reached_from_a_target(shapes: ShapesGraph) -> None:
    targeted = [shape.node for shape in shapes.shapes.values() if shape.targets]
    unreached = set(shapes.shapes) - shapes.reach(targeted)
    assert sorted(map(name_shape, unreached)) == []


def test_each_shape_that_can_be_broken_says_in_two_sentences_what_must_hold_and_what_to_do(
    shapes: ShapesGraph,
) -> None:
    wordy = {
        name_shape(shape.node): [message.value for message in shape.messages]
        for shape in reporting(shapes)
        if not has_two_sentences(shape)
    }
    assert wordy == {}


def test_each_shape_that_can_be_broken_states_its_severity(shapes: ShapesGraph) -> None:
    stated = {
        triple.subject for triple in shapes.triples if triple.predicate.value == SH + "severity"
    }
    silent = [name_shape(shape.node) for shape in reporting(shapes) if shape.node not in stated]
    assert sorted(silent) == []
