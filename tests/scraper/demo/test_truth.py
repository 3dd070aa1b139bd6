"""The truth about the site is what its pages say, and holds what a demo needs."""

from __future__ import annotations

import lxml.html
import pytest

from archive.records import CommentKind, CommentState, DatePrecision, ThreadState
from scraper.demo.site import build_site
from scraper.demo.truth import Truth, truth

BASE = "http://127.0.0.1:8765"


@pytest.fixture(scope="module")
def told() -> Truth:
    return truth(BASE)


def test_there_are_articles_and_comments_enough(told: Truth) -> None:
    assert len(told.articles) >= 30
    assert told.comment_count >= 160


def test_one_chain_of_replies_is_six_deep(told: Truth) -> None:
    assert max(comment.depth for true in told.articles for comment in true.comments) == 6


def test_parents_come_before_replies_and_depths_follow_them(told: Truth) -> None:
    for true in told.articles:
        depths: dict[str | None, int] = {None: -1}
        for position, comment in enumerate(true.comments):
            assert comment.depth == depths[comment.parent_key] + 1
            assert comment.position == position
            depths[comment.key] = comment.depth


def test_every_kind_of_comment_and_thread_is_there(told: Truth) -> None:
    comments = [comment for true in told.articles for comment in true.comments]
    assert {comment.kind for comment in comments} == set(CommentKind)
    assert {comment.state for comment in comments} == {CommentState.VISIBLE, CommentState.REMOVED}
    removed = {comment.key for comment in comments if comment.state is CommentState.REMOVED}
    assert any(comment.parent_key in removed for comment in comments)
    assert {true.article.thread_state for true in told.articles} == set(ThreadState)
    assert {true.article.date_precision for true in told.articles} == {DatePrecision.DAY, DatePrecision.SECOND}
    assert {"ja", "ru", "el", "ar"} <= {true.article.language for true in told.articles}
    assert any(not true.comments for true in told.articles)
    assert any(not true.article.authors for true in told.articles)
    assert any(len(true.article.authors) > 1 for true in told.articles)
    assert any(true.parts == 2 for true in told.articles)
    assert any(true.comment_pages == 2 for true in told.articles)
    assert any(true.noarchive for true in told.articles)
    assert len(told.forbidden) == 2


def test_sidebars_have_two_shapes(told: Truth) -> None:
    assert all(entry.article_title and entry.excerpt is None for entry in told.paper_recent)
    assert all(entry.excerpt and entry.article_title is None for entry in told.yard_recent)
    assert {entry.truncated for entry in told.yard_recent} == {True, False}
    assert len({entry.article_title for entry in told.paper_recent}) > 1


def test_somebody_holds_two_offices(told: Truth) -> None:
    for people in (told.masthead, told.yard_people):
        names = [person.name for person in people]
        assert len(names) == len(set(names)) + 1
        assert {person.role for person in people} == {"contributor", "moderator"}


def test_every_line_of_the_truth_stands_on_its_page(told: Truth) -> None:
    site = build_site(BASE)
    for true in told.articles:
        path = true.article.url.removeprefix(BASE)
        own = [page for page in site.html_paths if page.startswith(path)]
        shown = " ".join(lxml.html.fromstring(site.resources[page].body.decode()).text_content() for page in own)
        shown = " ".join(shown.split())
        for text in (true.article.text, *(comment.text for comment in true.comments)):
            assert all(line in shown for line in text.split("\n")), true.article.url
        assert true.article.title is not None
        assert true.article.title in shown
        assert all(comment.author is None or comment.author in shown for comment in true.comments)


def test_claims_are_the_comments_that_can_be_read(told: Truth) -> None:
    for true in told.articles:
        visible = [comment for comment in true.comments if comment.state is CommentState.VISIBLE]
        assert (true.article.comment_count_stated or 0) == len(visible)
