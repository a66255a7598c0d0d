"""What the pictures of answers share: their parts, and how rows that aren't drawn are told."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from visitkg.figure.draw import escape, write_drawing
from visitkg.figure.said import plural

if TYPE_CHECKING:
    from collections.abc import Iterable

_LONGEST: Final = 300


@dataclass(frozen=True, slots=True)
class Picture:
    """A drawing of an answer, and the same in words; it may have several columns."""

    title: str
    svg: str
    text: str
    columns: int = 1


def finish(
    name: str, title: str, text: str, parts: Iterable[str], size: tuple[float, float]
) -> Picture:
    """Return a picture from what is drawn."""
    return Picture(title, write_drawing(f"view-{name}", title, text, size, parts), text)


def write_title(text: str) -> str:
    """Return what a part of a drawing says when somebody points at it."""
    return f"<title>{escape(text[:_LONGEST])}</title>"


def tell_drawn(drawn: int, total: int, noun: str = "row", *, unfit: str = "") -> str:
    """Return how many are drawn of how many; ``unfit`` says why some can't be."""
    if drawn == total:
        return f"{plural(total, noun)}, all of them drawn."
    why = f" ({unfit})" if unfit else ""
    return (
        f"{plural(total, noun)}, of which {drawn:,} are drawn; {total - drawn:,} more are not{why}."
    )
