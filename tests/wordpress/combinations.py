"""Every way a WordPress can be set, in pairs: each combination crawled by pages, by the API, and by both.

    python -m tests.wordpress.combinations FOLDER [--only 0,5] [--output table.md]

FOLDER is a bed of its own, made where there is none. Exit status: 0 when everything that pages and API tell was stored.
"""

from __future__ import annotations

import argparse
import itertools
import json
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import attrs

from tests.crawling import ROOT
from tests.wordpress.conftest import TESTBEDS, Bed

OPTIONS: dict[str, tuple[str, ...]] = {
    "permalinks": ("day", "month", "name", "numeric", "category"),
    "theme": ("twentytwentyone", "twentytwentytwo", "twentytwentythree", "plainlog"),
    "depth": ("5", "1", "3", "10"),
    "per-page": ("50", "5", "20", "0"),
    "widget": ("classic", "block"),
    "order": ("asc", "desc"),
    "default-page": ("newest", "oldest"),
    "locale": ("en_US", "de_DE"),
    "avatars": ("local", "none"),
}
NUMBER = 24
WAYS = ("pages", "api", "auto")
SEED = ("--articles", "30", "--mean", "3", "--big", "60")
"""Of each kind of article one, and one of 60 comments: enough for comment pages of every size."""
# What only the other of the two tells.
_NOT_BY: dict[str, tuple[str, ...]] = {
    "pages": ("only the API", "modified", "published"),
    "api": ("order", "depth", "recent:"),
    "auto": (),
}
_SHOWN = 600
"""Letters of a row's differences."""
_RUN = "import sys; from scraper.commands.root import main; sys.argv[0] = 'commentariat'; main()"

Combination = dict[str, str]
Pair = tuple[tuple[str, str], tuple[str, str]]


def pairs_of(combination: Combination) -> set[Pair]:
    """Each two options with their values."""
    return set(itertools.combinations(combination.items(), 2))


def all_pairs() -> list[Combination]:
    """Combinations that hold each value of each option together with each value of each other one.

    Each is built around a pair that is still missing, and takes of every further option the value that adds most pairs;
    the choice is the same at each call.
    """
    missing = {
        pair
        for (one, ones), (other, others) in itertools.combinations(OPTIONS.items(), 2)
        for pair in itertools.product(((one, value) for value in ones), ((other, value) for value in others))
    }
    found = []
    while missing:
        best = max((_around(pair, missing) for pair in sorted(missing)[:60]), key=lambda c: len(pairs_of(c) & missing))
        missing -= pairs_of(best)
        found.append(best)
    while len(found) < NUMBER:  # more of the same, with values turned by one
        last = found[len(found) % 7]
        found.append(
            {name: OPTIONS[name][(OPTIONS[name].index(value) + 1) % len(OPTIONS[name])] for name, value in last.items()}
        )
    return found


def _around(pair: Pair, missing: set[Pair]) -> Combination:
    chosen = dict(pair)
    for name, values in OPTIONS.items():
        if name not in chosen:
            chosen[name] = max(values, key=lambda v: len(pairs_of(_in_order({**chosen, name: v})) & missing))
    return _in_order(chosen)


def _in_order(combination: Combination) -> Combination:
    return {name: combination[name] for name in OPTIONS if name in combination}


@attrs.frozen
class Outcome:
    """What came of one crawl."""

    combination: Combination
    way: str
    requests: int
    wrong: dict[str, list[Any]]
    """Rows that are not as they should be, with their first differences."""
    seconds: float


def try_out(bed: Bed, combination: Combination, folder: Path, ways: tuple[str, ...] = WAYS) -> Iterator[Outcome]:
    """Set the bed so, fill it, and crawl it each way."""
    bed.call("up", *(part for name, value in combination.items() for part in (f"--{name}", value)), timeout=900)
    bed.call("seed", *SEED)
    for way in ways:
        yield crawl(bed, combination, way, folder / way)


def crawl(bed: Bed, combination: Combination, way: str, folder: Path) -> Outcome:
    """Crawl the bed one way, and hold what was stored against the truth."""
    folder.mkdir(parents=True)
    archive, export, log = folder / "w.db", folder / "export", bed.folder / "log" / "apache-access.log"
    begin, began_at = log.stat().st_size, time.monotonic()
    command("crawl", bed.url, "-a", str(archive), "--delay", "0", "--via", way)
    seconds = time.monotonic() - began_at
    command("export", "jsonl", str(export), "-a", str(archive), "--names", "real")
    found = compare(bed, export, way, begin)
    shutil.copy(bed.truth_file, folder)
    truth = json.loads(bed.truth_file.read_text("utf-8"))
    wrong = {row["name"]: left[:5] for row in found["rows"] if (left := odd(row, way, truth))}
    if combination["depth"] == "1" and is_by_time(export):
        # The truth expects answers behind what they answer; where nothing is nested, pages show all by their times.
        wrong.pop("comment: order in thread", None)
    return Outcome(combination, way, int(found["requests"]["all"]), wrong, seconds)


