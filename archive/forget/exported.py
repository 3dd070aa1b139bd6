"""The exports that may hold what is forgotten: files of the user's own, which only the user can see to."""

from __future__ import annotations

import attrs

from archive.database import Archive
from archive.export.log import log_path, noted_exports
from archive.forget.erasing import Eraser
from archive.times import time_text

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


def exports_that_held(archive: Archive, sites: set[str]) -> list[PastExport]:
    """The exports that may hold something of these sites, the oldest first."""
    return [
        PastExport(
            written_at=time_text(noted.made_at),
            destination=str(noted.folder),
            format=noted.format_name,
            names=noted.names.value,
            is_there=noted.folder.exists(),
        )
        for noted in noted_exports(archive.path)
        if noted.filters.site is None or noted.filters.site in sites
    ]


def erase_in_log(archive: Archive, eraser: Eraser) -> None:
    """Take what is forgotten out of the list of exports: somebody may have exported what a search for a name finds."""
    path = log_path(archive.path)
    if not path.exists():
        return
    text = path.read_text(encoding="utf-8")
    if eraser.is_named_in(text):
        path.write_text(eraser.in_text(text), encoding="utf-8")
