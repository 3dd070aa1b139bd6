"""Forests for an article's text that were fitted without the sites of one fold, for what is judged by their texts."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from benchmarks.training import article
from benchmarks.training.boosting import table
from benchmarks.training.labelled import FOLDS, fold_of
from scraper.extract import blocks
from scraper.extract.forest import forest, load


def article_folds(folder: Path, out: Path) -> list[dict[str, Any]]:
    """For each fold the forests of the others, kept in `out`: pages read by forests that know them look surer than any stranger's."""
    kept = out / "articles.json"
    if not kept.exists():
        out.mkdir(parents=True, exist_ok=True)
        kept.write_text(json.dumps(_fitted(folder)), "utf-8")
    found: list[dict[str, Any]] = json.loads(kept.read_text("utf-8"))
    return found


def _fitted(folder: Path) -> list[dict[str, Any]]:
    examples = article.read_examples(folder)
    article.cross_fitted(examples, "first")
    article.cross_fitted(examples, "second")
    article.show(examples)
    found = []
    for fold in range(FOLDS):
        others = [example for example in examples if fold_of(example.url) != fold]
        forests = {name: table(article.fitted(others, name)) for name in article.ROUNDS}
        found.append({**article.weights_of(others), **forests})
    return found


def use(models: dict[str, Any]) -> None:
    """Let pages be read with these forests."""
    for name, tables in models.items():
        load(name).clear()
        load(name).update(tables)
    forest.cache_clear()
    blocks.forget()
