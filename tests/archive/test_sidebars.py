from __future__ import annotations

from typing import Any

import pytest

from archive.database import Archive
from archive.records import Article, Directives, PageKind, RecentComment, Visit
from archive.store import Store
from tests.archive.making import URL, comment, entry, later, page, rows, visit

FRONT = "http://example.org/"
THREAD = page(
    comment("1", author="Ines", text="The ferry is late again, as ever."),
    comment("2", author="Tomas", text="Buy a\nbigger boat."),
    comment("3", author="Tomas", text="Or two."),
    comment("4", author=None, text="Nobody asked me."),
)


def listing(*entries: RecentComment, at: float = 0, **fields: Any) -> Visit:
    return visit(
        page(
            url=FRONT,
            kind=PageKind.LISTING,
            article=None,
            article_url=None,
            recent_comments=entries,
            at=later(at),
            **fields,
        )
    )


MEANT = [
    pytest.param(entry(url=f"{URL}#comment-2"), "2", id="permalink"),
    pytest.param(entry(url=f"{URL}comment-page-2/#comment-2"), "2", id="permalink-of-a-comment-page"),
    pytest.param(entry(url="https://example.org/bridge#comment-2"), "2", id="other-scheme-and-no-slash"),
    pytest.param(
        entry(url=f"{URL}#comment-99", author="Ines", excerpt="The ferry", truncated=True), "1", id="unknown-key"
    ),
    pytest.param(entry(author="Ines", excerpt="the ferry  is late", truncated=True), "1", id="author-and-excerpt"),
    pytest.param(entry(author="Tomas", excerpt="Buy a bigger boat."), "2", id="whole-excerpt-over-two-lines"),
    pytest.param(entry(author="Tomas", excerpt="Buy a bigger"), None, id="not-the-whole-although-not-cut"),
    pytest.param(entry(author="Tomas", excerpt=None, url=URL), None, id="author-of-two-comments"),
    pytest.param(entry(author="Ines", excerpt=None, url=URL), "1", id="author-of-one-comment"),
    pytest.param(entry(author=None, excerpt="Nobody asked", truncated=True, url=URL), "4", id="no-author"),
    pytest.param(entry(author=None, excerpt=None, url=URL), None, id="nothing-said"),
    pytest.param(
        entry(author="Ines", excerpt="The ferry", truncated=True, article_title="A bridge too narrow"), "1", id="title"
    ),
    pytest.param(entry(author="Bo", excerpt="The ferry", truncated=True, url=URL), None, id="another-author"),
    pytest.param(entry(url="http://example.org/elsewhere/#comment-2"), None, id="another-article"),
    pytest.param(entry(author="Ines", excerpt=None), None, id="author-alone"),
]


@pytest.mark.parametrize("comes_first", ["thread", "sidebar"])
@pytest.mark.parametrize(("given", "key"), MEANT)
def test_an_entry_is_matched_whichever_comes_first(
    archive: Archive, store: Store, given: RecentComment, key: str | None, comes_first: str
) -> None:
    visits = [visit(THREAD), listing(given)]
    for each in visits if comes_first == "thread" else reversed(visits):
        store.save_visit(each)
    found = rows(archive, "select comments.key from recent_comments left join comments using (comment_id)")
    assert found == [(key,)]
    if key is not None:
        assert rows(archive, "select article_id from recent_comments") == [(1,)]


def test_an_entry_names_its_article_before_its_comment_is_there(archive: Archive, store: Store) -> None:
    store.save_visit(listing(entry(url=f"{URL}#comment-9"), entry(position=1, article_title="A bridge too narrow")))
    store.save_visit(visit(THREAD))
    assert rows(archive, "select article_id, comment_id from recent_comments") == [(1, None), (1, 1)]


def test_a_title_of_two_articles_names_neither(archive: Archive, store: Store) -> None:
    for name in "ab":
        url = f"http://example.org/{name}/"
        store.save_visit(visit(page(url=url, article=Article(url=url, title="Same"))))
    store.save_visit(listing(entry(article_title="Same")))
    assert rows(archive, "select article_id from recent_comments") == [(None,)]


def test_the_same_list_is_one_row_seen_again(archive: Archive, store: Store) -> None:
    first = entry(url=f"{URL}#comment-1"), entry(position=1, url=f"{URL}#comment-2")
    store.save_visit(listing(*first))
    store.save_visit(listing(*first, at=1))
    store.save_visit(listing(*first, at=-1))
    store.save_visit(listing(entry(url=f"{URL}#comment-3"), at=2))
    assert rows(archive, "select first_seen_at, last_seen_at from sidebars") == [
        ("2026-02-28T12:00:00Z", "2026-03-02T12:00:00Z"),
        ("2026-03-03T12:00:00Z", "2026-03-03T12:00:00Z"),
    ]
    assert rows(archive, "select sidebar_id, position from recent_comments") == [(1, 0), (1, 1), (2, 0)]


def test_a_list_seen_on_an_open_page_may_be_exported(archive: Archive, store: Store) -> None:
    closed = Directives(noarchive=True)
    store.save_visit(listing(entry(), directives=closed))
    assert rows(archive, "select is_noarchive from sidebars") == [(1,)]
    store.save_visit(listing(entry(), at=1))
    store.save_visit(listing(entry(), at=2, directives=closed))
    assert rows(archive, "select is_noarchive from sidebars") == [(0,)]
