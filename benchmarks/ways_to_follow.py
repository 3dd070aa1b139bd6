"""Ways to follow a site with so many requests a day; `freshness` compares them."""

from __future__ import annotations

import heapq
from bisect import bisect_left, bisect_right
from datetime import UTC, datetime, timedelta

import attrs

from archive.returns.policy import (
    DAY,
    Activity,
    History,
    Watched,
    change_rate,
    next_look,
    next_visit,
    price_of,
    pull_of,
)
from benchmarks.simulated_site import Site, Year

START = datetime(2026, 1, 1, tzinfo=UTC)
REPLAN_DAYS = 7.0


@attrs.define
class Thread:
    """What a crawler knows of one article."""

    published: float
    visited: float
    known: int = 0
    """Comments found so far."""
    visits: int = 0
    changes: int = 0
    since: float = 0.0
    last: tuple[float, ...] = ()
    """When the last comments found were written."""
    activity: Activity | None = None


class Crawler:
    """One way of choosing what to visit, and what came of it."""

    def __init__(self, year: Year, site: Site, budget: int) -> None:
        self.year, self.site, self.budget = year, site, budget
        self.threads: dict[int, Thread] = {}
        self.due: list[tuple[float, int]] = []
        self.version: dict[int, float] = {}
        self.delays: list[float] = []
        self.touch_delays: list[float] = []
        self.scale = 1.0

    def interval(self, thread: Thread, at: float) -> float:
        """Days until the next visit, in proportion to those of other articles."""
        raise NotImplementedError

    def run(self) -> None:
        """The whole year, request by request."""
        appear = [(max(at, 0.0), article) for article, at in enumerate(self.year.published)]
        heapq.heapify(appear)
        slots, replan = int(self.site.days * self.budget), 0.0
        for slot in range(slots):
            at = (slot + 1) / self.budget
            while appear and appear[0][0] <= at:
                when, article = heapq.heappop(appear)
                self.begin(article, when)
            if at >= replan:
                self.plan(at)
                replan = at + REPLAN_DAYS
            self.spend(at)
        for article in self.threads:
            self.note_delays(article, self.site.days)

    def begin(self, article: int, at: float) -> None:
        """An article is known from now on, with all that is written there."""
        known = bisect_right(self.year.comments[article], at)
        written = self.year.comments[article][:known]
        thread = Thread(self.year.published[article], at, known=known, since=at, last=tuple(written[-5:]))
        self.threads[article] = thread
        self.learn(thread, written, at)
        self.schedule(article, thread, at)

    def spend(self, at: float) -> None:
        """One request: the article that is due first."""
        while self.due:
            when, article = heapq.heappop(self.due)
            if self.version.get(article) == when:
                self.visit(article, at)
                return

    def visit(self, article: int, at: float) -> None:
        """Ask for an article."""
        thread = self.threads[article]
        new = self.note_delays(article, at)
        thread.visits += 1
        thread.changes += bool(new)
        thread.last = (*thread.last, *new)[-5:]
        thread.known += len(new)
        thread.visited = at
        self.learn(thread, new, at)
        self.schedule(article, thread, at)

    def note_delays(self, article: int, at: float) -> list[float]:
        """Count how long what is new had to wait, and say when it was written."""
        thread, times = self.threads[article], self.year.comments[article]
        new = times[thread.known : bisect_right(times, at)]
        self.delays += [at - written for written in new]
        touched = self.year.touched[article]
        self.touch_delays += [at - t for t in touched[bisect_left(touched, thread.visited) : bisect_right(touched, at)]]
        return new

    def learn(self, thread: Thread, new: list[float], at: float) -> None:
        """Keep what a visit found."""

    def schedule(self, article: int, thread: Thread, at: float) -> None:
        """Choose the next visit."""
        due = thread.visited + self.scale * self.interval(thread, at)
        self.version[article] = due
        heapq.heappush(self.due, (due, article))

    def plan(self, at: float) -> None:
        """Scale all intervals so that they come to the budget."""
        self.scale = sum(1 / self.interval(thread, at) for thread in self.threads.values()) / self.budget
        self.due = []
        for article, thread in self.threads.items():
            self.schedule(article, thread, at)


