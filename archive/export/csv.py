"""CSV: RFC 4180 in UTF-8, with a header line; lists as JSON; nothing a spreadsheet would run.

A text that begins with = + - @ or a tab, carriage return or line end is a formula to a spreadsheet, which may then call
other programs; it gets a single quote in front, as OWASP advises. Numbers are written as they are.
"""

from __future__ import annotations

import csv
import io

import orjson

from archive.export.formats import Task
from archive.export.lines import LineFormat, LineSink
from archive.export.tables import Row, Table, Value

_DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n")


def open_sink(task: Task) -> LineSink:
    """Begin the four files."""
    return LineSink(task.folder, LineFormat(".csv", encode_header, encode_row))


def encode_header(table: Table) -> bytes:
    """The names of the fields."""
    return _line(list(table.fields))


def encode_row(table: Table, row: Row) -> bytes:  # noqa: ARG001 (the signature of a format)
    """The values in their order; None is an empty cell."""
    return _line([_cell(value) for value in row])


def _line(cells: list[str]) -> bytes:
    line = io.StringIO()
    csv.writer(line).writerow(cells)
    return line.getvalue().encode()


def _cell(value: Value) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return f"'{value}" if value.startswith(_DANGEROUS) else value
    return orjson.dumps(value).decode()
