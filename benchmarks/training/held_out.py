"""Reads each page with forests that have not seen its site: what a stranger's page can expect.

    python -m benchmarks.training.held_out FOLDER OUT

Writes OUT/extracted.jsonl, as `commentariat extract --manifest` would, and OUT/signals.pickle for `calibration`.
Needs `pip install lightgbm`; the forests of each fold are kept in OUT/folds.json (those for text alone in
OUT/articles.json), and fitted anew where that is missing.
"""

from __future__ import annotations

import argparse
import gc
import json
import pickle
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from unittest.mock import patch

from archive.codec import dumps, page_to_json
from benchmarks.training import kind
from benchmarks.training.folds import article_folds, use
from benchmarks.training.labelled import fold_of, read_truth
from scraper.extract import page, sureness
from scraper.normalise.page import normalise_page


def folds_of(folder: Path, out: Path) -> list[dict[str, Any]]:
    """For each fold, the tables of forests that were fitted on the others."""
    articles = article_folds(folder, out)
    rows = kind.read_rows(folder, articles)
    return [
        {"article": tables, "kind": kind.tables([row for row in rows if row[3] != fold])}
        for fold, tables in enumerate(articles)
    ]


def read_held_out(folder: Path, models: list[dict[str, Any]]) -> tuple[list[bytes], dict[str, list[int]]]:
    """The JSON line of each page, and by its id what its confidence is told from."""
    lines: dict[str, bytes] = {}
    signals: dict[str, list[int]] = {}
    seen: list[list[int]] = []
    told = sureness.signals_of

    def note(*given: Any) -> list[int]:
        seen.append(told(*given))
        return seen[-1]

    pages = list(read_truth(folder))
    with patch.object(sureness, "signals_of", note):
        for fold, tables in enumerate(models):
            use(tables)
            for truth in pages:
                if fold_of(truth["url"]) == fold:
                    seen.clear()
                    file = folder / truth["file"]
                    at = datetime.fromtimestamp(file.stat().st_mtime, UTC)
                    found = normalise_page(page.extract_page(file.read_bytes(), url=truth["url"], fetched_at=at, with_links=False))  # fmt: skip
                    lines[truth["id"]] = dumps(page_to_json(found, truth["id"])) + b"\n"
                    if seen:
                        signals[truth["id"]] = seen[-1]
    return [lines[truth["id"]] for truth in pages], signals


def main() -> None:
    """Fit, read, and write what was found."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, help="with truth.jsonl and the pages it names")
    parser.add_argument("out", type=Path, help="folder for what was found")
    args = parser.parse_args()
    gc.disable()  # a thousand trees are kept, and looking for cycles among them takes longer than all else
    args.out.mkdir(parents=True, exist_ok=True)
    kept = args.out / "folds.json"
    if not kept.exists():
        kept.write_text(json.dumps(folds_of(args.folder, args.out)), "utf-8")
    lines, signals = read_held_out(args.folder, json.loads(kept.read_text("utf-8")))
    (args.out / "extracted.jsonl").write_bytes(b"".join(lines))
    (args.out / "signals.pickle").write_bytes(pickle.dumps(signals))


if __name__ == "__main__":
    main()
