"""Queries that are known before they are needed: asked beside each other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from visitkg.errors import VisitkgError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from visitkg.shacl.endpoint.source import Source
    from visitkg.sparql.answer import Table


class AheadSource:
    """A source whose answers may be there before they are asked for.

    Only a source that has ``map``, as an Endpoint has, is asked for several at once.
    """

    def __init__(self, source: Source) -> None:
        self._source = source
        self._found: dict[str, Table | VisitkgError] = {}

    def prepare(self, queries: Iterable[str]) -> None:
        """Ask queries that will be asked soon, the long ones first, for they take longest."""
        wanted = sorted({*queries}, key=lambda query: (-len(query), query))
        self._found.clear()
        ask_many = getattr(self._source, "map", None)
        if ask_many is not None:
            self._found.update(zip(wanted, ask_many(self._ask, wanted), strict=True))

    def select(self, query: str, /) -> Table:
        """Return the whole answer; raise VisitkgError if it can't be had, or not all of it."""
        found = self._found.pop(query, None)
        if found is None:
            return self._source.select(query)
        if isinstance(found, VisitkgError):
            raise found
        return found

    def _ask(self, query: str) -> Table | VisitkgError:
        try:
            return self._source.select(query)
        except VisitkgError as error:
            return error
