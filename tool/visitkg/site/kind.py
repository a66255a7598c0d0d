"""What sort of node somebody asks about, which decides what is worth saying of it."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING, Final

from pyoxigraph import NamedNode

from visitkg.terms import OWL, RDF, RDFS, SKOS, VISIT

if TYPE_CHECKING:
    from visitkg.site.view import GraphView

TYPE: Final = NamedNode(RDF + "type")
ASSERTS: Final = NamedNode(VISIT + "asserts")
SUBCLASS_OF: Final = NamedNode(RDFS + "subClassOf")


class Kind(Enum):
    """The sorts of nodes; the value is what people read."""

    CLAIM = "claim"
    PROPOSITION = "proposition"
    UTTERANCE = "utterance"
    SPAN = "span"
    DOCUMENT = "document"
    SCHEME = "scheme"
    CONCEPT = "concept"
    CLASS = "class"
    PROPERTY = "property"
    THING = "thing"


_KINDS: Final = tuple(Kind)
_CLASSES: Final = {
    VISIT + "Claim": Kind.CLAIM,
    VISIT + "Proposition": Kind.PROPOSITION,
    VISIT + "Utterance": Kind.UTTERANCE,
    VISIT + "EvidenceSpan": Kind.SPAN,
    VISIT + "Sentence": Kind.SPAN,
    VISIT + "Heading": Kind.SPAN,
    VISIT + "SourceDocument": Kind.DOCUMENT,
    SKOS + "ConceptScheme": Kind.SCHEME,
    SKOS + "Concept": Kind.CONCEPT,
    OWL + "Class": Kind.CLASS,
    RDFS + "Class": Kind.CLASS,
    OWL + "ObjectProperty": Kind.PROPERTY,
    OWL + "DatatypeProperty": Kind.PROPERTY,
    OWL + "AnnotationProperty": Kind.PROPERTY,
    RDF + "Property": Kind.PROPERTY,
}


def find_kind(view: GraphView, node: NamedNode) -> Kind:
    """Return the kind of a node by its types and their superclasses, else by its use."""
    ranks = [view.recall(_rank, type_) for type_ in view.nodes(node, TYPE)]
    rank = min(ranks, default=len(_KINDS))
    if rank < len(_KINDS):
        return _KINDS[rank]
    if view.subjects(ASSERTS, node):
        return Kind.PROPOSITION
    if view.is_property(node):
        return Kind.PROPERTY
    return Kind.CLASS if view.subjects(TYPE, node) else Kind.THING


def _rank(view: GraphView, class_: NamedNode) -> int:
    """Return the place among the kinds of the first that a class makes its instances."""
    kinds = {_CLASSES.get(name) for name in _with_superclasses(view, class_)}
    return next((n for n, kind in enumerate(_KINDS) if kind in kinds), len(_KINDS))


def _with_superclasses(view: GraphView, class_: NamedNode) -> set[str]:
    """Return the IRIs of a class and of all classes above it."""
    seen: set[str] = set()
    waiting = [class_]
    while waiting:
        current = waiting.pop()
        if current.value not in seen:
            seen.add(current.value)
            waiting += view.nodes(current, SUBCLASS_OF)
    return seen
