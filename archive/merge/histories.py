"""What two archives say of one article or comment: the later sighting stands, every other version is in its history."""

from __future__ import annotations

import sqlite3
from typing import Any

from archive.merge.rows import columns_of, value_of
from archive.store.revisions import ARTICLES, COMMENTS, History
from archive.store.saved import Sighting

_NEVER_TAKEN = frozenset({"article_id", "comment_id", "key", "url", "site_id", "first_seen_at", "revisions"})
_COUNTED = frozenset({"comment_count", "deepest"})


def merge_histories(connection: sqlite3.Connection) -> None:
    """Settle what both archives have, and bring in the versions that theirs has of it."""
    for history in (ARTICLES, COMMENTS):
        _merge(connection, history)


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
    read = f"select {', '.join(f'{value_of(name)} as {name}' for name in names)} from other.{table} as theirs where {key} = ?"  # noqa: S608
    for row in both:
        theirs = dict(connection.execute(read, (row["their_id"],)).fetchone())
        ours = dict(connection.execute(f"select * from main.{table} where {key} = ?", (row["our_id"],)).fetchone())  # noqa: S608
        _settle(connection, history, row["our_id"], ours, theirs)
        for version in _versions(connection, history, row["their_id"]):
            sighting = Sighting(at=version["seen_at"], capture_id=version["capture_id"], is_replay=False)
            history.keep_older(connection, row["our_id"], version, sighting)
    news = f"select theirs from map_{table} where is_new"  # noqa: S608
    for name in (history.table, *(("vote_revisions",) if history is COMMENTS else ())):
        kept = [column for column in columns_of(connection, name) if column != "revision_id"]
        connection.execute(
            f"""
            insert into main.{name} ({", ".join(kept)})
            select {", ".join(value_of(column) for column in kept)}
            from other.{name} as theirs
            where {key} in ({news})
            """  # noqa: S608
        )


def _settle(
    connection: sqlite3.Connection, history: History, row_id: int, ours: dict[str, Any], theirs: dict[str, Any]
) -> None:
    is_edit = history.is_edit(ours, theirs)
    if theirs["last_seen_at"] > ours["last_seen_at"]:
        if is_edit:
            history.keep(
                connection,
                row_id,
                ours,
                seen=(ours["last_seen_at"], ours["capture_id"]),
                replaced=(theirs["last_seen_at"], theirs["capture_id"]),
            )
        _take(connection, history, row_id, theirs)
    elif is_edit:
        sighting = Sighting(at=theirs["last_seen_at"], capture_id=theirs["capture_id"], is_replay=False)
        history.keep_older(connection, row_id, theirs, sighting)
    if history is ARTICLES and theirs["last_seen_at"] <= ours["last_seen_at"]:
        _take(connection, history, row_id, {name: value for name, value in theirs.items() if ours[name] is None})
    first = min(ours["first_seen_at"], theirs["first_seen_at"])
    sql = f"update main.{history.owner} set first_seen_at = ? where {history.key} = ? and first_seen_at <> ?"  # noqa: S608
    connection.execute(sql, (first, row_id, first))


def _take(connection: sqlite3.Connection, history: History, row_id: int, theirs: dict[str, Any]) -> None:
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
    sql = f"update main.{history.owner} set {assignments} where {history.key} = :row_id"  # noqa: S608
    connection.execute(sql, {**taken, "row_id": row_id})


def _versions(connection: sqlite3.Connection, history: History, their_id: int) -> list[dict[str, Any]]:
    names = ("seen_at", "capture_id", *history.columns)
    sql = f"""
        select {", ".join(f"{value_of(name)} as {name}" for name in names)}
        from other.{history.table} as theirs
        where {history.key} = ?
        order by seen_at
    """  # noqa: S608
    return [dict(row) for row in connection.execute(sql, (their_id,))]
