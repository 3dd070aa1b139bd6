"""Trains the forests that find an article's text, and their weights of names and words: scraper/extract/models/article.json.

    python -m benchmarks.training.article FOLDER [--write]

Prints how much of the truth is kept, on sites the forests have not seen. Needs `pip install lightgbm`.
"""

from __future__ import annotations

import argparse
import json
import math
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from unittest.mock import patch

import attrs
import numpy as np

from benchmarks.training.boosting import fit, predict, table
from benchmarks.training.labelled import FOLDS, fold_of, is_article, is_talk, label_blocks, read_truth, site_of
from scraper.extract import article_body, blocks, findings, page
from scraper.extract.block_features import (  # fmt: skip
    Hints,
    Said,
    block_features,
    frame_features,
    likely_texts,
    long_in_frames,
    text_features,
)
from scraper.extract.blocks import Block, Surroundings, find_blocks, first_words, long_texts, words_of
from scraper.extract.dom import Document, Node
from scraper.extract.forest import load

MODEL = Path(article_body.__file__).with_name("models") / "article.json"
ROUNDS = {"first": 40, "second": 100}
# A word counts where it was seen on so many sites.
_NAME_SITES, _WORD_SITES, _LEAST_WORD = 4, 6, 8
_SHORT = 160


@attrs.define
class Example:
    """A page with what is known of it, and what the forests are told and say."""

    url: str
    expect: dict[str, Any]
    document: Document
    texts: list[Node]
    said: Said
    hints: Hints
    blocks: list[Block] = attrs.Factory(list)
    labels: dict[int, tuple[int, float]] = attrs.Factory(dict)
    longs: list[Node] = attrs.Factory(list)
    near: list[Block] = attrs.Factory(list)
    rows: dict[str, list[list[float]]] = attrs.Factory(dict)
    chances: dict[str, list[float]] = attrs.Factory(dict)

    def known(self, name: str) -> list[tuple[int, float]]:
        """The labels of a forest's rows."""
        if name == "second":
            return [self.labels.get(block.first, (0, 0.0)) for block in self.near]
        starts = [block.first for block in self.blocks]
        found = []
        for text in self.longs:
            block = self.blocks[bisect_right(starts, text.index) - 1]
            label, weight = self.labels[block.first]
            found.append((label, weight * text.length / max(1, block.length)))
        return found


def read_examples(folder: Path) -> list[Example]:
    """The pages of which the truth is known; what may be comments on them is found as ever."""
    examples: list[Example] = []

    def note(document: Document, taken: Sequence[Node], *, records: Sequence[Node] = (), sureness: float = 0.0, hints: Hints | None = None) -> None:  # fmt: skip
        texts = article_body.outside(document.texts, taken)
        said = Said(records, round(100 * sureness))
        examples.append(Example(truth["url"], truth["expect"], document, texts, said, hints or Hints()))

    with patch.object(findings, "find_body", note):
        for truth in read_truth(folder):
            if is_article(truth["expect"]) or is_talk(truth["expect"]):
                page.extract_page((folder / truth["file"]).read_bytes(), url=truth["url"], fetched_at=datetime.now(UTC), with_links=False)  # fmt: skip
    for example in examples:
        _label(example)
    return examples


def _label(example: Example) -> None:
    around, document = Surroundings(), example.document
    example.longs = long_texts(example.texts, around)
    example.blocks = find_blocks(example.texts, around)
    texts = [" ".join(n.text for n in document.nodes[b.first : b.end] if not n.tag) for b in example.blocks]
    spoken = [example.said.at(block.first) > 0 for block in example.blocks]
    labels = label_blocks(example.expect, texts, spoken)
    example.labels = {block.first: label for block, label in zip(example.blocks, labels, strict=True)}


