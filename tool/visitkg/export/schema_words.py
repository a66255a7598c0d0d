"""What things are called in schema.org: the class that the project's own alignments give."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final

from pyoxigraph import Literal, NamedNode, Triple

from visitkg import terms
from visitkg.export.content import TYPE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

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
_NAME: Final = NamedNode(SCHEMA + "name")
_SAME: Final = NamedNode(SCHEMA + "sameAs")
_COPIED: Final = {
    NamedNode(terms.GEO + "lat"): NamedNode(SCHEMA + "latitude"),
    NamedNode(terms.GEO + "long"): NamedNode(SCHEMA + "longitude"),
    NamedNode(terms.SKOS + "altLabel"): NamedNode(SCHEMA + "alternateName"),
    _SAME: _SAME,
}


@lru_cache(maxsize=64)
def word(name: str) -> NamedNode:
    """Return a term of schema.org."""
    return NamedNode(SCHEMA + name)


class Classes:
    """The classes of nodes: what is found for some types is known for all nodes of these."""

    __slots__ = ("_content", "_known")

    def __init__(self, content: Content) -> None:
        self._content = content
        self._known: dict[tuple[NamedNode, ...], tuple[bool, NamedNode | None]] = {}

    def is_thing(self, node: NamedNode) -> bool:
        """Return whether a node is a thing that is spoken of."""
        return self._look_up(node)[0]

    def schema_class(self, node: NamedNode) -> NamedNode | None:
        """Return the class of schema.org that is nearest to a node, None if none is given."""
        return self._look_up(node)[1]

    def _look_up(self, node: NamedNode) -> tuple[bool, NamedNode | None]:
        types = tuple(self._content.nodes(node, TYPE))
        found = self._known.get(types)
        if found is None:
            classes = _with_classes_above(self._content, types)
            found = self._known[types] = THING in classes, _find_aligned(self._content, classes)
        return found


def _with_classes_above(content: Content, types: Iterable[NamedNode]) -> list[NamedNode]:
    """Return classes and those above them, the nearest first."""
    found: dict[NamedNode, None] = dict.fromkeys(types)
    waiting = list(found)
    while waiting:
        above = content.nodes(waiting.pop(0), _SUBCLASS)
        waiting += [each for each in above if each not in found]
        found |= dict.fromkeys(above)
    return list(found)


def _find_aligned(content: Content, classes: Iterable[NamedNode]) -> NamedNode | None:
    """Return the first class of schema.org that classes are aligned with."""
    for each in classes:
        for predicate in _ALIGNED:
            for aligned in content.nodes(each, predicate):
                for namespace in _SPELLINGS:
                    if aligned.value.startswith(namespace):
                        return word(aligned.value.removeprefix(namespace))
    return None


def describe_thing(content: Content, node: NamedNode, type_: NamedNode) -> Iterator[Triple]:
    """Yield what identifies a thing: its class, its names, what it is the same as, where it is."""
    yield Triple(node, TYPE, type_)
    for predicate in _NAMES:
        names = [term for term in content.objects(node, predicate) if isinstance(term, Literal)]
        yield from (Triple(node, _NAME, name) for name in names)
        if names:
            break
    for predicate, copied in _COPIED.items():
        for value in content.objects(node, predicate):
            yield Triple(node, copied, value)
