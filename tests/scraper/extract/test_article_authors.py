"""Who wrote an article: bylines in many forms, and what is nobody's name."""

from __future__ import annotations

import pytest

from tests.scraper.extract.reading import WORDS, article, comment, read, thread
from tests.scraper.extract.test_article_facts import BODY, facts, json_ld, page, rule


@pytest.mark.parametrize(
    ("byline", "expected"),
    [
        pytest.param('<p class="byline">By <a href="/ann">Ann Lee</a></p>', ("Ann Lee",), id="byline"),
        pytest.param('<p class="byline">By Ann Lee and Bo Marsh</p>', ("Ann Lee", "Bo Marsh"), id="two"),
        pytest.param(
            '<p class="meta">Posted by <a rel="author" href="/ann">Ann Lee</a> on May 1, 2024</p>',
            ("Ann Lee",),
            id="rel",
        ),
        pytest.param('<span itemprop="author">Ann Lee</span>', ("Ann Lee",), id="itemprop"),
        pytest.param('<div class="authors"><a class="author">Ann Lee</a></div>', ("Ann Lee",), id="box-of-authors"),
        pytest.param(
            '<div><a class="author">Ann Lee</a>, <a class="author">Bo Marsh</a></div>',
            ("Ann Lee", "Bo Marsh"),
            id="two-elements",
        ),
        pytest.param("<p>By Ann Lee | May 1, 2024</p>", ("Ann Lee",), id="line"),
        pytest.param("<p>Von Änne Müller, 1. Mai 2024</p>", ("Änne Müller",), id="german-line"),
        pytest.param("<p>By Ann Lee, 12 comments</p>", ("Ann Lee",), id="line-with-count"),
        pytest.param("<p>By on May 1, 2024</p>", (), id="empty-byline"),
        pytest.param('<p class="byline">By <span class="author"></span> on May 1, 2024</p>', (), id="empty-element"),
        pytest.param('<div class="author-bio">Ann Lee grows leeks</div>', (), id="biography"),
        pytest.param("<div><span>By</span><span>Ann Lee</span></div>", ("Ann Lee",), id="by-and-name-side-by-side"),
        pytest.param("<div>Written by</div><div>Ann Lee</div>", ("Ann Lee",), id="name-below-by"),
        pytest.param("<p>11.12.2019 - Ann Lee</p>", ("Ann Lee",), id="name-beside-the-date"),
        pytest.param('<div class="author-box"><h4>Ann Lee</h4><p>grows leeks</p></div>', ("Ann Lee",), id="box"),
        pytest.param('<p class="byline">Interview: Ann Lee</p>', ("Ann Lee",), id="label"),
        pytest.param('<ul class="autors"><li>Núria Puig</li></ul>', ("Núria Puig",), id="named-in-the-plural"),
        pytest.param('<p class="by">Ann Lee</p>', ("Ann Lee",), id="named-by"),
        pytest.param('<p class="sort-by">Newest first</p>', (), id="named-by-something-else"),
        pytest.param(
            "<p>5 травня 2021, 20:30 | Текст: Олена Гнатюк, фото: Іван Бойко</p>",
            ("Олена Гнатюк",),
            id="label-behind-the-day",
        ),
        pytest.param('<p class="author">May 28</p>', (), id="a-day-is-no-name"),
        pytest.param("<p>Autorzy: Anna Zawada i Jan Nowak</p>", ("Anna Zawada", "Jan Nowak"), id="label"),
        pytest.param(
            "<p><span>Von </span><a>Ann Lee</a><span> und </span><a>Bo Marsh</a></p>",
            ("Ann Lee", "Bo Marsh"),
            id="joined-behind-by",
        ),
        pytest.param(
            '<p class="author">Autoři: <b>Jan Novák</b></p>', ("Jan Novák",), id="label-in-an-element-of-its-own"
        ),
        pytest.param('<p class="author">晚報／記者<a>陳怡君</a>／台北</p>', ("陳怡君",), id="reporter-in-pieces"),
        pytest.param(
            '<p><span>作者：孔德明</span></p><p class="author">责任编辑：王刚</p>',
            ("孔德明",),
            id="an-editor-is-no-writer",
        ),
        pytest.param("<p>By-election day in Dunmore</p>", (), id="a-word-that-begins-with-by"),
        pytest.param("<p>By using our links you help us</p>", (), id="a-phrase"),
        pytest.param(
            '<a href="/author/ann">Ann Lee</a> <a href="/author/bo">Bo Marsh</a>',
            ("Ann Lee", "Bo Marsh"),
            id="two-linked",
        ),
        pytest.param(
            '<a href="/author/ann">Ann Lee</a><p>one</p><p>two</p><p>three</p><p>four</p><p>five</p><a href="/author/bo">Bo Marsh</a>',
            ("Ann Lee",),
            id="the-second-link-stands-apart",
        ),
        pytest.param(
            "<div><a>Ann Lee</a> <span>2 June 2021</span></div>", ("Ann Lee",), id="lone-name-beside-the-date"
        ),
        pytest.param(
            "<div><span>Ann Lee in Bergen</span><span>2 June 2021</span></div>",
            ("Ann Lee",),
            id="lone-name-with-a-place",
        ),
        pytest.param(
            '<div><a href="/topic/ports">Port Dunmore</a> <span>2 June 2021</span></div>',
            (),
            id="a-topic-beside-the-date",
        ),
        pytest.param("<div><span>World News</span> <span>2 June 2021</span></div>", (), id="a-section-beside-the-date"),
        pytest.param("<div><span>BUY NOW</span> <span>2 June 2021</span></div>", (), id="capitals-beside-the-date"),
        pytest.param(
            '<img alt="Ann Lee"><b>Ann Lee</b><div>Editor</div><div><i>2 June 2021</i></div>',
            ("Ann Lee",),
            id="portrait",
        ),
        pytest.param(
            f"<div><span>Ann Lee</span><p>{WORDS}</p><span>2 June 2021</span></div>", (), id="far-from-the-date"
        ),
        pytest.param("", (), id="nothing"),
    ],
)
def test_authors_of_the_byline(byline: str, expected: tuple[str, ...]) -> None:
    assert facts("<title>The crane</title>", f"<h1>The crane</h1>{byline}").authors == expected


