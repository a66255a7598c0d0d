"""Constraints run by pySHACL, the reference implementation for Python users."""

from __future__ import annotations

from textwrap import shorten
from typing import TYPE_CHECKING, Any, Final, cast

from pyoxigraph import BlankNode, Literal, NamedNode

from visitkg.errors import InputError
from visitkg.graph.load import to_rdflib
from visitkg.shacl.compile import silence, to_graph
from visitkg.shacl.result import ValidationResult
from visitkg.terms import SH, XSD

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    import rdflib
    from rdflib.plugins.sparql.sparql import Query

    from visitkg.shacl.compile import Plan
    from visitkg.shacl.index import Index, Node, Term
    from visitkg.shacl.model import ShapesGraph

_TARGET_NODE: Final = NamedNode(SH + "targetNode")

_DEEPEST: Final = 100
"""How deeply shapes may nest; recursive shapes are refused before."""

_LONGEST_REASON: Final = 300
"""pySHACL lists each step of the way to a failure; the first ones tell enough."""


def run(
    plan: Plan,
    data: Index,
    focus_nodes: Mapping[Node, Sequence[Term]],
    prefixes: Mapping[str, str],
) -> list[ValidationResult]:
    """Return what pySHACL finds wrong with the focus nodes of each shape, in no fixed order.

    ``data`` is the whole graph that constraints look at, ``prefixes`` shorten the IRIs in messages
    that shapes leave to pySHACL. Raise InputError where pySHACL gives up,
    and for RDF 1.2 terms. A plan can't be run by two threads at once.
    """
    with silence():
        graph = to_graph(data.triples(), prefixes, data)
        _keep_queries(graph, plan.queries)
        return _read_report(_run_with_targets(plan, graph, focus_nodes), plan.shapes)


def _keep_queries(graph: rdflib.Graph, queries: dict[str, Query]) -> None:
    """Let the graph parse each query only once; its text declares all prefixes it needs."""
    # Imported here: the parser takes a fifth of a second.
    from rdflib.plugins.sparql import prepareQuery

    ask = graph.query

    def query(text: str, *arguments: Any, **options: Any) -> rdflib.query.Result:  # noqa: ANN401  (rdflib's own)
        if text not in queries:
            queries[text] = prepareQuery(text)
        return ask(queries[text], *arguments, **options)

    graph.query = query  # type: ignore[method-assign, assignment]  # of this one graph only


def _run_with_targets(
    plan: Plan, data: rdflib.Graph, focus_nodes: Mapping[Node, Sequence[Term]]
) -> rdflib.Graph:
    """Return pySHACL's report graph; the plan is as before when it is done."""
    targets = [
        (to_rdflib(shape), to_rdflib(_TARGET_NODE), to_rdflib(node))
        for shape, nodes in focus_nodes.items()
        for node in nodes
    ]
    for target in targets:
        plan.graph.add(target)
    try:
        return _run_pyshacl(data, plan.graph)
    finally:
        for target in targets:
            plan.graph.remove(target)


def _run_pyshacl(data: rdflib.Graph, shapes: rdflib.Graph) -> rdflib.Graph:
    # Imported here: it takes a quarter of a second.
    import pyshacl

    try:
        _, report, _ = pyshacl.validate(
            data, shacl_graph=shapes, inplace=True, max_validation_depth=_DEEPEST
        )
    except Exception as error:
        raise _failure(error) from error
    if isinstance(report, Exception):
        raise _failure(report) from report
    return cast("rdflib.Graph", report)


def _failure(error: Exception) -> InputError:
    """Return the error for whatever pySHACL raised: it names no common base."""
    text = " ".join(str(error).split()) or type(error).__name__
    return InputError(
        f"the validation could not be completed: {shorten(text, _LONGEST_REASON)}",
        remedy="Nothing is known of the data until the shapes are mended.",
    )


def _read_report(report: rdflib.Graph, shapes: ShapesGraph) -> list[ValidationResult]:
    """Return the results of a report graph, each with those that stand under its sh:detail.

    Among them stand copies of blank nodes, which may describe a report themselves; but those are
    values of something.
    """
    import rdflib

    return [
        _read_result(report, result, shapes)
        for root in report.subjects(rdflib.RDF.type, rdflib.URIRef(SH + "ValidationReport"))
        if (None, None, root) not in report
        for result in report.objects(root, rdflib.URIRef(SH + "result"))
    ]


def _read_result(
    report: rdflib.Graph, node: rdflib.term.Node, shapes: ShapesGraph
) -> ValidationResult:
    import rdflib

    def values(name: str) -> list[rdflib.term.Node]:
        return list(report.objects(node, rdflib.URIRef(SH + name)))

    def terms(name: str) -> Iterator[Any]:
        return map(_from_rdflib, values(name))

    paths = [
        node if isinstance(node, NamedNode) else shapes.paths.get(node)
        for node in terms("resultPath")
    ]
    return ValidationResult(
        focus_node=next(terms("focusNode")),
        source_shape=next(terms("sourceShape")),
        source_constraint_component=next(terms("sourceConstraintComponent")),
        severity=next(terms("resultSeverity")),
        result_path=next(iter(paths), None),
        value_node=next(terms("value"), None),
        messages=tuple(sorted(terms("resultMessage"), key=str)),
        source_constraint=next(terms("sourceConstraint"), None),
        detail=tuple(_read_result(report, detail, shapes) for detail in values("detail")),
    )


def _from_rdflib(term: rdflib.term.Node) -> Term:
    """Return the term as pyoxigraph has it, with its lexical form, or its label."""
    import rdflib

    if isinstance(term, rdflib.URIRef):
        return NamedNode(str(term))
    if isinstance(term, rdflib.BNode):
        return BlankNode(str(term))
    literal = cast("rdflib.Literal", term)
    if literal.language:
        return Literal(str(literal), language=literal.language)
    datatype = str(literal.datatype) if literal.datatype else XSD + "string"
    return Literal(str(literal), datatype=NamedNode(datatype))
