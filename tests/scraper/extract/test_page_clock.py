"""The day of an article is the one its readers see, though its markup tells UTC."""

from __future__ import annotations

import pytest

from archive.codec import page_to_json
from scraper.normalise.page import normalise_page
from tests.scraper.extract.reading import WORDS, read

TEXT = f'<div class="entry-content"><p>{WORDS}</p><p>{WORDS}</p></div>'


def published(stamp: str, line: str) -> tuple[str, str]:
    """What `extract` prints, and what the archive keeps."""
    page = normalise_page(
        read(
            f'<html><head><title>The crane</title><meta property="article:published_time" content="{stamp}"></head>'
            f"<body><h1>The crane</h1>{line}{TEXT}</body></html>"
        )
    )
    assert page.article is not None
    return page_to_json(page)["article"]["published_at"], f"{page.article.published_at:%Y-%m-%dT%H:%M:%SZ}"


@pytest.mark.parametrize(
    ("stamp", "line", "expected", "kept"),
    [
        pytest.param("2020-02-24T21:25:54-05:00", "", "2020-02-24T21:25:54-05:00", "2020-02-25T02:25:54Z", id="the-stamp-tells-its-clock"),
        pytest.param("2020-02-24T21:25:54+00:00", "", "2020-02-24T21:25:54Z", "2020-02-24T21:25:54Z", id="utc"),
        pytest.param("2020-02-24", "", "2020-02-24T00:00:00Z", "2020-02-24T00:00:00Z", id="a-day"),
        pytest.param("2020-02-25T02:25:54Z", '<p class="date">February 24, 2020 <i>|</i> 9:25pm</p>', "2020-02-24T21:25:54-05:00", "2020-02-25T02:25:54Z", id="printed"),
        pytest.param("2020-02-24T18:40:31Z", '<p class="date">25.02.2020, 00:10 Uhr</p>', "2020-02-25T00:10:31+05:30", "2020-02-24T18:40:31Z", id="half-an-hour"),
        pytest.param("2020-02-24T22:10:05Z", '<time datetime="2020-02-25T00:10:05+02:00">x</time>', "2020-02-25T00:10:05+02:00", "2020-02-24T22:10:05Z", id="another-stamp-of-it"),
        pytest.param("2020-02-24T22:10:05Z", '<time datetime="2020-02-25T07:45:00+02:00">x</time>', "2020-02-24T22:10:05Z", "2020-02-24T22:10:05Z", id="a-stamp-of-another-time"),
        pytest.param("2020-02-24T22:10:05Z", '<p class="date">February 25, 2020 8:47 am</p>', "2020-02-24T22:10:05Z", "2020-02-24T22:10:05Z", id="printed-is-another-time"),
        pytest.param("2020-02-24T22:00:00Z", '<p class="date">February 25, 2020 3:30 am</p>', "2020-02-24T22:00:00Z", "2020-02-24T22:00:00Z", id="round-times-are-apart-by-chance"),
        pytest.param("2020-02-24T22:10:05Z", '<p class="date">February 25, 2020 5:40 am</p>', "2020-02-24T22:10:05Z", "2020-02-24T22:10:05Z", id="no-clock-is-so-far-ahead"),
    ],
)  # fmt: skip
def test_an_article_is_dated_by_its_pages_own_clock(stamp: str, line: str, expected: str, kept: str) -> None:
    assert published(stamp, line) == (expected, kept)
