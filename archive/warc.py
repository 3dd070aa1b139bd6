"""WARC files of anyone's, read: responses and resources with their bodies decoded.

Told apart are a file that was cut (what is whole is read, then CaptureError says where it ends)
and a record whose body cannot be decoded, or is not what its digest says (it is given without a body, with its problem).
"""

from __future__ import annotations

import io
import re
import zlib
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO

import attrs
from fastwarc.warc import ArchiveIterator, WarcRecord, WarcRecordType

from archive.codings import CodingError, decode_body, split_codings
from archive.errors import CaptureError
from archive.warc_digests import wrong_digest

# Pages beyond it are refused by the crawler, too; a sitemap may hold 50 MB by its own rules.
BODY_BYTES = 50_000_000
_WANTED = WarcRecordType.response | WarcRecordType.resource
_EVERYTHING = _WANTED | WarcRecordType.revisit | WarcRecordType.conversion
_GZIP = b"\x1f\x8b"
_ADVICE = "Get the file again, if it can be had."
_CHUNK_SIZE_LINE = re.compile(rb"([0-9a-fA-F]{1,8})[ \t]*(?:;[^\r\n]*)?\r?\n")


@attrs.frozen(kw_only=True)
class CapturedResponse:
    """One response out of a WARC file."""

    url: str
    status: int | None
    """None for a resource, which has no HTTP status."""
    headers: tuple[tuple[str, str], ...]
    body: bytes = attrs.field(repr=False)
    """Without transfer and content codings."""
    fetched_at: datetime
    problem: str | None = None
    """Why the body is missing."""
    damage: str | None = None
    """How its bytes differ from what its own digests say: not as the server sent them."""
    digest: str | None = None
    """Of its payload, as the record tells."""
    is_text: bool = False
    """A conversion: what a program made of a page (the text of a WET file), not what a server sent."""
    repeats: tuple[str, datetime] | None = None
    """A revisit: which address, fetched when, had the same body, which is not told again."""

    def header(self, name: str) -> str | None:
        """The first header of that name, in any case."""
        return next((value for key, value in self.headers if key.lower() == name.lower()), None)

    @property
    def content_type(self) -> str | None:
        """As the server, or the record, gives it."""
        return self.header("Content-Type")


def iterate_warc(path: Path, *, max_bytes: int = BODY_BYTES, everything: bool = False) -> Iterator[CapturedResponse]:
    """The responses and resources of a WARC file, in its order; plain, gzip, zstd or lz4.

    Args:
        path: the file.
        max_bytes: the largest body that is read.
        everything: also revisits, which hold no body, and conversions.

    Raises:
        CaptureError: after all that is whole, if the file is cut or broken; at once, if it is no WARC file.
    """
    last, seen, given = 0, 0, 0
    wanted = _EVERYTHING if everything else _WANTED
    try:
        with path.open("rb") as file:
            for record in ArchiveIterator(file, record_types=WarcRecordType.any_type, parse_http=False):
                last, seen = record.stream_pos, seen + 1
                if record.record_type & wanted and (response := _response(record, max_bytes)):
                    given += 1
                    yield response
                elif not record.record_type & wanted:
                    record.consume()
        reason = _cut(path, last) if seen else None
    except (OSError, zlib.error) as error:
        raise CaptureError(path, f"broken ({error}), {given} responses read before", last, _ADVICE) from error
    if not seen:
        raise CaptureError(path, "no WARC record", advice=_ADVICE)
    if reason:
        raise CaptureError(path, f"{reason}, {given} responses read before", last, _ADVICE)


def read_record(data: bytes, *, path: Path, offset: int, max_bytes: int = BODY_BYTES) -> CapturedResponse:
    """The response that one record holds.

    Raises:
        CaptureError: it is no whole response record.
    """
    try:
        for record in ArchiveIterator(io.BytesIO(data), record_types=_WANTED, parse_http=False):
            if response := _response(record, max_bytes):
                return response
    except OSError as error:
        raise CaptureError(path, f"cannot be read ({error})", offset) from error
    raise CaptureError(path, "no whole response record", offset)


def _response(record: WarcRecord, max_bytes: int) -> CapturedResponse | None:
    """The record as a response; None where it is cut, or no HTTP response."""
    url = (record.headers.get("WARC-Target-URI") or "").strip("<>")
    declared = record.content_length
    block = record.reader.read(max_bytes + 1_000_000)
    if not url or len(block) < min(declared, max_bytes + 1_000_000):
        return None
    if record.record_type == WarcRecordType.revisit:
        return _revisit(record, url)
    status, headers, payload = _split_http(block)
    if record.record_type & (WarcRecordType.resource | WarcRecordType.conversion):
        kind = record.headers.get("Content-Type") or "application/octet-stream"
        status, headers, payload = None, (("Content-Type", kind),), block
    elif status is None:
        return None
    try:
        body = payload if status is None else _decode(payload, headers, max_bytes)
        problem = damage = wrong_digest(record.headers.get, block, (payload, _without_chunks(payload), body))
    except CodingError as error:
        # Broken bytes tell more than the digest that they do not have.
        body, problem = b"", str(error)
        damage = wrong_digest(record.headers.get, block, (payload,))
    return CapturedResponse(
        url=url,
        status=status,
        headers=headers,
        body=b"" if problem else body,
        fetched_at=_date(record.headers.get("WARC-Date")),
        problem=problem,
        damage=damage,
        digest=record.headers.get("WARC-Payload-Digest"),
        is_text=record.record_type == WarcRecordType.conversion,
    )


