"""Bulk ingest: comments a second through the archive's store, beside `executemany` into one bare table.

Both keep a full-text index of the texts, filled in batches of 10,000, in a file with a write-ahead log.
The store does more for each comment (parents, people, revisions, sidebars); the ratio says what that costs.
"""

from __future__ import annotations

import gc
import sqlite3
import statistics
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

from archive.database import open_archive
from archive.records import Article, Comment, DatePrecision, Extractor, Page, PageKind, Visit
from archive.store import Store
from benchmarks.figures import Figure
from benchmarks.generated_site import NAMES
from benchmarks.words import text_of

FETCHED_AT = datetime(2025, 1, 1, tzinfo=UTC)
THREADS = (20, 45, 80, 150, 305, 1000)
"""Comments an article: most threads are short, most comments stand in long ones."""
COMMENTS = 60_000
WORDS = 45
BATCH = 10_000
REPEATS = 3

BARE_SCHEMA = """
    create table comments (id integer primary key, article text, key text, parent text, author text, published_at text, text text);
    create virtual table comments_fts using fts5(
        text, content='comments', content_rowid='id', tokenize='unicode61 remove_diacritics 2'
    );
"""
INSERT_BARE = "insert into comments (id, article, key, parent, author, published_at, text) values (?, ?, ?, ?, ?, ?, ?)"
INDEX_BARE = "insert into comments_fts (rowid, text) select id, text from comments where id > ? and id <= ?"


def make_comment(article: int, index: int) -> Comment:
    """A comment; two of three answer an earlier one."""
    parent = index - 1 - index * 7 % min(index, 5) if index % 3 else None
    return Comment(
        key=str(article * 1000 + index),
        parent_key=None if parent is None else str(article * 1000 + parent),
        author=f"{NAMES[index % len(NAMES)]} {index % 97}",
        published_at=FETCHED_AT - timedelta(minutes=index),
        published_raw=f"{index} minutes ago",
        date_precision=DatePrecision.MINUTE,
        text=text_of(article * 1000 + index, WORDS),
        depth=index % 3,
        position=index,
        url=f"http://example.org/story-{article}/#comment-{article * 1000 + index}",
        parent_rule="containment",
        parent_confidence=0.99,
    )


def make_visits(comments: int) -> list[Visit]:
    """Visits of articles whose threads hold that many comments together."""
    visits: list[Visit] = []
    left = comments
    while left > 0:
        article = len(visits)
        size = min(left, THREADS[article % len(THREADS)])
        visits.append(make_visit(article, size))
        left -= size
    return visits


def make_visit(article: int, size: int) -> Visit:
    """The visit of one article."""
    url = f"http://example.org/story-{article}/"
    page = Page(
        url=url,
        kind=PageKind.ARTICLE,
        fetched_at=FETCHED_AT,
        extractor=Extractor(name="benchmark", version="1"),
        article_url=url,
        article=Article(url=url, title=f"Story {article}", text=text_of(-article, 400), comment_count_stated=size),
        comments=tuple(make_comment(article, index) for index in range(size)),
        comment_count_stated=size,
    )
    return Visit(requested_url=url, url=url, fetched_at=FETCHED_AT, status=200, page=page)


def make_rows(visits: list[Visit]) -> list[tuple[object, ...]]:
    """The same comments as rows of the bare table."""
    comments = [(visit.url, comment) for visit in visits if visit.page for comment in visit.page.comments]
    return [
        (number, url, comment.key, comment.parent_key, comment.author, str(comment.published_at), comment.text)
        for number, (url, comment) in enumerate(comments, start=1)
    ]


def ingest_bare(path: Path, rows: list[tuple[object, ...]]) -> None:
    """One table, one index, nothing else."""
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript("pragma journal_mode=wal; pragma synchronous=normal;" + BARE_SCHEMA)
        for first in range(0, len(rows), BATCH):
            with connection:
                connection.executemany(INSERT_BARE, rows[first : first + BATCH])
                connection.execute(INDEX_BARE, (first, first + BATCH))


def ingest_by_store(path: Path, visits: list[Visit]) -> None:
    """What a crawl or an import does: one visit, one transaction."""
    with open_archive(path, create=True) as archive:
        store = Store(archive, index_batch=BATCH)
        for visit in visits:
            store.save_visit(visit)
        store.close()


def seconds_of(work: Callable[[Path], None]) -> float:
    """How long the work takes in a fresh folder, its last write included."""
    with tempfile.TemporaryDirectory() as folder:
        gc.collect()
        began = time.perf_counter()
        work(Path(folder) / "archive.db")
        return time.perf_counter() - began


def measure(*, smoke: bool = False) -> list[Figure]:
    """The ratio, from passes in turn."""
    comments, repeats = (2_000, 1) if smoke else (COMMENTS, REPEATS)
    visits = make_visits(comments)
    rows = make_rows(visits)
    ours, theirs = [], []
    for _ in range(repeats):
        theirs.append(seconds_of(lambda path: ingest_bare(path, rows)))
        ours.append(seconds_of(lambda path: ingest_by_store(path, visits)))
    return [
        Figure(
            name=f"ingest of {comments:,} comments",
            ours=comments / statistics.median(ours),
            unit="comments/s",
            against="comments/s, one bare table with FTS5",
            theirs=comments / statistics.median(theirs),
            wanted=0.3,
        )
    ]
