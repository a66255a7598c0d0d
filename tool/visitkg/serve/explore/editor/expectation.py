"""What shapes say of the properties of a class: https://www.w3.org/TR/shacl/#core-components."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from pyoxigraph import BlankNode, Literal, NamedNode

from visitkg.site.view import GraphView, open_view
from visitkg.terms import OWL, RDF, RDFS, SH

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pyoxigraph import Triple

    from visitkg.serve.explore.explorer import Explorer

    Node = NamedNode | BlankNode
    Term = NamedNode | BlankNode | Literal | Triple

_TYPE: Final = NamedNode(RDF + "type")
_FIRST: Final = NamedNode(RDF + "first")
_REST: Final = NamedNode(RDF + "rest")
_TARGET: Final = NamedNode(SH + "targetClass")
_NODE_SHAPE: Final = NamedNode(SH + "NodeShape")
_CLASSES: Final = (NamedNode(RDFS + "Class"), NamedNode(OWL + "Class"))
_WITHIN: Final = (NamedNode(SH + "node"), NamedNode(SH + "and"))
_PROPERTY: Final = NamedNode(SH + "property")
_PATH: Final = NamedNode(SH + "path")
_DEEPEST: Final = 8
_LONGEST_LIST: Final = 200
MOST_SHAPES: Final = 3_000
"""So many properties of shapes are told; what more there are, the editor doesn't rank."""


def read_expectations(explorer: Explorer) -> dict[str, list[dict[str, Any]]]:
    """Return what is expected of the properties of each class, by the names in a query.

    Each has ``name``, and where shapes say so ``count``, ``values`` and ``kinds``.
    """
    view = _shapes(explorer)
    found: dict[str, dict[str, dict[str, Any]]] = {}
    count = 0
    for shape, class_ in _targets(view):
        expected = found.setdefault(view.curie(class_.value), {})
        for each in _properties(view, shape):
            path = view.nodes(each, _PATH)
            if path and count < MOST_SHAPES:
                count += 1
                name = view.curie(path[0].value)
                _add(expected.setdefault(name, {"name": name}), view, each)
    return {name: list(properties.values()) for name, properties in found.items() if properties}


def _shapes(explorer: Explorer) -> GraphView:
    """Return the view that has the shapes: those of the project, else what is served."""
    project = explorer.holding.project
    if explorer.site is None and project is not None and project.shapes.exists():
        return open_view(project.shape_files(), explorer.holding.prefixes)
    return explorer.view


def _targets(view: GraphView) -> Iterator[tuple[Node, NamedNode]]:
    """Yield each shape with a class that it looks at."""
    for shape, class_ in view.pairs(_TARGET):
        if isinstance(class_, NamedNode) and isinstance(shape, NamedNode | BlankNode):
            yield shape, class_
    for shape in view.subjects(_TYPE, _NODE_SHAPE):
        if any(view.has(shape, _TYPE, kind) for kind in _CLASSES):
            yield shape, shape


def _properties(view: GraphView, shape: Node, depth: int = 0) -> Iterator[Node]:
    """Yield the shapes of properties of a shape, and of those that it is put together from."""
    for term in view.objects(shape, _PROPERTY):
        if isinstance(term, NamedNode | BlankNode):
            yield term
    if depth < _DEEPEST:
        for predicate in _WITHIN:
            for inner in view.objects(shape, predicate):
                for each in _members(view, inner) or [inner]:
                    if isinstance(each, NamedNode | BlankNode):
                        yield from _properties(view, each, depth + 1)


def _members(view: GraphView, head: Term) -> list[Term]:
    """Return the members of a list, however it ends."""
    members: list[Term] = []
    while isinstance(head, NamedNode | BlankNode) and len(members) < _LONGEST_LIST:
        first = view.objects(head, _FIRST)
        if not first:
            break
        members.append(first[0])
        rest = view.objects(head, _REST)
        head = rest[0] if rest else NamedNode(RDF + "nil")
    return members


def _add(expected: dict[str, Any], view: GraphView, shape: Node) -> None:
    count = _count(view, shape)
    if count:
        expected["count"] = count
    values = [
        value
        for head in view.objects(shape, NamedNode(SH + "in"))
        for value in _members(view, head)
    ] + view.objects(shape, NamedNode(SH + "hasValue"))
    if values:
        expected["values"] = [write_term(view, value) for value in values]
    kinds = [view.curie(kind.value) for kind in _kinds(view, shape)]
    if kinds:
        expected["kinds"] = kinds


def _kinds(view: GraphView, shape: Node) -> Iterator[NamedNode]:
    """Yield the classes and datatypes that values have, also those of alternatives."""
    alternatives = [
        each
        for head in view.objects(shape, NamedNode(SH + "or"))
        for each in _members(view, head)
        if isinstance(each, NamedNode | BlankNode)
    ]
    for node in (shape, *alternatives):
        for name in ("class", "datatype"):
            yield from view.nodes(node, NamedNode(SH + name))


def _count(view: GraphView, shape: Node) -> str:
    """Return how many values a property has: exactly 1, 1 or more, at most 2."""
    least, most = (_number(view, shape, name) for name in ("minCount", "maxCount"))
    if most is None:
        return f"{least} or more" if least else ""
    if least == most:
        return f"exactly {most}"
    return f"{least} to {most}" if least else f"at most {most}"


def _number(view: GraphView, shape: Node, name: str) -> int | None:
    for value in view.objects(shape, NamedNode(SH + name)):
        if isinstance(value, Literal) and value.value.isdecimal():
            return int(value.value)
    return None


def write_term(view: GraphView, term: Term) -> str:
    """Return a term as a query holds it."""
    return view.curie(term.value) if isinstance(term, NamedNode) else str(term)
