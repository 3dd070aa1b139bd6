"""What holds whatever is stored: nothing lost, nothing doubled, nothing changed on the way."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import attrs
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.check import check_archive
from archive.database import Archive, open_archive
from archive.export.filters import Filters, Names
from archive.export.writing import export
from archive.queries import find_article, read_thread
from archive.records import Comment, Page, Visit
from archive.search import search
from archive.search_query import fts_query, query_words
from archive.store import Saved, Store
from archive.times import optional_text_time
from tests.archive.making import URL, later, page, visit
from tests.strategies import comment_trees, pages, texts, visits

quick = settings(max_examples=20)


@contextmanager
def new_archive() -> Iterator[Archive]:
    with tempfile.TemporaryDirectory() as folder, open_archive(Path(folder) / "law.db", create=True) as archive:
        yield archive


def faults(archive: Archive) -> list[str]:
    return [fault.found for result in check_archive(archive) for fault in result.faults]


@quick
@given(pages())
def test_what_is_stored_reads_back_equal(given_page: Page) -> None:
    with new_archive() as archive:
        Store(archive).save_visit(visit(given_page))
        thread = read_thread(archive, find_article(archive, given_page.url))
        article = given_page.article
        assert article is not None
        for name in ("title", "text", "authors", "tags", "language", "section", "comment_count_stated"):
            assert getattr(thread.article, name) == getattr(article, name)
        assert optional_text_time(thread.article.published_at) == article.published_at
        assert thread.article.comment_count == len(given_page.comments) == len(thread.comments)
        keys = {c.comment_id: c.key for c in thread.comments}
        for stored, seen in zip(thread.comments, given_page.comments, strict=True):
            for name in ("key", "parent_key", "author", "text", "depth", "score", "published_raw", "position", "url"):
                assert getattr(stored, name) == getattr(seen, name), name
            assert keys.get(stored.parent_id or 0) == seen.parent_key
            assert optional_text_time(stored.published_at) == seen.published_at
        assert faults(archive) == []


@quick
@given(visits())
def test_storing_twice_is_storing_once(seen: Visit) -> None:
    with new_archive() as archive:
        store = Store(archive)
        first = store.save_visit(seen)
        before = list(archive.connection.iterdump())
        assert store.save_visit(seen) == Saved(article_id=first.article_id)
        assert list(archive.connection.iterdump()) == before


@quick
@given(st.lists(comment_trees(), min_size=1, max_size=5), st.randoms(use_true_random=False))
def test_no_comment_is_lost_or_doubled_whatever_the_order_of_visits(
    trees: list[tuple[Comment, ...]], random: object
) -> None:
    """Every key ever seen is there once, as a page showed it last, however the visits come in.

    Only words that an endpoint told, and no page shows, outlast a page without words (`test_supplements.py`).
    """
    seen = [page(*tree, at=later(day)) for day, tree in enumerate(trees)]
    latest = {comment.key: comment for each in seen for comment in each.comments}
    shuffled = list(seen)
    random.shuffle(shuffled)  # type: ignore[attr-defined]  # Hypothesis gives a Random
    with new_archive() as archive:
        store = Store(archive)
        for number, each in enumerate(shuffled):
            store.save_visit(visit(each))
            if number % 2:
                store.flush()  # what is counted and indexed by now is changed by the visits that follow
        thread = read_thread(archive, find_article(archive, URL))
        assert {c.key: (c.text, c.author) for c in thread.comments} == {
            key: (comment.text, comment.author) for key, comment in latest.items()
        }
        newest = {comment.key for comment in seen[-1].comments}
        for stored in thread.comments:
            shown = latest[stored.key].state.value
            assert stored.state == shown or (stored.state == "gone" and stored.key not in newest)
        assert len(thread.comments) == len(latest)
        assert faults(archive) == []


@quick
@given(st.lists(texts, max_size=4), texts | st.text())
def test_no_query_text_breaks_the_search(comments: list[str], query: str) -> None:
    with new_archive() as archive:
        made = [Comment(key=str(i), text=text, position=i) for i, text in enumerate(comments)]
        Store(archive).save_visit(visit(page(*made)))
        for hit in search(archive, query):
            assert all(0 <= start <= end <= len(hit.excerpt) for start, end in hit.highlights)
        query_words(query)


@settings(max_examples=150)
@given(
    st.lists(
        st.sampled_from(["a", "b*", '"c d"', "AND", "OR", "NOT", "(", ")", "東京", "*", '"', "x東京", "-"]), max_size=12
    )
)
def test_no_mixture_of_operators_breaks_the_search(tokens: list[str]) -> None:
    query = fts_query(" ".join(tokens))
    if query is not None:
        SEARCHED.connection.execute("select rowid from comments_fts where comments_fts match ?", (query,)).fetchall()


@quick
@given(texts.filter(str.strip))
def test_a_text_is_found_by_its_own_words(text: str) -> None:
    with new_archive() as archive:
        Store(archive).save_visit(visit(page(Comment(key="1", text=text))))
        words = [word for word in text.replace('"', " ").split() if word.isascii() and word.isalnum()]
        for word in words:
            if word not in ("AND", "OR", "NOT"):
                assert [hit.kind for hit in search(archive, word) if hit.kind == "comment"] == ["comment"]


@settings(max_examples=6)
@given(visits(), visits("http://example.org/b/"))
def test_an_export_holds_everything_and_is_the_same_each_time(first: Visit, second: Visit) -> None:
    with new_archive() as archive:
        store = Store(archive)
        store.save_visits([first, attrs.evolve(second, fetched_at=second.fetched_at + timedelta(1))])
        folders = [archive.path.with_name(name) for name in ("one", "two")]
        for names in Names:
            for folder in folders:
                done = export(archive, "jsonl", folder, names=names, filters=Filters(include_noarchive=True))
            one, two = ({p.name: p.read_bytes() for p in folder.iterdir()} for folder in folders)
            assert one == two
            assert done.counts["comments"] == sum(len(v.page.comments) for v in (first, second) if v.page)


def _searched() -> Archive:
    archive = open_archive(Path(tempfile.mkdtemp()) / "searched.db", create=True)
    Store(archive).save_visit(visit(page(Comment(key="1", text="a b c d 東京"))))
    return archive


SEARCHED = _searched()
