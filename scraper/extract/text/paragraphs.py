"""Lines as paragraphs: plain text, one line each, and HTML in which lists and quotations are such.

A paragraph that stands wholly in quotation marks behind one that ends in a colon is a quotation.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from html import escape
from itertools import groupby

from scraper.extract.text.lines import Line

_OPENING = '“"„«‘「『'
_CLOSING = '”"“»’」』'
_COLON = re.compile(r"[:：]\s*[”\"]?$")


def to_text(lines: Iterable[Line]) -> str:
    """One paragraph a line; a bullet is no part of the text."""
    return "\n".join(line.text for line in lines)


def to_html(lines: Sequence[Line]) -> str:
    """Paragraphs, lists and quotations, all text escaped."""
    quoted = _quoted(lines)
    kinds = [(_kind(line, number in quoted), line) for number, line in enumerate(lines)]
    return "".join(_block(kind, [line for _, line in run]) for kind, run in groupby(kinds, key=lambda pair: pair[0]))


def _kind(line: Line, is_quoted: bool) -> str:
    if line.is_quoted or is_quoted:
        return "blockquote"
    if line.marker:
        return "ol" if line.is_numbered else "ul"
    return "h3" if line.is_heading else "p"


def _block(kind: str, lines: Sequence[Line]) -> str:
    texts = [escape(line.text, quote=False) for line in lines]
    if kind in {"ol", "ul"}:
        return f"<{kind}>" + "".join(f"<li>{text}</li>" for text in texts) + f"</{kind}>"
    if kind == "blockquote":
        return "<blockquote>" + "".join(f"<p>{text}</p>" for text in texts) + "</blockquote>"
    return "".join(f"<{kind}>{text}</{kind}>" for text in texts)


def _quoted(lines: Sequence[Line]) -> frozenset[int]:
    """Indices of the paragraphs of quotations that a line ending in a colon announces."""
    quoted: set[int] = set()
    for number in range(1, len(lines)):
        if _COLON.search(lines[number - 1].text):
            quoted.update(_one_quotation(lines, number))
    return frozenset(quoted)


def _one_quotation(lines: Sequence[Line], start: int) -> range:
    """A quotation of several paragraphs opens each of them and closes the last."""
    for number in range(start, len(lines)):
        text = lines[number].text
        if text[0] not in _OPENING or lines[number].marker:
            break
        inner = text[1:-1]
        if len(text) > 2 and text[-1] in _CLOSING:
            is_one = not any(mark in inner for mark in _CLOSING if mark not in "’‘")
            return range(start, number + 1) if is_one or number > start else range(0)
    return range(0)
