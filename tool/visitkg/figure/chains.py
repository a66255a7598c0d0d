"""All chains of sources together: from each origin over who passes it on to who publishes it."""

from __future__ import annotations

from collections import defaultdict
from math import sqrt
from typing import TYPE_CHECKING, Final

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
from visitkg.figure.said import Said, plural, tell, tell_rest
from visitkg.figure.source import MOST_STEPS, Source, name_steps, source_cell, tell_source

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from visitkg.figure.model import Link
    from visitkg.figure.source import Path
    from visitkg.figure.tally import Counts, Tally
    from visitkg.site.view import GraphView

MOST: Final = 40
"""So many chains are drawn, those of most claims; the rest are counted."""

_NAME: Final = "chains"
_TITLE: Final = "How the claims came to the report"
_LEFT: Final = 6.0
_GAP: Final = 26.0
_BAR: Final = 46.0
_LEAST: Final = 118.0


def draw_chains(view: GraphView, tally: Tally, link: Link = no_link) -> Figure | None:
    """Return the figure of all chains, None if nothing is claimed."""
    found = tally.paths
    if not found:
        return None
    shown = {path: tell(view, found[path]) for path in _order(found)[:MOST]}
    hops = max(1, *(min(len(path) - 1, MOST_STEPS) for path in shown))
    box = max(_LEAST, (WIDTH - _LEFT - 2 - _BAR) / hops - _GAP)
    width = _LEFT + hops * (box + _GAP) + _BAR + 2
    parts: list[str] = []
    heads = ["Origin", *["Passed on by"] * (hops - 1)]
    for number, head in enumerate(heads):
        parts.append(write_lines(_LEFT + number * (box + _GAP), 14, [head], "fig-note fig-faint"))
    parts.append(write_lines(width, 14, ["Publisher"], "fig-note fig-faint", "end"))
    top = 26.0
    groups = _group_by_publisher(shown)
    for publisher, paths in groups:
        start = top
        for path in paths:
            row, height = _draw_row(path, shown[path], (top, width, box), link)
            parts.append(row)
            top += height
        parts.append(_draw_bar(publisher, (width - _BAR - 2, start, top - 8), link))
        top += 12
    left = len(found) - len(shown)
    if left:
        parts.append(write_lines(_LEFT, top + 8, [f"and {left:,} more"], "fig-note"))
        top += 20
    text = _tell(found)
    return Figure(
        _NAME,
        _TITLE,
        write_drawing(_NAME, _TITLE, text, (width, top), parts),
        ("Published by", "Passed on by", "Origin", "Hops", "Claims", "By status"),
        tuple(_row(path, shown[path]) for _, paths in groups for path in paths),
        text,
        left,
    )


def _order(found: Mapping[Path, Counts]) -> list[Path]:
    """Return the paths, those of most claims first."""
    return sorted(found, key=lambda path: (-found[path].total(), *_path_order(path)))


def _path_order(path: Path) -> tuple[list[str], list[list[str]]]:
    return (
        [tell_source(source) for source in path],
        [[agent.iri for agent in source] for source in path],
    )


def _group_by_publisher(paths: Iterable[Path]) -> list[tuple[Source, list[Path]]]:
    """Return the publishers in order, each with its paths as they stand."""
    groups: dict[Source, list[Path]] = defaultdict(list)
    for path in paths:
        groups[path[0]].append(path)
    return sorted(groups.items(), key=lambda item: _path_order(item[:1]))


def _draw_row(
    path: Path, said: Said, at: tuple[float, float, float], link: Link
) -> tuple[str, float]:
    """Return one chain from left to right, with its count below, and its height."""
    top, width, box = at
    edge = width - _BAR - 2
    drawn: list[str] = []
    boxes: list[tuple[float, str, float]] = []
    for _, named in name_steps(path[1:], link):
        x = _LEFT + len(boxes) * (box + _GAP)
        boxes.append((x, *draw_source(named, (x, top), box)))
    height = max((item[2] for item in boxes), default=0.0)
    thick = 1 + min(7.0, sqrt(said.total) / 1.5)
    for number, (x, body, own) in enumerate(boxes):
        drawn.append(body)
        end = boxes[number + 1][0] if number + 1 < len(boxes) else edge
        drawn.append(_draw_flow((x + box, top + own / 2), end, thick))
    if not boxes:
        drawn.append(write_lines(_LEFT, top + 16, ["in its own voice"], "fig-label"))
        drawn.append(_draw_flow((_LEFT + box, top + 12), edge, thick))
        height = 22.0
    note = f"{plural(said.total, 'claim')}: {said.words}"
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
    text = shorten_line(tell_source(publisher), bottom - top - 16, SIZES["fig-heading"])
    middle = f"{write_number(x + _BAR / 2 + 5)} {write_number((top + bottom) / 2)}"
    turn = f"translate({middle}) rotate(-90)"
    name = tag("text", escape(text), class_="fig-heading", text_anchor="middle", transform=turn)
    style = "fig-box" if publisher else "fig-box fig-nobody"
    box = tag("rect", x=x, y=top, width=_BAR, height=bottom - top, rx=6.0, class_=style)
    return box + write_link(name, publisher[0].iri if publisher else None, link)


def _row(path: Path, said: Said) -> tuple[Cell, ...]:
    publisher, *relays = path
    between = [tell_source(source) for source in relays[-2::-1]]
    rest = len(between) - MOST_STEPS
    if rest > 0:
        between[MOST_STEPS:] = [f"{rest:,} more"]
    return (
        source_cell(publisher),
        Cell(", then ".join(between) or "nobody"),
        source_cell(relays[-1] if relays else publisher),
        Cell(str(len(relays))),
        Cell(str(said.total)),
        Cell(said.words),
    )


def _tell(found: Mapping[Path, Counts]) -> str:
    total = sum(counts.total() for counts in found.values())
    own = sum(counts.total() for chain, counts in found.items() if len(chain) == 1)
    unnamed = sum(counts.total() for chain, counts in found.items() if not chain[-1])
    longest = max(len(chain) for chain in found) - 1
    return (
        f"{plural(total, 'claim')} by {plural(len(found), 'chain')} of sources: {own} in the "
        f"publisher's own voice, {unnamed} from a source that nobody names. The longest chain has "
        f"{plural(longest, 'hop')}.{tell_rest(MOST, len(found))}"
    )
