"""How many comments the pages of an import show, beside how many they state: each page of a thread once.

A thread may stand on several pages, each of which states the number of them all; and a collection may hold a page twice,
seen at different times or under two addresses. Of those the one that shows, or states, the most counts.
"""

from __future__ import annotations

import attrs

from archive.addresses import thread_address
from archive.records import CommentState, Page


@attrs.define
class ThreadCounts:
    """Sums over everything added."""

    shown: int = 0
    stated: int = 0
    _of_pages: dict[int, int] = attrs.Factory(dict)
    """Shown, by page of a thread; their names as hashes, since there may be millions."""
    _of_threads: dict[int, int] = attrs.Factory(dict)
    """Stated, by thread."""

    def add(self, page: Page, stated: int) -> tuple[int, int]:
        """The sums with one page more that states a number."""
        address = thread_address(page.article_url or page.url)
        thread = address.partition("://")[2].removeprefix("www.").rstrip("/")
        # A comment that awaits moderation is shown to its writer alone, and in no count.
        shown = sum(comment.state is not CommentState.PENDING for comment in page.comments)
        self.shown += _risen(self._of_pages, hash((thread, page.thread_page)), shown)
        self.stated += _risen(self._of_threads, hash(thread), stated)
        return self.shown, self.stated


def _risen(most: dict[int, int], name: int, number: int) -> int:
    """By how much the number is above the most that was met under the name so far."""
    before = most.get(name, 0)
    most[name] = max(before, number)
    return most[name] - before
