"""A page of one branch of a thread, stored below the comment that it goes on from."""

from __future__ import annotations

import attrs

from archive.database import Archive
from archive.records import PageKind
from archive.store import Store
from tests.archive.making import comment, later, page, rows, visit


def test_a_branch_goes_on_where_the_thread_left_off(archive: Archive, store: Store) -> None:
    whole = page(comment("1"), comment("2", "1", depth=1), comment("3", "2", depth=2), is_partial=True)
    store.save_visit(visit(whole))
    branch = page(
        comment("3", is_orphan=True, position=0),
        comment("4", "3", depth=1, position=1),
        comment("5", "4", depth=2, position=2),
        at=later(0.1),
        kind=PageKind.COMMENTS,
        is_partial=True,
    )
    store.save_visit(visit(attrs.evolve(branch, url="http://example.org/bridge/3/")))
    assert rows(archive, "select key, parent_key, depth, is_orphan from comments order by comment_id") == [
        ("1", None, 0, 0), ("2", "1", 1, 0), ("3", "2", 2, 0), ("4", "3", 3, 0), ("5", "4", 4, 0),
    ]  # fmt: skip
    assert rows(archive, "select url, shown, is_partial from thread_pages") == [("http://example.org/bridge/", 3, 1)]
    assert rows(archive, "select count(*) from articles") == [(1,)]
    again = attrs.evolve(branch, url="http://example.org/bridge/3/", fetched_at=later(1))
    assert store.save_visit(visit(again)).changed_comments == 0
    unknown = page(comment("7", is_orphan=True), comment("8", "7", depth=1), kind=PageKind.COMMENTS, is_partial=True)
    store.save_visit(visit(unknown))
    assert rows(archive, "select key, depth from comments where key in ('7', '8')") == [("7", 0), ("8", 1)]
