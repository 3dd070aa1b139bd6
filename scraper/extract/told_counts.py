"""How many comments there are, where no line of the page says so: in attributes, in a forum's pager, in data for machines.

<shreddit-post comment-count="8">    <a href="/post/7#comments" title="9 Comments">9</a>    <div class="pagination">7 posts • Page 1 of 2
{"@type": "DiscussionForumPosting", "commentCount": 5}    {"cursor": {"hasNext": true, "total": 52}}
"""

from __future__ import annotations

import re
from itertools import islice
from typing import Any

from scraper.extract.document import LABEL
from scraper.extract.dom import Document
from scraper.extract.names import matcher
from scraper.extract.structured import main_item
from scraper.extract.thread_signs import read_count

_ATTRIBUTES = ("comment-count", "comments-count", "totalcomments", "data-comment-count", "data-comments-count")
_POSTS = ("posts", "beiträge", "messages", "mensajes", "сообщени", "berichten", "postów", "inlägg")
_IN_PAGER = re.compile(
    r"\W*(\d[\d.,]{0,8})\s+(?:posts|beiträge|messages|mensajes|сообщени\w+|berichten|postów|inlägg)(?!\w)", re.I
)
_PAGER = matcher(r"(?<![a-z])(?:pagination|pager|pagenav|pages)(?![a-z])")
_OF_CURSOR = re.compile(
    r'"has_?next"\s*:[^{}]{0,120}"total"\s*:\s*(\d{1,7})|"total"\s*:\s*(\d{1,7})[^{}]{0,120}"has_?next"', re.I
)


def told_count(document: Document, items: list[dict[str, Any]], *, is_shown: bool) -> int | None:
    """The number of comments that something beside a line of text tells, the surest first; None where nothing does.

    Args:
        document: the page.
        items: its JSON-LD, which is often stale: it counts where the page shows no comments itself.
        is_shown: whether the page shows comments.
    """
    for found in (_in_attributes(document), _in_title(document), _in_pager(document)):
        if found is not None:
            return found
    return None if is_shown else _in_data(document, items)


def _in_attributes(document: Document) -> int | None:
    """What the page's own elements say of themselves; of many posts that are listed, each says so."""
    tags = [tag for tag in document.by_tag if "-" in tag and ("comment" in tag or "post" in tag)]
    for node in (node for tag in tags if len(document.by_tag[tag]) == 1 for node in document.by_tag[tag]):
        for name in _ATTRIBUTES:
            if node.get(name).isdecimal():
                return int(node.get(name))
    return None


def _in_title(document: Document) -> int | None:
    """What the title of the only link to the comments says, whose text is a bare number."""
    links = [
        node
        for node in document.links_with(("comments",))
        if 0 < node.length < len("1,000,000") and ("title" in node.attributes or "aria-label" in node.attributes)
    ]
    told = {read_count(node.get("title") or node.get("aria-label")) for node in links}
    counts = {found[0] for found in told if found is not None}
    return counts.pop() if len(counts) == 1 else None


def _in_pager(document: Document) -> int | None:
    for text in document.texts_with(_POSTS, longest=LABEL):
        said = _IN_PAGER.match(text.text)
        if said and any(node.names and _PAGER(node.names) for node in islice(text.ancestors(), 3)):
            return int(re.sub(r"\D", "", said[1]))
    return None


def _in_data(document: Document, items: list[dict[str, Any]]) -> int | None:
    item = main_item(items) or {}
    for name in ("commentCount", "answerCount"):
        if str(item.get(name)).isdecimal() and int(str(item[name])):
            return int(str(item[name]))
    cursors = (_OF_CURSOR.search(text) for _, text in document.scripts if '"total"' in text)
    return next((int(found[1] or found[2]) for found in cursors if found), None)
