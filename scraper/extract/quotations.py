"""Whom a post answers by quoting or naming an earlier one: the weakest signs, asked where nothing else tells answers apart.

A quotation names its post by an id (a link, an attribute), or its words stand in the earlier post. `@name` in front of
all else is the latest post of that name.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence

from scraper.extract.comment_fields import Fields
from scraper.extract.comment_keys import native_key
from scraper.extract.dom import Document, Node
from scraper.extract.names import BITS
from scraper.extract.render import text_of
from scraper.extract.replies import Place
from scraper.normalise.text import fold

_QUOTE = BITS["quote"]
_BOXES = frozenset(("blockquote", "div", "aside", "fieldset", "table", "td", "section", "p"))
# Attributes of quotations in which Discourse, Invision, WoltLab and XenForo name the post.
_SOURCES = ("data-post", "data-ipsquote-contentcommentid", "data-source", "data-quote-id", "cite")
_SOURCE = re.compile(r"^(?:post:\s*)?(\d+)$|#([\w:.-]*\d+)$|[?&;](?:p|pid|postid|msg)=(\d+)$")
_LINKED = re.compile(r"#([\w:.-]*\d+)$|[?&;](?:p|pid|postid|msg|comment)=(\d+)(?:&|;|$)", re.I)
_SAID = ("posted by", "wrote", "said", "quote", "quoting", "schrieb", "zitat", "a écrit", "escribió")
_NEAR = 12
_LEAST = 12
# Inside of a quotation, the line above it: "Ann wrote: …"
_WROTE = re.compile(
    r"^.{1,40}?\b(?:wrote|said|says|schrieb|sagte|a écrit|escribió|ha scritto|escreveu|schreef|napisał\w*|написал\w*)\s*:\s*",
    re.I,
)
_MENTION = re.compile(r"^@(\S.{0,60})", re.S)


def by_quotation(
    document: Document,
    records: Sequence[Node],
    keys: Sequence[str | None],
    fields: Sequence[Fields],
    found: list[Place],
) -> list[Place]:
    """The places with those that quotations and names tell put in, where all stand at one level and nothing says so."""
    if len(records) < 2:
        return found
    found = _by_line(fields, found)
    if any(place.rule not in ("flat", "answer-line") for place in found):
        return found
    by_key = {key: place for place, key in enumerate(keys) if key is not None}
    starts = [record.index for record in records]
    result = list(found)
    for quote in _quotations(document):
        place = bisect_right(starts, quote.index) - 1
        if place < 1 or quote not in records[place] or result[place].parent is not None:
            continue
        parent = next((by_key[key] for key in _named(document, quote) if by_key.get(key, place) < place), None)
        if parent is not None:
            result[place] = Place(parent, "quotation", 0.8)
        elif (parent := _quoted(document, quote, fields, place)) is not None:
            result[place] = Place(parent, "quotation", 0.6)
    _by_number(by_key, fields, result)
    return _by_mention(fields, result)


def _quotations(document: Document) -> list[Node]:
    """Boxes of quotations, and the headers of those that have no telling name."""
    boxes = {n.index: n for n in document.elements("blockquote")}
    boxes |= {n.index: n for n in document.named if n.bits & _QUOTE and n.tag in _BOXES}
    for text in document.texts_with(_SAID):
        if text.length <= 80 and (parent := text.parent) is not None and parent.tag not in ("a", "button"):
            boxes.setdefault(parent.index, parent)
    return [boxes[index] for index in sorted(boxes)]


def _named(document: Document, quote: Node) -> Iterable[str]:
    """The keys of posts that a quotation names."""
    for node in (quote, *document.inside(quote)[:_NEAR]):
        if not node.tag:
            continue
        for name in _SOURCES:
            if (value := node.get(name)) and (source := _SOURCE.search(value)):
                yield native_key(source[1] or source[2] or source[3])
        if node.tag == "a" and (linked := _LINKED.search(node.get("href"))):
            yield native_key(linked[1] or linked[2])


def _quoted(document: Document, quote: Node, fields: Sequence[Fields], place: int) -> int | None:
    """The latest earlier post that has the words of a quotation."""
    if not (quote.tag == "blockquote" or quote.bits & _QUOTE):
        return None
    lines = [fold(_WROTE.sub("", line)) for line in text_of(document, quote).split("\n")]
    words = max(lines, key=len)
    if len(words) < _LEAST:
        return None
    return next((other for other in range(place - 1, -1, -1) if words in fold(fields[other].text)), None)


def _by_line(fields: Sequence[Fields], found: list[Place]) -> list[Place]:
    """The places with those put in that a line such as "In reply to Ann" tells, where the markup tells none."""
    if not any(one.answers for one in fields):
        return found
    result = list(found)
    latest: dict[str, int] = {}
    for place, one in enumerate(fields):
        parent = latest.get(fold(one.answers.name)) if one.answers and result[place].parent is None else None
        if parent is not None:
            result[place] = Place(parent, "answer-line", 0.8)
        if one.author:
            latest[fold(one.author)] = place
    return result


def _by_number(by_key: dict[str, int], fields: Sequence[Fields], found: list[Place]) -> None:
    """Put in what words that begin with the number of an earlier post tell: ">>12", "#12"."""
    for place, one in enumerate(fields):
        number = _NUMBER.match(one.text) if found[place].parent is None else None
        if number and (parent := by_key.get(number[1], place)) < place:
            found[place] = Place(parent, "mention", 0.6)


_NUMBER = re.compile(r"(?:>>|#)(\d{1,10})(?!\w)")


def _by_mention(fields: Sequence[Fields], found: list[Place]) -> list[Place]:
    latest: defaultdict[str, int] = defaultdict(int)
    for place, one in enumerate(fields):
        mention = _MENTION.match(one.text) if found[place].parent is None else None
        if mention and (parent := _latest_named(fold(mention[1]), latest)) is not None:
            found[place] = Place(parent, "mention", 0.5)
        if one.author:
            latest[fold(one.author)] = place
    return found


def _latest_named(words: str, latest: dict[str, int]) -> int | None:
    """The latest post of the writer whose name some words begin with, the longest name if there are several."""
    names = [
        name for name in latest if name and words.startswith(name) and not words[len(name) : len(name) + 1].isalnum()
    ]
    return latest[max(names, key=len)] if names else None
