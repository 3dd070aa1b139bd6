"""Folders that lead nowhere: endless profiles, filters and calendars that no rule about addresses knows.

/user/ann, /user/bo, …       pages that hold nothing to archive, and name only each other
/shop?place=a&kind=b, …      every filter names further filters
/list?page=94, …             a list that answers any number with the same page

When so many pages of a folder in a row, or of one address with different parameters, told nothing, the rest is left out.
A page tells something if it is an article or a thread, has as much text as one, or names an address outside of the folder
that nobody had named. Of a list it is enough that it names others than the lists before: a sitemap may have named them all.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from urllib.parse import urlsplit

import attrs

from archive.frontier import FrontierEntry
from archive.records import Link, Page, PageKind, Relation, Visit

IN_A_ROW = 50
"""Enough for the shortest of real archives; a trap costs so many requests, once."""
_TEXT = 400
"""Characters: a reader's profile has less, and a page that somebody wrote has more."""
_JUDGED = frozenset({Relation.OTHER, Relation.LISTING})
_RECORDS = frozenset({PageKind.ARTICLE, PageKind.THREAD, PageKind.COMMENTS})
_MOST_FOLDERS = 10_000


@attrs.define
class _Folder:
    in_a_row: int = 0
    lists: set[int] = attrs.Factory(set)
    """What its lists named, as hashes."""


@attrs.define
class BarrenFolders:
    """What the pages of this run's folders have told.

    Args:
        known: how many of these addresses the frontier has.
        note: keeps a remark for the summary.
    """

    _known: Callable[[list[str]], int]
    _note: Callable[[str], None]
    _folders: dict[str, _Folder] = attrs.Factory(dict)
    barren: set[str] = attrs.Factory(set)

    def see(self, entry: FrontierEntry, visit: Visit) -> None:
        """Count a visit, before its links are in the frontier."""
        if visit.error is not None or visit.unchanged or entry.visited_at is not None:
            return
        leads = [link.url for link in visit.links]
        if visit.skipped is not None and leads:
            return  # a redirect: the page it leads to is judged
        has_told = entry.relation not in _JUDGED or _holds_something(visit.page)
        for folder in _folders_of(entry.url):
            self._count(folder, entry, [url for url in leads if not url.startswith(folder)], has_told=has_told)

    def is_below(self, url: str, relation: Relation) -> bool:
        """Whether an address belongs to a folder that leads nowhere, and nothing else speaks for it."""
        return bool(self.barren) and relation in _JUDGED and not self.barren.isdisjoint(_folders_of(url))

    def without(self, links: Iterable[Link]) -> tuple[Link, ...]:
        """The links, but for those into such folders."""
        return tuple(link for link in links if not self.is_below(link.url, link.relation))

    def why(self, url: str) -> str:
        """The reason that is kept with an address which is left out."""
        folder = next((folder for folder in _folders_of(url) if folder in self.barren), url)
        return f"left out, since {IN_A_ROW} pages in a row under {urlsplit(folder).path} told nothing"

    def _count(self, name: str, entry: FrontierEntry, outside: list[str], *, has_told: bool) -> None:
        if name not in self._folders and len(self._folders) >= _MOST_FOLDERS:
            return
        folder = self._folders.setdefault(name, _Folder())
        if has_told or self._is_news(folder, entry, outside):
            folder.in_a_row = 0
            return
        folder.in_a_row += 1
        if folder.in_a_row == IN_A_ROW:
            self.barren.add(name)
            self._note(f"{IN_A_ROW} pages in a row under {name} told nothing: the rest of them is left out")

    def _is_news(self, folder: _Folder, entry: FrontierEntry, outside: list[str]) -> bool:
        """Whether a page without anything to archive leads to something."""
        if not outside:
            return False
        if entry.relation is Relation.LISTING:
            named = hash(frozenset(outside))
            is_new = named not in folder.lists
            if len(folder.lists) < IN_A_ROW:
                folder.lists.add(named)
            return is_new
        return self._known(outside) < len(set(outside))


def _holds_something(page: Page | None) -> bool:
    if page is None:
        return False
    text = page.article.text if page.article is not None else ""
    return page.kind in _RECORDS or bool(page.comments) or page.source.value == "api" or len(text) >= _TEXT


def _folders_of(url: str) -> Iterator[str]:
    """The folders an address is in, below its host, and the address before its parameters."""
    address, mark, _ = url.partition("?")
    if mark:
        yield address + mark
    place = address.find("/", address.find("://") + 3)
    while (place := address.find("/", place + 1)) > 0:
        yield address[: place + 1]
