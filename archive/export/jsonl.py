"""JSON Lines: one object a line, one file a table."""

from __future__ import annotations

import orjson

from archive.export.formats import Task
from archive.export.lines import LineFormat, LineSink
from archive.export.tables import Row, Table


def encode_header(table: Table) -> bytes:  # noqa: ARG001 (the signature of a format)
    """What stands at the head of a file: nothing."""
    return b""


def encode_row(table: Table, row: Row) -> bytes:
    """One object with the fields in their order, and a line end."""
    return orjson.dumps(table.named(row), option=orjson.OPT_APPEND_NEWLINE)


def open_sink(task: Task) -> LineSink:
    """Begin the four files."""
    return LineSink(task.folder, LineFormat(".jsonl", encode_header, encode_row))
