"""Days in scripts that join marks to letters, and in other calendars."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from scraper.normalise.dates import parse_date
from scraper.normalise.further_calendars import common_year, day_elsewhere, fold, from_persian, without_era

NOW = datetime(2026, 1, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("14 मार्च 2023, 9:12 PM", "2023-03-14 21:12"),
        ("मार्च 14, 2023", "2023-03-14 00:00"),
        ("২০ জুন ২০২৩", "2023-06-20 00:00"),
        ("20 ஜூன் 2023", "2023-06-20 00:00"),
        ("20 జూన్ 2023", "2023-06-20 00:00"),
        ("16 ก.พ. 2564 เวลา 20:45 น.", "2021-02-16 20:45"),
        ("16 กุมภาพันธ์ พ.ศ. 2564", "2021-02-16 00:00"),
        ("16/02/2564", "2021-02-16 00:00"),
        ("18 أيار 2021", "2021-05-18 00:00"),
        ("18 كانون الثاني 2021", "2021-01-18 00:00"),
        ("۲۸ ارديبهشت ۱۴۰۰ - ۲۱:۱۵", "2021-05-18 21:15"),
        ("۱۴۰۰/۰۲/۲۸ ساعت", "2021-05-18 00:00"),
        ("令和5年6月20日", "2023-06-20 00:00"),
        ("令和元年6月20日", "2019-06-20 00:00"),
    ],
)
def test_days_as_they_are_printed(raw: str, expected: str) -> None:
    found = parse_date(raw, relative_to=NOW)
    assert found is not None
    assert f"{found.at:%Y-%m-%d %H:%M}" == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1 فروردین 1400", date(2021, 3, 21)),
        ("30 اسفند 1399", date(2021, 3, 20)),
        ("1 فروردین 1404", date(2025, 3, 21)),
        ("15 مهر 1402", date(2023, 10, 7)),
        ("15 مهر 2402", None),
        ("31 जून 2023", None),
        ("nothing", None),
    ],
)
def test_days_of_other_calendars(text: str, expected: date | None) -> None:
    assert day_elsewhere(fold(text)) == expected


@pytest.mark.parametrize(
    ("numbers", "expected"),
    [
        ((1403, 12, 30), date(2025, 3, 20)),
        ((1400, 2, 28), date(2021, 5, 18)),
        ((1400, 13, 1), None),
        ((1400, 1, 0), None),
        ((1301, 1, 1), None),
    ],
)
def test_days_of_the_persian_calendar(numbers: tuple[int, int, int], expected: date | None) -> None:
    assert from_persian(*numbers) == expected


def test_other_years_and_eras_are_left() -> None:
    assert [common_year(year) for year in (2021, 2564)] == [2021, 2021]
    assert without_era("2021年") == "2021年"
