"""WACZ, revisits and texts in WARC files."""

from __future__ import annotations

import io
import zipfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from warcio.warcwriter import WARCWriter  # type: ignore[import-untyped]  # it has no types

from archive.database import open_archive
from archive.export.writing import export
from tests.scraper.importing.conftest import TEXT, Record, Workplace, page, warc

URL = "https://meadow.example/sluice"
COPY = "https://meadow.example/print/sluice"
HTML = page("The sluice", "I saw the heron.", "It was my bench.").encode()
AT = datetime(2019, 5, 6, 7, 8, 9, tzinfo=UTC)


def wacz(*warcs: bytes) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for number, data in enumerate(warcs):
            archive.writestr(f"archive/data-{number}.warc.gz", data)
        archive.writestr("pages/pages.jsonl", '{"format":"json-pages-1.0"}\n')
        archive.writestr("datapackage.json", "{}")
    return packed.getvalue()


def revisit(url: str, at: datetime, refers_to: str | None = None, before: datetime | None = None) -> bytes:
    out = io.BytesIO()
    writer = WARCWriter(out, gzip=True)
    record = writer.create_revisit_record(
        url, "sha1:AAAA", refers_to or url, (before or AT).strftime("%Y-%m-%dT%H:%M:%SZ")
    )
    record.rec_headers.replace_header("WARC-Date", at.strftime("%Y-%m-%dT%H:%M:%SZ"))
    writer.write_record(record)
    return out.getvalue()


def wet(*texts: tuple[str, bytes]) -> bytes:
    out = io.BytesIO()
    writer = WARCWriter(out, gzip=True)
    for url, text in texts:
        writer.write_record(
            writer.create_warc_record(
                url, "conversion", payload=io.BytesIO(text), warc_content_type="text/plain",
                warc_headers_dict={"WARC-Date": AT.strftime("%Y-%m-%dT%H:%M:%SZ")},
            )
        )  # fmt: skip
    return out.getvalue()


def test_wacz_is_read(place: Workplace) -> None:
    other = Record("https://meadow.example/mill", page("The mill", "Yes.").encode())
    done = place.run(place.write("crawl.wacz", wacz(warc(Record(URL, HTML)), warc(other))))
    assert (done.code, done.err) == (0, "")
    assert place.rows("select title, last_seen_at from articles order by title") == [
        ("The mill", "2019-05-06T07:08:09Z"),
        ("The sluice", "2019-05-06T07:08:09Z"),
    ]
    assert place.rows("select distinct source from fetches") == [("wacz crawl.wacz",)]


@pytest.mark.parametrize(
    "other", [URL, URL.replace("https:", "http:"), f"{URL}/", f"{URL}/?replytocom=2", f"{URL}/comment-page-1"]
)
def test_a_page_that_is_there_twice_has_its_comments_counted_once(place: Workplace, other: str) -> None:
    early, late = page("Sluice", "One heron."), page("Sluice", "One heron.", "No, two.", "Neither.")
    records = [
        Record(URL, early.encode(), at=datetime(2019, 5, 5, tzinfo=UTC)), Record(URL, late.encode()),
        Record(other, late.encode(), at=datetime(2019, 5, 7, tzinfo=UTC)),
    ]  # fmt: skip
    path = place.write("crawl.wacz", wacz(warc(*records), warc(*records[:2])))
    report = place.run(path, "--json").report
    assert (report["comments"], report["comments_stated"]) == (3, 3)
    assert place.rows("select count(*) from comments") == [(3,)]


@pytest.mark.parametrize("name", ["warc", "wacz"])
def test_our_own_captures_come_back(place: Workplace, tmp_path: Path, name: str) -> None:
    place.run(place.write("t.warc.gz", warc(Record(URL, HTML))))
    with open_archive(place.archive, read_only=True) as archive:
        export(archive, name, tmp_path / "out")
    other = Workplace(tmp_path / "other")
    other.folder.mkdir()
    assert other.run(*(tmp_path / "out").glob("captures.*")).code == 0
    sql = "select key, author, text, first_seen_at from comments order by key"
    assert other.rows(sql) == place.rows(sql)


