"""Which page of a thread an address names, as forums and blogs write it.

valid    /threads/moss.55/page-2    /topic/moss/page/2/    /discussion/7/moss/p2    viewtopic.php?t=7&start=15
         index.php?topic=7.15       showthread.php?t=7&page=2    thread-7-page-2.html    /post.html?commentPage=2
         /wiki/Talk:Moss/Archive_1 (page 2)
invalid  viewtopic.php?p=7 (a post)    /2012/05/ (a month)    ?page=about
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from math import gcd
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

import attrs

_IN_PATH = re.compile(r"(?:/comments)?(?:/comment-page-|/page[-/]?|/p|-page-)(\d{1,5})(?=/?$|\.html?$)")
# Wikis put old discussions away into pages below that of the talk, which is the first.
_IN_ARCHIVE = re.compile(r"/Archive[_ ](\d{1,3})$")
_IN_TOPIC = re.compile(r"^(\d+)\.(\d{1,6})$")
_PAGES = ("page", "pageno", "commentpage", "comment_page", "comments_page", "comment-page", "comments-page", "cpage", "acpage", "pg", "paged", "p")  # fmt: skip
_OFFSETS = ("start", "startat", "limitstart", "offset", "st")
# They change how posts are sorted or who looks at them, and not which thread it is.
_IDLE = frozenset(
    ("postdays", "postorder", "highlight", "hilit", "sid", "s", "sk", "sd", "phpsessid", "sort", "order", "tab")
)


@attrs.frozen
class PageMark:
    """An address without what names a page, and that page."""

    thread: str
    """Equal for all pages of a thread; no address."""
    number: int | None
    """As written; None where the address names no page, so that it is the first."""
    is_offset: bool
    """Whether it counts posts, from 0."""


def page_mark(url: str) -> PageMark:
    """What an address says of its page."""
    parts = urlsplit(url)
    path = parts.path
    number: int | None = None
    is_offset = False
    if found := _IN_PATH.search(path):
        path, number = path[: found.start()] + path[found.end() :], int(found[1])
    elif found := _IN_ARCHIVE.search(path):
        path, number = path[: found.start()], int(found[1]) + 1
    kept = []
    pairs = [(name.lower(), value) for name, value in parse_qsl(parts.query.replace(";", "&"), keep_blank_values=True)]
    paged = _page_parameter(pairs) if number is None else None
    for name, value in pairs:
        if name == paged:
            number, is_offset = int(value), name in _OFFSETS
        elif name == "topic" and (topic := _IN_TOPIC.match(value)):
            kept.append((name, topic[1]))
            number, is_offset = int(topic[2]), True
        elif name not in _IDLE:
            kept.append((name, value))
    place = path.rstrip("/").removesuffix(".html").removesuffix(".htm")
    thread = urlunsplit(("", parts.netloc.removeprefix("www."), place, urlencode(sorted(kept)), ""))
    return PageMark(thread, number, is_offset)


def _page_parameter(pairs: list[tuple[str, str]]) -> str | None:
    """The parameter that names the page. `p` alone names a post, beside others it may be a page."""
    numbers = {name for name, value in pairs if value.isascii() and value.isdecimal() and len(value) <= 6}
    others = any(name not in _IDLE and name != "p" for name, _ in pairs)
    names = (name for name in (*_PAGES, *_OFFSETS) if name in numbers and (name != "p" or others))
    return next(names, None)


def without_page(url: str) -> str:
    """An address of a thread's first page without the parameter that names it as such (`?page=1`)."""
    parts = urlsplit(url)
    pairs = parse_qsl(parts.query, keep_blank_values=True)
    paged = _page_parameter([(name.lower(), value) for name, value in pairs])
    if paged is None:
        return url
    return urlunsplit(
        parts._replace(query=urlencode([(name, value) for name, value in pairs if name.lower() != paged]))
    )


def highest_page(urls: Iterable[str]) -> int:
    """The highest page that addresses of one thread's pages name, from 1; 0 if none names one."""
    marks = [mark for url in urls if (mark := page_mark(url)).number is not None]
    step = step_of(marks)
    return max((page_of(mark, step) for mark in marks), default=0)


def step_of(marks: Iterable[PageMark]) -> int:
    """How many posts a page has, by the offsets of several; 0 where pages are not told by offsets."""
    return gcd(*(mark.number for mark in marks if mark.is_offset and mark.number))


def page_of(mark: PageMark, step: int) -> int:
    """The page of a thread, from 1, given how many posts each has."""
    if mark.number is None:
        return 1
    return mark.number // step + 1 if mark.is_offset and step else max(1, mark.number)
