"""WARC files of anyone's making: what is whole is read, and what is not is named."""

from __future__ import annotations

import gzip
import io
import os
from datetime import UTC, datetime
from pathlib import Path

import pytest
import zstandard
from warcio.statusandheaders import StatusAndHeaders  # type: ignore[import-untyped]  # it has no types
from warcio.warcwriter import WARCWriter  # type: ignore[import-untyped]  # it has no types

from archive.errors import CaptureError
from archive.warc import iterate_warc

PAGE = b"<html><title>Quinces</title><p>They ripen late.</p></html>"
LIMIT = 1_000_000


def warc(path: Path, *, packed: bool, cut: int | None = None) -> Path:
    """A file with the kinds of records other programs write."""
    out = io.BytesIO()
    writer = WARCWriter(out, gzip=packed, warc_version="1.0")

    def response(name: str, body: bytes, *headers: tuple[str, str], kind: str = "response") -> None:
        status = StatusAndHeaders("200 OK", list(headers), protocol="HTTP/1.1")
        dated = {"WARC-Date": "2020-01-02T03:04:05Z"}
        record = writer.create_warc_record(
            f"http://example.org/{name}",
            kind,
            payload=io.BytesIO(body),
            length=len(body),
            http_headers=status,
            warc_headers_dict=dated,
        )
        writer.write_record(record)

    writer.write_record(writer.create_warcinfo_record("x.warc", {"software": "another"}))
    response("plain", PAGE, ("Content-Type", "text/html"))
    chunked = b"%x\r\n%b\r\n%x;note=1\r\n%b\r\n0\r\n\r\n" % (10, PAGE[:10], len(PAGE) - 10, PAGE[10:])
    response("chunked", chunked, ("Transfer-Encoding", "chunked"))
    response("dechunked", PAGE, ("Transfer-Encoding", "chunked"))
    response("gzip", gzip.compress(PAGE), ("Content-Encoding", "gzip"))
    response("liar", PAGE, ("Content-Encoding", "gzip"))
    response("torn", gzip.compress(PAGE * 50)[:-20], ("Content-Encoding", "gzip"))
    revisit = writer.create_revisit_record(
        "http://example.org/again",
        "sha1:AAAA",
        "http://example.org/plain",
        "2020-01-02T03:04:05Z",
        http_headers=StatusAndHeaders("200 OK", [("Content-Type", "text/html")], protocol="HTTP/1.1"),
    )
    writer.write_record(revisit)
    resource = writer.create_warc_record(
        "http://example.org/resource",
        "resource",
        payload=io.BytesIO(PAGE),
        length=len(PAGE),
        warc_content_type="text/html",
    )
    writer.write_record(resource)
    path.write_bytes(out.getvalue()[:cut] if cut is None else out.getvalue()[: out.tell() - cut])
    return path


@pytest.mark.parametrize("packed", [True, False])
def test_anyones_records_are_read(tmp_path: Path, packed: bool) -> None:
    found = {
        response.url.rpartition("/")[2]: response for response in iterate_warc(warc(tmp_path / "a", packed=packed))
    }
    assert list(found) == ["plain", "chunked", "dechunked", "gzip", "liar", "torn", "resource"]
    for name in ("plain", "chunked", "dechunked", "gzip", "liar", "resource"):
        assert found[name].body == PAGE, name
    assert (found["torn"].body, found["torn"].problem) == (b"", "its compressed body is cut short")
    assert (found["resource"].status, found["resource"].content_type) == (None, "text/html")
    assert found["plain"].fetched_at == datetime(2020, 1, 2, 3, 4, 5, tzinfo=UTC)


@pytest.mark.parametrize("packed", [True, False])
@pytest.mark.parametrize("cut", [3, 40, 100, 250])
def test_a_cut_file_gives_what_is_whole_and_then_says_so(tmp_path: Path, packed: bool, cut: int) -> None:
    path = warc(tmp_path / "a.warc", packed=packed, cut=cut)
    seen: list[str] = []
    with pytest.raises(CaptureError, match=r"a\.warc at byte \d+: (cut|broken)"):
        seen.extend(response.url for response in iterate_warc(path))
    assert seen[:5] == [f"http://example.org/{name}" for name in ("plain", "chunked", "dechunked", "gzip", "liar")]
    assert all(url.rpartition("/")[2] != "" for url in seen)


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b"", id="empty"),
        pytest.param(b"hello", id="text"),
        pytest.param(b"%PDF-1.4 and so on", id="pdf"),
        pytest.param(b"\x1f\x8b\x08broken", id="broken-gzip"),
        pytest.param(gzip.compress(b"text", mtime=0), id="gzip-of-text"),
    ],
)
def test_what_is_no_warc_file_is_named(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "x"
    path.write_bytes(data)
    with pytest.raises(CaptureError, match="x"):
        list(iterate_warc(path))


def one_record(body: bytes, *headers: tuple[str, str], head: bytes | None = None) -> bytes:
    lines = [b"HTTP/1.1 200 OK", *(f"{name}: {value}".encode() for name, value in headers)]
    block = (b"\r\n".join(lines) if head is None else head) + b"\r\n\r\n" + body
    first = b"WARC/1.1\r\nWARC-Type: response\r\nWARC-Target-URI: http://example.org/\r\nWARC-Date: yesterday\r\n"
    kind = b"Content-Type: application/http; msgtype=response\r\n"
    return first + kind + b"Content-Length: %d\r\n\r\n" % len(block) + block + b"\r\n\r\n"


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        pytest.param(
            one_record(b"a\r\nshort", ("Transfer-Encoding", "chunked")), "its chunked body is cut short", id="chunk"
        ),
        pytest.param(
            one_record(b"2\r\nab\r\nnext", ("Transfer-Encoding", "chunked")),
            "its chunked body is cut short",
            id="chunks",
        ),
        pytest.param(one_record(b"x" * 2_000_000), "larger than 1 MB", id="large"),
    ],
)
def test_a_body_that_cannot_be_had_has_its_problem(tmp_path: Path, data: bytes, problem: str) -> None:
    path = tmp_path / "a.warc"
    path.write_bytes(data)
    (response,) = iterate_warc(path, max_bytes=LIMIT)
    assert (response.body, response.problem) == (b"", problem)
    assert response.fetched_at.year == 1970


def test_what_is_no_http_is_left_out(tmp_path: Path) -> None:
    path = tmp_path / "a.warc"
    path.write_bytes(one_record(PAGE) + one_record(b"", head=b"ICY 200 OK\r\nicy-name: radio") + one_record(PAGE))
    assert len(list(iterate_warc(path))) == 2


def test_a_file_packed_as_a_whole_is_read_and_its_cut_seen(tmp_path: Path) -> None:
    path = tmp_path / "a.warc.gz"
    packed = gzip.compress(b"".join(one_record(os.urandom(9000)) for _ in range(4)))
    path.write_bytes(packed)
    assert len(list(iterate_warc(path))) == 4
    path.write_bytes(packed[: len(packed) // 2])
    with pytest.raises(CaptureError):
        list(iterate_warc(path))


def test_other_packings_are_read(tmp_path: Path) -> None:
    path = tmp_path / "a.warc.zst"
    path.write_bytes(zstandard.compress(one_record(PAGE)))
    assert [response.body for response in iterate_warc(path)] == [PAGE]


def test_garbage_after_the_last_record_is_named(tmp_path: Path) -> None:
    path = tmp_path / "a.warc.gz"
    path.write_bytes(gzip.compress(one_record(PAGE)) + b"garbage")
    with pytest.raises(CaptureError, match="broken"):
        list(iterate_warc(path))
