"""All chains of sources together: from each origin over who passes it on to who publishes it."""

from __future__ import annotations

from collections import Counter, defaultdict
from math import sqrt
from typing import TYPE_CHECKING, Final, TypeAlias

from visitkg.figure.chain import draw_source
from visitkg.figure.draw import (
    SIZES,
    WIDTH,
    escape,
    lines_height,
    tag,
    write_arrow,
    write_drawing,
    write_lines,
    write_link,
    write_number,
)
from visitkg.figure.measure import shorten_line, wrap_text
from visitkg.figure.model import Cell, Figure, no_link
from visitkg.figure.said import WITHOUT, count_text, plural, read_claims
from visitkg.site.model import Reference
from visitkg.site.sentence import source_text

if TYPE_CHECKING:
    from visitkg.figure.model import Link
    from visitkg.site.view import GraphView

Source: TypeAlias = tuple[Reference, ...]
Counts: TypeAlias = "Counter[Reference]"

_NAME: Final = "chains"
_LEFT: Final = 6.0
_GAP: Final = 26.0
_BAR: Final = 46.0
_LEAST: Final = 118.0


def draw_chains(view: GraphView, link: Link = no_link) -> Figure | None:
    """Return the figure of all chains, None if nothing is claimed."""
    found = _read_chains(view)
    if not found:
        return None
    hops = max(1, *(len(chain) - 1 for chain in found))
    box = max(_LEAST, (WIDTH - _LEFT - 2 - _BAR) / hops - _GAP)
    width = _LEFT + hops * (box + _GAP) + _BAR + 2
    parts: list[str] = []
    heads = ["Origin", *["Passed on by"] * (hops - 1)]
    for number, head in enumerate(heads):
        parts.append(write_lines(_LEFT + number * (box + _GAP), 14, [head], "fig-note fig-faint"))
    parts.append(write_lines(width, 14, ["Publisher"], "fig-note fig-faint", "end"))
    top = 26.0
    for publisher, chains in found_by_publisher(found):
        start = top
        for chain in chains:
            row, height = _draw_row(view, chain, found[chain], (top, width, box), link)
            parts.append(row)
            top += height
        parts.append(_draw_bar(publisher, (width - _BAR - 2, start, top - 8), link))
        top += 12
    return Figure(
        _NAME,
        "How the claims came to the report",
        write_drawing(
            _NAME, "How the claims came to the report", _tell(found), (width, top), parts
        ),
        ("Published by", "Passed on by", "Origin", "Hops", "Claims", "By status"),
        tuple(
            _row(view, chain, found[chain]) for _, cs in found_by_publisher(found) for chain in cs
        ),
        _tell(found),
    )


def _read_chains(view: GraphView) -> dict[tuple[Source, ...], Counts]:
    """Return each chain of sources that there is, with its claims by status."""
    found: dict[tuple[Source, ...], Counts] = defaultdict(Counter)
    for claim in read_claims(view):
        for chain in claim.chains:
            found[chain.sources].update(claim.statuses or (WITHOUT,))
    return found


def found_by_publisher(
    found: dict[tuple[Source, ...], Counts],
) -> list[tuple[Source, list[tuple[Source, ...]]]]:
    """Return the publishers in order, each with its chains, those of most claims first."""
    groups: dict[Source, list[tuple[Source, ...]]] = defaultdict(list)
    for chain in found:
        groups[chain[0]].append(chain)
    names = {chain: [source_text(source) for source in chain] for chain in found}
    for chains in groups.values():
        chains.sort(key=lambda chain: (-found[chain].total(), names[chain], str(chain)))
    return sorted(groups.items(), key=lambda item: (source_text(item[0]), str(item[0])))


def _draw_row(
    view: GraphView,
    chain: tuple[Source, ...],
    counts: Counts,
    at: tuple[float, float, float],
    link: Link,
) -> tuple[str, float]:
    """Return one chain from left to right, with its count below, and its height."""
    top, width, box = at
    edge = width - _BAR - 2
    relays = chain[:0:-1]
    drawn, boxes = [], []
    for number, source in enumerate(relays):
        x = _LEFT + number * (box + _GAP)
        boxes.append((x, *draw_source(source, (x, top), box, link, [])))
    height = max((item[2] for item in boxes), default=0.0)
    total = counts.total()
    thick = 1 + min(7.0, sqrt(total) / 1.5)
    for number, (x, body, own) in enumerate(boxes):
        drawn.append(body)
        end = boxes[number + 1][0] if number + 1 < len(boxes) else edge
        drawn.append(_draw_flow((x + box, top + own / 2), end, thick))
    if not boxes:
        drawn.append(write_lines(_LEFT, top + 16, ["in its own voice"], "fig-label"))
        drawn.append(_draw_flow((_LEFT + box, top + 12), edge, thick))
        height = 22.0
    note = f"{plural(total, 'claim')}: {count_text(view, counts)}"
    lines = wrap_text(note, edge - _LEFT - 12, SIZES["fig-note"], 3)
    drawn.append(write_lines(_LEFT, top + height + 15, lines, "fig-note"))
    return "".join(drawn), height + lines_height(len(lines), "fig-note") + 20


def _draw_flow(start: tuple[float, float], end: float, thick: float) -> str:
    x, y = start
    line = tag(
        "path",
        d=f"M{write_number(x)} {write_number(y)}H{write_number(end - 7)}",
        class_="fig-flow",
        stroke_width=thick,
    )
    return line + write_arrow(end, y, 0)


def _draw_bar(publisher: Source, at: tuple[float, float, float], link: Link) -> str:
    """Return who publishes, as a bar beside all chains that end there."""
    x, top, bottom = at
    text = shorten_line(source_text(publisher), bottom - top - 16, SIZES["fig-heading"])
    middle = f"{write_number(x + _BAR / 2 + 5)} {write_number((top + bottom) / 2)}"
    turn = f"translate({middle}) rotate(-90)"
    name = tag("text", escape(text), class_="fig-heading", text_anchor="middle", transform=turn)
    style = "fig-box" if publisher else "fig-box fig-nobody"
    box = tag("rect", x=x, y=top, width=_BAR, height=bottom - top, rx=6.0, class_=style)
    return box + write_link(name, publisher[0].iri if publisher else None, link)


def _row(view: GraphView, chain: tuple[Source, ...], counts: Counts) -> tuple[Cell, ...]:
    publisher, *relays = chain
    origin = relays[-1] if relays else publisher
    return (
        _cell(publisher),
        Cell(", then ".join(source_text(source) for source in reversed(relays[:-1])) or "nobody"),
        _cell(origin),
        Cell(str(len(relays))),
        Cell(str(counts.total())),
        Cell(count_text(view, counts)),
    )


def _cell(source: Source) -> Cell:
    return Cell(source_text(source), source[0].iri if len(source) == 1 else None)


def _tell(found: dict[tuple[Source, ...], Counts]) -> str:
    total = sum(counts.total() for counts in found.values())
    own = sum(counts.total() for chain, counts in found.items() if len(chain) == 1)
    unnamed = sum(counts.total() for chain, counts in found.items() if not chain[-1])
    longest = max(len(chain) for chain in found) - 1
    return (
        f"{plural(total, 'claim')} by {plural(len(found), 'chain')} of sources: {own} in the "
        f"publisher's own voice, {unnamed} from a source that nobody names. The longest chain has "
        f"{plural(longest, 'hop')}."
    )
