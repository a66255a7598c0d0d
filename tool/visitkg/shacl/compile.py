"""From the model of shapes to what pySHACL runs.

The focus nodes of a run are found beforehand (``target``) and handed over as values of
sh:targetNode, so that what is counted and what is validated are the same nodes.
"""

from __future__ import annotations

import logging
import warnings
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Final

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from visitkg.errors import InputError
from visitkg.graph.load import to_rdflib
from visitkg.shacl.index import ONE
from visitkg.shacl.vocabulary import CHARACTERISTICS, PARAMETERS, TARGETS, Takes
from visitkg.terms import OWL, RDF, SH, XSD

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    import rdflib
    from rdflib.plugins.sparql.sparql import Query

    from visitkg.shacl.index import Index, Node, Term
    from visitkg.shacl.model import ShapesGraph

_BOOLEANS: Final = frozenset(
    NamedNode(SH + name)
    for name, parameter in {**PARAMETERS, **CHARACTERISTICS}.items()
    if parameter.takes is Takes.BOOLEAN
)
_DECLARE: Final = NamedNode(SH + "declare")
_FALSE: Final = Literal("false", datatype=NamedNode(XSD + "boolean"))
_IMPORTS: Final = NamedNode(OWL + "imports")
_PREFIXES: Final = NamedNode(SH + "prefixes")

_LOUD: Final = ("pyshacl-validate", "rdflib.term")
"""What logs on each run, and on each ill-typed literal; both are told in the report instead."""


@dataclass(frozen=True, slots=True)
class Plan:
    """Shapes made ready to be run any number of times; ``graph`` holds all but their targets.

    ``queries`` keeps what each query of a constraint parses to: pySHACL asks it anew for each
    focus node, and parsing takes longer than the answer.
    """

    shapes: ShapesGraph
    graph: rdflib.Graph
    queries: dict[str, Query] = field(default_factory=dict)


def compile_shapes(shapes: ShapesGraph) -> Plan:
    """Return the plan by which pySHACL validates; raise InputError for RDF 1.2 terms."""
    triples = (*_adapt(shapes), *_declare_imported(shapes.triples))
    with silence():
        return Plan(shapes, to_graph(triples, shapes.prefixes))


def _adapt(shapes: ShapesGraph) -> Iterator[Triple]:
    """Yield the shapes graph without its targets, and as pySHACL reads it by the recommendation.

    sh:uniqueLang and its like have an effect for the literal true only, not for "1".
    """
    own_targets = {
        shape.node
        for shape in shapes.shapes.values()
        if any(target.value == shape.node for target in shape.targets)
    }
    for triple in shapes.triples:
        subject, predicate, value = triple
        if value == ONE and predicate in _BOOLEANS:
            yield Triple(subject, predicate, _FALSE)
        elif not _is_target(triple, own_targets):
            yield triple


def _declare_imported(triples: Sequence[Triple]) -> Iterator[Triple]:
    """Yield for each value of sh:prefixes the declarations of what it imports.

    pySHACL takes its own only: https://www.w3.org/TR/shacl/#sparql-prefixes
    """
    links: dict[Term, list[Term]] = {}
    declarations: dict[Term, list[Term]] = {}
    for triple in triples:
        if triple.predicate == _IMPORTS:
            links.setdefault(triple.subject, []).append(triple.object)
        elif triple.predicate == _DECLARE:
            declarations.setdefault(triple.subject, []).append(triple.object)
    owners = {triple.object for triple in triples if triple.predicate == _PREFIXES}
    for owner in owners:
        reached: dict[Term, None] = {owner: None}
        waiting = [owner]
        while waiting:
            following = [node for node in links.get(waiting.pop(), ()) if node not in reached]
            reached.update(dict.fromkeys(following))
            waiting.extend(following)
        if isinstance(owner, NamedNode | BlankNode):
            for node in reached:
                for declaration in declarations.get(node, ()):
                    yield Triple(owner, _DECLARE, declaration)


def _is_target(triple: Triple, own_targets: set[Node]) -> bool:
    """Return whether a triple gives a shape a target; a class can be its own shape's target."""
    if triple.predicate.value == RDF + "type":
        return triple.subject in own_targets and not str(triple.object).startswith(f"<{SH}")
    return triple.predicate.value.removeprefix(SH) in TARGETS


def to_graph(
    triples: Iterable[Triple], prefixes: Mapping[str, str], index: Index | None = None
) -> rdflib.Graph:
    """Return an rdflib graph, with the prefixes that pySHACL's own messages use.

    ``index`` knows where the triples stand, for an error message.
    """
    import rdflib

    graph = rdflib.Graph(bind_namespaces="none")
    for prefix, iri in prefixes.items():
        graph.bind(prefix, iri)
    convert = cache(to_rdflib)
    for triple in triples:
        try:
            graph.add((convert(triple.subject), convert(triple.predicate), convert(triple.object)))
        except TypeError as error:
            raise InputError(
                f"pySHACL can't hold this RDF 1.2 term: {triple.object}",
                position=index.position_of(triple) if index else None,
                remedy="Leave it out.",
            ) from error
    return graph


@contextmanager
def silence() -> Iterator[None]:
    """Keep pySHACL and rdflib from writing to stderr, and leave their loggers as they were."""
    loggers = [logging.getLogger(name) for name in _LOUD]
    before = [(logger, logger.disabled, logger.level, list(logger.handlers)) for logger in loggers]
    for logger in loggers:
        logger.disabled = True
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        for logger, disabled, level, handlers in before:
            logger.disabled = disabled
            logger.setLevel(level)
            logger.handlers[:] = handlers
