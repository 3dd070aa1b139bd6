"""What WordPress tells beside its pages: which endpoints are asked, and what their answers say."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.records import CommentKind, Page, PageKind, Relation
from scraper.platforms.wordpress import read_supplement
from tests.scraper.extract.reading import WORDS, article, comment, read, thread
from tests.strategies import EXTRACTOR

API = '<link rel="https://api.w.org/" href="http://example.org/wp-json/">'
OEMBED = '<link rel="alternate" type="application/json+oembed" href="http://example.org/wp-json/oembed/1.0/embed?url=http%3A%2F%2Fexample.org%2Fpost%2F">'
BYLINE = '<p class="byline">By Ann Lee</p>'
NOTHING_SAID = '<li class="comment depth-1" id="comment-2"><cite class="fn">Ann Lee</cite> <time datetime="2020-02-01T10:00Z">1 Feb</time></li>'
ROOT = "http://example.org/wp-json/"
EMBED = "http://example.org/wp-json/oembed/1.0/embed?url=http%3A%2F%2Fexample.org%2Fpost%2F"
AT = datetime(2024, 6, 15, tzinfo=UTC)


def supplements(html: str) -> list[str]:
    return [link.url for link in read(html).links if link.relation is Relation.SUPPLEMENT]


def told(data: Any, url: str = ROOT) -> Page | None:
    return read_supplement(data, url=url, fetched_at=AT, extractor=EXTRACTOR)


def pingback(key: str, words: str = "") -> str:
    return f'<li class="pingback" id="comment-{key}">Pingback: <a href="http://e.example/">Cranes</a> {words}</li>'


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        pytest.param(article("", head=API), [ROOT], id="time-zone"),
        pytest.param(article("", head=API + OEMBED), [ROOT, EMBED], id="byline"),
        pytest.param(article("", head=API + OEMBED).replace("<h1>The crane</h1>", f"<h1>The crane</h1>{BYLINE}"), [ROOT], id="byline-on-the-page"),
        pytest.param(article("", head=OEMBED), [], id="no-api"),
        pytest.param(article("", head='<link rel="https://api.w.org/" href="data:x">'), [], id="no-address"),
        pytest.param(article("", head=API + OEMBED.replace("http://example.org/wp-json/oembed", "data:")), [ROOT], id="no-oembed-address"),
        pytest.param(article(thread(comment(1, WORDS), pingback("2"), pingback("x")), head=API), [ROOT, ROOT + "wp/v2/comments/2"], id="pingback"),
        pytest.param(article(thread(comment(1, WORDS), NOTHING_SAID), head=API), [ROOT, ROOT + "wp/v2/comments/2"], id="comment-without-words"),
        pytest.param(article(thread(comment(1, WORDS), comment(2, WORDS)), head=API), [ROOT], id="comments-tell-themselves"),
        pytest.param(f'<html><head>{API}{OEMBED}</head><body class="archive"><h2><a href="/a/">A</a></h2></body></html>', [ROOT], id="listing"),
    ],
)  # fmt: skip
def test_endpoints_that_are_asked(html: str, expected: list[str]) -> None:
    assert supplements(html) == expected


@pytest.mark.parametrize(
    ("data", "zone"),
    [
        ({"timezone_string": "Europe/Oslo", "gmt_offset": 1}, "Europe/Oslo"),
        ({"timezone_string": "", "gmt_offset": 2}, "Etc/GMT-2"),
        ({"timezone_string": "", "gmt_offset": "-5"}, "Etc/GMT+5"),
        ({"timezone_string": None, "gmt_offset": 0}, "Etc/GMT+0"),
        ({"timezone_string": ""}, "Etc/GMT+0"),
        ({"timezone_string": "", "gmt_offset": 5.5}, None),
        ({"timezone_string": "", "gmt_offset": "noon"}, None),
        ({"timezone_string": "", "gmt_offset": []}, None),
        ({"timezone_string": "", "gmt_offset": "inf"}, None),
        ({"timezone_string": "", "gmt_offset": "nan"}, None),
        ({"timezone_string": "", "gmt_offset": 99}, None),
    ],
)
def test_the_index_tells_the_time_zone(data: dict[str, Any], zone: str | None) -> None:
    page = told({**data, "namespaces": []})
    assert page is not None
    assert (page.is_supplement, page.time_zone, page.article, page.comments) == (True, zone, None, ())
    if zone:
        ZoneInfo(zone)


def test_a_fixed_offset_counts_from_greenwich_the_usual_way() -> None:
    page = told({"timezone_string": "", "gmt_offset": 2, "namespaces": []})
    assert page is not None
    assert page.time_zone is not None
    assert str(AT.astimezone(ZoneInfo(page.time_zone)).utcoffset()) == "2:00:00"


def test_oembed_tells_the_author() -> None:
    page = told({"version": "1.0", "author_name": "Ann Lee", "title": "The crane"}, EMBED)
    assert page is not None
    assert page.article is not None
    assert (page.article.url, page.article.authors, page.article.title) == (
        "http://example.org/post/",
        ("Ann Lee",),
        None,
    )
    assert (page.kind, page.is_supplement, page.article_url) == (PageKind.OTHER, True, "http://example.org/post/")


@pytest.mark.parametrize("path", ["wp-json/wp/v2/comments/7", "?rest_route=/wp/v2/comments/7"])
def test_a_single_comment_is_told(path: str) -> None:
    page = told(
        {"id": 7, "type": "pingback", "author_name": "Cranes &#038; more", "date_gmt": "2024-05-01T10:00:00", "link": "http://example.org/post/comment-page-2/#comment-7",
         "content": {"rendered": "<p>[&#8230;] as they wrote [&#8230;]</p>\n"}},
        f"http://example.org/{path}",
    )  # fmt: skip
    assert page is not None
    (found,) = page.comments
    assert (found.key, found.kind, found.author) == ("7", CommentKind.PINGBACK, "Cranes & more")
    assert (found.text, found.published_raw) == ("[…] as they wrote […]", "2024-05-01T10:00:00Z")
    assert page.article_url == "http://example.org/post/"


def test_a_comment_of_an_unknown_type_is_a_comment() -> None:
    page = told(
        {"id": 7, "type": "review", "link": "http://example.org/post/#comment-7", "content": {"rendered": ""}},
        ROOT + "wp/v2/comments/7",
    )
    assert page is not None
    (found,) = page.comments
    assert (found.kind, found.author, found.published_raw, found.text, found.html) == (
        CommentKind.COMMENT,
        None,
        None,
        "",
        None,
    )


@pytest.mark.parametrize(
    ("data", "url"),
    [
        pytest.param([], ROOT, id="list"),
        pytest.param(None, ROOT, id="null"),
        pytest.param({}, ROOT, id="empty"),
        pytest.param({"name": "x", "namespaces": []}, ROOT, id="no-zone"),
        pytest.param(
            {"code": "rest_comment_invalid_id", "message": "x", "data": {"status": 404}},
            ROOT + "wp/v2/comments/7",
            id="error",
        ),
        pytest.param({"id": 7, "content": {"rendered": "x"}}, ROOT + "wp/v2/comments/7", id="no-link"),
        pytest.param(
            {"link": "http://example.org/", "content": {"rendered": "x"}}, ROOT + "wp/v2/comments/7", id="no-id"
        ),
        pytest.param(
            {"id": 7, "link": "http://example.org/", "content": "x"}, ROOT + "wp/v2/comments/7", id="no-content"
        ),
        pytest.param({"version": "1.0"}, EMBED, id="oembed-without-author"),
        pytest.param({"version": "1.0", "author_name": "Ann Lee"}, ROOT + "oembed/1.0/embed", id="oembed-of-nothing"),
        pytest.param({"version": "2.0", "author_name": "Ann Lee"}, EMBED, id="oembed-of-another-version"),
    ],
)
def test_other_answers_tell_nothing(data: Any, url: str) -> None:
    assert told(data, url) is None


values = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False)
    | st.text(max_size=6)
    | st.just({"rendered": "<p>x"})
    | st.just({"rendered": None})
    | st.lists(st.text(max_size=2), max_size=2)
)


@given(
    st.dictionaries(
        st.sampled_from(
            [
                "id",
                "link",
                "content",
                "type",
                "date_gmt",
                "author_name",
                "version",
                "timezone_string",
                "gmt_offset",
                "namespaces",
            ]
        ),
        values,
    ),
    st.sampled_from([ROOT, EMBED, ROOT + "wp/v2/comments/7"]),
)
def test_any_answer_is_read_or_tells_nothing(data: dict[str, Any], url: str) -> None:
    page = told(data, url)
    assert page is None or page.is_supplement
