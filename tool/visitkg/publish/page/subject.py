"""The subjects that a site tells: what each is called, and what sort it is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from pyoxigraph import NamedNode

from visitkg.site.kind import TYPE, Kind, find_kind
from visitkg.site.proposition import read_proposition
from visitkg.terms import DCAT, SH, VOID

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from visitkg.publish.content import Document
    from visitkg.site.view import GraphView

_DATASETS: Final = frozenset({NamedNode(DCAT + "Dataset"), NamedNode(VOID + "Dataset")})
_SHAPES: Final = frozenset({NamedNode(SH + "NodeShape"), NamedNode(SH + "PropertyShape")})


@dataclass(frozen=True, slots=True)
class Subject:
    """A node that is told on a page: what it is called, what sort it is, and its first class.

    The kind is one of ``visitkg.site.kind``, or ``shape``, ``dataset``, ``file`` or ``part``.
    """

    iri: str
    label: str
    kind: str
    type: str | None


def read_subjects(view: GraphView, documents: Iterable[Document]) -> Iterator[Subject]:
    """Yield each document and whatever else is told in it, document by document."""
    for document in documents:
        yield _read(view, document.iri, document)
        for iri in document.subjects:
            if iri != document.iri:
                yield _read(view, iri, document)


def _read(view: GraphView, iri: str, document: Document) -> Subject:
    node = NamedNode(iri)
    types = view.nodes(node, TYPE)
    kind = _find_kind(view, node, types, document)
    if kind == Kind.PROPOSITION.value:
        label = read_proposition(view, node).reference.label
    else:
        label = view.reference(node).label
    return Subject(iri, label, kind, types[0].value if types else None)


def _find_kind(view: GraphView, node: NamedNode, types: list[NamedNode], document: Document) -> str:
    if not _SHAPES.isdisjoint(types):
        return "shape"
    if not _DATASETS.isdisjoint(types):
        return "dataset"
    if node.value == document.iri and not document.is_thing:
        return "file"
    kind = find_kind(view, node)
    if kind is Kind.THING and node.value != document.iri and _is_part(view, types, document):
        return "part"
    return kind.value


def _is_part(view: GraphView, types: list[NamedNode], document: Document) -> bool:
    """Return whether a node is of a document that tells of itself: a distribution, a checksum.

    Its classes are then those of other vocabularies, none that the graph says anything of.
    """
    describes_itself = not document.is_thing and document.iri in document.subjects
    return describes_itself and not any(view.nodes(type_, TYPE) for type_ in types)
