"""When an article was published, where neither head nor byline tells."""

from __future__ import annotations

import pytest

from scraper.extract.metadata import address_date
from tests.scraper.extract.reading import WORDS
from tests.scraper.extract.test_article_facts import facts, json_ld


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        pytest.param('<div class="postdate"><b>26</b> <i>October</i> 2018</div>', "26 October 2018", id="in-pieces"),
        pytest.param('<span class="updated" title="2013-04-04T18:52:11+00:00"></span>', "2013-04-04T18:52:11+00:00", id="in-a-title"),
        pytest.param('<span class="updated" title="The crane"></span>', None, id="a-title-without-a-date"),
        pytest.param('<div class="sidebar"><p><time datetime="2022-01-28">28</time></p></div>', "2022-01-28", id="beside"),
        pytest.param('<div class="sidebar"><p><time datetime="2022">28</time></p></div>', None, id="beside-without-a-day"),
        pytest.param('<a href="/ferry">The ferry has been found again <time datetime="2022-01-28">28 January</time></a>', None, id="of-another-story"),
    ],
)  # fmt: skip
def test_dates_that_stand_elsewhere(body: str, expected: str | None) -> None:
    assert facts("", f"<h1>The crane</h1>{body}").published_raw == expected


@pytest.mark.parametrize(
    ("opening", "expected"),
    [
        pytest.param("01.02.2022 ", "01.02.2022", id="alone"),
        pytest.param("Port Dunmore, (12 November 2021). ", "12 November 2021", id="behind-a-town"),
        pytest.param("They had all met there on 12 November 2021. ", None, id="in-a-sentence"),
    ],
)
def test_the_date_that_the_text_begins_with(opening: str, expected: str | None) -> None:
    text = f'<div class="entry-content"><p>{opening}{WORDS}</p><p>{WORDS}</p></div>'
    assert facts("", "<h1>The crane</h1>", text).published_raw == expected


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        pytest.param("http://example.org/2019/03/04/crane/", "2019-03-04", id="year-first"),
        pytest.param("http://example.org/news/23-01-2022-the-crane/", "2022-01-23", id="day-first"),
        pytest.param("http://example.org/news/A2026012914320005196", "2026-01-29", id="stamp"),
        pytest.param("http://example.org/web/20130307194448/crane.org/silk", None, id="day-of-a-copy"),
        pytest.param("http://example.org/news/12345678901234", None, id="number"),
    ],
)
def test_the_day_that_an_address_names(url: str, expected: str | None) -> None:
    assert address_date(url) == expected


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        pytest.param("November 2, 2022", "November 2, 2022", id="first-day"),
        pytest.param("June 11, 2025", "2025-06-12T01:10:00Z", id="same-day-in-another-zone"),
        pytest.param("<span>Updated</span> November 2, 2022", "2025-06-12T01:10:00Z", id="of-the-change"),
        pytest.param("In the harbour", "2025-06-12T01:10:00Z", id="no-date"),
    ],
)
def test_a_stamp_of_the_last_change_is_not_the_first_day(line: str, expected: str) -> None:
    stamp = "2025-06-12T01:10:00Z"
    head = json_ld(headline="The crane", datePublished=stamp, dateModified=stamp)
    assert facts(head, f"<h1>The crane</h1><p>{line}</p>").published_raw == expected


def test_a_story_that_was_changed_later_was_published_when_its_markup_says() -> None:
    head = json_ld(headline="The crane", datePublished="2025-06-12T01:10:00Z", dateModified="2025-07-01T08:00:00Z")
    assert facts(head, "<h1>The crane</h1><p>May 3, 2024</p>").published_raw == "2025-06-12T01:10:00Z"
