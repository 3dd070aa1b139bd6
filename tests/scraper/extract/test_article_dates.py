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


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        pytest.param("<p>6 de octubre de 2020</p>", "6 de octubre de 2020", id="spanish"),
        pytest.param("<p>le 1er juin 2020</p>", "le 1er juin 2020", id="french-ordinal"),
        pytest.param("<p>12th September 2001</p>", "12th September 2001", id="english-ordinal"),
        pytest.param("<p>15 Σεπτεμβρίου 2020</p>", "15 Σεπτεμβρίου 2020", id="greek"),
        pytest.param("<p>2021. október 12.</p>", "2021. október 12.", id="hungarian"),
        pytest.param("<p>2023年6月20日</p>", "2023年6月20日", id="japanese"),
        pytest.param("<p>令和5年6月20日</p>", "令和5年6月20日", id="japanese-era"),
        pytest.param("<p>2021년 11월 16일</p>", "2021년 11월 16일", id="korean"),
        pytest.param("<p>14 मार्च 2023</p>", "14 मार्च 2023", id="hindi"),
        pytest.param("<p>16 ก.พ. 2564</p>", "16 ก.พ. 2564", id="thai"),
        pytest.param("<p>Jul 2, 2021 · 4 min read</p>", "Jul 2, 2021 · 4 min read", id="beside-a-reading-time"),
        pytest.param(
            "<p>5 травня 2021, 20:30 | Текст: Олена Гнатюк, фото: Іван Григорович Бойко</p>",
            "5 травня 2021, 20:30 | Текст: Олена Гнатюк, фото: Іван Григорович Бойко",
            id="in-front-of-a-long-byline",
        ),
        pytest.param("<p>4 min read</p>", None, id="reading-time-alone"),
        pytest.param("<p>© 2 July 2021 Dunmore</p>", None, id="copyright"),
        pytest.param("<p>Updated May 4, 2021</p><p>May 2, 2021</p>", "May 2, 2021", id="the-change-stands-in-front"),
        pytest.param("<p>Updated May 4, 2021</p>", "Updated May 4, 2021", id="the-change-alone"),
    ],
)
def test_days_in_print(lines: str, expected: str | None) -> None:
    assert facts("", f"<h1>The crane</h1>{lines}").published_raw == expected


@pytest.mark.parametrize(
    ("above", "below", "expected"),
    [
        pytest.param("<p>Monday, May 10, 2021</p>", "<p>May 2, 2021</p>", "May 2, 2021", id="day-of-reading-above"),
        pytest.param("<p>Monday, May 10, 2021</p><p>May 2, 2021</p>", "", "May 2, 2021", id="nearest-above"),
        pytest.param("<p>May 2, 2021</p>", "", "May 2, 2021", id="above-alone"),
    ],
)
def test_the_day_of_reading_is_not_the_articles(above: str, below: str, expected: str) -> None:
    assert facts("", f"{above}<h1>The crane</h1>{below}").published_raw == expected


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        pytest.param("<p>May 2, 2021 | Updated: May 4, 2021 at 10:15</p>", "May 4, 2021 at 10:15", id="behind-the-first"),
        pytest.param("<p>2 mai 2021, modifié le 4 mai 2021</p>", "le 4 mai 2021", id="french"),
        pytest.param("<li>입력 2021.05.02</li><li>수정 2021.05.04</li>", "2021.05.04", id="korean"),
        pytest.param("<p><span>Last updated:</span> <b>May 4, 2021</b></p>", "May 4, 2021", id="label-of-its-own"),
        pytest.param("<p><span>Last updated:</span> <b>by hand</b></p>", None, id="label-without-a-day"),
        pytest.param("<p><span>Updated</span></p>", None, id="label-without-anything"),
        pytest.param("<p>May 2, 2021</p>", None, id="no-change"),
        pytest.param('<div class="comment"><p>Updated May 4, 2021</p></div>', None, id="of-a-comment"),
    ],
)  # fmt: skip
def test_the_day_of_the_last_change(line: str, expected: str | None) -> None:
    assert facts("", f"<h1>The crane</h1>{line}").modified_raw == expected
