"""When to come back: pure functions of what is known, without clock, file or network.

An article that gets `rate` comments a day, visited every T days, keeps each of them waiting T/2 days on average. Of all
ways to spend B visits a day, the one with the least waiting in sum visits every T = sqrt(2 * price / rate) days, where
the price is the same for all articles of a site and such that the visits come to B a day: busy threads often, quiet ones
seldom, but none in proportion. `price_of` finds it, `next_visit` applies it.

The rate is estimated from the times of the comments themselves, which an archive knows afterwards to the minute:
weighted counts that forget within a day, a week and a season, and a little for every article, since any thread may be
revived. So a burst is followed at once, and left alone again when it is over.

Addresses that tell no times, only whether they have changed (feeds, sitemaps, listings), are asked again by the rate of
change that Cho and Garcia-Molina estimate from it.

A sign from outside (a sidebar's entry, a count, a date) makes an article due at once as long as such signs were right often
enough on that site; one that is mostly noise only brings the next visit forward.

Sources:
    J. Cho, H. Garcia-Molina: Estimating Frequency of Change. ACM TOIT 3(3), 2003. (the estimate with its bias removed)
    J. Cho, H. Garcia-Molina: Effective Page Refresh Policies for Web Crawlers. ACM TODS 28(4), 2003. (less than in
        proportion to the rate)
    J. Yang et al.: Incorporating Site-Level Knowledge for Incremental Crawling of Web Forums: A List-wise Strategy.
        KDD 2009. (a thread's own times; threads die)
    J. Busa-Fekete et al.: Online crawling with noisy change-indicating signals (GREEDY-NCIS). arXiv 2502.02430, 2025.
        (ask where the expected loss is greatest; a signal counts by how often its kind was right)
"""

from __future__ import annotations

from datetime import datetime, timedelta
from math import exp, log, sqrt

import attrs

DAY = timedelta(days=1)
DEFAULT_BUDGET = 500
"""Requests a day and a site for coming back, unless the site's settings say otherwise."""
SHORTEST = timedelta(minutes=5)
"""Between two visits of one article without a sign."""
LONGEST = timedelta(days=90)
"""The floor: no article is left alone for longer, however dead it seems."""
LONGEST_CLOSED = timedelta(days=180)
"""Where readers can no longer answer, only edits and removals can be missed."""

SPANS = (1.0, 7.0, 60.0)
"""Days after which a comment counts 1/e: today's talk, this week's, this season's."""
_WEIGHTS = (0.5, 0.3, 0.15)
# Comments a day that any article may get, and those that a new one may get beside it in its first days. By the freshness
# simulation, any value from a third to three times these is within 5 % of the best.
_REVIVAL = 0.002
_YOUNG, _YOUNG_DAYS = 1.0, 2.0
_CLOSED_SHARE = 0.02
_LEAST_PRICE = 0.02
"""In days of waiting: a thread that gets a comment a day is not visited more often than each 5 hours."""
SHARE_OF_LOOKS = 0.5
"""Of the day's requests, at most, for feeds, sidebars and listings."""
_ENTRIES_PER_LOOK = 2.0
"""New comments that may come between two looks at a list of five or ten: with more, a burst overflows it."""
_LONGEST_LOOK = DAY
_PROOF = 10.0
"""How many signs of a kind it takes until experience outweighs the benefit of the doubt."""
RIGHT_OFTEN_ENOUGH = 0.1
"""Signs that are right less often are no reason to come at once: ten visits for one change are too many."""


@attrs.frozen(kw_only=True)
class Activity:
    """How much was written lately: counts in which each comment weighs less with time, one for each of `SPANS`."""

    at: datetime
    counts: tuple[float, ...] = (0.0,) * len(SPANS)

    def at_time(self, now: datetime) -> Activity:
        """The same counts, as they stand later."""
        days = _days(now - self.at)
        if days <= 0:
            return self
        return Activity(at=now, counts=tuple(n * exp(-days / span) for n, span in zip(self.counts, SPANS, strict=True)))

    def with_comment(self, written_at: datetime) -> Activity:
        """The counts with one comment more, written then."""
        age = max(_days(self.at - written_at), 0.0)
        return Activity(
            at=self.at, counts=tuple(n + exp(-age / span) for n, span in zip(self.counts, SPANS, strict=True))
        )

    def rate(self) -> float:
        """Comments a day, as far as the past tells."""
        return sum(w * n / span for w, n, span in zip(_WEIGHTS, self.counts, SPANS, strict=True))


