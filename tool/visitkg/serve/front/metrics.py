"""What the server has done, in numbers: https://prometheus.io/docs/instrumenting/exposition_formats/."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

    from visitkg.serve.front.pool import Pool

MEDIA_TYPE: Final = "text/plain; version=0.0.4; charset=utf-8"

_BOUNDS: Final = (
    0.001,
    0.0025,
    0.005,
    0.01,
    0.025,
    0.05,
    0.1,
    0.25,
    0.5,
    1.0,
    2.5,
    5.0,
    10.0,
    20.0,
)


class Metrics:
    """Counts of answers by kind and status, of limits that were hit, and of seconds."""

    def __init__(self) -> None:
        self.answers: Counter[tuple[str, int]] = Counter()
        self.limits: Counter[str] = Counter()
        self.sent = 0
        self.reloads: Counter[str] = Counter()
        self._seconds = [0] * (len(_BOUNDS) + 1)
        self._sum = 0.0

    def count(self, kind: str, status: int, size: int, seconds: float, limit: str | None) -> None:
        """Take note of one answer."""
        self.answers[kind, status] += 1
        self.sent += size
        self._sum += seconds
        self._seconds[bisect_left(_BOUNDS, seconds)] += 1
        if limit is not None:
            self.limits[limit.partition("=")[0]] += 1

    def render(self, pools: dict[str, Pool], others: dict[str, int]) -> str:
        """Return all numbers as text."""
        return "".join(f"{line}\n" for line in self._lines(pools, others))

    def _lines(self, pools: dict[str, Pool], others: dict[str, int]) -> Iterator[str]:
        yield "# HELP visitkg_answers_total Answers by kind and status."
        yield "# TYPE visitkg_answers_total counter"
        for (kind, status), count in sorted(self.answers.items()):
            yield f'visitkg_answers_total{{kind="{kind}",status="{status}"}} {count}'
        yield "# HELP visitkg_limits_total Answers that a limit stood in the way of."
        yield "# TYPE visitkg_limits_total counter"
        for name, count in sorted(self.limits.items()):
            yield f'visitkg_limits_total{{limit="{name}"}} {count}'
        yield "# HELP visitkg_reloads_total Reloads by how they ended."
        yield "# TYPE visitkg_reloads_total counter"
        for name, count in sorted(self.reloads.items()):
            yield f'visitkg_reloads_total{{result="{name}"}} {count}'
        yield "# HELP visitkg_seconds How long answers took."
        yield "# TYPE visitkg_seconds histogram"
        total = 0
        for bound, count in zip((*_BOUNDS, "+Inf"), self._seconds, strict=True):
            total += count
            yield f'visitkg_seconds_bucket{{le="{bound}"}} {total}'
        yield f"visitkg_seconds_sum {self._sum:.6f}"
        yield f"visitkg_seconds_count {total}"
        yield "# HELP visitkg_sent_bytes_total Bytes of bodies that were sent."
        yield "# TYPE visitkg_sent_bytes_total counter"
        yield f"visitkg_sent_bytes_total {self.sent}"
        for word in ("running", "waiting", "workers"):
            yield f"# TYPE visitkg_{word} gauge"
            for name, pool in pools.items():
                yield f'visitkg_{word}{{pool="{name}"}} {getattr(pool, word)}'
        for name, count in others.items():
            yield f"# TYPE visitkg_{name} gauge"
            yield f"visitkg_{name} {count}"
