"""A query's answer in the form that is wanted, within the limits.

What a limit cuts is never sent: the answer says which limit it is, in its status, in the header
``Visitkg-Limit`` and in words.
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlencode

from pyoxigraph import (
    NamedNode,
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    QueryTriples,
    RdfFormat,
    parse_query_results,
    serialize,
)

from visitkg.errors import InputError, UsageError, VisitkgError
from visitkg.serve.endpoint.format import GRAPHS, NAMES, ROWS, choose_format, content_type
from visitkg.serve.endpoint.query import Query, read_query
from visitkg.serve.endpoint.tag import is_reproducible
from visitkg.serve.message import REVALIDATE, Request, Response, tell
from visitkg.sparql.answer import Answer, Graph, count
from visitkg.sparql.render import render
from visitkg.sparql.run import evaluate, name_columns, reaches_out, run

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pyoxigraph import Store

    from visitkg.serve.holding import Holding
    from visitkg.serve.limits import Limits
    from visitkg.sparql.prepare import Prepared
    from visitkg.sparql.run import Result

_OK: Final = 200
_LEAST_ROW: Final = 3
"""The shortest row in JSON: ``{},``. So an answer of so many bytes has at most a third of rows."""

_WORDY: Final = 16
"""How much longer an answer in JSON may be than in the shortest of the forms that come from it."""

_BLANK: Final = b'"type":"bnode"'
_OUTSIDE: Final = "Nothing outside this server is asked: leave out what names it."


class _TooLargeError(Exception):
    """An answer has more bytes than may be sent."""


class _BoundedBytes(io.BytesIO):
    """Bytes that the engine writes, up to a limit."""

    def __init__(self, most: int) -> None:
        super().__init__()
        self.most = most

    def write(self, data: Any, /) -> int:  # noqa: ANN401  (whatever bytes are)
        if self.tell() + len(data) > self.most:
            raise _TooLargeError
        return super().write(data)


def answer_request(holding: Holding, limits: Limits, request: Request, mount: str = "") -> Response:
    """Return what is answered to a request that asks a query.

    Its Cache-Control tells whether the same request has an answer of the same bytes next time.
    """
    query = read_query(request, limits)
    if isinstance(query, Response):
        return query
    response = answer_query(holding, limits, query, mount)
    is_kept = response.status == _OK and is_reproducible(query.text)
    kept = ("Cache-Control", REVALIDATE if is_kept else "no-store")
    return Response(response.status, (*response.headers, kept), response.body)


def answer_query(holding: Holding, limits: Limits, query: Query, mount: str = "") -> Response:
    """Return what is answered to a query; how long it runs is bounded from outside."""
    try:
        prepared = _with_dataset(holding.store, holding.preparer.prepare(query.text), query)
        is_graph = prepared.form in ("CONSTRUCT", "DESCRIBE")
        offered = GRAPHS if is_graph else ROWS
        suffix = choose_format(query.format, query.accept, is_graph=is_graph)
        if suffix is None:
            return _not_acceptable(offered)
        if suffix == "html":
            return _lead_to_page(query, mount)
        return _answer(holding, limits, prepared, suffix, is_graph=is_graph)
    except UsageError as error:
        return tell(400, _explain(error))
    except InputError as error:
        return tell(500, _explain(error))
    except _TooLargeError:
        return too_much("bytes", limits.size)


def too_much(what: str, most: int) -> Response:
    """Return what is answered in the place of an answer that is larger than a limit."""
    return tell(
        413,
        f"The answer has more than {most:,} {what}, the most that this server gives. Nothing of it "
        "is sent: ask for a part, with LIMIT and ORDER BY.",
        {"Visitkg-Limit": f"{what}={most}"},
    )


def _with_dataset(store: Store, prepared: Prepared, query: Query) -> Prepared:
    """Return the query on the graphs that the protocol names; they stand in for those of FROM.

    https://www.w3.org/TR/sparql11-protocol/#dataset
    """
    if query.default_graphs is None or query.named_graphs is None:
        return prepared
    # Imported here: few requests name a dataset.
    from dataclasses import replace

    graphs = tuple(
        tuple(_read_graph(store, iri) for iri in iris)
        for iris in (query.default_graphs, query.named_graphs)
    )
    return replace(prepared, dataset=(graphs[0], graphs[1]), from_clauses=())


def _read_graph(store: Store, iri: str) -> NamedNode:
    try:
        graph = NamedNode(iri)
    except ValueError as error:
        raise UsageError(f"the graph {iri!r} is no IRI", remedy="Write it in full.") from error
    if not store.contains_named_graph(graph):
        raise UsageError(f"the graph {graph} is not here", remedy=_OUTSIDE)
    return graph


def _not_acceptable(offered: Mapping[str, str]) -> Response:
    known = ", ".join(f"{suffix} ({name})" for suffix, name in offered.items())
    return tell(406, f"This answer can be had as {known}: by Accept, or with format=.")


def _lead_to_page(query: Query, mount: str) -> Response:
    """Return where people see the answer: a page of the explorer, made by the same limits."""
    place = f"{mount}/explore/sparql?{urlencode([('query', query.text)])}"
    if query.default_graphs is not None:
        return tell(406, "A page shows answers of all that is served: ask for another form.")
    return Response(303, (("Location", place), ("Content-Type", "text/plain")), b"")


def _answer(
    holding: Holding, limits: Limits, prepared: Prepared, suffix: str, *, is_graph: bool
) -> Response:
    headers = (("Content-Type", content_type(suffix, of_graph=is_graph)),)
    if not is_graph and suffix != "csv":
        most = limits.size if suffix == "json" else _WORDY * limits.size
        body = _run_as_json(holding, most, prepared)
        if body is not None:
            if _has_too_many(body, limits.rows):
                return too_much("rows", limits.rows)
            if suffix in _ENGINE:
                results = parse_query_results(body, QueryResultsFormat.JSON)
                body = results.serialize(format=_ENGINE[suffix]) or b""
                return _bounded(headers, body, limits)
            if suffix == "json":
                return Response(200, headers, body)
    answer = run(holding.store, prepared, canonical=holding.canonical)
    if count(answer) > limits.rows:
        return too_much("triples" if is_graph else "rows", limits.rows)
    return _bounded(headers, _render(answer, suffix, holding), limits)


_ENGINE: Final = {"xml": QueryResultsFormat.XML, "tsv": QueryResultsFormat.TSV}


def _bounded(headers: tuple[tuple[str, str], ...], body: bytes, limits: Limits) -> Response:
    if len(body) > limits.size:
        return too_much("bytes", limits.size)
    return Response(200, headers, body)


def _run_as_json(holding: Holding, most: int, prepared: Prepared) -> bytes | None:
    """Return the JSON that the engine writes of rows, or of true or false.

    It is of at most so many bytes. None where the answer has to be read row by row: with blank
    nodes, whose labels differ each time, and where ``*`` gives columns in another order.
    """
    if reaches_out(prepared):
        # Imported here: few queries do.
        from visitkg.sparql.remote import admit

        admit(holding.store, prepared, allow_remote=False)

    def read(result: Result, prepared: Prepared) -> bytes | None:
        if isinstance(result, QueryTriples):
            return None
        if isinstance(result, QuerySolutions):
            names = [variable.value for variable in result.variables]
            if names != name_columns(result, prepared):
                return None
        written = _BoundedBytes(most)
        result.serialize(written, QueryResultsFormat.JSON)
        return written.getvalue()

    body = evaluate(holding.store, prepared, read)
    return None if body is None or _BLANK in body else body


def _has_too_many(body: bytes, most: int) -> bool:
    """Tell whether an answer in JSON has more rows; it is read only if it could."""
    if len(body) <= _LEAST_ROW * most:
        return False
    results = parse_query_results(body, QueryResultsFormat.JSON)
    if isinstance(results, QueryBoolean):
        return False
    return sum(1 for _ in results) > most


def _render(answer: Answer, suffix: str, holding: Holding) -> bytes:
    if suffix == "rdf" and isinstance(answer, Graph):
        return write_rdf_xml(answer, holding.prefixes)
    name = None if suffix == "txt" else NAMES[suffix]
    return render(answer, name, prefixes=holding.prefixes).encode()


def write_rdf_xml(graph: Graph, prefixes: Mapping[str, str]) -> bytes:
    """Return RDF/XML; raise UsageError for a graph that it has no way to say."""
    # Imported here: few clients ask for it.
    from visitkg.graph.blank import canonicalise
    from visitkg.publish.rdf_xml import find_unsayable

    triples = sorted(set(canonicalise(graph.triples)), key=str)
    why = find_unsayable(triples)
    if why is not None:
        raise UsageError(f"RDF/XML can't say this: {why}", remedy="Ask for Turtle.")
    return serialize(triples, format=RdfFormat.RDF_XML, prefixes=dict(prefixes)) or b""


def _explain(error: VisitkgError) -> str:
    """Return the text of an error, without remedies that only the command line has."""
    if error.remedy and "--allow-remote" in error.remedy:
        error.remedy = _OUTSIDE
    return str(error)
