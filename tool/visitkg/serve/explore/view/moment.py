"""Dates and times of any year, in order: https://www.w3.org/TR/xmlschema11-2/#date."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

_MOMENT: Final = re.compile(
    r"(?P<year>-?\d{4,9})(?:-(?P<month>\d\d)(?:-(?P<day>\d\d)"
    r"(?:T(?P<time>\d\d:\d\d(?::\d\d(?:\.\d+)?)?))?)?)?(?P<zone>Z|[+-]\d\d:\d\d)?",
    re.ASCII,
)
_LAST_MONTH: Final = 12
_LAST_DAY: Final = 31
_MIDNIGHT: Final = "00:00"
_DAYS: Final = (("year", 365.2425), ("month", 30.436875), ("day", 1.0))
_FROM: Final = 1.5
"""From so many of a unit on, a time that goes by is counted in it."""


@dataclass(frozen=True, slots=True, order=True)
class Moment:
    """A date, as exact as it is written: ``month`` and ``day`` are 0 where they are not said.

    Moments stand in the order of the calendar; time zones are told, not reckoned with.
    """

    year: int
    month: int = 0
    day: int = 0
    time: str = ""
    zone: str = ""

    def __str__(self) -> str:
        """Return it as it is written, to the minute: ``2025-09-02 09:30``, ``-0044-03``."""
        time = "" if self.time in ("", _MIDNIGHT) else f" {self.time}"
        return f"{self.date()}{time}"

    def date(self) -> str:
        """Return it without its time."""
        year = f"-{-self.year:04}" if self.year < 0 else f"{self.year:04}"
        month = f"-{self.month:02}" if self.month else ""
        return f"{year}{month}-{self.day:02}" if self.day else f"{year}{month}"

    def number(self) -> float:
        """Return days on the calendar, counted from one day for all.

        https://en.wikipedia.org/wiki/Julian_day#Converting_Gregorian_calendar_date_to_Julian_Day_Number
        """
        month, day = self.month or 1, self.day or 1
        year = self.year - (month <= 2)  # noqa: PLR2004  (the leap day ends a year in March)
        days = 365 * year + year // 4 - year // 100 + year // 400
        hours = int(self.time[:2]) / 24 + int(self.time[3:5]) / 1440 if self.time else 0.0
        return days + (153 * ((month + 9) % 12) + 2) // 5 + day + hours


def read_moment(text: str) -> Moment | None:
    """Return the date that a text is, None for any other text."""
    found = _MOMENT.fullmatch(text.strip())
    if found is None:
        return None
    month, day = int(found["month"] or 0), int(found["day"] or 0)
    if month > _LAST_MONTH or day > _LAST_DAY or (found["month"] == "00") or found["day"] == "00":
        return None
    time = (found["time"] or "")[:5]
    return Moment(int(found["year"]), month, day, time, found["zone"] or "")


def tell_gap(earlier: Moment, later: Moment) -> str:
    """Return how much time lies between two moments, in words; nothing for less than a day."""
    days = later.number() - earlier.number()
    unit, length = next(
        ((unit, length) for unit, length in _DAYS if days >= _FROM * length), ("day", 1.0)
    )
    count = round(days / length)
    if count < 1:
        return ""
    return f"{count:,} {unit}" if count == 1 else f"{count:,} {unit}s"
