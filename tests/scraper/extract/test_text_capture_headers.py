"""Headers of comments, bylines and the ends of articles in text captures."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from archive.records import Page
from scraper.extract.text_capture import extract_text_page

NOW = datetime(2018, 1, 1, tzinfo=UTC)


def read(text: str) -> Page:
    return extract_text_page(text, url="http://example.org/weir", fetched_at=NOW)


ARTICLE = "A weir\n\nBy Ann Ash on May 3, 2013\n\nThe weir has been leaking since the spring, and nobody owns it.\n\n"


@pytest.mark.parametrize(
    "header",
    [
        pytest.param("Bo Birch says:\nMay 4, 2013 at 10:12 am", id="says"),
        pytest.param("Bo Birch said on May 4, 2013 at 10:12 am:", id="says-when"),
        pytest.param("Bo Birch on May 4, 2013 at 10:12 am", id="on"),
        pytest.param("Bo Birch (May 4, 2013 at 10:12 am)", id="brackets"),
        pytest.param("Bo BirchMay 4, 2013 at 10:12 am", id="glued"),
        pytest.param("May 4, 2013 at 10:12 am | Bo Birch", id="date-first"),
        pytest.param("#1 Bo Birch - May 4, 2013 at 10:12 am", id="numbered"),
        pytest.param("Posted by Bo Birch\nMay 4, 2013 at 10:12 am | Permalink", id="posted-by"),
        pytest.param("avatarBo Birch says:\nMay 4, 2013 at 10:12 am", id="avatar-glued"),
        pytest.param("avatar\nBo Birch\nMay 4, 2013 at 10:12 am", id="avatar-above"),
        pytest.param("Bo Birch Avatar\nBo Birch\nMay 4, 2013 at 10:12 am", id="avatar-behind"),
        pytest.param("Avatar for Bo Birch Bo Birch says:\nMay 4, 2013 at 10:12 am", id="avatar-for"),
        pytest.param("12\navatar\nBo Birch\nMay 4, 2013 at 10:12 am", id="votes-above"),
        pytest.param("Bo Birch says:\nMay 4, 2013 at 10:12 am\n+3", id="votes-below"),
    ],
)
@pytest.mark.parametrize("bullet", ["", "  • "], ids=["flat", "list"])
def test_headers_of_comments(header: str, bullet: str) -> None:
    indented = header.replace("\n", "\n" + " " * len(bullet))
    words = "\n\n" + " " * len(bullet) + "It was never mine."
    other = f"\n\n{bullet}{indented.replace('Bo Birch', 'Cy Cole')}\n\n{' ' * len(bullet)}Nor mine."
    page = read(f"{ARTICLE}2 Comments\n\n{bullet}{indented}{words}{other}\n")
    found = [(comment.author, comment.published_raw, comment.text) for comment in page.comments]
    assert found == [
        ("Bo Birch", "May 4, 2013 at 10:12 am", "It was never mine."),
        ("Cy Cole", "May 4, 2013 at 10:12 am", "Nor mine."),
    ]


def test_a_picture_s_text_alone_names_the_writer_if_nothing_else_does() -> None:
    page = read("2 Comments\n\n  • Ann’s avatar\n\n    It leaks, and it always will.\n  • Bo avatar\n\n    Not here.")
    assert [comment.author for comment in page.comments] == ["Ann", "Bo"]


def test_any_heading_with_a_number_will_do_if_so_many_signed_comments_follow() -> None:
    thread = "".join(f"{name} 4 May 2013, 10:12\n\nYes, {name}.\n\nAnswer this\n\n" for name in ("Ann", "Bo", "Cy"))
    page = read(f"{ARTICLE}Letters (3)\n\n{thread}Imprint\n")
    assert page.comment_count_stated == 3
    assert [comment.text for comment in page.comments] == ["Yes, Ann.", "Yes, Bo.", "Yes, Cy."]
    page = read(f"{ARTICLE}Categories (3)\n\n  • Weirs\n  • Locks\n  • Mud\n")
    assert (page.comment_count_stated, page.comments) == (None, ())


def test_a_byline_may_take_several_lines() -> None:
    page = read(
        "A weir\n\nMay 3, 2013\n\n—\n\nby\n\nAnn Ash\nin Rivers\n\nThe weir has been leaking since the spring.\n"
    )
    assert page.article is not None
    assert (page.article.authors, page.article.published_raw) == (("Ann Ash",), "May 3, 2013")
    assert page.article.text == "The weir has been leaking since the spring."


def test_nothing_is_read_of_a_page_behind_a_password() -> None:
    page = read(
        "Protected: A weir\n\nBy Ann Ash on May 3, 2013\n\nThis content is password protected. To view it please enter your"
        " password below:\n\n1 Comment\n\n  • Ann says:\n    Secret."
    )
    assert page.is_protected
    assert (page.article, page.comments) == (None, ())


def test_a_box_of_links_at_the_end_is_no_part_of_an_article_and_a_list_is() -> None:
    page = read(
        f"{ARTICLE}More from the river\n\n  • The lamp that was counted\n  • A short law of gulls\n\nNo comments"
    )
    assert page.article is not None
    assert page.article.text == "The weir has been leaking since the spring, and nobody owns it."
    page = read(f"{ARTICLE}What we found:\n\n  • a boot\n  • a bell\n\nNo comments")
    assert page.article is not None
    assert page.article.text.endswith("What we found:\na boot\na bell")


def test_the_article_ends_at_the_form_where_no_comments_are() -> None:
    page = read(f"{ARTICLE}Leave a Reply\n\nYour words are welcome here, as long as they are few.\n\nSend them.")
    assert page.article is not None
    assert page.article.text == "The weir has been leaking since the spring, and nobody owns it."
