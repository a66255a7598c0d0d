"""What is asked of a store: nothing but SELECT, so that the length of each answer is known."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from visitkg.sparql.answer import Table


class Source(Protocol):
    """A store that answers queries."""

    def select(self, query: str, /) -> Table:
        """Return the whole answer; raise VisitkgError if it can't be had, or not all of it."""
