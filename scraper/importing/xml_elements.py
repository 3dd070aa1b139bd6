"""The elements of a large XML file, one after the other, without the file in memory.

Real exports hold control characters and broken entities: what can be read is read, also of a file that breaks off, which
is told at its end. Entities are not followed, nothing is fetched, and what was read is let go.
"""

from __future__ import annotations

import gzip
import re
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from lxml import etree

from scraper.errors import InputError

_CONTROLS = bytes(number for number in range(32) if number not in b"\t\n\r")
_AS_BLANKS = bytes.maketrans(_CONTROLS, b" " * len(_CONTROLS))
"""XML has no place for them; in a CDATA section one would end what libxml2 takes for the section."""
_UNFINISHED = re.compile(r" line (\d+)")
_WIDE = (b"\xff\xfe", b"\xfe\xff", b"<\0", b"\0<")
"""How a file begins that has two bytes a character."""


def iterate_elements(path: Path, *tags: str, is_last: bool = False) -> Iterator[etree._Element]:
    """Each element of those names (`{namespace}name`) when it is complete; use it before asking for the next.

    Args:
        path: plain or packed with gzip.
        tags: the names.
        is_last: nobody reads the file once more: that it breaks off is to be told.

    Raises:
        InputError: the file is no XML, or breaks off.
    """
    with _open(path) as file:
        parts = etree.iterparse(
            file, events=("end",), tag=tags, recover=True, huge_tree=True, resolve_entities=False, no_network=True
        )
        waiting: etree._Element | None = None  # the last one may be half an element
        try:
            for _, element in parts:
                if waiting is not None:
                    yield waiting
                    _let_go(waiting)
                waiting = element
        except etree.XMLSyntaxError as error:
            raise InputError(str(path), f"broken XML ({error.msg})", "Export it again.") from error
        cut_in = _line_of_unfinished(parts)
        if waiting is not None and (cut_in is None or cut_in < (waiting.sourceline or 0)):
            yield waiting
        if is_last and (file.is_cut or cut_in is not None):
            raise InputError(str(path), "breaks off before its end; what stands before was read", "Get the file again.")


def head_of(path: Path, size: int) -> str:
    """The text with which the file begins."""
    with _open(path) as file:
        return file.read(size).decode("utf-8", "replace")


def text_at(element: etree._Element, tag: str) -> str:
    """The text of the first child of that name, without blanks around it; empty for none."""
    return (element.findtext(tag) or "").strip()


def _let_go(element: etree._Element) -> None:
    element.clear()
    while (before := element.getprevious()) is not None and (parent := element.getparent()) is not None:
        parent.remove(before)


def _line_of_unfinished(parts: Any) -> int | None:
    """The line at which the innermost of the elements begins that the file's end cuts; None where it cuts none."""
    for error in parts.error_log:
        if error.type == etree.ErrorTypes.ERR_TAG_NOT_FINISHED:
            found = _UNFINISHED.search(error.message)
            return int(found[1]) if found else 0
    return None


class _Readable:
    """A file as a parser can take it: without control characters, and with an end where its packing breaks off."""

    def __init__(self, file: IO[bytes] | gzip.GzipFile) -> None:
        self._file = file
        self._is_wide: bool | None = None
        self.is_cut = False

    def read(self, size: int = -1) -> bytes:
        """The next bytes; none at the end."""
        try:
            # Of a packed file that is cut, `read` would give nothing at all where it asks for more than there is.
            data = self._file.read1(size) if isinstance(self._file, gzip.GzipFile) else self._file.read(size)
        except (EOFError, zlib.error, gzip.BadGzipFile):
            self.is_cut = True
            return b""
        if self._is_wide is None:
            self._is_wide = data.startswith(_WIDE)
        return data if self._is_wide else data.translate(_AS_BLANKS)


@contextmanager
def _open(path: Path) -> Iterator[_Readable]:
    """The file, unpacked where it is a gzip file."""
    with path.open("rb") as file:
        is_packed = file.read(2) == b"\x1f\x8b"
        file.seek(0)
        if not is_packed:
            yield _Readable(file)
            return
        with gzip.open(file) as unpacked:
            yield _Readable(unpacked)
