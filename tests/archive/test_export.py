from __future__ import annotations

import csv
import hashlib
import json
import stat
import subprocess
import sys
from pathlib import Path
from typing import Any

import attrs
import pytest

from archive import errors
from archive.database import Archive, open_archive
from archive.export.csv import encode_row
from archive.export.dataset import article_id
from archive.export.filters import Filters, Names
from archive.export.pseudonyms import load_key
from archive.export.tables import TABLES
from archive.export.writing import export
from archive.records import PageKind
from archive.schema.migrations import newest_migration
from archive.store import Store
from tests.archive.making import SECRET, URL, comment, page, visit


def read(folder: Path) -> dict[str, list[dict[str, Any]]]:
    return {
        table.name: [
            json.loads(line) for line in (folder / f"{table.name}.jsonl").read_text(encoding="utf-8").splitlines()
        ]
        for table in TABLES
    }


def test_jsonl_has_the_fields_that_are_promised(filled: Archive, tmp_path: Path) -> None:
    done = export(filled, "jsonl", tmp_path / "out", names=Names.REAL)
    tables = read(tmp_path / "out")
    assert done.counts == {"articles": 2, "comments": 3, "recent_comments": 2, "people": 1}
    for table in TABLES:
        assert all(tuple(line) == table.fields for line in tables[table.name])
    first, second, third = tables["comments"]
    own = article_id(URL)
    assert second == {
        "id": f"{own}-2", "article_id": own, "article_url": URL, "key": "2", "parent_id": f"{own}-1", "parent_key": "1", "author": "Tomas",
        "author_url": None, "published_at": None, "published_raw": None, "text": "@ines Mara Lindt said so, Ines Vidal.",
        "html": None, "depth": 1, "position": 1, "score": -3, "url": None, "kind": "comment", "state": "visible", "revisions": 0,
        "first_seen_at": "2026-03-01T12:00:00Z", "last_seen_at": "2026-03-01T12:00:00Z",
        "sources": ["page"], "stored_parent_id": None, "stored_parent_key": None,
    }  # fmt: skip
    assert (first["author_url"], first["published_at"]) == ("http://ines.example", "2026-02-21T12:00:00Z")
    assert third["author"] is None
    article = tables["articles"][1]
    assert article["id"] == own
    assert (article["authors"], article["tags"], article["comment_count"], article["comment_count_stated"]) == (
        ["Mara Lindt"],
        ["bridges"],
        3,
        3,
    )


def test_the_manifest_counts_and_hashes(filled: Archive, tmp_path: Path) -> None:
    export(filled, "jsonl", tmp_path / "out", names=Names.NONE, filters=Filters(site="example.org"))
    manifest = json.loads((tmp_path / "out" / "manifest.json").read_bytes())
    assert manifest["counts"] == {"articles": 1, "comments": 3, "recent_comments": 2, "people": 1}
    assert {name: value for name, value in manifest["filters"].items() if value} == {"site": "example.org"}
    assert (manifest["names"], manifest["newest_sighting"], manifest["schema"]) == (
        "none",
        "2026-03-01T12:00:00Z",
        newest_migration(),
    )
    for name, about in manifest["files"].items():
        data = (tmp_path / "out" / name).read_bytes()
        assert (len(data), hashlib.sha256(data).hexdigest()) == (about["bytes"], about["sha256"])


def test_what_may_not_be_archived_is_left_out_and_nothing_points_at_it(filled: Archive, tmp_path: Path) -> None:
    export(filled, "jsonl", tmp_path / "out", names=Names.REAL)
    tables = read(tmp_path / "out")
    assert [e["article_id"] for e in tables["recent_comments"]] == [article_id(URL), None]
    assert [e["comment_id"] for e in tables["recent_comments"]] == [f"{article_id(URL)}-2", None]
    export(filled, "jsonl", tmp_path / "all", names=Names.REAL, filters=Filters(include_noarchive=True))
    tables = read(tmp_path / "all")
    assert [a["url"] for a in tables["articles"]] == ["http://example.net/", URL, SECRET]
    assert [e["comment_id"] for e in tables["recent_comments"]] == [
        f"{article_id(URL)}-2",
        f"{article_id(SECRET)}-9",
        None,
    ]


