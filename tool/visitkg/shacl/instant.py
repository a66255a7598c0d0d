"""Instants and durations, exact in any year to any fraction of a second: https://www.w3.org/TR/xmlschema11-2/#theSevenPropertyModel.

An instant is the number of seconds since 1970, rounded down, with the digits of the fraction that
is left: as tuples, instants compare as they follow each other. Where a datatype leaves out year,
month or day, these are 1972 (a leap year), January and the first.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final, TypeAlias

from visitkg.shacl.datatype import DURATION, ZONE, checker
from visitkg.terms import XSD

if TYPE_CHECKING:
    from collections.abc import Callable

Instant: TypeAlias = tuple[int, str]
Duration: TypeAlias = tuple[int, Instant]
"""Months, and seconds with the digits of their fraction, which is never negative."""

ZONED: Final = "zoned "
"""Stands before the datatype's name where the time zone is known, and seconds are those of UTC."""

_SECONDS_OF_DAY: Final = 86_400
_UNSURE: Final = 14 * 3600
_MOST_DIGITS: Final = 4000
"""A year or a part of a duration of more digits has no value here: only numbers have no limit.

Python's int takes no more than 4300, and to go on would take minutes where there are a million. XSD
1.1, 5.4, lets implementations stop at four digits of a year.
"""

_COMPLETIONS: Final[dict[str, tuple[str, int, str]]] = {
    "date": ("", 0, "T00:00:00"),
    "gYearMonth": ("", 0, "-01T00:00:00"),
    "gYear": ("", 0, "-01-01T00:00:00"),
    "gMonthDay": ("1972", 1, "T00:00:00"),
    "gMonth": ("1972", 1, "-01T00:00:00"),
    "gDay": ("1972-01", 2, "T00:00:00"),
    "time": ("1972-01-01T", 0, ""),
}
"""What makes a dateTime of another instant: a text in front, the characters to skip, one behind."""

_FEBRUARY: Final = 2
_REST: Final = rf"(?:\.([0-9]+))?({ZONE})?"
_REFERENCES: Final = ((1696, 9), (1697, 2), (1903, 3), (1903, 7))
_COMPLEMENTS: Final = str.maketrans("0123456789", "9876543210")


def instant_reader(name: str) -> Callable[[str], tuple[str, Instant] | None] | None:
    """Return the function that reads the instants of a datatype of XSD, None if it has none.

    It returns the name with ``ZONED`` in front where the zone is known, and None for what is
    ill-typed.
    """
    if name in ("dateTime", "dateTimeStamp"):
        return _date_time_reader(name)
    if name == "date":
        return _date_reader()
    return _completing_reader(name) if name in _COMPLETIONS else None


def compare_zoned(local: Instant, zoned: Instant) -> int | None:
    """Compare an instant of an unknown zone with one of UTC; None within 14 hours."""
    seconds, fraction = local
    if (seconds + _UNSURE, fraction) < zoned:
        return -1
    return 1 if (seconds - _UNSURE, fraction) > zoned else None


def duration_reader(name: str) -> Callable[[str], tuple[str, Duration] | None] | None:
    """Return the function that reads the durations of a datatype of XSD, None if it has none."""
    if name not in {"duration", "yearMonthDuration", "dayTimeDuration"}:
        return None
    check, match = checker(XSD + name), re.compile(DURATION).fullmatch

    def read(text: str) -> tuple[str, Duration] | None:
        found = match(text)
        if found is None or not check(text):
            return None
        parts = found.groups("0")
        # The last part, of the fraction, stays a text.
        return None if max(map(len, parts[:-1])) > _MOST_DIGITS else ("duration", _sum(*parts))

    return read


def _sum(sign: str, years: str, months: str, days: str, *time: str) -> Duration:
    hours, minutes, seconds, fraction = time
    duration = 12 * int(years) + int(months)
    whole = _SECONDS_OF_DAY * int(days) + 3600 * int(hours) + 60 * int(minutes) + int(seconds)
    fraction = fraction.rstrip("0")
    if sign != "-":
        return (duration, (whole, fraction))
    if fraction:
        return (-duration, (-whole - 1, _complement(fraction)))
    return (-duration, (-whole, ""))


def compare_durations(left: Duration, right: Duration) -> int | None:
    """Return -1, 0 or 1 if that is the order whatever month one begins in (XSD 1.1, 3.3.6.1)."""
    if left[0] == right[0]:
        return _order(left[1], right[1])
    if left[1] == right[1]:
        return _order(left[0], right[0])
    orders = {
        _order(_add(year, month, left), _add(year, month, right)) for year, month in _REFERENCES
    }
    return orders.pop() if len(orders) == 1 else None


def _order(left: int | Instant, right: int | Instant) -> int:
    return (left > right) - (left < right)  # type: ignore[operator]  # both are of one type


def _add(year: int, month: int, duration: Duration) -> Instant:
    months, (seconds, fraction) = duration
    year, month = divmod(12 * year + month - 1 + months, 12)
    return (_SECONDS_OF_DAY * _count_days(year, month + 1, 1) + seconds, fraction)


