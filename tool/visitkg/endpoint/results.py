"""Rows and triples of a store, read as they come; what is not whole raises ``IncompleteError``."""

from __future__ import annotations

import io
from typing import IO, TYPE_CHECKING, Final

from pyoxigraph import (
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    RdfFormat,
    parse,
    parse_query_results,
)

from visitkg.endpoint.reader import IncompleteError
from visitkg.endpoint.virtuoso import (
    ASKED,
    Relabelled,
    is_virtuoso,
    refuse_cut,
    refuse_partial,
)
from visitkg.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pyoxigraph import Triple

    from visitkg.endpoint.reader import Reader
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

_ENDLESS: Final = (
    QueryResultsFormat.TSV,
    RdfFormat.N_TRIPLES,
    RdfFormat.TURTLE,
    RdfFormat.N3,
)
"""Formats in which a part may look like the whole."""

_PIECE: Final = 1 << 16


def read_rows(reader: Reader) -> tuple[tuple[str, ...], Iterator[Row]]:
    """Return the variables of a SELECT, and its rows as they come.

    Raise IncompleteError, at once or at the end of the rows, for an answer that is only a part.
    """
    refuse_partial(reader)
    results, stream = _parse(reader)
    if not isinstance(results, QuerySolutions):
        raise _odd(reader, "rows")
    names = tuple(variable.value for variable in results.variables)
    return names, _each_row(reader, results, names, stream)


def read_truth(reader: Reader) -> bool:
    """Return the answer of an ASK."""
    refuse_partial(reader)
    results, stream = _parse(reader)
    if isinstance(results, QueryBoolean):
        _read_on(stream)
        return bool(results)
    names = tuple(variable.value for variable in results.variables)
    if names != (ASKED,):
        raise _odd(reader, "true or false")
    rows = list(_each_row(reader, results, names, stream))
    return [[getattr(cell, "value", "0") for cell in row] for row in rows] == [["1"]]


def read_triples(reader: Reader) -> Iterator[Triple]:
    """Yield the triples of a graph as they come."""
    refuse_partial(reader)
    rdf_format = GRAPHS.get(reader.headers.get_content_type())
    if rdf_format is None:
        raise _odd(reader, "a graph")
    _refuse_endless(reader, rdf_format)
    return _each_triple(reader, rdf_format)


def _each_triple(reader: Reader, rdf_format: RdfFormat) -> Iterator[Triple]:
    stream = io.BufferedReader(reader, _PIECE)
    count = 0
    try:
        for quad in parse(input=stream, format=rdf_format, base_iri=reader.url):
            count += 1
            yield quad.triple
        _read_on(stream)
    except (SyntaxError, ValueError, OSError) as error:
        raise _broken(reader, error) from error
    refuse_cut(reader, count)


def _parse(reader: Reader) -> tuple[QuerySolutions | QueryBoolean, IO[bytes]]:
    results_format = ROWS.get(reader.headers.get_content_type())
    # What Virtuoso calls so has IRIs in the form of strings.
    is_false = results_format == QueryResultsFormat.TSV and is_virtuoso(reader.headers["Server"])
    if results_format is None or is_false:
        raise _odd(reader, "results of a query")
    _refuse_endless(reader, results_format)
    source = Relabelled(reader) if is_virtuoso(reader.headers["Server"]) else reader
    stream = io.BufferedReader(source, _PIECE)
    try:
        return parse_query_results(stream, format=results_format), stream
    except (SyntaxError, ValueError, OSError) as error:
        raise _broken(reader, error) from error


def _each_row(
    reader: Reader, results: QuerySolutions, names: tuple[str, ...], stream: IO[bytes]
) -> Iterator[Row]:
    count = 0
    try:
        for row in results:
            count += 1
            yield tuple(row[name] for name in names)
        _read_on(stream)
    except (SyntaxError, ValueError, OSError) as error:
        raise _broken(reader, error) from error
    finally:
        # An error would keep it until another thread clears up, which it does not survive.
        del results
    refuse_cut(reader, count)


def _read_on(stream: IO[bytes]) -> None:
    """Read what stands behind the last row, so that a cut is seen and the connection is free."""
    while stream.read(_PIECE):
        pass


def _refuse_endless(reader: Reader, name: QueryResultsFormat | RdfFormat) -> None:
    """Raise IncompleteError for an answer of which nobody can tell whether it came whole."""
    if not reader.ends_by_itself and name in _ENDLESS:
        raise IncompleteError(
            f"{reader.url} does not say where its answer ends, so a part may be missing",
            remedy="Its owner, or a proxy before it, can send it in chunks, or tell its length.",
        )


def _broken(reader: Reader, error: Exception) -> InputError:
    found: BaseException | None = error
    while found is not None:
        if isinstance(found, InputError):
            return found
        found = found.__cause__ or found.__context__
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
