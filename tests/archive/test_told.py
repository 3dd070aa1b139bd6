"""What an API tells beside the pages: one comment, both sources named, and what only one of them knows is kept."""

from __future__ import annotations

from datetime import datetime
from itertools import permutations
from pathlib import Path
from typing import Any

from archive.check import check_archive
from archive.database import Archive, open_archive
from archive.export.dataset import iterate_threads
from archive.export.filters import Filters, Names
from archive.export.naming import Naming
from archive.export.tables import ARTICLES, COMMENTS
from archive.records import Article, Comment, CommentKind, CommentState, KeySpan, Page, PageKind, Source, Visit
from archive.store import Saved, Store
from archive.told_state import needs_page
from tests.archive.making import URL, T, capture, comment, later, page, rows, visit
from tests.strategies import EXTRACTOR

API = "http://example.org/wp-json/wp/v2/comments"


def told(*comments: Comment, at: datetime, offset: int, covers: KeySpan | None = None, **fields: Any) -> Visit:
    """The visit of an answer that tells of one article's comments."""
    inner = page(*comments, at=at, source=Source.API, **{"article": None, **fields})
    answer = Page(
        url=API,
        kind=PageKind.OTHER,
        fetched_at=at,
        extractor=EXTRACTOR,
        source=Source.API,
        told=(inner,),
        covers=covers,
    )
    return visit(answer, capture=capture(offset, at=at, url=API))


def shown(*comments: Comment, at: datetime, offset: int, **fields: Any) -> Visit:
    return visit(page(*comments, at=at, **fields), capture=capture(offset, at=at))


def exported(archive: Archive) -> dict[str, dict[str, Any]]:
    threads = iterate_threads(archive.connection, Filters(), Naming(Names.REAL))
    rows = [COMMENTS.named(row) for thread in threads for row in thread.comments]
    return {row["key"]: row for row in rows}


def whole(archive: Archive) -> None:
    assert not [fault for result in check_archive(archive) for fault in result.faults if fault.check != "captures"]


def test_an_api_alone_tells_the_tree_in_the_order_of_its_times(archive: Archive, store: Store) -> None:
    late = comment("5", "1", published_at=later(3), author="Ines")
    store.save_visit(
        told(late, comment("2", "1", published_at=later(1)), comment("1", published_at=T), at=later(9), offset=1)
    )
    store.save_visit(told(comment("4", "2", published_at=later(2)), comment("7", "6"), at=later(9), offset=2))
    assert rows(archive, "select key, depth, parent_key, is_orphan from comments order by thread_page, position") == [
        ("7", 0, "6", 1), ("1", 0, None, 0), ("2", 1, "1", 0), ("4", 2, "2", 0), ("5", 1, "1", 0),
    ]  # fmt: skip
    assert {row["stored_parent_key"] for row in exported(archive).values()} == {None, "1", "2", "6"}
    whole(archive)


def test_answers_to_removed_comments_are_looked_for_on_all_pages_of_a_thread(archive: Archive, store: Store) -> None:
    """Themes that do not nest show them, on whichever page it may be; others never do."""

    def is_needed() -> bool | None:
        return needs_page(archive, URL, shown_depth=0)

    store.save_visit(told(comment("5", "4"), comment("6"), at=T, offset=1, article=Article(url=URL, title="A")))
    archive.connection.execute("update articles set comment_count_stated = 2")
    assert is_needed()
    second = f"{URL}comment-page-2/"
    store.save_visit(shown(comment("6"), at=later(1), offset=2, more_comment_pages=(second,)))
    archive.connection.execute("update articles set comment_count_stated = 2")
    assert is_needed()
    last = page(url=second, at=later(1), kind=PageKind.COMMENTS, article_url=URL, thread_page=2, article=None)
    store.save_visit(visit(last))
    assert not is_needed()


def test_what_a_page_shows_and_what_the_api_stores_are_one_comment(archive: Archive, store: Store) -> None:
    """Pages flatten deep threads, and leave out answers to comments that were taken down."""
    thread = (comment("1"), comment("2", "1", depth=1), comment("3", "1", depth=1, published_raw="yesterday"))
    store.save_visit(shown(*thread, comment("8", kind=CommentKind.PINGBACK), at=T, offset=1))
    told_at = told(
        comment("1"), comment("2", "1"), comment("3", "2", published_at=later(-1)), comment("5", "4"),
        at=later(1), offset=2,
    )  # fmt: skip
    assert store.save_visit(told_at) == Saved(new_comments=1, article_id=1)
    found = exported(archive)
    assert [found[key]["sources"] for key in "1358"] == [["page", "api"], ["page", "api"], ["api"], ["page"]]
    assert (found["3"]["parent_key"], found["3"]["stored_parent_key"]) == ("1", "2")
    assert (found["3"]["published_at"], found["3"]["published_raw"]) == ("2026-02-28T12:00:00Z", "yesterday")
    assert (found["5"]["parent_id"], found["5"]["parent_key"]) == (None, "4")
    assert {row["revisions"] for row in found.values()} == {0}
    whole(archive)