@pytest.mark.parametrize(
    ("data", "found"),
    [(b"PK\x03\x04" + b"\0" * 26 + b"archive/x.warc", "broken WACZ file"), (wacz(), "without WARC files")],
)
def test_a_bad_wacz_is_named(place: Workplace, data: bytes, found: str) -> None:
    done = place.run("--as", "wacz", place.write("bad.wacz", data))
    assert done.code == 1
    assert found in done.err


def test_a_revisit_says_that_the_page_was_still_so(place: Workplace) -> None:
    later = AT + timedelta(days=3)
    place.run(place.write("t.warc.gz", warc(Record(URL, HTML)) + revisit(URL, later)))
    assert place.rows("select first_seen_at, last_seen_at from articles") == [
        ("2019-05-06T07:08:09Z", "2019-05-09T07:08:09Z")
    ]
    assert place.rows("select distinct last_seen_at from comments") == [("2019-05-09T07:08:09Z",)]
    before = place.counts()
    place.run(place.folder / "t.warc.gz")
    assert place.counts() == before


def test_a_revisit_of_another_addresss_bytes_is_that_page(place: Workplace) -> None:
    place.run(place.write("t.warc.gz", warc(Record(URL, HTML)) + revisit(COPY, AT + timedelta(days=1), URL)))
    assert place.rows("select url, title from articles order by url") == [(COPY, "The sluice"), (URL, "The sluice")]
    place.run(place.write("later.warc.gz", revisit(f"{COPY}/2", AT + timedelta(days=2), URL)))
    assert place.rows("select count(*) from articles") == [(3,)]


def test_a_revisit_of_bytes_nobody_has_stores_nothing(place: Workplace) -> None:
    place.run(place.write("t.warc.gz", warc(Record(URL, HTML)) + revisit(COPY, AT, "https://gone.example/")))
    assert place.rows("select url from articles") == [(URL,)]


def test_texts_are_read_where_no_response_is(place: Workplace) -> None:
    text = TEXT.read_bytes()
    done = place.run(place.write("t.warc.wet.gz", wet((URL, text), ("https://meadow.example/empty", b""))))
    assert len(place.rows("select key from comments")) > 1
    assert place.rows("select url, last_seen_at from articles")[0] == (URL, "2019-05-06T07:08:09Z")
    assert done.code == 0
    other = Workplace(place.folder / "other")
    other.folder.mkdir()
    other.run(other.write("t.warc.gz", warc(Record(URL, HTML)) + wet((URL, text))))
    assert other.rows("select title from articles") == [("The sluice",)]


def flagged(data: bytes, *, flags: int = 0, method: int | None = None) -> bytes:
    """A ZIP file whose first member says that it is encrypted, or packed otherwise."""
    changed = bytearray(data)
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = data.index(mark)
        changed[place + at] |= flags
        if method is not None:
            changed[place + at + 2] = method
    return bytes(changed)


@pytest.mark.parametrize(
    ("data", "found"),
    [
        pytest.param(flagged(wacz(warc(Record(URL, HTML))), flags=1), "password required", id="encrypted"),
        pytest.param(flagged(wacz(warc(Record(URL, HTML))), method=97), "not supported", id="another packing"),
        pytest.param(flagged(wacz(warc(Record(URL, HTML))), method=8), "broken WACZ file", id="no deflate stream"),
    ],
)
def test_a_wacz_that_cannot_be_unpacked_is_named(place: Workplace, data: bytes, found: str) -> None:
    done = place.run(place.write("crawl.wacz", data))
    assert (done.code, done.err.count("\n")) == (1, 1)
    assert found in done.err


def test_what_is_wrong_with_a_file_in_a_wacz_is_told_of_that_file(place: Workplace) -> None:
    whole = warc(Record(URL, HTML))
    path = place.write("crawl.wacz", wacz(whole[:-20], whole))
    done = place.run(path)
    assert done.err.startswith(f"commentariat: {path}: archive/data-0.warc.gz at byte ")
    assert place.counts()["articles"] == 1
