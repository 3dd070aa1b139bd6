"""Extraction: pages a CPU second on one core, beside lxml's bare parse and trafilatura with comments.

Each program reads the same pages in a process of its own, pinned to one core; passes take turns, and the median counts.
A pass in this module run as a program:

    python -m benchmarks.extraction commentariat real 6
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.figures import Figure
from benchmarks.pages import SavedPage, best_source, pages_named

ROOT = Path(__file__).parent.parent
FETCHED_AT = datetime(2025, 1, 1, tzinfo=UTC)
WARM_UP = 5
EVERY = 6
REPEATS = 3

Reader = Callable[[SavedPage], object]


def lxml_reader() -> Reader:
    """Parse and nothing else."""
    from lxml import etree, html

    def read(page: SavedPage) -> object:
        try:
            return html.document_fromstring(page.body)
        except etree.ParserError:
            return None

    return read


def trafilatura_reader() -> Reader:
    """Text, comments and metadata as JSON."""
    import trafilatura

    def read(page: SavedPage) -> object:
        return trafilatura.extract(
            page.body, url=page.url, include_comments=True, with_metadata=True, output_format="json"
        )

    return read


def commentariat_reader() -> Reader:
    """What `commentariat extract` does with a page: extract, normalise, JSON."""
    import gc

    from archive.codec import dumps, page_to_json
    from scraper.errors import PageError
    from scraper.extract.page import extract_page
    from scraper.normalise.page import normalise_page

    gc.disable()  # as the command and a crawl's readers do

    def read(page: SavedPage) -> object:
        try:
            found = extract_page(page.body, url=page.url, fetched_at=FETCHED_AT, with_links=False)
            return dumps(page_to_json(normalise_page(found)))
        except PageError:
            return None

    return read


READERS = {"lxml.html": lxml_reader, "trafilatura": trafilatura_reader, "commentariat": commentariat_reader}


def seconds_for(program: str, pages: list[SavedPage]) -> float:
    """CPU seconds of one pass over the pages, after a few to warm up."""
    read = READERS[program]()
    for page in pages[:WARM_UP]:
        read(page)
    began = time.process_time()
    for page in pages:
        read(page)
    return time.process_time() - began


def run_pass(program: str, source: str, every: int) -> float:
    """One pass in a process of its own; pages a CPU second."""
    command = [sys.executable, "-m", "benchmarks.extraction", program, source, str(every)]
    done = subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    answer = json.loads(done.stdout)
    return float(answer["pages"] / answer["seconds"])


def measure(*, smoke: bool = False) -> list[Figure]:
    """Both ratios."""
    source, every, repeats = ("demo", 10, 1) if smoke else (best_source(), EVERY, REPEATS)
    every = every if source == "real" or smoke else 1
    rates: dict[str, list[float]] = {program: [] for program in READERS}
    for _ in range(repeats):
        for program, found in rates.items():
            found.append(run_pass(program, source, every))
    median = {program: statistics.median(found) for program, found in rates.items()}
    count = len(pages_named(source, every))
    return [
        Figure(
            name=f"extraction of {count} {source} pages",
            ours=median["commentariat"],
            unit="pages/s",
            against=against,
            theirs=median[program],
            wanted=wanted,
        )
        for program, against, wanted in (
            ("trafilatura", "pages/s, trafilatura with comments", 5.0),
            ("lxml.html", "pages/s, lxml.html parse alone", 0.0),
        )
    ]


def main() -> None:
    """One pass of one program, as JSON."""
    program, source, every = sys.argv[1:]
    os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
    pages = pages_named(source, int(every))
    print(json.dumps({"pages": len(pages), "seconds": seconds_for(program, pages)}))


if __name__ == "__main__":
    main()