def test_a_page_after_the_api_gives_places_and_makes_no_edit(archive: Archive, store: Store) -> None:
    store.save_visit(told(comment("1"), comment("2", "1"), comment("3", "2"), at=T, offset=1))
    flat = (comment("1", text="text 1!"), comment("2", "1"), comment("3", "1", published_raw="at noon"))
    assert store.save_visit(shown(*flat, at=later(1), offset=2)) == Saved(article_id=1, changed_articles=1)
    assert rows(archive, "select key, parent_key, text, revisions, is_on_page from comments order by key") == [
        ("1", None, "text 1", 0, 1), ("2", "1", "text 2", 0, 1), ("3", "1", "text 3", 0, 1),
    ]  # fmt: skip
    assert exported(archive)["3"]["stored_parent_key"] == "2"
    whole(archive)


def test_a_page_and_an_api_that_spell_differently_edit_nothing_by_turns(archive: Archive, store: Store) -> None:
    for day in range(4):
        store.save_visit(shown(comment("1", text="Fine \U0001f642 Reply"), at=later(day), offset=2 * day))
        store.save_visit(told(comment("1", text="Fine :)"), at=later(day + 0.5), offset=2 * day + 1))
    assert rows(archive, "select revisions from comments") == [(1,)]  # at the first telling, since the words differ


def test_an_edit_is_one_whoever_tells_it_first(archive: Archive, store: Store) -> None:
    def both(words: str, day: int) -> None:
        store.save_visit(told(comment("1", text=words), at=later(day), offset=2 * day))
        store.save_visit(shown(comment("1", text=words + "."), at=later(day + 0.5), offset=2 * day + 1))

    both("one", 0)
    both("one", 1)
    both("two", 2)
    store.save_visit(shown(comment("1", text="three."), at=later(3), offset=99))
    both("three", 4)
    assert rows(archive, "select text from comment_revisions order by seen_at") == [("one",), ("two",)]
    assert rows(archive, "select revisions from comments") == [(2,)]
    assert rows(archive, "select count(*) from comments_fts where comments_fts match 'one'") == [(0,)]
    whole(archive)


def test_what_a_whole_list_leaves_out_is_gone_and_may_come_back(archive: Archive, store: Store) -> None:
    store.save_visit(shown(comment("8", kind=CommentKind.PINGBACK), comment("3"), at=T, offset=0))
    store.save_visit(told(*map(comment, "123"), comment("9"), at=T, offset=1))
    half = told(comment("1"), at=later(1), offset=2, covers=KeySpan(last=2))
    assert store.save_visit(half).changed_comments == 1
    assert rows(archive, "select key from comments where state = 'gone'") == [("2",)]
    rest = told(comment("1"), at=later(2), offset=3, covers=KeySpan(first=1))
    assert store.save_visit(rest).changed_comments == 2
    assert rows(archive, "select key from comments where state = 'gone' order by key") == [("2",), ("3",), ("9",)]
    store.save_visit(told(comment("2"), at=later(3), offset=4))
    assert rows(archive, "select key, state, revisions from comments where key in ('2', '8')") == [
        ("8", "visible", 0), ("2", "visible", 2),
    ]  # fmt: skip
    whole(archive)


def test_what_a_whole_thread_leaves_out_is_gone(archive: Archive, store: Store) -> None:
    store.save_visit(told(comment("a1"), comment("b2"), at=T, offset=1))
    inner = page(comment("a1"), at=later(1), source=Source.API, article=None, covers=KeySpan())
    answer = Page(
        url=API, kind=PageKind.OTHER, fetched_at=later(1), extractor=EXTRACTOR, source=Source.API, told=(inner,)
    )
    assert store.save_visit(visit(answer)).changed_comments == 1
    assert rows(archive, "select key, state from comments") == [("a1", "visible"), ("b2", "gone")]


