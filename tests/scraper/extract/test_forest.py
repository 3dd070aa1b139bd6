"""Forests give exactly what walking down their trees gives."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scraper.extract.forest import Columns, Forest, forest, load

FEATURES = 4
numbers = st.integers(-50, 50)


def trees(depth: int) -> st.SearchStrategy[Any]:
    leaf = st.floats(-5, 5).map(lambda value: round(value, 3))
    if not depth:
        return leaf
    below = trees(depth - 1)
    return st.one_of(leaf, st.tuples(st.integers(0, FEATURES - 1), numbers, below, below).map(list))


def walk(tree: Any, values: list[int]) -> float:
    while isinstance(tree, list):
        feature, threshold, left, right = tree
        tree = left if values[feature] <= threshold else right
    return float(tree)


def columns(*examples: list[int]) -> Columns:
    return np.array(examples, np.int64).T


forests = st.lists(trees(3), min_size=1, max_size=9)
examples = st.lists(numbers, min_size=FEATURES, max_size=FEATURES)


@given(st.lists(forests, min_size=1, max_size=3), st.lists(examples, min_size=1, max_size=5))
def test_a_score_is_the_sum_of_a_classs_trees(classes: list[list[Any]], given: list[list[int]]) -> None:
    wood = Forest(classes, FEATURES)
    found = wood.scores(wood.possible(columns(*given)))
    wanted = [[sum(walk(tree, values) for tree in grown) for grown in classes] for values in given]
    assert found == pytest.approx(np.array(wanted))


@given(forests, examples)
def test_features_may_be_looked_up_in_two_parts(grown: list[Any], values: list[int]) -> None:
    wood, all_ = Forest([grown], FEATURES), columns(values)
    assert np.array_equal(wood.possible(all_[:2]) & wood.possible(all_[2:], 2), wood.possible(all_))


def test_many_examples_are_judged_as_one_is() -> None:
    wood = Forest([[[0, 3, 1.0, [1, -2, 2.0, 4.0]], [1, 900.5, 0.25, 0.5]]], 2)
    given = [[place % 7, place - 500] for place in range(1000)]
    together = wood.chances(wood.possible(columns(*given)))
    assert together == [wood.chances(wood.possible(columns(values)))[0] for values in given]


@pytest.mark.parametrize(("leaf", "chance"), [(0.0, 0.5), (1000.0, 1.0), (-1000.0, 0.0)])
def test_odds_as_shares(leaf: float, chance: float) -> None:
    wood = Forest([[[0, 0, leaf, leaf]]], 1)
    assert wood.chances(wood.possible(columns([1]))) == pytest.approx([chance])


@pytest.mark.parametrize("name", ["first", "second"])
def test_the_articles_forests_are_there(name: str) -> None:
    assert forest("article", name) is forest("article", name)
    assert len(load("article")[name]["trees"]) >= 40
