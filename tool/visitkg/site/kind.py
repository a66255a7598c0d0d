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
    kinds = {
        _CLASSES[name]
        for type_ in view.nodes(node, TYPE)
        for name in view.recall(_with_superclasses, type_)
        if name in _CLASSES
    }
    for kind in Kind:
        if kind in kinds:
            return kind
    if view.subjects(ASSERTS, node):
        return Kind.PROPOSITION
    if next(view.store.quads_for_pattern(None, node, None), None) is not None:
        return Kind.PROPERTY
    if next(view.store.quads_for_pattern(None, TYPE, node), None) is not None:
        return Kind.CLASS
    return Kind.THING


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