def _revisit(record: WarcRecord, url: str) -> CapturedResponse:
    """A revisit names the address and time of what it repeats; older writers name neither, and mean the same address."""
    at = _date(record.headers.get("WARC-Date"))
    before = record.headers.get("WARC-Refers-To-Date")
    repeated = (record.headers.get("WARC-Refers-To-Target-URI") or url).strip("<>")
    return CapturedResponse(
        url=url, status=None, headers=(), body=b"", fetched_at=at, repeats=(repeated, _date(before) if before else at)
    )


def _split_http(block: bytes) -> tuple[int | None, tuple[tuple[str, str], ...], bytes]:
    """Status, headers and raw body of an HTTP response; a status of None where it is none."""
    found = re.search(rb"\r?\n\r?\n", block)
    head, body = (block[: found.start()], block[found.end() :]) if found else (block, b"")
    first, *lines = _header_text(head).split("\n")
    status = re.match(r"HTTP/[\d.]+ +(\d{3})", first)
    if not status:
        return None, (), b""
    pairs = (line.partition(":") for line in lines if ":" in line)
    return int(status[1]), tuple((name.strip(), value.strip()) for name, _, value in pairs), body


def _header_text(head: bytes) -> str:
    """Headers are Latin-1 by the book, and UTF-8 in many files; a value folded over lines is one line."""
    head = re.sub(rb"\r?\n[ \t]+", b" ", head).replace(b"\r", b"")
    try:
        return head.decode("utf-8")
    except UnicodeDecodeError:
        return head.decode("latin-1")


def _decode(body: bytes, headers: tuple[tuple[str, str], ...], max_bytes: int) -> bytes:
    named = {name.lower(): value for name, value in headers}
    if "chunked" in named.get("transfer-encoding", "").lower():
        body = _dechunk(body)
    if len(body) > max_bytes:
        raise CodingError(f"larger than {max_bytes / 1_000_000:.0f} MB")
    return decode_body(body, split_codings(named.get("content-encoding")), max_bytes=max_bytes)


def _without_chunks(payload: bytes) -> bytes:
    try:
        return _dechunk(payload)
    except CodingError:  # it has no chunks, and only begins as if it had
        return payload


def _dechunk(body: bytes) -> bytes:
    """The body without chunk sizes; as it is where it has none (some writers keep the header of what they removed)."""
    parts: list[bytes] = []
    at = 0
    while found := _CHUNK_SIZE_LINE.match(body, at):
        size = int(found[1], 16)
        if size == 0:
            return b"".join(parts)
        parts.append(body[found.end() : found.end() + size])
        if len(parts[-1]) < size:
            raise CodingError("its chunked body is cut short")
        at = found.end() + size
        at += 2 if body.startswith(b"\r\n", at) else body.startswith(b"\n", at)
    if not parts:
        return body
    raise CodingError("its chunked body is cut short")


def _date(value: str | None) -> datetime:
    try:
        return datetime.fromisoformat(value or "").astimezone(UTC)
    except ValueError:
        return datetime.fromtimestamp(0, UTC)


def _cut(path: Path, last: int) -> str | None:
    """Why the end of the file is not whole, judged from its last record on."""
    with path.open("rb") as file:
        if file.read(2) != _GZIP:
            file.seek(last)
            return _cut_plain(file)
        file.seek(last)
        # A file packed as a whole has one member: its records have no place of their own in it.
        file.seek(last if file.read(2) == _GZIP else 0)
        return _cut_gzip(file)


def _cut_gzip(file: BinaryIO) -> str | None:
    stream = zlib.decompressobj(31)
    rest = b""
    while chunk := rest or file.read(1 << 20):
        stream.decompress(chunk, 1)
        while stream.unconsumed_tail and not stream.eof:
            stream.decompress(stream.unconsumed_tail, 1 << 20)
        rest = stream.unused_data
        if stream.eof:
            whole, stream = True, zlib.decompressobj(31)
            if not rest and not (rest := file.read(1 << 20)):
                return None
        else:
            whole = False
    return None if whole else "cut in the middle of a record"


def _cut_plain(file: BinaryIO) -> str | None:
    """Plain files end with the two line ends that close a record; other packings are judged by their reader."""
    if file.read(5) != b"WARC/":
        return None
    file.seek(-4, io.SEEK_END)
    return None if file.read(4) == b"\r\n\r\n" else "cut in the middle of a record"
