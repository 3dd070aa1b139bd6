"""Four of the 24 ways a WordPress can be set, and a later visit by the API."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.wordpress.combinations import all_pairs, command, compare, pairs_of, try_out
from tests.wordpress.conftest import Bed, why_not

pytestmark = [
    pytest.mark.wordpress,
    pytest.mark.slow,  # ten minutes and more
    pytest.mark.skipif(why_not() is not None, reason=why_not() or "can run"),
    pytest.mark.timeout(1200),
]


@pytest.mark.parametrize("number", [0, 3, 8])
def test_pages_and_api_tell_what_the_site_holds(bed: Bed, tmp_path: Path, number: int) -> None:
    for outcome in try_out(bed, all_pairs()[number], tmp_path):
        assert outcome.wrong == {}, outcome.way


def test_a_later_visit_by_the_api_finds_all_changes_in_25_requests(bed: Bed, tmp_path: Path) -> None:
    bed.call("up", "--theme", "twentytwentyone", "--depth", "5", "--per-page", "50", "--order", "asc")
    bed.call("seed")
    archive, export = str(tmp_path / "w.db"), tmp_path / "export"
    command("crawl", bed.url, "-a", archive, "--delay", "0", "--via", "api")
    bed.call("mutate")
    begin = (bed.folder / "log" / "apache-access.log").stat().st_size
    command("crawl", bed.url, "-a", archive, "--delay", "0", "--via", "api")
    command("export", "jsonl", str(export), "-a", archive, "--names", "real")
    found = compare(bed, export, "api", begin, "changes.1.json")
    changes = {row["name"]: row["differences"] for row in found["rows"] if row["name"].startswith("changes:")}
    assert not any(changes.values()), changes
    assert len(changes) == 6
    assert found["requests"]["all"] <= 25, json.dumps(found["requests"])


def test_the_combinations_hold_all_pairs() -> None:
    assert len({pair for one in all_pairs() for pair in pairs_of(one)}) == 318
    assert len(all_pairs()) == 24