def weights_of(examples: Iterable[Example]) -> dict[str, dict[str, int]]:
    """How much names and first words speak for an article: the logarithm of the odds over sites, times ten."""
    names: defaultdict[str, defaultdict[str, list[float]]] = defaultdict(lambda: defaultdict(list))
    words: defaultdict[str, defaultdict[str, list[float]]] = defaultdict(lambda: defaultdict(list))
    for example in examples:
        site = site_of(example.url)
        sums: defaultdict[str, list[float]] = defaultdict(lambda: [0.0, 0.0])
        for block in example.blocks:
            label, weight = example.labels[block.first]
            if not weight:
                continue
            around = [node for node in (block.holder, *block.holder.ancestors()) if node.tag not in ("html", "body")]
            for word in {w for node in around for token in node.names.split() for w in words_of(token)}:
                sums[word][0] += weight * label
                sums[word][1] += weight
            if block.length <= _SHORT:
                for word in set(first_words(block.text)):
                    words[word][site].append(label)
        for word, (wanted, all_) in sums.items():
            names[word][site].append(wanted / all_)
    of_words = {word: odds for word, odds in _odds(words, _WORD_SITES).items() if abs(odds) >= _LEAST_WORD}
    return {"names": _odds(names, _NAME_SITES), "words": of_words}


def _odds(seen: dict[str, defaultdict[str, list[float]]], least: int) -> dict[str, int]:
    found = {}
    for word, sites in sorted(seen.items()):
        if len(sites) >= least:
            share = sum(sum(values) / len(values) for values in sites.values())
            found[word] = round(10 * math.log((share + 0.7) / (len(sites) - share + 0.7)))
    return found


def use(tables: dict[str, Any]) -> None:
    """Let features be read with these weights."""
    load("article").update(tables)
    blocks.forget()


def cross_fitted(examples: list[Example], name: str) -> None:
    """Rows and chances of a forest: weights and trees always come from other folds than the page."""
    for fold in range(FOLDS):
        use(weights_of(e for e in examples if fold_of(e.url) != fold))
        for example in examples:
            if fold_of(example.url) == fold:
                example.rows[name] = _first_rows(example) if name == "first" else _second_rows(example)
    for fold in range(FOLDS):
        model = fitted([e for e in examples if fold_of(e.url) != fold], name)
        for example in examples:
            if fold_of(example.url) == fold:
                example.chances[name] = predict(model, example.rows[name])


def _first_rows(example: Example) -> Any:
    return text_features(example.longs, Surroundings(), example.said).T.tolist() if example.longs else []


def _second_rows(example: Example) -> Any:
    if not example.longs:
        return []
    likely = likely_texts(example.longs, example.chances["first"])
    example.near = article_body.blocks_near(example.texts, likely, Surroundings())
    if not example.near:
        return []
    own = block_features(example.near, likely, example.said, example.hints)
    frames = [block.frame for block in example.near]
    around = frame_features(frames, likely, long_in_frames(example.near), example.said)
    return np.vstack((own, around)).T.tolist()


def fitted(examples: Iterable[Example], name: str) -> Any:
    """A model of the rows that have a label."""
    rows = [(row, *label) for e in examples for row, label in zip(e.rows[name], e.known(name), strict=True) if label[1]]
    return fit([row for row, _, _ in rows], [y for _, y, _ in rows], [w for _, _, w in rows], rounds=ROUNDS[name])


def show(examples: list[Example]) -> None:
    """Print precision and recall of the kept blocks, weighed by their words, as means over pages with their full text."""
    figures: defaultdict[str, list[float]] = defaultdict(list)
    for example in examples:
        if is_talk(example.expect) or "with" in example.expect:
            continue
        wanted = sum(weight for label, weight in example.labels.values() if label)
        kept = [label for label, chance in zip(example.known("second"), example.chances["second"], strict=True) if chance > 0.5]  # fmt: skip
        right = sum(weight for label, weight in kept if label)
        figures["precision"].append(right / (sum(weight for _, weight in kept) or 1))
        figures["recall"].append(right / (wanted or 1))
    for name, values in figures.items():
        print(f"{name:10}{sum(values) / len(values):.3f}  ({len(values)} pages)")


def main() -> None:
    """Train, print, and write the model if asked to."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, help="with truth.jsonl and the pages it names")
    parser.add_argument("--write", action="store_true", help="replace the model that the extractor uses")
    args = parser.parse_args()
    examples = read_examples(args.folder)
    cross_fitted(examples, "first")
    cross_fitted(examples, "second")
    show(examples)
    if args.write:
        model = {**weights_of(examples), **{name: table(fitted(examples, name)) for name in ROUNDS}}
        MODEL.write_text(json.dumps(model, ensure_ascii=False, separators=(",", ":")) + "\n", "utf-8")


if __name__ == "__main__":
    main()
