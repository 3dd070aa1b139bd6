"""Text captures: what each known form of them says, and what one real page says."""

from __future__ import annotations

import json
import os
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from archive.records import CommentKind, CommentState, DatePrecision, Page, PageKind, ThreadState
from scraper.extract.text_capture import extract_text_page
from scraper.normalise.page import normalise_page
from scraper.normalise.text import clean_line

ROOT = Path(__file__).parents[3]
CASES = sorted((ROOT / "tests" / "fixtures" / "text_capture").glob("*/page.txt"))
SEED = Path(os.environ.get("COMMENTARIAT_SEED") or ROOT.parent / "shared" / "seed")
REAL = SEED / "000_fc2fbbe3019bf053.txt"
NOW = datetime(2018, 1, 1, tzinfo=UTC)


def read(text: str) -> Page:
    return extract_text_page(text, url="http://example.org/weir", fetched_at=NOW)


def comments_of(page: Page) -> list[dict[str, Any]]:
    keys = [comment.key for comment in page.comments]
    return [
        {
            "author": comment.author,
            "published_raw": comment.published_raw,
            "depth": comment.depth,
            "parent_position": None if comment.parent_key is None else keys.index(comment.parent_key),
            "text": comment.text,
            "kind": comment.kind.value,
            "state": comment.state.value,
        }
        for comment in page.comments
    ]


@pytest.mark.parametrize("capture", CASES, ids=lambda path: path.parent.name)
def test_a_capture_says_what_a_person_reads_in_it(capture: Path) -> None:
    expected = json.loads(capture.with_name("expected.json").read_text("utf-8"))
    page = extract_text_page(capture.read_text("utf-8"), url=expected["url"], fetched_at=NOW)
    wanted = expected["page"]
    assert page.article is not None
    assert {name: getattr(page.article, name) for name in wanted["article"] if name != "authors"} == {
        name: value for name, value in wanted["article"].items() if name != "authors"
    }
    assert list(page.article.authors) == wanted["article"]["authors"]
    assert (page.kind, page.thread_state) == (wanted["kind"], wanted["thread_state"])
    assert page.comment_count_stated == page.article.comment_count_stated == wanted["comment_count_stated"]
    assert comments_of(page) == wanted["comments"]
    names = ("author", "excerpt", "truncated", "article_title")
    assert [{n: getattr(entry, n) for n in names} for entry in page.recent_comments] == wanted["recent_comments"]
    people = [{"name": p.name, "role": p.role, "place": p.place} for p in page.people]
    assert people == wanted["people"]


def test_there_is_a_capture_of_every_form() -> None:
    assert len(CASES) >= 12


@pytest.fixture(scope="module")
def real_lines() -> list[str]:
    if not REAL.exists():
        pytest.skip("the capture of a real page is not on this machine")
    return [clean_line(line) for line in REAL.read_text("utf-8").splitlines()]


@pytest.fixture(scope="module")
def real_page(real_lines: list[str]) -> Page:
    assert real_lines
    return normalise_page(read(REAL.read_text("utf-8")))


class TestTheRealPage:
    """Its words are compared with the lines of the file itself: none of them is repeated here."""

    def test_its_title_comes_from_the_comments_heading_with_its_cut_marked(
        self, real_page: Page, real_lines: list[str]
    ) -> None:
        heading = next(line for line in real_lines if line.startswith("4 Comments on"))
        assert real_page.article is not None
        assert real_page.article.title == heading.removeprefix("4 Comments on “").removesuffix("...”") + "…"
        assert [e.rule for e in real_page.evidence if e.field == "title"] == ["comments-heading-cut"]

    def test_it_has_a_day_and_no_author(self, real_page: Page) -> None:
        assert real_page.article is not None
        assert real_page.article.published_at == datetime(2012, 4, 5, tzinfo=UTC)
        assert real_page.article.date_precision is DatePrecision.DAY
        assert real_page.article.authors == ()

    def test_its_body_is_seven_paragraphs_with_the_quotation_in_its_place(
        self, real_page: Page, real_lines: list[str]
    ) -> None:
        end = next(number for number, line in enumerate(real_lines) if "e-Newsletter" in line)
        wanted = [line for line in real_lines[1:end] if line]
        assert real_page.article is not None
        assert real_page.article.text.split("\n") == wanted
        assert len(wanted) == 7
        assert real_page.article.html is not None
        assert real_page.article.html.count("<p>") == 7
        assert f"<blockquote><p>{wanted[3]}</p></blockquote>" in real_page.article.html

    def test_its_comments_form_the_tree_the_bullets_show(self, real_page: Page, real_lines: list[str]) -> None:
        comments = real_page.comments
        assert [comment.depth for comment in comments] == [0, 1, 2, 0]
        assert [comment.parent_key for comment in comments] == [None, comments[0].key, comments[1].key, None]
        assert [comment.author for comment in comments] == [None] * 4
        bullets = [number for number, line in enumerate(real_lines) if line.endswith("avatar")]
        ends = [*bullets[1:], next(n for n, line in enumerate(real_lines) if line.startswith("Back to Top"))]
        wanted = ["\n".join(filter(None, real_lines[a + 1 : b])) for a, b in zip(bullets, ends, strict=True)]
        assert [comment.text for comment in comments] == wanted
        assert [len(comment.text.split("\n")) for comment in comments] == [2, 3, 1, 1]

    def test_it_states_as_many_comments_as_it_has_and_asks_for_a_login(self, real_page: Page) -> None:
        assert real_page.comment_count_stated == len(real_page.comments) == 4
        assert real_page.thread_state is ThreadState.LOGIN_REQUIRED
        assert real_page.kind is PageKind.ARTICLE

    def test_its_sidebar_has_five_entries_three_of_them_cut(self, real_page: Page, real_lines: list[str]) -> None:
        start = real_lines.index("Recent Comments") + 2
        wanted = [line.removeprefix("• ").partition(": ")[::2] for line in real_lines[start : start + 5]]
        found = [(entry.author, entry.excerpt) for entry in real_page.recent_comments]
        assert found == [(author, words.removesuffix("...")) for author, words in wanted]
        assert [entry.truncated for entry in real_page.recent_comments] == [True, True, False, True, False]

    def test_its_masthead_names_six_contributors_and_two_moderators(
        self, real_page: Page, real_lines: list[str]
    ) -> None:
        start = real_lines.index("• Contributors")
        wanted = [line.removeprefix("• ").split(", ") for line in real_lines[start:] if ", " in line]
        assert [[person.name, person.place] for person in real_page.people] == wanted
        assert [person.role for person in real_page.people] == ["contributor"] * 6 + ["moderator"] * 2
        assert len({person.name for person in real_page.people}) == 7


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
