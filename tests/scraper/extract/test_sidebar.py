"""Recent Comments lists, in the shapes that sites print."""

from __future__ import annotations

import pytest

from archive.records import RecentComment
from tests.scraper.extract.reading import WORDS, article, read

LONG = "The first coat was red and the second one was"


def entries(html: str) -> list[tuple[str | None, str | None, bool, str | None, str | None]]:
    found: tuple[RecentComment, ...] = read(article(html)).recent_comments
    assert [entry.position for entry in found] == list(range(len(found)))
    return [(e.author, e.excerpt, e.truncated, e.url, e.article_title) for e in found]


def aside(*items: str, heading: str = "Recent Comments") -> str:
    return f"<aside><h2>{heading}</h2><ul>{''.join(f'<li>{item}</li>' for item in items)}</ul></aside>"


def test_author_on_title() -> None:
    html = aside(
        '<span class="comment-author-link"><a href="http://ann.example/">Ann</a></span> on <a href="/crane/#comment-7">The crane</a>',
        '<span class="comment-author-link">Bo on Sea</span> on <a href="/boats/#comment-6">Boats</a>',
    )
    assert entries(html) == [
        ("Ann", None, False, "http://example.org/crane/#comment-7", "The crane"),
        ("Bo on Sea", None, False, "http://example.org/boats/#comment-6", "Boats"),
    ]


def test_author_and_excerpt() -> None:
    html = aside(
        f'<a href="/crane/#comment-7">Ann: {LONG}...</a>', '<a href="/boats/#comment-6">Bo: Only 40 kroner!</a>'
    )
    assert entries(html) == [
        ("Ann", LONG, True, "http://example.org/crane/#comment-7", None),
        ("Bo", "Only 40 kroner!", False, "http://example.org/boats/#comment-6", None),
    ]


@pytest.mark.parametrize("mark", ["…", "...", " […]", "[...]"])
def test_the_mark_of_a_cut_is_taken_off(mark: str) -> None:
    assert entries(aside(f'<a href="/a/#c1">Ann: {LONG}{mark}</a>', '<a href="/a/#c2">Bo: x</a>'))[0][1:3] == (
        LONG,
        True,
    )


def test_the_block_with_excerpts() -> None:
    def item(author: str, key: int, words: str) -> str:
        return (
            f'<li class="wp-block-latest-comments__comment"><article><footer class="wp-block-latest-comments__comment-meta"><a class="wp-block-latest-comments__comment-author" href="http://x.example/">{author}</a>'
            f' on <a class="wp-block-latest-comments__comment-link" href="/crane/#comment-{key}">The crane</a><time datetime="2024-05-01" class="wp-block-latest-comments__comment-date">May 1</time></footer>'
            f'<div class="wp-block-latest-comments__comment-excerpt"><p>{words}</p></div></article></li>'
        )

    html = f'<div class="widget"><ol class="wp-block-latest-comments">{item("Ann", 7, LONG + "…")}{item("Bo", 6, "Yes.")}</ol></div>'
    assert entries(html) == [
        ("Ann", LONG, True, "http://example.org/crane/#comment-7", "The crane"),
        ("Bo", "Yes.", False, "http://example.org/crane/#comment-6", "The crane"),
    ]


def test_a_widget_by_name_alone() -> None:
    html = '<div id="recentcomments"><div>Ann on <a href="/a/#comment-1">A</a></div><div>Bo on <a href="/b/#comment-2">B</a></div></div>'
    assert [entry[0] for entry in entries(html)] == ["Ann", "Bo"]


def test_plain_lines_without_links() -> None:
    assert entries(aside(f"Ann: {LONG}...", "Bo says: Yes.", "Only words")) == [
        ("Ann", LONG, True, None, None),
        ("Bo", "Yes.", False, None, None),
        (None, "Only words", False, None, None),
    ]


