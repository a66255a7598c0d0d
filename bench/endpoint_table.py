"""What ``endpoint.py`` has measured, as a table in Markdown, and the goals it keeps or misses.

The goals are those of the issue on validation past one machine, section Figures.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from endpoint_peers import DOWNLOAD, OURS, RUDOF
from validate_table import Goal

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

TIME_GOAL: Final = 5
"""At least so many times faster than the fastest other validator that asks a store."""
REQUESTS_GOAL: Final = 20
"""At least so many times fewer requests than that which sends least."""

_KIB: Final = 1024


class Measured(NamedTuple):
    """What a validation took; ``fault`` if its report is not that of the file."""

    name: str
    seconds: float | None
    requests: int
    sent: int
    received: int
    results: int
    fault: str


def render_table(title: str, measured: Sequence[Measured]) -> str:
    """Return time, traffic and results of each, with ratios to ours."""
    ours = next((each for each in measured if each.name == OURS), None)
    lines = [
        f"| {title} | seconds | requests | KiB sent | KiB received | results |",
        f"| --- |{' ---: |' * 5}",
    ]
    for each in measured:
        cells = [
            _render(each.seconds, ours.seconds if ours else None, "{:.2f}"),
            _render(each.requests, ours.requests if ours else None, "{:,}"),
            f"{each.sent / _KIB:,.0f}",
            f"{each.received / _KIB:,.0f}",
            f"{each.results:,} right" if not each.fault else each.fault.replace("|", "¦"),
        ]
        lines.append(f"| {each.name} | {' | '.join(cells)} |")
    return "\n".join(lines)


def _render(value: float | None, base: float | None, form: str) -> str:
    if value is None:
        return ""
    ratio = f" ({value / base:.1f})" if base else ""
    return form.format(value) + ratio


def examine(measured: Sequence[Measured]) -> Iterator[Goal]:
    """Yield each goal that these measurements can tell of; of others also what is wrong counts."""
    ours = next((each for each in measured if each.name == OURS), None)
    if ours is None or not ours.seconds:
        return
    yield Goal(not ours.fault, f"the report is that of the file: {ours.fault or 'it is'}")
    others = [each for each in measured if each.name.startswith(RUDOF) and each.seconds]
    if others:
        fastest = min(others, key=lambda each: each.seconds or 0)
        ratio = (fastest.seconds or 0) / ours.seconds
        text = f"{ratio:.1f} times faster than {fastest.name}, at least {TIME_GOAL}"
        yield Goal(ratio >= TIME_GOAL, text)
        fewest = min(others, key=lambda each: each.requests)
        ratio = fewest.requests / max(1, ours.requests)
        text = f"{ratio:.1f} times fewer requests than {fewest.name}, at least {REQUESTS_GOAL}"
        yield Goal(ratio >= REQUESTS_GOAL, text)
    copy = next((each for each in measured if each.name == DOWNLOAD and each.seconds), None)
    if copy is not None:
        ratio = (copy.seconds or 0) / ours.seconds
        yield Goal(ratio >= 1, f"{ratio:.1f} times faster than on a copy, at least as fast")
