"""A big archive to export: one tenth goes through the store, with captures and sidebars; the rest are its copies on other sites.

python -m benchmarks.big_archive FOLDER [--share 1.0]

Copies are rows that SQLite copies, with new ids, hosts and addresses, and no search index: what an export meets is the same.
Names of copies stand on other sites, so that each of them has a pseudonym of its own.
"""

from __future__ import annotations

import argparse
import os
import sqlite3
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import attrs

from archive.captures import CaptureWriter, Exchange
from archive.database import open_archive
from archive.records import Comment, Person, RecentComment, Visit
from archive.store import Store
from benchmarks.scale_texts import POOL, Generator

COMMENTS = 10_000_000
COPIES = 10
"""The tenth that is stored is one of them."""
_TOGETHER = 20_000
"""Comments in memory at once."""
_SIDEBAR_EVERY = 10
_IDS = {
    "sites": "site_id", "captures": "capture_id", "articles": "article_id", "comments": "comment_id",
    "sidebars": "sidebar_id", "recent_comments": "recent_comment_id", "people": "person_id",
}  # fmt: skip
_COPIED = (*_IDS, "article_addresses")
_RENAMED = {
    "host": ":copy || '-' || host",
    "file": ":copy || '-' || file",
    **dict.fromkeys(
        ("url", "page_url", "thread_url"), "replace({column}, 'https://site-', 'https://' || :copy || '-site-')"
    ),
}


def fill(folder: Path, *, comments: int = COMMENTS, pool: int = POOL) -> Path:
    """An archive of about that many comments in that folder; the one that is there already, if it is whole."""
    path = folder / "big.db"
    if path.exists():
        return path
    folder.mkdir(parents=True, exist_ok=True)
    part = folder / "filling.db"
    with (
        open_archive(part, create=True) as archive,
        CaptureWriter(archive.captures_folder) as captures,
        Store.in_bulk(archive) as store,
    ):
        store.save_visits(_visits(captures, comments // COPIES, pool))
    _multiply(part)
    part.with_suffix(".captures").rename(path.with_suffix(".captures"))
    part.rename(path)
    return path


def _visits(captures: CaptureWriter, comments: int, pool: int) -> Iterator[Visit]:
    made = 0
    generator = Generator(pool=pool)
    for number, visit in enumerate(generator.visits(10 * comments)):
        yield _captured(_furnished(visit, number), captures)
        made += len(visit.page.comments) if visit.page else 0
        if made >= comments:
            return


def _furnished(visit: Visit, number: int) -> Visit:
    """The visit with HTML beside its texts, and now and then a sidebar and a masthead."""
    page = visit.page
    if page is None or page.article is None:
        return visit
    article = attrs.evolve(page.article, html=_markup(page.article.text), language="en", tags=("one", "two"))
    comments = tuple(attrs.evolve(comment, html=_markup(comment.text)) for comment in page.comments)
    furnished = attrs.evolve(page, article=article, comments=comments)
    if number % _SIDEBAR_EVERY == 0:
        people = (Person(name=f"Writer {number}", role="author", place=None),)
        furnished = attrs.evolve(furnished, people=people, recent_comments=_entries(comments, number))
    return attrs.evolve(visit, page=furnished)


def _entries(comments: tuple[Comment, ...], number: int) -> tuple[RecentComment, ...]:
    return tuple(
        RecentComment(
            position=position, author=comment.author, excerpt=comment.text[:60], truncated=True, url=comment.url,
            article_title=f"Story {number}",
        )
        for position, comment in enumerate(comments[:5])
    )  # fmt: skip


def _markup(text: str) -> str:
    return f"<p>{text}</p>"


def _captured(visit: Visit, captures: CaptureWriter) -> Visit:
    page = visit.page
    texts = [page.article.text, *(comment.text for comment in page.comments)] if page and page.article else []
    exchange = Exchange(
        url=visit.url, status=200, reason="OK", headers=(("content-type", "text/html; charset=utf-8"),),
        body="\n".join(map(_markup, texts)).encode(), fetched_at=visit.fetched_at + timedelta(seconds=1),
    )  # fmt: skip
    return attrs.evolve(visit, capture=captures.write(exchange))


def _multiply(path: Path) -> None:
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("pragma synchronous = off")
    connection.execute("pragma cache_size = -1000000")
    files = sorted(path.with_suffix(".captures").glob("*.warc.gz"))
    largest = {name: _largest(connection, name, column) for name, column in _IDS.items()}
    for copy in range(1, COPIES):
        connection.execute("begin")
        for table in _COPIED:
            _copy(connection, table, copy, largest)
        connection.execute("commit")
        for file in files:
            os.link(file, file.with_name(f"{copy}-{file.name}"))
    connection.close()


def _largest(connection: sqlite3.Connection, table: str, column: str) -> int:
    return connection.execute(f"select max({column}) from {table}").fetchone()[0] or 0


def _copy(connection: sqlite3.Connection, table: str, copy: int, largest: dict[str, int]) -> None:
    columns = [row[1] for row in connection.execute(f"pragma table_info({table})")]
    values = ", ".join(_value(column) for column in columns)
    own = _IDS.get(table, "article_id")
    numbers = {name: copy * most for name, most in largest.items()}
    most = largest[table if table in _IDS else "articles"]
    connection.execute(
        f"insert into {table} ({', '.join(columns)}) select {values} from {table} where {own} <= :most",
        {**numbers, "copy": str(copy), "most": most},
    )


def _value(column: str) -> str:
    """The column of a copied row: ids move by as many as the tenth has."""
    owners = {column: table for table, column in _IDS.items()} | {"parent_id": "comments"}
    if column in owners:
        return f"{column} + :{owners[column]}"
    return _RENAMED.get(column, column).format(column=column)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m benchmarks.big_archive", description="Fill a big archive.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--share", type=float, default=1.0, help="of ten million comments")
    options = parser.parse_args()
    began = time.monotonic()
    made = fill(options.folder, comments=int(COMMENTS * options.share))
    print(f"{made}: {made.stat().st_size:,} bytes in {time.monotonic() - began:.0f} s")
