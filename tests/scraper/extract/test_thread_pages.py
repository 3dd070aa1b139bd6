"""Where a thread goes on, and which of its pages this is."""

from __future__ import annotations

from scraper.extract.dom import parse
from scraper.extract.thread_pages import ThreadPages, thread_pages
from tests.scraper.extract.reading import article, read, thread

URL = "https://moss.example.org/threads/moss.55/"


def pages(
    html: str, url: str = URL, *, is_forum: bool = True, is_thread: bool = True, base: str | None = None
) -> ThreadPages:
    return thread_pages(parse(f"<body>{html}"), url, base or url, is_forum=is_forum, is_thread=is_thread)


def test_a_pager_leads_to_the_other_pages() -> None:
    found = pages(
        '<nav><a href="/threads/moss.55/">1</a><a href="page-2">2</a><a href="page-3">3</a><a href="page-2">Next</a></nav>'
    )
    assert found == ThreadPages((URL + "page-2", URL + "page-3"), 1, None)


def test_the_first_page_is_the_thread() -> None:
    found = pages('<a href="./">1</a> <a href="page-3">3</a>', URL + "page-2")
    assert found == ThreadPages((URL, URL + "page-3"), 2, URL)


def test_offsets_count_posts() -> None:
    board = "https://moss.example.org/viewtopic.php?t=5"
    links = '<a href="?t=5">1</a> <a href="?t=5&amp;start=30">3</a> <a href="?t=5&amp;start=45">4</a>'
    assert pages(links, board + "&start=15").number == 2
    assert pages(links, board) == ThreadPages((board + "&start=30", board + "&start=45"), 1, None)


def test_some_count_from_zero() -> None:
    node = "https://moss.example.org/node/5"
    links = '<a href="?page=0" title="First">1</a> <a href="?page=1">2</a> <a href="?page=2">3</a>'
    assert pages(links, node) == ThreadPages((node + "?page=1", node + "?page=2"), 1, None)
    assert pages(links, node + "?page=1") == ThreadPages((node + "?page=0", node + "?page=2"), 2, node)


def test_what_leads_elsewhere_is_no_page() -> None:
    links = (
        '<a href="/threads/other.56/page-2">2</a> <a href="page-2#post-7">#7</a> <a href="page-2">May 20, 2014</a>'
        '<a href="#top">1</a> <a href="page-2">A long title of the thread that is linked</a> <a href="javascript:go(2)">2</a>'
    )
    assert pages(links) == ThreadPages((), 1, None)


def test_arrows_without_words_are_told_by_their_titles() -> None:
    assert pages('<a href="page-2" title="Next page"><i></i></a>').others == (URL + "page-2",)
    assert pages('<a href="page-2" rel="next"><img src="x.gif"></a>').others == (URL + "page-2",)
    assert pages('<a href="page-2"><img src="x.gif"></a>').others == ()


def test_below_an_article_only_pagers_of_comments_count() -> None:
    links = '<nav><a href="?page=2">2</a></nav>'
    assert pages(links, is_forum=False).others == ()
    assert pages(f'<section class="comments">{links}</section>', is_forum=False).others == (URL + "?page=2",)
    assert pages('<a href="?commentPage=2">Newer ›</a>', is_forum=False).others == (URL + "?commentPage=2",)


def test_without_comments_there_is_no_thread() -> None:
    assert pages('<a href="page-2">2</a>', is_thread=False) == ThreadPages((), 1, None)


def test_relative_addresses_are_relative_to_the_base() -> None:
    found = pages('<a href="threads/moss.55/page-2">2</a>', base="https://moss.example.org/")
    assert found.others == (URL + "page-2",)


def test_links_of_a_page_with_a_base() -> None:
    html = article(thread(), head='<base href="/board/">').replace("</body>", '<a href="moss.html">Moss</a></body>')
    assert "http://example.org/board/moss.html" in {link.url for link in read(html).links}
    strange = html.replace("/board/", "https://elsewhere.example.net/")
    assert "http://example.org/post/moss.html" in {link.url for link in read(strange).links}
