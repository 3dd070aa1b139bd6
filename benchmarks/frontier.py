"""The frontier: what a request costs where 100,000 addresses wait, beside one where 1,000 do.

A request is its part of a claim, and a stored visit that names twenty addresses, half of them new.
"""

from __future__ import annotations

import statistics
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

from archive.database import Archive, open_archive
from archive.frontier import Frontier
from archive.records import Link, Relation, Visit
from archive.runs import start_run
from archive.store import Store
from benchmarks.figures import Figure

FEW, MANY = 1_000, 100_000
REQUESTS, BATCH = 640, 32
REPEATS = 3
SITE = "127.0.0.1:8000"
AT = datetime(2026, 1, 2, tzinfo=UTC)


def link(number: int) -> Link:
    """One address of many."""
    return Link(url=f"http://{SITE}/20{number % 20:02}/story-{number}/", relation=Relation.ARTICLE)


def fill(archive: Archive, waiting: int) -> Frontier:
    """A frontier in which so many addresses wait."""
    run = start_run(archive, SITE, f"http://{SITE}/", at=AT)
    frontier = Frontier(archive, SITE, run.run_id)
    frontier.add(map(link, range(waiting)), found_on=None, depth=1)
    return frontier


def seconds_a_request(waiting: int) -> float:
    """CPU seconds of one request, from so many that wait."""
    with (
        tempfile.TemporaryDirectory() as folder,
        open_archive(Path(folder) / "archive.db", create=True) as archive,
    ):
        frontier, store = fill(archive, waiting), Store(archive)
        began = time.process_time()
        for start in range(0, REQUESTS, BATCH):
            for place, entry in enumerate(frontier.claim(BATCH, AT)):
                first = (start + place) * 10 + waiting - 10
                links = tuple(map(link, range(first, first + 20)))
                visit = Visit(requested_url=entry.url, url=entry.url, fetched_at=AT, skipped="measured", links=links)
                store.save_visit(visit, run_id=frontier.run_id, frontier_id=entry.entry_id)
        return (time.process_time() - began) / REQUESTS


def measure(*, smoke: bool = False) -> list[Figure]:
    """Requests a second from the large frontier, beside the small one."""
    many, repeats = (5_000, 1) if smoke else (MANY, REPEATS)
    found: dict[int, list[float]] = {FEW: [], many: []}
    for _ in range(repeats):
        for waiting, seconds in found.items():
            seconds.append(seconds_a_request(waiting))
    return [
        Figure(
            name=f"a frontier of {many:,} addresses",
            ours=1 / statistics.median(found[many]),
            unit="requests/s",
            against=f"requests/s, one of {FEW:,}",
            theirs=1 / statistics.median(found[FEW]),
            wanted=0.8,
        )
    ]
