"""The other pages of a thread, and which of them this is.

WordPress's comment pages are told by their addresses. Elsewhere, a link leads to another page of the thread where its
address is that of this page but for what names the page, and where it looks like a pager's: a number, "next", an arrow.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import attrs

from archive.page_numbers import PageMark, page_mark, page_of, step_of, without_page
from scraper.extract.dom import Document, Node
from scraper.extract.names import BITS
from scraper.extract.render import text_of
from scraper.extract.thread_signs import comment_pages, thread_page_number
from scraper.normalise.urls import comment_page_number, join

_COMMENT = BITS["comment"]
_LONGEST = 24
# What may name a page in an address; the others of a page's links need not be looked at.
_HINTS = ("page", "/p", "p=", "/archive", "pg=", "start", "offset", "st=", "topic=")
_LEADS = re.compile(
    r"(?<!\w)(?:next|older|newer|previous|prev|earlier|more|later|first|last|ältere|neuere|weitere|nächste|vorherige|zurück|weiter"
    r"|suivante?s?|précédente?s?|siguientes?|anteriore?s?|load|archives?|page|seite|pagina|página|strona)(?!\w)|[«»←→‹›<>]",
    re.I,
)
_ROLES = frozenset(("next", "prev", "start"))


@attrs.frozen
class ThreadPages:
    """Where a thread goes on."""

    others: tuple[str, ...]
    """Addresses of its other pages, in the order of the page."""
    number: int
    first: str | None
    """The address of its first page, where this one links it as another."""


def thread_pages(document: Document, url: str, base: str, *, is_forum: bool, is_thread: bool) -> ThreadPages:
    """The other pages of the thread on a page.

    Args:
        document: the page.
        url: its address.
        base: what its relative addresses are relative to.
        is_forum: whether the thread is all there is, so that any pager is its; else one that names comments.
        is_thread: whether there are comments at all.
    """
    pages = comment_pages(document, url)
    if pages or comment_page_number(url) is not None or not is_thread:
        return ThreadPages(pages, thread_page_number(document, url, pages), None)
    own = page_mark(url)
    links = [one for one in _candidates(document, base, own) if is_forum or _is_of_comments(one.node)]
    return _numbered(own, links) if links else _alone(url, own, is_forum=is_forum)


@attrs.frozen
class _Link:
    """A link that looks like a pager's."""

    node: Node
    target: str
    mark: PageMark
    label: str


def _alone(url: str, own: PageMark, *, is_forum: bool) -> ThreadPages:
    """A page that links no other: the last one of forums that only lead on."""
    if not is_forum or own.is_offset or own.number is None or own.number < 2:
        return ThreadPages((), 1, None)
    first = without_page(url)
    return ThreadPages((), own.number, first if first != url else None)


def _numbered(own: PageMark, links: Sequence[_Link]) -> ThreadPages:
    """The pages that links lead to, each once. Some platforms count posts, and some begin with 0: their labels tell."""
    step = step_of([own, *(link.mark for link in links)])
    from_zero = any(
        link.mark.number is not None
        and not link.mark.is_offset
        and link.label == str(link.mark.number + 1)
        or (own.number == 1 and link.mark.number is None and link.label == "1")
        for link in links
    )
    numbers = [
        mark.number + 1 if from_zero and mark.number is not None else page_of(mark, step)
        for mark in (own, *(link.mark for link in links))
    ]
    found: dict[int, str] = {}
    for number, link in zip(numbers[1:], links, strict=True):
        if number != numbers[0]:
            found.setdefault(number, link.target)
    first = found.get(1)
    return ThreadPages(tuple(found.values()), numbers[0], without_page(first) if first else None)


def _candidates(document: Document, base: str, own: PageMark) -> Iterator[_Link]:
    """The links to pages of the thread that look like a pager's."""
    links = document.links_with(_HINTS) if own.number is None else document.elements("a")
    for node in (*(link for link in document.elements("link") if "rel" in link.attributes), *links):
        address, _, fragment = node.get("href").partition("#")
        if not address or node.length > _LONGEST or any(map(str.isdigit, fragment)):
            continue
        label = text_of(document, node).strip("[]() ")
        if _leads(node, label) and (target := join(base, address)) and (mark := page_mark(target)).thread == own.thread:
            yield _Link(node, target, mark, label)


def _leads(link: Node, label: str) -> bool:
    """Whether a link looks like a pager's."""
    if label.isdecimal() or not _ROLES.isdisjoint(link.get("rel").lower().split()):
        return True
    return bool(_LEADS.search(label or f"{link.get('title')} {link.get('aria-label')} {link.names}"))


def _is_of_comments(link: Node) -> bool:
    """Whether a pager is that of comments, and not of the article."""
    return "comment" in link.get("href").lower() or any(
        node.bits & _COMMENT and node.tag not in ("body", "html") for node in link.ancestors()
    )
