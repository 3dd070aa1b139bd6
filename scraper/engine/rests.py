"""When a site wants to be left alone: remembered in the archive, so that the next run keeps to it, too."""

from __future__ import annotations

from datetime import timedelta
from typing import Self

import attrs

from archive.database import Archive
from archive.restraint import Rest, drop_site_rest, put_site_rest, site_rest
from archive.times import now, time_text
from scraper.errors import RestError

LONGEST_WAIT = 600.0
"""Seconds that a crawl waits for a site; one that asks for more is left alone until then."""
_MOST_DOUBLINGS = 10
_LONGEST_REST = 86_400.0


@attrs.define
class Rests:
    """What is known of one site's wish to be left alone."""

    _archive: Archive
    _site: str
    _rest: Rest | None

    @classmethod
    def of(cls, archive: Archive, site: str) -> Self:
        """What the archive remembers.

        Raises:
            RestError: the site is to be left alone for longer than a crawl waits.
        """
        rests = cls(archive, site, site_rest(archive, site))
        if rests.left() > LONGEST_WAIT and rests._rest is not None:
            raise RestError(site, time_text(rests._rest.until))
        return rests

    @classmethod
    def of_another(cls, archive: Archive, site: str) -> Self:
        """What the archive remembers of a site that only answers for the one that is crawled: an API, a robots.txt."""
        return cls(archive, site, site_rest(archive, site))

    def too_long(self) -> str | None:
        """Until when the site is to be left alone, where that is longer than a crawl waits."""
        return time_text(self._rest.until) if self._rest is not None and self.left() > LONGEST_WAIT else None

    def left(self) -> float:
        """Seconds for which the site is still to be left alone, 0 or more."""
        return max(0.0, (self._rest.until - now()).total_seconds()) if self._rest else 0.0

    def back_off(self, first: float) -> float:
        """Seconds to wait where a site does not say how long: twice as long each time, over all runs."""
        refusals = self._rest.refusals if self._rest else 0
        return min(first * float(2 ** min(refusals, _MOST_DOUBLINGS)), _LONGEST_REST)

    def refused(self, seconds: float) -> None:
        """The site said "later"."""
        refusals = self._rest.refusals + 1 if self._rest else 1
        until = now() + timedelta(seconds=min(seconds, 365 * _LONGEST_REST))
        self._rest = Rest(until=max(until, self._rest.until) if self._rest else until, refusals=refusals)
        put_site_rest(self._archive, self._site, self._rest)

    def answered(self) -> None:
        """The site answers again; what was under way when it asked for rest says nothing about that."""
        if self._rest is not None and not self.left():
            self._rest = None
            drop_site_rest(self._archive, self._site)
