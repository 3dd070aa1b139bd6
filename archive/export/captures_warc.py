"""The captures as one WARC/1.1 file: the records as they were written when they were fetched, byte for byte."""

from __future__ import annotations

import uuid
import zlib
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path

from archive.export.account import Account
from archive.export.captures_chosen import ChosenCapture, chosen_captures
from archive.export.dataset import Thread
from archive.export.formats import Part, Task
from archive.export.tables import ARTICLES, COMMENTS, Row, Table

NAME = "captures.warc.gz"


class WarcSink:
    """The file is written at the end; the records of the tables only tell what is in it."""

    def __init__(self, task: Task) -> None:
        self.task = task

    def write_thread(self, thread: Thread) -> None:
        """Its captures come at the end."""

    def write_row(self, table: Table, row: Row) -> None:
        """Sidebars and mastheads are in the captures."""

    def finish(self, account: Account) -> dict[str, Part]:
        """Copy the records."""
        copied = write_warc(self.task.folder / NAME, self.task, account, lambda capture, offset: None)  # noqa: ARG005
        tell_captures(account, copied)
        return {}

    def close(self) -> None:
        """Nothing stays open."""


def write_warc(path: Path, task: Task, account: Account, note: Callable[[ChosenCapture, int], None]) -> int:
    """Write the chosen captures into a file, telling each one's place in it, and say how many."""
    copied = 0
    with path.open("wb", buffering=1 << 20) as file:
        file.write(_warcinfo(account.seen.last or "1970-01-01T00:00:00Z"))
        for chosen in chosen_captures(task.archive, task.filters):
            note(chosen, file.tell())
            file.write(chosen.record)
            copied += 1
    return copied


def tell_captures(account: Account, copied: int) -> None:
    """Count captures beside the articles and comments they show."""
    account.counts = {table.name: account.counts[table.name] for table in (ARTICLES, COMMENTS)} | {"captures": copied}


def _warcinfo(at: str) -> bytes:
    """The record at the head; its id follows from its time, so that the same export gives the same bytes."""
    block = (
        f"software: commentariat/{version('commentariat')}\r\nformat: WARC File Format 1.1\r\n"
        "conformsTo: https://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/\r\n"
    ).encode()
    head = (
        "WARC/1.1\r\nWARC-Type: warcinfo\r\n"
        f"WARC-Record-ID: <urn:uuid:{uuid.uuid5(uuid.NAMESPACE_OID, at)}>\r\nWARC-Date: {at}\r\nWARC-Filename: {NAME}\r\n"
        f"Content-Type: application/warc-fields\r\nContent-Length: {len(block)}\r\n\r\n"
    ).encode()
    packer = zlib.compressobj(6, zlib.DEFLATED, zlib.MAX_WBITS + 16)
    return packer.compress(head + block + b"\r\n\r\n") + packer.flush()


def open_sink(task: Task) -> WarcSink:
    """Begin the file."""
    return WarcSink(task)
