"""The model page, a magazine of 2012 on WordPress: what is true of it, by extraction and by a crawl of a local server."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from archive.records import CommentState, Page, PageKind, ThreadState
from scraper.normalise.page import normalise_page
from tests.crawling import crawl, rows
from tests.scraper.extract.reading import MODEL_PAGES, Case
from tests.servers import Answer, Respond, SiteServer, html

HOST = "http://bobbinpost.example.org"
SLUG = "halvorsen-treadles-to-leave-bergen"
TITLE = "Halvorsen Treadles To Leave Bergen; Gdynia And Porto Possible New Homes"
VARIANTS = {case.folder.name: case for case in MODEL_PAGES}
OF_FOUR = ["threaded", "flat", "with-authors", "flat-with-authors", "with-votes", "title-only-in-heading"]


@pytest.fixture(params=VARIANTS)
def variant(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def page_of(variant: str) -> Page:
    return normalise_page(VARIANTS[variant].extract())


class TestEachVariant:
    """What holds for the page whatever its markup."""

    def test_the_article_is_whole_and_holds_nothing_else(self, variant: str) -> None:
        page = page_of(variant)
        assert page.article is not None
        lines = page.article.text.split("\n")
        if variant != "second-comment-page":
            assert len(lines) == 7
            assert [line[0] == "“" for line in lines] == [False, False, False, True, False, True, False]
        assert not any(
            word in page.article.text for word in ("Recent Comments", "Subscribe", "Tweet", "April 5", "0 comments")
        )

    def test_the_day_is_known_and_the_byline_is_empty(self, variant: str) -> None:
        article = page_of(variant).article
        assert article is not None
        assert str(article.published_at) == "2012-04-05 00:00:00+00:00"
        assert article.authors == (("Dolores Prats",) if variant == "with-authors" else ())

    def test_the_title_is_the_headings(self, variant: str) -> None:
        article = page_of(variant).article
        assert article is not None
        cut = "Halvorsen Treadles To Leave Bergen; Gdynia And Porto Possible New…"
        assert article.title == (cut if variant == "title-only-in-heading" else TITLE)

    def test_readers_must_be_logged_in(self, variant: str) -> None:
        assert page_of(variant).thread_state is ThreadState.LOGIN_REQUIRED

    def test_five_recent_comments_three_of_them_cut(self, variant: str) -> None:
        entries = page_of(variant).recent_comments
        assert [entry.truncated for entry in entries] == [True, True, False, True, False]
        assert all(entry.author and entry.excerpt and entry.url for entry in entries)

    def test_six_contributors_and_two_moderators(self, variant: str) -> None:
        people = page_of(variant).people
        assert [person.role for person in people] == ["contributor"] * 6 + ["moderator"] * 2
        assert all(person.place for person in people)
        assert len({person.name for person in people}) == 7  # one man has both roles

    def test_no_comment_holds_a_number_from_beside_a_portrait(self, variant: str) -> None:
        for comment in page_of(variant).comments:
            assert not comment.text.startswith("0")
            assert "avatar" not in comment.text


@pytest.mark.parametrize("variant", OF_FOUR)
def test_four_comments_of_which_two_answer(variant: str) -> None:
    page = page_of(variant)
    assert page.kind is PageKind.ARTICLE
    assert page.comment_count_stated == len(page.comments) == 4
    assert [comment.depth for comment in page.comments] == [0, 1, 2, 0]
    first, second, third, fourth = page.comments
    assert (second.parent_key, third.parent_key) == (first.key, second.key)
    assert (first.parent_key, fourth.parent_key) == (None, None)
    assert [comment.text.count("\n") + 1 for comment in page.comments] == [2, 3, 1, 1]
    has_authors = "authors" in variant or variant == "with-votes"
    assert [comment.author is not None for comment in page.comments] == [has_authors] * 4


def test_flat_and_threaded_markup_say_the_same() -> None:
    for one, other in (("threaded", "flat"), ("with-authors", "flat-with-authors")):
        told = [
            [(c.key, c.parent_key, c.depth, c.author, c.text) for c in page_of(name).comments] for name in (one, other)
        ]
        assert told[0] == told[1]


def test_votes_are_read_and_are_no_words() -> None:
    assert [comment.score for comment in page_of("with-votes").comments] == [5, 0, -2, 12]


def test_a_comment_that_awaits_moderation_is_marked() -> None:
    page = page_of("awaiting-moderation")
    assert [comment.state for comment in page.comments] == [CommentState.VISIBLE] * 4 + [CommentState.PENDING]
    assert page.comment_count_stated == 4
    assert "moderation" not in page.comments[-1].text


def test_the_second_comment_page_belongs_to_the_article() -> None:
    page = page_of("second-comment-page")
    assert (page.kind, page.thread_page, page.article_url) == (PageKind.COMMENTS, 2, f"{HOST}/2012/04/{SLUG}/")
    assert page.more_comment_pages == (f"{HOST}/2012/04/{SLUG}/comment-page-1/",)
    first = page_of("first-comment-page")
    assert (first.thread_page, first.more_comment_pages) == (1, (f"{HOST}/2012/04/{SLUG}/comment-page-2/",))
    assert first.comment_count_stated == len(first.comments) + len(page.comments) == 8


def path_of(variant: str) -> str:
    """Where a variant stands on the local server; both comment pages belong to one article."""
    name = "comment-pages" if variant.endswith("-comment-page") else variant
    return f"/2012/04/{SLUG}-{name}/"


def served(case: Case, path: str, base: str) -> bytes:
    """The page as it would be at another address."""
    return case.body.replace(f"/2012/04/{SLUG}/".encode(), path.encode()).replace(HOST.encode(), base.encode())


@pytest.fixture(scope="module")
def archived(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, str]]:
    """An archive of a site with every variant, and the site's address."""
    links = "".join(f'<li><a href="{path_of(name)}">{name}</a></li>' for name in VARIANTS)
    pages: dict[str, Answer | Respond] = {"/": html(f"<h1>The Bobbin Post</h1><ul>{links}</ul>")}
    path = tmp_path_factory.mktemp("model") / "model.db"
    with SiteServer(pages) as site:
        base = site.url("").rstrip("/")
        for name, case in VARIANTS.items():
            address = path_of(name) + ("comment-page-2/" if name == "second-comment-page" else "")
            site.pages[address] = Answer(body=served(case, path_of(name), base))
        done = crawl(site.url(), archive=path)
        assert done.status == 0, done.stderr
        yield path, base


