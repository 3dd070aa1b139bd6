"""Boosted decision trees, evaluated in microseconds with integers of Python alone.

Each tree has at most eight leaves, one bit each. Of every feature, the thresholds of all trees stand in one sorted
list; for each place in it, one long integer tells which leaves of all trees are still possible. The AND of the features'
integers leaves the right leaf of a tree as its lowest bit (QuickScorer; Lucchese et al., 2015).
"""

from __future__ import annotations

import json
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from functools import cache
from itertools import repeat
from math import exp
from operator import and_, getitem
from pathlib import Path
from typing import Any

_LEAVES = 8
_FOLDER = Path(__file__).with_name("models")


class Forest:
    """A sum of trees.

    Args:
        trees: nodes `[feature, threshold, left, right]`, leaves as numbers; left is where the value is not above the threshold.
        features: how many values an example has.
    """

    def __init__(self, trees: Sequence[Any], features: int) -> None:
        cuts: list[list[tuple[float, int]]] = [[] for _ in range(features)]
        self._tables: list[list[float]] = []
        for place, tree in enumerate(trees):
            leaves: list[float] = []
            _collect(tree, leaves, place * _LEAVES, cuts)
            self._tables.append([leaves[min(_lowest(byte), len(leaves) - 1)] for byte in range(256)])
        self._size = len(trees)
        full = (1 << (_LEAVES * len(trees))) - 1
        steps = [_cumulated(sorted(of_feature), full) for of_feature in cuts]
        self._used = [(place, *step) for place, step in enumerate(steps) if step[0]]
        self._full = full

    def score(self, values: Sequence[float]) -> float:
        """The sum of the leaves that an example falls into: the logarithm of its odds."""
        return self.scores([(values, self._full)])[0]

    def narrowed(self, values: Sequence[float], start: int = 0) -> int:
        """The leaves left by some features alone: those from `start` on. What examples share is looked up once.

        Args:
            values: of the features from `start` on.
            start: index of the first of them.
        """
        left = self._full
        end = start + len(values)
        for place, thresholds, masks in self._used:
            if start <= place < end:
                left &= masks[bisect_left(thresholds, values[place - start])]
        return left

    def scores(self, examples: Iterable[tuple[Sequence[float], int]]) -> list[float]:
        """For each example the sum of the leaves that it falls into: the logarithm of its odds.

        Args:
            examples: values of the first features, and what the other features leave, see `narrowed`.
        """
        rows = list(examples)
        if not rows:
            return []
        columns = list(zip(*(values for values, _ in rows), strict=True))
        left = [possible for _, possible in rows]
        # Feature by feature, so that the interpreter's loop turns once for all examples.
        for place, thresholds, masks in self._used:
            if place >= len(columns):
                break
            left = list(map(and_, left, map(masks.__getitem__, map(bisect_left, repeat(thresholds), columns[place]))))
        tables, size = self._tables, self._size
        return [sum(map(getitem, tables, possible.to_bytes(size, "little"))) for possible in left]

    def chances(self, examples: Iterable[Sequence[float]]) -> list[float]:
        """For each example the share that its odds stand for."""
        full = self._full
        return [chance_of(score) for score in self.scores((values, full) for values in examples)]


def chance_of(score: float) -> float:
    """Odds, given as a logarithm, as a share between 0 and 1."""
    return 1.0 / (1.0 + exp(-max(-50.0, min(50.0, score))))


def _collect(tree: Any, leaves: list[float], shift: int, cuts: list[list[tuple[float, int]]]) -> int:
    """Number the leaves from left to right; the bits of the leaves below this node. A tree is at most seven deep."""
    if not isinstance(tree, list):
        leaves.append(float(tree))
        return 1 << (shift + len(leaves) - 1)
    feature, threshold, left, right = tree
    below = _collect(left, leaves, shift, cuts)
    cuts[feature].append((float(threshold), below))
    return below | _collect(right, leaves, shift, cuts)


def _cumulated(cuts: list[tuple[float, int]], full: int) -> tuple[list[float], list[int]]:
    """The thresholds in order, and which leaves remain for a value above the first so many of them."""
    masks = [full]
    for _, below in cuts:
        masks.append(masks[-1] & ~below)
    return [threshold for threshold, _ in cuts], masks


def _lowest(byte: int) -> int:
    return (byte & -byte).bit_length() - 1 if byte else 0


@cache
def load(name: str) -> dict[str, Any]:
    """A model's tables by its name, read once."""
    found: dict[str, Any] = json.loads((_FOLDER / f"{name}.json").read_text("utf-8"))
    return found


@cache
def forest(model: str, name: str) -> Forest:
    """One of a model's forests, read once."""
    table = load(model)[name]
    return Forest(table["trees"], table["features"])
