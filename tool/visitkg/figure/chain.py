"""How a claim came to the report: from the origin over who passes it on to who publishes it."""

from __future__ import annotations

from functools import lru_cache
from hashlib import sha256
from typing import TYPE_CHECKING, Final

from visitkg.figure.draw import (
    SIZES,
    lines_height,
    tag,
    write_anchor,
    write_arrow,
    write_drawing,
    write_lines,
    write_number,
)
from visitkg.figure.measure import wrap_text
from visitkg.figure.model import no_link
from visitkg.figure.source import name_steps
from visitkg.site.sentence import UNNAMED, chain_text, place_text, status_text

if TYPE_CHECKING:
    from visitkg.figure.model import Link
    from visitkg.figure.source import Named
    from visitkg.site.model import Claim

MOST_CHAINS: Final = 6
"""So many chains of a claim are drawn; the rest are counted."""

MOST_PLACES: Final = 12
"""So many documents and places of a claim are drawn; the rest are counted."""

_LEFT: Final = 10
_BOX: Final = 250.0
_RIGHT: Final = _LEFT + _BOX
_MIDDLE: Final = _LEFT + _BOX / 2
_STEP: Final = _BOX + 30
_GAP: Final = 34.0
_PAD: Final = 9.0
_TOP: Final = 8.0


def chain_of_claim(claim: Claim, link: Link = no_link) -> str:
    """Return the chains of a claim as SVG, one beside the other, down to its place in a document.

    A source that nobody names is drawn dashed.
    """
    chains = claim.chains[:MOST_CHAINS]
    if not chains:
        return ""
    status = status_text(claim)
    places = _name_places(claim, link)
    parts: list[str] = []
    lowest = 0.0
    for number, chain in enumerate(chains):
        column, top = _draw_sources(name_steps(chain.sources, link), status)
        document, height = _draw_places(places, top)
        body = column + document
        parts.append(
            tag("g", body, transform=f"translate({number * _STEP:.0f} 0)") if number else body
        )
        lowest = max(lowest, top + height + 8)
    rest = len(claim.chains) - MOST_CHAINS
    if rest > 0:
        note = f"and {rest:,} more chains of sources"
        parts.append(write_lines(_LEFT, lowest + 12, [note], "fig-note"))
        lowest += 24
    return write_drawing(
        f"chain-{sha256(claim.reference.iri.encode()).hexdigest()[:10]}",
        f"Chain of sources of {claim.reference.label}",
        "; ".join(map(chain_text, claim.chains)),
        (20 + _BOX + _STEP * (len(chains) - 1) + 130, lowest),
        parts,
    )


@lru_cache(maxsize=1024)
def _draw_sources(steps: tuple[tuple[int, Named], ...], status: str) -> tuple[str, float]:
    """Return the sources of a chain, the origin on top, and where they end.

    Most claims of a project came through one of few chains.
    """
    parts: list[str] = []
    top = _TOP
    last = steps[-1][0]
    for number, named in steps:
        box, height = draw_source(named, (_LEFT, top), _BOX, status if number == last else "")
        role = _role(number, last)
        parts += [box, write_lines(_BOX + 20, top + height / 2 + 4, [role], "fig-note")]
        top += height
        parts.append(_draw_step(top, "published in" if number == last else f"hop {number + 1}"))
        top += _GAP
    return "".join(parts), top


def _role(number: int, last: int) -> str:
    if number == last:
        return "publishes it" if last else "says so itself"
    return "passes it on" if number else "origin"


def _draw_step(top: float, words: str) -> str:
    line = f'<path d="M{_MIDDLE} {top:.1f}V{top + _GAP - 7:.1f}" class="fig-line"/>'
    note = write_lines(_MIDDLE + 12, top + _GAP / 2 + 3, [words], "fig-note fig-faint")
    return line + write_arrow(_MIDDLE, top + _GAP, 90) + note


def draw_source(
    named: Named, at: tuple[float, float], width: float, note: str = ""
) -> tuple[str, float]:
    """Return a box with the agents who say so together and a note, and its height."""
    x, top = at
    lines: list[str] = []
    base = top + _PAD + SIZES["fig-label"]
    style = "fig-label" if named else "fig-label fig-unknown"
    for label, address in named or ((UNNAMED, None),):
        wrapped = wrap_text(label, width - 2 * _PAD, SIZES["fig-label"], 3)
        lines.append(write_anchor(write_lines(x + _PAD, base, wrapped, style), address))
        base += lines_height(len(wrapped), "fig-label")
    base += SIZES["fig-note"] - SIZES["fig-label"]
    if note:
        wrapped = wrap_text(note, width - 2 * _PAD, SIZES["fig-note"], 3)
        lines.append(write_lines(x + _PAD, base, wrapped, "fig-note"))
        base += lines_height(len(wrapped), "fig-note")
    height = base - lines_height(1, "fig-note") + 5 + _PAD - top
    box = (
        f'<rect x="{write_number(x)}" y="{write_number(top)}" width="{write_number(width)}" '
        f'height="{write_number(height)}" rx="6" '
        f'class="{"fig-box" if named else "fig-box fig-nobody"}"/>'
    )
    return box + "".join(lines), height


def _name_places(claim: Claim, link: Link) -> Named:
    """Return the documents and the places where a claim stands, the rest of them as a number."""
    documents = {p.document.label: p.document.iri for p in claim.places if p.document}
    places = [(place_text(p, with_document=False), p.span.iri) for p in claim.places]
    texts = [*documents.items(), *places]
    named = [(text, link(iri)) for text, iri in texts[:MOST_PLACES]]
    rest = len(texts) - MOST_PLACES
    if rest > 0:
        named.append((f"and {rest:,} more", None))
    return tuple(named) or (("no place given", None),)


def _draw_places(places: Named, top: float) -> tuple[str, float]:
    """Return the places where a claim stands, as a sheet of paper, and its height."""
    base = top + _PAD + SIZES["fig-note"]
    lines = ""
    for text, address in places:
        wrapped = wrap_text(text, _BOX - 4 * _PAD, SIZES["fig-note"], 2)
        lines += write_anchor(write_lines(_LEFT + _PAD, base, wrapped, "fig-note"), address)
        base += lines_height(len(wrapped), "fig-note")
    height = base - SIZES["fig-note"] - top + _PAD
    fold = _RIGHT - 14
    paper = (
        f'<path d="M{_LEFT} {top:.1f}H{fold}L{_RIGHT} {top + 14:.1f}V{top + height:.1f}'
        f'H{_LEFT}Z" class="fig-sheet"/>'
        f'<path d="M{fold} {top:.1f}V{top + 14:.1f}H{_RIGHT}" class="fig-line"/>'
    )
    return paper + lines, height
