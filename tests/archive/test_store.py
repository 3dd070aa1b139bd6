from __future__ import annotations

from pathlib import Path
from typing import Any

import attrs
import pytest

from archive.check import check_archive
from archive.database import Archive, open_archive
from archive.frontier import Frontier
from archive.queries import find_article, read_thread
from archive.records import (
    Article,
    Directives,
    Link,
    PageKind,
    Person,
    Relation,
    ThreadState,
    Visit,
)
from archive.runs import start_run
from archive.store import Saved, Store
from tests.archive.making import URL, T, capture, comment, later, one, page, rows, visit
from tests.strategies import EXTRACTOR


def test_a_page_is_stored_and_stored_again_without_change(store: Store) -> None:
    seen = page(comment("1"), comment("2", "1", depth=1))
    given = visit(seen, capture=capture(0))
    assert store.save_visit(given) == Saved(new_articles=1, new_comments=2, article_id=1)
    assert store.save_visit(given) == Saved(article_id=1)
    again = visit(attrs.evolve(seen, fetched_at=later(1)), capture=capture(9))
    assert store.save_visit(again) == Saved(article_id=1)


def test_a_visit_is_one_transaction(archive: Archive, store: Store) -> None:
    frontier = Frontier(archive, "example.org")
    frontier.add([Link(url=URL, relation=Relation.START)], found_on=None, depth=0)
    (entry,) = frontier.claim(1, T)
    broken = page(comment("1"), comment("2", text=None))
    with pytest.raises(AttributeError):
        store.save_visit(visit(broken), frontier_id=entry.entry_id)
    for table in ("articles", "comments", "fetches", "authors", "sites where host <> 'example.org'"):
        assert rows(archive, f"select count(*) from {table}") == [(0,)]
    assert frontier.counts().in_flight == 1


def test_links_go_to_the_site_of_the_address_that_named_them(archive: Archive, store: Store) -> None:
    run = start_run(archive, "example.org", URL, at=T)
    frontier = Frontier(archive, "example.org", run.run_id)
    frontier.add([Link(url=URL, relation=Relation.START)], found_on=None, depth=2)
    (entry,) = frontier.claim(1, T)
    links = (Link(url="http://example.org/new/", relation=Relation.ARTICLE), Link(url=URL, relation=Relation.OTHER))
    saved = store.save_visit(visit(page(), links=links), run_id=run.run_id, frontier_id=entry.entry_id)
    assert saved.new_links == 1
    assert one(archive, "select depth, found_on, site_id from frontier where url like '%new/'")[:] == (
        3,
        URL,
        frontier.site_id,
    )
    assert frontier.counts().done == 1


def test_imports_add_nothing_to_the_frontier(archive: Archive, store: Store) -> None:
    store.save_visit(
        visit(page(), links=(Link(url="http://example.org/new/", relation=Relation.ARTICLE),), source="import:a")
    )
    assert rows(archive, "select * from frontier") == []


@pytest.mark.parametrize(
    ("fields", "outcome", "state"),
    [
        ({"error": "503", "status": 503, "page": None}, "failed", "failed"),
        ({"error": "the page is broken"}, "failed", "failed"),
        ({"skipped": "robots.txt", "status": None, "page": None}, "skipped", "done"),
        ({"unchanged": True, "status": 304, "page": None}, "unchanged", "done"),
        ({}, "stored", "done"),
    ],
)
def test_every_ending_is_on_record(
    archive: Archive, store: Store, fields: dict[str, Any], outcome: str, state: str
) -> None:
    frontier = Frontier(archive, "example.org")
    frontier.add([Link(url=URL, relation=Relation.START)], found_on=None, depth=0)
    (entry,) = frontier.claim(1, T)
    store.save_visit(attrs.evolve(visit(page()), **fields), frontier_id=entry.entry_id)
    fetch = one(archive, "select outcome, reason from fetches")
    assert fetch["outcome"] == outcome
    assert one(archive, "select state, error from frontier")[:] == (state, fetch["reason"])
    assert rows(archive, "select count(*) from articles") == [(int(outcome == "stored"),)]


def test_an_unchanged_page_was_seen_again_with_its_comments(archive: Archive, store: Store) -> None:
    store.save_visit(visit(page(comment("1")), capture=capture(0)))
    other = "http://example.org/bridge/comment-page-2/"
    store.save_visit(
        visit(
            page(comment("2"), url=other, kind=PageKind.COMMENTS, article_url=URL, article=None),
            capture=capture(9, url=other),
        )
    )
    store.save_visit(Visit(requested_url=URL, url=URL, fetched_at=later(1), status=304, unchanged=True))
    assert rows(archive, "select key, last_seen_at from comments") == [
        ("1", "2026-03-02T12:00:00Z"),
        ("2", "2026-03-01T12:00:00Z"),
    ]
    assert rows(archive, "select last_seen_at from articles") == [("2026-03-02T12:00:00Z",)]


