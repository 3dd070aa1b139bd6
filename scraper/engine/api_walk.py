"""The walk through a platform's lists, and what it spares: pages that tell nothing more are not asked for.

    start page ──fingerprint──► root ──► lists, each naming the next ──► articles whose pages are still needed
                                │
                                └── an answer that refuses: the site is crawled by its pages

Lists are asked for by name and from their beginning in each run: which follows on which is told by their answers.
Nothing else is asked for while they are read, unless they belong to single articles.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable
from datetime import datetime

import attrs
import orjson

from archive.database import Archive
from archive.frontier import FrontierEntry
from archive.records import ApiRoot, Link, Page, Relation, Visit
from archive.settings import get_setting, put_setting
from archive.times import now, text_time, time_text
from archive.told_state import needs_page, pages_needed, told_state
from scraper.engine.plan import Via
from scraper.normalise.urls import canonical_url
from scraper.platforms.answers import Known
from scraper.platforms.registry import entry_points
from scraper.platforms.wordpress_api import next_cursor

TOLD = "told by the API"
"""Why an address was not asked for."""
_LISTINGS = frozenset({Relation.LISTING, Relation.FEED, Relation.OTHER, Relation.GUESS})
"""Pages that only lead to articles, which the lists of an API name."""


@attrs.define
class ApiWalk:
    """What a crawl knows of its site's API."""

    archive: Archive
    site: str
    via: Via
    is_part: bool = False
    """A single article is crawled: its API is asked, the site's lists are not."""
    root: ApiRoot | None = None
    cursor: int = 0
    shown_depth: int = -1
    """How deep the site's pages are known to indent."""
    unasked_until: datetime | None = None
    """Pages visited until then were read without regard to APIs (`--via pages`)."""
    refused: list[str] = attrs.Factory(list)
    """Lists that gave no answer: the site's pages are needed."""
    _wanted: deque[str] = attrs.field(factory=deque, init=False)
    _needed: deque[str] = attrs.field(factory=deque, init=False)
    _asked: set[str] = attrs.field(factory=set, init=False)
    _lists: set[str] = attrs.field(factory=set, init=False)
    _open: set[str] = attrs.field(factory=set, init=False)
    _began_with: Known | None = None
    _is_over: bool = False

    @property
    def is_narrow(self) -> bool:
        """Whether nothing but the API is asked."""
        return self.via is Via.API and self.root is not None

    @property
    def is_running(self) -> bool:
        """Whether lists of the site are still to come."""
        return bool(self._open or any(url in self._lists for url in self._wanted))

    @property
    def spares_pages(self) -> bool:
        """Whether the lists were read to their end, so that pages they tell of can be left out."""
        return self._is_over and not self.refused

    def begin(self) -> tuple[Link, ...]:
        """The lists of a site whose API is known from an earlier crawl; for the frontier."""
        if self.via is Via.PAGES:
            return ()
        self._recall()
        self.unasked_until = _time(get_setting(self.archive, self._unasked))
        return self._begin_lists() if self.root is not None else ()

    def end(self) -> None:
        """Remember, of a run by pages alone, that it passed APIs over."""
        if self.via is Via.PAGES and not self.is_part:
            put_setting(self.archive, self._unasked, time_text(now()))

    def want(self, links: Iterable[Link]) -> None:
        """Ask for these next, each once."""
        for link in links if self.via is not Via.PAGES else ():
            if link.relation is Relation.API and link.url not in self._asked:
                self._asked.add(link.url)
                self._wanted.append(link.url)

    def take(self, limit: int) -> list[str]:
        """Addresses to ask for by name."""
        queue = self._wanted or (self._needed if not self.is_running else None)
        taken = [queue.popleft() for _ in range(min(limit, len(queue)))] if queue else []
        self._open.update(url for url in taken if url in self._lists)
        return taken

    def note(self, visit: Visit) -> tuple[Link, ...]:
        """Take account of what came of an address; further lists to ask for, for the frontier."""
        if self.via is Via.PAGES:
            return ()
        url = visit.requested_url
        begun: tuple[Link, ...] = ()
        if visit.page is not None:
            self._learn_depth(visit.page)
            if visit.page.api_root is not None and self.root is None:
                begun = self._meet(visit.page.api_root, visit)
        if url in self._lists:
            self._open.discard(url)
            self._lists.update(link.url for link in visit.links if link.relation is Relation.API)
            if visit.page is None and not is_end_of_counts(visit):
                self.refused.append(visit.error or visit.skipped or "no answer")
        self.want((*visit.links, *begun))
        if self.root is not None and not self._is_over and not self.is_running:
            return self._finish()
        return begun

    def is_spared(self, entry: FrontierEntry) -> bool:
        """Whether an address is told of already."""
        if not self.spares_pages or entry.relation in {Relation.START, Relation.API}:
            return False
        if entry.relation is Relation.SUPPLEMENT:
            return "/oembed/" in entry.url  # it tells an author, and so do the lists
        is_needed = needs_page(self.archive, entry.url, self.shown_depth)
        return entry.relation in _LISTINGS if is_needed is None else not is_needed

    def _meet(self, root: ApiRoot, visit: Visit) -> tuple[Link, ...]:
        """The root is asked for itself first: it says which lists there are."""
        if canonical_url(root.url) != visit.url:
            self._lists.add(canonical_url(root.url))
            return ()
        self.root = root
        return self._begin_lists()

    def _begin_lists(self) -> tuple[Link, ...]:
        assert self.root is not None  # noqa: S101 (the callers have it)
        self._began_with = self._known()
        links = entry_points(self.root, self._began_with)
        self._lists.update(link.url for link in links)
        self.want(links)
        return links

    def _known(self) -> Known | None:
        state = told_state(self.archive, self.site)
        if state is None:
            return None
        return Known(
            articles=state.articles,
            comments=state.comments,
            published=_time(state.published),
            modified=_time(state.modified),
            commented=_time(state.commented),
            cursor=self.cursor,
        )

    def _finish(self) -> tuple[Link, ...]:
        """The articles whose pages are still needed; for the frontier."""
        self._is_over = True
        if self._began_with is not None:
            self.cursor = next_cursor(self._began_with)
        self._remember()
        if self.via is Via.AUTO and not self.refused:
            self._needed.extend(pages_needed(self.archive, self.site, self.shown_depth))
        return tuple(Link(url=url, relation=Relation.ARTICLE) for url in self._needed)

    def _learn_depth(self, page: Page) -> None:
        depth = max((comment.depth for comment in page.comments), default=-1)
        if depth > self.shown_depth:
            self.shown_depth = depth
            if self._is_over:
                self._remember()

    @property
    def _unasked(self) -> str:
        return f"api-unasked:{self.site}"

    @property
    def _setting(self) -> str:
        return f"api:{self.site}"

    def _recall(self) -> None:
        value = get_setting(self.archive, self._setting)
        if value is not None:
            kept = orjson.loads(value)
            self.root = ApiRoot(platform=kept["platform"], url=kept["url"])
            self.cursor, self.shown_depth = kept["cursor"], kept["shown_depth"]

    def _remember(self) -> None:
        if self.root is None or self.refused:
            return
        kept = {**attrs.asdict(self.root), "cursor": self.cursor, "shown_depth": self.shown_depth}
        put_setting(self.archive, self._setting, orjson.dumps(kept).decode())


def is_end_of_counts(visit: Visit) -> bool:
    """A feed has no further page: its counts are told to the end; one that has none at all is no loss but its counts."""
    return visit.skipped is not None and ("paged=" in visit.url or "withoutcomments=" in visit.url)


def _time(text: str | None) -> datetime | None:
    return text_time(text) if text else None
