"""Memory: the most a crawl takes, on a small site and on a large one. It must not grow with the site."""

from __future__ import annotations

import os
import subprocess
import tempfile
from pathlib import Path

import attrs

from benchmarks.crawl import COMMANDS
from benchmarks.server import generated_site

SMALL, LARGE = 100, 20_000
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
    """Crawl a site of that many pages and ask the kernel for the largest resident size of the process."""
    with generated_site(pages) as base, tempfile.TemporaryDirectory() as folder:
        archive = str(Path(folder) / "archive.db")
        command = [str(COMMANDS / "commentariat"), "crawl", f"{base}/", "--archive", archive, "--delay", "0"]
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"the crawl of {pages} pages ended with {process.returncode}: no figure")
    return Peak(pages, usage.ru_maxrss / 1024, usage.ru_utime + usage.ru_stime)


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
