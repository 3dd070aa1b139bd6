"""Earlier versions: what an edit leaves behind, and what a better extractor corrects without one."""

from __future__ import annotations

from itertools import permutations

import attrs
import pytest

from archive.database import Archive
from archive.queries import iterate_captures
from archive.records import (
    Article,
    CommentState,
    DatePrecision,
    Visit,
)
from archive.store import Saved, Store
from tests.archive.making import URL, T, capture, comment, later, one, page, rows, visit


def test_an_edit_keeps_the_earlier_version(archive: Archive, store: Store) -> None:
    store.save_visit(visit(page(comment("1"), comment("2", "1", depth=1, score=1)), capture=capture(0)))
    edited = page(comment("1", text="edited"), comment("2", None, score=9), at=later(1))
    saved = store.save_visit(visit(edited, capture=capture(9, at=later(1))))
    assert saved == Saved(changed_comments=2, article_id=1)
    assert rows(archive, "select text, parent_key, seen_at, capture_id from comment_revisions") == [
        ("text 1", None, "2026-03-01T12:00:00Z", 1),
        ("text 2", "1", "2026-03-01T12:00:00Z", 1),
    ]
    assert rows(archive, "select text, parent_id, score, revisions from comments") == [
        ("edited", None, None, 1),
        ("text 2", None, 9, 1),
    ]


def test_votes_leave_a_revision_and_are_no_edit(archive: Archive, store: Store) -> None:
    store.save_visit(visit(page(comment("1", score=1, upvotes=1)), capture=capture(0)))
    changed = page(comment("1", score=2, upvotes=2), at=later(1))
    assert store.save_visit(visit(changed, capture=capture(9, at=later(1)))).changed_comments == 0
    assert rows(archive, "select score, revisions from comments") == [(2, 1)]
    assert rows(archive, "select count(*) from comment_revisions") == [(0,)]
    assert rows(archive, "select score, upvotes, seen_at, replaced_at, replaced_capture_id from vote_revisions") == [
        (1, 1, "2026-03-01T12:00:00Z", "2026-03-02T12:00:00Z", 2)
    ]
    store.save_visit(visit(page(comment("1"), at=later(2))))  # a page that shows no votes denies none
    assert rows(archive, "select score, revisions from comments") == [(2, 1)]


def test_a_removed_comment_keeps_its_words_in_a_revision(archive: Archive, store: Store) -> None:
    store.save_visit(visit(page(comment("1", text="rude"))))
    store.save_visit(visit(page(comment("1", text="", author=None, state=CommentState.REMOVED), at=later(1))))
    assert rows(archive, "select author, text, state from comment_revisions") == [("Ines", "rude", "visible")]
    assert rows(archive, "select name, comment_count from authors") == []


def test_an_article_edit_keeps_the_earlier_version(archive: Archive, store: Store) -> None:
    store.save_visit(visit(page()))
    edited = page(article=Article(url=URL, title="A bridge too narrow", text="First.\nThird."), at=later(1))
    assert store.save_visit(visit(edited)).changed_articles == 1
    assert rows(archive, "select text from article_revisions") == [("First.\nSecond.",)]
    assert rows(archive, "select revisions from articles") == [(1,)]


def test_old_captures_read_late_become_earlier_versions(archive: Archive, store: Store) -> None:
    new = page(comment("1", text="new"), at=later(2), article=Article(url=URL, title="New", text="x"))
    old = page(comment("1", text="old"), at=later(1), article=Article(url=URL, title="Old", text="x"))
    oldest = attrs.evolve(old, fetched_at=T)
    for given, offset in ((new, 0), (old, 9), (oldest, 18)):
        store.save_visit(visit(given, capture=capture(offset, at=given.fetched_at)))
    assert rows(archive, "select text, revisions, first_seen_at from comments") == [("new", 1, "2026-03-01T12:00:00Z")]
    assert rows(archive, "select text, seen_at from comment_revisions") == [("old", "2026-03-02T12:00:00Z")]
    assert rows(archive, "select title, revisions from articles") == [("New", 1)]
    assert rows(archive, "select title from article_revisions") == [("Old",)]


