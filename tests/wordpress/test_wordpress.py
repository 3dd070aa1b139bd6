"""A crawl of a real WordPress holds what the site holds: compared with the site's own account of itself."""

from __future__ import annotations

import html
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import attrs
import pytest

from tests.crawling import ROOT
from tests.wordpress.conftest import Bed, why_not

pytestmark = [
    pytest.mark.wordpress,
    pytest.mark.skipif(why_not() is not None, reason=why_not() or "can run"),
    pytest.mark.timeout(1200),
]

RUN = "import sys; from scraper.commands.root import main; sys.argv[0] = 'commentariat'; main()"


def commentariat(*arguments: str) -> str:
    """What the command line prints, run in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-c", RUN, *arguments], cwd=ROOT, check=False, capture_output=True, text=True, timeout=600
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def crawl(url: str, archive: Path) -> dict[str, Any]:
    """The summary of a crawl of the one site."""
    (site,) = json.loads(commentariat("crawl", url, "-a", str(archive), "--delay", "0", "--json"))["sites"]
    return dict(site)


@attrs.frozen
class Archived:
    """What came of crawling the site with one theme."""

    theme: str
    url: str
    archive: Path
    summary: dict[str, Any]
    rows: dict[str, dict[str, Any]]


@pytest.fixture(scope="module", params=["twentytwentyone", "plainlog"])
def archived(bed: Bed, request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Archived:
    theme = str(request.param)
    bed.call("up", "--theme", theme)
    folder = tmp_path_factory.mktemp(theme)
    archive, export = folder / "wordpress.db", folder / "export"
    summary = crawl(bed.url, archive)
    commentariat("export", "jsonl", str(export), "--names", "real", "-a", str(archive))
    return Archived(theme, bed.url, archive, summary, bed.differences(export))


def is_right(row: dict[str, Any]) -> bool:
    """Whether a row has all that is expected, and nothing else."""
    return bool(row["found"] == row["expected"] and not row["wrong"])


def test_the_crawl_ends_without_failures(archived: Archived) -> None:
    assert archived.summary["ending"] == "finished"
    assert archived.summary["failures"] == []
    assert archived.summary["comments"]["new"] > 1000


def test_the_archive_holds_what_the_pages_say(archived: Archived) -> None:
    assert len(archived.rows) > 20
    wrong = {name: row["differences"][:5] or row for name, row in archived.rows.items() if not is_right(as_linked(row))}
    assert wrong == {}


def as_linked(row: dict[str, Any]) -> dict[str, Any]:
    """The row of commenters' addresses as links lead, and any other as it is.

    The truth has them as WordPress stores them, escaped for HTML ("?a=1&amp;b=2"); the link on the page leads to
    "?a=1&b=2", and that is what belongs into an archive.
    """
    if row["name"] != "comment: author url":
        return row
    left = [one for one in row["differences"] if html.unescape(str(one["expected"])) != one["found"]]
    assert all("&amp;" in str(one["expected"]) for one in row["differences"])
    right = len(row["differences"]) - len(left)
    return {**row, "found": row["found"] + right, "wrong": row["wrong"] - right, "differences": left}


def test_a_second_crawl_finds_nothing_new(archived: Archived) -> None:
    summary = crawl(archived.url, archived.archive)
    assert summary["articles"] == {"new": 0, "changed": 0}
    assert summary["comments"] == {"new": 0, "changed": 0}
    assert summary["failures"] == []


def test_reading_the_captures_again_changes_nothing(archived: Archived) -> None:
    done = json.loads(commentariat("reextract", "-a", str(archived.archive), "--json"))
    assert done["captures"] > 50
    assert (done["articles"], done["comments"]) == ({"new": 0, "changed": 0}, {"new": 0, "changed": 0})
    assert done["failures"] == []
