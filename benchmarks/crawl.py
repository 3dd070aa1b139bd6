"""Crawling: pages a second, beside a bare Scrapy spider that downloads the same pages from the same server.

The server is a process of its own and quicker than both. Each crawler runs as a command; what it needs to start
(measured on a site of a handful of pages) is taken off, so that the figure is the same for a site of any size.
"""

from __future__ import annotations

import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from benchmarks.figures import Figure
from benchmarks.generated_site import all_paths
from benchmarks.server import generated_site

ROOT = Path(__file__).parent.parent
COMMANDS = Path(sys.executable).parent
PAGES, FEW = 1_000, 5
SMOKE_PAGES = 400  # over a second of the bare spider, and starts differ by tenths of one
REPEATS = 3

COUNT_PAGES = """
    select count(*)
    from fetches
    where outcome = 'stored'
        and kind in ('article', 'listing', 'other')
"""


def crawl_bare(base: str, pages: int, folder: Path) -> int:
    """Scrapy alone, given every address: it downloads and keeps nothing."""
    addresses = folder / "addresses.txt"
    addresses.write_text("\n".join(base + path for path in all_paths(pages)), encoding="utf-8")
    command = [sys.executable, "-m", "benchmarks.bare_spider", str(addresses)]
    return int(subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.PIPE).stdout)


def crawl_fully(base: str, pages: int, folder: Path) -> int:  # noqa: ARG001 (it finds the pages itself)
    """Commentariat from the front page: links, captures, extraction, store, search index."""
    archive = folder / "archive.db"
    command = [str(COMMANDS / "commentariat"), "crawl", f"{base}/", "--archive", str(archive), "--delay", "0"]
    subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    with closing(sqlite3.connect(archive)) as connection:
        return int(connection.execute(COUNT_PAGES).fetchone()[0])


Crawl = Callable[[str, int, Path], int]


def seconds_of(crawl: Crawl, base: str, pages: int) -> float:
    """How long the command takes, from its call to its end.

    Raises:
        SystemExit: it left pages out, so that there is nothing to compare.
    """
    with tempfile.TemporaryDirectory() as folder:
        began = time.perf_counter()
        found = crawl(base, pages, Path(folder))
        seconds = time.perf_counter() - began
    wanted = len(all_paths(pages))
    if found < wanted:
        raise SystemExit(f"{crawl.__name__} got {found} of {wanted} pages: no figure. Run it by hand to see why.")
    return seconds


def rates_of(pages: int, repeats: int) -> tuple[float, float]:
    """Pages a second, ours and the bare spider's: medians of passes in turn, starts taken off."""
    whole: dict[Crawl, list[float]] = {crawl_fully: [], crawl_bare: []}
    start: dict[Crawl, list[float]] = {crawl_fully: [], crawl_bare: []}
    with generated_site(pages) as site, generated_site(FEW) as few:
        for _ in range(repeats):
            for crawl in (crawl_fully, crawl_bare):
                start[crawl].append(seconds_of(crawl, few, FEW))
                whole[crawl].append(seconds_of(crawl, site, pages))
    return (
        rate_of(crawl_fully.__name__, pages, whole[crawl_fully], start[crawl_fully]),
        rate_of(crawl_bare.__name__, pages, whole[crawl_bare], start[crawl_bare]),
    )


def rate_of(name: str, pages: int, whole: list[float], start: list[float]) -> float:
    """Pages a second, from the seconds for all pages and those for a handful.

    Raises:
        SystemExit: the pages took no longer than the start, so that a difference would be chance.
    """
    seconds = statistics.median(whole) - statistics.median(start)
    if seconds <= 0:
        raise SystemExit(
            f"{name} took {statistics.median(whole):.2f} s for {pages} pages and {statistics.median(start):.2f} s for "
            f"{FEW}: too few pages for a figure on so busy a machine. Measure again, or with more pages."
        )
    return (pages - FEW) / seconds


def measure(*, smoke: bool = False) -> list[Figure]:
    """The ratio."""
    pages, repeats = (SMOKE_PAGES, 1) if smoke else (PAGES, REPEATS)
    ours, theirs = rates_of(pages, repeats)
    return [
        Figure(
            name=f"crawl of {pages:,} pages",
            ours=ours,
            unit="pages/s",
            against="pages/s, bare Scrapy spider",
            theirs=theirs,
            wanted=0.4,
        )
    ]
