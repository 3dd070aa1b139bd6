"""Memory: the most a crawl takes with the processes that read for it, on a small site and on a large one.

It must not grow with the site.
"""

from __future__ import annotations

import os
import subprocess
import tempfile
import time
from contextlib import suppress
from pathlib import Path

import attrs

from benchmarks.crawl import COMMANDS
from benchmarks.server import generated_site

SMALL, LARGE = 100, 20_000
EVERY_SECONDS = 0.25
LIMIT_MB = 250


@attrs.frozen
class Peak:
    """The most memory a crawl took, and what it did with it."""

    pages: int
    megabytes: float
    seconds: float

    @property
    def is_flat(self) -> bool:
        """Whether it stayed below the limit."""
        return self.megabytes < LIMIT_MB


def peak_of(pages: int) -> Peak:
    """Crawl a site of that many pages, and look at its processes some times a second."""
    with generated_site(pages) as base, tempfile.TemporaryDirectory() as folder:
        archive = str(Path(folder) / "archive.db")
        command = [str(COMMANDS / "commentariat"), "crawl", f"{base}/", "--archive", archive, "--delay", "0"]
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        peak = 0.0
        while os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is None:
            peak = max(peak, sum(map(resident, family(process.pid))))
            time.sleep(EVERY_SECONDS)
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"the crawl of {pages} pages ended with {process.returncode}: no figure")
    return Peak(pages, peak, usage.ru_utime + usage.ru_stime)


def family(pid: int) -> list[int]:
    """A process and its children."""
    children: list[int] = []
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        with suppress(OSError):  # the thread has just ended
            children.extend(map(int, task.read_text(encoding="ascii").split()))
    return [pid, *children]


def resident(pid: int) -> float:
    """Megabytes a process holds; none once it has ended."""
    try:
        pages = int(Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()[1])
    except OSError:
        return 0.0
    return pages * os.sysconf("SC_PAGE_SIZE") / 1_048_576


def measure(*, smoke: bool = False) -> list[Peak]:
    """The peaks, the small site's first."""
    return [peak_of(pages) for pages in ((20, 60) if smoke else (SMALL, LARGE))]


def show(peaks: list[Peak]) -> list[str]:
    """One line a site."""
    return [
        f"memory of a crawl of {peak.pages:,} pages: {peak.megabytes:.0f} MB at its peak (limit {LIMIT_MB}), "
        f"{peak.seconds:.0f} CPU seconds{'' if peak.is_flat else '  ABOVE'}"
        for peak in peaks
    ]
