"""The projects that ``publish.py`` publishes: our own, its ontology alone, and made-up ones."""

from __future__ import annotations

import re
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import reports
from workload import name_size, read_size

CASES: Final = ("ontology", "visit")
"""The ontology with next to no data, and all of this project."""

_OURS: Final = Path(__file__).resolve().parents[1]
_LABEL: Final = re.compile(r'rdfs:label\s+"([^"]*?)( \d+ times)?"@en')
_HEAD: Final = f"""\
<{reports.BASE}data/none> a <http://www.w3.org/2002/07/owl#Ontology> .
"""


@dataclass(frozen=True, slots=True)
class Project:
    """A copy of a project, what tables call it, and its graph in one file for those who want one.

    ``resources`` are the IRIs of its own that it says something of; ``terms`` those that the
    ontology declares as classes and properties.
    """

    title: str
    folder: Path
    graph: Path
    resources: frozenset[str]
    terms: frozenset[str]

    def change_a_label(self, turn: int) -> None:
        """Change the first label of the data, else of the ontology, each turn to another."""
        for name in ("data", "ontology"):
            for path in sorted((self.folder / name).glob("*.ttl")):
                text = path.read_text(encoding="utf-8")
                changed = _LABEL.sub(rf'rdfs:label "\1 {turn + 2} times"@en', text, count=1)
                if changed != text:
                    path.write_text(changed, encoding="utf-8")
                    return


def provide(name: str, folder: Path) -> Project:
    """Return a project that is made in a new folder, by its name or size."""
    if name in CASES:
        _copy(folder, with_data=name == "visit")
        return _describe(name, folder)
    size = read_size(name)
    reports.write_project(folder, size)
    return _describe(f"{name_size(size)} resources", folder)


def _copy(folder: Path, *, with_data: bool) -> None:
    """Copy this project, with its data or with next to none."""
    folder.mkdir()
    for name in ("ontology", "shapes", *(("data",) if with_data else ())):
        shutil.copytree(_OURS / name, folder / name)
    for name in ("pyproject.toml", "CHANGELOG.md", "CITATION.cff"):
        shutil.copyfile(_OURS / name, folder / name)
    if not with_data:
        (folder / "data").mkdir()
        (folder / "data" / "none.ttl").write_text(_HEAD, encoding="utf-8")


def _describe(title: str, folder: Path) -> Project:
    from pyoxigraph import NamedNode, RdfFormat, parse, serialize

    from visitkg.project import find_project
    from visitkg.terms import OWL, RDF

    project = find_project(folder)
    triples = [
        quad.triple
        for path in project.graph_files()
        for quad in parse(path=path, rename_blank_nodes=True)
    ]
    graph = folder.with_suffix(".ttl")
    serialize(triples, str(graph), RdfFormat.TURTLE, prefixes=project.prefixes)
    own = {
        triple
        for triple in triples
        if isinstance(triple.subject, NamedNode) and triple.subject.value.startswith(reports.BASE)
    }
    sorts = [NamedNode(OWL + f"{sort}") for sort in ("Class", "ObjectProperty", "DatatypeProperty")]
    declared = {
        triple.subject.value
        for triple in own
        if triple.predicate == NamedNode(RDF + "type") and triple.object in sorts
    }
    resources = frozenset(triple.subject.value for triple in own)
    return Project(title, folder, graph, resources, frozenset(declared))
