"""Opening a crawl: its archive, lock, run, frontier and captures, or the reason why it cannot begin."""

from __future__ import annotations

from urllib.parse import urlsplit

from archive.capture_history import has_captures
from archive.captures import CaptureWriter
from archive.database import Archive, open_archive
from archive.errors import ArchiveError, ReadOnlyArchiveError
from archive.frontier import Frontier
from archive.locks import SiteLock
from archive.restraint import requests_of_day
from archive.returns.policy import DEFAULT_BUDGET
from archive.returns.reach import ONE_PAGE, Reach, go_as_far
from archive.returns.revisits import Revisit
from archive.runs import start_run
from archive.site_settings import site_settings
from archive.store import Store
from archive.times import now
from scraper.engine.api_walk import ApiWalk
from scraper.engine.identity import find_contact, require_contact, user_agent
from scraper.engine.limits import DiskWatch, Limits
from scraper.engine.permission import check_pace
from scraper.engine.plan import CrawlPlan, Via
from scraper.engine.readers import readers_for
from scraper.engine.rests import Rests
from scraper.engine.session import CrawlSession
from scraper.engine.tally import Tally
from scraper.engine.zones import zone_of
from scraper.errors import ScraperError

WRITE_AHEAD_BYTES = 64 * 1024 * 1024
"""Each page is a transaction that changes a quarter of a megabyte: the disk is waited for once in some hundred."""

CACHE_BYTES = 12 * 1024 * 1024
"""Of the file: half of what a command keeps, since reading processes take their share; what is left out, the system keeps."""


def open_session(plan: CrawlPlan) -> CrawlSession:
    """Open everything a crawl needs.

    Raises:
        ArchiveError: the archive cannot be used, or the site is being crawled.
        ScraperError: a contact is missing, or the pace is not allowed.
    """
    archive = open_archive(plan.archive, create=True)
    try:
        contact = find_contact(archive) if plan.is_local else require_contact(archive, plan.site)
        check_pace(archive, plan)
        Rests.of(archive, plan.site)  # refused before anything of the archive changes
        lock = SiteLock(archive, plan.site)
        lock.acquire()
        try:
            return _begin(plan, archive, lock, user_agent(contact))
        except ArchiveError:
            lock.release()
            raise
    except (ArchiveError, ScraperError):
        archive.close()
        raise


def _begin(plan: CrawlPlan, archive: Archive, lock: SiteLock, agent: str) -> CrawlSession:
    captures = _open_captures(archive, agent) if plan.with_captures else None
    archive.write_ahead(WRITE_AHEAD_BYTES)
    archive.keep_in_memory(CACHE_BYTES)
    walk = ApiWalk(archive, plan.site, Via.PAGES if plan.only_article else plan.via, is_part=plan.only_article)
    lists = walk.begin()
    is_part = plan.only_article or walk.is_narrow
    run = start_run(
        archive,
        plan.site,
        plan.urls[0],
        at=now(),
        revisit=Revisit.NOTHING if is_part else plan.revisit,
        budget=site_settings(archive, plan.site).budget or DEFAULT_BUDGET,
        is_part=is_part,
    )
    frontier = Frontier(archive, plan.site, run.run_id)
    frontier.add(lists, found_on=None, depth=1)
    anew = () if walk.is_narrow else go_as_far(archive, plan.site, _reach(plan), at=now())
    tally, rests = Tally(), Rests.of(archive, plan.site)
    limits = Limits(
        plan=plan,
        tally=tally,
        disk=DiskWatch(archive.path.absolute().parent, plan.disk_reserve),
        spent_today=requests_of_day(archive, plan.site, now()),
    )
    session = CrawlSession(
        plan=plan,
        tally=tally,
        limits=limits,
        rests=rests,
        walk=walk,
        archive=archive,
        lock=lock,
        run=run,
        frontier=frontier,
        due_at_start=frontier.pending_count(),
        anew=anew,
        has_history=has_captures(archive),
        store=Store(archive),
        captures=captures,
        user_agent=agent,
        zone=zone_of(archive, plan.site),
        readers=readers_for(plan.delay),
    )
    session.pauses.set(urlsplit(plan.urls[0]).hostname or "", rests.left())
    return session


def _reach(plan: CrawlPlan) -> Reach:
    depth = ONE_PAGE if plan.only_article else plan.depth_limit
    return Reach(depth=depth, include=plan.include, exclude=plan.exclude)


def _open_captures(archive: Archive, agent: str) -> CaptureWriter:
    try:
        return CaptureWriter(archive.captures_folder, software=agent)
    except OSError as error:
        raise ReadOnlyArchiveError(archive.captures_folder, error.strerror or str(error)) from error
