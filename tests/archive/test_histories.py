"""Changes with both times, comments that go and come back, and threads as they were."""

from __future__ import annotations

import json
from pathlib import Path

import attrs
import pytest

from archive.check import check_archive
from archive.database import Archive, open_archive
from archive.histories import article_history, changes_since, comment_history, thread_at, thread_history
from archive.queries import find_article, read_thread
from archive.records import Article, CommentState, Page, PageKind
from archive.store import Store
from archive.times import time_text
from tests.archive.commanding import document, output
from tests.archive.making import URL, T, capture, comment, later, page, rows, visit

FIRST, SECOND = URL, f"{URL}comment-page-2/"


def see(store: Store, *comments: object, day: float = 0, **fields: object) -> None:
    seen = page(*comments, at=later(day), **fields)  # type: ignore[arg-type]
    store.save_visit(visit(seen, capture=capture(int(day * 100), at=later(day))))


def states(archive: Archive) -> dict[str, str]:
    return dict(rows(archive, "select key, state from comments"))


def test_each_change_has_both_values_both_times_and_its_capture(archive: Archive, store: Store) -> None:
    see(store, comment("1", text="old", score=1), comment("2", "1", depth=1))
    see(store, comment("1", text="old", score=1), comment("2", "1", depth=1), day=1)
    see(store, comment("1", text="new", author="Inés", score=4), comment("2", None), day=3)
    changes = [(c.field, c.old, c.new, c.last_seen_at, c.seen_at, c.capture_id) for c in comment_history(archive, 1)]
    times = (time_text(later(1)), time_text(later(3)), 3)
    assert changes == [("text", "old", "new", *times), ("author", "Ines", "Inés", *times), ("score", 1, 4, *times)]
    assert [(c.field, c.old, c.new) for c in comment_history(archive, 2)] == [("parent_key", "1", None)]
    assert comment_history(archive, 99) == article_history(archive, 99) == ()


def test_a_rewritten_article_has_a_history(archive: Archive, store: Store) -> None:
    see(store)
    see(store, day=1, article=Article(url=URL, title="Wider now", text="First.\nSecond."))
    (change,) = thread_history(archive, 1)
    assert (change.field, change.old, change.new, change.kind) == (
        "title", "A bridge too narrow", "Wider now", "article"
    )  # fmt: skip


def test_an_absent_comment_is_gone_and_may_come_back(archive: Archive, store: Store) -> None:
    see(store, comment("1"), comment("2"))
    see(store, comment("1"), day=1)
    see(store, comment("1"), day=2)
    assert states(archive) == {"1": "visible", "2": "gone"}
    assert rows(archive, "select last_seen_at from comments where key = '2'") == [(time_text(T),)]
    (went,) = comment_history(archive, 2)
    assert (went.field, went.old, went.new) == ("state", "visible", "gone")
    assert (went.last_seen_at, went.seen_at, went.capture_id) == (time_text(T), time_text(later(1)), 2)
    see(store, comment("1"), comment("2"), day=3)
    assert states(archive) == {"1": "visible", "2": "visible"}
    assert [c.new for c in comment_history(archive, 2)] == ["gone", "visible"]
    assert not any(result.faults for result in check_archive(archive) if result.check == "counts")


PARTLY = {
    "states-more-than-it-shows": page(comment("1"), at=later(1), comment_count_stated=2),
    "hides-some": page(comment("1"), at=later(1), is_partial=True),
    "held-elsewhere": page(comment("1"), at=later(1), comments_elsewhere="disqus"),
    "further-pages": page(comment("1"), at=later(1), more_comment_pages=(SECOND,)),
    "elided-pages": page(comment("1"), at=later(1), more_comment_pages=(f"{URL}comment-page-9/",)),
    "nothing-and-no-word-of-it": page(at=later(1)),
    "only-page-two": page(comment("1"), url=URL, at=later(1), thread_page=2),
}


@pytest.mark.parametrize("seen", [pytest.param(seen, id=name) for name, seen in PARTLY.items()])
def test_absence_on_a_partly_read_thread_means_nothing(archive: Archive, store: Store, seen: Page) -> None:
    store.save_visit(visit(page(comment("1"), comment("2"))))
    store.save_visit(visit(seen))
    assert states(archive) == {"1": "visible", "2": "visible"}