@attrs.frozen(kw_only=True)
class History:
    """What is known of an article when the next visit is chosen."""

    first_seen_at: datetime
    """Its publication where that is known, else the first visit."""
    visited_at: datetime
    """When its thread was last known in full: by a visit, or by a count that agreed."""
    activity: Activity
    is_closed: bool = False


@attrs.frozen(kw_only=True)
class Watched:
    """What is known of an address of which only changes are seen."""

    visited_at: datetime
    first_visit_at: datetime
    visits: int
    """After the first one."""
    changes: int


def rate_of(history: History, now: datetime) -> float:
    """Comments a day to be expected."""
    age = max(_days(now - history.first_seen_at), 0.0)
    young = _YOUNG * exp(-age / _YOUNG_DAYS)
    rate = history.activity.at_time(now).rate() + young + _REVIVAL
    return rate * _CLOSED_SHARE if history.is_closed else rate


def pull_of(history: History, now: datetime) -> float:
    """How much an article weighs when visits are shared out: the root of its rate."""
    return sqrt(rate_of(history, now))


def price_of(pulls: float, budget: float) -> float:
    """What one visit must be worth, in days of waiting, so that the site's visits do not exceed its budget.

    A small or quiet site has fewer visits than its budget allows: there is a price below which none is made.

    Args:
        pulls: the sum of `pull_of` over the site's articles.
        budget: visits a day.
    """
    return max((pulls / budget) ** 2 / 2, _LEAST_PRICE)


def next_visit(history: History, now: datetime, price: float) -> datetime:
    """When to visit the article next, where no sign comes before."""
    wait = timedelta(days=sqrt(2 * price / rate_of(history, now)))
    longest = LONGEST_CLOSED if history.is_closed else LONGEST
    return history.visited_at + min(max(wait, SHORTEST), longest)


def next_look(site: Activity, now: datetime, *, budget: float, lists: int = 1) -> datetime:
    """When to look again at the lists that name a site's newest comments.

    Args:
        site: how much is written on the whole site.
        now: the time of this look.
        budget: requests a day.
        lists: how many requests one look costs.
    """
    recent = site.at_time(now).counts[0] / SPANS[0]
    wait = timedelta(days=_ENTRIES_PER_LOOK / max(recent, 0.001))
    shortest = timedelta(days=max(lists, 1) / (budget * SHARE_OF_LOOKS))
    return now + min(max(wait, shortest), _LONGEST_LOOK)


def change_rate(watched: Watched) -> float:
    """Changes a day of an address of which each visit tells only whether it has changed.

    Cho and Garcia-Molina's estimate: -log((n - X + 1/2) / (n + 1/2)) / interval, for X changes in n visits.
    """
    if not watched.visits:
        return 1.0
    interval = max(_days(watched.visited_at - watched.first_visit_at) / watched.visits, 1e-3)
    return -log((watched.visits - watched.changes + 0.5) / (watched.visits + 0.5)) / interval


def next_check(watched: Watched) -> datetime:
    """When to ask again for such an address: when it has as likely changed as not."""
    wait = timedelta(days=log(2) / max(change_rate(watched), 1e-3))
    return watched.visited_at + min(max(wait, SHORTEST), LONGEST)


def next_try(failed_at: datetime, failures: int) -> datetime:
    """When to try an address again that failed so often in a row: on the next run, then after days that double."""
    if failures <= 1:
        return failed_at
    return failed_at + min(timedelta(days=2.0 ** min(failures - 2, 10)), LONGEST)


def next_attempt(failed_at: datetime, failures: int) -> datetime:
    """When to try a site again whose runs failed so often in a row: after an hour, doubled each time, a week at most."""
    return failed_at + min(timedelta(hours=2.0 ** min(failures - 1, 10)), timedelta(days=7))


def is_trusted(sent: int, right: int) -> bool:
    """Whether a kind of sign is reason enough to come at once, by how often it was right on this site.

    A kind of which little is known has the benefit of the doubt.
    """
    return (right + _PROOF / 2) / (sent + _PROOF) >= RIGHT_OFTEN_ENOUGH


def _days(span: timedelta) -> float:
    return span / DAY
