"""Formats of one line a row: a file for each table, written as the rows come."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

import attrs

from archive.export.account import Account
from archive.export.dataset import Thread
from archive.export.formats import Part
from archive.export.tables import ARTICLES, COMMENTS, TABLES, Row, Table

_BUFFER = 1 << 20


@attrs.frozen
class LineFormat:
    """How a table becomes a file."""

    suffix: str
    encode_header: Callable[[Table], bytes]
    encode_row: Callable[[Table, Row], bytes]


class LineSink:
    """One file a table."""

    def __init__(self, folder: Path, form: LineFormat) -> None:
        self.form = form
        self._stack = ExitStack()
        self._files = {
            table.name: self._stack.enter_context((folder / self._name(table)).open("wb", buffering=_BUFFER))
            for table in TABLES
        }
        for table in TABLES:
            self._files[table.name].write(form.encode_header(table))

    def write_thread(self, thread: Thread) -> None:
        """Append an article and its comments."""
        encode = self.form.encode_row
        self._files[ARTICLES.name].write(encode(ARTICLES, thread.article))
        self._files[COMMENTS.name].write(b"".join([encode(COMMENTS, row) for row in thread.comments]))

    def write_row(self, table: Table, row: Row) -> None:
        """Append one row."""
        self._files[table.name].write(self.form.encode_row(table, row))

    def finish(self, account: Account) -> dict[str, Part]:
        """Flush the files."""
        self.close()
        return {self._name(table): Part(table=table, rows=account.counts[table.name]) for table in TABLES}

    def close(self) -> None:
        """Close the files."""
        self._stack.close()

    def _name(self, table: Table) -> str:
        return table.name + self.form.suffix