COMMENTS = """
    select comments.key, parents.key, comments.depth, comments.author, comments.text, comments.state, comments.score
    from comments left join comments parents on parents.comment_id = comments.parent_id join articles on articles.article_id = comments.article_id
    where articles.url = '{}' order by comments.thread_page, comments.position
"""  # fmt: skip


@pytest.mark.parametrize("variant", [name for name in VARIANTS if not name.endswith("-comment-page")])
def test_a_crawl_stores_what_extraction_says(archived: tuple[Path, str], variant: str) -> None:
    path, base = archived
    url, page = base + path_of(variant), page_of(variant)
    assert page.article is not None
    shown = sorted(page.comments, key=lambda comment: comment.position)
    assert rows(path, COMMENTS.format(url)) == [
        (c.key, c.parent_key, c.depth, c.author, c.text, c.state.value, c.score) for c in shown
    ]
    fields = "title, authors, published_at, text, comment_count_stated, thread_state"
    ((title, authors, published, text, stated, state),) = rows(
        path, f"select {fields} from articles where url = '{url}'"
    )
    assert (title, json.loads(authors), text) == (page.article.title, list(page.article.authors), page.article.text)
    assert (published[:10], stated, state) == ("2012-04-05", 4, "login_required")


def test_both_comment_pages_are_one_thread(archived: tuple[Path, str]) -> None:
    path, base = archived
    found: list[Any] = rows(path, COMMENTS.format(base + path_of("first-comment-page")))
    assert [(key, parent) for key, parent, *_ in found] == [
        ("1871", None), ("1874", "1871"), ("1880", "1874"), ("1879", None), ("1921", None), ("1923", "1921"), ("1930", "1923"), ("1927", None),
    ]  # fmt: skip
    url = base + path_of("first-comment-page")
    assert rows(path, f"select comment_count, comment_count_stated from articles where url = '{url}'") == [(8, 8)]


def test_a_crawl_stores_sidebar_and_people(archived: tuple[Path, str]) -> None:
    path, _ = archived
    people = rows(path, "select name, role, place from people order by role, name")
    assert sorted(people) == sorted((p.name, p.role, p.place) for p in page_of("threaded").people)
    assert len(set(rows(path, "select author, excerpt from recent_comments"))) == 5
