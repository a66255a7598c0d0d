"""What ``publish.py`` has measured, as a table in Markdown, and the goals that it keeps or misses.

The goals are those of the issue "Linked data that resolves", section Figures.
"""

from __future__ import annotations

from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING, Final, NamedTuple

from publish_peers import OURS
from validate_table import Goal
from workload import name_size

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from validate import Run

PAGES_GOAL: Final = 2000
"""At least so many pages for each second of a processor, from ten thousand resources."""
AGAIN_GOAL: Final = 1.0
"""At most so many seconds to find that nothing has changed."""
MEMORY_GOAL: Final = 0.1
"""For each byte that a larger graph takes, publishing takes at most so many more."""

_FEW: Final = 10
_MANY: Final = 10_000


class Measured(NamedTuple):
    """What a command took for a number of pages."""

    name: str
    pages: int
    seconds: float
    processor: float
    memory: int

    @classmethod
    def of(cls, name: str, pages: int, runs: Iterable[Run]) -> Measured:
        """Return the medians of the seconds, and the most memory."""
        ended = list(runs)
        seconds = median(each.seconds for each in ended)
        processor = median(each.processor for each in ended)
        return cls(name, pages, seconds, processor, max(each.memory for each in ended))

    @property
    def speed(self) -> float:
        """Return the pages for each second of a processor."""
        return self.pages / self.processor


def render_table(title: str, measured: Sequence[Measured]) -> str:
    """Return pages, seconds, those of a processor with the pages for each, and the most memory."""
    lines = [
        f"| {title} | pages | seconds | of a processor | pages/s | MiB |",
        f"| --- |{' ---: |' * 5}",
    ]
    for each in measured:
        pages, speed = (f"{each.pages:,}", _render_speed(each.speed)) if each.pages else ("", "")
        took = f"{each.seconds:.2f} | {each.processor:.2f}"
        lines.append(f"| {each.name} | {pages} | {took} | {speed} | {each.memory / 2**20:.0f} |")
    return "\n".join(lines)


def _render_speed(speed: float) -> str:
    return f"{speed:,.0f}" if speed >= _FEW else f"{speed:.1f}"


def examine(measured: Mapping[int, Sequence[Measured]]) -> Iterator[Goal]:
    """Yield each goal that these measurements can tell of, those of made-up projects by size."""
    sizes = sorted(measured)
    for size in sizes:
        us = _find(measured[size], OURS)
        if size >= _MANY:
            text = f"{us.speed:,.0f} pages a second, at least {PAGES_GOAL:,}"
            yield Goal(us.speed >= PAGES_GOAL, f"{name_size(size)} resources: {text}")
    for size in sizes:
        for each in measured[size]:
            if each.name.endswith("nothing changed"):
                what = f"{name_size(size)} resources"
                took = each.processor
                text = f"{what}: {took:.2f} seconds without a change, at most {AGAIN_GOAL}"
                yield Goal(took <= AGAIN_GOAL, text)
    for smaller, larger in pairwise(sizes):
        before, after = (_memory(measured[size]) for size in (smaller, larger))
        more, reading = after[0] - before[0], after[1] - before[1]
        beyond = (more - reading) / reading if reading > 0 else 0.0
        text = (
            f"from {name_size(smaller)} to {name_size(larger)} resources: memory beyond reading "
            f"grows by {beyond:.2f} of what reading takes more, at most {MEMORY_GOAL}"
        )
        yield Goal(beyond <= MEMORY_GOAL, text)


def _find(cells: Sequence[Measured], name: str) -> Measured:
    return next(each for each in cells if each.name.startswith(name))


def _memory(cells: Sequence[Measured]) -> tuple[int, int]:
    """Return the most memory of publishing, and of reading alone."""
    return _find(cells, OURS).memory, _find(cells, "reading").memory
