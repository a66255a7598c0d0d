"""Names to choose from while one writes a query: from the graph, and from what its shapes say."""

from __future__ import annotations

import json
import unicodedata
from collections import Counter
from itertools import islice
from typing import TYPE_CHECKING, Any, Final

from pyoxigraph import BlankNode, Literal, NamedNode

from visitkg.serve.explore.editor.expectation import read_expectations, write_term
from visitkg.site.view import ALTERNATIVE, LABEL, PREFERRED, TITLE, GraphView
from visitkg.terms import OWL, RDF, RDFS, SKOS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from visitkg.serve.explore.explorer import Explorer
    from visitkg.sparql.questions import Question

MOST_NAMES: Final = 3_000
"""So many instances come at once; where there are more, the editor asks as one types."""

MOST_FOUND: Final = 60
_MOST_SCANNED: Final = 200_000
_MOST_SCANNED_VALUES: Final = 5_000
_MOST_TERMS: Final = 1_000
_MOST_VALUES: Final = 60
_LONGEST: Final = 160

_TYPE: Final = NamedNode(RDF + "type")
_SUBCLASS_OF: Final = NamedNode(RDFS + "subClassOf")
_DEFINITION: Final = (NamedNode(SKOS + "definition"), NamedNode(RDFS + "comment"))
_RANGE: Final = NamedNode(RDFS + "range")
_DOMAIN: Final = NamedNode(RDFS + "domain")
_NAMING: Final = (PREFERRED, LABEL, ALTERNATIVE, TITLE)
_CLASS_TYPES: Final = (OWL + "Class", RDFS + "Class")
_PROPERTY_TYPES: Final = (
    OWL + "ObjectProperty",
    OWL + "DatatypeProperty",
    OWL + "AnnotationProperty",
    OWL + "OntologyProperty",
    RDF + "Property",
)
_TERM_TYPES: Final = frozenset((*_CLASS_TYPES, *_PROPERTY_TYPES))


def write_completions(explorer: Explorer) -> str:
    """Return all names as JSON; ``more`` says that there are more instances than these."""
    view = served_view(explorer)
    instances = list(islice(_each_instance(view), MOST_NAMES + 1))
    content = {
        "prefixes": dict(explorer.holding.prefixes),
        "classes": list(_classes(view)),
        "properties": list(_properties(view)),
        "instances": [_describe_instance(view, node) for node, _ in instances[:MOST_NAMES]],
        "expectations": read_expectations(explorer),
        "examples": [_describe_example(each) for each in explorer.questions],
        "more": len(instances) > MOST_NAMES,
    }
    return json.dumps(content, ensure_ascii=False, separators=(",", ":"))


def write_found(explorer: Explorer, start: str) -> str:
    """Return as JSON the instances with a name, or a word of one, that begins so."""
    view = served_view(explorer)
    found = islice(_find(view, start), MOST_FOUND)
    content = {"instances": [_describe_instance(view, node) for node in found]}
    return json.dumps(content, ensure_ascii=False, separators=(",", ":"))


def served_view(explorer: Explorer) -> GraphView:
    """Return what queries are asked on, term by term: shapes are no part of that."""
    return GraphView(explorer.holding.store, explorer.holding.prefixes)


def fold(text: str) -> str:
    """Return the same letters whatever their case, accents and width."""
    spread = unicodedata.normalize("NFKD", text)
    return "".join(each for each in spread if not unicodedata.combining(each)).casefold()


def _each_instance(view: GraphView) -> Iterator[tuple[NamedNode, NamedNode]]:
    """Yield each node with an IRI that has a class, but for terms, with one of its classes."""
    seen: set[NamedNode] = set()
    for subject, class_ in view.pairs(_TYPE):
        if not isinstance(subject, NamedNode) or not isinstance(class_, NamedNode):
            continue
        if class_.value not in _TERM_TYPES and subject not in seen:
            seen.add(subject)
            yield subject, class_


def _find(view: GraphView, start: str) -> Iterator[NamedNode]:
    """Yield the nodes whose names begin so, then those with a word in a name that does."""
    wanted = fold(start.strip())
    later: dict[NamedNode, None] = {}
    seen: set[NamedNode] = set()
    for node, text in _each_name(view) if wanted else ():
        at = _find_word(text, wanted)
        if at == 0 and node not in seen:
            seen.add(node)
            yield node
        elif at > 0 and len(later) < MOST_FOUND:
            later[node] = None
    yield from (node for node in later if node not in seen)


