r"""The stream in which React's server components reach a page (Next.js' app router): pieces of it in many small scripts.

    <script>self.__next_f.push([1, "5:{\"state\":…}\n24:T1b7b,<p>…</p>"])</script>

Joined, the pieces are rows: a number, a colon, and JSON up to the end of the line; or `T`, a length in bytes as a hexadecimal
number, a comma, and a text of that length, with no line's end behind it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import orjson

from scraper.extract.dom import Document

_PUSH = re.compile(r"__next_f\.push\(\s*(?=\[)")
# Rows of hints have no number.
_ROW = re.compile(rb"[0-9a-f]*:(?:T([0-9a-f]{1,8}),)?")


def flight_stream(document: Document) -> str:
    """The pieces of a page's stream, joined; empty where it has none."""
    pieces = []
    for _, text in document.scripts:
        if found := _PUSH.search(text, 0, 100):
            pieces.append(_piece(text[found.end() :]))
    return "".join(pieces)


def _piece(call: str) -> str:
    try:
        data = orjson.loads(call.rstrip("; \n").removesuffix(")"))
    except ValueError:
        return ""
    return data[1] if isinstance(data, list) and len(data) > 1 and isinstance(data[1], str) else ""


def flight_rows(stream: str) -> Iterator[Any]:
    """The texts, lists and objects in the rows of a stream; what cannot be read is passed over."""
    data = stream.encode("utf-8", "surrogatepass")
    at = 0
    while row := _ROW.match(data, at):
        start = row.end()
        if row[1]:
            at = start + int(row[1], 16)
            yield data[start:at].decode("utf-8", "replace")
            continue
        end = data.find(b"\n", start)
        at = len(data) if end < 0 else end + 1
        if data[start : start + 1] in (b"[", b"{"):
            try:
                yield orjson.loads(data[start:at])
            except ValueError:
                continue
