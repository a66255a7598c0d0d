"""What there is to export: the statements of a project, by subject, and its ontology."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from pyoxigraph import BlankNode, NamedNode, Quad, Store

from visitkg import terms
from visitkg.graph.blank import canonicalise
from visitkg.graph.difference import blank_nodes, relabel
from visitkg.graph.parse import read_document
from visitkg.site.view import GraphView

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from pyoxigraph import Triple

    from visitkg.graph.blank import Term
    from visitkg.project import Project

    Node = NamedNode | BlankNode | Triple

TYPE: Final = NamedNode(terms.RDF + "type")


@dataclass(frozen=True, slots=True)
class Content:
    """The statements of a project with every character of their literals, and a view of them.

    ``ontology`` is what the files of the ontology state that lie within OWL Lite. ``base`` ends in
    a slash.
    """

    base: str | None
    prefixes: Mapping[str, str]
    view: GraphView
    triples: tuple[Triple, ...]
    about: Mapping[Node, tuple[Triple, ...]]
    ontology: tuple[Triple, ...]

    def objects(self, node: Node, predicate: NamedNode) -> list[Term]:
        """Return the objects of a property, in order."""
        return [t.object for t in self.about.get(node, ()) if t.predicate == predicate]

    def nodes(self, node: Node, predicate: NamedNode) -> list[NamedNode]:
        """Return the objects of a property that have an IRI, in order."""
        return [term for term in self.objects(node, predicate) if isinstance(term, NamedNode)]

    def describe(self, node: Node) -> list[Triple]:
        """Return what is stated of a node, and of the blank nodes below it."""
        found: dict[Triple, None] = {}
        seen = {node}
        waiting = [node]
        while waiting:
            for triple in self.about.get(waiting.pop(), ()):
                found[triple] = None
                value = triple.object
                if isinstance(value, BlankNode) and value not in seen:
                    seen.add(value)
                    waiting.append(value)
        return list(found)


def read_content(project: Project) -> Content:
    """Return what a project's ontology and data state.

    Raise InputError if a file can't be read.
    """
    lite = project.lite_files()
    ontology = [path for path in project.ontology_files() if path in lite]
    return make_content(read_files(project.graph_files()), read_files(ontology), project)


def make_content(
    triples: Iterable[Triple],
    ontology: Sequence[Triple],
    project: Project,
    view: GraphView | None = None,
) -> Content:
    """Return statements as what there is to export, with a view of them if there is one."""
    ordered = tuple(sorted(set(triples), key=str))
    prefixes = project.all_prefixes()
    if view is None:
        store = Store()
        store.bulk_extend(Quad(*triple) for triple in ordered)
        view = GraphView(store, prefixes)
    base = project.base
    if base and not base.endswith("/"):
        base += "/"
    return Content(base, prefixes, view, ordered, index(ordered), tuple(ontology))


def index(triples: Iterable[Triple]) -> dict[Node, tuple[Triple, ...]]:
    """Return triples by their subjects."""
    about: dict[Node, list[Triple]] = defaultdict(list)
    for triple in triples:
        about[triple.subject].append(triple)
    return {node: tuple(found) for node, found in about.items()}


def read_files(paths: Iterable[Path]) -> list[Triple]:
    """Return what files state, with labels of blank nodes that are the same in each run."""
    found: dict[Triple, None] = {}
    for number, path in enumerate(paths):
        labelled = canonicalise(located.triple for located in read_document(path).triples)
        for quad in (Quad(*triple) for triple in labelled):
            names = {node: BlankNode(f"f{number}{node.value}") for node in blank_nodes(quad)}
            found[relabel(quad, names).triple] = None
    return sorted(found, key=str)
