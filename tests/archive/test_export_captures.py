"""The captures, exported as WARC and WACZ."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from pathlib import Path

import pytest
from warcio.archiveiterator import ArchiveIterator  # type: ignore[import-untyped]  # it has no types

from archive import errors
from archive.captures import CaptureWriter, Exchange
from archive.database import Archive
from archive.export.captures_wacz import cdxj_key
from archive.export.filters import Filters, Names
from archive.export.writing import Wishes, export
from archive.store import Store
from tests.archive.making import SECRET, URL, later, page, visit


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
