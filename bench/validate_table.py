"""What ``validate.py`` has measured, as a table in Markdown, and the goals that it keeps or misses.

The goals are those of the issue "A SHACL validator that is exact, points at the line, and is near
the speed of the parser", section Speed.
"""

from __future__ import annotations

from itertools import pairwise
from math import log
from typing import TYPE_CHECKING, Final, NamedTuple

from validate_peers import OURS, PARSER, PYSHACL
from workload import name_size

if TYPE_CHECKING:
    from collections.abc import Iterator

PARSER_GOALS: Final = {".nt": 2.5, ".ttl": 3.5}
"""At most so many times as long as the parser alone, from a million triples."""
PEER_GOAL: Final = 5
"""At least so many times faster than the fastest other validator, from a hundred thousand."""
PYSHACL_GOAL: Final = 30
"""At least so many times faster than pySHACL, from a million."""
MEMORY_GOAL: Final = 500
"""At most so many bytes for each triple, from a million."""
GROWTH_GOAL: Final = 1.05
"""At most this exponent of growth, from a million on."""

_MANY: Final = 100_000
_MILLION: Final = 1_000_000


class Measured(NamedTuple):
    """What a command took for a number of triples; ``note`` if it got no time."""

    name: str
    size: int
    seconds: float | None = None
    memory: int = 0
    note: str = ""
    more_than: float = 0
    """If it was stopped: the seconds it had had."""


class Goal(NamedTuple):
    """A goal as a sentence with what was measured, and whether that keeps it."""

    kept: bool
    text: str


def render_table(title: str, measured: list[Measured]) -> str:
    """Return seconds with ratios to ours and to the parser, growth, and the most memory."""
    sizes = list(dict.fromkeys(each.size for each in measured))
    cells = {(each.name, each.size): each for each in measured}
    lines = [
        f"| {title} | {' | '.join(map(name_size, sizes))} | growth | MiB |",
        f"| --- |{' ---: |' * (len(sizes) + 2)}",
    ]
    for name in dict.fromkeys(each.name for each in measured):
        row = [cells.get((name, size)) for size in sizes]
        timed = [each for each in row if each and each.seconds]
        growth = growth_of(timed[-2], timed[-1]) if len(timed) > 1 else None
        memory = f"{timed[-1].memory / 2**20:.0f}" if timed else ""
        texts = [_render_cell(each, cells) for each in row]
        end = f"{growth:.2f}" if growth else ""
        lines.append(f"| {name} | {' | '.join(texts)} | {end} | {memory} |")
    return "\n".join(lines)


def _render_cell(cell: Measured | None, cells: dict[tuple[str, int], Measured]) -> str:
    if cell is None or not cell.seconds:
        return cell.note if cell else ""
    ratios = [
        _render_ratio(cell.seconds / base.seconds)
        for name in (OURS, PARSER)
        if (base := cells.get((name, cell.size))) and base.seconds
    ]
    return f"{cell.seconds:.2f} ({' / '.join(ratios)})"


def _render_ratio(ratio: float) -> str:
    return f"{ratio:.2f}" if ratio < 10 else f"{ratio:.0f}"


def growth_of(smaller: Measured, larger: Measured) -> float:
    """Return the exponent by which the time grows with the number of triples."""
    return log((larger.seconds or 0) / (smaller.seconds or 1)) / log(larger.size / smaller.size)


def examine(measured: list[Measured], suffix: str) -> Iterator[Goal]:
    """Yield each goal that these measurements can tell of."""
    ours = [each for each in measured if each.name == OURS and each.seconds]
    for us in ours:
        peers = [
            each
            for each in measured
            if each.size == us.size
            and each.name not in (OURS, PARSER)
            and (each.seconds or each.more_than)
        ]
        parser = next(each for each in measured if (each.name, each.size) == (PARSER, us.size))
        yield from _examine_size(us, parser, peers, suffix)
    for smaller, larger in pairwise(ours):
        if smaller.size >= _MILLION:
            growth = growth_of(smaller, larger)
            sizes = f"from {name_size(smaller.size)} to {name_size(larger.size)} triples"
            text = f"time grows {sizes} by an exponent of {growth:.2f}, at most {GROWTH_GOAL}"
            yield Goal(growth <= GROWTH_GOAL, text)


def _examine_size(
    us: Measured, parser: Measured, peers: list[Measured], suffix: str
) -> Iterator[Goal]:
    seconds, size = us.seconds or 0, f"{name_size(us.size)} triples"
    if us.size >= _MILLION:
        ratio = seconds / (parser.seconds or 1)
        most = PARSER_GOALS[suffix]
        yield Goal(ratio <= most, f"{size}: {ratio:.2f} times as long as to parse, at most {most}")
        each = us.memory / us.size
        yield Goal(
            each <= MEMORY_GOAL, f"{size}: {each:.0f} bytes for each triple, at most {MEMORY_GOAL}"
        )
    if not peers:
        return
    fastest = min(peers, key=lambda peer: peer.seconds or peer.more_than)
    goals = [(fastest, PEER_GOAL if us.size >= _MANY else 1)]
    if us.size >= _MILLION:
        goals += [(peer, PYSHACL_GOAL) for peer in peers if peer.name == PYSHACL]
    for peer, least in goals:
        ratio = (peer.seconds or peer.more_than) / seconds
        about = "" if peer.seconds else "more than "
        text = f"{size}: {about}{ratio:.1f} times faster than {peer.name}, at least {least}"
        yield Goal(ratio >= least, text)
