"""Validate data by shapes: https://www.w3.org/TR/shacl/#validation-definition."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from visitkg.errors import InputError, Position
from visitkg.graph.source import STANDARD_INPUT, refuse_changed
from visitkg.graph.spill import within
from visitkg.shacl.compile import compile_shapes
from visitkg.shacl.engine import choose_engine, run_engine
from visitkg.shacl.load import load_data, load_shapes
from visitkg.shacl.result import IllFormedShapes, ValidationReport
from visitkg.shacl.unasked import leave_out_queries, tell_left_out

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from visitkg.shacl.load import Data, Reading
    from visitkg.shacl.model import ShapesGraph
    from visitkg.shacl.plan import Plan

_MOST_TOLD: Final = 20
"""How many problems of the shapes one error tells; mending one often mends others."""


def validate(  # noqa: PLR0913  (what the command takes)
    data_paths: Iterable[Path | str],
    shapes_paths: Iterable[Path | str],
    ontology_paths: Iterable[Path | str] = (),
    *,
    reading: Reading | None = None,
    allow_empty: bool = False,
    strict_shapes: bool = False,
    require_focus: bool = False,
    engine: str = "auto",
) -> ValidationReport:
    """Return the report of validating files, or the RDF files of folders, by shapes.

    The ontology gives the class hierarchy and whatever else a constraint looks up, such as the type
    of a value, but targets don't select its nodes: name its files as data to have them validated.
    Raise InputError for a file that can't be read; for ill-formed shapes, and with
    ``strict_shapes`` for whatever has no effect in them; with ``require_focus`` for a target that
    selects nothing; where the memory that ``reading`` allows is too little; and, unless
    ``allow_empty``, where there is no shape, no target, no triple or no focus node at all: nothing
    would have been looked at.
    """
    data_paths, shapes_paths = list(data_paths), list(shapes_paths)
    shapes = load_shapes(shapes_paths, reading)
    refuse_problems(shapes, strict=strict_shapes)
    with within(reading.spill if reading else None):
        data = load_data(data_paths, ontology_paths, reading)
        report = validate_data(compile_shapes(shapes), data, engine=engine)
        for file in data.triples.files:
            refuse_changed(file.source)
    if not allow_empty:
        refuse_idle_shapes(shapes, shapes_paths)
        refuse_idle_data(data, report, _name(data_paths))
    if require_focus:
        refuse_idle_targets(report)
    return report


def validate_data(plan: Plan, data: Data, *, engine: str = "auto") -> ValidationReport:
    """Return the report of validating ``data``; queries for which there is no room are told.

    Raise InputError where the validation can't be completed.
    """
    asked, left_out = leave_out_queries(plan, data.triples)
    return tell_left_out(run_plan(asked, data, engine=engine), plan, left_out)


def run_plan(plan: Plan, data: Data, *, engine: str = "auto") -> ValidationReport:
    """Return the report of validating ``data`` by shapes that are made ready, and well-formed.

    ``engine`` is ``nodes``, ``columns``, or ``auto`` for the faster of them. Raise InputError where
    the validation can't be completed.
    """
    name = choose_engine(plan, data.triples) if engine == "auto" else engine
    found = run_engine(name, plan, data)
    reached = plan.source.reach(found.focus_nodes)
    report = ValidationReport(
        results=(),
        focus_nodes_checked=found.focus_node_count,
        shapes_checked=len(reached),
        unmatched_targets=found.unmatched_targets,
        problems=(*plan.source.problems, *data.missing),
        prefixes={**plan.source.prefixes, **data.prefixes},
        texts=data.texts,
        checked_shapes={
            node: shape.position for node, shape in plan.shapes.items() if node in reached
        },
    )
    if not found.findings:
        return report
    # Imported here: data that conform have no need of it.
    from visitkg.shacl.materialise import add_results

    return add_results(report, found.findings, plan, found.graph, data.triples)


def refuse_problems(shapes: ShapesGraph, *, strict: bool = False) -> None:
    """Raise InputError, with the place of each, if problems of the shapes forbid to use them."""
    problems = [problem for problem in shapes.problems if problem.fatal or strict]
    if not problems:
        return
    first, *others = problems
    told = [first.remedy, *map(str, others[: _MOST_TOLD - 1])]
    if len(problems) > _MOST_TOLD:
        told.append(f"And {len(problems) - _MOST_TOLD} more problems in the shapes.")
    raise IllFormedShapes(first.message, problems=tuple(problems), remedy="\n".join(told))


def refuse_idle_shapes(shapes: ShapesGraph, paths: Sequence[Path | str]) -> None:
    """Raise InputError if the shapes can't select any focus node, whatever the data."""
    if not shapes.shapes:
        raise InputError(
            "nothing to check: no shape here",
            position=_name(paths),
            remedy="Name files that describe a sh:NodeShape or a sh:PropertyShape.",
        )
    if not any(shape.targets for shape in shapes.active()):
        raise InputError(
            "nothing to check: no active shape has a target",
            position=_name(paths),
            remedy="Say which nodes to check, for example with sh:targetClass.",
        )


def refuse_idle_targets(report: ValidationReport) -> None:
    """Raise InputError, with the place of each, if a target selects nothing."""
    if not report.unmatched_targets:
        return
    told = [
        f"{target.position}: {target.predicate} {target.value} selects nothing"
        for target in report.unmatched_targets
    ]
    count = len(told)
    raise InputError(
        f"{count} target{'s' if count > 1 else ''} of the shapes select{'' if count > 1 else 's'} "
        "nothing in the data",
        position=report.unmatched_targets[0].position,
        remedy="\n".join([*told[:_MOST_TOLD], "Mend the targets, or leave --require-focus out."]),
    )


def refuse_idle_data(data: Data, report: ValidationReport, place: Position) -> None:
    """Raise InputError if no node of the data was looked at: such data conform to anything."""
    if not data.validated:
        raise InputError(
            "nothing to check: no triple here",
            position=place,
            remedy="Name files that state something, or accept it with --allow-empty.",
        )
    if not report.focus_nodes_checked and not report.not_checked:
        raise InputError(
            "nothing to check: no target of the shapes selects a node here",
            position=place,
            remedy="Spell classes and properties alike in shapes and data, or accept it with "
            "--allow-empty.",
        )


def _name(paths: Sequence[Path | str]) -> Position:
    """Return where the paths lie, named by the first of them."""
    first = "<stdin>" if Path(paths[0]) == STANDARD_INPUT else str(paths[0])
    others = len(paths) - 1
    return Position(f"{first} and {others} more" if others else first)
