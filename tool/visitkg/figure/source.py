"""The sources of claims as pictures name them, with the middle left out where they are many."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeAlias

from visitkg.figure.model import Cell
from visitkg.site.model import Reference
from visitkg.site.sentence import source_text

if TYPE_CHECKING:
    from visitkg.figure.model import Link

Source: TypeAlias = tuple[Reference, ...]
"""The agents who say so together, none for a source that nobody names."""

Path: TypeAlias = tuple[Source, ...]
"""The sources of a claim, from who publishes it to its origin."""

Named: TypeAlias = tuple[tuple[str, str | None], ...]
"""What each agent of a source is called, and the address where it is told, if anywhere."""

MOST_AGENTS: Final = 8
"""So many agents of one source are drawn; the rest are counted."""

MOST_STEPS: Final = 9
"""So many sources of one path are drawn; those left out between them are counted."""


def source_cell(source: Source) -> Cell:
    """Return a source as a cell of a table."""
    return Cell(tell_source(source), source[0].iri if len(source) == 1 else None)


def tell_source(source: Source) -> str:
    """Return a source in words, the rest of many agents as a number."""
    rest = len(source) - MOST_AGENTS
    words = source_text(source[:MOST_AGENTS])
    return f"{words} and {rest:,} more" if rest > 0 else words


def name_source(source: Source, link: Link) -> Named:
    """Return what is drawn of a source: its agents, the rest of them as a number."""
    named = tuple(
        [(each.label, link(each.iri) if each.iri else None) for each in source[:MOST_AGENTS]]
    )
    rest = len(source) - MOST_AGENTS
    return (*named, (f"and {rest:,} more", None)) if rest > 0 else named


def name_steps(path: Path, link: Link) -> tuple[tuple[int, Named], ...]:
    """Return what is drawn of a path from its origin on, each source with its number.

    Where some are left out, their count stands for them, with the number of the last one.
    """
    steps = list(enumerate(reversed(path)))
    rest = len(steps) - MOST_STEPS
    if rest <= 0:
        return tuple([(number, name_source(source, link)) for number, source in steps])
    half = MOST_STEPS // 2
    return (
        *((number, name_source(source, link)) for number, source in steps[:half]),
        (half + rest, ((f"{rest + 1:,} more, one after the other", None),)),
        *((number, name_source(source, link)) for number, source in steps[half + rest + 1 :]),
    )
