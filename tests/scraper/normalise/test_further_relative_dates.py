"""Dates that count from now, in many languages; and texts that look like some and are none."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from scraper.normalise.dates import parse_date
from scraper.normalise.further_relative_dates import fold, rest_of, tells_when
from scraper.normalise.relative_dates import beside_relative

NOW = datetime(2024, 6, 15, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("3時間前", "2024-06-15T09:00"), ("2日前", "2024-06-13T00:00"), ("10分前", "2024-06-15T11:50"), ("2か月前", "2024-04-15T00:00"),
        ("昨日", "2024-06-14T00:00"), ("一昨日", "2024-06-13T00:00"), ("5 часов назад", "2024-06-15T07:00"), ("час назад", "2024-06-15T11:00"),
        ("вчера в 18:40", "2024-06-14T18:40"), ("позавчера", "2024-06-13T00:00"), ("только что", "2024-06-15T12:00"),
        ("3小时前", "2024-06-15T09:00"), ("昨天 18:30", "2024-06-14T18:30"), ("刚刚", "2024-06-15T12:00"), ("3시간 전", "2024-06-15T09:00"),
        ("어제", "2024-06-14T00:00"), ("방금 전", "2024-06-15T12:00"), ("منذ 3 ساعات", "2024-06-15T09:00"), ("منذ ساعتين", "2024-06-15T10:00"),
        ("منذ يوم", "2024-06-14T00:00"), ("قبل 5 دقائق", "2024-06-15T11:55"), ("לפני 3 שעות", "2024-06-15T09:00"), ("אתמול", "2024-06-14T00:00"),
        ("2 timmar sedan", "2024-06-15T10:00"), ("i går", "2024-06-14T00:00"), ("3 timer siden", "2024-06-15T09:00"), ("3 tuntia sitten", "2024-06-15T09:00"),
        ("eilen", "2024-06-14T00:00"), ("3 godziny temu", "2024-06-15T09:00"), ("wczoraj, 18:30", "2024-06-14T18:30"), ("3 saat önce", "2024-06-15T09:00"),
        ("dün", "2024-06-14T00:00"), ("před 3 hodinami", "2024-06-15T09:00"), ("πριν από 3 ώρες", "2024-06-15T09:00"), ("χθες", "2024-06-14T00:00"),
        ("acum 3 ore", "2024-06-15T09:00"), ("3 jam yang lalu", "2024-06-15T09:00"), ("3 giờ trước", "2024-06-15T09:00"), ("hôm qua", "2024-06-14T00:00"),
        ("3 uur geleden", "2024-06-15T09:00"), ("vorgestern", "2024-06-13T00:00"), ("avant-hier", "2024-06-13T00:00"), ("anteayer", "2024-06-13T00:00"),
        ("há 3 horas", "2024-06-15T09:00"), ("ontem às 18:30", "2024-06-14T18:30"),
    ],
)  # fmt: skip
def test_dates_that_count_from_now(raw: str, expected: str) -> None:
    found = parse_date(raw, relative_to=NOW)
    assert found is not None
    assert found.at.isoformat()[:16] == expected


@pytest.mark.parametrize(
    "raw",
    ["an anchor", "Saturday", "Leo, 3 ans", "2 timer", "5 time", "dunes", "temu", "3 parts, at once", "önce", "назад"],
)
def test_what_tells_no_time(raw: str) -> None:
    assert parse_date(raw, relative_to=NOW) is None
    assert not tells_when(raw)


def test_a_sentence_with_such_a_word_is_no_date() -> None:
    assert tells_when("вчера в 18:40")
    assert not tells_when("Видел его вчера у нотариуса, под навесом")
    assert not tells_when("I saw it in the garden of the notary 3時間前, I think")


def test_what_stands_beside_a_relative_date() -> None:
    assert rest_of(fold("昨天 18:30")).split() == ["18:30"]
    assert beside_relative(fold("Vera, 5 часов назад")).split() == ["vera,"]
    assert beside_relative(fold("há 3 horas")).split() == []
    assert beside_relative("boiled for eggs").split() == ["boiled", "for", "eggs"]
