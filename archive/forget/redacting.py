"""What becomes of a captured record when something is forgotten: it stays, it goes, or it is written anew without it."""

from __future__ import annotations

import html
from collections.abc import Callable, Collection, Iterable

import attrs

from archive.codings import CodingError, decode_body, split_codings
from archive.document_text import Document, decode_document
from archive.forget.erasing import MARK, Eraser
from archive.forget.record_bytes import RawRecord

_TOO_LARGE = 200_000_000
_NO_LONGER_TRUE = frozenset(
    {"content-encoding", "transfer-encoding", "content-md5", "digest", "repr-digest", "content-digest"}
)
_OTHER_CODECS = (
    "utf-8",
    "cp1252",
    "cp1251",
    "koi8-r",
    "gb18030",
    "big5",
    "shift_jis",
    "euc-jp",
    "euc-kr",
    "utf-16-le",
    "utf-16-be",
)
"""In which a name is looked for where a body is not what it says it is encoded in."""
_HEAD_END = b"\r\n\r\n"

Place = tuple[str, int]
"""A file and the offset in it."""


@attrs.frozen
class Redacted:
    """What a record became."""

    record: RawRecord | None
    """None where it goes."""
    digest: str | None = None
    """Of the payload."""


def text_of(record: RawRecord) -> str:
    """All that can be read in a record, one behind the other: its fields, its head, its body without its packing."""
    fields = "\n".join(value for _, value in record.fields)
    if record.kind != "response":
        return f"{fields}\n{record.block.decode('latin-1')}"
    head_text, _, document = _opened(record)
    return f"{fields}\n{head_text}\n{document.text}"


def _opened(record: RawRecord) -> tuple[str, list[tuple[str, str]], Document]:
    """The head of a response, its fields, and its body."""
    head, _, payload = record.block.partition(_HEAD_END)
    head_text = head.decode("latin-1")
    pairs = [
        (name.strip(), value.strip())
        for name, _, value in (line.partition(":") for line in head_text.split("\r\n")[1:])
    ]
    codings = split_codings(next((value for name, value in pairs if name.lower() == "content-encoding"), None))
    try:
        body = decode_body(payload, codings, max_bytes=_TOO_LARGE)
    except CodingError:  # what nobody can unpack names nobody
        body = payload
    return head_text, pairs, decode_document(body, head_text)


@attrs.define
class Redactor:
    """Takes something out of records.

    Args:
        eraser: what is erased in those that stay.
        is_gone: whether everything from an address goes.
        names: the names, for bodies of unknown encoding.
        gone: places of records that go whole, since what is to be forgotten cannot be told apart in them.
        suspects: places of records that are gone through though they name nothing.
    """

    eraser: Eraser
    is_gone: Callable[[str], bool]
    names: tuple[str, ...] = ()
    gone: Collection[Place] = ()
    suspects: Collection[Place] = ()
    _gone_ids: set[str] = attrs.field(factory=set, init=False)

    def redact(self, record: RawRecord, place: Place) -> Redacted | None:
        """What becomes of the record; None where it stays as it is."""
        if record.kind == "warcinfo":
            return None
        if place in self.gone or self.is_gone(record.url) or record.field("WARC-Concurrent-To") in self._gone_ids:
            self._gone_ids.add(record.field("WARC-Record-ID") or "")
            return Redacted(None)
        if record.kind == "response":
            return self._response(record, is_suspect=place in self.suspects)
        text = record.block.decode("latin-1")
        if not self._is_named_in(record, text):
            return None
        return Redacted(self._with_clean_fields(record).with_block(self._in_bytes(text), b""))

    def _response(self, record: RawRecord, *, is_suspect: bool) -> Redacted | None:
        head_text, pairs, document = _opened(record)
        is_named = self._is_named_in(record, head_text) or self._is_named_in(record, document.text)
        if not is_named and not (is_suspect and self.eraser.holds_text(document.text)):
            return None
        clean = self._in_document(document)
        kept = [(name, self.eraser.in_text(value)) for name, value in pairs if name.lower() not in _NO_LONGER_TRUE]
        lines = [f"{name}: {len(clean) if name.lower() == 'content-length' else value}" for name, value in kept]
        block = "\r\n".join([head_text.split("\r\n")[0], *lines, "", ""]).encode("latin-1", "replace") + clean
        written = self._with_clean_fields(record).with_block(block, clean)
        return Redacted(written, written.field("WARC-Payload-Digest"))

    def _in_document(self, document: Document) -> bytes:
        """The body without what is forgotten; nothing at all where some of it would be left."""
        text = self.eraser.in_body(document.text)
        clean = document.encode(text)
        if document.codec == "latin-1":
            clean = self._in_bytes(text)
        return b"" if self.eraser.is_named_in(text) else clean

    def _in_bytes(self, text: str) -> bytes:
        data = self.eraser.in_text(text).encode("latin-1", "replace")
        for way in self._ways():
            data = data.replace(way, MARK.encode())
        return data

    def _is_named_in(self, record: RawRecord, text: str) -> bool:
        if self.eraser.is_named_in(text) or self.eraser.is_named_in(record.url):
            return True
        return not text.isascii() and any(way in text.encode("latin-1", "replace") for way in self._ways())

    def _ways(self) -> Iterable[bytes]:
        for name in self.names:
            for spelled in dict.fromkeys((name, name.lower(), name.upper(), html.escape(name))):
                for codec in _OTHER_CODECS:
                    way = spelled.encode(codec, "ignore")
                    if len(way) >= len(spelled):
                        yield way

    def _with_clean_fields(self, record: RawRecord) -> RawRecord:
        fields = tuple((name, self.eraser.in_text(value)) for name, value in record.fields)
        return attrs.evolve(record, fields=fields)
