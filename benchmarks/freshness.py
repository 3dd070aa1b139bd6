"""How fresh an archive stays: a year of a made-up site, followed with the same number of requests in six ways.

python -m benchmarks.freshness [--budget 500] [--seeds 5] [--articles 5000] [--json]

Each way has the same requests a day, evenly spread, and uses all of them. That an article has appeared is told to all of
them at once (by its feed), and its first visit is a present. A visit finds every comment written up to then.

    uniform         every article in turn
    age-based       the interval grows with the article's age
    Poisson alone   Cho and Garcia-Molina's estimate from visits that found a change or not, by the same square root as ours
    thread-wise     the interval is the mean gap between the last five comments, or the silence since, if that is longer
    ours, no signs  the policy that crawls use, with half of its knowledge switched off
    ours            the same, with looks at a sidebar of five whenever the policy says so; what it names and is not
                    known is visited next. Bursts overflow it, and edits and removals never show in it.

Delay is the time from a comment's writing to the visit that finds it, in the year's first 365 days; comments that nobody
has found at the end of the year count up to then.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Iterator
from statistics import fmean, quantiles

import attrs

from archive.returns.policy import DEFAULT_BUDGET
from benchmarks.simulated_site import Site, simulate
from benchmarks.ways_to_follow import WAYS

WANTED = {"ours, no signs": 2.6, "ours": 10.0}
"""Times fresher than uniform."""


@attrs.frozen(kw_only=True)
class Result:
    """One way, one year."""

    way: str
    seed: int
    comments: int
    mean_hours: float
    p95_hours: float
    requests_per_comment: float
    edits_mean_hours: float


def measure(site: Site, budget: int, seeds: int, say: Callable[[str], None] = lambda _: None) -> Iterator[Result]:
    """All ways, each over the same years."""
    for seed in range(1, seeds + 1):
        year = simulate(site, seed)
        for way, kind in WAYS.items():
            crawler = kind(year, site, budget)
            crawler.run()
            delays = [delay * 24 for delay in crawler.delays]
            result = Result(
                way=way, seed=seed, comments=len(delays), mean_hours=fmean(delays), p95_hours=quantiles(delays, n=20)[-1],
                requests_per_comment=site.days * budget / len(delays),
                edits_mean_hours=24 * fmean(crawler.touch_delays),
            )  # fmt: skip
            say(f"seed {seed}, {way}: {result.mean_hours:.2f} h, 95 %: {result.p95_hours:.2f} h")
            yield result


def table(results: list[Result]) -> Iterator[str]:
    """The means over all seeds as Markdown, and the range over the seeds of how many times fresher than uniform."""
    uniform = {result.seed: result.mean_hours for result in results if result.way == "uniform"}
    yield "| way | mean delay | 95 % within | requests a new comment | times fresher than uniform | edits, removals: mean |"
    yield "|---|---:|---:|---:|---:|---:|"
    for way in WAYS:
        own = [result for result in results if result.way == way]
        ratios = sorted(uniform[result.seed] / result.mean_hours for result in own)
        yield (
            f"| {way} | {fmean(r.mean_hours for r in own):.1f} h | {fmean(r.p95_hours for r in own):.1f} h "
            f"| {fmean(r.requests_per_comment for r in own):.2f} "
            f"| {fmean(uniform.values()) / fmean(r.mean_hours for r in own):.1f} ({ratios[0]:.1f} to {ratios[-1]:.1f}) "
            f"| {fmean(r.edits_mean_hours for r in own) / 24:.1f} d |"
        )


def are_reached(results: list[Result]) -> bool:
    """Whether both of ours are as much fresher than uniform as they should be, in every year."""
    uniform = {result.seed: result.mean_hours for result in results if result.way == "uniform"}
    return all(
        uniform[result.seed] / result.mean_hours >= WANTED[result.way] for result in results if result.way in WANTED
    )


def main() -> int:
    """Print the table; status 1 where ours is not as fresh as it should be."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.freshness", description="Simulate a year.")
    parser.add_argument("--budget", type=int, default=DEFAULT_BUDGET, help="requests a day")
    parser.add_argument("--seeds", type=int, default=5)
    parser.add_argument("--articles", type=int, default=Site().articles)
    parser.add_argument("--days", type=float, default=Site().days)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    site = Site(articles=options.articles, days=options.days)
    results = list(measure(site, options.budget, options.seeds, lambda line: print(line, file=sys.stderr, flush=True)))
    if options.json:
        print(json.dumps([attrs.asdict(result) for result in results], indent=1))
    else:
        print(
            f"{options.budget} requests a day, {options.seeds} years of {attrs.asdict(site)}", *table(results), sep="\n"
        )
    return int(not are_reached(results))


if __name__ == "__main__":
    sys.exit(main())
