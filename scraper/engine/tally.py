"""What a crawl has done so far, counted while it runs."""

from __future__ import annotations

from collections import Counter
from enum import StrEnum

import attrs

from archive.records import Visit
from archive.store import Saved

# Reasons beyond it are only counted: a site of a million dead links must not fill the memory.
FAILURES_KEPT = 1000
FORBIDDEN = "robots.txt"
NOTHING_THERE = "nothing at the usual place"
"""Of a feed or sitemap that no page names."""
_REDIRECTS = "redirects: "


class Ending(StrEnum):
    """How a crawl ended."""

    FINISHED = "finished"
    """Nothing is left to visit."""
    CUT = "cut"
    """A limit of ours, or the server, ended it; the same command goes on."""
    INTERRUPTED = "interrupted"
    REFUSED = "refused"
    """It could not begin."""


@attrs.frozen
class PageFailure:
    """One page that could not be had, or of which there was nothing to store."""

    url: str
    reason: str


@attrs.define
class Tally:
    """Counts of one run of one site."""

    started: int = 0
    """Pages asked for."""
    requests: int = 0
    """What left for the network: pages, robots.txt, second tries."""
    stored: int = 0
    unchanged: int = 0
    failed: int = 0
    forbidden: int = 0
    skipped: int = 0
    spared: int = 0
    """Addresses not asked for, since the site's API had told what their pages say."""
    bytes: int = 0
    articles_new: int = 0
    articles_changed: int = 0
    comments_new: int = 0
    comments_changed: int = 0
    links_new: int = 0
    current_url: str = ""
    first_skip: str | None = None
    failures: list[PageFailure] = attrs.Factory(list)
    skips: Counter[str] = attrs.Factory(Counter)
    """How many pages were passed over, by reason."""
    skipped_pages: list[PageFailure] = attrs.Factory(list)
    """Those among them that are no redirects."""
    notes: list[str] = attrs.Factory(list)
    guessed: int = 0
    """Usual places of feeds and sitemaps where there was nothing."""

    @property
    def done(self) -> int:
        """Pages that came to an end, good or bad."""
        return self.stored + self.unchanged + self.failed + self.forbidden + self.skipped + self.guessed

    def count(self, visit: Visit, saved: Saved) -> None:
        """Add one visit and what storing it did."""
        self._count_outcome(visit)
        self.articles_new += saved.new_articles
        self.articles_changed += saved.changed_articles
        self.comments_new += saved.new_comments
        self.comments_changed += saved.changed_comments
        self.links_new += saved.new_links

    def note(self, text: str) -> None:
        """Keep a remark for the summary, once."""
        if text not in self.notes:
            self.notes.append(text)

    def _count_outcome(self, visit: Visit) -> None:
        if visit.error is not None:
            self.failed += 1
            if len(self.failures) < FAILURES_KEPT:
                self.failures.append(PageFailure(visit.requested_url, visit.error))
        elif visit.skipped == FORBIDDEN:
            self.forbidden += 1
        elif visit.skipped == NOTHING_THERE:
            self.guessed += 1
        elif visit.skipped is not None:
            self.skipped += 1
            self.first_skip = self.first_skip or f"{visit.requested_url}: {visit.skipped}"
            self._count_skip(visit.requested_url, visit.skipped)
        elif visit.unchanged:
            self.unchanged += 1
        else:
            self.stored += 1

    def _count_skip(self, url: str, reason: str) -> None:
        """A redirect is counted, since the page it leads to is fetched; any other page is named with its reason."""
        if reason.startswith(_REDIRECTS):
            self.skips[reason.partition(":")[0]] += 1
            return
        self.skips[reason] += 1
        if len(self.skipped_pages) < FAILURES_KEPT:
            self.skipped_pages.append(PageFailure(url, reason))


@attrs.frozen(kw_only=True)
class CrawlSummary:
    """One crawl of one site, when it is over."""

    site: str
    start_url: str
    ending: Ending
    reason: str | None = None
    """Why it ended before its time."""
    error: str | None = None
    """Why the archive could not be written, where that ended it."""
    is_resumed: bool = False
    is_locked: bool = False
    """Another process crawls the site: that is no failure."""
    pending: int = 0
    """Addresses that wait for the next run."""
    elapsed: float = 0.0
    """Seconds."""
    tally: Tally

    @property
    def has_crawled(self) -> bool:
        """Whether there was anything to be had, or nothing left to get."""
        tally = self.tally
        if self.ending is Ending.REFUSED or self.error is not None:
            return False
        return bool(tally.stored or tally.unchanged) or not tally.done

    @property
    def first_reason(self) -> str:
        """Why nothing was crawled, in one line."""
        if self.reason:
            return self.reason
        if self.tally.failures:
            return "{0.url}: {0.reason}. Check the address, or try again later.".format(self.tally.failures[0])
        if self.tally.forbidden:
            return f"{self.start_url}: robots.txt keeps us out. Nothing was fetched; ask the site's owner."
        return f"{self.tally.first_skip or f'{self.start_url}: nothing found'}. Name another page of the site."

    def counts(self) -> dict[str, int | float | str]:
        """What the archive keeps of it."""
        counted = {
            name: value for name, value in attrs.asdict(self.tally, recurse=False).items() if isinstance(value, int)
        }
        return {**counted, "elapsed": round(self.elapsed, 3), "ending": self.ending.value}
