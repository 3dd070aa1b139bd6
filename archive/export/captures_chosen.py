"""The captures an export of bytes takes: those of the chosen articles and of their comment pages, or of a whole site."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from pathlib import Path

import attrs

from archive.addresses import site_of, thread_address
from archive.captures import find_file
from archive.database import Archive
from archive.errors import CaptureError
from archive.export.filters import Filters
from archive.export.selection import select_articles
from archive.records import Capture
from archive.times import text_time

_COLUMNS = """
    captures.url, captures.fetched_at, captures.status, captures.content_type, captures.digest, captures.file,
    captures.offset, captures.length, articles.title
"""
# Listings, feeds and the like belong to no article: they come with a whole site.
_OF_SITES = f"""
    select {_COLUMNS}
    from captures
    left join article_addresses on article_addresses.url = thread_address(captures.url)
    left join articles using (article_id)
    where (:site is null or site_of(captures.url) = :site)
      and (:include_noarchive or ifnull(articles.is_noarchive, 0) = 0)
    order by captures.capture_id
"""  # noqa: S608 (our own constants, as below)
_OF_ARTICLES = f"""
    select {_COLUMNS}
    from captures
    join article_addresses on article_addresses.url = thread_address(captures.url)
    join articles using (article_id)
    where {{condition}}
    order by captures.capture_id
"""  # noqa: S608


@attrs.frozen
class ChosenCapture:
    """A capture, its record as it stands in its file, and the title of the article it shows."""

    capture: Capture
    record: bytes = attrs.field(repr=False)
    """One gzip member."""
    title: str | None


def chosen_captures(archive: Archive, filters: Filters) -> Iterator[ChosenCapture]:
    """The captures that pass, in the order they were stored.

    Raises:
        CaptureError: a capture is not where the archive says.
    """
    connection = archive.connection
    connection.create_function("thread_address", 1, thread_address, deterministic=True)
    connection.create_function("site_of", 1, site_of, deterministic=True)
    chosen = select_articles(filters)
    is_whole = not attrs.evolve(filters, site=None).narrow()
    sql = _OF_SITES if is_whole else _OF_ARTICLES.format(condition=chosen.condition)
    for row in connection.execute(sql, chosen.parameters):
        values = {name: row[name] for name in row.keys() if name != "title"}  # noqa: SIM118 (a row is no mapping)
        capture = Capture(**{**values, "fetched_at": text_time(row["fetched_at"])})
        yield ChosenCapture(capture, _read_member(archive.captures_folder, capture), row["title"])


def _read_member(folder: Path, capture: Capture) -> bytes:
    path = find_file(folder, capture.file)
    with path.open("rb") as file:
        file.seek(capture.offset)
        record = file.read(capture.length)
    unpacker = zlib.decompressobj(31)
    try:
        unpacker.decompress(record)
    except zlib.error as error:
        raise CaptureError(path, f"cannot be read ({error})", capture.offset) from error
    if not unpacker.eof:
        raise CaptureError(path, "no whole record", capture.offset)
    return record