@pytest.mark.parametrize(
    "heading",
    ["Latest comments", "Recent replies", "Neueste Kommentare", "Commentaires récents", "Comentarios recientes", "Recente reacties",
     "Свежие комментарии", "最近のコメント", "Son yorumlar", "» Recent Comments «"],
)  # fmt: skip
def test_the_heading_in_other_words(heading: str) -> None:
    assert [entry[0] for entry in entries(aside("Ann: Yes indeed.", "Bo: No.", heading=heading))] == ["Ann", "Bo"]


@pytest.mark.parametrize("word", ["on", "zu", "sur", "en", "su", "op", "på"])
def test_the_title_behind_a_word_in_other_languages(word: str) -> None:
    assert entries(aside(f'Ann {word} <a href="/a/#comment-1">The crane</a>', f'Bo {word} <a href="/b/#comment-2">Boats</a>'))[0] == (
        "Ann", None, False, "http://example.org/a/#comment-1", "The crane",
    )  # fmt: skip


def test_an_author_in_front_of_a_link_with_the_excerpt() -> None:
    assert entries(aside('Ann: <a href="/a/#comment-1">Yes indeed</a>', 'Bo - <a href="/a/#comment-2">No</a>')) == [
        ("Ann", "Yes indeed", False, "http://example.org/a/#comment-1", None),
        ("Bo", "No", False, "http://example.org/a/#comment-2", None),
    ]


def test_a_title_that_is_not_the_link() -> None:
    html = aside('<a href="/a/#comment-1">Ann on The crane</a>', '<a href="/a/#comment-2">Bo on Boats</a>')
    assert entries(html)[0] == ("Ann", None, False, "http://example.org/a/#comment-1", "The crane")


def test_at_most_fifty_entries() -> None:
    assert len(entries(aside(*(f"Ann: Word {n}." for n in range(80))))) == 50


@pytest.mark.parametrize(
    "html",
    [
        pytest.param("", id="nothing"),
        pytest.param('<div class="widget_recent_comments"><h2>Recent Comments</h2></div>', id="empty-widget"),
        pytest.param('<div class="widget_recent_comments"><h2>Recent Comments</h2><p>No comments to show.</p></div>', id="says-none"),
        pytest.param("<aside><h2>Recent Posts</h2><ul><li>Ann: a</li></ul></aside>", id="recent-posts"),
        pytest.param("<aside><h2>Recent comments</h2></aside><p>Other</p>", id="heading-alone"),
        pytest.param("<ul><li><a href='/c'>Recent comments</a></li><li><a href='/d'>About</a></li></ul>", id="menu"),
    ],
)  # fmt: skip
def test_there_is_none(html: str) -> None:
    assert entries(html) == []


def test_its_words_are_neither_article_nor_comments() -> None:
    page = read(article(aside(*(f'<a href="/a/#comment-{n}">Reader {n}: {WORDS[:90]}</a>' for n in range(8)))))
    assert page.comments == ()
    assert page.article is not None
    assert "Reader 3" not in page.article.text


def test_an_entry_without_an_author() -> None:
    html = aside('on <a href="/a/#comment-1">The crane</a>', 'Bo on <a href="/b/#comment-2">Boats</a>')
    assert [(author, title) for author, _, _, _, title in entries(html)] == [(None, "The crane"), ("Bo", "Boats")]


def test_a_block_of_excerpts_without_links() -> None:
    html = '<ul class="latest-comments"><li><b class="author">Ann</b><p class="excerpt">Yes…</p></li><li><b class="author">Bo</b><p class="excerpt">No.</p></li></ul>'
    assert entries(html) == [("Ann", "Yes", True, None, None), ("Bo", "No.", False, None, None)]


def test_a_name_that_is_a_sentence_is_no_author() -> None:
    html = aside(f'<span class="author">{WORDS[:90]}</span>', "Bo: Yes.")
    assert entries(html)[0][0] is None


def test_a_heading_at_the_end_of_its_box_looks_further() -> None:
    html = "<div><div><p>Some other words here</p><h3>Recent comments</h3></div><ul><li>Ann: Yes.</li><li>Bo: No.</li></ul></div>"
    assert [author for author, *_ in entries(html)] == ["Ann", "Bo"]
    assert read("Recent comments").recent_comments == ()
