"""Boosted decision trees, evaluated for all examples of a page at once.

Each tree has at most eight leaves, one bit each. Of every feature, the thresholds of all trees stand in one sorted list;
for each place in it, one row of bits tells which leaves of all trees are still possible. The AND of the features' rows
leaves the right leaf of a tree as its lowest bit (QuickScorer; Lucchese et al., 2015).
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import cache
from math import floor
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

_LEAVES = 8
# So many examples at once stay in the processor's cache; and a page of any length takes no more memory for it.
_AT_ONCE = 128
_FOLDER = Path(__file__).with_name("models")

Columns = NDArray[np.int64] | NDArray[np.int32]
"""Whole numbers, a row for each feature, a column for each example."""
Possible = NDArray[np.uint64]
"""For each example the leaves that are still possible: one bit each, one byte a tree."""


class Forest:
    """Sums of trees: one sum for each class that there is.

    Args:
        classes: the trees of each class; their nodes are `[feature, threshold, left, right]`, leaves numbers; left is where
            the value is not above the threshold.
        features: how many values an example has; they are whole numbers.
    """

    def __init__(self, classes: Sequence[Sequence[Any]], features: int) -> None:
        trees = [tree for of_class in classes for tree in of_class]
        self._starts = np.cumsum([0, *map(len, classes)])[:-1]
        cuts: list[list[tuple[int, int]]] = [[] for _ in range(features)]
        leaves = np.zeros((len(trees), _LEAVES))
        for place, tree in enumerate(trees):
            own: list[float] = []
            _collect(tree, own, place * _LEAVES, cuts)
            leaves[place] = own + own[-1:] * (_LEAVES - len(own))
        self._values = leaves[:, _LOWEST].ravel()
        self._firsts = np.arange(len(trees)) * 256
        self._words = -(-len(trees) // 8)
        self._read_cuts([sorted(of_feature) for of_feature in cuts])

    def _read_cuts(self, cuts: list[list[tuple[int, int]]]) -> None:
        """Tables: of each feature from value to row, and of each row the leaves that remain."""
        ranks: list[NDArray[np.int32]] = []
        rows: list[bytes] = []
        size, full = 8 * self._words, (1 << (64 * self._words)) - 1
        self._used = np.array([place for place, of_feature in enumerate(cuts) if of_feature], np.int64)
        self._least = np.array([cuts[place][0][0] for place in self._used], np.int64)[:, None]
        self._most = np.array([cuts[place][-1][0] + 1 for place in self._used], np.int64)[:, None]
        for place in self._used:
            thresholds = [threshold for threshold, _ in cuts[place]]
            values = np.arange(thresholds[0], thresholds[-1] + 2)
            ranks.append((np.searchsorted(thresholds, values) + len(rows)).astype(np.int32))
            left = full
            rows.append(left.to_bytes(size, "little"))
            for _, below in cuts[place]:
                left &= ~below
                rows.append(left.to_bytes(size, "little"))
        starts = np.cumsum([0, *map(len, ranks)])[:-1]
        self._shift = starts[:, None] - self._least
        self._ranks = np.concatenate(ranks) if ranks else np.zeros(0, np.int32)
        self._rows = np.frombuffer(b"".join(rows), np.uint64).reshape(-1, self._words)

    def possible(self, columns: Columns, start: int = 0) -> Possible:
        """The leaves left by some features alone: those from `start` on. What examples share is looked up once.

        Args:
            columns: of the features from `start` on.
            start: index of the first of them.
        """
        first, last = np.searchsorted(self._used, (start, start + len(columns)))
        found = np.full((columns.shape[1], self._words), ~np.uint64(0))
        if first == last:
            return found
        used = self._used[first:last] - start
        least, most, shift = self._least[first:last], self._most[first:last], self._shift[first:last]
        for at in range(0, columns.shape[1], _AT_ONCE):
            values = columns[used, at : at + _AT_ONCE].astype(np.int64)
            np.maximum(values, least, out=values)
            np.minimum(values, most, out=values)
            values += shift
            np.bitwise_and.reduce(self._rows[self._ranks[values]], axis=0, out=found[at : at + _AT_ONCE])
        return found

    def scores(self, possible: Possible) -> NDArray[np.float64]:
        """For each example and class the sum of the leaves that it falls into: the logarithm of its odds."""
        found = np.empty((len(possible), len(self._starts)))
        for at in range(0, len(possible), _AT_ONCE):
            leaves = possible[at : at + _AT_ONCE].view(np.uint8)[:, : len(self._firsts)]
            np.add.reduceat(self._values[leaves + self._firsts], self._starts, axis=1, out=found[at : at + _AT_ONCE])
        return found

    def chances(self, possible: Possible) -> list[float]:
        """For each example the share that the odds of the first class stand for."""
        shares: list[float] = (1.0 / (1.0 + np.exp(-np.clip(self.scores(possible)[:, 0], -50.0, 50.0)))).tolist()
        return shares


def _collect(tree: Any, leaves: list[float], shift: int, cuts: list[list[tuple[int, int]]]) -> int:
    """Number the leaves from left to right; the bits of the leaves below this node. A tree is at most seven deep."""
    if not isinstance(tree, list):
        leaves.append(float(tree))
        return 1 << (shift + len(leaves) - 1)
    feature, threshold, left, right = tree
    below = _collect(left, leaves, shift, cuts)
    cuts[feature].append((floor(threshold), below))
    return below | _collect(right, leaves, shift, cuts)


# Of each byte the place of its lowest bit.
_LOWEST = np.array([0, *((byte & -byte).bit_length() - 1 for byte in range(1, 256))])


@cache
def load(name: str) -> dict[str, Any]:
    """A model's tables by its name, read once."""
    found: dict[str, Any] = json.loads((_FOLDER / f"{name}.json").read_text("utf-8"))
    return found


@cache
def forest(model: str, *names: str) -> Forest:
    """A forest of a model, read once; its classes are named in their order."""
    tables = [load(model)[name] for name in names]
    return Forest([table["trees"] for table in tables], tables[0]["features"])
