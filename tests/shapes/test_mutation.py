"""Each constraint of the project's shapes is needed: without it, some file's report changes."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest
from pyoxigraph import Literal, NamedNode, RdfFormat, serialize

from visitkg.graph.parse import read_triples
from visitkg.project import find_project
from visitkg.shacl.compile import compile_shapes
from visitkg.shacl.load import Data, load_data, load_shapes
from visitkg.shacl.run import run_plan

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from visitkg.shacl.index import Node
    from visitkg.shacl.plan import Plan, PlannedShape

ROOT: Final = Path(__file__).resolve().parents[2]
FOLDER: Final = ROOT / "tests" / "shapes"
FILES: Final = sorted(FOLDER.glob("*/*valid*.ttl"))


@dataclass
class Reports:
    """The reports of all files by plans; data and what a plan tells of them are kept."""

    plan: Plan
    ontology: Path
    data: dict[Path, Data] = field(default_factory=dict)
    known: dict[tuple[Path, frozenset[Node]], Counter[tuple[str, ...]]] = field(
        default_factory=dict
    )

    def differ(self, path: Path, whole: Plan, mutant: Plan) -> bool:
        """Return whether a file's report by a plan is another one by a mutant of it."""
        key = (path, frozenset(whole.shapes))
        if key not in self.known:
            self.known[key] = self._tell(path, whole)
        return self.known[key] != self._tell(path, mutant)

    def _tell(self, path: Path, plan: Plan) -> Counter[tuple[str, ...]]:
        if path not in self.data:
            self.data[path] = load_data([path], [self.ontology])
        return Counter(
            (
                str(result.source_shape),
                str(result.source_constraint_component),
                str(result.focus_node),
                str(result.value_node),
            )
            for result in run_plan(plan, self.data[path]).results
        )


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> Reports:
    project, ontology = find_project(ROOT), tmp_path_factory.mktemp("ontology") / "ontology.nt"
    triples = (located.triple for located in read_triples(project.ontology_files()))
    without_texts = (triple for triple in triples if not isinstance(triple.object, Literal))
    serialize(without_texts, ontology, RdfFormat.N_TRIPLES)
    return Reports(compile_shapes(load_shapes(project.shape_files())), ontology)


@pytest.mark.parametrize("word", sorted(path.name for path in FOLDER.iterdir() if path.is_dir()))
def test_some_file_notices_that_a_constraint_is_missing(reports: Reports, word: str) -> None:
    shapes = [shape for shape in reports.plan.shapes.values() if is_from(shape, word)]
    mutants = [mutant for shape in shapes for mutant in mutate(reports.plan, shape)]

    unnoticed = [
        name
        for name, whole, mutant, files in mutants
        if not any(reports.differ(path, whole, mutant) for path in files)
    ]

    assert mutants
    assert unnoticed == []


def is_from(shape: PlannedShape, word: str) -> bool:
    return shape.position is not None and Path(shape.position.path).stem == word


def mutate(plan: Plan, shape: PlannedShape) -> Iterator[tuple[str, Plan, Plan, list[Path]]]:
    """Yield the plan without each of a shape's checks in turn, its name, and the plan as it was.

    Both hold only what the shape can have an effect on. Last come all files, first those that are
    named after what the check is about.
    """
    reach = {node: plan.source.reach([node]) for node in plan.shapes}
    holders = [node for node in plan.shapes if shape.node in reach[node]]
    kept = plan.source.reach([node for node in holders if plan.shapes[node].targets])
    whole = restrict(plan, {node: plan.shapes[node] for node in plan.shapes if node in kept})
    for number, check in enumerate(shape.checks):
        others = shape.checks[:number] + shape.checks[number + 1 :]
        mutant = restrict(plan, {**whole.shapes, shape.node: replace(shape, checks=others)})
        inner = [node for part in check.shapes for node in reach.get(part, ())]
        near = [shape.node, *check.shapes, *holders, *inner]
        yield f"{check.component} at {check.position}", whole, mutant, order_files(shape, near)


def restrict(plan: Plan, shapes: Mapping[Node, PlannedShape]) -> Plan:
    return replace(plan, shapes=shapes)


def order_files(shape: PlannedShape, near: list[Node]) -> list[Path]:
    """Return all files: those named after shapes first, then those of the shape's own folder."""
    assert shape.position
    word = Path(shape.position.path).stem
    names = {node.value.rpartition("#")[2] for node in near if isinstance(node, NamedNode)}
    return sorted(
        FILES, key=lambda path: (path.name.split(".")[1] not in names, path.parent.name != word)
    )
