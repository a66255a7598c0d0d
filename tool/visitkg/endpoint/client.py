"""Queries to a store and their answers: https://www.w3.org/TR/sparql11-protocol/."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, TypeVar
from urllib.parse import urlencode

from visitkg.endpoint.address import Address, find_address
from visitkg.endpoint.connection import Connections
from visitkg.endpoint.results import (
    ACCEPT_GRAPHS,
    ACCEPT_ROWS,
    read_rows,
    read_triples,
    read_truth,
)
from visitkg.endpoint.virtuoso import is_virtuoso
from visitkg.sparql.answer import Table

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from pyoxigraph import Triple

    from visitkg.endpoint.reader import Counts, Reader
    from visitkg.project import Project
    from visitkg.sparql.answer import Row

Given = TypeVar("Given")
Found = TypeVar("Found")

TIMEOUT: Final = 60.0
"""Seconds for which nothing may come, by default."""

LARGEST: Final = 1 << 32
"""No answer has more bytes, by default."""

PARALLEL: Final = 4
"""So many requests are under way at once, by default."""

AGENT: Final = "visitkg"

_FORM: Final = "application/x-www-form-urlencoded"


@dataclass(frozen=True, slots=True)
class Endpoint:
    """A store that can be asked by several threads at once."""

    address: Address
    connections: Connections
    parallel: int = PARALLEL

    @property
    def counts(self) -> Counts:
        """Return what has gone over the wire."""
        return self.connections.counts

    @property
    def name(self) -> str:
        """Return what messages call it."""
        return self.address.query

    def close(self) -> None:
        """End its connections; it opens others when it is asked again."""
        self.connections.close_all()

    def select(self, query: str) -> Table:
        """Return all rows of a SELECT; raise IncompleteError if there may be others."""
        variables, rows = self.rows(query)
        return Table(variables, tuple(rows))

    def rows(self, query: str) -> tuple[tuple[str, ...], Iterator[Row]]:
        """Return the variables of a SELECT and its rows, as they come."""
        return read_rows(self._ask(query, ACCEPT_ROWS))

    def ask(self, query: str) -> bool:
        """Return the answer of an ASK."""
        return read_truth(self._ask(query, ACCEPT_ROWS))

    def construct(self, query: str) -> Iterator[Triple]:
        """Yield the triples of a CONSTRUCT or DESCRIBE, as they come.

        Virtuoso cuts them without a word: so many triples as it gives rows raise IncompleteError,
        which is no proof where a row gives less than one triple of its own.
        """
        return read_triples(self._ask(query, ACCEPT_GRAPHS))

    def map(self, ask: Callable[[Given], Found], given: Iterable[Given]) -> list[Found]:
        """Return what a function finds for each thing given, in their order.

        It may ask the store, which has no more than ``parallel`` requests of these at once.
        """
        items = list(given)
        if self.parallel == 1 or len(items) <= 1:
            return [ask(each) for each in items]
        with ThreadPoolExecutor(min(self.parallel, len(items))) as pool:
            found = [pool.submit(ask, each) for each in items]
            try:
                return [each.result() for each in found]
            finally:
                for each in found:
                    each.cancel()

    @property
    def is_virtuoso(self) -> bool:
        """Return whether what has answered last is a Virtuoso."""
        return is_virtuoso(self.connections.server)

    def _ask(self, query: str, accept: str) -> Reader:
        form = {"query": query}
        if self.address.graph is not None:
            form["default-graph-uri"] = self.address.graph
        headers = {"Accept": accept, "Content-Type": _FORM, "User-Agent": AGENT}
        body = urlencode(form).encode()
        return self.connections.send("POST", self.address.query, body, headers)


def open_endpoint(  # noqa: PLR0913  (all but the first two have defaults)
    text: str,
    project: Project,
    *,
    graph: str | None = None,
    graph_store: str | None = None,
    timeout: float | None = None,
    most: int = LARGEST,
    parallel: int = PARALLEL,
) -> Endpoint:
    """Return the store at an address, or the one that the project calls so.

    ``graph`` is the one that is asked, by default the default graph; ``graph_store`` is where it
    can be filled. Nothing is sent yet. Raise UsageError as ``find_address`` does.
    """
    address = find_address(text, project, graph=graph, graph_store=graph_store)
    seconds = timeout or address.timeout or TIMEOUT
    return Endpoint(address, Connections(address, timeout=seconds, most=most), parallel)
