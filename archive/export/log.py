"""Which exports were made of an archive: a line each, in a file beside it (`demo.exports.jsonl` for `demo.db`).

Who erases a person can so be told which folders still hold what was erased.
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import attrs
import orjson

from archive.export.filters import Filters, Names
from archive.times import text_time, time_text


@attrs.frozen(kw_only=True)
class NotedExport:
    """One export that was made."""

    made_at: datetime
    folder: Path
    """Where it was put, absolute; it may have been moved since."""
    format_name: str
    names: Names
    filters: Filters


def log_path(archive_path: Path) -> Path:
    """The file that lists the exports of an archive."""
    return archive_path.with_suffix(".exports.jsonl")


def note_export(archive_path: Path, noted: NotedExport) -> bool:
    """Add a line for an export, and say whether that could be done: an archive may lie where nothing can be written."""
    line = {
        "made_at": time_text(noted.made_at),
        "folder": str(noted.folder),
        "format": noted.format_name,
        "names": noted.names.value,
        "filters": attrs.asdict(noted.filters),
    }
    try:
        with log_path(archive_path).open("ab") as file:
            file.write(orjson.dumps(line, option=orjson.OPT_APPEND_NEWLINE))
    except OSError:
        return False
    return True


def noted_exports(archive_path: Path) -> list[NotedExport]:
    """The exports made of an archive, oldest first."""
    path = log_path(archive_path)
    if not path.exists():
        return []
    return [_read(orjson.loads(line)) for line in path.read_bytes().splitlines() if line.strip()]


def _read(line: dict[str, object]) -> NotedExport:
    filters = line["filters"]
    known = {field.name for field in attrs.fields(Filters)}
    told = {name: value for name, value in filters.items() if name in known} if isinstance(filters, dict) else {}
    return NotedExport(
        made_at=text_time(str(line["made_at"])),
        folder=Path(str(line["folder"])),
        format_name=str(line["format"]),
        names=Names(str(line["names"])),
        filters=Filters(**told),
    )
