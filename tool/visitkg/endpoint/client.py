"""Queries to a store and their answers: https://www.w3.org/TR/sparql11-protocol/."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from urllib.parse import urlencode

from visitkg.endpoint.address import Address, find_address
from visitkg.endpoint.connection import Connections, Counts, Reader
from visitkg.endpoint.results import (
    ACCEPT_GRAPHS,
    ACCEPT_ROWS,
    read_rows,
    read_triples,
    read_truth,
)
from visitkg.sparql.answer import Table

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pyoxigraph import Triple

    from visitkg.project import Project
    from visitkg.sparql.answer import Row

TIMEOUT: Final = 60.0
"""Seconds for which nothing may come, by default."""

LARGEST: Final = 1 << 32
"""No answer has more bytes, by default."""

_FORM: Final = "application/x-www-form-urlencoded"
_AGENT: Final = "visitkg"


@dataclass(frozen=True, slots=True)
class Endpoint:
    """A store that can be asked by several threads at once."""

    address: Address
    connections: Connections

    @property
    def counts(self) -> Counts:
        """Return what has gone over the wire."""
        return self.connections.counts

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
        """Yield the triples of a CONSTRUCT or DESCRIBE, as they come."""
        return read_triples(self._ask(query, ACCEPT_GRAPHS))

    def _ask(self, query: str, accept: str) -> Reader:
        body = urlencode({"query": query}).encode()
        headers = {"Accept": accept, "Content-Type": _FORM, "User-Agent": _AGENT}
        return self.connections.send("POST", self.address.query, body, headers)


def open_endpoint(
    text: str, project: Project, *, timeout: float = TIMEOUT, most: int = LARGEST
) -> Endpoint:
    """Return the store at an address, or the one that the project calls so.

    Nothing is sent yet. Raise UsageError as ``find_address`` does.
    """
    address = find_address(text, project)
    return Endpoint(address, Connections(address, timeout=timeout, most=most))
