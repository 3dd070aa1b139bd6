"""By which clock a page dates: a time that markup tells in UTC is told again on the page, as its readers see it.

`2020-02-25T02:25:54Z` beside "February 24, 2020 | 9:25pm" is a page five hours behind UTC, and an article of the 24th.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from itertools import chain, islice

from archive.records import DatePrecision
from scraper.extract.byline_dates import printed_lines
from scraper.extract.dom import Document, Node
from scraper.extract.told_dates import told_time
from scraper.normalise.dates import ParsedDate

_IN_UTC = re.compile(r"T?\d\d:\d\d.*(?:Z|[+-]00:?00|\bGMT|\bUTC)\s*$")
_MOST_TIMES, _MOST_LINES = 20, 6
_QUARTER, _MINUTE, _HOUR = timedelta(minutes=15), timedelta(minutes=1), timedelta(hours=1)
# Offsets in use, in hours. Source: the time zone database, years from 1990 on.
_IN_USE = frozenset(timedelta(hours=hours) for hours in (*range(-12, 15), -9.5, -3.5, -2.5, 3.5, 4.5, 5.5, 5.75, 6.5, 8.75, 9.5, 10.5, 12.75, 13.75))  # fmt: skip
_NONE = timedelta(0)


def ahead_of_utc(
    document: Document, published: str, head: Node | None, body: Node | None, until: int | None = None
) -> timedelta:
    """How far the page's own clock is ahead of UTC, where it tells the time of its publication by that clock too.

    Args:
        document: the page.
        published: when, as markup tells it; only a time in UTC is looked into.
        head: the title's heading.
        body: the element that holds the text.
        until: index of the first post, where posts are what the page is there for.
    """
    if not _IN_UTC.search(published) or not (told := told_time(published)):
        return _NONE
    times = (value for node in document.elements("time") if (value := node.get("datetime")))
    lines = printed_lines(document, head, body, until)
    others = chain(islice(times, _MOST_TIMES), islice(lines, _MOST_LINES))
    return next(_offsets(told, others), _NONE)


def _offsets(told: ParsedDate, others: Iterable[str]) -> Iterator[timedelta]:
    for text in others:
        other = told_time(text)
        if other is None or other.precision is DatePrecision.DAY:
            continue
        apart = other.at - told.at
        if other.has_zone:
            if other.ahead and abs(apart) < _MINUTE:
                yield other.ahead
        elif offset := _offset(apart, told.at):
            yield offset


def _offset(apart: timedelta, told: datetime) -> timedelta | None:
    """What two clocks are apart that show one instant, to the minute; None if they show two."""
    rounded = round((apart + _MINUTE / 2) / _QUARTER) * _QUARTER
    if not rounded or rounded not in _IN_USE or not -_MINUTE < apart - rounded <= _NONE:
        return None
    # Of round times many are a quarter of an hour apart by chance.
    return rounded if told.minute % 15 or not rounded % _HOUR else None
