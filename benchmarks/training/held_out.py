"""Reads each page with forests that have not seen its site: what a stranger's page can expect.

    python -m benchmarks.training.held_out FOLDER OUT

Writes OUT/extracted.jsonl, as `commentariat extract --manifest` would, and OUT/signals.pickle for `calibration`.
Needs `pip install lightgbm`; the forests of each fold are kept in OUT/folds.json, and fitted anew where that is missing.
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
from benchmarks.training import article, kind
from benchmarks.training.boosting import table
from benchmarks.training.labelled import FOLDS, fold_of, read_truth
from scraper.extract import blocks, page, sureness
from scraper.extract.forest import forest, load
from scraper.normalise.page import normalise_page


def folds_of(folder: Path) -> list[dict[str, Any]]:
    """For each fold, the tables of forests that were fitted on the others."""
    kinds = kind.read_rows(folder)
    examples = article.read_examples(folder)
    article.cross_fitted(examples, "first")
    article.cross_fitted(examples, "second")
    article.show(examples)
    found = []
    for fold in range(FOLDS):
        others = [example for example in examples if fold_of(example.url) != fold]
        forests = {name: table(article.fitted(others, name)) for name in article.ROUNDS}
        found.append({
            "article": {**article.weights_of(others), **forests},
            "kind": kind.tables([row for row in kinds if row[3] != fold]),
        })  # fmt: skip
    return found


def use(models: dict[str, Any]) -> None:
    """Let pages be read with these forests."""
    for name, tables in models.items():
        load(name).clear()
        load(name).update(tables)
    forest.cache_clear()
    blocks.forget()


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
        kept.write_text(json.dumps(folds_of(args.folder)), "utf-8")
    lines, signals = read_held_out(args.folder, json.loads(kept.read_text("utf-8")))
    (args.out / "extracted.jsonl").write_bytes(b"".join(lines))
    (args.out / "signals.pickle").write_bytes(pickle.dumps(signals))


if __name__ == "__main__":
    main()
