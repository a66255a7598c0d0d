"""Names to choose from while one types: those of the graph, of the questions and of SPARQL."""

from __future__ import annotations

import unicodedata
from bisect import bisect_left
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from typing import TYPE_CHECKING, Final

from pyoxigraph import Literal, NamedNode

from visitkg.site.view import ALTERNATIVE, LABEL, PREFERRED, GraphView
from visitkg.sparql.grammar import Part, read_rules
from visitkg.terms import OWL, RDF, RDFS

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from visitkg.shell.material import Material
    from visitkg.sparql.questions import Question

CLASS: Final = "class"
INSTANCE: Final = "instance"
PROPERTY: Final = "property"

MOST_NAMES: Final = 20_000
"""So many instances are offered at most: more would make typing slow."""

_MOST_SCANNED: Final = 200_000
_LONGEST_META: Final = 60
_NAMING: Final = (PREFERRED, LABEL, ALTERNATIVE)
_TYPE: Final = NamedNode(RDF + "type")
_CLASS_TYPES: Final = (OWL + "Class", RDFS + "Class")
_PROPERTY_TYPES: Final = (
    OWL + "AnnotationProperty",
    OWL + "DatatypeProperty",
    OWL + "ObjectProperty",
    RDF + "Property",
)


@dataclass(frozen=True, slots=True)
class Name:
    """A node as a query writes it, what it is called, and whether it is a class or what else.

    ``also`` are all its labels, in whatever script.
    """

    text: str
    label: str
    kind: str
    also: str = ""

    @property
    def key(self) -> str:
        """Return what is searched: the local name and the labels, word by word, folded."""
        local = self.text.partition(":")[2]
        return fold(f" {local} {self.label} {self.also}".replace("-", " ").replace("_", " "))


@dataclass(frozen=True)
class Vocabulary:
    """All that can be chosen; ``names`` are in the order of their texts."""

    questions: Mapping[str, Question]
    prefixes: Mapping[str, str]
    names: tuple[Name, ...]
    keywords: tuple[str, ...]

    @cached_property
    def texts(self) -> tuple[str, ...]:
        """Return how the names are written."""
        return tuple(name.text for name in self.names)

    @cached_property
    def keys(self) -> tuple[str, ...]:
        """Return what is searched of each name."""
        return tuple(name.key for name in self.names)

    def beginning(self, start: str, kinds: Collection[str]) -> Iterator[Name]:
        """Yield the names of some kinds that are written so at their beginning."""
        for name in islice(self.names, bisect_left(self.texts, start), None):
            if not name.text.startswith(start):
                return
            if name.kind in kinds:
                yield name

    def called(self, word: str, kinds: Collection[str]) -> Iterator[Name]:
        """Yield the names of some kinds with a word, of the name or the label, that begins so."""
        wanted = f" {fold(word)}"
        for name, key in zip(self.names, self.keys, strict=True):
            if name.kind in kinds and wanted in key:
                yield name


def read_vocabulary(material: Material) -> Vocabulary:
    """Return the names of a graph, the terms in use or declared, and some of the instances."""
    view = GraphView(material.store, material.prefixes)
    kinds: dict[NamedNode, str] = {}
    for node in _properties(view):
        kinds.setdefault(node, PROPERTY)
    for node in _classes(view):
        kinds.setdefault(node, CLASS)
    for node in islice(_instances(view, kinds), MOST_NAMES):
        kinds.setdefault(node, INSTANCE)
    names = (_describe(view, node, kind) for node, kind in kinds.items())
    return Vocabulary(
        questions=material.questions,
        prefixes=material.prefixes,
        names=tuple(sorted(names, key=lambda name: name.text)),
        keywords=tuple(sorted({*_keywords()})),
    )


def fold(text: str) -> str:
    """Return the same letters whatever their case, accents and width."""
    spread = unicodedata.normalize("NFKD", text)
    return "".join(each for each in spread if not unicodedata.combining(each)).casefold()


def printable(text: str, longest: int = _LONGEST_META) -> str:
    """Return a text from the data as a terminal can show it on one line."""
    shown = "".join(each if each.isprintable() else " " for each in text[: longest + 1])
    return shown if len(text) <= longest else f"{shown[: longest - 1]}…"


def _describe(view: GraphView, node: NamedNode, kind: str) -> Name:
    reference = view.reference(node)
    labels = [
        term.value
        for predicate in _NAMING
        for term in view.objects(node, predicate)
        if isinstance(term, Literal)
    ]
    return Name(reference.curie, printable(reference.label), kind, " ".join(labels))


def _properties(view: GraphView) -> Iterator[NamedNode]:
    quads = islice(view.store.quads_for_pattern(None, None, None), _MOST_SCANNED)
    yield from {quad.predicate for quad in quads}
    yield from _declared(view, _PROPERTY_TYPES)


def _classes(view: GraphView) -> Iterator[NamedNode]:
    for _, class_ in islice(view.pairs(_TYPE), _MOST_SCANNED):
        if isinstance(class_, NamedNode):
            yield class_
    yield from _declared(view, _CLASS_TYPES)


def _declared(view: GraphView, types: Iterable[str]) -> Iterator[NamedNode]:
    for each in types:
        yield from view.subjects(_TYPE, NamedNode(each))


def _instances(view: GraphView, known: Collection[NamedNode]) -> Iterator[NamedNode]:
    for subject, _ in view.pairs(_TYPE):
        if isinstance(subject, NamedNode) and subject not in known:
            yield subject


def _keywords() -> Iterator[str]:
    waiting: list[Part] = list(read_rules().values())
    while waiting:
        part = waiting.pop()
        waiting += part.parts
        if part.operator == "terminal" and part.name.isupper() and part.name.isalpha():
            yield part.name
    yield "ENCODE_FOR_URI"
    yield "GROUP_CONCAT"
