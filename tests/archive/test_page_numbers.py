"""Which page of a thread an address names."""

from __future__ import annotations

import pytest

from archive.page_numbers import highest_page, page_mark, page_of, step_of, without_page

SITE = "https://moss.example.org"


@pytest.mark.parametrize(
    ("path", "number", "is_offset"),
    [
        pytest.param("/threads/moss.55/page-2", 2, False, id="xenforo"),
        pytest.param("/topic/55-moss/page/3/", 3, False, id="invision"),
        pytest.param("/forum/55-moss/page2", 2, False, id="vbulletin 5"),
        pytest.param("/discussion/55/moss/p2", 2, False, id="vanilla"),
        pytest.param("/thread-55-page-2.html", 2, False, id="mybb"),
        pytest.param("/2012/04/moss/comment-page-4/", 4, False, id="wordpress"),
        pytest.param("/2012/04/moss/comments/page/2/", 2, False, id="typepad"),
        pytest.param("/viewtopic.php?f=6&t=55&start=30", 30, True, id="phpbb"),
        pytest.param("/index.php?topic=55.15", 15, True, id="smf"),
        pytest.param("/showthread.php?t=55&page=2", 2, False, id="vbulletin 3"),
        pytest.param("/viewtopic.php?id=55&p=2", 2, False, id="fluxbb"),
        pytest.param("/moss.html?commentPage=2", 2, False, id="blogger"),
        pytest.param("/node/55?page=0", 0, False, id="drupal"),
        pytest.param("/wiki/Talk:Moss/Archive_1", 2, False, id="mediawiki"),
        pytest.param("/groups/moss/activity/?acpage=2", 2, False, id="buddypress"),
        pytest.param("/moss?comments_page=2", 2, False, id="comments_page"),
        pytest.param("/blog/archive", None, False, id="an archive"),
        pytest.param("/viewtopic.php?p=55", None, False, id="a post"),
        pytest.param("/2012/05/", None, False, id="a month"),
        pytest.param("/moss?page=about", None, False, id="no number"),
        pytest.param("/moss?page=%C2%B2", None, False, id="a digit that is none"),
        pytest.param("/moss/", None, False, id="the first"),
    ],
)
def test_what_an_address_says(path: str, number: int | None, is_offset: bool) -> None:
    mark = page_mark(SITE + path)
    assert (mark.number, mark.is_offset) == (number, is_offset)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("/threads/moss.55/", "/threads/moss.55/page-2"),
        ("/thread-55.html", "/thread-55-page-2.html"),
        ("/2012/04/moss.html", "/2012/04/moss/comments/page/2/#comments"),
        ("/viewtopic.php?t=55", "/viewtopic.php?t=55&postdays=0&postorder=asc&start=15"),
        ("/index.php?topic=55.0", "/index.php?topic=55.15"),
        ("/index.php?topic=55.0", "/index.php?topic=55.15&sid=1"),
        ("/node/55", "/node/55?page=1"),
        ("/questions/55/moss", "/questions/55/moss?page=2&tab=votes#tab-top"),
        ("/wiki/Talk:Moss", "/wiki/Talk:Moss/Archive_1"),
    ],
)  # fmt: skip
def test_pages_of_one_thread(one: str, other: str) -> None:
    assert page_mark(SITE + one).thread == page_mark(SITE + other).thread


def test_posts_and_threads_are_not_taken_for_pages() -> None:
    assert page_mark(f"{SITE}/?p=12").thread != page_mark(f"{SITE}/?p=13").thread
    assert (
        page_mark(f"{SITE}/viewtopic.php?t=1&start=15").thread != page_mark(f"{SITE}/viewtopic.php?t=2&start=15").thread
    )


def test_offsets_are_pages_by_what_they_have_in_common() -> None:
    marks = [page_mark(f"{SITE}/viewtopic.php?t=5{query}") for query in ("", "&start=30", "&start=45", "&start=150")]
    assert step_of(marks) == 15
    assert [page_of(mark, 15) for mark in marks] == [1, 3, 4, 11]
    assert page_of(page_mark(f"{SITE}/moss?page=0"), 0) == 1


@pytest.mark.parametrize(
    ("paths", "highest"),
    [
        ((), 0),
        (("/moss/",), 0),
        (("/moss/", "/moss/page-2", "/moss/page-9"), 9),
        (("/viewtopic.php?t=5", "/viewtopic.php?t=5&start=20", "/viewtopic.php?t=5&start=80"), 5),
    ],
)
def test_how_many_pages_there_are_at_least(paths: tuple[str, ...], highest: int) -> None:
    assert highest_page(SITE + path for path in paths) == highest


@pytest.mark.parametrize(
    ("path", "first"),
    [
        ("/moss.html?commentPage=1", "/moss.html"),
        ("/viewtopic.php?t=5&start=0", "/viewtopic.php?t=5"),
        ("/index.php?topic=5.0", "/index.php?topic=5.0"),
        ("/viewtopic.php?t=5", "/viewtopic.php?t=5"),
    ],
)
def test_the_first_page_needs_no_number(path: str, first: str) -> None:
    assert without_page(SITE + path) == SITE + first
