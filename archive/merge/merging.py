"""Two archives of different machines joined into a new one; the order in which they are named makes no difference.

The one whose contents come first by their digest is copied, and the other's brought in. So both orders do the same.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from urllib.parse import quote

import attrs
import orjson

from archive.captures import close_left_files, find_file
from archive.database import Archive, open_archive
from archive.errors import CaptureError, DiskFullError
from archive.keeping.backup import back_up
from archive.keeping.rebuilding import empty_index, repair
from archive.merge.forgotten import bring_keys, without_forgotten
from archive.merge.histories import merge_histories
from archive.merge.rows import IDENTITIES, add_rows, map_rows
from archive.store.trees import without_rings

_CONTENTS = (
    "select url, title, authors, text, last_seen_at, first_seen_at, comment_count_stated from articles order by url",
    """
    select articles.url, key, comments.parent_key, author, comments.text, state, score, comments.last_seen_at, position
    from comments
    join articles using (article_id)
    order by articles.url, key
    """,
    "select url, fetched_at, digest, file, offset from captures order by url, fetched_at, digest, file, offset",
    "select digest, page_url, last_seen_at from sidebars order by digest, page_url",
    "select name, role, place, page_url, last_seen_at from people order by name, role, place, page_url",
    "select url, state, visited_at from frontier order by url",
    "select name, value from settings order by name",
    "select kind, hash from tombstones order by kind, hash",
)
_THEIRS_ALONE = (
    "settings", "article_addresses", "article_parts", "told_articles", "told_comments", "thread_pages", "fetches",
    "article_pages", "article_returns", "signs", "sign_records", "followed_sites", "site_settings", "tombstones",
)  # fmt: skip
_SEEN_LONGER = (
    """
    update main.sidebars
    set first_seen_at = min(sidebars.first_seen_at, theirs.first_seen_at),
        last_seen_at = max(sidebars.last_seen_at, theirs.last_seen_at),
        is_noarchive = min(sidebars.is_noarchive, theirs.is_noarchive)
    from (
        select ours, them.first_seen_at, them.last_seen_at, them.is_noarchive
        from map_sidebars
        join other.sidebars as them on them.sidebar_id = map_sidebars.theirs
        where not is_new
    ) as theirs
    where sidebars.sidebar_id = theirs.ours
    """,
    """
    insert into main.people (site_id, name, role, place, page_url, first_seen_at, last_seen_at)
    select (select ours from map_sites where map_sites.theirs = them.site_id), name, role, place, page_url, first_seen_at, last_seen_at
    from other.people as them
    where true
    on conflict (site_id, name, ifnull(role, ''), ifnull(place, '')) do update set
        page_url = iif(excluded.last_seen_at > last_seen_at, excluded.page_url, page_url),
        first_seen_at = min(first_seen_at, excluded.first_seen_at),
        last_seen_at = max(last_seen_at, excluded.last_seen_at)
    """,
)
_NOBODY_AT_WORK = (
    "delete from main.site_locks",
    "update main.frontier set state = 'pending' where state = 'in_flight'",
)
_NEW_FILES = """
    select distinct other.captures.file
    from map_captures
    join other.captures on other.captures.capture_id = map_captures.theirs
    where is_new
    order by 1
"""
_RENAME = """
    update main.captures
    set file = :name
    where capture_id in (
        select ours
        from map_captures
        join other.captures on other.captures.capture_id = map_captures.theirs
        where is_new
          and other.captures.file = :file
    )
"""
_ADOPT = """
    update comments
    set parent_id = (
            select parents.comment_id
            from comments as parents
            where parents.article_id = comments.article_id
              and parents.key = comments.parent_key
              and parents.comment_id <> comments.comment_id
        ),
        is_orphan = 0
    where parent_id is null
      and parent_key is not null
      and exists (
          select 1
          from comments as parents
          where parents.article_id = comments.article_id
            and parents.key = comments.parent_key
            and parents.comment_id <> comments.comment_id
      )
