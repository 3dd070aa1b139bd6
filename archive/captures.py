"""Captures: every fetched response as it came, in WARC/1.1 files beside the archive (ISO 28500).

    example.db
    example.captures/20260102T030405Z-4711-00001.warc.gz        finished, never touched again
                     20260102T040506Z-4712-00001.warc.gz.open   being written, or left by a process that was killed

A process writes into files of its own, one gzip member a record, so a tail cut by a crash harms no other record.
The next writer cuts such a tail off and closes the file; a lock on the file tells the dead from the living.
`warc_records` makes the records, FastWARC reads them.
"""

from __future__ import annotations

import fcntl
import os
import zlib
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Self

import attrs

from archive.errors import CaptureError
from archive.records import Capture
from archive.warc import CapturedResponse, iterate_warc, read_record
from archive.warc_records import Headers, digest_of, http_head, info_record, request_record, response_record

__all__ = ["CaptureWriter", "CapturedResponse", "Exchange", "iterate_warc", "read_capture"]

# The usual size of WARC files (the WARC standard's own advice): large enough to be few, small enough to move about.
FILE_BYTES = 1_000_000_000
OPEN_SUFFIX = ".open"


@attrs.frozen(kw_only=True)
class Exchange:
    """One request and its response, ready to be kept."""

    url: str
    status: int
    reason: str
    headers: Headers
    body: bytes
    """As received, without transfer coding, with content coding."""
    fetched_at: datetime
    request_headers: Headers = ()
    http_version: str = "HTTP/1.1"
    ip_address: str | None = None


class CaptureWriter:
    """Appends responses to WARC files in one folder; what it returned is in the file, whatever becomes of the process."""

    def __init__(self, folder: Path, *, software: str = "commentariat", max_bytes: int = FILE_BYTES) -> None:
        self.folder, self._software, self._max_bytes = folder, software, max_bytes
        self._file: BinaryIO | None = None
        self._path = folder
        self._number = 0
        folder.mkdir(parents=True, exist_ok=True)
        close_left_files(folder)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def write(self, exchange: Exchange) -> Capture:
        """Append a response record and its request record; both are with the operating system on return.

        Raises:
            OSError: the disk is full, or the folder cannot be written.
        """
        digest = digest_of(exchange.body)
        response, request = _records_of(exchange, digest)
        file = self._room_for_more()
        offset = file.tell()
        _write_whole(file, response + request)
        return Capture(
            url=exchange.url,
            fetched_at=exchange.fetched_at,
            status=exchange.status,
            content_type=next((value for name, value in exchange.headers if name.lower() == "content-type"), None),
            digest=digest,
            file=self._path.name.removesuffix(OPEN_SUFFIX),
            offset=offset,
            length=len(response),
        )

    def close(self) -> None:
        """Finish the file: on the disk, under its lasting name."""
        if self._file is None:
            return
        os.fsync(self._file.fileno())
        self._path.rename(self._path.with_name(self._path.name.removesuffix(OPEN_SUFFIX)))
        self._file.close()
        self._file = None

    def _room_for_more(self) -> BinaryIO:
        if self._file is not None and self._file.tell() >= self._max_bytes:
            self.close()
        return self._file or self._open_next()

    def _open_next(self) -> BinaryIO:
        self._number += 1
        name = f"{datetime.now(UTC):%Y%m%dT%H%M%SZ}-{os.getpid()}-{self._number:05d}.warc.gz"
        self._path = self.folder / (name + OPEN_SUFFIX)
        if self._path.exists() or (self.folder / name).exists():
            return self._open_next()  # another writer of this process took the number in this second
        # Unbuffered: a record is one write, and a kill between two leaves nothing behind in this process.
        self._file = self._path.open("xb", buffering=0)
        fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        _write_whole(self._file, info_record(name, self._software))
        return self._file


def read_capture(folder: Path, capture: Capture) -> CapturedResponse:
    """The response of one capture, its body decoded.

    Raises:
        CaptureError: the file is not there, or what stands at that place is not that record.
    """
    path = find_file(folder, capture.file)
    with path.open("rb") as file:
        file.seek(capture.offset)
        record = file.read(capture.length)
    return read_record(record, path=path, offset=capture.offset)


def close_left_files(folder: Path) -> None:
    """Cut the torn tails off files that dead writers left open, and give the files their lasting names."""
    for path in sorted(folder.glob(f"*{OPEN_SUFFIX}")):
        with path.open("r+b") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                continue  # its writer lives
            file.truncate(_end_of_last_member(file))
            os.fsync(file.fileno())
            path.rename(path.with_name(path.name.removesuffix(OPEN_SUFFIX)))


def find_file(folder: Path, name: str) -> Path:
    for path in (folder / name, folder / (name + OPEN_SUFFIX)):
        if path.is_file():
            return path
    raise CaptureError(folder / name, "no such capture file")


def _end_of_last_member(file: BinaryIO) -> int:
    """Where the last whole gzip member ends."""
    file.seek(0)
    whole = position = 0
    stream = zlib.decompressobj(31)
    while chunk := file.read(1 << 20):
        while chunk:
            try:
                stream.decompress(chunk)
            except zlib.error:
                return whole
            position += len(chunk) - len(stream.unused_data)
            chunk = stream.unused_data
            if stream.eof:
                whole, stream = position, zlib.decompressobj(31)
    return whole


def _write_whole(file: BinaryIO, data: bytes) -> None:
    """All of the data or nothing of it: a full disk leaves the file as it was."""
    start, view = file.tell(), memoryview(data)
    try:
        while view:
            view = view[file.write(view) :]
    except OSError:
        file.truncate(start)
        file.seek(start)
        raise


def _records_of(exchange: Exchange, digest: str) -> tuple[bytes, bytes]:
    """The response record and the request record, each a gzip member."""
    status = f"{exchange.http_version} {exchange.status} {exchange.reason}".strip()
    response, identifier = response_record(
        exchange.url,
        http_head(status, exchange.headers),
        exchange.body,
        at=exchange.fetched_at,
        digest=digest,
        ip_address=exchange.ip_address,
    )
    asked = http_head(_request_line(exchange.url), exchange.request_headers)
    return response, request_record(exchange.url, asked, at=exchange.fetched_at, answered_by=identifier)


def _request_line(url: str) -> str:
    return f"GET /{url.partition('://')[2].partition('/')[2]} HTTP/1.1"


def total_bytes(folder: Path) -> int:
    """What the captures take on the disk."""
    return sum(path.stat().st_size for path in _warc_files(folder))


def _warc_files(folder: Path) -> Iterable[Path]:
    return (path for path in folder.glob("*.warc.gz*") if path.is_file()) if folder.is_dir() else ()
