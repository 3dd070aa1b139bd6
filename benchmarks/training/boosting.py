"""LightGBM's trees, fitted with at most eight leaves each and written as `scraper.extract.forest` reads them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

SETTINGS = {
    "num_leaves": 8, "learning_rate": 0.13, "min_data_in_leaf": 60, "feature_fraction": 0.6, "bagging_fraction": 0.8, "bagging_freq": 1,
    "lambda_l2": 5, "max_bin": 63, "verbose": -1, "seed": 1, "deterministic": True,
    "num_threads": 1,  # threads wait for each other: where others use the cores too, two take many times as long as one
}  # fmt: skip

Rows = Sequence[Sequence[float]]


def fit(rows: Rows, labels: Sequence[int], weights: Sequence[float], *, rounds: int, **settings: Any) -> Any:
    """A LightGBM model."""
    import lightgbm
    import numpy as np

    data = lightgbm.Dataset(np.array(rows), np.array(labels), weight=np.array(weights))
    return lightgbm.train({"objective": "binary", **SETTINGS, **settings}, data, rounds)


def predict(model: Any, rows: Rows) -> list[Any]:
    """Its chances for rows; a list of chances each where there are several classes."""
    import numpy as np

    found: list[Any] = model.predict(np.array(rows)).tolist() if len(rows) else []
    return found


def table(model: Any, *, every: int = 1, first: int = 0) -> dict[str, Any]:
    """The trees of one class as a forest's table."""
    trees = [_tree(info["tree_structure"]) for info in model.dump_model()["tree_info"]]
    return {"features": model.num_feature(), "trees": trees[first::every]}


def _tree(node: dict[str, Any]) -> Any:
    if "leaf_value" in node:
        return round(node["leaf_value"], 4)
    return [node["split_feature"], round(node["threshold"], 4), _tree(node["left_child"]), _tree(node["right_child"])]