def test_nothing_of_a_protected_page_is_stored_but_its_masthead(archive: Archive, store: Store) -> None:
    store.save_visit(visit(page(comment("1"), is_protected=True, people=(Person(name="Bo", role=None, place=None),))))
    assert rows(archive, "select count(*) from articles") == [(0,)]
    assert rows(archive, "select name from people") == [("Bo",)]


def test_people_are_kept_once(archive: Archive, store: Store) -> None:
    people = (Person(name="Bo", role="moderator", place=None), Person(name="Bo", role="contributor", place="SE"))
    store.save_visit(visit(page(people=people)))
    store.save_visit(visit(page(people=people, url="http://example.org/other/", at=later(1))))
    store.save_visit(visit(page(people=people, url="http://example.org/old/", at=later(-1))))
    expected = "http://example.org/other/", "2026-02-28T12:00:00Z", "2026-03-02T12:00:00Z"
    assert rows(archive, "select page_url, first_seen_at, last_seen_at from people") == [expected, expected]


def test_noarchive_is_marked_and_can_be_lifted(archive: Archive, store: Store) -> None:
    store.save_visit(visit(page(directives=Directives(noarchive=True))))
    assert rows(archive, "select is_noarchive from articles") == [(1,)]
    store.save_visit(visit(page(at=later(1))))
    assert rows(archive, "select is_noarchive from articles") == [(0,)]


@pytest.mark.parametrize("kind", [PageKind.LISTING, PageKind.OTHER])
def test_what_reads_like_an_article_on_a_page_of_another_kind_is_not_stored(
    archive: Archive, store: Store, kind: PageKind
) -> None:
    assert store.save_visit(visit(page(kind=kind), capture=capture(0))).article_id is None
    assert rows(archive, "select count(*) from articles") == [(0,)]


def test_comment_pages_come_in_any_order(archive: Archive, store: Store) -> None:
    second = page(
        comment("3", "1", depth=1),
        url="http://example.org/bridge/comment-page-2/",
        kind=PageKind.COMMENTS,
        article_url=URL,
        article=None,
        thread_page=2,
        comment_count_stated=3,
        at=later(0.1),
    )
    assert store.save_visit(visit(second)) == Saved(new_articles=1, new_comments=1, article_id=1)
    assert one(archive, "select is_orphan, parent_id from comments")[:] == (1, None)
    assert store.save_visit(visit(page(comment("1"), comment("2")))).new_articles == 0
    thread = read_thread(archive, find_article(archive, URL))
    assert (thread.article.title, thread.article.text) == ("A bridge too narrow", "First.\nSecond.")
    assert (thread.article.comment_count, thread.article.comment_count_stated, thread.article.deepest) == (3, 3, 1)
    assert thread.article.revisions == 0
    assert [(c.key, c.position) for c in thread.comments] == [("1", 0), ("2", 1), ("3", 2)]
    assert (thread.comments[2].parent_id, thread.comments[2].is_orphan) == (thread.comments[0].comment_id, False)


def test_a_comment_page_does_not_change_the_article(archive: Archive, store: Store) -> None:
    store.save_visit(visit(page(comment("1"))))
    excerpt = Article(url=URL, title="A bridge…", text="First.", section="News")
    further = page(
        comment("2"),
        kind=PageKind.COMMENTS,
        article=excerpt,
        thread_page=2,
        at=later(1),
        thread_state=ThreadState.CLOSED,
    )
    assert store.save_visit(visit(further)).changed_articles == 0
    article = find_article(archive, URL)
    assert (article.title, article.text, article.section) == ("A bridge too narrow", "First.\nSecond.", "News")
    assert (article.thread_state, article.last_seen_at) == ("closed", "2026-03-01T12:00:00Z")


def part(number: int, text: str, *, at: float = 0) -> Visit:
    url = URL if number == 1 else f"{URL}{number}/"
    article = Article(url=URL, title="Long" if number == 1 else None, text=text, html=f"<p>{text}</p>", part=number)
    return visit(page(url=url, article_url=URL, article=article, at=later(at)))


@pytest.mark.parametrize("order", [(1, 2, 3), (3, 2, 1), (2, 3, 1), (2, 1, 3)])
def test_parts_are_joined_in_their_order(archive: Archive, store: Store, order: tuple[int, ...]) -> None:
    for number in order:
        store.save_visit(part(number, f"part {number}"))
    article = find_article(archive, URL)
    assert (article.title, article.text, article.revisions) == ("Long", "part 1\npart 2\npart 3", 0)
    saved = store.save_visit(part(2, "part two", at=1))
    assert saved.changed_articles == 1
    article = find_article(archive, f"{URL}2/")
    assert (article.text, article.revisions) == ("part 1\npart two\npart 3", 1)


def test_two_comments_under_one_key_are_both_kept(archive: Archive, store: Store) -> None:
    store.save_visit(
        visit(page(comment("1"), comment("1"), comment("1", text="another"), comment("1", text="a third")))
    )
    assert rows(archive, "select key, text from comments") == [("1", "text 1"), ("1~2", "another"), ("1~3", "a third")]


