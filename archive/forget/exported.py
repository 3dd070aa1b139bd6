"""Where exports went: so that whoever is forgotten can be taken out of those that held them."""

from __future__ import annotations

from pathlib import Path

import attrs
import orjson

from archive.database import Archive, open_archive
from archive.errors import ArchiveError
from archive.times import now, time_text

_PATIENCE = 5.0
_INSERT = """
    insert into exports (written_at, destination, format, names, filters)
    values (:written_at, :destination, :format, :names, :filters)
"""
_ALL = "select written_at, destination, format, names, filters from exports order by export_id"
_NAMES = {"real": "with names", "pseudonym": "under pseudonyms", "none": "without names"}


@attrs.frozen(kw_only=True)
class PastExport:
    """An export that may hold what is forgotten."""

    written_at: str
    destination: str
    format: str
    names: str
    """real, pseudonym or none."""
    is_there: bool
    """It still lies where it was written."""

    @property
    def told(self) -> str:
        """In a line."""
        where = self.destination if self.is_there else f"{self.destination} (no longer there)"
        return f"{where}: {self.format} of {self.written_at[:10]}, {_NAMES.get(self.names, self.names)}"


def record_export(archive_path: Path, destination: Path, *, format_name: str, names: str, filters: object) -> bool:
    """Note an export in its archive; False where the archive cannot be written."""
    values = {
        "written_at": time_text(now()),
        "destination": str(destination.resolve()),
        "format": format_name,
        "names": names,
        "filters": orjson.dumps(attrs.asdict(filters)).decode() if attrs.has(type(filters)) else "{}",  # type: ignore[arg-type]  # attrs.has() does not narrow
    }
    try:
        with open_archive(archive_path, busy_seconds=_PATIENCE) as archive, archive.transaction() as connection:
            connection.execute(_INSERT, values)
    except ArchiveError:
        return False
    return True


def exports_that_held(archive: Archive, sites: set[str]) -> list[PastExport]:
    """The exports that may hold something of these sites, the oldest first."""
    found = []
    for row in archive.connection.execute(_ALL):
        site = orjson.loads(row["filters"]).get("site")
        if site is None or site in sites:
            values = {name: row[name] for name in ("written_at", "destination", "format", "names")}
            found.append(PastExport(**values, is_there=Path(row["destination"]).exists()))
    return found
