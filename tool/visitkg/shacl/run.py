"""Validate data by shapes: https://www.w3.org/TR/shacl/#validation-definition."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Final

from visitkg.errors import InputError, Position
from visitkg.graph.encode import EncodedTriples
from visitkg.graph.parse import read_document
from visitkg.graph.source import STANDARD_INPUT, read_source
from visitkg.project import rdf_files
from visitkg.shacl.compile import compile_shapes
from visitkg.shacl.facts import Facts
from visitkg.shacl.index import Index
from visitkg.shacl.materialise import find_labels, make_results
from visitkg.shacl.nodes.graph import NodeGraph
from visitkg.shacl.nodes.run import NodeRun, NodeSelector
from visitkg.shacl.read import read_shapes
from visitkg.shacl.result import IllFormedShapes, ValidationReport
from visitkg.shacl.target import find_focus_nodes

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from typing import TypeAlias

    from visitkg.graph.parse import Document
    from visitkg.shacl.finding import Finding
    from visitkg.shacl.index import Node
    from visitkg.shacl.model import ShapesGraph
    from visitkg.shacl.plan import Plan
    from visitkg.shacl.result import UnmatchedTarget
    from visitkg.shacl.target import Nodes
    from visitkg.shacl.walk import Graph

    _Found: TypeAlias = tuple[
        Graph, Mapping[Node, Nodes], int, tuple[UnmatchedTarget, ...], list[Finding]
    ]

_MOST_PROBLEMS: Final = 20
"""How many problems of the shapes one error tells; mending one often mends others."""


@dataclass(frozen=True, slots=True)
class Data:
    """The triples that constraints look at; the nodes of the first ``validated`` are validated."""

    triples: EncodedTriples
    validated: int

    @property
    def prefixes(self) -> dict[str, str]:
        """Return the prefixes that the files declare; the first that declares one decides."""
        files = reversed(self.triples.files)
        return {prefix: iri for file in files for prefix, iri in file.prefixes.items()}


def validate(  # noqa: PLR0913  (what the command takes)
    data_paths: Iterable[Path | str],
    shapes_paths: Iterable[Path | str],
    ontology_paths: Iterable[Path | str] = (),
    *,
    allow_empty: bool = False,
    strict_shapes: bool = False,
    engine: str = "auto",
) -> ValidationReport:
    """Return the report of validating files, or the RDF files of folders, by shapes.

    The ontology gives the class hierarchy and whatever else a constraint looks up, such as the type
    of a value, but targets don't select its nodes: name its files as data to have them validated.
    Raise InputError for a file that can't be read; for ill-formed shapes, and with
    ``strict_shapes`` for whatever has no effect in them; and, unless ``allow_empty``, where there
    is no shape, no target, no triple or no focus node at all: nothing would have been looked at.
    """
    data_paths, shapes_paths = list(data_paths), list(shapes_paths)
    shapes = load_shapes(shapes_paths)
    refuse_problems(shapes, strict=strict_shapes)
    data = load_data(data_paths, ontology_paths)
    report = run_plan(compile_shapes(shapes), data, engine=engine)
    if not allow_empty:
        _refuse_idle_shapes(shapes, shapes_paths)
        _refuse_idle_data(data, report, data_paths)
    return report


def load_shapes(paths: Iterable[Path | str]) -> ShapesGraph:
    """Return the shapes of all files together, ill-formed or not.

    Raise InputError for a file that can't be read.
    """
    documents = [read_document(path) for path in list_files(paths)]
    return read_shapes(_make_index(documents), _join_prefixes(documents))


def load_data(data_paths: Iterable[Path | str], ontology_paths: Iterable[Path | str] = ()) -> Data:
    """Return what to validate, with the ontology beside it; a file of both counts as data.

    Raise InputError for a file that can't be read.
    """
    data_files = list_files(data_paths)
    ontology_files = [path for path in list_files(ontology_paths) if path not in data_files]
    triples = EncodedTriples()
    for path in data_files:
        triples.add_file(read_source(path))
    validated = len(triples)
    for path in ontology_files:
        triples.add_file(read_source(path))
    return Data(triples, validated)


def _make_index(documents: Iterable[Document]) -> Index:
    return Index(chain.from_iterable(document.triples for document in documents))


def _join_prefixes(documents: Sequence[Document]) -> dict[str, str]:
    """Return the prefixes of all documents; the first that declares one decides."""
    return {
        prefix: iri for document in reversed(documents) for prefix, iri in document.prefixes.items()
    }


def list_files(paths: Iterable[Path | str]) -> list[Path]:
    """Return the files among ``paths`` and the RDF files of the folders among them, each once.

    Raise InputError for what doesn't exist and for a folder without RDF; ``-`` is standard input.
    """
    files = chain.from_iterable(
        [path] if path == STANDARD_INPUT else rdf_files(path) for path in map(Path, paths)
    )
    return list(dict.fromkeys(files))


def run_plan(plan: Plan, data: Data, *, engine: str = "auto") -> ValidationReport:
    """Return the report of validating ``data`` by shapes that are made ready, and well-formed.

    Raise InputError where the validation can't be completed.
    """
    engine = _choose_engine(data.triples) if engine == "auto" else engine
    graph, focus_nodes, focus_count, unmatched, findings = _ENGINES[engine](plan, data)
    results = make_results(findings, graph, data.triples)
    return ValidationReport(
        results=results,
        focus_nodes_checked=focus_count,
        shapes_checked=len(plan.source.reach(focus_nodes)),
        unmatched_targets=unmatched,
        problems=plan.source.problems,
        prefixes={**plan.source.prefixes, **data.prefixes},
        labels=find_labels(results, graph, data.triples),
    )


_LARGE: Final = 20_000
"""From so many triples on, arrays are faster, though numpy has to be imported."""


def _choose_engine(triples: EncodedTriples) -> str:
    return "columns" if len(triples) >= _LARGE else "nodes"


def _run_nodes(plan: Plan, data: Data) -> _Found:
    graph = NodeGraph(data.triples)
    run = NodeRun(plan, graph, data.triples, Facts(data.triples.dictionary))
    whole = data.validated == len(data.triples)
    validated = graph if whole else NodeGraph(data.triples, data.validated)
    focus_nodes, unmatched = find_focus_nodes(plan, NodeSelector(run, validated), run.select)
    findings = [
        finding
        for node, focus in focus_nodes.items()
        for finding in run.find_all(plan.shapes[node], focus)
    ]
    count = len(set(chain.from_iterable(focus_nodes.values())))
    return graph, focus_nodes, count, unmatched, findings


def _run_columns(plan: Plan, data: Data) -> _Found:
    # Imported here: small data are validated before numpy is there.
    import numpy as np

    from visitkg.shacl.columns.graph import ColumnGraph
    from visitkg.shacl.columns.run import ColumnRun

    graph = ColumnGraph(data.triples, data.validated)
    run = ColumnRun(plan, graph, data.triples, Facts(data.triples.dictionary))
    selected, unmatched = find_focus_nodes(plan, graph, run.nodes.select)
    focus_nodes = {
        node: graph.unique(np.asarray(focus, dtype=np.int64)) for node, focus in selected.items()
    }
    findings = [
        finding
        for node, focus in focus_nodes.items()
        for finding in run.find(plan.shapes[node], focus)
    ]
    seen = np.zeros(graph.size, dtype=bool)
    for focus in focus_nodes.values():
        seen[focus] = True
    return graph, focus_nodes, int(seen.sum()), unmatched, findings


_ENGINES: Final = {"columns": _run_columns, "nodes": _run_nodes}


def refuse_problems(shapes: ShapesGraph, *, strict: bool = False) -> None:
    """Raise InputError, with the place of each, if problems of the shapes forbid to use them."""
    problems = [problem for problem in shapes.problems if problem.fatal or strict]
    if not problems:
        return
    first, *others = problems
    told = [first.remedy, *map(str, others[: _MOST_PROBLEMS - 1])]
    if len(problems) > _MOST_PROBLEMS:
        told.append(f"And {len(problems) - _MOST_PROBLEMS} more problems in the shapes.")
    raise IllFormedShapes(first.message, problems=tuple(problems), remedy="\n".join(told))


def _refuse_idle_shapes(shapes: ShapesGraph, paths: Sequence[Path | str]) -> None:
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


def _refuse_idle_data(data: Data, report: ValidationReport, paths: Sequence[Path | str]) -> None:
    """Raise InputError if no node of the data was looked at: such data conform to anything."""
    if not data.validated:
        raise InputError(
            "nothing to check: no triple here",
            position=_name(paths),
            remedy="Name files that state something, or accept it with --allow-empty.",
        )
    if not report.focus_nodes_checked:
        raise InputError(
            "nothing to check: no target of the shapes selects a node here",
            position=_name(paths),
            remedy="Spell classes and properties alike in shapes and data, or accept it with "
            "--allow-empty.",
        )


def _name(paths: Sequence[Path | str]) -> Position:
    """Return where the paths lie, named by the first of them."""
    first = "<stdin>" if Path(paths[0]) == STANDARD_INPUT else str(paths[0])
    others = len(paths) - 1
    return Position(f"{first} and {others} more" if others else first)
