"""Each format's own shape; what the libraries for them say is in test_export_readers.py."""

from __future__ import annotations

import hashlib
import io
import json
import re
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import attrs
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from warcio.archiveiterator import ArchiveIterator  # type: ignore[import-untyped]  # it has no types

from archive import errors
from archive.captures import CaptureWriter, Exchange
from archive.database import Archive, open_archive
from archive.export.captures_wacz import cdxj_key
from archive.export.dataset import article_id
from archive.export.filters import Filters, Names
from archive.export.formats import FORMATS
from archive.export.huggingface import split_of
from archive.export.tables import TABLES
from archive.export.writing import Wishes, export
from archive.export.wxr_numbers import author_login, comment_numbers, slug
from archive.records import Comment, CommentState
from archive.store import Store
from tests.archive.making import SECRET, URL, T, comment, later, page, visit
from tests.archive.test_export import read

WP = "{http://wordpress.org/export/1.2/}"


def files_of(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def with_captures(archive: Archive) -> None:
    """Pages with their bytes: an article, its second comment page, a listing, and one that may not be archived."""
    urls = [URL, f"{URL}comment-page-2/", "http://example.org/", SECRET]
    with CaptureWriter(archive.captures_folder) as writer, Store(archive) as store:
        for days, url in enumerate(urls, 3):
            exchange = Exchange(
                url=url, status=200, reason="OK", headers=[("Content-Type", "text/html")],
                body=f"<p>{url}</p>".encode(), fetched_at=later(days),
            )  # fmt: skip
            kept = writer.write(exchange)
            if url != SECRET:
                seen = page(url=url, at=later(days), article=None, article_url=URL)
                store.save_visit(visit(seen, capture=kept))
            else:
                archive.connection.execute(
                    "insert into captures (url, fetched_at, status, content_type, digest, file, offset, length)"
                    " values (?, '2026-03-09T00:00:00Z', 200, 'text/html', ?, ?, ?, ?)",
                    (url, kept.digest, kept.file, kept.offset, kept.length),
                )


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


def records(data: bytes) -> list[tuple[str, str | None]]:
    return [
        (record.rec_type, record.rec_headers.get_header("WARC-Target-URI"))
        for record in ArchiveIterator(io.BytesIO(data), check_digests="raise")
        if record.content_stream().read() is not None
    ]


def test_warc_holds_the_captures_that_may_be(filled: Archive, tmp_path: Path) -> None:
    with_captures(filled)
    done = export(filled, "warc", tmp_path / "out")
    expected = [URL, f"{URL}comment-page-2/", "http://example.org/"]
    data = (tmp_path / "out" / "captures.warc.gz").read_bytes()
    assert records(data) == [("warcinfo", None), *(("response", url) for url in expected)]
    assert done.counts["captures"] == 3
    export(filled, "warc", tmp_path / "all", filters=Filters(include_noarchive=True))
    assert len(records((tmp_path / "all" / "captures.warc.gz").read_bytes())) == 5
    export(filled, "warc", tmp_path / "some", filters=Filters(min_comments=1))
    assert [url for _, url in records((tmp_path / "some" / "captures.warc.gz").read_bytes())][1:] == expected[:2]
    export(filled, "warc", tmp_path / "none", filters=Filters(site="example.net"))
    assert len(records((tmp_path / "none" / "captures.warc.gz").read_bytes())) == 1


@pytest.mark.parametrize("name", ["warc", "wacz"])
def test_captures_cannot_be_pseudonymous(filled: Archive, tmp_path: Path, name: str) -> None:
    for wishes in (Wishes(names=Names.PSEUDONYM), Wishes(names=Names.NONE), Wishes(masks_contacts=True)):
        with pytest.raises(errors.ExportError, match="no name can be replaced"):
            export(filled, name, tmp_path / "out", wishes=wishes)


def test_a_missing_or_broken_capture_ends_the_export(filled: Archive, tmp_path: Path) -> None:
    with_captures(filled)
    (path,) = filled.captures_folder.iterdir()
    whole = path.read_bytes()
    path.write_bytes(whole[:600])
    with pytest.raises(errors.CaptureError):
        export(filled, "warc", tmp_path / "out")
    path.write_bytes(b"\0" * len(whole))
    with pytest.raises(errors.CaptureError, match="cannot be read"):
        export(filled, "warc", tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_wacz_points_at_every_record(filled: Archive, tmp_path: Path) -> None:
    with_captures(filled)
    export(filled, "wacz", tmp_path / "out")
    with zipfile.ZipFile(tmp_path / "out" / "captures.wacz") as packed:
        assert packed.testzip() is None
        warc = packed.read("archive/captures.warc.gz")
        lines = packed.read("indexes/index.cdxj").decode().splitlines()
        package = json.loads(packed.read("datapackage.json"))
        pages = [json.loads(line) for line in packed.read("pages/pages.jsonl").splitlines()]
        for resource in package["resources"]:
            assert resource["hash"] == f"sha256:{hashlib.sha256(packed.read(resource['path'])).hexdigest()}"
    assert lines == sorted(lines)
    for line in lines:
        told = json.loads(line.split(" ", 2)[2])
        start = int(told["offset"])
        assert records(warc[start : start + int(told["length"])]) == [("response", told["url"])]
    assert [entry["url"] for entry in pages[1:]] == [URL, f"{URL}comment-page-2/", "http://example.org/"]
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == [
        "README.md", "SHA256SUMS", "captures.wacz", "manifest.json",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("url", "key"),
    [
        ("https://www.Example.org/A/b?z=1&a=2", "org,example)/a/b?a=2&z=1"),
        ("http://127.0.0.1:8021", "1,0,0,127:8021)/"),
    ],
)
def test_keys_of_the_index(url: str, key: str) -> None:
    assert cdxj_key(url) == key


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
