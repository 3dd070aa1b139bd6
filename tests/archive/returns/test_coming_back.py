"""A second run asks for what may have changed: signs of all kinds, the policy, and nothing else."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

import attrs
import pytest

from archive.database import Archive
from archive.frontier import Frontier
from archive.records import Article, Comment, Link, Page, PageKind, Relation, Sign, SignKind, ThreadState, Visit
from archive.returns.due import LOOKED_AT
from archive.returns.revisits import Revisit
from archive.runs import finish_run, start_run
from archive.store import Store
from tests.archive.making import comment, entry, later, page, visit

SITE, FRONT = "example.org", "http://example.org/"
FEED = "http://example.org/comments/feed/"

OLD = comment("1", author="Ines", published_at=later(-99))


def address(name: str) -> str:
    return f"http://example.org/{name}/"


class Site:
    """A site that is crawled run by run; what each address answers is put in before."""

    def __init__(self, archive: Archive) -> None:
        self.archive, self.store = archive, Store(archive)
        self.answers: dict[str, Visit] = {}
        self.links: list[Link] = [Link(url=FRONT, relation=Relation.START)]

    def has(
        self, name: str, *comments: Comment, stated: int | None = None, more: Iterable[int] = (), **rest: Any
    ) -> None:
        url = address(name)
        links = tuple(Link(url=address(f"{name}/comment-page-{n}"), relation=Relation.COMMENT_PAGE) for n in more)
        article = Article(
            url=url, title=name, text=name, published_at=later(-100), thread_state=rest.pop("state", None)
        )
        found = page(
            *comments, url=url, article=article, comment_count_stated=len(comments) if stated is None else stated,
            thread_state=article.thread_state, **rest,
        )  # fmt: skip
        self.answers[url] = visit(found, links=links)
        if Link(url=url, relation=Relation.ARTICLE) not in self.links:
            self.links.append(Link(url=url, relation=Relation.ARTICLE))

    def has_comment_page(self, name: str, number: int, *comments: Comment, stated: int) -> None:
        url = address(f"{name}/comment-page-{number}")
        found = page(
            *comments, url=url, kind=PageKind.COMMENTS, article=None, article_url=address(name), thread_page=number,
            comment_count_stated=stated,
        )  # fmt: skip
        self.answers[url] = visit(found)

    def says(self, *signs: Sign, **page_fields: Any) -> None:
        """What the front page says."""
        front = page(url=FRONT, kind=PageKind.LISTING, article=None, article_url=None, **page_fields)
        self.answers[FRONT] = visit(front, signs=signs)

    def run(self, at: datetime, revisit: Revisit = Revisit.CHANGED, budget: int = 500) -> list[str]:
        """The addresses that a run asks for, in their order."""
        run = start_run(self.archive, SITE, FRONT, at=at, revisit=revisit, budget=budget)
        frontier = Frontier(self.archive, SITE, run.run_id)
        frontier.add(self.links, found_on=None, depth=0)
        asked = []
        while claimed := frontier.claim(1, at):
            at += timedelta(seconds=1)
            (entry,) = claimed
            asked.append(entry.url)
            answer = self.answers.get(entry.url) or Visit(
                requested_url=entry.url, url=entry.url, fetched_at=at, status=404, error="HTTP 404 Not Found"
            )
            self.store.save_visit(_at(answer, at), run_id=run.run_id, frontier_id=entry.entry_id)
        finish_run(self.archive, run.run_id, at=at)
        return asked


def _at(given: Visit, at: datetime) -> Visit:
    found: Page | None = attrs.evolve(given.page, fetched_at=at) if given.page is not None else None
    return attrs.evolve(given, fetched_at=at, page=found)


@pytest.fixture
def site(archive: Archive) -> Site:
    """A front page and forty articles with one comment each, crawled once: too many for a run to ask for all."""
    site = Site(archive)
    site.says()
    for n in range(40):
        site.has(f"a{n}", OLD)
    assert len(site.run(later(0))) == 41
    return site


def by_sign(site: Site, day: float) -> list[str]:
    """What a run asks for that has nothing left to spend on visits without a sign."""
    return [url for url in site.run(later(day), Revisit.DUE, budget=0) if url != FRONT]


def in_turn(asked: list[str]) -> list[str]:
    """Articles that were asked for without any sign."""
    return [url for url in asked if url != FRONT]


def test_a_second_run_asks_for_the_front_page_and_a_few_in_turn(site: Site) -> None:
    asked = site.run(later(0.01))
    assert asked[0] == FRONT
    assert len(asked) == 1 + LOOKED_AT
    assert site.run(later(0.02), Revisit.DUE) == []
    assert len(site.run(later(0.03), Revisit.EVERYTHING)) == 41
    assert site.run(later(0.04), Revisit.NOTHING) == []


@pytest.mark.parametrize("sign", [
    pytest.param(Sign(kind=SignKind.FEED, url=address("a39"), comment_count=2), id="count-in-a-feed"),
    pytest.param(Sign(kind=SignKind.LISTING, url=address("a39"), comment_count=0), id="count-that-fell-in-a-listing"),
    pytest.param(Sign(kind=SignKind.SITEMAP, url=address("a39"), modified_at=later(0.005)), id="date-in-a-sitemap"),
    pytest.param(
        Sign(kind=SignKind.COMMENT_FEED, url=address("a39"), comment_url=f"{address('a39')}#comment-2"), id="comment-in-a-feed"
    ),
])  # fmt: skip
def test_signs_of_change_make_an_article_due_at_once(site: Site, sign: Sign) -> None:
    site.says(sign)
    assert by_sign(site, 2) == [address("a39")]


@pytest.mark.parametrize("sign", [
    pytest.param(Sign(kind=SignKind.FEED, url=address("a39"), comment_count=1), id="the-count-the-page-states"),
    pytest.param(Sign(kind=SignKind.SITEMAP, url=address("a39"), modified_at=later(-1)), id="changed-before-the-visit"),
    pytest.param(
        Sign(kind=SignKind.COMMENT_FEED, url=address("a39"), comment_url=f"{address('a39')}#comment-1"), id="a-known-comment"
    ),
    pytest.param(Sign(kind=SignKind.FEED, url=address("elsewhere"), comment_count=7), id="an-unknown-article"),
])  # fmt: skip
def test_signs_of_what_is_known_make_nothing_due(site: Site, sign: Sign) -> None:
    site.says(sign)
    assert by_sign(site, 2) == []


def test_a_sidebar_that_names_an_unknown_comment_makes_its_article_due_until_it_is_resolved(site: Site) -> None:
    named = entry(author="Bo", excerpt=None, url=f"{address('a39')}#comment-2", article_title="a39")
    site.says(recent_comments=(named,))
    site.has("a39", OLD, comment("2", author="Bo"))
    assert by_sign(site, 2) == [address("a39")]
    resolved = site.archive.connection.execute("select comment_id from recent_comments").fetchone()
    assert resolved["comment_id"] is not None
    assert by_sign(site, 4) == []


def test_an_entry_whose_comment_is_gone_stays_a_stub_and_costs_one_visit(site: Site) -> None:
    site.says(recent_comments=(entry(author="Bo", excerpt=None, url=f"{address('a39')}#comment-2"),))
    assert [by_sign(site, 2 * n) for n in range(1, 5)] == [[address("a39")], [], [], []]
    (stub,) = site.archive.connection.execute("select author, comment_id from recent_comments").fetchall()
    assert tuple(stub) == ("Bo", None)


def test_an_entry_whose_article_is_gone_stays_a_stub(site: Site) -> None:
    gone = address("gone")
    site.says(recent_comments=(entry(author="Bo", url=f"{gone}#comment-2"),))
    site.links.append(Link(url=gone, relation=Relation.SIDEBAR))
    assert [by_sign(site, day) for day in (2, 2.1, 2.2, 4)] == [[gone], [gone], [], [gone]]  # ever more seldom
    (stub,) = site.archive.connection.execute("select comment_id, article_id from recent_comments").fetchall()
    assert tuple(stub) == (None, None)


def test_an_entry_seen_too_late_in_a_run_is_followed_in_the_next(site: Site) -> None:
    # The last page of the run names a comment on the first one, and no list names it any more afterwards.
    site.has("a39", OLD, recent_comments=(entry(author="Bo", url=f"{address('a1')}#comment-2"),))
    site.run(later(2), Revisit.EVERYTHING)
    site.has("a39", OLD)
    assert by_sign(site, 2.1) == [address("a1")]
    assert by_sign(site, 2.2) == []


def test_kinds_of_signs_that_are_always_wrong_are_no_longer_followed(site: Site) -> None:
    def changed(at: datetime) -> list[Sign]:
        return [Sign(kind=SignKind.SITEMAP, url=address(f"a{i}"), modified_at=at) for i in range(40)]

    asked = []
    for n in range(1, 5):
        site.says(*changed(later(2 * n)))
        asked.append(len(by_sign(site, 2 * n)))
    assert asked == [40, 40, 0, 0]
    site.says(*changed(later(10)), Sign(kind=SignKind.FEED, url=address("a39"), comment_count=5))
    assert by_sign(site, 10) == [address("a39")]


def test_a_count_that_agrees_is_as_good_as_a_visit(site: Site) -> None:
    first = in_turn(site.run(later(1)))
    site.says(
        *(Sign(kind=SignKind.FEED, url=url, comment_count=1) for url in map(address, (f"a{n}" for n in range(30))))
    )
    site.run(later(2))
    assert {url for url in site.run(later(3)) if url != FRONT} <= {address(f"a{n}") for n in range(30, 40)} | set(first)


def test_further_comment_pages_are_read_only_until_the_count_is_explained(site: Site) -> None:
    comments = [comment(str(n), position=n) for n in range(1, 9)]
    site.has("long", *comments[6:], stated=9, more=(1, 2, 3))  # states one more than it shows, as some sites do
    for number in (1, 2, 3):
        site.has_comment_page("long", number, *comments[2 * number - 2 : 2 * number], stated=9)
    long = {address("long"), *(address(f"long/comment-page-{n}") for n in (1, 2, 3))}
    assert set(by_sign(site, 2)) == long
    site.says(Sign(kind=SignKind.FEED, url=address("long"), comment_count=10))
    site.has("long", *comments[6:], stated=10, more=(1, 2, 3))
    site.has_comment_page("long", 3, *comments[4:6], stated=10)
    site.has_comment_page("long", 2, *comments[2:4], comment("99", position=5), stated=10)
    assert by_sign(site, 4) == [address("long"), address("long/comment-page-3"), address("long/comment-page-2")]
    assert by_sign(site, 6) == []


def test_the_page_that_a_permalink_names_is_read(site: Site) -> None:
    site.has("long", comment("8"), stated=2, more=(1,))
    site.has_comment_page("long", 1, comment("1"), stated=2)
    site.run(later(2))
    site.says(Sign(
        kind=SignKind.COMMENT_FEED, url=address("long"), comment_url=f"{address('long/comment-page-1')}#comment-2"
    ))  # fmt: skip
    assert set(by_sign(site, 4)) == {address("long"), address("long/comment-page-1")}


def test_the_schedule_keeps_to_the_budget_of_a_day(site: Site) -> None:
    assert len(in_turn(site.run(later(300), Revisit.DUE, budget=15))) == 15
    assert in_turn(site.run(later(300.1), Revisit.DUE, budget=15)) == []
    assert len(in_turn(site.run(later(301.1), Revisit.DUE, budget=15))) == 15


def test_no_article_is_forgotten(site: Site) -> None:
    asked: set[str] = set()
    for day in range(95):
        asked.update(site.run(later(day + 1), Revisit.DUE, budget=10))
    assert asked >= {address(f"a{n}") for n in range(40)}


def test_closed_threads_are_visited_less(site: Site) -> None:
    for n in range(20):
        site.has(f"a{n}", OLD, state=ThreadState.CLOSED)
    site.run(later(1), Revisit.EVERYTHING)
    asked = [url for day in range(2, 60) for url in site.run(later(day), Revisit.DUE, budget=10)]
    closed, still_open = (sum(asked.count(address(f"a{n}")) for n in numbers) for numbers in (range(20), range(20, 40)))
    assert closed < still_open / 2
