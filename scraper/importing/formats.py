"""What a file is, judged by its first bytes and not by its name.

WARC/1.0 …            a WARC file, also within gzip, and zstd by its name
PK… with archive/     a WACZ file
<rss … wp:…>          a WordPress export (WXR)
<disqus …>            a Disqus export
<!DOCTYPE html> …     a saved page
words                 a text capture
%PDF, NUL bytes, …    nothing that can be imported
"""

from __future__ import annotations

import re
import zlib
from enum import StrEnum
from pathlib import Path

from scraper.errors import InputError, PageError
from scraper.extract.encoding import refuse_binary


class Format(StrEnum):
    """Kinds of files an import reads."""

    TEXT = "text"
    HTML = "html"
    WARC = "warc"
    WACZ = "wacz"
    WXR = "wxr"
    DISQUS = "disqus"
    JSONL = "jsonl"
    """A folder: `export jsonl` of another archive."""


RECORDS = frozenset({Format.WXR, Format.DISQUS, Format.JSONL})
"""What holds records, and no pages."""
KNOWN = (
    "Name a saved HTML page, a text capture, a WARC or WACZ file, or an export of WordPress, Disqus or Commentariat."
)
_LOOKED_AT = 16_384
# Tab, line ends, form feed, the escape of ISO-2022-JP and the shifts beside it.
_NO_TEXT = bytes(code for code in range(32) if code not in b"\t\n\v\f\r\x0e\x0f\x1b")
_MOST_CONTROLS = 0.01
_GZIP = b"\x1f\x8b"
# WARC in zstd or lz4 begins as any file of these packings does; only its name tells.
_PACKED_WARC = re.compile(rb"\A(?:\x28\xb5\x2f\xfd|[\x50-\x5f]\x2a\x4d\x18|\x04\x22\x4d\x18)")
_PROLOGUE = re.compile(r"\A(?:\s+|<\?xml.*?\?>|<!--.*?-->)*", re.S | re.I)
_HTML = re.compile(
    r"<!doctype\s+html|<(?:html|head|body|title|meta|link|script|style|base|frameset|div|table|article|main|section|header|h[1-6]|p|ul|ol|a|span|font|center|br|hr|b|i|em|strong|small|img|nav|aside|footer|figure|blockquote|pre|dl|form|noscript|iframe|svg)\b",
    re.I,
)  # fmt: skip
# A page may begin with the words of a warning, or of nobody in particular.
_HTML_FURTHER_ON = re.compile(r"<!doctype\s+html|<html[\s>]", re.I)
# The first members of a WACZ: WARC files, indexes, or the description of the package.
_IN_WACZ = re.compile(rb"\APK\x03\x04.{26}(?:archive/|indexes/|pages/|datapackage|wacz)", re.S)
# Possessive (`*+`): a page that begins with many spaces and lines must not be tried in every way to divide them.
_BEFORE_ROOT = rb"\A\s*+(?:\xef\xbb\xbf)?\s*+(?:<\?xml[^>]*+>)?(?:\s++|<!--.*?-->)*+"
_WXR = re.compile(_BEFORE_ROOT + rb"<rss\b[^>]*wordpress\.org/export/", re.S)
_DISQUS = re.compile(_BEFORE_ROOT + rb"<disqus\b", re.S)
_XML = re.compile(r"<(?:\?xml|rss|feed|[\w-]+:[\w-]+|\w+\s+xmlns)", re.I)


def detect_format(path: Path) -> Format:
    """What to read a file as.

    Raises:
        InputError: it is empty, binary, or some other XML; the message says what it is.
    """
    with path.open("rb") as file:
        return format_of(file.read(_LOOKED_AT), str(path))


def format_of(head: bytes, name: str) -> Format:
    """What to read bytes as, judged by the first of them, and of a WARC file in zstd or lz4 by its name.

    Raises:
        InputError: they are empty, binary, or some other XML; the message says what they are.
    """
    head = head[:_LOOKED_AT]
    if _PACKED_WARC.match(head) and ".warc" in name:
        return Format.WARC
    plain = _unpack_head(head) if head.startswith(_GZIP) else head
    if plain.startswith(b"WARC/"):
        return Format.WARC
    if (found := _of_container(plain)) is not None:
        return found
    if not plain.strip():
        if head.startswith(_GZIP) and not _holds_all(head):
            raise InputError(name, "its compressed body is cut short", "Get the file again.")
        raise InputError(name, "found an empty file", KNOWN)
    try:
        refuse_binary(plain, name)
    except PageError as error:
        raise InputError(error.url, error.found, KNOWN) from error
    if _is_binary(plain):
        raise InputError(name, "found binary data", KNOWN)
    return _of_text(plain, name)


def _of_container(head: bytes) -> Format | None:
    """What tells itself by a mark of its own within the first bytes."""
    if head.startswith(b"PK\x03\x04") and _IN_WACZ.search(head):
        return Format.WACZ
    if _WXR.search(head):
        return Format.WXR
    return Format.DISQUS if _DISQUS.search(head) else None


def _unpack_head(head: bytes) -> bytes:
    """What the first bytes of a gzip file unpack to, as far as they go."""
    try:
        return zlib.decompressobj(31).decompress(head, _LOOKED_AT)
    except zlib.error:
        return head


def _holds_all(head: bytes) -> bool:
    """Whether the gzip stream that begins there ends there, too."""
    unpacker = zlib.decompressobj(31)
    try:
        unpacker.decompress(head)
    except zlib.error:
        return False
    return unpacker.eof


def _is_binary(head: bytes) -> bool:
    """Control characters that no text has; UTF-16 has zeros at every second place of plain letters."""
    controls = len(head) - len(head.translate(None, _NO_TEXT))
    is_wide = head.startswith((b"\xff\xfe", b"\xfe\xff")) or head.count(0) * 5 > len(head)
    return not is_wide and controls > _MOST_CONTROLS * len(head)


def _of_text(head: bytes, name: str) -> Format:
    is_wide = head.startswith((b"\xff\xfe", b"\xfe\xff")) or head.count(0) > len(head) // 5
    text = head.replace(b"\0", b"").decode("latin-1") if is_wide else head.decode("latin-1")
    text = text.removeprefix("ï»¿").removeprefix("ÿþ").removeprefix("þÿ")
    start = text[len(match[0]) if (match := _PROLOGUE.match(text)) else 0 :]
    if _HTML.match(start) or (not _XML.match(start) and _HTML_FURTHER_ON.search(start)):
        return Format.HTML
    if _XML.match(start) or (start != text and start.startswith("<")):
        raise InputError(name, "found XML that is no page", KNOWN)
    return Format.TEXT
