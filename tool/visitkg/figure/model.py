"""What a figure consists of, apart from how it is drawn."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

Link: TypeAlias = Callable[[str], str | None]
"""From an IRI to the address where it is told, None for no link."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a table: what it says, and of what if that has an IRI."""

    text: str
    iri: str | None = None


@dataclass(frozen=True, slots=True)
class Figure:
    """A picture, and the same content as a table and in words.

    ``name`` is safe as an HTML id and as the name of a file; ``svg`` has no XML declaration.
    ``left`` is how many rows are left out of picture and table, which ``text`` then tells.
    """

    name: str
    title: str
    svg: str
    header: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    text: str
    left: int = 0


def no_link(iri: str) -> str | None:  # noqa: ARG001  (a Link)
    """Return no address for any IRI."""
    return None
