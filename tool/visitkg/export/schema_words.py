"""What things are called in schema.org: the class that the project's own alignments give."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pyoxigraph import Literal, NamedNode, Triple

from visitkg import terms
from visitkg.export.content import TYPE

if TYPE_CHECKING:
    from visitkg.export.content import Content

SCHEMA: Final = terms.SCHEMA
THING: Final = NamedNode(terms.VISIT + "Thing")

_ALIGNED: Final = tuple(
    NamedNode(iri)
    for iri in (
        terms.OWL + "equivalentClass",
        terms.RDFS + "subClassOf",
        terms.SKOS + "exactMatch",
        terms.RDFS + "seeAlso",
    )
)
_SPELLINGS: Final = (SCHEMA, "http://schema.org/")
_SUBCLASS: Final = NamedNode(terms.RDFS + "subClassOf")
_NAMES: Final = (
    NamedNode(terms.RDFS + "label"),
    NamedNode(terms.SKOS + "prefLabel"),
    NamedNode(terms.DCTERMS + "title"),
)
_SAME: Final = NamedNode(SCHEMA + "sameAs")
_COPIED: Final = {
    NamedNode(terms.GEO + "lat"): NamedNode(SCHEMA + "latitude"),
    NamedNode(terms.GEO + "long"): NamedNode(SCHEMA + "longitude"),
    NamedNode(terms.SKOS + "altLabel"): NamedNode(SCHEMA + "alternateName"),
    _SAME: _SAME,
}


def word(name: str) -> NamedNode:
    """Return a term of schema.org."""
    return NamedNode(SCHEMA + name)


def classes_of(content: Content, node: NamedNode) -> list[NamedNode]:
    """Return the classes of a node and those above them, the nearest first."""
    found: dict[NamedNode, None] = dict.fromkeys(content.nodes(node, TYPE))
    waiting = list(found)
    while waiting:
        above = content.nodes(waiting.pop(0), _SUBCLASS)
        waiting += [each for each in above if each not in found]
        found |= dict.fromkeys(above)
    return list(found)


def schema_class(content: Content, node: NamedNode) -> NamedNode | None:
    """Return the class of schema.org that is nearest to a node, None if none is given."""
    for each in classes_of(content, node):
        for predicate in _ALIGNED:
            for aligned in content.nodes(each, predicate):
                for namespace in _SPELLINGS:
                    if aligned.value.startswith(namespace):
                        return word(aligned.value.removeprefix(namespace))
    return None


def describe_thing(content: Content, node: NamedNode, type_: NamedNode) -> list[Triple]:
    """Return what identifies a thing: its class, its names, what it is the same as, where it is."""
    found = [Triple(node, TYPE, type_)]
    for predicate in _NAMES:
        names = [term for term in content.objects(node, predicate) if isinstance(term, Literal)]
        if names:
            found += [Triple(node, word("name"), name) for name in names]
            break
    for triple in content.about.get(node, ()):
        copied = _COPIED.get(triple.predicate)
        if copied is not None:
            found.append(Triple(node, copied, triple.object))
    return found
