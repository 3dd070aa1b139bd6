"""Bytes of a document as text and back, without losing any, whatever they are encoded in."""

from __future__ import annotations

import codecs
import re

import attrs

_CHARSET = re.compile(r"""charset\s*=\s*["']?\s*([\w.:-]+)""", re.IGNORECASE)
_HEAD = 4096
_WIDE = ((codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))


@attrs.frozen
class Document:
    """A text, and the codec that makes its bytes of it."""

    text: str
    codec: str

    def encode(self, text: str) -> bytes:
        """Bytes of another text in the same encoding; what it lacks is written as HTML writes it."""
        return text.encode(self.codec, "xmlcharrefreplace")


def decode_document(body: bytes, headers: str = "") -> Document:
    """The text of a body: as UTF-8 if it is that, else as it declares, else byte by byte (Latin-1)."""
    wide = [codec for mark, codec in _WIDE if body.startswith(mark)]
    head = body[:_HEAD].decode("latin-1")
    declared = [found[1] for found in (_CHARSET.search(headers), _CHARSET.search(head)) if found]
    for codec in (*wide, "utf-8", *declared):
        try:
            text = body.decode(codec)
            if text.encode(codec) == body:
                return Document(text, codec)
        except (LookupError, UnicodeError, ValueError):
            continue
    return Document(body.decode("latin-1"), "latin-1")
