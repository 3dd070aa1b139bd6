"""Who wrote an article, where no byline says so: boxes about the author, and names set beside the date."""

from __future__ import annotations

import re

from scraper.extract.byline import is_name
from scraper.extract.byline_places import areas_of, is_beside
from scraper.extract.dom import Document, Node
from scraper.extract.names import BITS, matcher
from scraper.extract.render import text_of
from scraper.normalise.authors import split_names
from scraper.normalise.text import clean_line, fold

_BOX = matcher(r"(?<![a-z])(?:author|autor|auteur|bio|contributor)(?![a-z])")
_NAME = matcher(r"(?<![a-z])(?:author|autor|auteur|name|fn|title)(?![a-z])")
_HEADINGS = frozenset(("h2", "h3", "h4", "h5", "h6", "strong", "b"))
_PROFILES = ("/author/", "/autor/", "/auteur/", "/authors/")
# As far below the text as boxes stand.
_BELOW = 120
_DAY = r"(?:\d{1,2}\.\s?\d{1,2}\.\s?\d{4}|\d{1,2}\.?\s+[^\W\d]{3,9}\.?\s+\d{4}|[^\W\d]{3,9}\.?\s+\d{1,2},\s+\d{4})(?:,?\s+\d{1,2}[:.]\d\d)?"
_PERSON = r"[^\W\d_a-z][\w'’.-]+(?:\s+(?:[^\W\d_a-z][\w'’.-]*|van|von|de|der|den|di|al|bin)){1,3}"
_BESIDE_DATE = re.compile(
    rf"\W*(?:{_DAY}\W*(?:(?:by|von|par|por)\s+)?(?P<behind>{_PERSON})|(?P<before>{_PERSON})\W+{_DAY})\W*"
)
_FEW_DIGITS = re.compile(r"\d{4}")


_COMMENT = BITS["comment"]
# A class of these is about the page, such as `comments-open`.
_WHOLE = frozenset(("html", "body", "main", "article"))


def boxed_names(
    document: Document, head: Node | None, body: Node | None, house: set[str], until: int | None = None
) -> list[str]:
    """The name beside the date near the title, else the name that a box about the author begins with.

    Args:
        document: the page.
        head: the title's heading.
        body: the element that holds the text.
        house: what the site is called, folded: that is nobody's name.
        until: index of the first post, where posts are what the page is there for.
    """
    areas = areas_of(document, head, body, until)
    for node in document.nodes[slice(*areas[0])]:
        if not node.tag and 12 <= node.length <= 80 and _FEW_DIGITS.search(node.text) and not is_beside(node, head):
            found = _BESIDE_DATE.fullmatch(clean_line(node.text))
            if found and is_name(name := found["behind"] or found["before"]):
                return [name]
    end = body.end + _BELOW if body is not None else areas[0][1]
    return _of_box(document, head, areas[0][0], end if until is None else min(end, until), house)


def _of_box(document: Document, head: Node | None, start: int, end: int, house: set[str]) -> list[str]:
    for node in document.nodes[start:end]:
        if not (node.tag and 2 < node.length <= 60) or not _is_name_of_box(node) or is_beside(node, head):
            continue
        if any(a.bits & _COMMENT and a.tag not in _WHOLE for a in (node, *node.ancestors())):
            continue  # whoever commented
        names = [name for name in split_names(clean_line(text_of(document, node))) if is_name(name)]
        if len(names) == 1 and names[0][:1].isupper() and fold(names[0]) not in house:
            return names
    return []


def _is_name_of_box(node: Node) -> bool:
    """Whether an element is the name in a box about an author: by its names, as a heading, or as a link to a profile."""
    names = node.names.replace("_", "-") if node.names else ""
    own = names.replace("author", "", 1)
    if names and _BOX(names) and (_NAME(own) or not own.strip()):
        return True
    if node.tag == "a" and any(part in node.get("href") for part in _PROFILES):
        return True
    if node.tag not in _HEADINGS and not (names and _NAME(own)):
        return False
    parent = node.parent
    above = (parent, parent.parent) if parent is not None else ()
    return any(a is not None and a.names and a.length <= 1500 and _BOX(a.names.replace("_", "-")) for a in above)
