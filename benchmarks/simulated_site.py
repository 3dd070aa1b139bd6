"""A year of a site, made up: when articles appear, when comments are written under them, what is edited and removed.

Every number is a parameter of `Site`; the same seed gives the same year. Times are days from the year's beginning.
"""

from __future__ import annotations

import math
import random
from bisect import bisect_right

import attrs


@attrs.frozen(kw_only=True)
class Site:
    """What the site is like."""

    articles: int = 5000
    """At the end of the year."""
    years_before: float = 4.0
    """The site's age when the year begins: articles appear evenly over all of its life."""
    days: float = 365.0
    comments_tail: float = 1.3
    """Of the numbers of comments under articles: Pareto, the smaller the heavier."""
    comments_least: float = 3.0
    """Its scale: half of the articles get five comments or fewer, one in fifty a hundred or more."""
    comments_most: int = 1500
    burst_share: float = 0.8
    """Of an article's comments come soon after its publication, exponentially …"""
    burst_days: float = 1.0
    """… with this mean; the others later, by a power law of age (Lomax) with …"""
    late_days: float = 5.0
    """… this scale and …"""
    late_tail: float = 1.0
    """… this exponent."""
    revivals_a_year: float = 0.15
    """How often a thread of any age is linked from elsewhere and taken up again."""
    revival_comments: float = 6.0
    """On average, geometrically."""
    revival_days: float = 0.7
    """They come within this time, exponentially."""
    night_share: float = 0.2
    """How much is written in the quietest hour, of what is written in the busiest."""
    edited_share: float = 0.03
    """Of comments, within two days of being written, exponentially."""
    removed_share: float = 0.02
    """Of comments, within two days of being written, exponentially."""
    sidebar: int = 5
    """Entries of the Recent Comments list."""


@attrs.define
class Year:
    """What happened, in order."""

    published: list[float]
    """Of each article; below zero for those from before the year."""
    comments: list[list[float]]
    """Of each article, sorted; those from before the year among them."""
    touched: list[list[float]]
    """Of each article: when one of its comments was edited or removed, within the year, sorted."""
    stream: list[tuple[float, int]]
    """All comments of the year with their articles, sorted."""

    def newest(self, at: float, count: int) -> list[tuple[float, int]]:
        """What the sidebar shows at that time, oldest first."""
        end = bisect_right(self.stream, (at, len(self.published)))
        return self.stream[max(0, end - count) : end]


def simulate(site: Site, seed: int) -> Year:
    """One year of the site."""
    rng = random.Random(seed)
    span = site.days * site.years_before + site.days
    published = sorted(rng.uniform(site.days - span, site.days) for _ in range(site.articles))
    comments, touched = [], []
    for at in published:
        times = sorted(when for when in _times(site, rng, at) if at <= when < site.days)
        comments.append(times)
        touched.append(sorted(_touches(site, rng, times)))
    stream = sorted((when, article) for article, times in enumerate(comments) for when in times if when >= 0)
    return Year(published, comments, touched, stream)


def _times(site: Site, rng: random.Random, at: float) -> list[float]:
    count = min(int(site.comments_least * (rng.paretovariate(site.comments_tail) - 1) * 1.5), site.comments_most)
    times = [at + _age(site, rng) for _ in range(count)]
    when = at
    while (when := when + rng.expovariate(site.revivals_a_year / 365.0)) < site.days:
        answers = 1 + int(math.log(rng.random()) / math.log(1 - 1 / site.revival_comments))
        times += [when + rng.expovariate(1 / site.revival_days) for _ in range(answers)]
    return [_by_day(site, rng, time) for time in times]


def _age(site: Site, rng: random.Random) -> float:
    if rng.random() < site.burst_share:
        return rng.expovariate(1 / site.burst_days)
    return site.late_days * (rng.paretovariate(site.late_tail) - 1)


def _by_day(site: Site, rng: random.Random, time: float) -> float:
    """The same time, or, if that is in the night, often a few hours later."""
    while rng.random() > site.night_share + (1 - site.night_share) * (0.5 - 0.5 * math.cos(2 * math.pi * (time % 1))):
        time += rng.uniform(0, 0.25)
    return time


def _touches(site: Site, rng: random.Random, times: list[float]) -> list[float]:
    changed = [when for when in times if rng.random() < site.edited_share + site.removed_share]
    later = [when + rng.expovariate(0.5) for when in changed]
    return [when for when in later if 0 <= when < site.days]
