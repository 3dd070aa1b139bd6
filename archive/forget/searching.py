"""Is a name anywhere left? Every byte of every file of an archive is asked."""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import attrs

from archive.database import Archive
from archive.errors import CaptureError
from archive.forget.record_bytes import members_of
from archive.forget.spellings import fold, is_plain_word
from archive.warc import CapturedResponse, read_record

_CHUNK = 1 << 22
_SHORTEST = 3
_NO_CHANCE = 6
"""Bytes: fewer turn up by chance in a gigabyte of packed ones."""


@attrs.frozen(kw_only=True)
class Searched:
    """What was searched, and where the name was found."""

    files: int
    bytes: int
    found: tuple[str, ...]
    """Files in which it stands, and where."""


def search_files(archive: Archive, names: Sequence[str]) -> Searched:
    """Look for the names in the archive's file, its log, its captures as they are and its captures unpacked."""
    pattern = _pattern(names)
    paths = [path for path in _files(archive) if path.is_file()]
    total = sum(path.stat().st_size for path in paths)
    if pattern is None:
        return Searched(files=len(paths), bytes=total, found=())
    find = _finder(pattern)
    found: list[str] = []
    for path in paths:
        if not path.name.endswith(".gz") or min(len(name.encode()) for name in names) >= _NO_CHANCE:
            found += [f"{path.name} at byte {offset:,}" for offset in _in_file(path, find)]
        if path.name.endswith(".warc.gz"):
            found += [f"{path.name}, record at byte {offset:,}" for offset in _in_records(path, find)]
    return Searched(files=len(paths), bytes=total, found=tuple(found))


Finder = Callable[[bytes], int | None]


def _pattern(names: Sequence[str]) -> re.Pattern[bytes] | None:
    """What finds the names. SQLite writes one text behind the other, so a letter before a name does not count."""
    parts = set()
    for name in names:
        if len(fold(name)) < _SHORTEST and name.isascii():
            continue  # bytes like these are everywhere
        if is_plain_word(name):
            parts |= {re.escape(name.encode()) + rb"(?![0-9A-Za-z])"}
            continue
        spelled = {name, name.lower(), name.upper(), "-".join(name.lower().split())}
        parts |= {re.escape(way.encode(codec)) for way in spelled for codec in ("utf-8", "utf-16-le")}
    return re.compile(b"|".join(sorted(parts))) if parts else None


def _finder(pattern: re.Pattern[bytes]) -> Finder:
    def find(data: bytes) -> int | None:
        match = pattern.search(data)
        return None if match is None else match.start()

    return find


def _files(archive: Archive) -> Iterator[Path]:
    yield archive.path
    yield from (archive.path.with_name(f"{archive.path.name}{suffix}") for suffix in ("-wal", "-shm", "-journal"))
    if archive.captures_folder.is_dir():
        yield from sorted(archive.captures_folder.iterdir())


def _in_file(path: Path, find: Finder) -> Iterator[int]:
    with path.open("rb") as file:
        at, before = 0, b""
        while chunk := file.read(_CHUNK):
            data = before + chunk
            place = find(data)
            if place is not None:
                yield at - len(before) + place
                return
            at, before = at + len(chunk), chunk[-1000:]


def _in_records(path: Path, find: Finder) -> Iterator[int]:
    for member in members_of(path):
        if find(member.data) is not None or find(_body(path, member.offset, member.data)) is not None:
            yield member.offset


def _body(path: Path, offset: int, data: bytes) -> bytes:
    """The body of a response without its packing; nothing of other records."""
    if b"WARC-Type: response" not in data[:1000]:
        return b""
    packer = zlib.compressobj(0, zlib.DEFLATED, zlib.MAX_WBITS + 16)
    try:
        response: CapturedResponse = read_record(packer.compress(data) + packer.flush(), path=path, offset=offset)
    except CaptureError:
        return b""
    return response.body
