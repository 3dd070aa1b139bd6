"""When an article was published, read off the page itself: the lines around its title, or below its text."""

from __future__ import annotations

import re
from collections.abc import Iterator

from scraper.extract.byline import areas_of, is_beside
from scraper.extract.dom import Document, Node
from scraper.extract.names import matcher
from scraper.extract.render import text_of
from scraper.normalise.text import clean_line

_MAYBE_DATE = re.compile(r"\d\d\d\d|\d[./-]\d|\d\s+(?:min|hour|day|week|month|year)", re.I)
# The dates that `byline` cuts off names, without what may stand around them; searching for that costs ten times as much.
_DATE_PRINTED = re.compile(
    r"\b[^\W\d]{3,9}\.?\s+\d{1,2}(?:st|nd|rd|th)?,?\s+\d{4}|\b\d{1,2}\.?\s+[^\W\d]{3,9}\.?,?\s+\d{4}|\b\d{1,4}[./-]\d{1,2}[./-]\d{1,4}"
    r"|\b\d+\s+(?:min|hour|day|week|month|year)",
    re.I,
)
_DATE_NAMES = matcher(
    r"(?<![a-z])(?:date|dates?|time|timestamp|published|pubdate|entry-?date|post-?date|posted-?on|dateline|dt-published|meta|byline|zeile|info|updated|submitted|created|article-?info|postmetadata)(?![a-z])"
)
_DATELINE = matcher(
    r"(?<![a-z])(?:document)?(?:byline|dateline|pub-?date|published(?:-date|-on)?|publish-?date|publication-?date|post-?date|entry-?date|article-?date)(?![a-z])"
)
# Reading times and copyright notices.
_NO_DATE = re.compile(r"\d\s*min(?:\.|ut\w+)?\b(?!\W*(?:ago|her\b|zuvor))|©|copyright", re.I)
_CHANGED = re.compile(r"\b(?:updated?|modified|reviewed|changed|aktualisiert|geändert|actualizado|mis à jour)\b", re.I)
_LABELLED = 80
_DIGITS = re.compile(r"\d+")


def names_a_day(value: str) -> bool:
    """Whether a text may tell a day: it has more than one number, or one as long as a time stamp."""
    numbers = _DIGITS.findall(value)
    return len(numbers) > 1 or any(len(number) >= 8 for number in numbers) or "ago" in value


def byline_date(document: Document, head: Node | None, body: Node | None, until: int | None = None) -> str | None:
    """The first date that the lines around the title, or below the text, print, as markup or text has it.

    Args:
        document: the page.
        head: the title's heading.
        body: the element that holds the text.
        until: index of the first post, where posts are what the page is there for: their dates are not the article's.
    """
    end_of_all = len(document.nodes) if until is None else until
    for start, end in (*areas_of(document, head, body, until), _wide_area(document, head, body)):
        if found := _date_between(document.nodes[start : min(end, end_of_all)], document, head):
            return found
    return None


def named_date(document: Document, head: Node | None, until: int | None = None) -> str | None:
    """The date that an element called a dateline, or a byline, prints anywhere on the page."""
    for node in document.named:
        if (until is None or node.index < until) and 6 <= node.length <= 80 and _DATELINE(node.names):
            nodes = document.nodes[node.index : node.end]
            if found := _date_between(nodes, document, head):
                return found
    return None


def _wide_area(document: Document, head: Node | None, body: Node | None) -> tuple[int, int]:
    """All that stands not far from the title and the text."""
    near = [node for node in (head, body) if node is not None]
    if not near:
        return 0, 0
    return max(0, min(node.index for node in near) - 150), min(
        len(document.nodes), max(node.end for node in near) + 100
    )


def _date_between(nodes: list[Node], document: Document, head: Node | None) -> str | None:
    changed: str | None = None
    for node, value in _for_machines(nodes, document, head):
        if not _is_of_change(document, node):
            return value
        changed = changed or value
    return changed or next(_printed(nodes, head), None)


def _for_machines(nodes: list[Node], document: Document, head: Node | None) -> Iterator[tuple[Node, str]]:
    """The elements made for dates with what they say: `time` first, then microdata."""
    for node in nodes:
        if node.tag == "time" and (node.get("datetime") or node.length) and not is_beside(node, head):
            value = node.get("datetime") or clean_line(text_of(document, node).replace("\n", " "))
            if names_a_day(value):
                yield node, value
    for node in nodes:
        if node.attributes.get("itemprop") in ("datePublished", "dateCreated") and not is_beside(node, head):
            yield node, node.get("content") or node.get("datetime") or clean_line(text_of(document, node))


def _is_of_change(document: Document, node: Node) -> bool:
    """Whether a date is said to be that of the last change: by its names, or by the words in front of it."""
    if node.names and "updated" in node.names and "published" not in node.names:
        return True
    parent = node.parent
    if parent is None or parent.length > _LABELLED:
        return False
    return any(_CHANGED.search(part.text) for part in document.nodes[parent.index : node.index] if not part.tag)


def _printed(nodes: list[Node], head: Node | None) -> Iterator[str]:
    """The texts that print a date."""
    for node in nodes:
        if (
            not node.tag
            and 6 <= node.length <= 120
            and _MAYBE_DATE.search(node.text)
            and _DATE_PRINTED.search(node.text)
            and (node.length < 60 or any(a.names and _DATE_NAMES(a.names) for a in _three(node)))
            and not _NO_DATE.search(node.text)
            and not is_beside(node, head)
        ):
            yield clean_line(node.text)


def _three(node: Node) -> list[Node]:
    found = []
    for ancestor in node.ancestors():
        found.append(ancestor)
        if len(found) == 3:
            break
    return found
