"""One crawl of one site: its archive, lock, run, frontier and captures, opened and closed together."""

from __future__ import annotations

import time
from collections.abc import Iterable
from datetime import tzinfo
from functools import partial
from http import HTTPStatus

import attrs

from archive.capture_history import last_digest
from archive.captures import CaptureWriter
from archive.database import Archive
from archive.errors import ArchiveError
from archive.frontier import Frontier, FrontierEntry
from archive.locks import SiteLock
from archive.records import Link, Visit
from archive.returns.reach import EXCLUDED, Anew
from archive.returns.revisits import Revisit
from archive.runs import Run, finish_run
from archive.standing import ask_again, known_count, leave_out
from archive.store import Store
from archive.times import now
from archive.warc_records import digest_of
from scraper.engine.api_walk import TOLD, ApiWalk
from scraper.engine.barren import BarrenFolders
from scraper.engine.limits import Limits
from scraper.engine.pauses import Pauses
from scraper.engine.plan import CrawlPlan
from scraper.engine.readers import Readers
from scraper.engine.rests import Rests
from scraper.engine.tally import CrawlSummary, Ending, Tally
from scraper.engine.trail import Trail
from scraper.engine.zones import learn_zone
from scraper.errors import exception_reason
from scraper.extract.page import EXTRACTOR

LOCK_REFRESH_SECONDS = 60.0
EXTRACTOR_NAME = f"{EXTRACTOR.name} {EXTRACTOR.version}"


