"""How a claim came to the report: from the origin over who passes it on to who publishes it."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING, Final

from visitkg.figure.draw import (
    LINE,
    SIZES,
    lines_height,
    tag,
    write_arrow,
    write_drawing,
    write_lines,
    write_link,
)
from visitkg.figure.measure import wrap_text
from visitkg.figure.model import no_link
from visitkg.site.sentence import chain_text, place_text, source_text, status_text

if TYPE_CHECKING:
    from visitkg.figure.model import Link
    from visitkg.site.model import Chain, Claim, Reference

    Source = tuple[Reference, ...]

_BOX: Final = 250.0
_GAP: Final = 34.0
_PAD: Final = 9.0


def chain_of_claim(claim: Claim, link: Link = no_link) -> str:
    """Return the chains of a claim as SVG, one beside the other, down to its place in a document.

    A source that nobody names is drawn dashed.
    """
    columns = [_draw_column(claim, chain, link) for chain in claim.chains]
    if not columns:
        return ""
    name = f"chain-{sha256(claim.reference.iri.encode()).hexdigest()[:10]}"
    step = _BOX + 30
    parts = [
        tag("g", body, transform=f"translate({number * step:.0f} 0)") if number else body
        for number, (body, _) in enumerate(columns)
    ]
    width = 20 + _BOX + step * (len(columns) - 1) + 130
    return write_drawing(
        name,
        f"Chain of sources of {claim.reference.label}",
        "; ".join(map(chain_text, claim.chains)),
        (width, max(height for _, height in columns)),
        parts,
    )


def _draw_column(claim: Claim, chain: Chain, link: Link) -> tuple[str, float]:
    """Return one chain, the origin on top, and how high it is."""
    parts: list[str] = []
    top = 8.0
    last = len(chain.sources) - 1
    for number, source in enumerate(reversed(chain.sources)):
        notes = [status_text(claim)] if number == last else []
        box, height = draw_source(source, (10.0, top), _BOX, link, notes)
        parts.append(box)
        side = _role(number, last)
        parts.append(write_lines(_BOX + 20, top + height / 2 + 4, [side], "fig-note"))
        top += height
        words = "published in" if number == last else f"hop {number + 1}"
        parts.append(_draw_step(top, words))
        top += _GAP
    document, height = _draw_places(claim, top, link)
    return "".join([*parts, document]), top + height + 8


def _role(number: int, last: int) -> str:
    if number == last:
        return "publishes it" if last else "says so itself"
    return "passes it on" if number else "origin"


def _draw_step(top: float, words: str) -> str:
    x = 10 + _BOX / 2
    line = tag("path", d=f"M{x} {top:.1f}V{top + _GAP - 7:.1f}", class_="fig-line")
    note = write_lines(x + 12, top + _GAP / 2 + 3, [words], "fig-note fig-faint")
    return line + write_arrow(x, top + _GAP, 90) + note


def draw_source(
    source: Source, at: tuple[float, float], width: float, link: Link, notes: list[str]
) -> tuple[str, float]:
    """Return a box with the agents who say so together, and its height."""
    x, top = at
    lines: list[str] = []
    base = top + _PAD + SIZES["fig-label"]
    for agent in source or (None,):
        text = agent.label if agent else source_text(())
        wrapped = wrap_text(text, width - 2 * _PAD, SIZES["fig-label"], 3)
        style = "fig-label" if agent else "fig-label fig-unknown"
        words = write_lines(x + _PAD, base, wrapped, style)
        lines.append(write_link(words, agent.iri if agent else None, link))
        base += lines_height(len(wrapped), "fig-label")
    base += SIZES["fig-note"] - SIZES["fig-label"]
    for note in notes:
        wrapped = wrap_text(note, width - 2 * _PAD, SIZES["fig-note"], 3)
        lines.append(write_lines(x + _PAD, base, wrapped, "fig-note"))
        base += lines_height(len(wrapped), "fig-note")
    height = base - SIZES["fig-note"] * LINE + 5 + _PAD - top
    style = "fig-box" if source else "fig-box fig-nobody"
    box = tag("rect", x=x, y=top, width=width, height=height, rx=6.0, class_=style)
    return box + "".join(lines), height


def _draw_places(claim: Claim, top: float, link: Link) -> tuple[str, float]:
    """Return the places where a claim stands, as a sheet of paper, and its height."""
    places: list[tuple[str, str | None]] = [
        (place_text(p, with_document=False), p.span.iri) for p in claim.places
    ]
    documents = {p.document.label: p.document.iri for p in claim.places if p.document}
    texts = [*documents.items(), *places] or [("no place given", None)]
    base = top + _PAD + SIZES["fig-note"]
    lines = []
    for text, iri in texts:
        wrapped = wrap_text(text, _BOX - 4 * _PAD, SIZES["fig-note"], 2)
        lines.append(write_link(write_lines(10 + _PAD, base, wrapped, "fig-note"), iri, link))
        base += lines_height(len(wrapped), "fig-note")
    height = base - SIZES["fig-note"] - top + _PAD
    right, low = 10 + _BOX, top + height
    sheet = f"M10 {top:.1f}H{right - 14}L{right} {top + 14:.1f}V{low:.1f}H10Z"
    fold = f"M{right - 14} {top:.1f}V{top + 14:.1f}H{right}"
    paper = tag("path", d=sheet, class_="fig-sheet") + tag("path", d=fold, class_="fig-line")
    return paper + "".join(lines), height
