"""An export from beginning to end: one snapshot of the archive, one folder, one manifest."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

import attrs

from archive.database import Archive
from archive.export import manifest
from archive.export.dataset import iterate_rows
from archive.export.destination import new_folder
from archive.export.files import open_files
from archive.export.filters import Filters, Names
from archive.export.formats import FORMATS
from archive.export.naming import Naming
from archive.export.pseudonyms import Pseudonyms, load_key
from archive.export.tables import ARTICLES
from archive.schema.migrations import newest_migration

_REPORT_EVERY = 1000
_LAST_SEEN = ARTICLES.fields.index("last_seen_at")


@attrs.frozen(kw_only=True)
class Exported:
    """What was written."""

    folder: Path
    counts: dict[str, int]
    """Rows of each table, by its name."""


def export(
    archive: Archive,
    format_name: str,
    destination: Path,
    *,
    names: Names = Names.PSEUDONYM,
    filters: Filters | None = None,
    progress: Callable[[int], None] = lambda rows: None,  # noqa: ARG005 (nobody listens)
) -> Exported:
    """Write the archive, or a part of it, as a folder of files; the same archive gives the same bytes.

    Args:
        archive: open, if only for reading.
        format_name: one of `FORMATS`.
        destination: the folder, which is made; an earlier export in it is replaced once the new one is whole.
        names: how people are named.
        filters: what is exported; all that may be, by default.
        progress: told now and then how many rows are written.

    Raises:
        ExportError: the folder holds something else, or cannot be written.
        DiskFullError: no room; no half export is left.
    """
    filters = filters or Filters()
    form = FORMATS[format_name]
    naming = Naming(names, Pseudonyms(load_key(archive.path)) if names is Names.PSEUDONYM else None)
    newest = ""
    with archive.errors(), new_folder(destination) as folder:
        with ExitStack() as stack:
            files = open_files(stack, folder, form)
            archive.connection.execute("begin")  # one snapshot, whatever a crawl writes meanwhile
            stack.callback(archive.connection.execute, "rollback")
            for written, (table, row) in enumerate(iterate_rows(archive.connection, filters, naming), 1):
                files[table.name].write_row(row)
                if table is ARTICLES:
                    newest = max(newest, str(row[_LAST_SEEN]))
                if written % _REPORT_EVERY == 0:
                    progress(written)
        document = manifest.manifest(
            files.values(),
            format_name=format_name,
            schema=newest_migration(),
            naming=naming,
            filters=filters,
            newest_sighting=newest or None,
        )
        (folder / manifest.NAME).write_bytes(document)
    return Exported(folder=destination, counts={name: file.rows for name, file in files.items()})
