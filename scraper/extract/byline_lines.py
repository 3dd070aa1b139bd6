"""Lines near an article that say who wrote it: "By Ann Lee", "Text: Ann Lee", "記者陳怡君／台北報導"."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence

from scraper.extract.byline_places import areas_of, in_other
from scraper.extract.dom import Document, Node
from scraper.extract.nodes import index_of
from scraper.extract.printed_dates import DAY_PRINTED
from scraper.extract.render import text_of
from scraper.normalise.authors import split_names
from scraper.normalise.byline_words import BARE_LABEL, EDITOR, LABEL, NAKED_LABEL, reporter_in
from scraper.normalise.text import clean_line

_BY = re.compile(
    r"^\W*(?:\d+\s+points?\s+)?(?:(?:posted|written|published|story|text|words|(?:photographs?|photos|pictures|text|words)\s+(?:and|&)\s+(?:photographs?|photos|pictures|text|words)|reported|updated|authored|created|reviewed|veröffentlicht|erstellt|verfasst|geschrieben|kommentar|interview|insights|publié|escrito|publicado|scritto)\s*)?(?:by|from|von|par|por|di|door|av|af|autor|author|od|от)\b(?![-'’])[:\s]*(?P<names>.*)$",
    re.I,
)
DATE_IN = re.compile(
    r"\s*(?:\bon\b|\bam\b|\bat\b|\ble\b|\bel\b|[|•·,—–-])?\s*(?:\b(?:mon|tue|wed|thu|fri|sat|sun)\w*,?\s+)?(?:\b\w{3,9}\.?\s+\d{1,2}(?:st|nd|rd|th)?,?\s+\d{4}|\b\d{1,2}\.?\s+\w{3,9}\.?,?\s+\d{4}|\b\d{1,4}[./-]\d{1,2}[./-]\d{1,4}|\b\d+\s+(?:min|hour|day|week|month|year)).*$",
    re.I,
)
LONGEST_LINE = 160
# A label with a name or two.
_LONGEST_LABELLED = 60
_BY_START = re.compile(
    r"^\W*(?:\d+\s+points?\s+)?(?:(?:posted|written|published|story|text|words|(?:photographs?|photos|pictures|text|words)\s+(?:and|&)\s+(?:photographs?|photos|pictures|text|words)|reported|updated|authored|created|reviewed|veröffentlicht|erstellt|verfasst|geschrieben|kommentar|interview|insights|publié|escrito|publicado|scritto)\s*)?(?:by|from|von|par|por|di|door|av|af|autor|author|od|от)\b(?![-'’])|^\W*(?:\d+\s+points?|posted|written|published|story|text|words|reported|updated)\W*$",
    re.I,
)
_LINE_TAGS = frozenset("p div span small h2 h3 h4 h5 h6 li address font em td i b strong".split())


def empty_byline(lines: Sequence[tuple[Node, str]]) -> bool:
    """Whether the page has a byline whose name is missing ("By on April 5, 2012")."""
    return any(names_in(line) == [] for _, line in lines)


def byline_nodes(lines: Sequence[tuple[Node, str]], body: Node) -> frozenset[int]:
    """The byline's elements inside an article's body, where they are none of its text."""
    return frozenset(
        node.index
        for node, line in lines
        if node in body
        and node is not body
        and node.length < 120
        and (DATE_IN.search(" " + line) or (node.length <= _LONGEST_LABELLED and LABEL.match(line)))
    )


def byline_lines(
    document: Document, head: Node | None, body: Node | None, until: int | None = None
) -> list[tuple[Node, str]]:
    """The elements near the article that read "By …", with their text."""
    start, end = areas_of(document, head, body, until)[0]
    lines = []
    seen: set[int] = set()
    texts = document.texts
    first = bisect_left(texts, start, key=index_of)
    for text in texts[first : bisect_left(texts, end, first, key=index_of)]:
        # A byline begins with its "by": only elements whose first text does can be one.
        if text.length > LONGEST_LINE or not _begins_byline(text.text):
            continue
        for node in text.ancestors():
            if node.length > LONGEST_LINE or node.index < start or node.index in seen:
                break
            seen.add(node.index)
            if node.tag not in _LINE_TAGS or node.length < 2:
                continue
            line = clean_line(text_of(document, node).replace("\n", " "))
            is_signed = _BY.match(line) or (_begins_label(line) and not _is_amid(document, node, body))
            if is_signed and not in_other(node):
                lines.append((node, line))
    return lines


def _begins_byline(text: str) -> bool:
    return _BY_START.match(text) is not None or _begins_label(text.strip())


def _begins_label(text: str) -> bool:
    """Whether a text is, or begins with, what is said in front of names, or has a reporter's name."""
    text = _undated(text)
    if EDITOR.match(text):
        return False
    return bool(BARE_LABEL.fullmatch(text) or LABEL.match(text)) or (
        not text.isascii() and reporter_in(text) is not None
    )


def _undated(text: str) -> str:
    """A text without the day and the time that it begins with."""
    day = DAY_PRINTED.match(text) if text[:1].isdigit() else None
    return _TIME.sub("", text[day.end() :]) if day else text


_TIME = re.compile(r"^[\W\d]+(?:(?:uhr|h|kl|wib|гг?)\b[\W\d]*)?", re.I)
_RUNNING = 80


def _is_amid(document: Document, node: Node, body: Node | None) -> bool:
    """Whether running text stands before and behind it in the article: what is labelled there is of something else."""
    if body is None or node not in body:
        return False
    before = any(part.length > _RUNNING and not part.tag for part in document.nodes[body.index : node.index])
    return before and any(part.length > _RUNNING and not part.tag for part in document.nodes[node.end : body.end])


def strip_by(text: str) -> str:
    """What follows "By", or the text as it is."""
    found = _BY.match(text)
    return found["names"] if found else text


def names_in(line: str) -> list[str] | None:
    """The names of a "By …" line; empty where only a date follows, None where it is no byline."""
    found = _BY.match(line)
    if not found:
        line = _undated(line)
        if NAKED_LABEL.fullmatch(line):
            return None
        return split_names(DATE_IN.sub("", " " + line).strip(" ,|•·–—-")) or None
    rest = DATE_IN.sub("", " " + found["names"]).strip(" ,|•·–—-")
    return split_names(re.sub(r"\s*(?:[|•·]|\s[–—-]\s|\bin\b\s|//|,?\s*\d+\s+comments?).*$", "", rest))
