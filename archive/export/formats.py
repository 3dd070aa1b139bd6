"""The formats of an export, by name; one module a format."""

from __future__ import annotations

from collections.abc import Callable

import attrs

from archive.export import csv, jsonl
from archive.export.tables import Row, Table


@attrs.frozen
class Format:
    """How a table becomes a file."""

    name: str
    suffix: str
    encode_header: Callable[[Table], bytes]
    encode_row: Callable[[Table, Row], bytes]


FORMATS = {
    "jsonl": Format("jsonl", jsonl.SUFFIX, jsonl.encode_header, jsonl.encode_row),
    "csv": Format("csv", csv.SUFFIX, csv.encode_header, csv.encode_row),
}
