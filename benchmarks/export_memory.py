"""Memory of exports: the most that one of each format takes, of an archive of ten million comments.

python -m benchmarks.export_memory FOLDER [--share 1.0] [--names real] [FORMAT …]

FOLDER gets the archive of `benchmarks.big_archive` (20 GB with the export of one format beside it), and keeps it.
The peak after a tenth and half of the time stand beside the whole: what grows with the archive shows there.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterable
from pathlib import Path

import attrs

from benchmarks.big_archive import COMMENTS, fill
from benchmarks.crawl import COMMANDS

WAYS = {
    "jsonl": ("jsonl",),
    "csv": ("csv",),
    "parquet": ("parquet",),
    "parquet-partitions": ("parquet", "--partition"),
    "hf": ("hf",),
    "convokit": ("convokit",),
    "wxr": ("wxr",),
    "html": ("html",),
    "warc": ("warc",),
    "wacz": ("wacz",),
}
HEAD = ("| format | MB at most: after a tenth of the time / half / at the end | time | size |", "|---|---|---|---|")
LIMIT_MB = 200
EVERY_SECONDS = 0.25


@attrs.frozen(kw_only=True)
class Peak:
    """The most memory an export took."""

    way: str
    megabytes: tuple[float, ...]
    """The most so far, at even distances of time; the last is the most of all."""
    seconds: float
    bytes: int
    """What it wrote."""

    def at(self, share: float) -> float:
        """The most until that share of the time was over."""
        return self.megabytes[int(share * (len(self.megabytes) - 1))]


def peak_of(way: str, archive: Path, folder: Path, options: Iterable[str] = ()) -> Peak:
    """Export, look at the process some times a second, and take the export away."""
    export = folder / f"export-{way}"
    command = [str(COMMANDS / "commentariat"), "export", *WAYS[way], str(export), "--archive", str(archive)]
    began = time.monotonic()
    captures = way in {"warc", "wacz"}
    process = subprocess.Popen([*command, *(() if captures else options)], stdout=subprocess.DEVNULL)
    peaks = [0.0]
    while os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is None:
        peaks.append(max(peaks[-1], most_resident(process.pid)))
        time.sleep(EVERY_SECONDS)  # the peak is kept by the kernel: this is only how often it is looked at
    if process.wait():
        raise SystemExit(f"the export {way} ended with {process.returncode}: no figure")
    seconds = time.monotonic() - began
    written = sum(path.stat().st_size for path in export.rglob("*") if path.is_file())
    shutil.rmtree(export)
    return Peak(way=way, megabytes=tuple(peaks), seconds=seconds, bytes=written)


def most_resident(pid: int) -> float:
    """Megabytes a process has held at most; none once it has ended."""
    try:
        lines = Path(f"/proc/{pid}/status").read_text(encoding="ascii", errors="replace").splitlines()
    except OSError:
        return 0.0
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM:")), 0.0)


def show(peak: Peak) -> str:
    """A row of the table in docs/scale.md."""
    steps = " / ".join(f"{peak.at(share):.0f}" for share in (0.1, 0.5, 1.0))
    note = "" if peak.at(1.0) < LIMIT_MB else " ABOVE"
    return f"| `{peak.way}` | {steps}{note} | {peak.seconds:,.0f} s | {peak.bytes / 1e9:.1f} GB |"


def main() -> int:
    """Measure what was asked for."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.export_memory", description="Measure the memory of exports of a big archive."
    )
    parser.add_argument("folder", type=Path, help="where the archive is, or is made")
    parser.add_argument("formats", nargs="*", default=list(WAYS), metavar="FORMAT", help=", ".join(WAYS))
    parser.add_argument("--share", type=float, default=1.0, help="of ten million comments")
    parser.add_argument("--names", default="pseudonym", help="as of `commentariat export`")
    options = parser.parse_args()
    archive = fill(options.folder, comments=int(COMMENTS * options.share))
    print(*HEAD, sep="\n", flush=True)
    peaks = []
    for way in options.formats:
        peaks.append(peak_of(way, archive, options.folder, ("--names", options.names)))
        print(show(peaks[-1]), flush=True)
    return int(any(peak.at(1.0) >= LIMIT_MB for peak in peaks))


if __name__ == "__main__":
    sys.exit(main())