"""

_STEM = re.compile(r"(?:-r\d+)?\.warc\.gz(?:\.open)?$")

Report = Callable[[str], None]


@attrs.frozen(kw_only=True)
class Merged:
    """What the new archive holds."""

    path: Path
    sites: int
    articles: int
    comments: int
    captures: int
    missing_captures: tuple[str, ...]


def merge(one: Path, other: Path, destination: Path, report: Report = lambda step: None) -> Merged:  # noqa: ARG005 (nobody listens)
    """Join two archives into a new one; neither of them is changed.

    What one of them has forgotten is not in the new one, whoever held it.

    Raises:
        ArchiveError: one of them cannot be read, or the new one not be written; nothing is left there.
    """
    with ExitStack() as opened:
        left, right = without_forgotten(one, other, destination, opened, report)
        report("what they hold")
        first, second = sorted((left, right), key=_digest)
        report("the first")
        missing = back_up(first, destination, report).missing_captures
        try:
            with open_archive(destination) as merged:
                report("the second")
                _bring_in(merged, second)
                bring_keys(merged.path, second.path)
                missing += _bring_captures(merged, second)
                report("search index")
                _finish(merged)
                return _merged(merged, missing)
        except OSError as error:
            _remove(destination)
            raise DiskFullError(destination) from error
        except BaseException:
            _remove(destination)
            raise


def _digest(archive: Archive) -> str:
    """Of what the archive holds, whatever its ids are."""
    digest = hashlib.sha256()
    with archive.errors():
        for sql in _CONTENTS:
            for row in archive.connection.execute(sql):
                digest.update(orjson.dumps(tuple(row)))
    return digest.hexdigest()


def _bring_in(merged: Archive, second: Archive) -> None:
    connection = merged.connection
    with merged.errors():
        connection.execute("attach ? as other", (f"file:{quote(os.fsencode(second.path.absolute()))}?mode=ro",))
    with merged.transaction():
        connection.execute("pragma defer_foreign_keys = on")
        for table in IDENTITIES:
            map_rows(connection, table)
        for table in _THEIRS_ALONE:
            add_rows(connection, table)
        add_rows(connection, "recent_comments", "sidebar_id in (select theirs from map_sidebars where is_new)")
        for sql in (*_SEEN_LONGER, *_NOBODY_AT_WORK):
            connection.execute(sql)
        merge_histories(connection)
        connection.execute(_ADOPT)
        _cut_rings(connection)
        empty_index(connection)


def _cut_rings(connection: sqlite3.Connection) -> None:
    """Of two trees, each without rings, one with both parents may have some."""
    doubtful = connection.execute("select distinct article_id from comments where parent_id >= comment_id").fetchall()
    for row in doubtful:
        sql = "select comment_id, parent_id from comments where article_id = ?"
        parents = dict(connection.execute(sql, (row["article_id"],)).fetchall())
        free = without_rings(parents)
        wrong = [(i,) for i, parent in parents.items() if free[i] != parent]
        connection.executemany("update comments set parent_id = null, is_orphan = 1 where comment_id = ?", wrong)


def _bring_captures(merged: Archive, second: Archive) -> tuple[str, ...]:
    """Copy their files of captures that are new here; one with a name that is taken gets another."""
    missing = []
    folder = merged.captures_folder
    for row in merged.connection.execute(_NEW_FILES).fetchall():
        name = row["file"]
        try:
            source = find_file(second.captures_folder, name)
            folder.mkdir(exist_ok=True)
            name = _free_name(folder, source, name)
            shutil.copyfile(source, folder / (name + source.name.removeprefix(row["file"])))
        except CaptureError:
            missing.append(name)
            name = f"{name}.missing"
        with merged.transaction() as connection:
            connection.execute(_RENAME, {"name": name, "file": row["file"]})
    if folder.is_dir():
        close_left_files(folder)
    return tuple(missing)


def _free_name(folder: Path, source: Path, name: str) -> str:
    stem = _STEM.sub("", name)
    if not any(_STEM.sub("", file.name) == stem for file in folder.iterdir()):
        return name  # neither it nor the file that was made of it when something was forgotten
    with source.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()[:8]
    return f"{name.removesuffix('.warc.gz')}-{digest}.warc.gz"


def _finish(merged: Archive) -> None:
    merged.connection.execute("detach other")
    repair(merged)


def _merged(merged: Archive, missing: tuple[str, ...]) -> Merged:
    counts = {
        name: int(merged.connection.execute(f"select count(*) from {name}").fetchone()[0])  # noqa: S608 (our own tables)
        for name in ("sites", "articles", "comments", "captures")
    }
    return Merged(path=merged.path, **counts, missing_captures=missing)


def _remove(destination: Path) -> None:
    for suffix in ("", "-wal", "-shm"):
        destination.with_name(f"{destination.name}{suffix}").unlink(missing_ok=True)
    for suffix in (".key", ".tombstones.key", ".exports.jsonl"):
        destination.with_suffix(suffix).unlink(missing_ok=True)
    shutil.rmtree(destination.with_suffix(".captures"), ignore_errors=True)
