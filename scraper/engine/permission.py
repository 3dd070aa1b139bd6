"""Whether a plan may be carried out: somebody can be reached, and the pace is allowed."""

from __future__ import annotations

from collections.abc import Callable

from archive.database import Archive, open_archive
from archive.site_settings import site_settings
from scraper.engine.identity import has_contact_set, refuse_without_contact, require_contact
from scraper.engine.plan import CrawlPlan
from scraper.errors import InputError


def check_plan(plan: CrawlPlan, ask: Callable[[], str | None] | None = None) -> None:
    """Make sure, before anything else happens, that the site's owner can reach somebody and that the pace is allowed.

    Raises:
        ScraperError: a contact is missing and nobody is there to be asked (no archive is made), or the pace is not allowed.
    """
    if plan.is_local:
        return
    if not plan.archive.exists() and ask is None and not has_contact_set():
        refuse_without_contact(plan.site)
    with open_archive(plan.archive, create=True) as archive:
        require_contact(archive, plan.site, ask=ask)
        check_pace(archive, plan)


def check_pace(archive: Archive, plan: CrawlPlan) -> None:
    """Make sure that no delay at all is for this machine, or for a site whose own setting says so.

    Raises:
        InputError: the site is somebody else's.
    """
    if plan.delay <= 0 and not plan.is_local and site_settings(archive, plan.site).delay != 0:
        raise InputError(
            plan.site, "a delay of 0 is for hosts on this machine", "Leave --delay out, or name a longer one."
        )
