"""Fits the confidence of fields, and prints how often fields of each confidence are right: models/sureness.json.

    python -m benchmarks.training.held_out FOLDER OUT
    python -m benchmarks.training.calibration FOLDER OUT [--write] [--plot FILE.svg]

Pages come from `held_out`, read with forests that have not seen their sites; confidences are judged in the same way, by
forests fitted on other sites. Needs `pip install lightgbm`.
"""

from __future__ import annotations

import argparse
import json
import pickle
from collections import defaultdict
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

import attrs

from benchmarks.plots import calibration_plot
from benchmarks.training.boosting import fit, predict, table
from benchmarks.training.labelled import read_truth, site_of
from benchmarks.training.rightness import is_right_page, right_fields, right_parents
from scraper.extract import sureness

MODEL = Path(sureness.__file__).with_name("models") / "sureness.json"
SETTINGS: dict[str, Any] = {
    "learning_rate": 0.06,
    "min_data_in_leaf": 10,
    "feature_fraction": 0.4,
    "num_leaves": 4,
    "num_threads": 1,
}
ROUNDS = 60
FOLDS = 10
_SURE = 0.9
_DOUBTFUL = 0.15
_STEPS = (0.0, 0.5, 0.7, 0.8, 0.9, 0.95, 1.01)


@attrs.frozen
class Case:
    """A field of a page: what its confidence is told from, and whether it is right."""

    site: str
    values: list[int]
    is_right: bool


Judged = dict[str, list[tuple[float, bool]]]


def read_cases(folder: Path, out: Path) -> tuple[dict[str, list[Case]], list[tuple[float, bool]]]:
    """The cases of each field, those of whole pages as the field `page`, and the parents of comments."""
    signals = pickle.loads((out / "signals.pickle").read_bytes())
    pages = {page["id"]: page for page in map(json.loads, (out / "extracted.jsonl").open("rb"))}
    cases: defaultdict[str, list[Case]] = defaultdict(list)
    parents: list[tuple[float, bool]] = []
    for truth in read_truth(folder):
        page, expect, site = pages[truth["id"]], truth["expect"], site_of(truth["url"])
        for field, is_right in right_fields(page, expect).items():
            cases[field].append(Case(site, signals[truth["id"]], is_right))
        if (is_good := is_right_page(page, expect)) is not None:
            cases["page"].append(Case(site, signals[truth["id"]], is_good))
        parents += right_parents(page, expect)
    return cases, parents


def fitted(cases: Sequence[Case]) -> Any:
    """A model of how likely cases are right."""
    return fit(
        [c.values for c in cases], [int(c.is_right) for c in cases], [1.0] * len(cases), rounds=ROUNDS, **SETTINGS
    )


def held_out(cases: Sequence[Case]) -> list[tuple[float, bool]]:
    """The chance of each case, by models that have not seen its site, and whether it is right."""
    sites = sorted({case.site for case in cases})
    fold = {site: place % FOLDS for place, site in enumerate(sites)}
    found: list[tuple[float, bool]] = []
    for turn in range(FOLDS):
        own = [case for case in cases if fold[case.site] == turn]
        model = fitted([case for case in cases if fold[case.site] != turn])
        found += zip(predict(model, [case.values for case in own]), (case.is_right for case in own), strict=True)
    return found


def show(judged: Judged) -> None:
    """Print how often fields are right by their confidence, and how many of them are sure."""
    print(f"{'confidence':16}{'fields':>8}{'mean':>8}{'right':>8}")
    every = [pair for pairs in judged.values() for pair in pairs]
    for low, high in pairwise(_STEPS):
        if inside := [pair for pair in every if low <= pair[0] < high]:
            print(f"{low:.2f} to {min(high, 1):.2f}    {len(inside):8}{_mean(c for c, _ in inside):8.3f}{_mean(r for _, r in inside):8.3f}")  # fmt: skip
    print(f"\n{'field':16}{'fields':>8}{'right':>8}{'sure':>8}{'right':>8}")
    for field, pairs in (*judged.items(), ("all", every)):
        sure = [right for chance, right in pairs if chance > _SURE]
        print(
            f"{field:16}{len(pairs):8}{_mean(r for _, r in pairs):8.3f}{len(sure) / len(pairs):8.3f}{_mean(sure):8.3f}"
        )


def show_doubtful(pages: Sequence[tuple[float, bool]]) -> float:
    """Print what share of the wrong pages the doubtful ones hold; the chance below which a page is doubtful."""
    ranked = sorted(pages)
    few = ranked[: int(_DOUBTFUL * len(ranked))]
    wrong = sum(not right for _, right in pages)
    held = sum(not right for _, right in few)
    print(
        f"\ndoubtful: {len(few)} of {len(pages)} pages, {held} of the {wrong} wrong ones ({held / max(1, wrong):.3f})"
    )
    return few[-1][0]


def _mean(values: Any) -> float:
    found = list(values)
    return sum(found) / len(found) if found else 0.0


def main() -> None:
    """Judge, print, and write what is asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, help="with truth.jsonl and the pages it names")
    parser.add_argument("out", type=Path, help="what held_out wrote")
    parser.add_argument("--write", action="store_true", help="replace the model that the extractor uses")
    parser.add_argument("--plot", type=Path, metavar="FILE.svg")
    args = parser.parse_args()
    cases, parents = read_cases(args.folder, args.out)
    judged = {field: held_out(cases[field]) for field in sureness.FIELDS}
    pages = held_out(cases["page"])
    shown = {**judged, "parents": parents}
    show(shown)
    below = show_doubtful(pages)
    if args.plot:
        args.plot.write_text(calibration_plot([pair for pairs in shown.values() for pair in pairs]), "utf-8")
    if args.write:
        model: dict[str, Any] = {field: table(fitted(cases[field])) for field in (*sureness.FIELDS, "page")}
        MODEL.write_text(
            json.dumps({**model, "doubtful_below": round(below, 3)}, separators=(",", ":")) + "\n", "utf-8"
        )


if __name__ == "__main__":
    main()
