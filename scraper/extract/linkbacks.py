"""Pingbacks and trackbacks among comments: named by the title that they link with; most themes print nothing else."""

from __future__ import annotations

import re

from archive.records import CommentKind
from scraper.extract.dom import Node
from scraper.normalise.text import clean_line, fold

_LINKBACK = re.compile(r"(?<![a-z])(pingback|trackback)(?![a-z])", re.I)
_FIRST_WORD = re.compile(r"\W*(pingback|trackback)\b", re.I)
_LABEL = re.compile(r"^\W*(?:pingback|trackback)s?\b\W*", re.I)


def kind_of(record: Node, own: list[Node]) -> CommentKind:
    """What a record is by its name, or by its first word."""
    found = _LINKBACK.search(record.names)
    if not found:
        found = _FIRST_WORD.match(next((clean_line(n.text) for n in own if not n.tag and n.length), ""))
    return CommentKind(found[1].lower()) if found else CommentKind.COMMENT


def title_link(own: list[Node], *, is_named: bool) -> Node | None:
    """The link that a linkback is named by: the one behind the label, if there is a label; else the first, if it has no name."""
    label = next((place for place, n in enumerate(own) if not n.tag and _LINKBACK.match(n.text.strip())), None)
    if label is not None:
        return next((n for n in own[label + 1 : label + 4] if n.tag == "a" and n.length), None)
    links = (n for n in own if n.tag == "a" and n.get("href").startswith("http") and n.length)
    return None if is_named else next(links, None)


def without_label(text: str, author: str | None) -> str:
    """A linkback's words; none where all that is printed is "Pingback: title"."""
    rest = _LABEL.sub("", text)
    return "" if fold(rest) in ("", fold(author or "")) else rest if rest != text and not author else text
