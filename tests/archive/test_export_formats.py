"""Each format's own shape; what the libraries for them say is in test_export_readers.py."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import attrs
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from archive import errors
from archive.database import Archive, open_archive
from archive.export.dataset import article_id
from archive.export.filters import Names
from archive.export.formats import FORMATS
from archive.export.huggingface import split_of
from archive.export.parquet import TableWriter
from archive.export.tables import TABLES, Row
from archive.export.writing import Wishes, export
from archive.records import Comment
from archive.store import Store
from tests.archive.making import URL, T, comment, page, visit
from tests.archive.test_export import read
from tests.archive.test_export_captures import with_captures


def files_of(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_has_a_datasheet_sums_and_the_same_bytes(filled: Archive, tmp_path: Path, name: str) -> None:
    with_captures(filled)
    folders = [tmp_path / "one", tmp_path / "two"]
    for folder in folders:
        export(filled, name, folder, wishes=Wishes(licence="CC-BY-4.0"))
    one, two = map(files_of, folders)
    assert one == two
    sheet = one["README.md"].decode()
    for heading in (
        "Sources",
        "Dates",
        "Counts and completeness",
        "Filters",
        "People",
        "Licence",
        "Versions",
        "Known limits",
    ):
        assert f"\n## {heading}\n" in sheet
    assert "crawled from the sites" in sheet
    assert "CC-BY-4.0" in sheet
    lines = [line.split("  ") for line in one.pop("SHA256SUMS").decode().splitlines()]
    sums = {file: digest for digest, file in lines}
    assert {file: hashlib.sha256(data).hexdigest() for file, data in one.items()} == sums


@pytest.mark.parametrize("name", FORMATS)
def test_an_empty_archive_can_be_exported(archive: Archive, tmp_path: Path, name: str) -> None:
    assert set(export(archive, name, tmp_path / "out").counts.values()) == {0}


@pytest.mark.parametrize("name", FORMATS)
def test_no_name_is_left_without_asking_for_it(filled: Archive, tmp_path: Path, name: str) -> None:
    export(filled, name, tmp_path / "out")
    data = b"".join(files_of(tmp_path / "out").values())
    if name in {"parquet", "hf"}:
        tables = [pq.read_table(path).to_pylist() for path in (tmp_path / "out").rglob("*.parquet")]
        data = json.dumps(tables, default=str).encode()
    for written in (b"Ines", b"Tomas", b"Mara", b"ines.example"):
        assert written not in data


def test_parquet_has_types(filled: Archive, tmp_path: Path) -> None:
    export(filled, "parquet", tmp_path / "out", names=Names.REAL)
    export(filled, "jsonl", tmp_path / "lines", names=Names.REAL)
    for table in TABLES:
        read_back = pq.read_table(tmp_path / "out" / f"{table.name}.parquet")
        assert read_back.column_names == list(table.fields)
        rows = json.loads(json.dumps(read_back.to_pylist(), default=lambda at: f"{at:%Y-%m-%dT%H:%M:%SZ}"))
        assert rows == read(tmp_path / "lines")[table.name]
    comments = pq.read_table(tmp_path / "out" / "comments.parquet")
    assert comments.schema.field("published_at").type == pa.timestamp("ms", tz="UTC")
    assert comments.schema.field("score").type == pa.int32()
    assert pq.ParquetFile(tmp_path / "out" / "comments.parquet").metadata.row_group(0).column(0).compression == "ZSTD"


def test_parquet_in_partitions_is_the_same_rows(filled: Archive, tmp_path: Path) -> None:
    export(filled, "parquet", tmp_path / "whole", names=Names.REAL)
    export(
        filled, "parquet", tmp_path / "parts", names=Names.REAL, wishes=Wishes(names=Names.REAL, is_partitioned=True)
    )
    for table in TABLES:
        whole, parts = (pq.read_table(tmp_path / kind / f"{table.name}.parquet") for kind in ("whole", "parts"))
        shared = [name for name in table.fields if name != "site"]
        assert sorted(map(str, whole.select(shared).to_pylist())) == sorted(map(str, parts.select(shared).to_pylist()))
    folders = {
        path.parent.relative_to(tmp_path / "parts").as_posix() for path in (tmp_path / "parts").rglob("*.parquet")
    }
    assert "comments.parquet/site=example.org/year=2026" in folders
    assert "comments.parquet/site=example.org/year=0" in folders


@pytest.mark.parametrize("is_partitioned", [False, True])
def test_parquet_holds_few_rows_at_a_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, is_partitioned: bool
) -> None:
    for name, size in (("columns.BATCH_ROWS", 3), ("columns.BATCH_BYTES", 200), ("parquet.GROUP_ROWS", 5)):
        monkeypatch.setattr(f"archive.export.{name}", size)
    monkeypatch.setattr("archive.export.partitions._MOST_WAITING", 4_000)
    held: list[int] = []
    whole = TableWriter.write

    def written(writer: TableWriter, rows: list[Row]) -> None:
        held.append(len(rows))
        whole(writer, rows)

    monkeypatch.setattr(TableWriter, "write", written)
    with open_archive(tmp_path / "a.db", create=True) as archive, Store(archive) as store:
        for n in range(12):
            comments = [comment(f"{n}-{i}", text="x" * 50 * i, position=i) for i in range(1, 4)]
            store.save_visit(visit(page(*comments, url=f"http://example.org/{n}/")))
        store.flush()
        wishes = Wishes(names=Names.REAL, is_partitioned=is_partitioned)
        export(archive, "parquet", tmp_path / "out", names=Names.REAL, wishes=wishes)
    table = pq.read_table(tmp_path / "out" / "comments.parquet")
    assert sorted(table.column("key").to_pylist()) == sorted(f"{n}-{i}" for n in range(12) for i in range(1, 4))
    assert max(held) <= 3
    files = list((tmp_path / "out").glob("comments.parquet/**/*.parquet")) or [tmp_path / "out" / "comments.parquet"]
    groups = [pq.ParquetFile(file).metadata.num_row_groups for file in files]
    assert len(files) > 3 if is_partitioned else groups[0] >= 6


def test_rows_of_a_dataset_wait_on_the_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("archive.export.columns.BATCH_ROWS", 2)
    monkeypatch.setattr("archive.export.parquet.GROUP_ROWS", 20)
    waited: set[str] = set()
    flush = TableWriter.flush

    def flushed(writer: TableWriter) -> None:
        waited.update(path.name for path in tmp_path.rglob("*.waiting"))
        flush(writer)

    monkeypatch.setattr(TableWriter, "flush", flushed)
    with open_archive(tmp_path / "a.db", create=True) as archive, Store(archive) as store:
        store.save_visits(
            visit(page(comment("1", text=f"Words {n}"), url=f"http://example.org/{n}/")) for n in range(100)
        )
        export(archive, "hf", tmp_path / "out", names=Names.REAL)
    assert waited == {"train.waiting", "validation.waiting", "test.waiting"}
    assert list(tmp_path.rglob("*.waiting")) == []
    files = list((tmp_path / "out" / "data" / "comments").iterdir())
    assert sorted(text for file in files for text in pq.read_table(file).column("text").to_pylist()) == sorted(
        f"Words {n}" for n in range(100)
    )
    assert pq.ParquetFile(tmp_path / "out" / "data" / "comments" / "train.parquet").metadata.num_row_groups == 5


def test_parquet_tells_the_range_of_times_and_not_of_texts(filled: Archive, tmp_path: Path) -> None:
    export(filled, "parquet", tmp_path / "out", names=Names.REAL)
    metadata = pq.ParquetFile(tmp_path / "out" / "comments.parquet").metadata
    group = metadata.row_group(0)
    told = {group.column(n).path_in_schema for n in range(group.num_columns) if group.column(n).statistics is not None}
    assert {"published_at", "article_url", "depth"} <= told
    assert not {"id", "text", "html"} & told


def test_only_parquet_has_partitions(filled: Archive, tmp_path: Path) -> None:
    with pytest.raises(errors.ExportError, match="csv has no partitions"):
        export(filled, "csv", tmp_path / "out", wishes=Wishes(is_partitioned=True))


def test_no_thread_stands_in_two_splits(archive: Archive, store: Store, tmp_path: Path) -> None:
    urls = [f"http://example.org/{n}/" for n in range(60)]
    store.save_visits(visit(page(comment("1"), comment("2", "1", depth=1), url=url)) for url in urls)
    export(archive, "hf", tmp_path / "out")
    assert {split_of(url) for url in urls} == {"train", "validation", "test"}
    for table, column in (("articles", "id"), ("comments", "article_id")):
        found = {
            path.stem: set(pq.read_table(path)[column].to_pylist())
            for path in (tmp_path / "out/data" / table).iterdir()
        }
        assert found == {
            split: {article_id(url) for url in urls if split_of(url) == split}
            for split in ("train", "validation", "test")
        }


def utterances(folder: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (folder / "utterances.jsonl").read_text("utf-8").splitlines()]


def test_every_comment_is_an_utterance_of_one_tree(filled: Archive, tmp_path: Path) -> None:
    export(filled, "jsonl", tmp_path / "lines", names=Names.REAL)
    export(filled, "convokit", tmp_path / "out", names=Names.REAL)
    found = {utterance["id"]: utterance for utterance in utterances(tmp_path / "out")}
    comments = read(tmp_path / "lines")["comments"]
    for row in comments:
        own = found[row["id"]]
        assert own["reply-to"] == (row["parent_id"] or row["article_id"])
        assert (own["conversation_id"], own["text"]) == (row["article_id"], row["text"])
    roots = [utterance for utterance in found.values() if utterance["reply-to"] is None]
    assert {root["id"] for root in roots} == {root["conversation_id"] for root in roots}
    assert len(found) == len(comments) + len(roots)
    speakers = json.loads((tmp_path / "out" / "speakers.json").read_bytes())
    assert {utterance["speaker"] for utterance in found.values()} == set(speakers)
    assert speakers["Tomas"]["meta"] == {"name": "Tomas", "site": "example.org", "utterances": 1}
    assert not (tmp_path / "out" / "speakers.scratch").exists()


def test_a_name_on_two_sites_is_two_speakers(archive: Archive, store: Store, tmp_path: Path) -> None:
    for host in ("a.example", "b.example"):
        store.save_visit(visit(page(comment("1", author="Jo"), url=f"http://{host}/x/")))
    export(archive, "convokit", tmp_path / "out", names=Names.REAL)
    speakers = json.loads((tmp_path / "out" / "speakers.json").read_bytes())
    assert {name for name in speakers if name.startswith("Jo")} == {"Jo", "Jo (b.example)"}


@pytest.mark.slow
@pytest.mark.parametrize("name", ["parquet", "convokit", "html", "wxr"])
def test_memory_stays_flat_and_small(tmp_path: Path, name: str) -> None:
    """20,000 comments in 100 threads, or 80,000 in 400: under 200 MB, and the same but for SQLite's cache."""
    peaks = []
    for articles in (100, 400):
        path = tmp_path / f"{articles}.db"
        with open_archive(path, create=True) as archive, Store(archive) as store:
            comments = [Comment(key=str(n), text="word " * 40, author=f"Jo {n}", published_at=T) for n in range(200)]
            store.save_visits(
                visit(attrs.evolve(page(*comments, url=f"{URL}{n}/"), article=None)) for n in range(articles)
            )
        code = (
            "import re, sys; from pathlib import Path; from archive.database import open_archive;"
            "from archive.export.writing import export\n"
            "with open_archive(sys.argv[1], read_only=True) as a: export(a, sys.argv[3], Path(sys.argv[2]))\n"
            "print(re.search(r'VmHWM:\\s+(\\d+)', Path('/proc/self/status').read_text())[1])"
        )
        command = [sys.executable, "-c", code, str(path), str(tmp_path / f"out{articles}"), name]
        peaks.append(int(subprocess.run(command, capture_output=True, text=True, check=True).stdout) / 1024)
    assert peaks[1] < min(200, peaks[0] + 60), peaks
