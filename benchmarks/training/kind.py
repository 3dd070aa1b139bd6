"""Trains the forests that tell kinds of page apart: scraper/extract/models/kind.json.

    python -m benchmarks.training.kind FOLDER [--write]

Prints the share of pages of the right kind, on sites the forests have not seen. Needs `pip install lightgbm`.
Pages of which only the article is known count a quarter: they are all of one kind.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from unittest.mock import patch

from benchmarks.training.boosting import fit, predict, table
from benchmarks.training.labelled import FOLDS, fold_of, is_article, is_talk, read_truth
from scraper.extract import kind, page
from scraper.extract.kind_features import kind_features

MODEL = Path(kind.__file__).with_name("models") / "kind.json"
SETTINGS: dict[str, Any] = {
    "objective": "multiclass", "num_class": len(kind.KINDS), "learning_rate": 0.08, "min_data_in_leaf": 8,
    "feature_fraction": 0.25, "lambda_l2": 10,
}  # fmt: skip
ROUNDS = 80
_ASSUMED = 0.25

Row = tuple[list[float], int, float, int]
"""Features, place of the kind, weight, fold."""


def read_rows(folder: Path) -> list[Row]:
    """What the forests are told of each page whose kind is known."""
    rows: list[Row] = []
    seen: list[list[float]] = []

    def note(*given: Any) -> list[float]:
        seen.append(kind_features(*given))
        return seen[-1]

    with patch.object(kind, "kind_features", note):
        for truth in read_truth(folder):
            expect = truth["expect"]
            name = expect.get("kind") or ("article" if is_article(expect) else "thread" if is_talk(expect) else None)
            if name is None:
                continue
            seen.clear()
            page.extract_page((folder / truth["file"]).read_bytes(), url=truth["url"], fetched_at=datetime.now(UTC), with_links=False)  # fmt: skip
            if seen:
                weight = 1.0 if "kind" in expect else _ASSUMED
                rows.append((seen[0], [k.value for k in kind.KINDS].index(name), weight, fold_of(truth["url"])))
    return rows


def fitted(rows: Sequence[Row]) -> Any:
    """A model of rows."""
    return fit([r[0] for r in rows], [r[1] for r in rows], [r[2] for r in rows], rounds=ROUNDS, **SETTINGS)


def tables(rows: Sequence[Row]) -> dict[str, Any]:
    """A forest's table for each kind."""
    model, count = fitted(rows), len(kind.KINDS)
    return {k.value: table(model, every=count, first=place) for place, k in enumerate(kind.KINDS)}


def main() -> None:
    """Train, print, and write the model if asked to."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, help="with truth.jsonl and the pages it names")
    parser.add_argument("--write", action="store_true", help="replace the model that the extractor uses")
    args = parser.parse_args()
    rows = read_rows(args.folder)
    right = known = 0
    for fold in range(FOLDS):
        model = fitted([row for row in rows if row[3] != fold])
        tested = [row for row in rows if row[3] == fold and row[2] == 1.0]
        for row, chances in zip(tested, predict(model, [row[0] for row in tested]), strict=True):
            right += max(range(len(chances)), key=chances.__getitem__) == row[1]
            known += 1
    print(f"right kind: {right} of {known} pages")
    if args.write:
        MODEL.write_text(json.dumps(tables(rows), separators=(",", ":")) + "\n", "utf-8")


if __name__ == "__main__":
    main()