def test_of_two_answers_of_one_second_the_later_one_tells_what_is_gone(archive: Archive, store: Store) -> None:
    store.save_visit(told(*map(comment, "123"), at=T, offset=1, covers=KeySpan(first=1)))
    assert store.save_visit(told(*map(comment, "13"), at=T, offset=2, covers=KeySpan(first=1))).changed_comments == 1
    assert store.save_visit(told(*map(comment, "123"), at=T, offset=1, covers=KeySpan(first=1))).changed_comments == 0
    assert rows(archive, "select key from comments where state = 'gone'") == [("2",)]
    whole(archive)


def test_what_an_api_leaves_only_the_place_of_is_removed_and_may_come_back(archive: Archive, store: Store) -> None:
    reply, words = comment("2", "1"), comment("1", text="Who ordered it?", author="Ines")
    left = comment("1", text="", author=None, state=CommentState.REMOVED)
    found = "select state, author, text, revisions from comments where key = '1'"
    store.save_visit(told(words, reply, at=T, offset=1))
    for day in (1, 2):
        store.save_visit(told(left, reply, at=later(day), offset=1 + day))
        assert rows(archive, found) == [("removed", None, "", 1)]
    store.save_visit(told(words, reply, at=later(3), offset=4))
    assert rows(archive, found) == [("visible", "Ines", "Who ordered it?", 2)]
    whole(archive)


def test_reading_everything_again_changes_nothing(archive: Archive, store: Store) -> None:
    visits = [
        shown(comment("1", text="one"), comment("2", "1"), at=T, offset=1),
        told(comment("1", text="one"), comment("2", "1"), comment("3", "2"), at=later(1), offset=2),
        shown(comment("1", text="uno"), comment("2", "1"), comment("3", "1"), at=later(2), offset=3),
        told(comment("1", text="uno"), comment("3", "2"), at=later(3), offset=4, covers=KeySpan()),
    ]
    for one_visit in visits:
        store.save_visit(one_visit)
    before = rows(archive, "select key, parent_key, text, state, revisions, position from comments order by key")
    assert [row[3:5] for row in before] == [("visible", 1), ("gone", 1), ("visible", 0)]
    for one_visit in visits:
        saved = store.save_visit(one_visit)
        assert (saved.new_comments, saved.changed_comments, saved.changed_articles) == (0, 0, 0)
    assert (
        rows(archive, "select key, parent_key, text, state, revisions, position from comments order by key") == before
    )


def test_whatever_order_answers_and_pages_are_stored_in_reading_them_again_changes_nothing(tmp_path: Path) -> None:
    """A crawl stores side by side what it fetched one after the other."""
    article = Article(url=URL, title="A bridge", text="Other words.")
    visits = (
        told(comment("1"), at=later(3), offset=0),
        shown(comment("1"), at=later(2), offset=1),
        told(at=later(1), offset=2, article=article),
        told(at=later(4), offset=3, article=article),
    )
    for number, order in enumerate(permutations(visits)):
        with open_archive(tmp_path / f"{number}.db", create=True) as archive:
            store = Store(archive)
            for one in order:
                store.save_visit(one)
            assert {store.save_visit(one) for one in order} == {Saved(article_id=1)}, order


def test_an_article_has_the_apis_facts_and_the_words_of_who_told_first(archive: Archive, store: Store) -> None:
    by_api = Article(
        url=URL, title="A bridge: too narrow", text="First. Second.", published_at=later(-9), tags=("a", "b")
    )
    store.save_visit(shown(at=T, offset=1))
    assert store.save_visit(told(article=by_api, at=later(1), offset=2)).changed_articles == 0
    assert rows(archive, "select title, text, published_at, tags, revisions from articles") == [
        ("A bridge too narrow", "First.\nSecond.", "2026-02-20T12:00:00Z", '["a","b"]', 0)
    ]
    edited = Article(url=URL, title="A bridge", text="Third.", authors=("Mara",))
    assert store.save_visit(told(article=edited, at=later(2), offset=3)).changed_articles == 1
    own = Article(url=URL, title="A bridge", text="Third", authors=("Mara L.",))
    store.save_visit(visit(page(at=later(3), article=own), capture=capture(4, at=later(3))))
    assert rows(archive, "select title, authors, revisions from articles") == [("A bridge", '["Mara"]', 1)]
    (thread,) = iterate_threads(archive.connection, Filters(), Naming(Names.REAL))
    assert ARTICLES.named(thread.article)["sources"] == ["page", "api"]
    whole(archive)


def test_a_count_alone_makes_no_article(archive: Archive, store: Store) -> None:
    assert store.save_visit(told(at=T, offset=1, comment_count_stated=3)) == Saved()
    store.save_visit(shown(at=T, offset=2))
    store.save_visit(told(at=later(1), offset=3, comment_count_stated=3))
    assert rows(archive, "select comment_count_stated from articles") == [(3,)]
