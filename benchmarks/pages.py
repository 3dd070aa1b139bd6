"""The pages that extraction is measured on: saved real ones where they are at hand, else the bundled demo site's.

Real ones lie unpacked in `bench-data/` (never part of the project): `truth.jsonl` names a `url` and a `file` a line.
"""

from __future__ import annotations

import json
import tarfile
from pathlib import Path

import attrs

from scraper.demo.site import build_site

ROOT = Path(__file__).parent.parent
REAL_PAGES = ROOT / "bench-data"
PACKED = ROOT.parent / "shared" / "bench" / "dev.tar.xz"
DEMO_ADDRESS = "http://127.0.0.1:8765"


@attrs.frozen
class SavedPage:
    """A page as it came, and where from."""

    url: str
    body: bytes


def unpack_real_pages() -> None:
    """Put the real pages into place if the machine has them packed."""
    if PACKED.exists() and not (REAL_PAGES / "truth.jsonl").exists():
        with tarfile.open(PACKED) as packed:
            packed.extractall(REAL_PAGES)


def real_pages(every: int) -> list[SavedPage]:
    """One of so many real pages, in the order of their file names; none where they are not at hand."""
    listing = REAL_PAGES / "truth.jsonl"
    if not listing.exists():
        return []
    with listing.open(encoding="utf-8") as lines:
        cases = [json.loads(line) for line in lines]
    chosen = sorted(cases, key=lambda case: str(case["file"]))[::every]
    return [SavedPage(case["url"], (REAL_PAGES / case["file"]).read_bytes()) for case in chosen]


def demo_pages(every: int) -> list[SavedPage]:
    """One of so many pages of the bundled demo site."""
    site = build_site(DEMO_ADDRESS)
    return [SavedPage(DEMO_ADDRESS + path, site.resources[path].body) for path in sorted(site.html_paths)[::every]]


def pages_named(source: str, every: int) -> list[SavedPage]:
    """The pages of a source: `real` or `demo`."""
    return real_pages(every) if source == "real" else demo_pages(every)


def best_source() -> str:
    """Real pages if there are any."""
    unpack_real_pages()
    return "real" if (REAL_PAGES / "truth.jsonl").exists() else "demo"
