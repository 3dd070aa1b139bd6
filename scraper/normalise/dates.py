"""Dates as printed, read into UTC times.

    "2012-04-05T10:30:00-04:00"        -> 2012-04-05 14:30 UTC, to the second
    "April 5, 2012 at 10:30 pm"        -> 2012-04-05 22:30 UTC (or in `zone`), to the minute
    "5. April 2012", "2012年4月5日"     -> 2012-04-05, the day
    "2 hours ago", "gestern"           -> worked out against `relative_to`
    "16 ก.พ. 2564", "令和3年2月16日"       -> 2021-02-16; see `further_calendars`
    "05/04/2012"                       -> the day and month in the order `day_first` says
    "05-04-2012", "05.04.2012"         -> 5 April 2012
    "05-04-2012, 10:30 AM"             -> 4 May 2012, unless `day_first` says otherwise
    "Monday April 5"                   -> the latest 5 April that was a Monday

Fast rules first; dateparser, at a few milliseconds a date, only for what they cannot read.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from email.utils import parsedate_to_datetime
from functools import lru_cache

import attrs

from archive.records import DatePrecision
from scraper.normalise.further_calendars import day_elsewhere, from_persian, without_era
from scraper.normalise.further_months import languages_of
from scraper.normalise.relative_dates import relative_day, time_ago
from scraper.normalise.yearless_dates import MONTH_AND_DAY, calendar_day, day_without_year, latest_day, month_of

_EARLIEST = 1990
_LONGEST = 120
_LONGEST_FOREIGN = 48
_FOREIGN = re.compile(
    r"\d{1,2}\W+[^\W\d_]{3,}(?:\W+[^\W\d_]{2,})?\W+\d{4}|[^\W\d_]{3,}\W+\d{1,2}\W+\d{4}|\d{4}\W+[^\W\d_]{3,}\W+\d{1,2}"
)
_ISO = re.compile(
    r"(\d{4})-(\d\d)-(\d\d)(?:[T ]+(\d\d):(\d\d)(?::(\d\d)(?:[.,]\d+)?)?"
    r"\s*(Z|UTC|GMT|[+-]\d\d:?\d\d(?!\d)|[+-]\d\d\b)?)?",
    re.I,
)
_TIME = re.compile(
    r"(?<![\d:.])(\d{1,2})[:.h](\d\d)(?:[:.](\d\d))?(?:\s*([ap])\.?\s?m\b\.?)?"
    r"|(?<![\d:.])(\d{1,2})\s*([ap])\.?m\b\.?|(\d{1,2})\s*[時时시]\s*(\d{1,2})\s*[分분]",
    re.I,
)
_ZONE = re.compile(
    r"(?:\b(?:UTC|GMT)\s*)?([+-]\d{1,2}):?(\d\d)\b|(?:\b(?:UTC|GMT)\s*)([+-]\d{1,2})\b|\b(UTC|GMT|Z|EST|EDT|CST|CDT|MST|MDT|PST|PDT|CET|CEST|BST)\b"
)
_ZONES = {
    "EST": -5,
    "EDT": -4,
    "CST": -6,
    "CDT": -5,
    "MST": -7,
    "MDT": -6,
    "PST": -8,
    "PDT": -7,
    "CET": 1,
    "CEST": 2,
    "BST": 1,
}
_CJK = re.compile(r"(?:(\d{4})\s*[年년]\s*)?(\d{1,2})\s*[月월]\s*(\d{1,2})\s*(?:[日일号號]|(?=\D|$))")
_NAMED_DAY = re.compile(
    r"\b(\d{1,2})(?:st|nd|rd|th|er|\.|º|ª)?\s*[-/ ]?\s*(?:of |de |d')?\s*"
    r"([^\W\d_]{3,})\.?,?\s*[-/ ]?\s*(?:de |del )?(\d{4})\b"
)
_NAMED_MONTH = re.compile(r"\b([^\W\d_]{3,})\.?\s+(\d{1,2})(?:st|nd|rd|th|er|\.)?,?\s+(\d{4})\b")
_NAMED_YEAR_FIRST = re.compile(r"\b(\d{4})[-,.\s]+([^\W\d_]{3,})\.?[-,\s]+(\d{1,2})\b")
_NAMED_SHORT = re.compile(r"\b(\d{1,2})[-\s]([^\W\d_]{3})[-\s,]+'?(\d\d)\b")
_NUMERIC = re.compile(r"\b(\d{1,4})(\. ?|[/-])(\d{1,2})\2(\d{1,4})\b")
# As in the north: "12/6 2024".
_YEAR_APART = re.compile(r"(?<![\d/])(\d{1,2})/(\d{1,2})[ -]+((?:19|20)\d\d)\b")
# Half a day's clock stands beside the month first, but for languages that say otherwise.
_HALF_DAY = re.compile(r"\d\s?[ap]\.?m\b")


@attrs.frozen
class ParsedDate:
    """A time in UTC and how much of it was told."""

    at: datetime
    precision: DatePrecision
    has_zone: bool = False
    """The text itself told the zone (or was relative to a known time)."""
    ahead: timedelta = timedelta(0)
    """How far its clock is ahead of UTC."""


def parse_date(
    raw: str, *, relative_to: datetime, zone: tzinfo | None = None, day_first: bool | None = None
) -> ParsedDate | None:
    """The time a text tells, or None if it tells none.

    Args:
        raw: a date as printed or as markup has it; other words around it are passed over.
        relative_to: when the page was fetched, aware; "2 hours ago" counts from here, and no date lies a day behind it.
        zone: of times that name none; UTC if not known.
        day_first: order of `05/04/2012` and `05-04-2012`; None reads the first with the month in front unless that is no
            date, the second with the day in front unless "AM" or "PM" stands beside it.

    Source: forms seen on saved pages; ISO 8601, RFC 5322 dates.
    """
    text = " ".join(raw.split())
    if not text or len(text) > _LONGEST or (not any(c.isdigit() for c in text) and len(text) > 40):
        return None
    try:
        found = _read_fast(text, relative_to, zone or UTC, day_first)
        if found is None and _may_be_date(text):
            found = _read_slowly(text, relative_to.replace(microsecond=0), zone or UTC)
    except OverflowError:  # the first or last day there is, in another zone
        return None
    if found is None or not found.at.year >= _EARLIEST or found.at > relative_to + timedelta(days=400):
        return None
    return found


def _read_fast(text: str, now: datetime, zone: tzinfo, day_first: bool | None) -> ParsedDate | None:
    if iso := _ISO.search(text):
        return _from_iso(iso, zone)
    if text.isdecimal():
        return _from_epoch(int(text))
    text = without_era(text) if "年" in text else text
    folded = _fold(text)
    cjk = _CJK.search(text)  # before folding, which takes Korean syllables apart
    day = _of_signs(cjk, now) if cjk else _absolute_day(folded, now, day_first)
    if day is None and not folded.isascii() and (named := day_elsewhere(folded)):
        day = calendar_day(named.year, named.month, named.day)
    if day is None:
        day = relative_day(folded, now, zone)
    if day is not None:
        return _with_time(day, folded, text, zone)
    ago = time_ago(folded, now)
    return ago and ParsedDate(ago[0], DatePrecision.DAY if ago[1] else DatePrecision.MINUTE, True)


def _of_signs(found: re.Match[str], now: datetime) -> datetime | None:
    month, day = int(found[2]), int(found[3])
    if found[1]:
        return calendar_day(int(found[1]), month, day)
    return latest_day(month, day, now) if 1 <= month <= 12 and 1 <= day <= 31 else None


def _from_iso(found: re.Match[str], zone: tzinfo) -> ParsedDate | None:
    year, month, day, hour, minute, second, offset = found.groups()
    try:
        at = datetime(
            int(year), int(month), int(day), int(hour or 0), int(minute or 0), min(int(second or 0), 59), tzinfo=zone
        )
        if offset:
            at = at.replace(tzinfo=_offset(offset))
    except ValueError:
        return None
    if hour is None:
        return ParsedDate(at.replace(tzinfo=UTC), DatePrecision.DAY)
    precision = DatePrecision.SECOND if second else DatePrecision.MINUTE
    return _in_utc(at, precision, bool(offset))


def _in_utc(at: datetime, precision: DatePrecision, has_zone: bool) -> ParsedDate:
    return ParsedDate(at.astimezone(UTC), precision, has_zone, at.utcoffset() or timedelta(0))


def _offset(text: str) -> tzinfo:
    if text[0] not in "+-":
        return UTC
    digits = text[1:].replace(":", "").ljust(4, "0")
    return _fixed(int(digits[:2]), int(digits[2:]), text[0] == "-")


def _fixed(hours: int, minutes: int, west: bool) -> tzinfo:
    delta = timedelta(hours=hours, minutes=minutes)
    return timezone(-delta if west else delta)


def _from_epoch(number: int) -> ParsedDate | None:
    """Seconds or milliseconds since 1970, of the years 1995 to 2100."""
    seconds = number / 1000 if number > 10**11 else number
    if not 788918400 <= seconds <= 4102444800:
        return None
    return ParsedDate(datetime.fromtimestamp(int(seconds), UTC), DatePrecision.SECOND, True)


def _fold(text: str) -> str:
    lowered = text.lower()
    if lowered.isascii():
        return lowered
    return "".join(c for c in unicodedata.normalize("NFKD", lowered) if not unicodedata.combining(c)).replace("ı", "i")


def _absolute_day(text: str, now: datetime, day_first: bool | None) -> datetime | None:
    """Midnight of the day a folded text names, without a zone's meaning yet."""
    for named in _NAMED_MONTH.finditer(text):
        if month := month_of(named[1]):
            return calendar_day(int(named[3]), month, int(named[2]))
    for named in _NAMED_DAY.finditer(text):
        if month := month_of(named[2]):
            return calendar_day(int(named[3]), month, int(named[1]))
    if (found := _NAMED_YEAR_FIRST.search(text)) and (month := month_of(found[2])):
        return calendar_day(int(found[1]), month, int(found[3]))
    if found := _YEAR_APART.search(text):
        return calendar_day(int(found[3]), int(found[2]), int(found[1]))
    if (found := _NAMED_SHORT.search(text)) and (month := month_of(found[2])):
        return calendar_day(
            2000 + int(found[3]) - (100 if int(found[3]) > now.year % 100 + 1 else 0), month, int(found[1])
        )
    if found := _NUMERIC.search(text):
        if day_first is None and found[2] == "-":
            day_first = _HALF_DAY.search(text) is None
        return _numeric_day(found, day_first)
    return day_without_year(text, now)