def command(*arguments: str) -> str:
    """What the command line prints, run in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-c", _RUN, *arguments], cwd=ROOT, check=False, capture_output=True, text=True, timeout=900
    )
    if done.returncode:
        raise RuntimeError(done.stdout + done.stderr)
    return done.stdout


def compare(bed: Bed, export: Path, way: str, begin: int, *changes: str) -> dict[str, Any]:
    """How an export differs from the truth: rows and requests."""
    arguments = [
        "--json",
        "--show",
        "100000",
        "--requests",
        bed.folder / "log" / "apache-access.log",
        "--from",
        str(begin),
    ]
    arguments += [part for text in _NOT_BY[way] for part in ("--without", text)]
    arguments += [part for name in changes for part in ("--changes", bed.folder / name)]
    arguments += ["--stored-parents"] if way == "api" else []
    call = [str(part) for part in (TESTBEDS / "compare", bed.truth_file, export, *arguments)]
    done = subprocess.run(call, check=False, capture_output=True)
    if done.returncode not in {0, 1}:
        raise RuntimeError(done.stderr.decode())
    return dict(json.loads(done.stdout))


def is_by_time(export: Path) -> bool:
    """Whether each thread of an export runs with time, or against it."""
    threads: dict[str, list[str]] = {}
    for line in (export / "comments.jsonl").read_text("utf-8").splitlines():
        comment = json.loads(line)
        if comment["parent_key"] is None and comment["published_at"] and "page" in comment["sources"]:
            threads.setdefault(comment["article_id"], []).append(comment["published_at"])
    return all(times in (sorted(times), sorted(times, reverse=True)) for times in threads.values())


def odd(row: dict[str, Any], way: str, truth: dict[str, Any]) -> list[Any]:
    """The differences of a row that are none of those which are right."""
    if row["found"] == row["expected"] and not row["wrong"]:
        return []
    left = row["differences"]
    if row["name"] == "comment: author url":
        # The truth has these addresses as WordPress stores them, escaped for HTML; a link is followed without that.
        left = [one for one in left if str(one["expected"]).replace("&amp;", "&") != one["found"]]
    elif way == "api" and row["name"] == "comments archived (pages show)":
        kinds = {str(comment["id"]): comment["type"] for comment in truth["comments"]}
        left = [one for one in left if kinds[one["id"]] == "comment"]
    else:
        left = left or [row]
    return list(left)


def table(outcomes: list[Outcome]) -> Iterator[str]:
    """The outcomes as Markdown."""
    yield f"| {' | '.join(OPTIONS)} | {' | '.join(f'{way}: requests, wrong' for way in WAYS)} |"
    yield f"|{'---|' * (len(OPTIONS) + len(WAYS))}"
    for values, group in itertools.groupby(outcomes, key=lambda outcome: tuple(outcome.combination.values())):
        cells = {one.way: f"{one.requests}, {'; '.join(one.wrong) or '–'}" for one in group}
        yield f"| {' | '.join(values)} | {' | '.join(cells.get(way, '') for way in WAYS)} |"


def main() -> int:
    """Try all combinations, and print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--only", default="", help="numbers of combinations, from 0")
    parser.add_argument("--ways", default=",".join(WAYS))
    parser.add_argument("--output", type=Path)
    options = parser.parse_args()
    bed, outcomes = Bed(options.folder / "bed"), []
    combinations = all_pairs()
    chosen = [int(n) for n in options.only.split(",")] if options.only else range(len(combinations))
    for number in chosen:
        results = options.folder / f"{number}-{int(time.time())}"
        for outcome in try_out(bed, combinations[number], results, tuple(options.ways.split(","))):
            outcomes.append(outcome)
            print(
                number,
                outcome.way,
                outcome.requests,
                f"{outcome.seconds:.0f} s",
                *(f"\n    {name}: {json.dumps(left)[:_SHOWN]}" for name, left in outcome.wrong.items()),
                flush=True,
            )
            if options.output:
                options.output.write_text("\n".join(table(outcomes)) + "\n", "utf-8")
    return int(any(outcome.wrong for outcome in outcomes))


if __name__ == "__main__":
    sys.exit(main())
