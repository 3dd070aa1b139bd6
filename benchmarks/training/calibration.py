"""Prints how often each rule for an article's title, authors and date is right, beside the confidence it gives.

python -m benchmarks.training.calibration FOLDER
"""

from __future__ import annotations

import argparse
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from benchmarks.training.labelled import read_truth
from scraper.extract.page import extract_page
from scraper.normalise.page import normalise_page

_FIELDS = {"title": "title", "authors": "author", "published_at": "date"}


def folded(text: str | None) -> str:
    """Words without case and accents."""
    plain = unicodedata.normalize("NFKD", text or "")
    return " ".join(re.findall(r"\w+", "".join(c for c in plain if not unicodedata.combining(c)).casefold()))


def is_right(field: str, found: Any, wanted: Any) -> bool:
    """Whether a field has the value it should have."""
    if field == "authors":
        return {folded(name) for name in found} == {folded(name) for name in wanted}
    if field == "published_at":
        return found is not None and found.date().isoformat() == wanted
    return folded(found) == folded(wanted)


def main() -> None:
    """Read all pages and print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, help="with truth.jsonl and the pages it names")
    table: defaultdict[tuple[str, str, float], list[bool]] = defaultdict(list)
    folder = parser.parse_args().folder
    for truth in read_truth(folder):
        body = (folder / truth["file"]).read_bytes()
        page = normalise_page(extract_page(body, url=truth["url"], fetched_at=datetime.now(UTC), with_links=False))
        if page.article is None:
            continue
        for evidence in page.evidence:
            if (known := _FIELDS.get(evidence.field)) in truth["expect"] and known:
                right = is_right(evidence.field, getattr(page.article, evidence.field), truth["expect"][known])
                table[evidence.field, evidence.rule, evidence.confidence].append(right)
    show(table.items())


def show(rows: Iterable[tuple[tuple[str, str, float], list[bool]]]) -> None:
    """Print field, rule, confidence, the share that was right, and of how many pages."""
    for (field, rule, confidence), right in sorted(rows):
        print(f"{field:14}{rule:14}{confidence:6.2f}{sum(right) / len(right):6.2f}{len(right):6}")


if __name__ == "__main__":
    main()
