"""SPARQL in a shapes graph, read from its triples: constraints, components, validators, targets.

https://www.w3.org/TR/shacl/#sparql-constraints, #sparql-constraint-components, and
https://www.w3.org/TR/shacl-af/#targets
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pyoxigraph import BlankNode, Literal, NamedNode

from visitkg.shacl.declaration import declared_prefixes
from visitkg.shacl.index import TRUE, TYPE
from visitkg.shacl.model import Component, Parameter, Query
from visitkg.terms import SH

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from visitkg.shacl.index import Index, Node, Term

_ASK: Final = NamedNode(SH + "ask")
_PATH: Final = NamedNode(SH + "path")
_PARAMETER: Final = NamedNode(SH + "parameter")
_SELECT: Final = NamedNode(SH + "select")
_TARGET: Final = NamedNode(SH + "target")


def read_constraints(index: Index) -> Mapping[Term, Query]:
    """Return the queries of all values of sh:sparql that are active and have one."""
    found: dict[Term, Query] = {}
    for _, node in index.pairs(NamedNode(SH + "sparql")):
        query = read_query(index, node)
        if query is not None and TRUE not in index.objects(node, NamedNode(SH + "deactivated")):
            found[node] = query
    return found


def read_query(index: Index, node: Term) -> Query | None:
    """Return the query of a constraint, a validator or a target, with its prefixes before it."""
    for predicate in (_SELECT, _ASK):
        for text in index.objects(node, predicate):
            if isinstance(text, Literal) and isinstance(node, NamedNode | BlankNode):
                return Query(
                    node=node,
                    text=_prefixes(index, node) + text.value,
                    is_ask=predicate == _ASK,
                    messages=tuple(
                        message
                        for message in index.objects(node, NamedNode(SH + "message"))
                        if isinstance(message, Literal)
                    ),
                    position=index.position(node, predicate, text),
                )
    return None


def _prefixes(index: Index, node: Term) -> str:
    """Return the declarations that a query may use: https://www.w3.org/TR/shacl/#sparql-prefixes."""
    return "".join(
        f"PREFIX {prefix}: <{namespace}> "
        for prefix, namespace in declared_prefixes(index, node).items()
    )


def read_components(index: Index) -> tuple[Component, ...]:
    """Return the constraint components that the shapes graph declares."""
    kinds = index.subclasses(NamedNode(SH + "ConstraintComponent"))
    nodes = dict.fromkeys(node for kind in kinds for node in index.subjects(TYPE, kind))
    return tuple(
        Component(
            node=node,
            parameters=tuple(read_parameters(index, node)),
            validator=_read_validator(index, node, "validator"),
            node_validator=_read_validator(index, node, "nodeValidator"),
            property_validator=_read_validator(index, node, "propertyValidator"),
        )
        for node in nodes
    )


def read_parameters(index: Index, node: Term) -> Iterator[Parameter]:
    """Yield the parameters that a component or a type of targets declares."""
    for parameter in index.objects(node, _PARAMETER):
        for path in index.objects(parameter, _PATH):
            if isinstance(path, NamedNode):
                optional = TRUE in index.objects(parameter, NamedNode(SH + "optional"))
                yield Parameter(path, optional)


def _read_validator(index: Index, node: Node, name: str) -> Query | None:
    queries = (read_query(index, value) for value in index.objects(node, NamedNode(SH + name)))
    return next((query for query in queries if query is not None), None)


def read_targets(index: Index, shape: Node) -> Iterator[tuple[Node, Query, Mapping[str, Term]]]:
    """Yield the SPARQL-based targets of a shape, each with the values of its parameters.

    A target has a query of its own, or is of a type that has one.
    """
    for target in index.objects(shape, _TARGET):
        if not isinstance(target, NamedNode | BlankNode):
            continue
        own = read_query(index, target)
        if own is not None:
            yield target, own, {}
            continue
        for kind in index.objects(target, TYPE):
            query = read_query(index, kind)
            if query is not None:
                yield target, query, _arguments(index, target, kind)


def _arguments(index: Index, target: Term, kind: Term) -> Mapping[str, Term]:
    return {
        parameter.name: value
        for parameter in read_parameters(index, kind)
        for value in index.objects(target, parameter.path)[:1]
    }
