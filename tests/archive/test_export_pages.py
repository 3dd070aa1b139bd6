"""Exports made of pages: WXR for WordPress, HTML to read."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import pytest

from archive.database import Archive
from archive.export.filters import Filters, Names
from archive.export.writing import export
from archive.export.wxr_numbers import author_login, comment_numbers, slug
from archive.records import CommentState
from archive.store import Store
from tests.archive.making import comment, later, page, visit

WP = "{http://wordpress.org/export/1.2/}"


@pytest.fixture
def thread(archive: Archive, store: Store) -> Archive:
    """A thread whose native ids do not rise from parent to reply, and one of every state."""
    given = page(
        comment("9", author="Ines Vidal", text="]]> & <b>", published_at=later(-3)),
        comment("4", "9", depth=1, author="Bo", state=CommentState.GONE, text="Bo was\x01here"),
        comment("5", "4", depth=2, author=None, state=CommentState.REMOVED, text=""),
        comment(
            "7",
            "9",
            depth=1,
            html='<p onclick="x()">Hi <script>alert(1)</script><img src="http://e.example/t.png"></p>',
        ),
    )
    store.save_visit(visit(given))
    return archive


def wxr_comments(folder: Path) -> Iterator[dict[str, str | None]]:
    (path,) = folder.glob("*.xml")
    for element in ElementTree.parse(path).iter(f"{WP}comment"):
        yield {child.tag.removeprefix(WP): child.text for child in element}


def test_wxr_numbers_rise_from_parent_to_reply(thread: Archive, tmp_path: Path) -> None:
    export(thread, "wxr", tmp_path / "out", names=Names.REAL)
    found = list(wxr_comments(tmp_path / "out"))
    assert [(c["comment_id"], c["comment_parent"], c["comment_approved"]) for c in found] == [
        ("1", "0", "1"), ("2", "1", "trash"), ("3", "2", "1"), ("4", "1", "1"),
    ]  # fmt: skip
    assert found[0]["comment_content"] == "<p>]]&gt; &amp; &lt;b&gt;</p>"
    assert found[1]["comment_content"] == "<p>Bo washere</p>"  # XML cannot hold the control character


def test_wxr_keeps_numbers_that_fit(filled: Archive, tmp_path: Path) -> None:
    export(filled, "wxr", tmp_path / "out", names=Names.REAL, filters=Filters(site="example.org"))
    assert [(c["comment_id"], c["comment_parent"]) for c in wxr_comments(tmp_path / "out")] == [
        ("1", "0"), ("2", "1"), ("3", "0"),
    ]  # fmt: skip


def test_large_wxr_is_several_files(
    archive: Archive, store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("archive.export.wxr.SPLIT_BYTES", 3000)
    for n in range(4):
        store.save_visit(visit(page(comment("1"), url=f"http://example.org/{n}/")))
    export(archive, "wxr", tmp_path / "out")
    paths = sorted((tmp_path / "out").glob("*.xml"))
    assert len(paths) > 1
    titles = [str(item.findtext("link")) for path in paths for item in ElementTree.parse(path).iter("item")]
    assert sorted(titles) == [f"http://example.org/{n}/" for n in range(4)]


@pytest.mark.parametrize(
    ("given", "expected"),
    [("Größe 3", "grosse-3"), ("  A -- b! ", "a-b"), ("太陽光", ""), ("Señor", "senor")],
)
def test_slugs(given: str, expected: str) -> None:
    assert slug(given) == expected


def test_logins_differ_where_names_do() -> None:
    assert len({author_login(name) for name in ("Jo", "jo", "太陽", "太光", "Jo ")}) == 5
    assert all(re.fullmatch(r"[a-z0-9-]+", author_login(name)) for name in ("Jo", "太陽"))


def test_numbers_of_a_ring_of_replies_all_exist() -> None:
    rows = [("a", "", "", key, parent) for key, parent in (("1", None), ("x", None))]
    rows = [(f"id{i}", *row[1:3], row[3], row[4]) for i, row in enumerate(rows)]
    assert set(comment_numbers(rows)) == {"id0", "id1"}


def test_html_runs_nothing_and_loads_nothing(thread: Archive, tmp_path: Path) -> None:
    export(thread, "html", tmp_path / "out", names=Names.REAL)
    (path,) = (tmp_path / "out" / "articles").rglob("*.html")
    text = path.read_text("utf-8")
    for forbidden in ("<script", "<img", "onclick", " src=", "<link", "@import", "url("):
        assert forbidden not in text
    assert "default-src 'none'" in text
    assert "]]&gt; &amp; &lt;b&gt;" in text
    index = (tmp_path / "out" / "index.html").read_text("utf-8")
    assert f'href="{path.relative_to(tmp_path / "out").as_posix()}"' in index
    assert text.count("<li id=") == 4
    assert text.count("<ol>") == text.count("</ol>") == 3  # the top, and two with replies
    assert "no longer shown" in text


def test_a_long_index_has_several_pages(
    archive: Archive, store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("archive.export.html._ON_A_PAGE", 2)
    store.save_visits(visit(page(url=f"http://example.org/{n}/")) for n in range(5))
    export(archive, "html", tmp_path / "out")
    pages = [tmp_path / "out" / name for name in ("index.html", "index-2.html", "index-3.html")]
    assert [page.read_text("utf-8").count("<li>") for page in pages] == [2, 2, 1]
    assert 'href="index-3.html"' in pages[1].read_text("utf-8")


def test_the_pages_are_one_entry_of_the_manifest_and_each_a_line_of_the_sums(thread: Archive, tmp_path: Path) -> None:
    with Store(thread) as store:
        store.save_visit(visit(page(comment("1"), url="http://example.org/another/")))
    out = tmp_path / "out"
    export(thread, "html", out)
    pages = [path for path in out.glob("articles/*/*") if path.is_file()]
    files = json.loads((out / "manifest.json").read_bytes())["files"]
    assert set(files) == {"README.md", "articles/", "index.html"}
    assert files["articles/"] == {"files": len(pages), "bytes": sum(path.stat().st_size for path in pages)}
    named = [line.split("  ")[1] for line in (out / "SHA256SUMS").read_text("utf-8").splitlines()]
    assert sorted(named) == sorted(
        path.relative_to(out).as_posix() for path in out.rglob("*") if path.is_file() and path.name != "SHA256SUMS"
    )
    export(thread, "html", out)  # and the folder is known as an export of ours
