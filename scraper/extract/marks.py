"""Traces of speech in a page: dates, names, portraits, permalinks and "reply" controls, each found once.

Records of a discussion are told from other repeated records by what they hold. Instead of searching every
candidate, one pass over the page notes where such traces stand; counting them in a subtree is then two look-ups.
"""

from __future__ import annotations

import re
from itertools import accumulate

import attrs

from scraper.extract.dom import Document, Node
from scraper.extract.names import BITS, flags, has

_DATE = re.compile(
    r"\b(?:19|20)\d\d\b|\d{1,2}[./-]\d{1,2}[./-]\d{2,4}|\b\d+\+?\s*(?:s|m|h|d|w|mo|y|sec|min|hr|hour|day|week|month|year|stunde|tag|woche"
    r"|monat|jahr|heure|jour|mois|hora|dia|día|mes|año|ora|giorn)\w{0,4}\b|\b(?:ago|yesterday|today|just now|gestern|heute|hier|ayer|hoy)\b"
    r"|\d{1,2}:\d\d|[年月日]",
    re.I,
)
_REPLY = re.compile(
    r"^\W*(?:reply|reply to\b.{0,40}|respond|answer|quote|antworten?|zitieren|répondre|responder|rispondi|citar|odpowiedz|ответить|yanıtla|balas"
    r"|beantwoorden|svara|svar|vastaa|返信|回复|reply with quote|permalink|report|flag|melden|like|upvote|recommend)\W*(?:\(\d+\))?\W*$",
    re.I,
)
_PROFILE = re.compile(
    r"/(?:u|users?|members?|profiles?|people|author|authors|account|accounts|memberlist\.php|@[\w.-]+)(?:[/?.]|$)|[?&](?:u|uid|userid|user_id|user)="
    r"|user\?id=|member\.php|/profile|/user|action=profile|showuser=|memberlist|/~\w",
    re.I,
)
# One of these is in every address that the pattern above finds; most addresses have none.
_PROFILE_HINT = re.compile(r"[Uu]ser|[Mm]ember|[Pp]rofile|people|author|account|/u[/?.]|/@|[?&]u(?:id)?=|/~")
_PORTRAIT = re.compile(r"avatar|gravatar|userpic|profile[-_]?(?:pic|image|photo)", re.I)
_DIGIT = re.compile(r"\d")
_DATE_WORD = re.compile(r"\b(?:ago|yesterday|today|just now|gestern|heute|hier|ayer|hoy)\b", re.I)
_HEADINGS = ("h1", "h2", "h3", "h4", "h5")
_NUMBERED_FRAGMENT = re.compile(r"#[^#]*\d")
_LONGEST_REPLY = 60
# Named as an author's, and not as a portrait's.
_AUTHOR = BITS["author"]
_NAMED = BITS["author"] | BITS["avatar"]
_ITEM_AUTHORS = ("author", "creator")
# Attributes that may carry a time.
_STAMPS = frozenset(("datetime", "data-time", "data-timestamp", "data-utime", "data-date", "title"))
_LONGEST_DATE = 80
_LONGEST_NAME = 80


@attrs.define
class Marks:
    """Where traces of speech stand: indexes into the document's nodes, and running totals of each."""

    dates: list[int] = attrs.Factory(list)
    names: list[int] = attrs.Factory(list)
    replies: list[int] = attrs.Factory(list)
    portraits: list[int] = attrs.Factory(list)
    permalinks: list[int] = attrs.Factory(list)
    teasers: list[int] = attrs.Factory(list)
    """Headings that lead to another page."""
    totals: tuple[list[int], ...] = ()
    """For each kind, in the order above, how many stand in front of each node."""

    def is_date(self, node: Node) -> bool:
        """Whether a date stands at this very node."""
        return self.totals[0][node.index] != self.totals[0][node.index + 1]

    def is_name(self, node: Node) -> bool:
        """Whether a name stands at this very node."""
        return self.totals[1][node.index] != self.totals[1][node.index + 1]

    def count(self, nodes: int) -> None:
        """Fill in the totals, for a document of so many nodes."""
        kinds = (self.dates, self.names, self.replies, self.portraits, self.permalinks, self.teasers)
        self.totals = tuple(_running(found, nodes) for found in kinds)


