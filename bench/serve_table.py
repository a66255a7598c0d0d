"""What ``serve.py`` has measured, as tables in Markdown, and the goals that it keeps or misses.

The goals are those of the issue on ``visitkg serve``, section Proved.
"""

from __future__ import annotations

from statistics import median
from typing import TYPE_CHECKING, Final, NamedTuple

from serve_load import FRESH, REVALIDATE, SAME
from serve_peers import OURS, OXIGRAPH, RDFLIB
from validate_table import Goal

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from serve_load import Result

RDFLIB_GOAL: Final = 10.0
"""At least so many times the requests a second of rdflib-endpoint, each with a new question."""
OXIGRAPH_GOAL: Final = 0.5
"""At least so many times those of oxigraph serve."""
START_GOAL: Final = 0.5
"""At most so many seconds from the start to the first answer on our visit."""
HEAVY_GOAL: Final = 5.0
"""A simple question takes at most so many times its idle p99 while heavy ones run."""

FEW, MANY = 8, 64
IDLE, MIXED = "idle", "mixed"
_LEAST: Final = 100
"""So many answers a p99 needs; of fewer it is the slowest but told with a mark."""


class Speed(NamedTuple):
    """Requests a second, the seconds of the middle and of the 99th of a hundred, and how many."""

    rate: float
    p50: float
    p99: float
    answers: int


class Phase(NamedTuple):
    """What was asked, and over how many connections."""

    kind: str
    connections: int


class Measured(NamedTuple):
    """What one server did in all rounds: by phase, its starts and bytes; ``note`` if it got none.

    ``notes`` say why a phase has no speed, ``heavy`` how many heavy questions were answered and
    refused beside the simple ones.
    """

    name: str
    speeds: Mapping[Phase, Speed]
    notes: Mapping[Phase, str]
    starts: Sequence[float] = ()
    memory: tuple[int, int] = (0, 0)
    heavy: tuple[int, int] = (0, 0)
    note: str = ""

    def rate(self, kind: str, connections: int = FEW) -> float:
        """Return the requests a second of a phase, 0 without."""
        speed = self.speeds.get(Phase(kind, connections))
        return speed.rate if speed else 0


