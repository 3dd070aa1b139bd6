"""What an archive can work out anew from its rows: the search index, counts, and places in the tree."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable

from archive.database import Archive
from archive.forget.rows import tables_of
from archive.search_index import TABLES, index_pending
from archive.store.trees import without_rings

_NOTHING_INDEXED = "update search_state set indexed_to = 0"
_COUNTED_WITH_INDEX = ("months", "month_depths", "month_reply_times", "author_comments", "authors")
_COUNT_AUTHORS = """
    insert into authors (site_id, name, comment_count)
    select articles.site_id, comments.author, count(*)
    from comments
    join articles using (article_id)
    where comments.author is not null
    group by 1, 2
"""
_COUNT_COMMENTS = """
    update articles
    set comment_count = (select count(*) from comments where comments.article_id = articles.article_id),
        deepest = (select max(depth) from comments where comments.article_id = articles.article_id)
    where comment_count <> (select count(*) from comments where comments.article_id = articles.article_id)
       or deepest is not (select max(depth) from comments where comments.article_id = articles.article_id)
"""
_COUNT_VERSIONS = """
    update {table}
    set revisions = (select count(*) from {history} where {history}.{key} = {table}.{key})
    where revisions <> (select count(*) from {history} where {history}.{key} = {table}.{key})
"""
_ELSEWHERE = """
    update comments
    set parent_id = null, is_orphan = 1
    where parent_id is not null
      and not exists (
          select 1
          from comments as parents
          where parents.comment_id = comments.parent_id
            and parents.article_id = comments.article_id
      )
"""
_DOUBTFUL = "select distinct article_id from comments where parent_id >= comment_id"
_PARENTS = "select comment_id, parent_id from comments where article_id = :article_id"
_CUT = "update comments set parent_id = null, is_orphan = 1 where comment_id = :comment_id"
_SITES_PEOPLE = "update sites set people = 0"


def empty_index(connection: sqlite3.Connection) -> None:
    """Empty the search index and the counts that are kept with it, within the caller's transaction."""
    tables = set(tables_of(connection))
    for table in TABLES:
        connection.execute(f"insert into {table.index} ({table.index}) values ('delete-all')")  # noqa: S608 (our own tables)
    connection.execute(_NOTHING_INDEXED)
    for name in _COUNTED_WITH_INDEX:
        if name in tables:
            connection.execute(f"delete from {name}")  # noqa: S608 (our own tables)
    if "author_comments" in tables:
        connection.execute(_SITES_PEOPLE)
    else:
        connection.execute(_COUNT_AUTHORS)


def rebuild_index(archive: Archive) -> None:
    """Make the search index anew, and with it the counts; killed, it goes on the next time the archive is searched."""
    with archive.transaction() as connection:
        empty_index(connection)
    index_pending(archive)


def repair(archive: Archive, report: Callable[[str], None] = lambda what: None) -> list[str]:  # noqa: ARG005 (nobody listens)
    """Put right what follows from other rows, and say what was changed; texts, names and captures are left alone."""
    done = []
    with archive.transaction() as connection:
        report("trees")
        if cut := _repair_trees(connection):
            done.append(f"{cut:,} comments were given their place at the top: their parent is not there, or below them")
        report("counts")
        if counted := _repair_counts(connection):
            done.append(f"{counted:,} counts were corrected")
    report("index")
    rebuild_index(archive)
    done.append("the search index, and the counts kept with it, were made anew")
    return done


def _repair_trees(connection: sqlite3.Connection) -> int:
    connection.execute("pragma defer_foreign_keys = on")
    cut = connection.execute(_ELSEWHERE).rowcount
    for row in connection.execute(_DOUBTFUL).fetchall():
        parents = dict(connection.execute(_PARENTS, dict(row)).fetchall())
        free = without_rings(parents)
        wrong = [{"comment_id": i} for i, parent in parents.items() if free[i] != parent]
        connection.executemany(_CUT, wrong)
        cut += len(wrong)
    return cut


def _repair_counts(connection: sqlite3.Connection) -> int:
    counted = connection.execute(_COUNT_COMMENTS).rowcount
    for table, key in (("comments", "comment_id"), ("articles", "article_id")):
        history = f"{table[:-1]}_revisions"
        counted += connection.execute(_COUNT_VERSIONS.format(table=table, history=history, key=key)).rowcount
    return counted
