"""What ``validate.py`` measures: data as N-Triples and Turtle, and shapes, by name and size.

Most are made up (``library.py``); ``visit`` is what this project says of its visit; a folder may
hold others.
"""

from __future__ import annotations

from contextlib import ExitStack
from functools import partial
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Final, NamedTuple

import library

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

_NAMESPACES: Final = {
    "l": "https://example.org/library/",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "sh": "http://www.w3.org/ns/shacl#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
_PREFIXES: Final = "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in _NAMESPACES.items())
_MULTIPLES: Final = {"M": 1_000_000, "k": 1_000}


class Workload(NamedTuple):
    """What is made up: rows of terms as Turtle writes them, by how many are wanted, and shapes."""

    rows: Callable[[int, Random], Iterable[library.Row]]
    shapes: Callable[[int], str]


class Case(NamedTuple):
    """The same triples in a file of each format, by suffix, and the shapes."""

    data: dict[str, Path]
    shapes: Path


WORKLOADS: Final[dict[str, Workload | None]] = {
    "library": Workload(library.everyday, lambda _: library.EVERYDAY_SHAPES),
    "broken": Workload(partial(library.everyday, broken=0.1), lambda _: library.EVERYDAY_SHAPES),
    "logic": Workload(library.everyday, lambda _: library.LOGIC_SHAPES),
    "queries": Workload(library.everyday, lambda _: library.QUERY_SHAPES),
    "chains": Workload(library.chains, lambda _: library.CHAIN_SHAPES),
    "line": Workload(library.line, lambda _: library.LINE_SHAPES),
    "kinds": Workload(library.kinds, library.kind_shapes),
    "wide": Workload(library.wide, lambda _: library.WIDE_SHAPES),
    "visit": None,
}
"""Everyday data, the same with 10 % broken, nested logic, SPARQL in shapes, many long chains, one
chain through all, thousands of shapes, one node with all values, and this project."""


def read_size(text: str) -> int:
    """Return a number of triples: ``1000`` or ``1k``, ``2000000`` or ``2M``."""
    multiple = _MULTIPLES.get(text[-1:], 1)
    return int(text if multiple == 1 else text[:-1]) * multiple


def name_size(size: int) -> str:
    """Return a number of triples as people write it."""
    for sign, multiple in _MULTIPLES.items():
        if size % multiple == 0:
            return f"{size // multiple}{sign}"
    return f"{size:,}"


def provide(name: str, sizes: list[int], folder: Path) -> Iterator[tuple[int, Case]]:
    """Yield the files of each size of a workload, made in the folder if they are not there."""
    if name not in WORKLOADS:
        for size in sizes:
            yield size, _find(Path(name), size)
        return
    workload = WORKLOADS[name]
    if workload is None:
        yield _write_visit(folder)
        return
    for size in sizes:
        case = _name(folder, f"{name}-{size}")
        random = Random(7)  # noqa: S311  (nothing is secret)
        _write(workload.rows(size, random), case)
        case.shapes.write_text(_PREFIXES + workload.shapes(size), encoding="utf-8")
        yield size, case
        for path in (*case.data.values(), case.shapes):
            path.unlink()


def _name(folder: Path, name: str) -> Case:
    data = {suffix: folder / f"{name}{suffix}" for suffix in (".nt", ".ttl")}
    return Case(data, folder / f"{name}.shapes.ttl")


def _find(folder: Path, size: int) -> Case:
    shapes = list(folder.glob("shapes*.ttl"))
    case = _name(folder, f"data-{name_size(size)}")._replace(shapes=shapes[0])
    for path in case.data.values():
        if not path.exists():
            raise SystemExit(f"{path}: no such file")
    return case


def _write(rows: Iterable[library.Row], case: Case) -> None:
    """Write rows one by one, for ten millions need not be kept."""
    with ExitStack() as stack:
        lines, turtle = (
            stack.enter_context(path.open("w", encoding="utf-8")) for path in case.data.values()
        )
        turtle.write(_PREFIXES)
        before = None
        for subject, predicate, value in rows:
            lines.write(f"{_full(subject)} {_full(predicate)} {_full(value)} .\n")
            begin = f"{' .' if before else ''}\n{subject}" if subject != before else " ;\n   "
            turtle.write(f"{begin} {predicate} {value}")
            before = subject
        turtle.write(" .\n")


def _full(term: str) -> str:
    """Return a term as N-Triples has it."""
    if term[0] == "_":
        return term
    if term[0] == '"':
        text, sign, datatype = term.rpartition("^^")
        return f"{text}^^{_full(datatype)}" if sign else term
    prefix, _, name = term.partition(":")
    return f"<{_NAMESPACES[prefix]}{name}>"


def _write_visit(folder: Path) -> tuple[int, Case]:
    """Write data and ontology of this project as one graph, its shapes as another."""
    from pyoxigraph import RdfFormat, parse, serialize

    from visitkg.project import find_project

    project = find_project(Path(__file__).resolve().parents[1])
    case = _name(folder, "visit")
    prefixes = project.all_prefixes()
    triples = [
        quad.triple
        for path in project.graph_files()
        for quad in parse(path=path, rename_blank_nodes=True)
    ]
    serialize(triples, str(case.data[".nt"]), RdfFormat.N_TRIPLES)
    serialize(triples, str(case.data[".ttl"]), RdfFormat.TURTLE, prefixes=prefixes)
    shapes = [
        quad.triple
        for path in project.shape_files()
        for quad in parse(path=path, rename_blank_nodes=True)
    ]
    serialize(shapes, str(case.shapes), RdfFormat.TURTLE, prefixes=prefixes)
    return len(triples), case
