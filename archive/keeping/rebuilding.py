"""What an archive can work out anew from its rows: the search index, counts, and places in the tree."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable

from archive.database import Archive
from archive.errors import ReadOnlyArchiveError
from archive.indexed_tables import TABLES
from archive.search_index import index_pending
from archive.store.trees import without_rings

_NOTHING_INDEXED = "update search_state set indexed_to = 0"
_COUNTED_WITH_INDEX = ("months", "month_depths", "month_reply_times", "author_comments", "authors")
_NOBODY = "update sites set people = 0"
_COUNT_COMMENTS = """
    update articles
    set comment_count = (select count(*) from comments where comments.article_id = articles.article_id),
        deepest = (select max(depth) from comments where comments.article_id = articles.article_id)
    where comment_count <> (select count(*) from comments where comments.article_id = articles.article_id)
       or deepest is not (select max(depth) from comments where comments.article_id = articles.article_id)
"""
_COMMENT_VERSIONS = """(
    select count(*)
    from (
        select seen_at, replaced_at from comment_revisions where comment_revisions.comment_id = comments.comment_id
        union
        select seen_at, replaced_at from vote_revisions where vote_revisions.comment_id = comments.comment_id
    )
)"""
_ARTICLE_VERSIONS = "(select count(*) from article_revisions where article_revisions.article_id = articles.article_id)"
_COUNT_COMMENT_VERSIONS = f"update comments set revisions = {_COMMENT_VERSIONS} where revisions <> {_COMMENT_VERSIONS}"  # noqa: S608 (our own constants)
_COUNT_ARTICLE_VERSIONS = f"update articles set revisions = {_ARTICLE_VERSIONS} where revisions <> {_ARTICLE_VERSIONS}"  # noqa: S608 (our own constants)
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


def empty_index(connection: sqlite3.Connection) -> None:
    """Empty the search index and the counts that are kept with it, within the caller's transaction."""
    for table in TABLES:
        connection.execute(f"insert into {table.index} ({table.index}) values ('delete-all')")  # noqa: S608 (our own tables)
    connection.execute(_NOTHING_INDEXED)
    for name in _COUNTED_WITH_INDEX:
        connection.execute(f"delete from {name}")  # noqa: S608 (our own tables)
    connection.execute(_NOBODY)


def count_versions(connection: sqlite3.Connection, comment_id: int | None = None) -> int:
    """Count the earlier versions of a comment, or of all, within the caller's transaction; how many counts were wrong."""
    one = "" if comment_id is None else f" and comment_id = {int(comment_id)}"
    return connection.execute(_COUNT_COMMENT_VERSIONS + one).rowcount


def rebuild_index(archive: Archive) -> None:
    """Make the search index anew, and with it the counts; killed, it goes on the next time the archive is searched."""
    with archive.transaction() as connection:
        empty_index(connection)
    index_pending(archive)


def repair(archive: Archive, report: Callable[[str], None] = lambda what: None) -> list[str]:  # noqa: ARG005 (nobody listens)
    """Put right what follows from other rows, and say what was changed; texts, names and captures are left alone.

    Raises:
        ReadOnlyArchiveError: the file cannot be written.
        DamagedArchiveError: the file itself is broken, and nothing was changed.
    """
    if archive.read_only:
        raise ReadOnlyArchiveError(archive.path, "it was opened for reading")
    done = []
    with archive.transaction() as connection:
        report("references")
        if emptied := _repair_references(connection):
            done.append(f"{emptied:,} references to rows that are not there were emptied")
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


def _repair_references(connection: sqlite3.Connection) -> int:
    """Empty references that lead nowhere, where a row may stand without; parents in a tree are another matter."""
    emptied = 0
    for fault in connection.execute("pragma foreign_key_check").fetchall():
        table, row_id, number = fault["table"], fault["rowid"], fault["fkid"]
        keys = connection.execute(f"pragma foreign_key_list({table})").fetchall()
        column = next(key["from"] for key in keys if key["id"] == number)
        columns = connection.execute(f"pragma table_info({table})").fetchall()
        is_needed = any(about["name"] == column and (about["notnull"] or about["pk"]) for about in columns)
        if row_id is None or is_needed or column == "parent_id":
            continue
        connection.execute(f"update {table} set {column} = null where rowid = ?", (row_id,))  # noqa: S608 (names of the schema)
        emptied += 1
    return emptied


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
    return counted + count_versions(connection) + connection.execute(_COUNT_ARTICLE_VERSIONS).rowcount
