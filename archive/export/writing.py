"""An export from beginning to end: one snapshot of the archive, one folder, its datasheet and its manifest."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

import attrs

from archive.database import Archive
from archive.errors import ExportError
from archive.export import room
from archive.export.account import Account
from archive.export.dataset import iterate_entries, iterate_people, iterate_threads
from archive.export.datasheet import write_datasheet
from archive.export.destination import new_folder
from archive.export.filters import Filters, Names
from archive.export.formats import FORMATS, Format, Part, Sink, Task
from archive.export.manifest import Choices, write_manifest
from archive.export.naming import Naming
from archive.export.pseudonyms import Pseudonyms, load_key
from archive.export.selection import LeftOut, left_out, select_articles
from archive.export.tables import PEOPLE, RECENT_COMMENTS
from archive.sqlite_errors import naming_full_disk

_REPORT_EVERY = 1000
_CACHE_BYTES = 6 * 1024 * 1024
"""Each row is read once: the upper pages of the indexes are enough."""


@attrs.frozen(kw_only=True)
class Exported:
    """What was written."""

    folder: Path
    format_name: str
    names: Names
    counts: dict[str, int]
    """Rows of each table, by its name."""
    parts: dict[str, Part]
    """The files that hold rows, by their paths within the folder."""
    left_out: LeftOut
    """What asks not to be archived."""


@attrs.frozen(kw_only=True)
class Wishes:
    """What a user may choose besides format, place and filters."""

    names: Names | None = None
    """How people are named; the format's own default without it."""
    masks_contacts: bool = False
    is_partitioned: bool = False
    licence: str | None = None
    """Under which the user passes the export on; stated, not judged."""


def export(
    archive: Archive,
    format_name: str,
    destination: Path,
    *,
    names: Names | None = None,
    filters: Filters | None = None,
    wishes: Wishes | None = None,
    progress: Callable[[int, int], None] = lambda rows, of: None,  # noqa: ARG005 (nobody listens)
) -> Exported:
    """Write the archive, or a part of it, as a folder of files; the same contents give the same bytes.

    Args:
        archive: open, if only for reading.
        format_name: one of `FORMATS`.
        destination: the folder, which is made; an earlier export in it is replaced once the new one is whole.
        names: how people are named; short for the wish.
        filters: what is exported; all that may be, by default.
        wishes: what else may be chosen.
        progress: told now and then how many articles and comments are written, and of how many.

    Raises:
        ExportError: the folder holds something else, or cannot be written, or the format cannot do what is wished.
        DiskFullError: no room; no half export is left.
    """
    filters, wishes = filters or Filters(), wishes or Wishes(names=names)
    form = FORMATS[format_name]
    _refuse_impossible(form, wishes, destination)
    choices = Choices(
        format_name=format_name, naming=_naming(archive, form, wishes), filters=filters, licence=wishes.licence
    )
    account = Account()
    archive.keep_in_memory(_CACHE_BYTES)
    with naming_full_disk(destination), archive.errors(), new_folder(destination) as folder, ExitStack() as stack:
        archive.connection.execute("begin")  # one snapshot, whatever a crawl writes meanwhile
        stack.callback(archive.connection.execute, "rollback")
        task = Task(
            archive=archive,
            folder=folder,
            filters=filters,
            is_partitioned=wishes.is_partitioned,
            licence=wishes.licence,
        )
        sink = form.open(task)
        stack.callback(sink.close)
        account.left_out = left_out(archive.connection, filters)
        _write(task, sink, choices.naming, account, progress)
        parts = sink.finish(account)
        write_datasheet(archive.connection, folder, form, choices, account)
        write_manifest(folder, form, choices, account, parts)
    return Exported(
        folder=destination,
        format_name=form.name,
        names=choices.naming.names,
        counts=account.counts,
        parts=parts,
        left_out=account.left_out,
    )


def _refuse_impossible(form: Format, wishes: Wishes, destination: Path) -> None:
    if form.holds_captures and (wishes.names not in (None, Names.REAL) or wishes.masks_contacts):
        advice = "Use --names real, or a format that is made of records, such as jsonl or html."
        raise ExportError(
            destination, f"{form.name} holds pages as they came, in which no name can be replaced", advice
        )
    if wishes.is_partitioned and not form.can_be_partitioned:
        raise ExportError(destination, f"{form.name} has no partitions", "Leave --partition out, or choose parquet.")


def _naming(archive: Archive, form: Format, wishes: Wishes) -> Naming:
    names = wishes.names or form.default_names
    pseudonyms = None if names is Names.REAL else Pseudonyms(_key(archive, names))
    return Naming(names, pseudonyms, wishes.masks_contacts)


def _key(archive: Archive, names: Names) -> bytes:
    try:
        return load_key(archive.path)
    except ExportError:
        if names is Names.PSEUDONYM:
            raise
        return secrets.token_bytes(32)  # without names it only seals fingerprints, which then fit this export alone


def _write(task: Task, sink: Sink, naming: Naming, account: Account, progress: Callable[[int, int], None]) -> None:
    connection, filters = task.archive.connection, task.filters
    total = sum(select_articles(filters).totals(connection))
    reported = given_back = 0
    for thread in iterate_threads(connection, filters, naming):
        sink.write_thread(thread)
        account.add_thread(thread)
        if account.rows - reported >= _REPORT_EVERY:
            reported = account.rows
            progress(reported, total)
        if account.rows - given_back >= room.EVERY_ROWS:
            given_back = account.rows
            room.give_back()
    for table, rows in (
        (RECENT_COMMENTS, iterate_entries(connection, filters, naming)),
        (PEOPLE, iterate_people(connection, filters, naming)),
    ):
        for row in rows:
            sink.write_row(table, row)
            account.add_row(table, row)