def _complement(fraction: str) -> str:
    """Return the digits of what a fraction, whose last digit is not 0, lacks to 1."""
    return fraction[:-1].translate(_COMPLEMENTS) + str(10 - int(fraction[-1]))


def _date_time_reader(name: str) -> Callable[[str], tuple[str, Instant] | None]:
    check, groups = checker(XSD + name), _groups("dateTime")
    needs_zone = name == "dateTimeStamp"

    def read(text: str) -> tuple[str, Instant] | None:
        day, minute = _read_day(text[:10]), _read_minute(text[10:16])
        second = _read_second(text[16:19])
        if day is not None and minute is not None and second is not None:
            found = _place(groups, day + minute + second, text[19:])
        elif check(text) and text.find("-", 1) <= _MOST_DIGITS:
            found = _place(groups, *_read_unusual(text))
        else:
            return None
        return None if needs_zone and found is not None and found[0] == "dateTime" else found

    return read


def _date_reader() -> Callable[[str], tuple[str, Instant] | None]:
    read_unusual, groups = _completing_reader("date"), _groups("date")

    def read(text: str) -> tuple[str, Instant] | None:
        day = _read_day(text[:10])
        if day is None or text[10:11] == ".":
            return read_unusual(text)
        return _place(groups, day, text[10:])

    return read


def _completing_reader(name: str) -> Callable[[str], tuple[str, Instant] | None]:
    check, read_date_time = checker(XSD + name), _date_time_reader("dateTime")
    before, skipped, behind = _COMPLETIONS[name]
    local, zoned = _groups(name)

    def read(text: str) -> tuple[str, Instant] | None:
        if not check(text):
            return None
        cut = _zone_start(text)
        own = text[skipped:cut]
        if name == "time" and own[:2] == "24":
            own = "00" + own[2:]
        found = read_date_time(before + own + behind + text[cut:])
        return None if found is None else (local if found[0] == "dateTime" else zoned, found[1])

    return read


def _groups(name: str) -> tuple[str, str]:
    """Return what stands for a datatype without and with time zone: one text for all its values."""
    return name, ZONED + name


def _place(groups: tuple[str, str], seconds: int, rest: str) -> tuple[str, Instant] | None:
    """Return an instant of whole seconds, a fraction and a zone; None if these are ill-formed."""
    if rest == "Z":
        return (groups[1], (seconds, ""))
    found = _read_rest(rest)
    if found is None:
        return None
    fraction, offset = found
    if offset is None:
        return (groups[0], (seconds, fraction))
    return (groups[1], (seconds - offset, fraction))


def _zone_start(text: str) -> int:
    if text[-1] == "Z":
        return len(text) - 1
    return len(text) - 6 if text[-3] == ":" and text[-6] in "+-" else len(text)


# Instants of a graph share days, minutes and seconds: to find them again is faster than to read.
@lru_cache(maxsize=2**15)
def _read_day(text: str) -> int | None:
    """Return the second in which a day begins; None but for a date of four digits and no zone."""
    if len(text) != len("2000-12-31") or not checker(XSD + "date")(text):
        return None
    return _SECONDS_OF_DAY * _count_days(int(text[:4]), int(text[5:7]), int(text[8:]))


@lru_cache(maxsize=2**11)
def _read_minute(text: str) -> int | None:
    """Return the second of the day of ``T12:30``."""
    if not re.fullmatch("T(?:[01][0-9]|2[0-3]):[0-5][0-9]", text):
        return None
    return 3600 * int(text[1:3]) + 60 * int(text[4:])


@lru_cache(maxsize=2**7)
def _read_second(text: str) -> int | None:
    """Return the second of the minute of ``:30``."""
    return int(text[1:]) if re.fullmatch(":[0-5][0-9]", text) else None


@lru_cache(maxsize=2**11)
def _read_rest(text: str) -> tuple[str, int | None] | None:
    """Return the fraction of the second and the zone, in seconds; None if they are ill-formed."""
    match = re.fullmatch(_REST, text)
    if match is None:
        return None
    fraction, zone = match.groups("")
    if zone in ("", "Z"):
        return (fraction.rstrip("0"), 0 if zone else None)
    offset = 3600 * int(zone[1:3]) + 60 * int(zone[4:])
    return (fraction.rstrip("0"), -offset if zone[0] == "-" else offset)


def _read_unusual(date_time: str) -> tuple[int, str]:
    """Return the seconds of any well-formed dateTime, and what follows them."""
    date, _, time = date_time.partition("T")
    year, month, day = date.rsplit("-", 2)
    seconds = _SECONDS_OF_DAY * _count_days(int(year), int(month), int(day))
    return seconds + 3600 * int(time[:2]) + 60 * int(time[3:5]) + int(time[6:8]), time[8:]


def _count_days(year: int, month: int, day: int) -> int:
    """Return the days since the first of January 1970 in the proleptic Gregorian calendar."""
    # The year begins in March, so that a leap day is its last one.
    if month <= _FEBRUARY:
        year, month = year - 1, month + 12
    leap_days = year // 4 - year // 100 + year // 400
    return 365 * year + leap_days + (153 * month - 457) // 5 + day - 719_469