def _numeric_day(found: re.Match[str], day_first: bool | None) -> datetime | None:
    first, mark, second, third = int(found[1]), found[2], int(found[3]), int(found[4])
    if len(found[1]) == 4:
        persian = from_persian(first, second, third)
        return calendar_day(persian.year, persian.month, persian.day) if persian else calendar_day(first, second, third)
    if len(found[1]) > 2 or len(found[4]) in (1, 3):
        return None
    year = third if third > 99 else 2000 + third
    if (day_first or mark[0] == "." or first > 12) and second <= 12:
        return calendar_day(year, second, first)
    return calendar_day(year, first, second)


def _with_time(day: datetime, folded: str, text: str, zone: tzinfo) -> ParsedDate:
    clock = _clock(MONTH_AND_DAY.sub(" ", _NUMERIC.sub(" ", folded)))  # 05.04.2012 is no time
    if clock is None:
        return ParsedDate(day, DatePrecision.DAY)
    hour, minute, second = clock
    own = _own_zone(text)
    at = day.replace(hour=hour, minute=minute, second=second or 0, tzinfo=own or zone)
    precision = DatePrecision.MINUTE if second is None else DatePrecision.SECOND
    return _in_utc(at, precision, own is not None)


def _clock(text: str) -> tuple[int, int, int | None] | None:
    for found in _TIME.finditer(text):
        hour = int(found[1] or found[5] or found[7])
        minute = int(found[2] or found[8] or 0)
        half = found[4] or found[6]
        if half:
            hour = hour % 12 + (12 if half == "p" else 0)
        if hour < 24 and minute < 60:
            return hour, minute, min(int(found[3]), 59) if found[3] else None
    return None


