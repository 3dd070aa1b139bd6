"""Trains the forests that tell kinds of page apart: scraper/extract/models/kind.json.

    python -m benchmarks.training.kind FOLDER OUT [--write]

Prints the share of pages of the right kind, on sites the forests have not seen; how an article's text was found is part of
what they are told, so that is read with forests that have not seen the site either (OUT/articles.json, fitted where it is
missing). Needs `pip install lightgbm`. Pages of which only the article is known count a quarter: they are all of one kind.
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
from benchmarks.training.folds import article_folds, use
from benchmarks.training.labelled import FOLDS, fold_of, is_article, is_talk, read_truth
from scraper.extract import findings, kind, page
from scraper.extract.kind_features import kind_features

MODEL = Path(kind.__file__).with_name("models") / "kind.json"
SETTINGS: dict[str, Any] = {
    "objective": "multiclass", "num_class": len(kind.KINDS), "learning_rate": 0.08, "min_data_in_leaf": 4,
    "feature_fraction": 0.25, "lambda_l2": 3, "extra_trees": True,
}  # fmt: skip
ROUNDS = 160
_ASSUMED = 0.25
_NAMES = [each.value for each in kind.KINDS]

Row = tuple[list[float], int, float, int]
"""Features, place of the kind, weight, fold."""


def read_rows(folder: Path, articles: Sequence[dict[str, Any]]) -> list[Row]:
    """What the forests are told of each page whose kind is known.

    Args:
        folder: with truth.jsonl and the pages it names.
        articles: for each fold, forests for text that were fitted on the others.
    """
    rows: list[Row] = []
    known = [(truth, name) for truth in read_truth(folder) if (name := _kind_of(truth["expect"])) is not None]
    for fold, tables in enumerate(articles):
        use({"article": tables})
        for truth, name in known:
            if fold_of(truth["url"]) == fold:
                weight = 1.0 if "kind" in truth["expect"] else _ASSUMED
                rows.append((_features(folder, truth), _NAMES.index(name), weight, fold))
    return rows


def _kind_of(expect: dict[str, Any]) -> str | None:
    return expect.get("kind") or ("article" if is_article(expect) else "thread" if is_talk(expect) else None)


def _features(folder: Path, truth: dict[str, Any]) -> list[float]:
    """What the forests are told of a page, also where a rule tells the kind before they are asked."""
    found: list[list[float]] = []

    def note(document: Any, head: Any, items: Any, body: Any, text: str, thread: Any, marks: Any, url: str) -> Any:
        teasers = kind.teasers_of(document, marks)
        found.append(kind_features(document, head, items, body, len(text), thread, marks, teasers, url))
        return kind.judge_kind(document, head, items, body, text, thread, marks, url)

    with patch.object(findings, "judge_kind", note):
        page.extract_page((folder / truth["file"]).read_bytes(), url=truth["url"], fetched_at=datetime.now(UTC), with_links=False)  # fmt: skip
    return found[0]


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
    parser.add_argument("out", type=Path, help="folder for the forests of each fold")
    parser.add_argument("--write", action="store_true", help="replace the model that the extractor uses")
    args = parser.parse_args()
    rows = read_rows(args.folder, article_folds(args.folder, args.out))
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
