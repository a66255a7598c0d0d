"""Rows and triples of a store, read as they come; what is not whole raises ``IncompleteError``."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Final

from pyoxigraph import (
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    RdfFormat,
    parse,
    parse_query_results,
)

from visitkg.endpoint.connection import IncompleteError
from visitkg.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pyoxigraph import Triple

    from visitkg.endpoint.connection import Reader
    from visitkg.sparql.answer import Row

ROWS: Final = {
    "application/sparql-results+json": QueryResultsFormat.JSON,
    "application/json": QueryResultsFormat.JSON,
    "application/sparql-results+xml": QueryResultsFormat.XML,
    "application/xml": QueryResultsFormat.XML,
    "text/xml": QueryResultsFormat.XML,
    "text/tab-separated-values": QueryResultsFormat.TSV,
}
ACCEPT_ROWS: Final = (
    "application/sparql-results+json, application/sparql-results+xml;q=0.8, "
    "text/tab-separated-values;q=0.5"
)
GRAPHS: Final = {
    "application/n-triples": RdfFormat.N_TRIPLES,
    "text/plain": RdfFormat.N_TRIPLES,
    "text/turtle": RdfFormat.TURTLE,
    "application/turtle": RdfFormat.TURTLE,
    "application/x-turtle": RdfFormat.TURTLE,
    "text/n3": RdfFormat.N3,
    "text/rdf+n3": RdfFormat.N3,
    "application/rdf+xml": RdfFormat.RDF_XML,
    "application/ld+json": RdfFormat.JSON_LD,
}
ACCEPT_GRAPHS: Final = (
    "application/n-triples, text/turtle;q=0.9, application/rdf+xml;q=0.6, application/ld+json;q=0.5"
)

_MOST_ROWS: Final = "X-SPARQL-MaxRows"
_PARTIAL: Final = ("X-SQL-State", "S1TAT")
_PIECE: Final = 1 << 16


def read_rows(reader: Reader) -> tuple[tuple[str, ...], Iterator[Row]]:
    """Return the variables of a SELECT, and its rows as they come.

    Raise IncompleteError, at once or at the end of the rows, for an answer that is only a part.
    """
    _refuse_partial(reader)
    results = _parse(reader)
    if not isinstance(results, QuerySolutions):
        raise _odd(reader, "rows")
    names = tuple(variable.value for variable in results.variables)
    return names, _each_row(reader, results, names)


def read_truth(reader: Reader) -> bool:
    """Return the answer of an ASK."""
    results = _parse(reader)
    if not isinstance(results, QueryBoolean):
        raise _odd(reader, "true or false")
    return bool(results)


def read_triples(reader: Reader) -> Iterator[Triple]:
    """Yield the triples of a graph as they come."""
    _refuse_partial(reader)
    rdf_format = GRAPHS.get(reader.headers.get_content_type())
    if rdf_format is None:
        raise _odd(reader, "a graph")
    stream = io.BufferedReader(reader, _PIECE)
    most = _most(reader)
    count = 0
    try:
        for quad in parse(input=stream, format=rdf_format, base_iri=reader.url):
            count += 1
            yield quad.triple
    except (SyntaxError, ValueError, OSError) as error:
        raise _broken(reader, error) from error
    _refuse_cut(reader, count, most)


def _parse(reader: Reader) -> QuerySolutions | QueryBoolean:
    results_format = ROWS.get(reader.headers.get_content_type())
    if results_format is None:
        raise _odd(reader, "results of a query")
    try:
        return parse_query_results(io.BufferedReader(reader, _PIECE), format=results_format)
    except (SyntaxError, ValueError, OSError) as error:
        raise _broken(reader, error) from error


def _each_row(reader: Reader, results: QuerySolutions, names: tuple[str, ...]) -> Iterator[Row]:
    most = _most(reader)
    count = 0
    try:
        for row in results:
            count += 1
            yield tuple(row[name] for name in names)
    except (SyntaxError, ValueError, OSError) as error:
        raise _broken(reader, error) from error
    _refuse_cut(reader, count, most)


def _most(reader: Reader) -> int | None:
    """Return how many rows the store gives at most, if it says so, as Virtuoso does."""
    text = reader.headers[_MOST_ROWS]
    return int(text) if text is not None and text.strip().isdecimal() else None


def _refuse_cut(reader: Reader, count: int, most: int | None) -> None:
    """Raise IncompleteError for as many rows as the store gives at most: there may be more."""
    if most is not None and count >= most:
        raise IncompleteError(
            f"{reader.url} gives {most:,} rows at most, and gave so many: the rest is missing",
            remedy="Ask for a part, or let its owner raise ResultSetMaxRows.",
        )


def _refuse_partial(reader: Reader) -> None:
    """Raise IncompleteError for an answer that Virtuoso broke off when its time was over."""
    name, state = _PARTIAL
    if reader.headers[name] == state:
        raise IncompleteError(
            f"{reader.url} ran out of time and gave a part of the answer",
            remedy="Ask for less, or let its owner raise MaxQueryExecutionTime.",
        )


def _broken(reader: Reader, error: Exception) -> InputError:
    if isinstance(error, InputError):
        return error
    cause = error.__cause__ or error.__context__
    if isinstance(cause, InputError):
        return cause
    return IncompleteError(
        f"the answer of {reader.url} can't be read to its end: {error}",
        remedy="The store may have broken off: ask again, or for less.",
    )


def _odd(reader: Reader, what: str) -> InputError:
    media_type = reader.headers.get_content_type()
    return InputError(
        f"{reader.url} answers with {media_type}, not with {what}",
        remedy="Is this the address of a SPARQL endpoint?",
    )
