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
from collections.abc import Iterable, Sequence
from itertools import pairwise
from operator import itemgetter
from pathlib import Path
from typing import Any

import attrs

from benchmarks.plots import calibration_plot
from benchmarks.training.boosting import fit, predict, table
from benchmarks.training.labelled import read_truth, site_of
from benchmarks.training.rightness import PAGE, is_right_page, right_comment_fields, right_fields, right_parents
from scraper.extract import sureness

MODEL = Path(sureness.__file__).with_name("models") / "sureness.json"
SETTINGS: dict[str, Any] = {
    "learning_rate": 0.06,
    "min_data_in_leaf": 10,
    "feature_fraction": 0.2,
    "num_leaves": 4,
    "num_threads": 1,
}
ROUNDS = 120
FOLDS = 10
_SURE = sureness.SURE
# So many fields are sure: as few as are asked for, since the fewer there are, the more of them are right.
_SURE_SHARE = 0.705
_DOUBTFUL = 0.15
# A page is wrong if less of its text agrees: what its model learns comes first.
_LEAST = (PAGE, 0.9, 0.8, 0.6)
_STEPS = (0.0, 0.5, 0.7, 0.8, 0.9, 0.95, 1.01)


@attrs.frozen
class Case:
    """A field of a page: what its confidence is told from, and whether it is right."""

    site: str
    values: list[int]
    is_right: bool


Judged = dict[str, list[tuple[float, bool]]]


def read_cases(
    folder: Path, out: Path
) -> tuple[dict[str, list[Case]], list[tuple[float, bool]], list[dict[float, bool]]]:
    """The cases of each field, those of whole pages as the field `page`, the parents of comments, and how right each page is."""
    signals = pickle.loads((out / "signals.pickle").read_bytes())
    pages = {page["id"]: page for page in map(json.loads, (out / "extracted.jsonl").open("rb"))}
    cases: defaultdict[str, list[Case]] = defaultdict(list)
    parents: list[tuple[float, bool]] = []
    rights: list[dict[float, bool]] = []
    for truth in read_truth(folder):
        page, expect, site = pages[truth["id"]], truth["expect"], site_of(truth["url"])
        for field, is_right in right_fields(page, expect).items():
            cases[field].append(Case(site, signals[truth["id"]], is_right))
        for field, is_right in right_comment_fields(page, expect):
            cases[field].append(Case(site, signals[truth["id"]], is_right))
        if (is_good := is_right_page(page, expect)) is not None:
            cases["page"].append(Case(site, signals[truth["id"]], is_good))
            rights.append({least: bool(is_right_page(page, expect, least)) for least in _LEAST})
        parents += right_parents(page, expect)
    return cases, parents, rights


def fitted(cases: Sequence[Case]) -> Any:
    """A model of how likely cases are right."""
    return fit(
        [c.values for c in cases], [int(c.is_right) for c in cases], [1.0] * len(cases), rounds=ROUNDS, **SETTINGS
    )


def held_out(cases: Sequence[Case]) -> list[tuple[float, bool]]:
    """The chance of each case, by models that have not seen its site, and whether it is right."""
    sites = sorted({case.site for case in cases})
    fold = {site: place % FOLDS for place, site in enumerate(sites)}
    chances = [0.0] * len(cases)
    for turn in range(FOLDS):
        own = [place for place, case in enumerate(cases) if fold[case.site] == turn]
        model = fitted([case for case in cases if fold[case.site] != turn])
        for place, chance in zip(own, predict(model, [cases[place].values for place in own]), strict=True):
            chances[place] = chance
    return [(chance, case.is_right) for chance, case in zip(chances, cases, strict=True)]


def share_of(cases: Iterable[Case]) -> float:
    """How often a field of comments is right: the mean over sites, one of which may have hundreds of comments."""
    sites: defaultdict[str, list[bool]] = defaultdict(list)
    for case in cases:
        sites[case.site].append(case.is_right)
    return round((sum(sum(own) / len(own) for own in sites.values()) + 0.5) / (len(sites) + 1), 3)


def held_out_shares(cases: Sequence[Case]) -> list[tuple[float, bool]]:
    """The share that the other sites tell of each case, and whether it is right."""
    shares = {site: share_of(case for case in cases if case.site != site) for site in {case.site for case in cases}}
    return [(shares[case.site], case.is_right) for case in cases]


def sure_from(chances: Judged, others: Judged) -> float:
    """The chance from which on a field is sure, so that the share of fields that is asked for is."""
    surely = sum(chance > _SURE for pairs in others.values() for chance, _ in pairs)
    every = sum(map(len, (*chances.values(), *others.values())))
    ranked = sorted((chance for pairs in chances.values() for chance, _ in pairs), reverse=True)
    place = min(len(ranked) - 1, max(0, round(_SURE_SHARE * every) - surely))
    return round(max(ranked[place], _SURE), 4)


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


def show_doubtful(pages: Sequence[tuple[float, dict[float, bool]]]) -> float:
    """Print what share of the wrong pages the doubtful ones hold, by how much of a text has to agree; the chance below which a page is doubtful."""
    ranked = sorted(pages, key=itemgetter(0))
    few = ranked[: int(_DOUBTFUL * len(ranked))]
    print(f"\ndoubtful: {len(few)} of {len(pages)} pages")
    for least in _LEAST:
        wrong, held = (sum(not right[least] for _, right in some) for some in (pages, few))
        print(f"  {held} of the {wrong} that agree with less than {least:.0%} ({held / max(1, wrong):.3f})")
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
    cases, parents, rights = read_cases(args.folder, args.out)
    chances = {field: held_out(cases[field]) for field in sureness.FIELDS}
    pages = held_out(cases["page"])
    others = {**{field: held_out_shares(cases[field]) for field in sureness.COMMENT_FIELDS}, "comments.parent": parents}
    start = sure_from(chances, others)
    judged = {name: [(sureness.cautious(c, start), r) for c, r in pairs] for name, pairs in chances.items()}
    print(f"sure from a chance of {start}; the page's own fields alone:")
    show(judged)
    print("\nwith those of each comment:")
    shown = {**judged, **others}
    show(shown)
    below = show_doubtful([(chance, right) for (chance, _), right in zip(pages, rights, strict=True)])
    if args.plot:
        args.plot.write_text(calibration_plot([pair for pairs in shown.values() for pair in pairs]), "utf-8")
    if args.write:
        shares = {field: share_of(cases[field]) for field in sureness.COMMENT_FIELDS}
        model: dict[str, Any] = {field: table(fitted(cases[field])) for field in (*sureness.FIELDS, "page")}
        MODEL.write_text(
            json.dumps(
                {**model, "doubtful_below": round(below, 3), "sure_from": start, "shares": shares},
                separators=(",", ":"),
            )
            + "\n",
            "utf-8",
        )


if __name__ == "__main__":
    main()
