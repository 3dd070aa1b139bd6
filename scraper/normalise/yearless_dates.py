"""Days of which no year is told: "March 3", "03-03 10:15", "Monday June 14", "6月14日"."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

from scraper.normalise.further_calendars import common_year
from scraper.normalise.months import MONTHS

_EARLIEST = 1990
_MONTHS = 12
_NAMED_NO_YEAR = re.compile(
    r"\b([^\W\d_]{3,})\.?\s+(\d{1,2})(?:st|nd|rd|th)?\b|\b(\d{1,2})(?:st|nd|rd|th|\.)?\s+([^\W\d_]{3,})\b"
)
_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_WEEKDAY = re.compile(r"\b(mon|tue(?:s)?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?\b")
MONTH_AND_DAY = re.compile(r"(?<![\d.-])(\d\d)[.-](\d\d)(?=\s+\d\d:\d\d(?![.-]?\d\d[.-]))")
"""A month and a day in front of a clock, which they are no part of."""


def day_without_year(text: str, now: datetime) -> datetime | None:
    """Of "March 3" or "03-03 10:15", the latest that is not ahead of `now` by more than a day (zones differ)."""
    for found in _NAMED_NO_YEAR.finditer(text):
        month = month_of(found[1] or found[4] or "")
        number = int(found[2] or found[3])
        if month and 1 <= number <= 31:
            return _of_weekday(month, number, now, text)
    numbers = MONTH_AND_DAY.search(text)
    if numbers is None:
        return None
    month, number = int(numbers[1]), int(numbers[2])
    return latest_day(number, month, now) if month > _MONTHS and "." in numbers[0] else latest_day(month, number, now)


def _of_weekday(month: int, number: int, now: datetime, text: str) -> datetime | None:
    """The latest day that fell on the weekday a folded text names, if it names one: pages of old forums leave out the year."""
    latest = latest_day(month, number, now)
    named = _WEEKDAY.search(text) if latest is not None else None
    if latest is None or named is None or latest.weekday() == (weekday := _WEEKDAYS.index(named[1][:3])):
        return latest
    years = (calendar_day(year, month, number) for year in range(latest.year - 1, max(_EARLIEST, latest.year - 12), -1))
    return next((day for day in years if day is not None and day.weekday() == weekday), latest)


def latest_day(month: int, number: int, now: datetime) -> datetime | None:
    """The latest such day that is not ahead of `now` by more than a day, or None where there is none."""
    day = calendar_day(now.year, month, number)
    return calendar_day(now.year - 1, month, number) if day and day > now + timedelta(days=1) else day


def month_of(name: str) -> int | None:
    """The number of a month by its folded name."""
    return MONTHS.get(name) or MONTHS.get(name[:3]) if name.isascii() else MONTHS.get(name) or MONTHS.get(name[:-1])


def calendar_day(year: int, month: int, day: int) -> datetime | None:
    """Midnight of a day, without a zone's meaning yet, or None where there is no such day."""
    try:
        return datetime(common_year(year), month, day, tzinfo=UTC)
    except ValueError:
        return None