@pytest.mark.parametrize(
    ("filters", "articles", "comments"),
    [
        pytest.param(Filters(), 1, 1, id="all"),
        pytest.param(Filters(site="example.net"), 0, 0, id="of-another-site"),
        pytest.param(Filters(query="text 9"), 1, 1, id="of-a-search"),
        pytest.param(Filters(include_noarchive=True), 0, 0, id="nothing-is-left-out"),
    ],
)
def test_what_is_left_out_is_counted(
    filled: Archive, store: Store, tmp_path: Path, filters: Filters, articles: int, comments: int
) -> None:
    store.flush()
    done = export(filled, "jsonl", tmp_path / "out", filters=filters)
    manifest = json.loads((tmp_path / "out" / "manifest.json").read_bytes())
    assert manifest["left_out"] == {"articles": articles, "comments": comments} == attrs.asdict(done.left_out)
    datasheet = (tmp_path / "out" / "README.md").read_text(encoding="utf-8")
    assert ("not to be archived are left out" in datasheet) is not filters.include_noarchive
    if articles:
        assert "left out: 1 article with 1 comment" in datasheet


@pytest.mark.parametrize(
    ("filters", "urls"),
    [
        (Filters(since="2026-02-21"), ["http://example.net/"]),
        (Filters(until="2026-02-21"), [URL]),
        (Filters(site="example.net"), ["http://example.net/"]),
        (Filters(site="nowhere"), []),
    ],
)
def test_filters_choose_articles(filled: Archive, tmp_path: Path, filters: Filters, urls: list[str]) -> None:
    export(filled, "jsonl", tmp_path / "out", filters=filters)
    tables = read(tmp_path / "out")
    assert [article["url"] for article in tables["articles"]] == urls
    assert {c["article_url"] for c in tables["comments"]} <= set(urls)


def test_pseudonyms_leave_no_name(filled: Archive, tmp_path: Path) -> None:
    export(filled, "jsonl", tmp_path / "out")
    everything = "".join(path.read_text(encoding="utf-8") for path in (tmp_path / "out").iterdir())
    for name in ("Ines", "@ines ", "Tomas", "Mara", "Vidal", "ines.example"):
        assert name not in everything
    tables = read(tmp_path / "out")
    first, second, _ = tables["comments"]
    (mara,) = tables["articles"][1]["authors"]
    assert second["text"] == f"@{first['author']} {mara} said so, {first['author']}."
    assert tables["people"][0]["name"] == second["author"] == tables["recent_comments"][0]["author"]
    assert len({first["author"], second["author"], mara}) == 3


def test_without_names_a_mark_stands_in_texts(filled: Archive, tmp_path: Path) -> None:
    export(filled, "jsonl", tmp_path / "out", names=Names.NONE)
    tables = read(tmp_path / "out")
    assert tables["comments"][1]["text"] == "@[name] [name] said so, [name]."
    assert [c["author"] for c in tables["comments"]] == [None, None, None]
    assert tables["articles"][1]["authors"] == []


def test_the_key_is_private_and_kept(filled: Archive, tmp_path: Path) -> None:
    export(filled, "jsonl", tmp_path / "one")
    key = filled.path.with_suffix(".key")
    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    export(filled, "jsonl", tmp_path / "two")
    assert read(tmp_path / "one") == read(tmp_path / "two")
    key.unlink()
    export(filled, "jsonl", tmp_path / "three")
    assert read(tmp_path / "one")["people"] != read(tmp_path / "three")["people"]
    key.write_bytes(b"short")
    with pytest.raises(errors.ExportError, match="has 32 bytes, found 5"):
        export(filled, "jsonl", tmp_path / "four")
    assert not (tmp_path / "four").exists()
    key.unlink()
    key.mkdir()
    with pytest.raises(errors.ExportError, match="cannot be read"):
        export(filled, "jsonl", tmp_path / "four")