def _own_zone(text: str) -> tzinfo | None:
    for found in _ZONE.finditer(text):
        if found[4]:
            hours = _ZONES.get(found[4], 0)
            return _fixed(abs(hours), 0, hours < 0) if hours else UTC
        hours = int(found[1] or found[3])
        if abs(hours) <= 14:
            return _fixed(abs(hours), int(found[2] or 0), (found[1] or found[3])[0] == "-")
    return None


def _may_be_date(text: str) -> bool:
    """Whether it is worth a closer look: day, month and year in words not known here."""
    return len(text) <= _LONGEST_FOREIGN and _FOREIGN.search(text) is not None


@lru_cache(maxsize=4096)
def _read_slowly(text: str, now: datetime, zone: tzinfo) -> ParsedDate | None:
    try:
        at = parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError):
        return _read_with_dateparser(text, now, zone)
    aware = at if at.tzinfo else at.replace(tzinfo=zone)
    return _in_utc(aware, DatePrecision.SECOND, at.tzinfo is not None)


def _read_with_dateparser(text: str, now: datetime, zone: tzinfo) -> ParsedDate | None:
    languages = languages_of(_fold(text))
    if not languages:
        return None
    import dateparser

    settings = {
        "RELATIVE_BASE": now.replace(tzinfo=None),
        "REQUIRE_PARTS": ["day", "month"],
        "PREFER_DATES_FROM": "past",
    }
    at = dateparser.parse(text, languages=languages, settings=settings)
    if at is None:
        return None
    has_clock = _clock(text.lower()) is not None
    aware = at if at.tzinfo else at.replace(tzinfo=zone if has_clock else UTC)
    if not has_clock:
        aware = aware.replace(hour=0, minute=0, second=0, microsecond=0)
    return _in_utc(aware, DatePrecision.MINUTE if has_clock else DatePrecision.DAY, at.tzinfo is not None)
