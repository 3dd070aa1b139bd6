"""Content codings of HTTP: what a server compressed, unpacked up to a limit.

A body that unpacks without end (a "bomb") is stopped at the limit, and one that stops early is not passed off as whole.
"""

from __future__ import annotations

import io
import zlib
from collections.abc import Callable, Iterable

import brotli  # type: ignore[import-untyped]  # it has no types
import zstandard

_CHUNK = 64 * 1024
_GZIP_MAGIC = b"\x1f\x8b\x08"


class CodingError(Exception):
    """A body that cannot be unpacked; the message says why in a few words."""


def decode_body(body: bytes, codings: Iterable[str], *, max_bytes: int) -> bytes:
    """The body without its content codings.

    Args:
        body: as received.
        codings: as in Content-Encoding, in the order in which they were applied; `identity` is nothing.
        max_bytes: the most the result, and every step to it, may hold.

    Raises:
        CodingError: cut, broken, larger than `max_bytes`, or of an unknown coding.
    """
    for coding in reversed([name.strip().lower() for name in codings]):
        if coding in {"", "identity", "none", "utf-8"} or not body:
            continue
        if coding in {"gzip", "x-gzip"} and body[:2] != _GZIP_MAGIC[:2]:
            continue  # some servers say gzip and send plain text
        body = _decoder(coding)(body, max_bytes)
    return body


def split_codings(header: str | None) -> tuple[str, ...]:
    """The names in a Content-Encoding header, in the order in which they were applied."""
    return tuple(name.strip().lower() for name in (header or "").split(",") if name.strip())


def is_gzip(body: bytes) -> bool:
    """Whether the bytes begin as a gzip file does."""
    return body.startswith(_GZIP_MAGIC)


def _decoder(coding: str) -> Callable[[bytes, int], bytes]:
    if coding not in _DECODERS:
        raise CodingError(f"unknown content coding {coding!r}")
    return _DECODERS[coding]


def _check_size(size: int, max_bytes: int) -> None:
    if size > max_bytes:
        raise CodingError(f"unpacks to more than {max_bytes / 1_000_000:.0f} MB")


def _inflate(body: bytes, max_bytes: int, wbits: int) -> tuple[bytes, bytes]:
    """One zlib stream and what follows it."""
    stream = zlib.decompressobj(wbits)
    parts, size, rest = [], 0, body
    while rest and not stream.eof:
        part = stream.decompress(rest, _CHUNK)
        size += len(part)
        _check_size(size, max_bytes)
        parts.append(part)
        rest = stream.unconsumed_tail
        if not part and not rest:
            break
    if not stream.eof:
        last = stream.decompress(stream.unconsumed_tail, _CHUNK)
        parts.append(last)
    if not stream.eof:
        raise CodingError("its compressed body is cut short")
    return b"".join(parts), stream.unused_data


def _gunzip(body: bytes, max_bytes: int) -> bytes:
    parts: list[bytes] = []
    size = 0
    while body.startswith(_GZIP_MAGIC[:2]):  # bytes after the last member are padding: browsers ignore them, too
        try:
            part, body = _inflate(body, max_bytes - size, 31)
        except zlib.error as error:
            raise CodingError(f"its gzip body is broken ({error})") from error
        parts.append(part)
        size += len(part)
    return b"".join(parts)


def _undeflate(body: bytes, max_bytes: int) -> bytes:
    try:
        return _inflate(body, max_bytes, 15)[0]
    except zlib.error:
        pass  # "deflate" is a zlib stream by the book, and a raw one from many servers
    try:
        return _inflate(body, max_bytes, -15)[0]
    except zlib.error as error:
        raise CodingError(f"its deflate body is broken ({error})") from error


def _unbrotli(body: bytes, max_bytes: int) -> bytes:
    stream = brotli.Decompressor()
    parts, size = [], 0
    try:
        part = stream.process(body, output_buffer_limit=_CHUNK)
        while part or not stream.can_accept_more_data():
            size += len(part)
            _check_size(size, max_bytes)
            parts.append(part)
            part = stream.process(b"", output_buffer_limit=_CHUNK)
    except brotli.error as error:
        raise CodingError(f"its brotli body is broken ({error})") from error
    if not stream.is_finished():
        raise CodingError("its compressed body is cut short")
    return b"".join(parts)


def _unzstd(body: bytes, max_bytes: int) -> bytes:
    # Windows above 8 MB are not for the web (RFC 9659); the limit also bounds the memory.
    opener = zstandard.ZstdDecompressor(max_window_size=8 * 1024 * 1024)
    try:
        _check_size(len(opener.stream_reader(io.BytesIO(body)).read(max_bytes + 1)), max_bytes)
        stream = (
            opener.decompressobj()
        )  # the reader above bounds the size, and only this one tells that the frame ended
        unpacked = stream.decompress(body)
    except zstandard.ZstdError as error:
        raise CodingError(f"its zstd body is broken ({error})") from error
    if not stream.eof:
        raise CodingError("its compressed body is cut short")
    return unpacked


_DECODERS = {"gzip": _gunzip, "x-gzip": _gunzip, "deflate": _undeflate, "br": _unbrotli, "zstd": _unzstd}