def _each_name(view: GraphView) -> Iterator[tuple[NamedNode, str]]:
    """Yield each node with what it is called, and with its name in a query, folded."""
    for predicate in _NAMING:
        for subject, label in view.pairs(predicate):
            if isinstance(subject, NamedNode) and isinstance(label, Literal):
                yield subject, fold(label.value)
    for subject, _ in _each_instance(view):
        name = fold(view.curie(subject.value))
        yield subject, name
        yield subject, name.partition(":")[2]


def _find_word(text: str, wanted: str) -> int:
    """Return where a text has a word that begins so, 0 for its own beginning, -1 for nowhere."""
    at = text.find(wanted)
    while at > 0 and text[at - 1].isalnum():
        at = text.find(wanted, at + 1)
    return at


def _classes(view: GraphView) -> Iterator[dict[str, Any]]:
    """Yield the classes: those in use first, the most used of them at the head."""
    used = Counter(
        class_
        for _, class_ in islice(view.pairs(_TYPE), _MOST_SCANNED)
        if isinstance(class_, NamedNode)
    )
    declared = (each for kind in _CLASS_TYPES for each in view.subjects(_TYPE, NamedNode(kind)))
    nodes = dict.fromkeys((*(node for node, _ in used.most_common()), *declared))
    for node in islice(nodes, _MOST_TERMS):
        entry = _describe(view, node)
        above = [view.curie(each.value) for each in _above(view, node)]
        if above:
            entry["above"] = above
        if used[node]:
            entry["count"] = used[node]
        yield entry


def _above(view: GraphView, class_: NamedNode) -> list[NamedNode]:
    """Return all classes above a class."""
    found: dict[NamedNode, None] = {}
    waiting = [class_]
    while waiting and len(found) < _MOST_VALUES:
        for each in view.nodes(waiting.pop(), _SUBCLASS_OF):
            if each not in found and each != class_:
                found[each] = None
                waiting.append(each)
    return list(found)


def _properties(view: GraphView) -> Iterator[dict[str, Any]]:
    """Yield the properties, the most used first, with the values that they have."""
    quads = islice(view.store.quads_for_pattern(None, None, None), _MOST_SCANNED)
    used = Counter(quad.predicate for quad in quads)
    declared = (each for kind in _PROPERTY_TYPES for each in view.subjects(_TYPE, NamedNode(kind)))
    nodes = dict.fromkeys((*(node for node, _ in used.most_common()), *declared))
    for node in islice(nodes, _MOST_TERMS):
        entry = _describe(view, node)
        for name, predicate in (("range", _RANGE), ("domain", _DOMAIN)):
            terms = view.nodes(node, predicate)
            if terms:
                entry[name] = view.curie(terms[0].value)
        values = _values(view, node)
        if values:
            entry["values"] = values
        yield entry


def _values(view: GraphView, predicate: NamedNode) -> list[str]:
    """Return the values of a property if there are few; none of what is different each time."""
    found: dict[str, None] = {}
    for _, value in islice(view.pairs(predicate), _MOST_SCANNED_VALUES):
        if not isinstance(value, NamedNode | Literal) or len(value.value) > _LONGEST:
            continue
        found[write_term(view, value)] = None
        if len(found) > _MOST_VALUES:
            return []
    return sorted(found)


def _describe(view: GraphView, node: NamedNode) -> dict[str, Any]:
    reference = view.reference(node)
    entry: dict[str, Any] = {"name": reference.curie, "label": reference.label[:_LONGEST]}
    note = view.text(node, *_DEFINITION)
    if note:
        entry["note"] = note if len(note) <= _LONGEST else f"{note[: _LONGEST - 1]}…"
    return entry


def _describe_instance(view: GraphView, node: NamedNode) -> dict[str, Any]:
    """Return the name of an instance, its class, and all that it is called, in any script."""
    reference = view.reference(node)
    entry: dict[str, Any] = {"name": reference.curie, "label": reference.label[:_LONGEST]}
    others = dict.fromkeys(_called(view, node))
    others.pop(reference.label, None)
    if others:
        entry["others"] = list(others)
    classes = view.nodes(node, _TYPE)
    if classes:
        entry["class"] = view.curie(classes[0].value)
    return entry


def _called(view: GraphView, node: NamedNode | BlankNode) -> Iterable[str]:
    for predicate in _NAMING:
        for term in view.objects(node, predicate):
            if isinstance(term, Literal) and len(term.value) <= _LONGEST:
                yield term.value


def _describe_example(question: Question) -> dict[str, str]:
    return {"name": question.name, "title": question.title, "text": question.text}
