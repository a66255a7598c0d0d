"""What the pictures of answers share: their parts, and how rows that aren't drawn are told."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from visitkg.figure.draw import WIDTH, escape, write_drawing
from visitkg.figure.said import plural

_LONGEST: Final = 300


@dataclass(frozen=True, slots=True)
class Picture:
    """A drawing of an answer, and the same in words; ``is_broad`` takes all of a wide page."""

    title: str
    svg: str
    text: str
    is_broad: bool = False


def finish(
    name: str, title: str, text: str, parts: list[str], size: tuple[float, float]
) -> Picture:
    """Return a picture from what is drawn."""
    svg = write_drawing(f"view-{name}", title, text, size, parts)
    return Picture(title, svg, text, is_broad=size[0] > WIDTH)


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
