"""Dates as printed, read into UTC times."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.records import DatePrecision
from scraper.normalise.dates import parse_date

NOW = datetime(2024, 3, 10, 15, 30, 45, tzinfo=UTC)


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("2012-04-05T10:30:00-04:00", "2012-04-05T14:30:00 second"),
        ("2012-04-05T10:30:00+0200", "2012-04-05T08:30:00 second"),
        ("2012-04-05T10:30:15.123Z", "2012-04-05T10:30:15 second"),
        ("2012-04-05T10:30:15.123456+00:00", "2012-04-05T10:30:15 second"),
        ("2012-04-05 10:30", "2012-04-05T10:30:00 minute"),
        ("2012-04-05", "2012-04-05T00:00:00 day"),
        ("Published: 2012-04-05", "2012-04-05T00:00:00 day"),
        ("05-04-2012", "2012-04-05T00:00:00 day"),
        ("2012. 4. 5.", "2012-04-05T00:00:00 day"),
        ("17. květen 2010", "2010-05-17T00:00:00 day"),
        ("20 Mayıs 2010", "2010-05-20T00:00:00 day"),
        ("April 5, 2012", "2012-04-05T00:00:00 day"),
        ("By on April 5, 2012", "2012-04-05T00:00:00 day"),
        ("April 5th, 2012", "2012-04-05T00:00:00 day"),
        ("Apr. 5, 2012 10:30 PM", "2012-04-05T22:30:00 minute"),
        ("April 5, 2012 at 12:05 am", "2012-04-05T00:05:00 minute"),
        ("April 5, 2012 at 10:30 p.m. EDT", "2012-04-06T02:30:00 minute"),
        ("April 5, 2012 10pm", "2012-04-05T22:00:00 minute"),
        ("Thursday, 5 April 2012, 22:30", "2012-04-05T22:30:00 minute"),
        ("5. April 2012 um 22:30 Uhr", "2012-04-05T22:30:00 minute"),
        ("5 avril 2012 à 22h30", "2012-04-05T22:30:00 minute"),
        ("5 de abril de 2012", "2012-04-05T00:00:00 day"),
        ("5. März 2012", "2012-03-05T00:00:00 day"),
        ("5 апреля 2012 в 22:30", "2012-04-05T22:30:00 minute"),
        ("2012年4月5日 10:30", "2012-04-05T10:30:00 minute"),
        ("2012년 4월 5일", "2012-04-05T00:00:00 day"),
        ("5-Apr-12", "2012-04-05T00:00:00 day"),
        ("5. 4. 2012 10:30", "2012-04-05T10:30:00 minute"),
        ("05-04-2012, 10:30 AM", "2012-05-04T10:30:00 minute"),
        ("25-04-2012, 10:30 AM", "2012-04-25T10:30:00 minute"),
        ("5 حزيران 2012 - 12:10", "2012-06-05T12:10:00 minute"),
        ("5 جويلية 2012", "2012-07-05T00:00:00 day"),
        ("02.13 10:05:11", "2024-02-13T10:05:11 second"),
        ("5/4 2012 kl 10:30", "2012-04-05T10:30:00 minute"),
        ("13.02 10:05", "2024-02-13T10:05:00 minute"),
        ("2 godz. temu", "2024-03-10T13:30:45 minute"),
        ("3月4日 21:05", "2024-03-04T21:05:00 minute"),
        ("12월 3일", "2023-12-03T00:00:00 day"),
        ("Monday March 4, @10:05AM", "2024-03-04T10:05:00 minute"),
        ("Thursday March 4, @10:05AM", "2021-03-04T10:05:00 minute"),
        ("05-Apr-2012, 10:30 AM", "2012-04-05T10:30:00 minute"),
        ("2012 Apr 5", "2012-04-05T00:00:00 day"),
        ("04/05/2012", "2012-04-05T00:00:00 day"),
        ("25/04/2012", "2012-04-25T00:00:00 day"),
        ("05.04.2012, 22:30", "2012-04-05T22:30:00 minute"),
        ("2012/04/05", "2012-04-05T00:00:00 day"),
        ("4/5/12, 10:30 AM", "2012-04-05T10:30:00 minute"),
        ("Thu, 05 Apr 2012 10:30:00 +0200", "2012-04-05T08:30:00 second"),
        ("Thu Apr 05, 2012 10:30 pm", "2012-04-05T22:30:00 minute"),
        ("1333621800", "2012-04-05T10:30:00 second"),
        ("1333621800000", "2012-04-05T10:30:00 second"),
        ("2 hours ago", "2024-03-10T13:30:45 minute"),
        ("an hour ago", "2024-03-10T14:30:45 minute"),
        ("about 3 days ago", "2024-03-07T00:00:00 day"),
        ("vor 2 Stunden", "2024-03-10T13:30:45 minute"),
        ("il y a 3 jours", "2024-03-07T00:00:00 day"),
        ("hace 2 horas", "2024-03-10T13:30:45 minute"),
        ("3h", "2024-03-10T12:30:45 minute"),
        ("just now", "2024-03-10T15:30:45 minute"),
        ("Yesterday, 10:15", "2024-03-09T10:15:00 minute"),
        ("gestern", "2024-03-09T00:00:00 day"),
        ("today at 9:05 am", "2024-03-10T09:05:00 minute"),
        ("March 3", "2024-03-03T00:00:00 day"),
        ("03-03 10:15", "2024-03-03T10:15:00 minute"),
        ("Dec 24", "2023-12-24T00:00:00 day"),
        ("Room 12, 2010, on April 5, 2012", "2012-04-05T00:00:00 day"),
        ("17 people 2010, 5 April 2012", "2012-04-05T00:00:00 day"),
        ("April 5, 2012, 25:99 and 10:30", "2012-04-05T10:30:00 minute"),
        ("5 travnja 2012", "2012-04-05T00:00:00 day"),
        ("5 travnja 2012 10:30", "2012-04-05T10:30:00 minute"),
    ],
)
def test_parse_date(raw: str, expected: str) -> None:
    found = parse_date(raw, relative_to=NOW)
    assert found is not None
    assert f"{found.at:%Y-%m-%dT%H:%M:%S} {found.precision}" == expected


@pytest.mark.parametrize(
    "raw",
    [
        "",
        "hello",
        "4 Comments",
        "Reply",
        "12",
        "p. 3 of 4",
        "0001-01-01T00:00:00",
        "2012-13-45",
        "99/99/2012",
        "x" * 200,
        "version 2.3.1",
        "Room 101, 3rd floor",
        "2031-01-01",
        "²",
        "123/4/2012",
        "1/2/201",
        "5 qwertzui 2012",
        "²²²²",
        "9" * 100,
        "9999-12-31T23:59:59-23:00",
        "0001-01-01T00:00:00+14:00",
        "9999999999 hours ago",
        "I bought 3 apples and 2 pears",
    ],
)
def test_no_date_is_none(raw: str) -> None:
    assert parse_date(raw, relative_to=NOW) is None


def test_a_time_without_zone_is_read_in_the_sites_zone() -> None:
    zone = ZoneInfo("America/New_York")
    winter = parse_date("January 5, 2012 at 10:30 pm", relative_to=NOW, zone=zone)
    summer = parse_date("July 5, 2012 at 10:30 pm", relative_to=NOW, zone=zone)
    assert winter is not None
    assert summer is not None
    assert (winter.at.isoformat(), winter.has_zone) == ("2012-01-06T03:30:00+00:00", False)
    assert summer.at.isoformat() == "2012-07-06T02:30:00+00:00"


def test_a_day_without_time_is_midnight_utc_whatever_the_zone() -> None:
    found = parse_date("April 5, 2012", relative_to=NOW, zone=ZoneInfo("Asia/Tokyo"))
    assert found is not None
    assert (found.at, found.precision) == (datetime(2012, 4, 5, tzinfo=UTC), DatePrecision.DAY)


def test_day_first_where_the_site_is_known_to_write_so() -> None:
    found = parse_date("04/05/2012", relative_to=NOW, day_first=True)
    assert found is not None
    assert found.at.month == 5


@given(st.text(max_size=80))
def test_any_text_is_a_date_or_none(text: str) -> None:
    found = parse_date(text, relative_to=NOW)
    assert found is None or found.at.tzinfo is UTC