def test_a_comment_whose_replies_are_still_counted_is_gone_and_they_are_not(archive: Archive, store: Store) -> None:
    store.save_visit(visit(page(comment("1"), comment("2"), comment("3", "2"), comment_count_stated=3)))
    store.save_visit(visit(page(comment("1"), comment_count_stated=3, at=later(1))))
    assert "gone" not in states(archive).values()  # two lack, and only one of them could be counted and hidden
    store.save_visit(visit(page(comment("1"), comment_count_stated=2, at=later(2))))
    assert states(archive) == {"1": "visible", "2": "gone", "3": "visible"}
    store.save_visit(visit(page(comment("1"), comment("4"), comment_count_stated=3, at=later(3))))
    store.save_visit(visit(page(comment("1"), comment_count_stated=2, at=later(4))))
    assert states(archive) == {"1": "visible", "2": "gone", "3": "visible", "4": "gone"}
    store.save_visit(visit(page(comment("1"), comment_count_stated=1, at=later(5))))
    assert states(archive) == {"1": "visible", "2": "gone", "3": "gone", "4": "gone"}


def test_a_page_that_states_none_shows_that_all_are_gone(archive: Archive, store: Store) -> None:
    see(store, comment("1"))
    see(store, day=1, comment_count_stated=0)
    assert states(archive) == {"1": "gone"}


def test_most_of_a_thread_does_not_vanish_without_a_word(archive: Archive, store: Store) -> None:
    many = [comment(str(n)) for n in range(20)]
    see(store, *many)
    see(store, *many[:5], day=1)
    assert set(states(archive).values()) == {"visible"}
    see(store, *many[:5], day=2, comment_count_stated=5)
    assert list(states(archive).values()).count("gone") == 15


def two_pages(store: Store, first: list[str], second: list[str], *, day: float, gap: float = 0.01) -> None:
    both = ((first, FIRST, 1, SECOND), (second, SECOND, 2, FIRST))
    for number, (keys, url, thread_page, other) in enumerate(both):
        seen = page(
            *(comment(key) for key in keys),
            at=later(day + number * gap),
            thread_page=thread_page,
            more_comment_pages=(other,),
            kind=PageKind.ARTICLE if thread_page == 1 else PageKind.COMMENTS,
        )
        store.save_visit(visit(attrs.evolve(seen, url=url)))


def test_a_thread_of_two_pages_is_read_completely_when_both_are(archive: Archive, store: Store) -> None:
    two_pages(store, ["1", "2"], ["3", "4"], day=0)
    two_pages(store, ["1", "3"], ["4"], day=1)  # 2 was taken down, and 3 moved up
    assert states(archive) == {"1": "visible", "2": "gone", "3": "visible", "4": "visible"}


def test_pages_read_days_apart_are_no_complete_reading(archive: Archive, store: Store) -> None:
    two_pages(store, ["1", "2"], ["3", "4"], day=0)
    two_pages(store, ["5", "1"], ["3", "4"], day=1, gap=1)
    assert "gone" not in states(archive).values()


def test_an_unchanged_page_is_a_sight_of_its_comments(archive: Archive, store: Store) -> None:
    two_pages(store, ["1", "2"], ["3", "4"], day=0)
    unchanged = visit(page(url=SECOND, at=later(1)), page=None, unchanged=True, status=304)
    store.save_visit(unchanged)
    assert rows(archive, "select key from comments where last_seen_at >= ?", time_text(later(1))) == [("3",), ("4",)]
    seen = page(comment("1"), at=later(1.01), more_comment_pages=(SECOND,))
    store.save_visit(visit(seen))
    assert states(archive) == {"1": "visible", "2": "gone", "3": "visible", "4": "visible"}


def test_a_placeholder_keeps_its_place_in_the_tree(archive: Archive, store: Store) -> None:
    see(store, comment("1"), comment("2", "1", depth=1), comment("3", "2", depth=2))
    see(store, comment("1"), comment("2", "1", depth=1, state=CommentState.REMOVED, author=None, text=""), comment("3", "2", depth=2), day=1)  # fmt: skip
    assert rows(archive, "select comment_id, parent_id, depth, state from comments") == [
        (1, None, 0, "visible"), (2, 1, 1, "removed"), (3, 2, 2, "visible")
    ]  # fmt: skip
    assert rows(archive, "select path from thread_view where article_id = 1 order by path") == [
        ("0000000001",), ("0000000001/0000000002",), ("0000000001/0000000002/0000000003",)
    ]  # fmt: skip


