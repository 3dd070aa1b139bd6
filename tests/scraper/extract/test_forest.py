"""Forests give exactly what walking down their trees gives."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scraper.extract.forest import Forest, chance_of, forest, load

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


@given(st.lists(trees(3), min_size=1, max_size=9), st.lists(numbers, min_size=FEATURES, max_size=FEATURES))
def test_a_forest_is_the_sum_of_its_trees(grown: list[Any], values: list[int]) -> None:
    assert Forest(grown, FEATURES).score(values) == pytest.approx(sum(walk(tree, values) for tree in grown))


@given(st.lists(trees(3), min_size=1, max_size=9), st.lists(numbers, min_size=FEATURES, max_size=FEATURES))
def test_features_may_be_looked_up_in_two_parts(grown: list[Any], values: list[int]) -> None:
    wood = Forest(grown, FEATURES)
    assert wood.scores([(values[:2], wood.narrowed(values[2:], 2))]) == [wood.score(values)]


@pytest.mark.parametrize(("score", "chance"), [(0.0, 0.5), (1000.0, 1.0), (-1000.0, 0.0)])
def test_odds_as_shares(score: float, chance: float) -> None:
    assert chance_of(score) == pytest.approx(chance)


@pytest.mark.parametrize("name", ["first", "second"])
def test_the_articles_forests_are_there(name: str) -> None:
    assert forest("article", name) is forest("article", name)
    assert len(load("article")[name]["trees"]) >= 40
