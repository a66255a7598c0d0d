"""What there is to export: the statements of a project, by subject, and its ontology."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from pyoxigraph import BlankNode, NamedNode, Quad, Store, Triple

from visitkg import terms
from visitkg.graph.blank import canonicalise
from visitkg.graph.difference import blank_nodes, relabel
from visitkg.graph.parse import read_document
from visitkg.site.view import GraphView

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from visitkg.graph.blank import Term
    from visitkg.project import Project

    Node = NamedNode | BlankNode | Triple
    Description = Mapping[NamedNode, Sequence[Term]]

TYPE: Final = NamedNode(terms.RDF + "type")

_NOTHING: Final[Mapping[NamedNode, Sequence[Any]]] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Content:
    """The statements of a project with every character of their literals, and a view of them.

    ``triples`` are in order; ``about`` has what is said of each subject, the values in order too.
    ``ontology`` is what the files of the ontology state that lie within OWL Lite. ``base`` ends in
    a slash.
    """

    base: str | None
    prefixes: Mapping[str, str]
    view: GraphView
    triples: Sequence[Triple]
    about: Mapping[Node, Description]
    ontology: tuple[Triple, ...]

    def objects(self, node: Node, predicate: NamedNode) -> list[Term]:
        """Return the objects of a property, in order."""
        return list(self.about.get(node, _NOTHING).get(predicate, ()))

    def nodes(self, node: Node, predicate: NamedNode) -> list[NamedNode]:
        """Return the objects of a property that have an IRI, in order."""
        found = self.about.get(node, _NOTHING).get(predicate, ())
        return [term for term in found if isinstance(term, NamedNode)]

    def state(self, node: Node) -> Iterator[Triple]:
        """Yield what is stated of a node, property by property."""
        for predicate, values in self.about.get(node, _NOTHING).items():
            for value in values:
                yield Triple(node, predicate, value)

    def describe(self, *nodes: Node) -> dict[Node, Description]:
        """Return what is stated of nodes, and of the blank nodes below them."""
        found: dict[Node, Description] = {}
        waiting = list(nodes)
        while waiting:
            node = waiting.pop()
            description = self.about.get(node)
            if description and node not in found:
                found[node] = description
                for values in description.values():
                    waiting += [value for value in values if isinstance(value, BlankNode)]
        return found


def read_content(project: Project) -> Content:
    """Return what a project's ontology and data state.

    Raise InputError if a file can't be read.
    """
    lite = project.lite_files()
    ontology = [path for path in project.ontology_files() if path in lite]
    return view_content(project, read_files(project.graph_files()), read_files(ontology))


def view_content(
    project: Project, triples: Sequence[Triple], ontology: Iterable[Triple] = ()
) -> Content:
    """Return triples, which are distinct and in order, as what there is to export."""
    store = Store()
    store.bulk_extend(Quad(*triple) for triple in triples)
    view = GraphView(store, project.all_prefixes())
    return make_content(project, view, triples, index(triples), ontology)


def make_content(
    project: Project,
    view: GraphView,
    triples: Sequence[Triple],
    about: Mapping[Node, Description],
    ontology: Iterable[Triple],
) -> Content:
    """Return statements as what there is to export; the triples are distinct and in order."""
    base = project.base
    if base and not base.endswith("/"):
        base += "/"
    return Content(base, project.all_prefixes(), view, triples, about, tuple(ontology))


def index(triples: Iterable[Triple]) -> Mapping[Node, Description]:
    """Return what triples state of each subject."""
    about: dict[Node, dict[NamedNode, list[Term]]] = {}
    for subject, predicate, value in triples:
        about.setdefault(subject, {}).setdefault(predicate, []).append(value)
    return about


def read_files(paths: Iterable[Path]) -> list[Triple]:
    """Return what files state, with labels of blank nodes that are the same in each run."""
    found: dict[Triple, None] = {}
    for number, path in enumerate(paths):
        labelled = canonicalise(located.triple for located in read_document(path).triples)
        for quad in (Quad(*triple) for triple in labelled):
            names = {node: BlankNode(f"f{number}{node.value}") for node in blank_nodes(quad)}
            found[relabel(quad, names).triple] = None
    return sorted(found, key=str)