def test_the_thread_as_it_was(archive: Archive, store: Store) -> None:
    see(store, comment("1", text="one"), comment("2", "1", depth=1, text="two"))
    see(store, comment("1", text="one, edited"), comment("3", text="three"), day=2)
    see(store, comment("1", text="one, edited"), comment("2", text="two"), comment("3", text="three"), day=4)
    article = find_article(archive, URL)

    def then(day: float) -> list[tuple[str, str, int]]:
        return [(c.key, c.text, c.depth) for c in thread_at(archive, article, time_text(later(day))).comments]

    assert then(-1) == []
    assert then(0) == then(1) == [("1", "one", 0), ("2", "two", 1)]
    assert then(2) == [("1", "one, edited", 0), ("3", "three", 0)]
    now = [(c.key, c.text, c.depth) for c in read_thread(archive, article).comments]
    assert sorted(then(9)) == sorted(now)


def test_an_old_capture_read_late_tells_more_of_the_time_before(archive: Archive, store: Store) -> None:
    see(store, comment("1"), comment("2"))
    see(store, comment("1"), day=5)
    late = page(comment("1"), comment("2", text="edited"), at=later(3))
    store.save_visit(visit(late, capture=capture(7000, at=later(3))))
    changes = [(c.field, c.new, c.seen_at[:10]) for c in comment_history(archive, 2)]
    assert changes == [("text", "edited", "2026-03-04"), ("state", "gone", "2026-03-06")]


def test_reading_the_captures_again_keeps_what_is_gone_gone(archive: Archive, store: Store) -> None:
    seen = [
        visit(page(comment("1"), comment("2"), at=later(0)), capture=capture(0)),
        visit(page(comment("1"), at=later(1)), capture=capture(9, at=later(1))),
    ]
    for given in seen:
        store.save_visit(given)
    before = rows(archive, "select * from comment_revisions")
    for given in [*seen, *reversed(seen)]:
        store.save_visit(given)
    assert rows(archive, "select * from comment_revisions") == before
    assert states(archive) == {"1": "visible", "2": "gone"}


@pytest.fixture
def changed(tmp_path: Path) -> Path:
    path = tmp_path / "changed.db"
    with open_archive(path, create=True) as archive, Store(archive) as store:
        see(store, comment("1", text="word " * 60, score=2), comment("2"))
        see(store, comment("1", text="word " * 60 + "more", score=1200), day=2)
    return path


def test_changes_are_listed_since_a_day(changed: Path) -> None:
    lines = output(changed, "changes", "--since", "2026-03-02").splitlines()
    assert [line for line in lines if not line.startswith("  ")] == [
        "Ines on A bridge too narrow (1)",
        "Ines on A bridge too narrow (2)",
    ]
    assert any("2026-03-01 12:00 to 2026-03-03 12:00  score: 2 → 1,200" in line for line in lines)
    assert any("more”" in line for line in lines)
    assert output(changed, "changes", "--since", "2026-03-04") == ""
    assert [change["field"] for change in document(changed, "changes", "--since", "2026-01-01")] == [
        "text", "score", "state"
    ]  # fmt: skip
    with open_archive(changed, read_only=True) as archive:
        assert list(changes_since(archive, "2026-01-01", site="example.net")) == []
        assert len(list(changes_since(archive, "2026-01-01", site="example.org"))) == 3


def test_thread_shows_history_and_the_past(changed: Path) -> None:
    assert "3 changes seen" in output(changed, "thread", URL, "--history")
    assert [c["state"] for c in document(changed, "thread", URL, "--at", "2026-03-02")["comments"]] == ["visible"] * 2
    past = json.loads(output(changed, "thread", URL, "--at", "2026-03-02", "--history", "--json"))
    assert past["changes"] == []
    assert len(document(changed, "thread", URL, "--history")["changes"]) == 3
    assert document(changed, "thread", URL, "--at", "2020-01-01")["comments"] == []