@attrs.define(eq=False)
class CrawlSession:
    """An open crawl."""

    plan: CrawlPlan
    archive: Archive
    lock: SiteLock
    run: Run
    frontier: Frontier
    walk: ApiWalk
    """Through the lists of the site's API, where it has one."""
    store: Store
    captures: CaptureWriter | None
    user_agent: str
    tally: Tally
    limits: Limits
    rests: Rests
    """When the site wants to be left alone."""
    readers: Readers | None = None
    """Where there is work for several cores."""
    zone: tzinfo | None = None
    """The site's own, once it is known."""
    pauses: Pauses = attrs.Factory(Pauses)
    folders: BarrenFolders = attrs.Factory(
        lambda self: BarrenFolders(partial(known_count, self.archive), self.tally.note), takes_self=True
    )
    in_flight: dict[str, FrontierEntry] = attrs.Factory(dict)
    wanted: list[str] = attrs.Factory(list)
    """With `only_article`: what the article's pages have named so far and nobody has asked for."""
    _named: set[str] = attrs.Factory(set)
    trail: Trail = attrs.Factory(Trail)
    delays: dict[str, float] = attrs.Factory(dict)
    """Seconds between two requests that a host's robots.txt asks for."""
    stopped: str | None = None
    """Why no further page is asked for."""
    error: ArchiveError | None = None
    anew: tuple[Anew, ...] = ()
    """Visits of runs that did not go as far as this one."""
    has_history: bool = True
    """The archive kept captures before: some bytes may be known."""
    due_at_start: int = 0
    """Addresses that waited when the crawl began."""
    started_at: float = attrs.Factory(time.monotonic)
    _lock_refreshed: float = attrs.Factory(time.monotonic)

    def may_start(self) -> int:
        """How many more pages the limits allow; a large number where there is no limit."""
        if self.stopped is None and (why := self.limits.reached()):
            self.stop(why)
        return 0 if self.stopped is not None else self.limits.pages_left()

    def add_links(self, links: Iterable[Link], *, found_on: str | None, depth: int) -> None:
        """Add addresses to the frontier that no page's visit brings with it."""
        links = tuple(links)
        self._want(links)
        self.tally.links_new += self.frontier.add(links, found_on=found_on, depth=depth)

    def add_start(self, link: Link) -> None:
        """Add an address that a person named: it is asked for in this run, whatever is known of it."""
        self.add_links([link], found_on=None, depth=0)
        if self.plan.revisit is Revisit.CHANGED and not self.run.is_resumed and not self.plan.only_article:
            ask_again(self.archive, link.url)

    @property
    def known(self) -> int:
        """Pages of this run known so far, done or to be done."""
        return self.due_at_start + self.tally.links_new

    def claim(self, limit: int) -> list[FrontierEntry]:
        """Addresses that are due, taken for this run."""
        if time.monotonic() - self._lock_refreshed > LOCK_REFRESH_SECONDS:
            self.lock.refresh()
            self._lock_refreshed = time.monotonic()
        if self.plan.only_article:
            named, self.wanted = self.wanted[:limit], self.wanted[limit:]
            return self.frontier.claim_named(named) if named else []
        if named := self.walk.take(limit):
            return self.frontier.claim_named(named)
        return [] if self.walk.is_running or self.walk.is_narrow else self._claim_unspared(limit)

    def _claim_unspared(self, limit: int) -> list[FrontierEntry]:
        """What is due and not told of by the site's API already."""
        while entries := self.frontier.claim(limit, now()):
            spared = [entry for entry in entries if self.walk.is_spared(entry)]
            self.frontier.spare(spared, TOLD, at=now())
            self.tally.spared += len(spared)
            if left := [entry for entry in entries if entry not in spared and not self.leave_out(entry)]:
                return left
        return []

    def leave_out(self, entry: FrontierEntry) -> bool:
        """Mark a claimed address done unasked, where it is excluded or its folder leads nowhere; whether it is."""
        if self.plan.leaves_out(entry.url, entry.relation):
            leave_out(self.archive, entry.entry_id, EXCLUDED)
            return True
        is_barren = entry.visited_at is None and self.folders.is_below(entry.url, entry.relation)
        if is_barren:
            leave_out(self.archive, entry.entry_id, self.folders.why(entry.url))
        return is_barren

    def is_known(self, url: str, status: int, body: bytes) -> bool:
        """Whether these very bytes were read from that address last time, by the same extractor."""
        if not self.has_history or status != HTTPStatus.OK or not body:
            return False
        return last_digest(self.archive, url, extractor=EXTRACTOR_NAME) == digest_of(body)

    def is_read_anew(self, entry: FrontierEntry) -> bool:
        """Whether a page was last visited when its APIs, or some of its links, were left unasked: they are not known."""
        until, at = self.walk.unasked_until, entry.visited_at
        if at is None:
            return False
        return (until is not None and at <= until) or any(visits.holds(entry.depth, at) for visits in self.anew)

    def start(self, entry: FrontierEntry) -> None:
        """Note that the entry is asked for now."""
        self.in_flight[entry.url] = entry
        self.tally.started += 1
        self.tally.current_url = entry.url

    def save(self, visit: Visit) -> None:
        """Store a visit in one transaction; an archive that cannot be written stops the crawl."""
        entry = self.in_flight.get(visit.requested_url)
        entry_id = entry.entry_id if entry else None
        try:
            if entry is not None:
                self.folders.see(entry, visit)
                visit = attrs.evolve(visit, links=self.folders.without(visit.links))
            try:
                saved = self.store.save_visit(visit, run_id=self.run.run_id, frontier_id=entry_id)
            except ArchiveError:
                raise
            except Exception as error:
                visit = attrs.evolve(visit, page=None, links=(), error=f"not stored: {exception_reason(error)}")
                saved = self.store.save_visit(visit, run_id=self.run.run_id, frontier_id=entry_id)
        except ArchiveError as error:
            self.fail(error)
            return
        self.in_flight.pop(visit.requested_url, None)
        if visit.page is not None and visit.page.time_zone is not None:
            try:
                self.zone = learn_zone(self.archive, self.plan.site, visit.page.time_zone)
            except ArchiveError as error:
                self.fail(error)
        self._want(visit.links)
        self.tally.count(visit, saved)
        self._follow_api(visit)

    def _follow_api(self, visit: Visit) -> None:
        try:
            before = len(self.walk.refused)
            if visit.unchanged:
                self.walk.want(self.frontier.apis_named_by(visit.url))
            links = self.walk.note(visit)
            if links:
                self.frontier.add(links, found_on=visit.url, depth=1)
        except ArchiveError as error:
            self.fail(error)
            return
        if len(self.walk.refused) > before:
            self.tally.note(
                f"The API of {self.plan.site} gave no answer ({self.walk.refused[-1]}): pages are asked for"
            )

    def _want(self, links: Iterable[Link]) -> None:
        """An article's own pages are asked for by name: what else waits on its site stays where it is."""
        if self.plan.only_article:
            fresh = [link.url for link in links if link.url not in self._named]
            self._named.update(fresh)
            self.wanted.extend(fresh)

    def put_back(self, entry: FrontierEntry) -> None:
        """Release an entry that was not asked for after all."""
        self.in_flight.pop(entry.url, None)
        self.frontier.release(entry.entry_id)

    def stop(self, why: str) -> None:
        """Ask for no further page; those in flight come to their end."""
        self.stopped = self.stopped or why

    def fail(self, error: ArchiveError) -> None:
        """Stop, since the archive cannot be written."""
        self.error = self.error or error
        self.stop(str(error))

    def keep_delay(self, host: str, asked: float, longest: float) -> float:
        """Keep to the delay a robots.txt asks for, up to ours; none where waiting is switched off."""
        if self.plan.delay <= 0:
            return 0.0
        if asked > longest:
            self.tally.note(
                f"{host} asks for {asked:,.0f} s between two requests; kept to {longest:,.0f} s, our longest"
            )
        self.delays[host] = min(asked, longest)
        return self.delays[host]

    def close(self, *, interrupted: bool) -> CrawlSummary:
        """Put back what was not fetched, end the run if all is done, and let go of everything."""
        try:
            for entry in list(self.in_flight.values()):
                self.put_back(entry)
            pending = 0 if self.walk.is_narrow and not self.stopped else self.frontier.pending_count()
            summary = self._summary(interrupted=interrupted, pending=pending)
            self.walk.end()
            if self._is_run_over(summary):
                finish_run(self.archive, self.run.run_id, at=now(), summary=summary.counts())
        except ArchiveError as error:
            self.fail(error)
            summary = self._summary(interrupted=interrupted, pending=0)
        finally:
            self._let_go()
        return summary

    def _is_run_over(self, summary: CrawlSummary) -> bool:
        if summary.ending is not Ending.FINISHED:
            return False
        return not self.run.is_resumed if self.plan.only_article else not summary.pending

    def _let_go(self) -> None:
        if self.readers is not None:
            self.readers.close()
        if self.captures is not None:
            self.captures.close()
        try:
            self.store.close()
            self.lock.release()
        except ArchiveError as error:
            self.fail(error)  # a lock left behind is a dead owner's: the next crawl takes it over
        self.archive.close()

    def _summary(self, *, interrupted: bool, pending: int) -> CrawlSummary:
        ending = Ending.INTERRUPTED if interrupted else Ending.CUT if self.stopped else Ending.FINISHED
        return CrawlSummary(
            site=self.plan.site,
            start_url=self.plan.urls[0],
            ending=ending,
            reason=self.stopped,
            error=str(self.error) if self.error else None,
            is_resumed=self.run.is_resumed,
            pending=pending,
            elapsed=time.monotonic() - self.started_at,
            tally=self.tally,
        )
