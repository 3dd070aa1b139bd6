"""Which languages a date may be in, before dateparser is asked."""

from __future__ import annotations

import importlib
import sys
import unicodedata
from datetime import UTC, datetime

import pytest

from scraper.normalise.dates import parse_date
from scraper.normalise.further_months import LANGUAGES, languages_of

NOW = datetime(2024, 3, 10, 15, 30, 45, tzinfo=UTC)
MONTHS = "january february march april may june july august september october november december".split()


def folded(text: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKD", text.lower()) if not unicodedata.combining(c))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_month_that_dateparser_knows_is_known_here(language: str) -> None:
    data = importlib.import_module(f"dateparser.data.date_translation_data.{language}").info
    words = [word for month in MONTHS for word in data[month]]
    assert words
    assert [w for w in words if language not in languages_of(folded(f"12 {w} 2019"))] == []


def test_a_line_without_a_month_is_in_no_language() -> None:
    assert languages_of("grosse strasse 18, 15344 strausberg") == []


def test_dateparser_is_not_loaded_for_what_is_no_date(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "dateparser", None)  # importing it would fail
    assert parse_date("Große Straße 18, 15344 Strausberg", relative_to=NOW) is None
    assert parse_date("Kuri 2019 and 2018", relative_to=NOW) is None
