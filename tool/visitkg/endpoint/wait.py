"""When to ask again: after a while that grows, or when the server says so.

https://www.rfc-editor.org/rfc/rfc9110#section-10.2.3
"""

from __future__ import annotations

import random
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Final

TRIES: Final = 5
"""So often a request is sent before its failure is told."""

LONGEST: Final = 60.0
"""No wait is longer, in seconds, whatever the server says."""

AGAIN: Final = frozenset({429, 502, 503, 504})
"""Statuses that may be others a little later."""

_FIRST: Final = 0.5


def seconds_to_wait(tried: int, retry_after: str | None, now: datetime | None = None) -> float:
    """Return for how long to wait before the next try; ``tried`` counts those before, from 1."""
    said = read_retry_after(retry_after, now)
    if said is not None:
        return min(said, LONGEST)
    # A little chance, lest all come again at once.
    return float(min(_FIRST * 2 ** (tried - 1), LONGEST) * random.uniform(0.75, 1.25))  # noqa: S311  (no secret)


def read_retry_after(text: str | None, now: datetime | None = None) -> float | None:
    """Return the seconds that Retry-After says, as a number or a date; None for no such header."""
    if text is None:
        return None
    if text.strip().isdecimal():
        return float(text)
    try:
        date = parsedate_to_datetime(text)
    except ValueError:
        return None
    if date.tzinfo is None:
        date = date.replace(tzinfo=UTC)
    return max(0.0, (date - (now or datetime.now(UTC))).total_seconds())
