"""What another archive has forgotten, taken out of this one, before the two are joined.

All that is there of it are hashes. So this archive is gone through for names, hosts and addresses that have them, and what
is found is erased as if it had been asked for by name.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator

from archive.captures import close_left_files
from archive.database import Archive
from archive.forget import people
from archive.forget.capture_files import rewrite_captures
from archive.forget.erasing import Eraser
from archive.forget.exported import erase_in_log
from archive.forget.forgetting import Target, redactor_of_people
from archive.forget.recognising import Recogniser
from archive.forget.record_bytes import members_of, parse_record
from archive.forget.redacting import text_of
from archive.forget.rows import text_columns
from archive.forget.spellings import Named
from archive.keeping.overwriting import overwrite_what_is_freed, write_anew
from archive.keeping.rebuilding import empty_index
from archive.search_index import index_pending

_NOBODY_AT_WORK = "delete from site_locks"
_HOSTS = "select host from sites order by host"
_AUTHORS = """
    select author as name from comments where author is not null
    union select author from comment_revisions where author is not null
    union select author from recent_comments where author is not null
    union select name from people
    union select value from articles, json_each(articles.authors)
    union select value from article_revisions, json_each(article_revisions.authors)
"""

Report = Callable[[str], None]


def forget_what_is_known(archive: Archive, recogniser: Recogniser, report: Report) -> None:
    """Erase everything from this archive that the other one has forgotten; nobody else may be at work on it.

    Raises:
        ArchiveError: the file or its captures cannot be written.
    """
    if recogniser.is_idle:
        return
    overwrite_what_is_freed(archive)
    with archive.transaction() as connection:
        connection.execute(_NOBODY_AT_WORK)
    for row in archive.connection.execute(_HOSTS).fetchall():
        if recogniser.is_site(row["host"]):
            report(row["host"])
            Target.site(archive, row["host"]).erase(recogniser)
    _forget_articles(archive, recogniser, report)
    _forget_people(archive, recogniser, report)
    index_pending(archive)
    write_anew(archive)


def _forget_articles(archive: Archive, recogniser: Recogniser, report: Report) -> None:
    """Each of them goes with all its addresses, so they are looked for anew after each."""
    done: set[str] = set()
    while left := [url for url in _addresses(archive.connection) if url not in done and recogniser.is_of_article(url)]:
        report(left[0])
        done.add(left[0])
        Target.article(archive, left[0]).erase(recogniser)


def _addresses(connection: sqlite3.Connection) -> Iterator[str]:
    for column in list(text_columns(connection)):
        if column.column.endswith("url") or column.column == "found_on":
            sql = f"select distinct {column.column} from {column.table} where {column.column} like '%://%' order by 1"  # noqa: S608 (names from the schema)
            yield from (row[0] for row in connection.execute(sql).fetchall())


def _forget_people(archive: Archive, recogniser: Recogniser, report: Report) -> None:
    report("people")
    names = tuple(
        sorted(row["name"] for row in archive.connection.execute(_AUTHORS) if recogniser.is_person(row["name"]))
    )
    found = _found_in_texts(archive.connection, recogniser) | _found_in_captures(archive, recogniser)
    if not names and not found:
        return
    people.register_person(archive.connection, names)
    redactor = redactor_of_people(archive, names, found)
    rewrite_captures(archive, redactor, lambda name: report(f"captures: {name}"))
    with archive.transaction() as connection:
        people.erase_person(connection, redactor.eraser, recogniser)
        empty_index(connection)
    erase_in_log(archive, Eraser(names, found=found))


def _found_in_texts(connection: sqlite3.Connection, recogniser: Recogniser) -> Named:
    found = Named()
    for column in list(text_columns(connection)):
        sql = f"select distinct {column.column} from {column.table} where {column.column} is not null"  # noqa: S608 (names from the schema)
        for row in connection.execute(sql):
            found |= recogniser.find(row[0])
    return found


def _found_in_captures(archive: Archive, recogniser: Recogniser) -> Named:
    found = Named()
    if archive.captures_folder.is_dir():
        close_left_files(archive.captures_folder)
        for path in sorted(archive.captures_folder.glob("*.warc.gz")):
            for member in members_of(path):
                found |= recogniser.find(text_of(parse_record(member.data)))
    return found
