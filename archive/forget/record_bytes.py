"""One WARC record, taken apart and put together again."""

from __future__ import annotations

import mmap
import zlib
from collections.abc import Iterator
from pathlib import Path

import attrs

from archive.errors import CaptureError
from archive.warc_records import GZIP_LEVEL, digest_of

_GZIP = zlib.MAX_WBITS + 16
_CHUNK = 1 << 16  # what is read beyond a record is read again
_HEAD_END = b"\r\n\r\n"

Fields = tuple[tuple[str, str], ...]


@attrs.frozen
class Member:
    """One gzip member of a file: one record."""

    offset: int
    size: int
    data: bytes = attrs.field(repr=False)
    """Unpacked."""


@attrs.frozen
class RawRecord:
    """A record by its parts."""

    version: str
    fields: Fields
    block: bytes = attrs.field(repr=False)

    @property
    def kind(self) -> str:
        """What it is: `response`, `request`, `warcinfo`."""
        return self.field("WARC-Type") or ""

    @property
    def url(self) -> str:
        """The address it is about."""
        return (self.field("WARC-Target-URI") or "").strip("<>")

    def field(self, name: str) -> str | None:
        """The first field of that name, in any case."""
        return next((value for key, value in self.fields if key.lower() == name.lower()), None)

    def with_block(self, block: bytes, payload: bytes | None) -> RawRecord:
        """The record with another block, and the digests and length to match; without a payload where it has none."""
        right = {"content-length": str(len(block)), "warc-block-digest": digest_of(block)}
        if payload is not None:
            right["warc-payload-digest"] = digest_of(payload)
        return attrs.evolve(
            self, fields=tuple((name, right.get(name.lower(), value)) for name, value in self.fields), block=block
        )

    def with_field(self, name: str, value: str) -> RawRecord:
        """The record with another value of a field that it has."""
        fields = tuple((key, value if key.lower() == name.lower() else old) for key, old in self.fields)
        return attrs.evolve(self, fields=fields)

    def packed(self) -> bytes:
        """The record as a gzip member."""
        head = "\r\n".join([self.version, *(f"{name}: {value}" for name, value in self.fields), "", ""])
        packer = zlib.compressobj(GZIP_LEVEL, zlib.DEFLATED, _GZIP)
        return packer.compress(head.encode("utf-8", "surrogateescape") + self.block + _HEAD_END) + packer.flush()


def parse_record(data: bytes) -> RawRecord:
    """The parts of a record.

    Raises:
        ValueError: it is none.
    """
    head, found, rest = data.partition(_HEAD_END)
    version, *lines = head.decode("utf-8", "surrogateescape").split("\r\n")
    if not found or not version.startswith("WARC/"):
        raise ValueError("no WARC record")
    fields = tuple((name, value.strip()) for name, _, value in (line.partition(":") for line in lines))
    length = next((int(value) for name, value in fields if name.lower() == "content-length"), 0)
    if len(rest) < length:
        raise ValueError("a record that is cut short")
    return RawRecord(version, fields, rest[:length])


def members_of(path: Path) -> Iterator[Member]:
    """The gzip members of a file, one after the other.

    Raises:
        CaptureError: what stands there is none.
    """
    if not path.stat().st_size:
        return
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
        at, end = 0, len(data)
        while at < end:
            stream, start, parts = zlib.decompressobj(_GZIP), at, []
            try:
                while not stream.eof and at < end:
                    parts.append(stream.decompress(data[at : at + _CHUNK]))
                    at = min(at + _CHUNK, end) - len(stream.unused_data)
            except zlib.error as error:
                raise CaptureError(path, f"broken ({error})", start) from error
            if not stream.eof:
                raise CaptureError(path, "cut in the middle of a record", start)
            yield Member(start, at - start, b"".join(parts))