def test_reading_captures_again_corrects_without_revisions(archive: Archive, store: Store) -> None:
    first = visit(page(comment("1", text="old")), capture=capture(0))
    second = visit(page(comment("1", text="new"), at=later(1)), capture=capture(9, at=later(1)))
    for given in (first, second):
        store.save_visit(given)
    better = attrs.evolve(second, page=page(comment("1", text="new, read better"), at=later(1)))
    assert store.save_visit(better).changed_comments == 1
    older = attrs.evolve(first, page=page(comment("1", text="old, read better")))
    assert store.save_visit(older).changed_comments == 1
    for given in (better, older):
        assert store.save_visit(given) == Saved(article_id=1)
    assert rows(archive, "select text, revisions from comments") == [("new, read better", 1)]
    assert rows(archive, "select text from comment_revisions") == [("old, read better",)]
    assert [c.offset for c in iterate_captures(archive)] == [0, 9]


@pytest.mark.parametrize("order", [(0, 1, 2, 3), (3, 2, 1, 0), (2, 0, 3, 1)])
def test_a_better_extractor_leaves_one_version_for_each_edit(
    archive: Archive, store: Store, order: tuple[int, ...]
) -> None:
    """Four captures, of which two show the first text and two the second, all read again with other words."""

    def read(n: int, words: str) -> Visit:
        text = f"{words} {n // 2}"
        seen = page(comment("1", text=text), article=Article(url=URL, title=text), at=later(n))
        return visit(seen, capture=capture(n * 9, at=later(n)))

    for n in range(4):
        store.save_visit(read(n, "crude"))
    for n in order:
        store.save_visit(read(n, "fine"))
    for table, column in (("comment", "text"), ("article", "title")):
        assert rows(archive, f"select {column}, revisions from {table}s") == [("fine 1", 1)]
        assert rows(archive, f"select {column} from {table}_revisions") == [("fine 0",)]
    assert rows(archive, "select count(*) from fetches") == [(4,)]


def test_importing_a_file_again_corrects_without_revisions(archive: Archive, store: Store) -> None:
    store.save_visit(visit(page(comment("1", text="old")), source="import:a.html"))
    store.save_visit(visit(page(comment("1", text="read better")), source="import:a.html"))
    assert rows(archive, "select text, revisions from comments") == [("read better", 0)]
    assert rows(archive, "select count(*) from fetches") == [(1,)]


def test_an_edit_within_a_second_is_an_edit(archive: Archive, store: Store) -> None:
    store.save_visit(visit(page(comment("1", text="old")), capture=capture(0)))
    store.save_visit(visit(page(comment("1", text="new")), capture=capture(9)))
    assert rows(archive, "select text, revisions from comments") == [("new", 1)]


def test_the_finest_date_stays(archive: Archive, store: Store) -> None:
    def dated(at: float, seen: float, precision: DatePrecision) -> Visit:
        return visit(
            page(comment("1", published_at=later(at), published_raw=str(at), date_precision=precision), at=later(seen))
        )

    store.save_visit(dated(-3, 0, DatePrecision.DAY))
    store.save_visit(dated(-2, 1, DatePrecision.DAY))
    assert one(archive, "select published_raw from comments")[0] == "-3"
    store.save_visit(dated(-1, 2, DatePrecision.MINUTE))
    assert one(archive, "select published_raw from comments")[0] == "-1"


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_a_change_is_dated_by_the_captures_around_it_whatever_their_order(
    archive: Archive, store: Store, order: tuple[int, ...]
) -> None:
    """The old words on the first day, the new ones on the second and third."""
    words = ("old", "new", "new")
    for n in order:
        article = Article(url=URL, title=words[n].title(), text="x")
        given = page(comment("1", text=words[n], score=len(words[n]) + (n > 0)), at=later(n), article=article)
        store.save_visit(visit(given, capture=capture(9 * n, at=later(n))))
    days = [("2026-03-01T12:00:00Z", "2026-03-02T12:00:00Z")]
    for table in ("comment_revisions", "article_revisions", "vote_revisions"):
        assert rows(archive, f"select seen_at, replaced_at from {table}") == days, table
    assert rows(archive, "select text, first_seen_at from comments") == [("new", "2026-03-01T12:00:00Z")]
