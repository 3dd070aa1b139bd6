"""When an article was published, read off the page itself: the lines around its title, or below its text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from scraper.extract.byline_places import areas_of, is_beside
from scraper.extract.comment_dates import tooltip_of
from scraper.extract.dom import Document, Node
from scraper.extract.names import BITS, matcher
from scraper.extract.printed_dates import (
    CHANGE_WORDS,
    CHANGED,
    DATE_PRINTED,
    DAY_PRINTED,
    change_in,
    is_of_change,
    prints_date,
)
from scraper.extract.render import text_of
from scraper.extract.told_dates import told_time
from scraper.normalise.text import clean_line

_DATE_NAMES = matcher(
    r"(?<![a-z])(?:date|dates?|time|timestamp|published|pubdate|entry-?date|post-?date|posted-?on|dateline|dt-published|meta|byline|zeile|info|updated|submitted|created|article-?info|postmetadata)(?![a-z])"
)
_DATELINE = matcher(
    r"(?<![a-z])(?:document)?(?:byline|dateline|pub-?date|published(?:-date|-on)?|publish-?date|publication-?date|post-?date|entry-?date|article-?date)(?![a-z])"
)
_LABELLED = 80
# Microformats' names for dates, and the stamps that stand in the titles of such elements.
_HATOM = matcher(r"(?<![a-z-])(?:published|updated|dt-published|value-title)(?![a-z-])")
_STAMP = re.compile(r"\d{4}-\d\d-\d\d(?:T|$)")
_COMMENT = BITS["comment"]
_YEAR = re.compile(r"\d{4}")
_DIGITS = re.compile(r"\d+")
_ONLY_NUMBERS = re.compile(r"0?(\d{1,2})[/-]0?(\d{1,2})[/-]\d{4}(?:[ ,T]+\d{1,2}:\d\d.*)?")


def names_a_day(value: str) -> bool:
    """Whether a text may tell a day: it has more than one number, or one as long as a time stamp."""
    numbers = _DIGITS.findall(value)
    return len(numbers) > 1 or any(len(number) >= 8 for number in numbers) or "ago" in value


def tells_a_day(value: str) -> bool:
    """Whether a text does tell a day; version numbers do not."""
    return names_a_day(value) and told_time(value) is not None


def is_ambiguous(raw: str) -> bool:
    """Whether a date is all numbers, any of which may be the month: `05/04/2012`."""
    found = _ONLY_NUMBERS.fullmatch(raw.strip())
    return found is not None and found[1] != found[2] and int(found[1]) <= 12 and int(found[2]) <= 12


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


def printed_lines(document: Document, head: Node | None, body: Node | None, until: int | None = None) -> Iterator[str]:
    """The lines around the title that print a date: each whole, since many have the hour in a piece of its own.

    Args:
        document: the page.
        head: the title's heading.
        body: the element that holds the text.
        until: index of the first post, where posts are what the page is there for.
    """
    start, end = areas_of(document, head, body, until)[0]
    for node in document.nodes[start:end]:
        if not node.tag and 6 <= node.length <= _LABELLED and DATE_PRINTED.search(node.text):
            whole = node.parent if node.parent is not None and node.parent.length <= _LABELLED else node
            yield clean_line(text_of(document, whole).replace("\n", " ") if whole.tag else whole.text)


def restamped(document: Document, head: Node | None, published: str, modified: str | None) -> str | None:
    """The day printed next to the title, where head and markup tell no other than that of the last change.

    Some publishing programs stamp an article anew with each change; a reader is shown the first day.
    """
    if head is None or modified is None:
        return None
    stamp, last = told_time(published), told_time(modified)
    if not stamp or not last or stamp.at.date() < last.at.date():
        return None
    for node in document.nodes[head.end : head.end + _NEXT]:
        if not node.tag and node.length < _SHORT and _WHOLE_DATE.fullmatch(clean_line(node.text)):
            line = clean_line(node.text)
            is_other = not (_is_of_change(document, node) or is_beside(node, head) or _is_near(line, stamp.at.date()))
            return line if is_other else None
    return None


def _is_near(line: str, stamp: date) -> bool:
    """Whether a printed day and a stamp are of the same year, and a day apart at most: zones differ."""
    numbers = [int(number) for number in _DIGITS.findall(line)]
    return stamp.year in numbers and any(abs(number - stamp.day) <= 1 for number in numbers)


_NEXT, _SHORT = 24, 40
_WHOLE_DATE = re.compile(r"[^\W\d]{3,9}\.?\s+\d{1,2}(?:st|nd|rd|th)?,?\s+\d{4}|\d{1,2}\.?\s+[^\W\d]{3,9}\.?,?\s+\d{4}")


def named_date(document: Document, head: Node | None, until: int | None = None) -> str | None:
    """The date that an element called a dateline, or a byline, prints anywhere on the page."""
    for node in document.named:
        if (until is None or node.index < until) and 6 <= node.length <= 80 and _DATELINE(node.names):
            nodes = document.nodes[node.index : node.end]
            if found := _date_between(nodes, document, head) or _in_pieces(document, node):
                return found
    return None


def _in_pieces(document: Document, node: Node) -> str | None:
    """The date that a dateline prints in several elements: day, month and year."""
    line = clean_line(text_of(document, node).replace("\n", " "))
    return line if len(line) <= _LABELLED and prints_date(line) else None


def opening_date(document: Document, body: Node | None) -> str | None:
    """The date that the text begins with, as notices to the press do: "Springfield, 3 March 2021. …"."""
    if body is None:
        return None
    for node in document.nodes[body.index : body.index + _OPENING]:
        if not node.tag and node.length >= _LABELLED:
            found = DATE_PRINTED.search(node.text[:_LABELLED])
            if found and _PLACE.fullmatch(node.text[: found.start()]):
                return found[0]
    return None


def date_beside(document: Document, until: int | None = None) -> str | None:
    """The time that stands beside the article, where the page has one or two in all."""
    times = [node for node in document.elements("time") if node.get("datetime") and not _is_teased(node)]
    if not 0 < len(times) <= _FEW or (until is not None and times[0].index > until):
        return None
    value = times[0].get("datetime")
    return value if names_a_day(value) and not any(a.bits & _COMMENT for a in times[0].ancestors()) else None


_OPENING = 60
_FEW = 2
# A town, at most, stands in front of the date that a text begins with.
_PLACE = re.compile(r"\W*(?:[^\W\d]+(?:[ /-][^\W\d]+){0,2}\W{1,4})?")


def _is_teased(node: Node) -> bool:
    """Whether a time stands in a link with more text: it is that of the page that the link leads to."""
    if node.length and not node.linked:
        return False
    return any(a.tag == "a" and a.length > node.length + _LABELLED // 4 for a in node.ancestors())


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
            if names_a_day(value) and not _is_teased(node):
                yield node, value
    for node in nodes:
        if node.attributes.get("itemprop") in ("datePublished", "dateCreated") and not is_beside(node, head):
            yield node, node.get("content") or node.get("datetime") or clean_line(text_of(document, node))
    for node in nodes:
        if "title" in node.attributes and node.names and _HATOM(node.names) and not is_beside(node, head):
            value = node.get("title")
            if _STAMP.match(value):
                yield node, value


def _is_of_change(document: Document, node: Node) -> bool:
    """Whether a date is said to be that of the last change: by its names, or by the words in front of it."""
    if node.names and "updated" in node.names and "published" not in node.names:
        return True
    parent = node.parent
    if parent is None or parent.length > _LABELLED:
        return False
    return any(CHANGED.search(part.text) for part in document.nodes[parent.index : node.index] if not part.tag)


def _printed(nodes: list[Node], head: Node | None) -> Iterator[str]:
    """The texts that print a date: those behind the heading first, then those nearest in front of it, and last what is said to be the day of a change.

    What stands in front of the heading may be the day of reading, as newspapers print it beside their name.
    """
    found = [node for node in nodes if not node.tag and 6 <= node.length <= 120 and _prints_own_date(node, head)]
    if head is not None and len(found) > 1:
        start = head.index
        found.sort(key=lambda node: (node.index < start, abs(node.index - start)))
    lines = [line for node in found if tells_a_day(line := _exact(node))]
    yield from (line for line in lines if not is_of_change(line))
    yield from lines


def _exact(text: Node) -> str:
    """A text that prints a date; "1 year ago" as the attribute that tells the day, if one does."""
    line = clean_line(text.text)
    return line if _YEAR.search(line) else tooltip_of(text) or line


def _prints_own_date(node: Node, head: Node | None) -> bool:
    return (
        prints_date(node.text)
        and (
            node.length < 60
            or _begins_with_day(node.text)
            or any(a.names and _DATE_NAMES(a.names) for a in _three(node))
        )
        and not is_beside(node, head)
    )


def _begins_with_day(text: str) -> bool:
    return DAY_PRINTED.match(text.lstrip()) is not None


def changed_date(document: Document, head: Node | None, body: Node | None, until: int | None = None) -> str | None:
    """The day of the last change, where a line around the title or below the text says "updated" in front of it."""
    spans = areas_of(document, head, body, until)
    for node in document.texts_with(CHANGE_WORDS):
        if node.length <= 120 and any(start <= node.index < end for start, end in spans) and not is_beside(node, head):
            text = clean_line(node.text)
            if CHANGED.search(text) and (found := change_in(text) or _day_behind(document, node)):
                return found
    return None


def _day_behind(document: Document, label: Node) -> str | None:
    """The day in the text that follows a label which is all of its own text."""
    for node in document.nodes[label.end : label.end + 4]:
        if not node.tag and node.length:
            return clean_line(node.text) if node.length <= _LABELLED and prints_date(node.text) else None
    return None


def _three(node: Node) -> list[Node]:
    found = []
    for ancestor in node.ancestors():
        found.append(ancestor)
        if len(found) == 3:
            break
    return found
