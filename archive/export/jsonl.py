"""JSON Lines: one object a line, one file a table."""

from __future__ import annotations

import orjson

from archive.export.tables import Row, Table

SUFFIX = ".jsonl"


def encode_header(table: Table) -> bytes:  # noqa: ARG001 (the signature of a format)
    """What stands at the head of a file: nothing."""
    return b""


def encode_row(table: Table, row: Row) -> bytes:
    """One object with the fields in their order, and a line end."""
    return orjson.dumps(dict(zip(table.fields, row, strict=True)), option=orjson.OPT_APPEND_NEWLINE)
