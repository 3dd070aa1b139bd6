"""What a measurement says, and how it is printed: the machine first, then one line a figure."""

from __future__ import annotations

import os
import platform
import sqlite3
from collections.abc import Iterable
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import attrs

PROGRAMS = ("commentariat", "scrapy", "lxml", "selectolax", "trafilatura")


@attrs.frozen(kw_only=True)
class Figure:
    """One thing measured, beside the thing it is measured against."""

    name: str
    ours: float
    unit: str
    against: str
    theirs: float
    wanted: float
    """The ratio below which it is too slow."""

    @property
    def ratio(self) -> float:
        """How many times the other's figure ours is."""
        return self.ours / self.theirs

    @property
    def is_reached(self) -> bool:
        """Whether it is as good as it should be."""
        return self.ratio >= self.wanted


def version_of(program: str) -> str:
    """The installed version, or that there is none."""
    try:
        return version(program)
    except PackageNotFoundError:
        return "not installed"


def processor() -> str:
    """The processor's own name, where the system tells."""
    path = Path("/proc/cpuinfo")
    lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.machine()


def describe_machine() -> list[str]:
    """Processor, cores, system and versions, as lines."""
    cores = len(os.sched_getaffinity(0))
    programs = ", ".join(f"{name} {version_of(name)}" for name in PROGRAMS)
    return [
        f"{processor()}, {cores} cores, {platform.system()} {platform.release()}",
        f"Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}, {programs}",
    ]


def show(figures: Iterable[Figure], *, judged: bool = True) -> list[str]:
    """A table as lines: ours, theirs, the ratio, and whether it suffices (not `judged`: sizes too small to tell)."""
    rows = [
        (
            figure.name,
            f"{figure.ours:,.0f} {figure.unit}",
            f"{figure.theirs:,.0f} {figure.against}",
            f"{figure.ratio:.2f}",
            f"{figure.wanted:.2f}" if figure.wanted and judged else "–",
            "BELOW" if judged and not figure.is_reached else "",
        )
        for figure in figures
    ]
    head = ("what", "commentariat", "beside", "ratio", "wanted", "")
    widths = [max(len(row[column]) for row in (head, *rows)) for column in range(len(head))]
    return [
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in (head, *rows)
    ]
