"""WordPress's own export, imported; our export of it, imported by a real WordPress: the same trees."""

from __future__ import annotations

import html
import json
import subprocess
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from scraper.commands.root import cli
from tests.wordpress.conftest import Bed

pytestmark = [pytest.mark.wordpress, pytest.mark.slow, pytest.mark.timeout(1200)]
SCRIPT = Path(__file__).with_name("wxr.php")


def php(bed: Bed, *arguments: str | Path) -> bytes:
    """What the script prints."""
    command = ["php", "-d", "memory_limit=1G", SCRIPT, bed.folder / "www", *arguments]
    return subprocess.run(command, check=True, capture_output=True, timeout=600).stdout


def commentariat(*arguments: str | Path) -> None:
    result = CliRunner().invoke(cli, list(map(str, arguments)), catch_exceptions=False)
    assert result.exit_code == 0, result.output


@pytest.fixture(scope="module")
def archive(bed: Bed, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What WordPress exports, in an archive."""
    folder = tmp_path_factory.mktemp("wxr")
    (folder / "wordpress.xml").write_bytes(php(bed, "export"))
    commentariat("import", folder / "wordpress.xml", "-a", folder / "a.db")
    return folder / "a.db"


def test_an_export_of_wordpress_is_read_exactly(bed: Bed, archive: Path) -> None:
    commentariat("export", "jsonl", archive.parent / "lines", "--names", "real", "-a", archive)
    rows = bed.differences(archive.parent / "lines", "--stored-parents")
    for name in (
        "articles archived", "articles rightly left out", "comments archived (pages show)", "authors", "tags and categories", "comment: article", "comment: parent", "comment: author",
        "comment: date (same minute)", "comment: kind", "comment: order in thread",
    ):  # fmt: skip
        assert (name, rows[name]["differences"]) == (name, [])
        assert rows[name]["found"] == rows[name]["expected"] > 0
    # What lies in the trash and was answered keeps its place, and nothing else of it.
    places = {row["id"]: row for row in lines_of(archive.parent / "lines/comments.jsonl") if row["state"] == "removed"}
    assert {row["id"] for row in rows["comments rightly left out"]["differences"]} == places.keys()
    assert not any(row["text"] or row["html"] or row["author"] for row in places.values())


def lines_of(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def test_a_real_wordpress_imports_what_we_export(bed: Bed, archive: Path) -> None:
    commentariat("export", "wxr", archive.parent / "wxr", "--names", "real", "-a", archive)
    commentariat("export", "jsonl", archive.parent / "lines", "--names", "real", "-a", archive)
    (file,) = (archive.parent / "wxr").glob("*.xml")
    posts: dict[str, Any] = json.loads(php(bed, "import", file))["posts"]
    articles, comments = (lines_of(archive.parent / "lines" / f"{name}.jsonl") for name in ("articles", "comments"))
    assert set(posts) == {article["url"] for article in articles}
    for article in articles:
        post = posts[article["url"]]
        own = [comment for comment in comments if comment["article_id"] == article["id"]]
        assert post["date"] == article["published_at"][:19].replace("T", " ")
        assert post["author"] == article["authors"][0]
        assert set(article["tags"]) <= set(map(html.unescape, post["tags"]))  # it keeps them escaped
        assert {int(c["key"]): int(c["parent_key"]) if c["parent_id"] else 0 for c in own} == {
            int(number): stored["parent"] for number, stored in post["comments"].items()
        }
        for comment in own:
            stored = post["comments"][comment["key"]]
            assert stored["date"] == comment["published_at"][:19].replace("T", " ")
            assert stored["type"] == comment["kind"]
