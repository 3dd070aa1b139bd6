"""The elements of a large XML file, one after the other, without the file in memory.

Real exports hold control characters and broken entities: what can be read is read. Entities are not followed, nothing is
fetched, and what was read is let go.
"""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from lxml import etree

from scraper.errors import InputError


def iterate_elements(path: Path, *tags: str) -> Iterator[etree._Element]:
    """Each element of those names (`{namespace}name`) when it is complete; use it before asking for the next.

    Raises:
        InputError: the file is no XML, or breaks off.
    """
    with _open(path) as file:
        parts = etree.iterparse(
            file, events=("end",), tag=tags, recover=True, huge_tree=True, resolve_entities=False, no_network=True
        )
        try:
            for _, element in parts:
                yield element
                _let_go(element)
        except etree.XMLSyntaxError as error:
            raise InputError(str(path), f"broken XML ({error.msg})", "Export it again.") from error


def text_at(element: etree._Element, tag: str) -> str:
    """The text of the first child of that name, without blanks around it; empty for none."""
    return (element.findtext(tag) or "").strip()


def _let_go(element: etree._Element) -> None:
    element.clear()
    while (before := element.getprevious()) is not None and (parent := element.getparent()) is not None:
        parent.remove(before)


@contextmanager
def _open(path: Path) -> Iterator[IO[bytes] | gzip.GzipFile]:
    """The file, unpacked where it is a gzip file."""
    with path.open("rb") as file:
        is_packed = file.read(2) == b"\x1f\x8b"
        file.seek(0)
        if not is_packed:
            yield file
            return
        with gzip.open(file) as unpacked:
            yield unpacked
