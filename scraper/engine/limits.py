"""How far a crawl goes: pages, bytes, the day's budget, and the room that is left on the disk."""

from __future__ import annotations

import shutil
import time
from pathlib import Path

import attrs

from scraper.engine.plan import CrawlPlan
from scraper.engine.tally import Tally

_LOOKED_EVERY = 2.0
_WARNED_AT = 5
"""Times the reserve: less room than that is worth a word."""


@attrs.define
class DiskWatch:
    """Looks now and then how much room is left where the archive is.

    Args:
        reserve: bytes that stay free: the search index and the end of a crawl need some, others too.
    """

    folder: Path
    reserve: int
    _looked_at: float = attrs.field(default=-_LOOKED_EVERY, init=False)
    _free: int = attrs.field(default=0, init=False)

    def free(self) -> int:
        """Bytes that are free, as of the last two seconds."""
        if time.monotonic() - self._looked_at >= _LOOKED_EVERY:
            self._looked_at = time.monotonic()
            self._free = shutil.disk_usage(self.folder).free
        return self._free


@attrs.frozen(kw_only=True)
class Limits:
    """What ends a crawl before the site does."""

    plan: CrawlPlan
    tally: Tally
    disk: DiskWatch
    spent_today: int = 0
    """Requests of earlier runs today."""

    def day_is_spent(self) -> str | None:
        """Why no further request may be sent today; None where one may."""
        plan = self.plan
        if plan.daily_budget and self.spent_today + self.tally.requests >= plan.daily_budget:
            return f"stopped, since the day's {plan.daily_budget:,} requests to {plan.site} are made; go on tomorrow"
        return None

    def reached(self) -> str | None:
        """Why no further page may be asked for; None where one may."""
        plan, tally = self.plan, self.tally
        if plan.byte_limit and tally.bytes >= plan.byte_limit:
            return f"stopped after {plan.byte_limit / 1e6:,.0f} MB"
        if plan.page_limit and tally.started >= plan.page_limit:
            return f"stopped after {plan.page_limit:,} pages"
        return self.day_is_spent() or self._disk_is_full()

    def pages_left(self) -> int:
        """How many more pages may be asked for; a large number where there is no limit."""
        plan = self.plan
        left = [plan.page_limit - self.tally.started] if plan.page_limit else []
        if plan.daily_budget:
            left.append(plan.daily_budget - self.spent_today - self.tally.requests)
        return min(left, default=1_000_000)

    def _disk_is_full(self) -> str | None:
        reserve = self.disk.reserve
        if not reserve or (free := self.disk.free()) >= reserve * _WARNED_AT:
            return None
        if free < reserve:
            return (
                f"stopped with {free / 1e6:,.0f} MB left on the disk of {self.disk.folder}; "
                f"make room for more than {reserve / 1e6:,.0f} MB, then start again"
            )
        self.tally.note(
            f"The disk of {self.disk.folder} is nearly full; a crawl stops when {reserve / 1e6:,.0f} MB are left."
        )
        return None
