"""Bytes to text: which characters a page is written in, and whether it is a page at all."""

from __future__ import annotations

import codecs
import re

from scraper.errors import PageError

_META = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]+)", re.I)
_XML = re.compile(rb"^\s*<\?xml[^>]{0,100}?encoding\s*=\s*[\"']([\w.:-]+)", re.I)
_HEADER = re.compile(r"charset\s*=\s*[\"']?\s*([\w.:-]+)", re.I)
_HEAD = 4096
# Bytes that no text in one-byte units has; escape begins the shifts of ISO-2022.
_CONTROLS = bytes([*range(1, 9), *range(14, 27), *range(28, 32)])
# What browsers read when a page says the left one (WHATWG Encoding Standard).
_MEANT = {"iso-8859-1": "cp1252", "latin-1": "cp1252", "ascii": "cp1252", "us-ascii": "cp1252", "gb2312": "gb18030",
          "gbk": "gb18030", "shift_jis": "cp932", "shift-jis": "cp932", "sjis": "cp932", "x-sjis": "cp932", "euc-kr": "cp949",
          "ks_c_5601-1987": "cp949", "iso-8859-9": "cp1254", "tis-620": "cp874", "x-user-defined": "cp1252"}  # fmt: skip
_MAGIC = (
    (b"%PDF-", "a PDF"), (b"\x89PNG", "a PNG image"), (b"\xff\xd8\xff", "a JPEG image"), (b"GIF8", "a GIF image"),
    (b"PK\x03\x04", "a ZIP archive"), (b"\x1f\x8b", "gzip data"), (b"RIFF", "a RIFF file"), (b"\x7fELF", "a program"),
    (b"OggS", "an Ogg file"), (b"ID3", "an MP3 file"), (b"wOFF", "a font"), (b"SQLite format 3", "a SQLite file"),
    (b"Rar!", "a RAR archive"), (b"7z\xbc\xaf", "a 7z archive"), (b"WARC/", "a WARC file"),
)  # fmt: skip


def decode(body: bytes, *, url: str, content_type: str | None = None) -> str:
    """The text of a page.

    A byte order mark decides, then valid UTF-8 (whatever the labels say: mislabelled UTF-8 is common, other text
    that happens to be valid UTF-8 is not), then the header, the page's own label, and at last a guess.

    Raises:
        PageError: the bytes are no text: empty, a PDF, an image, or binary.
    """
    page = as_utf8_or_text(body, url=url, content_type=content_type)
    return page.decode() if isinstance(page, bytes) else page


def as_utf8_or_text(body: bytes, *, url: str, content_type: str | None = None) -> bytes | str:
    """A page as it is, where it is valid UTF-8, else its text; see `decode`."""
    refuse_binary(body, url)
    for mark, name in (
        (codecs.BOM_UTF8, "utf-8-sig"),
        (codecs.BOM_UTF16_LE, "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16"),
    ):
        if body.startswith(mark):
            return body.decode(name, "replace")
    if _has_nulls_of_utf_16(body[:_HEAD]):
        low_first = body[1:_HEAD:2].count(0) > body[:_HEAD:2].count(0)
        return body.decode("utf-16-le" if low_first else "utf-16-be", "replace")
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError:
        head = body[:_HEAD]
        if (len(head) - len(head.translate(None, _CONTROLS))) * 20 > len(head):
            raise PageError(url, "found binary data where a page was expected") from None
        return _decode_labelled(body, content_type)
    return _decode_labelled(body, content_type) if "\x1b$" in text[:_HEAD] else body


def refuse_binary(body: bytes, url: str) -> None:
    """Raise PageError where the first bytes are those of a known binary format, or hold what no text has."""
    start = body[:_HEAD].lstrip()
    if not start:
        raise PageError(url, "found an empty body")
    for magic, name in _MAGIC:
        if start.startswith(magic):
            raise PageError(url, f"found {name} where a page was expected")
    if start.count(0) > len(start) // 100 + 1 and not _has_nulls_of_utf_16(start):
        raise PageError(url, "found binary data where a page was expected")


def _has_nulls_of_utf_16(start: bytes) -> bool:
    """UTF-16 without a mark has NULs at every second place, at least in the markup."""
    return 0.2 * len(start) < start.count(0) < 0.6 * len(start)


def _decode_labelled(body: bytes, content_type: str | None) -> str:
    head = body[:_HEAD]
    header = _HEADER.search(content_type or "")
    meta = _META.search(head) or _XML.search(head)
    labels = [header[1]] if header else []
    if meta:
        labels.append(meta[1].decode("ascii", "replace"))
    labels = [label for label in labels if not label.lower().startswith("utf-16")]  # it is not: it would have NULs
    for label in labels:
        name = _MEANT.get(label.lower(), label)
        if name.lower().replace("_", "-") in ("utf-8", "utf8"):
            continue  # tried already
        try:
            return body.decode(name)
        except (LookupError, UnicodeDecodeError):
            continue
    return _guess(body, labels)


def _guess(body: bytes, labels: list[str]) -> str:
    """A label that is nearly right is better than a guess: single broken bytes are common on otherwise good pages."""
    candidates = [_MEANT.get(label.lower(), label) for label in (*labels, "utf-8")]
    for name in candidates:
        try:
            text = body.decode(name, "replace")
        except LookupError:
            continue
        if text.count("\ufffd") * 200 < max(200, len(body) - body.isascii()):
            return text
    from bs4.dammit import UnicodeDammit  # 10 MB, for the few pages whose encoding must be guessed

    guessed = UnicodeDammit(body, smart_quotes_to=None).unicode_markup
    return guessed if guessed is not None else body.decode("cp1252", "replace")
