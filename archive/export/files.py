"""The files of an export while they are written: counted, measured and hashed."""

from __future__ import annotations

import hashlib
from contextlib import ExitStack
from pathlib import Path
from typing import BinaryIO

from archive.export.formats import Format
from archive.export.tables import TABLES, Row, Table

_BUFFER = 1 << 20


class TableFile:
    """One table's file."""

    def __init__(self, path: Path, stream: BinaryIO, table: Table, form: Format) -> None:
        self.path, self.stream, self.table, self.form = path, stream, table, form
        self.hash = hashlib.sha256()
        self.size = 0
        self.rows = 0
        self._write(form.encode_header(table))

    def write_row(self, row: Row) -> None:
        """Append one row."""
        self._write(self.form.encode_row(self.table, row))
        self.rows += 1

    def _write(self, data: bytes) -> None:
        self.stream.write(data)
        self.hash.update(data)
        self.size += len(data)


def open_files(stack: ExitStack, folder: Path, form: Format) -> dict[str, TableFile]:
    """A file for each table, closed with the stack."""
    files = {}
    for table in TABLES:
        path = folder / f"{table.name}{form.suffix}"
        files[table.name] = TableFile(path, stack.enter_context(path.open("wb", buffering=_BUFFER)), table, form)
    return files
