"""The pages that extraction is measured on: saved real ones where they are at hand, else the bundled demo site's.

Real ones lie unpacked in `bench-data/` (never part of the project): `truth.jsonl` names a `url` and a `file` a line.
"""

from __future__ import annotations

import json
import tarfile
from pathlib import Path

import attrs

from benchmarks.generated_site import all_paths, page_at

ROOT = Path(__file__).parent.parent
REAL_PAGES = ROOT / "bench-data"
PACKED = ROOT.parent / "shared" / "bench" / "dev.tar.xz"
GENERATED = 200


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


def generated_pages(count: int) -> list[SavedPage]:
    """Pages made of numbers."""
    pages = [SavedPage(f"http://127.0.0.1{path}", page_at(path, count) or b"") for path in all_paths(count)]
    return pages[:count]


def pages_named(source: str, every: int) -> list[SavedPage]:
    """The pages of a source: `real` or `generated`."""
    return real_pages(every) if source == "real" else generated_pages(GENERATED)[::every]


def best_source() -> str:
    """Real pages if there are any."""
    unpack_real_pages()
    return "real" if (REAL_PAGES / "truth.jsonl").exists() else "generated"
