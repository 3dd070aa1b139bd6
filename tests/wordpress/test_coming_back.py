"""A real WordPress changes, and a second crawl, by pages or by the API, finds what is new with few requests."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.wordpress.combinations import command, compare
from tests.wordpress.conftest import TESTBEDS, Bed, why_not
from tests.wordpress.test_wordpress import commentariat

pytestmark = [
    pytest.mark.wordpress,
    pytest.mark.slow,  # ten minutes and more
    pytest.mark.skipif(why_not() is not None, reason=why_not() or "can run"),
    pytest.mark.timeout(1200),
]


def crawl(bed: Bed, archive: Path) -> dict[str, Any]:
    told = commentariat("crawl", bed.url, "-a", str(archive), "--delay", "0", "--via", "pages", "--json")
    (site,) = json.loads(told)["sites"]
    return dict(site)


def compared(bed: Bed, export: Path, changes: list[Path]) -> dict[str, dict[str, Any]]:
    done = subprocess.run(
        [TESTBEDS / "compare", bed.truth_file, export, "--json", "--show", "10000",
         *(word for file in changes for word in ("--changes", file))],
        check=False, timeout=300, capture_output=True,
    )  # fmt: skip
    assert done.returncode in {0, 1}, done.stderr.decode()
    return {row["name"]: row for row in json.loads(done.stdout)["rows"]}


@pytest.mark.parametrize("theme", ["twentytwentyone", "plainlog"])
def test_a_second_crawl_finds_all_that_is_new_with_few_requests(bed: Bed, tmp_path: Path, theme: str) -> None:
    bed.call("up", "--theme", theme)
    earlier = sorted(bed.folder.glob("changes.*.json"))
    archive, log = tmp_path / "a.db", bed.folder / "log" / "apache-access.log"
    crawl(bed, archive)
    bed.call("mutate")
    (changes,) = set(bed.folder.glob("changes.*.json")) - set(earlier)
    before = len(log.read_bytes().splitlines())
    summary = crawl(bed, archive)
    requests = len(log.read_bytes().splitlines()) - before
    commentariat("export", "jsonl", str(tmp_path / "export"), "--names", "real", "-a", str(archive))
    rows = compared(bed, tmp_path / "export", [changes])
    assert summary["failures"] == []
    # An address may differ ("wrong"): that of a comment on a thread's only page names the page in feeds, and not on it.
    for name in ("changes: new comments found", "changes: new articles found", "comments archived (pages show)"):
        assert rows[name]["found"] + rows[name]["wrong"] >= rows[name]["expected"], rows[name]
    assert requests <= 2 * changed_articles(bed, changes) + 20


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


def changed_articles(bed: Bed, changes: Path) -> int:
    """Articles with anything new, edited or removed."""
    told, truth = json.loads(changes.read_text("utf-8")), json.loads(bed.truth_file.read_text("utf-8"))
    earlier = json.loads((bed.folder / f"truth.{told['round'] - 1}.json").read_text("utf-8"))
    article = {c["id"]: c["article"] for c in (*earlier["comments"], *truth["comments"])}
    kinds = ("new_comments", "approved_later", "edited_comments", "removed_comments")
    touched = {article[comment] for kind in kinds for comment in told[kind]}
    return len(touched | set(told["new_articles"]) | set(told["edited_articles"]))
