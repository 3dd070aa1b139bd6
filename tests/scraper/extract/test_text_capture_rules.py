"""The rules by which text captures are read, one at a time."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from archive.records import CommentKind, CommentState, Page, PageKind, ThreadState
from scraper.extract.text_capture import extract_text_page

NOW = datetime(2018, 1, 1, tzinfo=UTC)


def read(text: str) -> Page:
    return extract_text_page(text, url="http://example.org/weir", fetched_at=NOW)


def test_votes_and_buttons_are_in_no_text() -> None:
    page = read(
        "2 Comments\n\n  • 0 avatar\n\n    Salt.\n\n    Reply\n    • 31 avatar\n\n      Pepper.\n\n      Report | Reply"
    )
    assert [comment.text for comment in page.comments] == ["Salt.", "Pepper."]


def test_a_number_that_is_all_a_comment_says_is_its_text() -> None:
    page = read("2 Comments\n\n  • avatar\n\n    42\n  • avatar\n\n    Why?")
    assert [comment.text for comment in page.comments] == ["42", "Why?"]


def test_keys_last_when_the_thread_grows_and_are_unique() -> None:
    before = read("2 Comments\n\n  • avatar\n\n    First!\n  • avatar\n\n    First!")
    after = read("3 Comments\n\n  • avatar\n\n    First!\n    • avatar\n\n      No.\n  • avatar\n\n    First!")
    keys = [comment.key for comment in before.comments]
    assert len(set(keys)) == 2
    assert keys == [comment.key for comment in after.comments if comment.text == "First!"]
    assert all(key.startswith("fp-") for key in keys)


@pytest.mark.parametrize(
    ("byline", "authors", "date"),
    [
        pytest.param("By on May 3, 2013", (), "May 3, 2013", id="no-name"),
        pytest.param("By Ann Ash on May 3, 2013", ("Ann Ash",), "May 3, 2013", id="name-and-day"),
        pytest.param(
            "By Ann Ash and Bo Birch | 3 May 2013 | 4 Comments", ("Ann Ash", "Bo Birch"), "3 May 2013", id="two"
        ),
        pytest.param("Posted on 2013-05-03 by Ann Ash", ("Ann Ash",), "2013-05-03", id="date-first"),
        pytest.param("Ann Ash – 3 May 2013", ("Ann Ash",), "3 May 2013", id="dash"),
        pytest.param("May 3, 2013", (), "May 3, 2013", id="day-alone"),
        pytest.param("By Ann Ash", ("Ann Ash",), None, id="name-alone"),
        pytest.param("Par Anne Frêne le 3 février 2013", ("Anne Frêne",), "3 février 2013", id="french"),
    ],
)
def test_bylines(byline: str, authors: tuple[str, ...], date: str | None) -> None:
    page = read(f"A weir\n\n{byline}\n\nThe weir has been leaking since the spring, and nobody owns it.\n\nNo comments")
    assert page.article is not None
    assert (page.article.authors, page.article.published_raw) == (authors, date)
    assert page.article.text == "The weir has been leaking since the spring, and nobody owns it."
    assert page.comment_count_stated == 0


@pytest.mark.parametrize(
    ("heading", "count", "title"),
    [
        pytest.param("4 Comments on “Weirs...”", 4, "Weirs…", id="cut"),
        pytest.param("4 Comments on “Weirs”", 4, "Weirs", id="quoted"),
        pytest.param('One Response to "Weirs"', 1, "Weirs", id="word"),
        pytest.param("1,204 thoughts on Weirs", 1204, "Weirs", id="thousands"),
        pytest.param("2 réflexions sur « Weirs »", 2, "Weirs", id="french"),
        pytest.param("Comments (7)", 7, None, id="behind"),
        pytest.param("12 comments so far", 12, None, id="so-far"),
        pytest.param("Discussion", None, None, id="bare"),
    ],
)
def test_headings_over_comments(heading: str, count: int | None, title: str | None) -> None:
    page = read(
        f"By Ann Ash on May 3, 2013\n\nIt leaks, and it has always leaked.\n\n{heading}\n\n  • avatar\n\n    Yes."
    )
    assert page.article is not None
    assert (page.comment_count_stated, page.article.title) == (count, title)
    assert [comment.text for comment in page.comments] == ["Yes."]


def test_a_sentence_about_comments_is_no_heading() -> None:
    page = read(
        "By Ann Ash on May 3, 2013\n\nIt leaks.\n\n3 replies to the letter came in.\n\n1 Comment\n\n  • avatar\n\n    Yes."
    )
    assert page.article is not None
    assert page.article.text == "It leaks.\n3 replies to the letter came in."
    assert page.comment_count_stated == 1


def test_a_list_within_a_comment_is_no_reply() -> None:
    page = read("2 Comments\n\n  • Ann says:\n    Bring:\n\n    • a rope\n    • a lamp\n\n  • Bo says:\n    Done.")
    assert [(comment.author, comment.text) for comment in page.comments] == [
        ("Ann", "Bring:\na rope\na lamp"),
        ("Bo", "Done."),
    ]


def test_states_and_kinds_of_comments() -> None:
    page = read(
        "4 Comments\n\n  • Ann says:\n    Your comment is awaiting moderation.\n\n    Hello.\n"
        "  • Bo says:\n    [This comment was removed by a moderator.]\n  • Pingback: The other bank\n  • Cy says:\n    Hm."
    )
    states = [(comment.author, comment.state, comment.kind, comment.text) for comment in page.comments]
    assert states == [
        ("Ann", CommentState.PENDING, CommentKind.COMMENT, "Hello."),
        ("Bo", CommentState.REMOVED, CommentKind.COMMENT, ""),
        ("The other bank", CommentState.VISIBLE, CommentKind.PINGBACK, ""),
        ("Cy", CommentState.VISIBLE, CommentKind.COMMENT, "Hm."),
    ]


@pytest.mark.parametrize(
    ("line", "state"),
    [
        ("Leave a Reply", ThreadState.OPEN),
        ("Back to TopLeave a Reply", ThreadState.OPEN),
        ("You must be logged in to post a comment.", ThreadState.LOGIN_REQUIRED),
        ("Comments are closed.", ThreadState.CLOSED),
        ("Sorry, comments are closed for this post", ThreadState.CLOSED),
    ],
)
def test_thread_states(line: str, state: ThreadState) -> None:
    page = read(f"By Ann Ash on May 3, 2013\n\nIt leaks.\n\n1 Comment\n\n  • avatar\n\n    Yes.\n\n{line}\n")
    assert page.thread_state is state
    assert [comment.text for comment in page.comments] == ["Yes."]


def test_a_quotation_over_several_paragraphs_is_one() -> None:
    page = read(
        "By Ann Ash on May 3, 2013\n\nShe said:\n\n“It leaks.\n\n“It always will.”\n\nThen she left.\n\nNo comments"
    )
    assert page.article is not None
    assert page.article.html == (
        "<p>She said:</p><blockquote><p>“It leaks.</p><p>“It always will.”</p></blockquote><p>Then she left.</p>"
    )


def test_words_become_html_safely() -> None:
    page = read(
        "By Ann Ash on May 3, 2013\n\nUse <b> & </b> sparingly.\n\n1 Comment\n\n  • avatar\n\n    <script>x</script>"
    )
    assert page.article is not None
    assert page.article.html == "<p>Use &lt;b&gt; &amp; &lt;/b&gt; sparingly.</p>"
    assert page.comments[0].html == "<p>&lt;script&gt;x&lt;/script&gt;</p>"


def test_no_break_spaces_become_spaces_and_count_as_indentation() -> None:
    page = read(
        "2\u00a0Comments\r\n\r\n\u00a0\u00a0• avatar\r\n\r\n\u00a0\u00a0\u00a0\u00a0A\u00a0 b.\r\n    • avatar\r\n\r\n      C."
    )
    assert [(comment.depth, comment.text) for comment in page.comments] == [(0, "A b."), (1, "C.")]


@pytest.mark.parametrize(
    "text", ["", "\n\n", "•", "\ufeff", "  •  \n\n  •", "0", "avatar", "1 Comment", "Comments\n\n\n"]
)
def test_nothing_much_is_read_as_nothing(text: str) -> None:
    page = read(text)
    assert page.comments == ()
    assert page.kind in {PageKind.OTHER, PageKind.ARTICLE}


def test_a_menu_item_is_no_masthead() -> None:
    page = read("  • Home\n  • Contributors\n  • Contact Us\n\nBy Ann Ash on May 3, 2013\n\nIt leaks.\n\nNo comments")
    assert page.people == ()


def test_five_thousand_comments_are_read_in_one_go() -> None:
    thread = "".join(
        f"  {n}. Ann{n} says:\n    May 4, 2013 at 10:12 am\n\n    Word {n}.\n\n    Reply\n" for n in range(1, 5001)
    )
    page = read(f"A weir\n\nIt leaks, as it has always done.\n\n5000 Comments\n\n{thread}")
    assert len(page.comments) == 5000
    assert {comment.depth for comment in page.comments} == {0}
