"""Counts of comments that a listing states beside its teasers: "12 Comments", linked to the article's discussion.

<a href="/2026/05/the-weir/#comments">12 Comments</a>     12 comments at /2026/05/the-weir/
"""

from __future__ import annotations

import re

from archive.records import Sign, SignKind
from scraper.extract.dom import Document
from scraper.extract.render import text_of
from scraper.extract.thread_signs import read_count
from scraper.normalise.urls import article_address, join, same_site

_TO_DISCUSSION = re.compile(r"#(?:comments?|respond|disqus_thread|discussion|kommentare|comment-?list|replies)$", re.I)
_NUMBER = re.compile(r"\W*(\d{1,6})\W*")
_LONGEST = 80


def read_listed_counts(document: Document, url: str) -> tuple[Sign, ...]:
    """What a page states of other articles' comments, one sign an article, in reading order."""
    own = article_address(url)
    found: dict[str, Sign] = {}
    for node in document.elements("a"):
        if node.length > _LONGEST or not _TO_DISCUSSION.search(node.get("href")):
            continue
        target = join(url, node.get("href"))
        if target is None or not same_site(url, target) or (address := article_address(target)) == own:
            continue
        count = _count(text_of(document, node))
        if count is not None:
            found.setdefault(address, Sign(kind=SignKind.LISTING, url=address, comment_count=count))
    return tuple(found.values())


def _count(text: str) -> int | None:
    if alone := _NUMBER.fullmatch(text):
        return int(alone[1])
    read = read_count(text.replace("\n", " "))
    return read[0] if read else None
