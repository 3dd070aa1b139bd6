"""A schedule, run for real: `crawl --due --watch` follows a site that lives, and what it missed is counted.

python -m benchmarks.schedule_loop [--minutes 10]

The site has 60 articles and gets 5 comments a minute, as on the day before, some in bursts of three, and an article
each few minutes; for each ten comments, one that is there is edited. Its budget is set so that its lists may be looked at each minute. When the time is over,
the watcher has two more minutes to come back once, then it is stopped as a container would stop it (SIGTERM).
"""

from __future__ import annotations

import argparse
import json
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from datetime import datetime
from pathlib import Path
from statistics import fmean

import attrs

from benchmarks.living_site import LivingSite

_BUDGET = 100_000


@attrs.frozen(kw_only=True)
class Followed:
    """What came of it."""

    minutes: float
    comments: int
    """Written while the schedule ran."""
    missed: int
    articles: int
    articles_missed: int
    runs: int
    requests: int
    """Without those of the first crawl."""
    mean_delay: float
    """Seconds from writing to storing."""
    longest_delay: float
    status: int
    """Of the watcher when it was told to end."""


def follow(minutes: float, *, articles: int = 60, a_minute: float = 5.0, patience: float = 120.0) -> Followed:
    """Run the schedule for so long."""
    with tempfile.TemporaryDirectory() as folder, LivingSite(articles=articles, a_minute=a_minute) as site:
        archive = Path(folder) / "living.db"
        host = site.url.removeprefix("http://").rstrip("/")
        _call("site", "set", host, f"budget={_BUDGET}", "-a", str(archive))
        _call("crawl", site.url, "-a", str(archive), "--delay", "0")
        first, before, crawled_at = len(site.notes), site.requests, time.time()
        watcher = subprocess.Popen(
            [*_COMMAND, "crawl", "--due", "--watch", "-a", str(archive), "--delay", "0"],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        time.sleep(minutes * 60)
        site.stopped.set()
        end = time.time() + patience
        while time.time() < end and _stored(archive).keys() < {note.key for note in site.notes}:
            time.sleep(1)
        watcher.send_signal(signal.SIGTERM)
        status = watcher.wait(timeout=60)
        stored = _stored(archive)
        written = [note for note in site.notes if note.written_at > crawled_at - 5 or note.key > first]
        delays = [stored[note.key] - note.written_at for note in written if note.key in stored and note.key > first]
        known, runs = _counts(archive)
        return Followed(
            minutes=minutes, comments=len(written), missed=sum(note.key not in stored for note in site.notes),
            articles=site.articles, articles_missed=site.articles - known, runs=runs - 1,
            requests=site.requests - before, mean_delay=round(fmean(delays), 1), longest_delay=round(max(delays), 1),
            status=status,
        )  # fmt: skip


_COMMAND = [sys.executable, "-m", "scraper"]


def _call(*arguments: str) -> None:
    subprocess.run([*_COMMAND, *arguments], check=True, capture_output=True)


def _stored(archive: Path) -> dict[int, float]:
    """When each comment was stored, as Unix time."""
    with sqlite3.connect(f"file:{archive}?mode=ro", uri=True) as connection:
        rows = connection.execute("select key, first_seen_at from comments").fetchall()
    return {int(key): datetime.fromisoformat(at).timestamp() for key, at in rows}


def _counts(archive: Path) -> tuple[int, int]:
    with sqlite3.connect(f"file:{archive}?mode=ro", uri=True) as connection:
        articles = connection.execute("select count(*) from articles where url like '%/article/%'").fetchone()[0]
        return int(articles), int(connection.execute("select count(*) from runs").fetchone()[0])


def main() -> int:
    """Print what came of it; status 1 where something was missed."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.schedule_loop", description="Run a schedule for real.")
    parser.add_argument("--minutes", type=float, default=10.0)
    found = follow(parser.parse_args().minutes)
    print(json.dumps(attrs.asdict(found), indent=1))
    return int(bool(found.missed or found.articles_missed))


if __name__ == "__main__":
    sys.exit(main())
