"""Dates are read in any year, in order, and nothing else is taken for one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from visitkg.serve.explore.view.moment import Moment, read_moment, tell_gap

if TYPE_CHECKING:
    import datetime as dt

READ = {
    "2025-09-02": "2025-09-02",
    "2025-09-02Z": "2025-09-02",
    "2025-09-02+08:00": "2025-09-02",
    "2025-09-02T09:30:00": "2025-09-02 09:30",
    "2025-09-02T00:00:00Z": "2025-09-02",
    "2025-09-02T09:30:59.123456+09:00": "2025-09-02 09:30",
    "2025": "2025",
    "2025-09": "2025-09",
    "-0044-03-15": "-0044-03-15",
    "-0044": "-0044",
    "12026-01-01": "12026-01-01",
    " 2025-09-02 ": "2025-09-02",
}


@pytest.mark.parametrize("text", READ)
def test_a_date_is_read(text: str) -> None:
    assert str(read_moment(text)) == READ[text]


@pytest.mark.parametrize(
    "text",
    [
        *("", "-", "soon", "25", "205-09-02", "2025-13-01", "2025-00-01", "2025-09-00"),
        *("2025-09-32", "2025-9-2", "2025-09-02T9:30", "2025-09-02x", "x2025-09-02"),
        *("2025/09/02", "٢٠٢٥-٠٩-٠٢", "9" * 5_000, "2025-09-02T", "2025-09T10:00", "+2025-09-02"),
    ],
    ids=lambda text: text[:20] or "nothing",
)
def test_what_is_no_date_is_not_read(text: str) -> None:
    assert read_moment(text) is None


def test_moments_stand_in_the_order_of_the_calendar() -> None:
    texts = ["-0044-03-15", "-0043", "0001-01-01", "1999-12-31", "2025", "2025-09", "2025-09-02"]
    texts += ["2025-09-02T09:30:00", "2025-09-02T10:00:00", "12026-01-01"]
    moments = [read_moment(text) for text in texts]
    assert sorted(moments, key=lambda each: each or Moment(0)) == moments


@pytest.mark.parametrize(
    ("earlier", "later", "words"),
    [
        ("2025-09-02", "2025-09-03", "1 day"),
        ("2025-09-02", "2025-09-12", "10 days"),
        ("2025-09-02", "2025-11-02", "2 months"),
        ("2020-09-02", "2025-09-02", "5 years"),
        ("-0044-03-15", "12026-03-15", "12,070 years"),
        ("2025-09-02T09:00:00", "2025-09-02T10:00:00", ""),
        ("2025-09-02", "2025-09-02", ""),
    ],
)
def test_a_gap_is_told(earlier: str, later: str, words: str) -> None:
    first, last = read_moment(earlier), read_moment(later)
    assert first is not None
    assert last is not None
    assert tell_gap(first, last) == words


@given(st.dates(), st.dates())
def test_days_are_counted_as_python_counts_them(one: dt.date, other: dt.date) -> None:
    first, last = read_moment(one.isoformat()), read_moment(other.isoformat())
    assert first is not None
    assert last is not None
    assert last.number() - first.number() == (other - one).days


@given(st.text(alphabet="0123456789-T:Z+. ", max_size=30))
def test_no_text_breaks_reading(text: str) -> None:
    moment = read_moment(text)
    assert moment is None or (str(moment) and moment.number() == moment.number())
