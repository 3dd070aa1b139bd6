"""What two archives say of one article or comment: the later sighting stands, every other version is in its history.

The versions of both are put into one line, by when each was last seen. Neighbours that do not differ are one version,
which began when either of them did. So the order of the archives makes no difference, and twice is once.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any

import attrs

from archive.merge.rows import columns_of, value_of
from archive.records import CommentState
from archive.store.revisions import ARTICLES, COMMENTS, VOTES, History

_NEVER_TAKEN = frozenset(
    {"article_id", "comment_id", "key", "url", "site_id", "first_seen_at", "last_seen_at", "revisions"}
)
_COUNTED = frozenset({"comment_count", "deepest"})
_GONE = CommentState.GONE.value
Row = dict[str, Any]


@attrs.frozen(kw_only=True)
class Version:
    """What one archive says of a record for some time."""

    values: Row
    """What is kept of a version, by column; captures as this archive numbers them."""
    began_at: str
    seen_at: str
    """When it was last seen."""
    capture_id: int | None

    @property
    def order(self) -> tuple[str, str, str]:
        """By when it was last seen; two of one moment by their contents, whichever archive they are from."""
        return self.seen_at, self.began_at, repr(sorted(self.values.items()))


def merge_histories(connection: sqlite3.Connection) -> None:
    """Settle what both archives have, and bring in the versions that theirs has of it."""
    for history in (ARTICLES, COMMENTS):
        _merge(connection, history)
    _bring_new(connection, ARTICLES, ARTICLES.table)
    for name in COMMENTS.counted:
        _bring_new(connection, COMMENTS, name)


def _merge(connection: sqlite3.Connection, history: History) -> None:
    table, key = history.owner, history.key
    names = columns_of(connection, table)
    both = connection.execute(
        f"""
        select map_{table}.theirs as their_id, map_{table}.ours as our_id
        from map_{table}
        where not is_new
        order by our_id
        """  # noqa: S608 (our own tables and columns, as below)
    ).fetchall()
    read = f"select {', '.join(f'{value_of(name)} as {name}' for name in names)} from other.{table} as theirs where {key} = ?"  # noqa: S608 (names of the schema)
    for row in both:
        theirs = dict(connection.execute(read, (row["their_id"],)).fetchone())
        ours = dict(connection.execute(f"select * from main.{table} where {key} = ?", (row["our_id"],)).fetchone())  # noqa: S608 (names of the schema)
        _settle(connection, history, ours, theirs, their_id=row["their_id"])


def _settle(connection: sqlite3.Connection, history: History, ours: Row, theirs: Row, *, their_id: int) -> None:
    row_id = ours[history.key]
    lines = [
        _line(connection, history, "main", ours, row_id),
        _line(connection, history, "other", theirs, their_id),
    ]
    is_theirs = _says_something(history, theirs) and (
        not _says_something(history, ours) or lines[1][-1].order > lines[0][-1].order
    )
    votes = [
        _line(connection, VOTES, "main", ours, row_id), _line(connection, VOTES, "other", theirs, their_id)
    ] if history is COMMENTS else []  # fmt: skip
    if is_theirs:
        _take(connection, history, row_id, theirs)
    if history is ARTICLES and not is_theirs:
        _take(connection, history, row_id, {name: value for name, value in theirs.items() if ours[name] is None})
    sql = f"update main.{history.owner} set first_seen_at = ?, last_seen_at = ? where {history.key} = ?"  # noqa: S608 (names of the schema)
    seen = (min(ours["first_seen_at"], theirs["first_seen_at"]), max(ours["last_seen_at"], theirs["last_seen_at"]))
    connection.execute(sql, (*seen, row_id))
    _write(connection, history, row_id, lines, last=lines[is_theirs][-1])
    if votes:
        _write(connection, VOTES, row_id, votes, last=votes[is_theirs][-1])


def _line(connection: sqlite3.Connection, history: History, schema: str, row: Row, row_id: int) -> list[Version]:
    """The versions that one archive has, the present one last."""
    names = ("seen_at", "capture_id", *history.columns)
    told = ", ".join(f"{value_of(name)} as {name}" if schema == "other" else name for name in names)
    sql = f"""
        select {told}, replaced_at
        from {schema}.{history.table} as theirs
        where {history.key} = ?
        order by seen_at, revision_id
    """  # noqa: S608 (names of the schema)
    revisions = connection.execute(sql, (row_id,)).fetchall() if row["revisions"] else []
    line, began = [], row["first_seen_at"]
    for revision in revisions:
        values = {name: revision[name] for name in history.columns}
        line.append(
            Version(values=values, began_at=began, seen_at=revision["seen_at"], capture_id=revision["capture_id"])
        )
        began = revision["replaced_at"] or revision["seen_at"]
    values = {name: row[name] for name in history.columns}
    is_gone = values.get("state") == _GONE and bool(line)  # it was seen to be gone after it was last seen
    seen_at = began if is_gone else row["last_seen_at"]
    line.append(Version(values=values, began_at=began, seen_at=seen_at, capture_id=row["capture_id"]))
    return line


def _write(
    connection: sqlite3.Connection, history: History, row_id: int, lines: Sequence[list[Version]], *, last: Version
) -> None:
    """Make one line of two; nothing where neither has a history and both say the same."""
    if all(len(line) == 1 for line in lines) and not history.is_edit(lines[0][0].values, lines[1][0].values):
        return
    connection.execute(f"delete from main.{history.table} where {history.key} = ?", (row_id,))  # noqa: S608 (names of the schema)
    earlier = sorted((v for line in lines for v in line if v is not last), key=lambda version: version.order)
    versions = list(_joined(history, [*(v for v in earlier if _says_something(history, v.values)), last]))
    for version, following in pairwise(versions):
        replaced_at = max(following.began_at, version.seen_at)
        seen = (version.seen_at, version.capture_id)
        history.keep(connection, row_id, version.values, seen=seen, replaced=(replaced_at, None))
    history.collapse(connection, row_id)


def _joined(history: History, versions: Sequence[Version]) -> Iterator[Version]:
    """The line with neighbours that do not differ as one."""
    waiting = versions[0]
    for version in versions[1:]:
        if history.is_edit(waiting.values, version.values):
            yield waiting
            waiting = version
        else:
            waiting = attrs.evolve(version, began_at=min(waiting.began_at, version.began_at))
    yield waiting


def _says_something(history: History, values: Row) -> bool:
    """A stub of an article says nothing of its words, a page without votes nothing of them."""
    if history is ARTICLES:
        return bool(values["title"] or values["text"])
    return history is COMMENTS or any(values[name] is not None for name in history.columns)


def _take(connection: sqlite3.Connection, history: History, row_id: int, theirs: Row) -> None:
    """Their row stands; of an article, what it does not say stays as it was."""
    is_whole = history is COMMENTS  # a comment without a name has lost it: that is news, too
    taken = {
        name: value
        for name, value in theirs.items()
        if name not in _NEVER_TAKEN | _COUNTED and (is_whole or value is not None)
    }
    if not taken:
        return
    assignments = ", ".join(f"{name} = :{name}" for name in taken)
    sql = f"update main.{history.owner} set {assignments} where {history.key} = :row_id"  # noqa: S608 (names of the schema)
    connection.execute(sql, {**taken, "row_id": row_id})


def _bring_new(connection: sqlite3.Connection, history: History, table: str) -> None:
    """The history of what only theirs has, as it is."""
    kept = [column for column in columns_of(connection, table) if column != "revision_id"]
    connection.execute(
        f"""
        insert into main.{table} ({", ".join(kept)})
        select {", ".join(value_of(column) for column in kept)}
        from other.{table} as theirs
        where {history.key} in (select theirs from map_{history.owner} where is_new)
        """  # noqa: S608 (names of the schema)
    )
