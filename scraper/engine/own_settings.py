"""A site's own settings, as its owner or its archivist wrote them down: they hold where the command line says nothing."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

import attrs
from scrapy.settings import Settings

from archive.database import open_archive
from archive.site_settings import site_settings
from scraper.engine.access import parse_headers
from scraper.engine.plan import CrawlPlan, Via

FAST_CONCURRENCY = 8
"""Requests at a time where a delay of 0 is allowed."""


def with_own_settings(plan: CrawlPlan, *, given: Collection[str]) -> CrawlPlan:
    """The plan with what its site's settings say.

    Args:
        plan: as the command line has it.
        given: the plan's fields for which the command line says something: they stand.
    """
    if not plan.archive.exists():
        return plan
    with open_archive(plan.archive) as archive:
        own = site_settings(archive, plan.site)
    numbers: dict[str, Any] = {
        "delay": own.delay,
        "page_limit": own.limit,
        "depth_limit": own.depth,
        "daily_budget": own.requests,
        "byte_limit": own.megabytes and own.megabytes * 1_000_000,
    }
    return attrs.evolve(
        plan,
        **{name: value for name, value in numbers.items() if value is not None and name not in given},
        with_captures=plan.with_captures and own.captures is not False,
        include=own.include,
        exclude=own.exclude,
        access=plan.access if plan.access.headers else attrs.evolve(plan.access, headers=parse_headers(own.headers)),
        via=Via(own.via) if own.via is not None and plan.via is Via.AUTO else plan.via,
    )


def pace_of(plan: CrawlPlan, settings: Settings) -> Settings:
    """The settings of the one crawler: Scrapy's, at the plan's pace."""
    own = settings.copy()
    own.set("DOWNLOAD_DELAY", plan.delay, priority="cmdline")
    if plan.delay <= 0:
        own.set("CONCURRENT_REQUESTS", FAST_CONCURRENCY, priority="cmdline")
        own.set("CONCURRENT_REQUESTS_PER_DOMAIN", FAST_CONCURRENCY, priority="cmdline")
    return own