class Uniform(Crawler):
    """Every article in turn."""

    def interval(self, thread: Thread, at: float) -> float:  # noqa: ARG002 (as the others)
        """The same for all."""
        return 1.0


class AgeBased(Crawler):
    """New articles often, old ones seldom."""

    def interval(self, thread: Thread, at: float) -> float:
        """Its age, and a day for those of today."""
        return at - thread.published + 1.0


class PoissonAlone(Crawler):
    """By the estimated rate of visits that find something."""

    def interval(self, thread: Thread, at: float) -> float:  # noqa: ARG002 (as the others)
        """By the square root, as in ours."""
        watched = Watched(
            visited_at=_time(thread.visited),
            first_visit_at=_time(thread.since),
            visits=thread.visits,
            changes=thread.changes,
        )
        return float(max(change_rate(watched), 1e-4) ** -0.5)


class ThreadWise(Crawler):
    """By the times of the thread's last comments."""

    def interval(self, thread: Thread, at: float) -> float:
        """The mean gap, or the silence if that is longer."""
        last = thread.last
        silence = at - (last[-1] if last else thread.published)
        gap = (last[-1] - last[0]) / (len(last) - 1) if len(last) > 1 else silence
        return max(gap, silence, 0.05)


class Ours(Crawler):
    """The policy of crawls, from times alone."""

    looks = False

    def __init__(self, year: Year, site: Site, budget: int) -> None:
        super().__init__(year, site, budget)
        self.price = 0.1
        self.look_at = 0.0
        self.site_activity = Activity(at=START)
        self.named: dict[int, None] = {}

    def spend(self, at: float) -> None:
        """A look at the sidebar when one is due, else what it named, else what is due first."""
        if self.looks and at >= self.look_at:
            self.look(at)
        elif self.named:
            article = next(iter(self.named))
            del self.named[article]
            self.visit(article, at)
        else:
            super().spend(at)

    def look(self, at: float) -> None:
        """Read the sidebar."""
        for written, article in self.year.newest(at, self.site.sidebar):
            thread = self.threads[article]
            if bisect_right(self.year.comments[article], written) > thread.known:
                self.named[article] = None
        self.look_at = _days(next_look(self.site_activity, _time(at), budget=self.budget))

    def learn(self, thread: Thread, new: list[float], at: float) -> None:
        """Comments' times into the counts that forget."""
        now = _time(at)
        activity = thread.activity.at_time(now) if thread.activity else Activity(at=now)
        for written in new:
            if at - written < 360:
                activity = activity.with_comment(_time(written))
        thread.activity = activity
        if new:
            site = self.site_activity.at_time(now)
            self.site_activity = Activity(at=now, counts=(site.counts[0] + len(new), *site.counts[1:]))

    def schedule(self, article: int, thread: Thread, at: float) -> None:
        """As a crawl would."""
        due = _days(next_visit(_history(thread), _time(at), self.price))
        self.version[article] = due
        heapq.heappush(self.due, (due, article))

    def plan(self, at: float) -> None:
        """As a crawl does it once a day."""
        now = _time(at)
        self.price = price_of(sum(pull_of(_history(thread), now) for thread in self.threads.values()), self.budget)
        self.due = []
        for article, thread in self.threads.items():
            self.schedule(article, thread, at)


class OursWithSigns(Ours):
    """The policy of crawls, with a sidebar."""

    looks = True


WAYS: dict[str, type[Crawler]] = {
    "uniform": Uniform,
    "age-based": AgeBased,
    "Poisson alone": PoissonAlone,
    "thread-wise": ThreadWise,
    "ours, no signs": Ours,
    "ours": OursWithSigns,
}


def _history(thread: Thread) -> History:
    assert thread.activity is not None
    return History(first_seen_at=_time(thread.published), visited_at=_time(thread.visited), activity=thread.activity)


def _time(day: float) -> datetime:
    return START + timedelta(days=day)


def _days(at: datetime) -> float:
    return (at - START) / DAY
