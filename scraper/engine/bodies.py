"""What a body is, judged by its first bytes: servers are often wrong about it."""

from __future__ import annotations

import re
from enum import StrEnum


class BodyKind(StrEnum):
    """What can be read out of a body."""

    HTML = "html"
    FEED = "feed"
    SITEMAP = "sitemap"
    JSON = "json"
    EMPTY = "empty"
    OTHER = "other"


_MAGIC = (
    (b"%PDF-", "a PDF"),
    (b"PK\x03\x04", "a ZIP or office file"),
    (b"\x89PNG", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF8", "a GIF picture"),
    (b"RIFF", "a WebP picture or a recording"),
    (b"\x1f\x8b", "a gzip file"),
    (b"BZh", "a bzip2 file"),
    (b"\xfd7zXZ", "an xz file"),
    (b"7z\xbc\xaf", "a 7-Zip file"),
    (b"Rar!", "a RAR file"),
    (b"\x7fELF", "a program"),
    (b"MZ\x90", "a program"),
    (b"ID3", "an MP3 recording"),
    (b"OggS", "an Ogg recording"),
    (b"\xd0\xcf\x11\xe0", "an old office file"),
    (b"SQLite format 3", "an SQLite database"),
    (b"wOF", "a font"),
)
_HTML_TYPES = ("text/html", "application/xhtml+xml", "application/xml", "text/xml", "text/plain", "")
_PROLOGUE = re.compile(rb"\A(?:\s+|<\?.*?\?>|<!--.*?-->|<!DOCTYPE\s+(?!html)[^>]*>)*", re.S | re.I)
_FEED_ROOT = re.compile(rb"<(?:\w+:)?(?:rss|feed|rdf)[\s>]", re.I)
_SITEMAP_ROOT = re.compile(rb"<(?:\w+:)?(?:urlset|sitemapindex)[\s>]", re.I)
_LOOKED_AT = 4096
_TEXT_BOMS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")


def kind_of(body: bytes, content_type: str | None) -> tuple[BodyKind, str]:
    """What the body is, and the same in words for a person."""
    start = body[:_LOOKED_AT]
    if not start.strip():
        return BodyKind.EMPTY, "an empty page"
    for magic, words in _MAGIC:
        if start.startswith(magic):
            return BodyKind.OTHER, words
    if b"\0" in start and not start.startswith(_TEXT_BOMS) and not _is_utf16(start):
        return BodyKind.OTHER, "binary data"
    root = _PROLOGUE.sub(b"", start.removeprefix(_TEXT_BOMS[0]), count=1)
    if _FEED_ROOT.match(root):
        return BodyKind.FEED, "a feed"
    if _SITEMAP_ROOT.match(root):
        return BodyKind.SITEMAP, "a sitemap"
    declared = (content_type or "").partition(";")[0].strip().lower()
    if "json" in declared and root[:1] in (b"{", b"["):
        return BodyKind.JSON, "JSON"
    if declared in _HTML_TYPES or root[:1] == b"<":
        return BodyKind.HTML, "HTML"
    return BodyKind.OTHER, declared


def _is_utf16(start: bytes) -> bool:
    """UTF-16 markup without a mark: its first character is `<`, with a zero beside it."""
    return start[:2] in {b"<\0", b"\0<"}
