"""Records with the times at which they were seen, as pages seen at those times: the store then keeps both ends.

An export tells of each record when it was first and last seen. Of a thread whose comments came one after the other, that is
one page for each such time, with the comments that were there.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

import attrs

from archive.records import Page, PageKind


@attrs.frozen
class Seen:
    """When a record was seen first and last."""

    first: datetime
    last: datetime

    def holds(self, at: datetime) -> bool:
        """Whether it was there at that time."""
        return self.first <= at <= self.last


@attrs.frozen(kw_only=True)
class SeenPage:
    """A thread as an export tells it."""

    page: Page
    article: Seen | None = None
    """None where only the time of the export is known."""
    comments: Mapping[str, Seen] = attrs.Factory(dict)

    def pages(self) -> Iterator[Page]:
        """The thread at each time at which something was seen first or last, oldest first."""
        if self.article is None:
            yield self.page
            return
        every = [self.article, *self.comments.values()]
        for at in sorted({time for seen in every for time in (seen.first, seen.last)}):
            yield self._at(at)

    def _at(self, at: datetime) -> Page:
        page = self.page
        there = tuple(c for c in page.comments if (seen := self.comments.get(c.key)) is None or seen.holds(at))
        if self.article is not None and not self.article.holds(at):
            page = attrs.evolve(page, article=None, kind=PageKind.COMMENTS)
        # What is not there may not have been looked at: the page must not be taken for the whole thread.
        further = () if len(there) == len(page.comments) else (page.url,)
        return attrs.evolve(page, fetched_at=at, comments=there, more_comment_pages=further)


def seen_of(told: Mapping[str, Any]) -> Seen:
    """The times that an exported record tells."""
    first, last = (datetime.fromisoformat(told[f"{end}_seen_at"]).astimezone(UTC) for end in ("first", "last"))
    return Seen(first, last)