def test_rings_are_cut_within_a_page_and_across_pages(archive: Archive, store: Store) -> None:
    store.save_visit(visit(page(comment("1", "2"), comment("2", "1"), comment("3", "3"))))
    assert rows(archive, "select key, parent_id, is_orphan from comments order by key") == [
        ("1", None, 1),
        ("2", 1, 0),
        ("3", None, 1),
    ]
    other = "http://example.org/other/"
    store.save_visit(visit(page(comment("1", "9"), comment("2", "1"), url=other)))
    store.save_visit(visit(page(comment("9", "2"), url=other, at=later(1))))
    parents = dict(rows(archive, "select key, parent_id from comments where article_id = 2"))
    assert sum(parent is None for parent in parents.values()) == 1


def test_a_reply_may_stand_before_its_parent(archive: Archive, store: Store) -> None:
    store.save_visit(visit(page(comment("1", "2", depth=1), comment("2"))))
    assert rows(archive, "select key, parent_id from comments") == [("1", 2), ("2", None)]


def test_moving_a_comment_moves_the_deepest(archive: Archive, store: Store) -> None:
    store.save_visit(visit(page(comment("1"), comment("2", "1", depth=1), comment("3", "2", depth=2))))
    store.save_visit(visit(page(comment("1"), comment("2", "1", depth=1), comment("3", depth=0), at=later(1))))
    assert rows(archive, "select deepest from articles") == [(1,)]


def test_names_are_counted_for_each_site(archive: Archive, store: Store) -> None:
    store.save_visit(visit(page(comment("1"), comment("2", author="Bo"), comment("3", author=None))))
    assert rows(archive, "select name from authors") == []  # they wait, as for the search index
    store.flush()
    assert rows(archive, "select name, comment_count from authors") == [("Bo", 1), ("Ines", 1)]
    store.save_visit(visit(page(comment("1", author="Bo"), comment("4", author="Bo"), at=later(1))))
    assert rows(archive, "select name, comment_count from authors") == [("Bo", 2)]
    store.flush()
    assert rows(archive, "select name, comment_count from authors") == [("Bo", 3)]


def test_many_visits_share_transactions(archive: Archive) -> None:
    visits = [visit(page(comment("1"), comment("2"), url=f"http://example.org/{n}/")) for n in range(450)]
    with Store(archive, index_batch=500) as store:
        saved = store.save_visits(visits)
        assert (saved.new_articles, saved.new_comments) == (450, 900)
    assert rows(archive, "select count(*) from comments_fts where comments_fts match 'text'") == [(900,)]


def test_the_index_waits_when_a_block_fails(archive: Archive) -> None:
    def fail() -> None:
        with Store(archive) as store:
            store.save_visit(visit(page(comment("1"))))
            raise KeyError

    with pytest.raises(KeyError):
        fail()
    assert rows(archive, "select indexed_to from search_state") == [(0,), (0,)]
    assert Store(archive)._waiting == 2


def test_text_that_changes_is_exchanged_in_the_index(archive: Archive, store: Store) -> None:
    store.save_visit(visit(page(comment("1", text="apples"), comment("2", text="東京"))))
    store.flush()
    store.save_visit(
        visit(page(comment("1", text="pears"), comment("2", text="京都"), comment("3", text="plums"), at=later(1)))
    )
    for word, found in (("apples", 0), ("pears", 1), ('"東京"', 0), ('"京都"', 1), ("plums", 0)):
        assert rows(archive, "select count(*) from comments_fts where comments_fts match ?", word) == [(found,)]
    store.close()
    archive.connection.execute("insert into comments_fts (comments_fts, rank) values ('integrity-check', 1)")


def test_ids_of_indexed_rows_are_not_used_again(archive: Archive, store: Store) -> None:
    store.save_visit(visit(page(comment("1"))))
    store.flush()
    archive.connection.execute("delete from comments")
    store.save_visit(visit(page(comment("2"), at=later(1))))
    assert rows(archive, "select comment_id from comments") == [(2,)]


def test_where_a_page_came_from_is_kept(archive: Archive, store: Store) -> None:
    store.save_visit(visit(page(), requested_url="http://example.org/?p=7", capture=capture(0)))
    assert one(archive, "select extractor, kind, source from fetches")[:] == ("test 1", "article", "crawl")
    assert EXTRACTOR.name == "test"
    assert find_article(archive, "http://example.org/?p=7").url == URL


def test_an_import_indexes_more_at_once_and_finds_the_same(tmp_path: Path) -> None:
    with open_archive(tmp_path / "bulk.db", create=True) as archive:
        with Store.in_bulk(archive) as store:
            assert store.index_batch > Store(archive).index_batch
            store.save_visits([visit(page(comment("1", text="The ferry was late."), comment("2")))])
        assert one(archive, "select comment_count, deepest from articles")[:] == (2, 0)
        assert rows(archive, "select rowid from comments_fts where comments_fts match 'ferry'") == [(1,)]
        assert [fault for result in check_archive(archive) for fault in result.faults] == []
