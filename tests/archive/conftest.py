"""Archives for tests: real files in a temporary folder."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from archive.database import Archive, open_archive
from archive.frontier import Frontier
from archive.records import (
    Article,
    CommentKind,
    CommentState,
    DatePrecision,
    Directives,
    Link,
    Person,
    Relation,
    ThreadState,
)
from archive.runs import finish_run, start_run
from archive.store import Store
from tests.archive.making import BROKEN, SECRET, URL, T, comment, entry, later, page, visit


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with open_archive(tmp_path / "test.db", create=True) as opened:
        yield opened


@pytest.fixture
def store(archive: Archive) -> Store:
    return Store(archive)


@pytest.fixture
def filled(archive: Archive, store: Store) -> Archive:
    article = Article(
        url=URL,
        title="Narrow",
        authors=("Mara Lindt",),
        tags=("bridges",),
        text="By Mara Lindt.",
        published_at=later(-9),
    )
    comments = (
        comment(
            "1",
            author="Ines Vidal",
            author_url="http://ines.example",
            text="First!",
            html="<p>First!</p>",
            published_at=later(-8),
        ),
        comment("2", "1", depth=1, author="Tomas", text="@ines Mara Lindt said so, Ines Vidal.", score=-3),
        comment("3", author=None, text="=1+1"),
    )
    store.save_visit(
        visit(
            page(
                *comments,
                article=article,
                comment_count_stated=3,
                people=(Person(name="Tomas", role="moderator", place="SE"),),
                recent_comments=(
                    entry(
                        author="Tomas",
                        excerpt="Tomas here",
                        truncated=True,
                        url=f"{URL}#comment-2",
                        article_title="Narrow",
                    ),
                    entry(position=1, author="Bo", url=f"{SECRET}#comment-9"),
                ),
            )
        )
    )
    hidden = page(
        comment("9", author="Bo"),
        url=SECRET,
        at=later(1),
        directives=Directives(noarchive=True),
        recent_comments=(entry(),),
    )
    store.save_visit(visit(hidden))
    other = page(
        url="http://example.net/", article=Article(url="http://example.net/", published_at=later(-2)), at=later(2)
    )
    store.save_visit(visit(other))
    return archive


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """An archive of a crawl that finished, with one failure, and of an import."""
    path = tmp_path / "test.db"
    with open_archive(path, create=True) as archive, Store(archive) as store:
        run = start_run(archive, "example.org", "http://example.org/", at=T)
        frontier = Frontier(archive, "example.org", run.run_id)
        frontier.add([Link(url=url, relation=Relation.ARTICLE) for url in (URL, BROKEN)], found_on=None, depth=0)
        first, second = frontier.claim(2, T)
        comments = (
            comment(
                "1",
                author="Ines Vidal",
                text="The ferry is late. " * 12,
                published_at=later(0.1),
                date_precision=DatePrecision.MINUTE,
            ),
            comment("2", "1", depth=1, author=None, text="So it is.\nEvery day.", score=3, published_raw="yesterday"),
            comment(
                "3",
                "2",
                depth=2,
                state=CommentState.REMOVED,
                text="",
                published_at=later(1),
                date_precision=DatePrecision.DAY,
            ),
            comment("4", "99", kind=CommentKind.PINGBACK, text="我喜歡渡輪" * 30),
        )
        article = Article(
            url=URL,
            title="A bridge too narrow",
            authors=("Mara Lindt",),
            published_at=T,
            date_precision=DatePrecision.DAY,
        )
        given = page(
            *comments, article=article, comment_count_stated=5, thread_state=ThreadState.LOGIN_REQUIRED,
            recent_comments=(entry(url=f"{URL}#comment-1"), entry(position=1)),
        )  # fmt: skip
        store.save_visit(visit(given), run_id=run.run_id, frontier_id=first.entry_id)
        failed = visit(page(url=BROKEN), error="503 Service Unavailable", status=503, page=None)
        store.save_visit(failed, run_id=run.run_id, frontier_id=second.entry_id)
        finish_run(archive, run.run_id, at=later(0.1))
        store.save_visit(
            visit(
                page(url="http://example.net/", comments_elsewhere="disqus", comment_count_stated=1), source="import:a"
            )
        )
    return path