def _running(found: list[int], nodes: int) -> list[int]:
    flags = bytearray(nodes)
    for index in found:
        flags[index] = 1
    return list(accumulate(flags, initial=0))


def find_marks(document: Document) -> Marks:
    """All traces of speech on a page."""
    marks = Marks()
    machine = [
        *document.elements("time"),
        *(
            n
            for n in document.elements("span", "abbr", "relative-time")
            if not _STAMPS.isdisjoint(n.attributes) and is_machine_date(n)
        ),
    ]
    inside = {index for node in machine for index in range(node.index, node.end)}
    marks.dates = [node.index for node in machine]
    marks.dates += [
        text.index
        for text in document.texts
        if 3 < text.length <= _LONGEST_DATE and text.index not in inside and _looks_dated(text.text)
    ]
    for node in document.elements("a", "button"):
        _mark_link(document, node, marks)
    for node in document.elements("img"):
        if (
            (node.names and has("avatar", node.names))
            or _PORTRAIT.search(node.get("alt"))
            or _PORTRAIT.search(node.get("src"))
        ):
            marks.portraits.append(node.index)
    marks.names += [
        n.index for n in document.named if 0 < n.length <= _LONGEST_NAME and flags(n.names) & _NAMED == _AUTHOR
    ]
    marks.names += [
        n.index for n in document.items if 0 < n.length <= _LONGEST_NAME and n.attributes["itemprop"] in _ITEM_AUTHORS
    ]
    marks.names += [n.index for n in document.elements("cite") if 0 < n.length <= _LONGEST_NAME]
    marks.teasers = _teasers(document, set(marks.names))
    marks.count(len(document.nodes))
    return marks


def _looks_dated(text: str) -> bool:
    if _DIGIT.search(text):
        return _DATE.search(text) is not None
    return len(text) < 30 and _DATE_WORD.search(text) is not None


def _mark_link(document: Document, node: Node, marks: Marks) -> None:
    attributes = node.attributes
    href = attributes.get("href") or ""
    if 0 < node.length <= _LONGEST_NAME:
        if _is_reply(document, node, href):
            marks.replies.append(node.index)
        elif href and (
            (_PROFILE_HINT.search(href) and _PROFILE.search(href)) or "author" in (attributes.get("rel") or "")
        ):
            marks.names.append(node.index)
    if "#" in href and _NUMBERED_FRAGMENT.search(href):
        marks.permalinks.append(node.index)


def _is_reply(document: Document, node: Node, href: str) -> bool:
    """Whether a link or button is there to answer: its text or its name says so."""
    if "replytocom" in href or (node.names and "reply-link" in node.names):
        return True
    return (
        node.length <= _LONGEST_REPLY
        and node.end == node.index + 2
        and _REPLY.match(document.nodes[node.index + 1].text) is not None
    )


def _teasers(document: Document, names: set[int]) -> list[int]:
    """Headings that lead to another page: a link in them, or around them, that is no writer's name."""
    found = []
    for heading in document.elements(*_HEADINGS):
        inside = (node for node in document.inside(heading) if node.tag == "a")
        link = next(inside, None) or next((node for node in heading.ancestors() if node.tag == "a"), None)
        if link is not None and link.index not in names and (href := link.get("href")) and "#" not in href:
            found.append(heading.index)
    return found


def is_machine_date(node: Node) -> bool:
    """Whether an element carries a time for machines."""
    stamp = (
        node.get("datetime")
        or node.get("data-time")
        or node.get("data-timestamp")
        or node.get("data-utime")
        or node.get("data-date")
    )
    if not stamp and node.tag != "span":
        stamp = node.get("title")
    return len(stamp) >= 8 and any(c.isdigit() for c in stamp)