def test_two_first_exports_at_once_agree_on_a_key(filled: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    key = load_key(filled.path)
    # A mock of the instant between looking for the key and making it.
    read = Path.read_bytes
    answers = iter([FileNotFoundError()])

    def read_bytes(path: Path) -> bytes:
        for error in answers:
            raise error
        return read(path)

    monkeypatch.setattr(Path, "read_bytes", read_bytes)
    assert load_key(filled.path) == key


def test_a_key_needs_a_place(tmp_path: Path) -> None:
    with pytest.raises(errors.ExportError, match="cannot be written"):
        load_key(tmp_path / "nowhere" / "test.db")


def test_csv_is_safe_in_a_spreadsheet(filled: Archive, tmp_path: Path) -> None:
    export(filled, "csv", tmp_path / "out", names=Names.REAL)
    with (tmp_path / "out" / "comments.csv").open(encoding="utf-8", newline="") as file:
        lines = list(csv.DictReader(file))
    assert [line["text"] for line in lines] == ["First!", "'@ines Mara Lindt said so, Ines Vidal.", "'=1+1"]
    assert [line["score"] for line in lines] == ["", "-3", ""]
    with (tmp_path / "out" / "articles.csv").open(encoding="utf-8", newline="") as file:
        assert [line["tags"] for line in csv.DictReader(file)] == ["[]", '["bridges"]']


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n"])
def test_no_cell_begins_like_a_formula(start: str) -> None:
    row = (f"{start}cmd", *[None] * 5)
    assert encode_row(TABLES[3], row).lstrip(b'"').startswith(b"'")


@pytest.mark.slow
def test_memory_stays_flat(tmp_path: Path) -> None:
    """20,000 comments in 100 threads, or 80,000 in 400: the same memory."""
    peaks = []
    for articles in (100, 400):
        path = tmp_path / f"{articles}.db"
        with open_archive(path, create=True) as archive, Store(archive) as store:
            thread = page(*(comment(str(n), text="word " * 40) for n in range(200)))
            store.save_visits(
                visit(
                    attrs.evolve(
                        thread, url=f"{URL}{n}/", article_url=f"{URL}{n}/", article=None, kind=PageKind.COMMENTS
                    )
                )
                for n in range(articles)
            )
        code = (
            "import re, sys; from pathlib import Path; from archive.database import open_archive;"
            "from archive.export.writing import export\n"
            "with open_archive(sys.argv[1], read_only=True) as a: export(a, 'jsonl', Path(sys.argv[2]))\n"
            "print(re.search(r'VmHWM:\\s+(\\d+)', Path('/proc/self/status').read_text())[1])"
        )
        command = [sys.executable, "-c", code, str(path), str(tmp_path / f"out{articles}")]
        peaks.append(int(subprocess.run(command, capture_output=True, text=True, check=True).stdout) / 1024)
    assert peaks[1] < peaks[0] + 30, peaks  # MiB; SQLite's page cache of 32 MiB fills meanwhile


def test_progress_is_told(archive: Archive, store: Store, tmp_path: Path) -> None:
    store.save_visit(visit(page(*(comment(str(n)) for n in range(2500)))))
    told: list[tuple[int, int]] = []
    export(archive, "jsonl", tmp_path / "out", progress=lambda rows, of: told.append((rows, of)))
    assert told == [(2501, 2501)]


@pytest.mark.parametrize("is_there", [True, False])
def test_free_memory_is_given_back_where_the_system_can(
    filled: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, is_there: bool
) -> None:
    called: list[int] = []
    monkeypatch.setattr("archive.export.room.EVERY_ROWS", 1)
    monkeypatch.setattr("archive.export.room._trim", called.append if is_there else None)
    export(filled, "jsonl", tmp_path / "out")
    assert called == ([0, 0] if is_there else [])