def test_an_empty_byline_is_known_as_such() -> None:
    found = page("<title>The crane</title>", "<h1>The crane</h1><p>By on May 1, 2024</p>")
    assert rule(found, "authors") == "empty-byline"
    assert found.article is not None
    assert "May 1" not in found.article.text


@pytest.mark.parametrize(
    ("head", "byline", "expected", "told_by"),
    [
        pytest.param(json_ld(author={"name": "Ann Lee"}), '<p class="byline">By Ann Lee</p>', ("Ann Lee",), "json-ld", id="both-agree"),
        pytest.param(json_ld(author={"name": "Newsroom"}), '<p class="byline">By Ann Lee</p>', ("Ann Lee",), "byline", id="the-page-outweighs"),
        pytest.param(json_ld(author={"name": "Ann Lee"}), '<p class="byline">By Bo Marsh</p>', ("Ann Lee",), "json-ld", id="a-person-outweighs-the-byline"),
        pytest.param('<meta name="author" content="Ann Lee">', '<p class="author">Our partners</p>', ("Ann Lee",), "meta", id="meta-outweighs-a-byline-that-disagrees"),
        pytest.param(json_ld(author=[{"name": "Ann Lee"}, {"name": "Bo Marsh"}]), "", ("Ann Lee", "Bo Marsh"), "json-ld", id="json-ld-alone"),
        pytest.param('<meta name="author" content="Ann Lee">', "", ("Ann Lee",), "meta", id="meta-alone"),
        pytest.param('<meta name="citation_author" content="Lee, Ann"><meta name="citation_author" content="Marsh, Bo">', "", ("Ann Lee", "Bo Marsh"), "meta", id="as-libraries-write"),
        pytest.param('<meta name="author" content="The Dunmore team">', '<p class="byline">By Ann Lee</p>', ("Ann Lee",), "byline", id="a-team-is-no-person"),
        pytest.param('<meta name="author" content="Dunmore"><meta property="og:site_name" content="Dunmore">', "", ("Dunmore",), "house", id="the-site-where-nobody-else-is-named"),
        pytest.param('<meta property="article:author" content="https://people.example/ann">', "", (), None, id="an-address-is-no-name"),
    ],
)  # fmt: skip
def test_authors_of_several_sources(head: str, byline: str, expected: tuple[str, ...], told_by: str | None) -> None:
    found = page(f"<title>The crane</title>{head}", f"<h1>The crane</h1>{byline}")
    assert found.article is not None
    assert (found.article.authors, rule(found, "authors")) == (expected, told_by)


def test_the_name_behind_the_title_in_the_head_is_the_sites() -> None:
    head = '<title>The crane | The Dunmore Sun</title><meta name="author" content="The Dunmore Sun">'
    assert facts(head, "<h1>The crane</h1><p>By Ann Lee</p>").authors == ("Ann Lee",)


def test_a_label_amid_the_text_is_of_something_else() -> None:
    words = f'<div class="entry-content"><p>{WORDS}</p><p>Authors: Bo Marsh</p><p>{WORDS}</p></div>'
    assert facts("<title>The crane</title>", "<h1>The crane</h1>", words).authors == ()


@pytest.mark.parametrize("line", ["Автор: Ольга Синицына", "Text: Ann Lee", "By Ann Lee, May 1, 2024"])
def test_who_wrote_it_is_none_of_the_text(line: str) -> None:
    words = f'<div class="entry-content"><p>{line}</p><p>{WORDS}</p><p>{WORDS}</p></div>'
    assert line not in facts("<title>The crane</title>", "<h1>The crane</h1>", words).text


def test_the_writer_of_a_comment_is_not_the_articles() -> None:
    found = read(article(thread(comment(1, "One is a word."), comment(2, "Two are more."))))
    assert found.article is not None
    assert found.article.authors == ()


def test_a_byline_below_the_text() -> None:
    found = read(
        f'<html><head><title>The crane</title></head><body><h1>The crane</h1>{BODY}<p class="byline">By Ann Lee, May 1, 2024</p></body></html>'
    )
    assert found.article is not None
    assert found.article.authors == ("Ann Lee",)
    assert found.article.published_at is not None