def read_speed(result: Result) -> Speed:
    """Return what a job came to; raise ValueError if nothing was answered."""
    if not result.took:
        raise ValueError("no answer at all")
    took = sorted(result.took)
    return Speed(
        len(took) / result.seconds, median(took), took[-(-len(took) * 99 // 100) - 1], len(took)
    )


def sum_up(speeds: Sequence[Speed]) -> Speed:
    """Return the medians of several rounds."""
    return Speed(
        median(each.rate for each in speeds),
        median(each.p50 for each in speeds),
        median(each.p99 for each in speeds),
        sum(each.answers for each in speeds),
    )


def render_speeds(title: str, phases: Sequence[Phase], measured: Sequence[Measured]) -> str:
    """Return requests a second with p50 and p99 in milliseconds, and times ours."""
    heads = " | ".join(f"{each.connections} connections" for each in phases)
    lines = [f"| {title} | {heads} |", f"| --- |{' ---: |' * len(phases)}"]
    ours = next((each for each in measured if each.name == OURS), None)
    for each in measured:
        cells = [_render_cell(each, phase, ours) for phase in phases]
        lines.append(f"| {each.name} | {' | '.join(cells)} |")
    return "\n".join(lines)


def _render_cell(each: Measured, phase: Phase, ours: Measured | None) -> str:
    speed = each.speeds.get(phase)
    if speed is None:
        return each.note or each.notes.get(phase, "")
    base = ours.speeds.get(phase) if ours else None
    ratio = f", {speed.rate / base.rate:.2f}" if base and base.rate else ""
    return f"{speed.rate:,.0f} ({_render_times(speed)}{ratio})"


def _render_times(speed: Speed) -> str:
    few = "" if speed.answers >= _LEAST else f" of {speed.answers}"
    return f"{speed.p50 * 1000:.1f} / {speed.p99 * 1000:.1f} ms{few}"


def render_heavy(measured: Sequence[Measured]) -> str:
    """Return p50 and p99 of a simple question alone and beside heavy ones."""
    lines = [
        "| a simple question | alone | beside heavy ones | p99 grows | heavy answered | refused |",
        f"| --- |{' ---: |' * 5}",
    ]
    for each in measured:
        idle, mixed = (each.speeds.get(Phase(kind, 1)) for kind in (IDLE, MIXED))
        cells = [
            _render_times(speed) if speed else each.note or each.notes.get(Phase(kind, 1), "")
            for kind, speed in ((IDLE, idle), (MIXED, mixed))
        ]
        growth = f"{mixed.p99 / idle.p99:.1f} times" if idle and mixed else ""
        done = f"{each.heavy[0]} | {each.heavy[1]}" if mixed else " | "
        lines.append(f"| {each.name} | {' | '.join(cells)} | {growth} | {done} |")
    return "\n".join(lines)


def render_starts(measured: Sequence[Measured]) -> str:
    """Return the median of the starts, and the bytes of all processes before and under load."""
    lines = [
        "| server | start to first answer, s | least | MiB, started | MiB, after load |",
        f"| --- |{' ---: |' * 4}",
    ]
    for each in measured:
        start = f"{median(each.starts):.2f} | {min(each.starts):.2f}" if each.starts else " | "
        weigh = (f"{size / 2**20:.0f}" if size else "" for size in each.memory)
        lines.append(f"| {each.name} | {start} | {' | '.join(weigh)} |")
    return "\n".join(lines)


def examine(measured: Sequence[Measured]) -> Iterator[Goal]:
    """Yield each goal that these measurements can tell of; none without ours."""
    ours = next((each for each in measured if each.name == OURS and not each.note), None)
    if ours is None:
        return
    peers = {each.name: each for each in measured if each is not ours and not each.note}
    for name, least in ((RDFLIB, RDFLIB_GOAL), (OXIGRAPH, OXIGRAPH_GOAL)):
        base = peers[name].rate(FRESH) if name in peers else 0
        if base and ours.rate(FRESH):
            ratio = ours.rate(FRESH) / base
            text = f"a new question each time: {ratio:.2f} times {name}, at least {least}"
            yield Goal(ratio >= least, text)
    yield from _examine_revalidation(ours, list(peers.values()))
    yield from _examine_starts(measured)
    idle, mixed = (ours.speeds.get(Phase(kind, 1)) for kind in (IDLE, MIXED))
    if idle and mixed and any(ours.heavy):
        growth = mixed.p99 / idle.p99
        text = f"beside heavy questions p99 takes {growth:.1f} times as long, at most {HEAVY_GOAL}"
        yield Goal(growth <= HEAVY_GOAL, text)


def _examine_revalidation(ours: Measured, peers: Sequence[Measured]) -> Iterator[Goal]:
    best = max(peers, key=_best_of_same, default=None)
    if best is None or not _best_of_same(best):
        return
    rate, base = ours.rate(REVALIDATE), _best_of_same(best)
    text = f"revalidation: {rate:,.0f} a second, more than the best, {best.name} with {base:,.0f}"
    yield Goal(rate > base, text)


def _best_of_same(each: Measured) -> float:
    """Return how fast a server tells again what it has told; few know how to say: unchanged."""
    return max(each.rate(SAME), each.rate(REVALIDATE))


def _examine_starts(measured: Sequence[Measured]) -> Iterator[Goal]:
    for each in measured:
        if each.name.startswith(OURS) and each.starts:
            took = median(each.starts)
            text = f"{each.name}: {took:.2f} seconds to the first answer, at most {START_GOAL}"
            yield Goal(took <= START_GOAL, text)
