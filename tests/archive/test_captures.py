"""WARC files: what is written is valid and reads back; what is cut or odd is read as far as it goes."""

from __future__ import annotations

import gzip
import io
import os
import resource
import subprocess
import sys
import zlib
from datetime import UTC, datetime
from pathlib import Path

import attrs
import brotli  # type: ignore[import-untyped]
import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st
from warcio.statusandheaders import StatusAndHeaders  # type: ignore[import-untyped]
from warcio.warcwriter import WARCWriter  # type: ignore[import-untyped]

from archive.captures import CaptureWriter, Exchange, close_left_files, read_capture, total_bytes
from archive.codings import CodingError, decode_body, is_gzip, split_codings
from archive.errors import CaptureError
from archive.warc import iterate_warc

AT = datetime(2026, 3, 4, 5, 6, 7, tzinfo=UTC)
PAGE = b"<html><title>Quinces</title><p>They ripen late.</p></html>"
LIMIT = 1_000_000


def exchange(number: int = 0, **changes: object) -> Exchange:
    made = Exchange(
        url=f"http://example.org/{number}",
        status=200,
        reason="OK",
        headers=(("Content-Type", "text/html; charset=utf-8"), ("X-Twice", "a"), ("X-Twice", "b")),
        body=PAGE + b"!" * number,
        fetched_at=AT,
        request_headers=(("Host", "example.org"), ("User-Agent", "commentariat/1")),
        ip_address="127.0.0.1",
    )
    return attrs.evolve(made, **changes)  # type: ignore[arg-type]


def check(*paths: Path) -> subprocess.CompletedProcess[str]:
    """`warcio check`, as anybody would run it."""
    names = [str(path) for path in paths]
    return subprocess.run(
        [sys.executable, "-m", "warcio.cli", "check", "-v", *names], capture_output=True, text=True, check=False
    )


def test_a_response_reads_back_as_it_was_kept(tmp_path: Path) -> None:
    with CaptureWriter(tmp_path) as writer:
        captures = [writer.write(exchange(number)) for number in range(5)]
    for number, capture in enumerate(captures):
        response = read_capture(tmp_path, capture)
        assert (response.url, response.status, response.fetched_at) == (f"http://example.org/{number}", 200, AT)
        assert response.body == PAGE + b"!" * number
        assert response.content_type == capture.content_type == "text/html; charset=utf-8"
        assert [value for name, value in response.headers if name == "X-Twice"] == ["a", "b"]


def test_a_capture_can_be_read_while_its_file_is_being_written(tmp_path: Path) -> None:
    with CaptureWriter(tmp_path) as writer:
        capture = writer.write(exchange())
        assert read_capture(tmp_path, capture).body == PAGE


def test_files_pass_warcio_check(tmp_path: Path) -> None:
    with CaptureWriter(tmp_path, max_bytes=2000) as writer:
        for number in range(10):
            writer.write(exchange(number, body=os.urandom(500)))
    files = sorted(tmp_path.iterdir())
    assert len(files) > 1
    assert all(path.name.endswith(".warc.gz") for path in files)
    assert total_bytes(tmp_path) == sum(path.stat().st_size for path in files)
    result = check(*files)
    assert result.returncode == 0, result.stdout
    assert "digest pass" in result.stdout
    assert gzip.decompress(files[0].read_bytes()).startswith(b"WARC/1.1\r\n")


def test_compressed_bodies_are_kept_as_received_and_read_unpacked(tmp_path: Path) -> None:
    packed = gzip.compress(PAGE)
    with CaptureWriter(tmp_path) as writer:
        capture = writer.write(exchange(body=packed, headers=(("Content-Encoding", "gzip"),)))
    assert read_capture(tmp_path, capture).body == PAGE
    assert packed in gzip.decompress((tmp_path / capture.file).read_bytes())


def test_headers_are_kept_as_received(tmp_path: Path) -> None:
    odd = (("X-Place", "caf\xe9"), ("X-Empty", ""), ("Set-Cookie", "a=b; c"), ("X-Folded", "one\r\n two"))
    with CaptureWriter(tmp_path) as writer:
        capture = writer.write(exchange(headers=odd, url="http://example.org/\xe9?q=%C3%A9"))
    response = read_capture(tmp_path, capture)
    assert response.headers == (*odd[:3], ("X-Folded", "one two"))
    assert response.url == "http://example.org/\xe9?q=%C3%A9"
    assert check(*tmp_path.iterdir()).returncode == 0
    data = gzip.decompress((tmp_path / capture.file).read_bytes())
    assert b"HTTP/1.1 200 OK\r\nX-Place: caf\xe9\r\nX-Empty: \r\n" in data
    assert b"\r\n\r\nGET /" in data


@pytest.mark.parametrize("keep", [1, 30, 200, 0.5, 0.99])
def test_a_torn_tail_harms_no_other_record(tmp_path: Path, keep: float) -> None:
    writer = CaptureWriter(tmp_path)
    kept = [writer.write(exchange(number)) for number in range(3)]
    left = next(tmp_path.glob("*.open"))
    whole = left.stat().st_size
    writer.write(exchange(3))
    torn = left.read_bytes()[whole:]
    assert writer._file is not None
    writer._file.truncate(whole + (int(len(torn) * keep) if keep < 1 else int(keep)))
    writer._file.close()  # as the end of a process does
    with CaptureWriter(tmp_path) as following:
        kept.append(following.write(exchange(4)))
    assert not list(tmp_path.glob("*.open"))
    assert check(*tmp_path.iterdir()).returncode == 0
    assert [read_capture(tmp_path, capture).url[-1] for capture in kept] == ["0", "1", "2", "4"]


def test_the_file_of_a_living_writer_is_left_alone(tmp_path: Path) -> None:
    with CaptureWriter(tmp_path) as one, CaptureWriter(tmp_path) as other:
        first, second = one.write(exchange(1)), other.write(exchange(2))
        close_left_files(tmp_path)
        assert len(list(tmp_path.glob("*.open"))) == 2
        assert first.file != second.file
        assert read_capture(tmp_path, one.write(exchange(3))).url.endswith("3")


def test_a_missing_file_and_a_wrong_place_are_named(tmp_path: Path) -> None:
    with CaptureWriter(tmp_path) as writer:
        capture = writer.write(exchange())
    with pytest.raises(CaptureError, match=r"gone\.warc\.gz: no such capture file"):
        read_capture(tmp_path, attrs.evolve(capture, file="gone.warc.gz"))
    with pytest.raises(CaptureError, match="at byte 5"):
        read_capture(tmp_path, attrs.evolve(capture, offset=5))
    with pytest.raises(CaptureError, match="no whole response record"):
        read_capture(tmp_path, attrs.evolve(capture, length=capture.length // 2))


def test_a_tail_of_garbage_is_cut_off(tmp_path: Path) -> None:
    with CaptureWriter(tmp_path) as writer:
        capture = writer.write(exchange())
    finished = tmp_path / capture.file
    left = finished.rename(tmp_path / f"{capture.file}.open")
    left.write_bytes(left.read_bytes() + b"no gzip at all")
    close_left_files(tmp_path)
    assert check(finished).returncode == 0
    assert read_capture(tmp_path, capture).body == PAGE


def test_a_writer_that_wrote_nothing_leaves_nothing(tmp_path: Path) -> None:
    CaptureWriter(tmp_path / "new").close()
    assert list((tmp_path / "new").iterdir()) == []
    assert total_bytes(tmp_path / "missing") == 0


def test_a_full_disk_leaves_the_file_as_it_was(tmp_path: Path) -> None:
    """The limit on file sizes stands in for the disk: it fails in the middle of a write as a full one does."""
    with CaptureWriter(tmp_path) as writer:
        first = writer.write(exchange(1))
        size = next(tmp_path.glob("*.open")).stat().st_size
        _, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
        resource.setrlimit(resource.RLIMIT_FSIZE, (size + 700, hard))
        try:
            with pytest.raises(OSError, match="File too large"):
                writer.write(exchange(2, body=os.urandom(5000)))
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, (hard, hard))
        assert next(tmp_path.glob("*.open")).stat().st_size == size
        third = writer.write(exchange(3))
    assert [read_capture(tmp_path, capture).url[-1] for capture in (first, third)] == ["1", "3"]
    assert check(*tmp_path.iterdir()).returncode == 0


# Anyone's WARC files.


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


@pytest.mark.parametrize("data", [b"", b"hello", b"%PDF-1.4 and so on", b"\x1f\x8b\x08broken", gzip.compress(b"text")])
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


# Content codings.

PACKERS = {
    "gzip": gzip.compress,
    "x-gzip": gzip.compress,
    "deflate": zlib.compress,
    "br": brotli.compress,
    "zstd": zstandard.compress,
}


def raw_deflate(data: bytes) -> bytes:
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    return packer.compress(data) + packer.flush()


@given(st.binary(max_size=5000), st.sampled_from(sorted(PACKERS)))
def test_every_coding_is_undone(data: bytes, coding: str) -> None:
    assert decode_body(PACKERS[coding](data), [coding], max_bytes=LIMIT) == data


@pytest.mark.parametrize("coding", ["gzip", "deflate", "br", "zstd"])
@pytest.mark.parametrize("share", [0.1, 0.5, 0.999])
def test_a_cut_body_is_never_passed_off_as_whole(coding: str, share: float) -> None:
    packed = PACKERS[coding](os.urandom(3000) + b"words " * 20_000)
    with pytest.raises(CodingError, match="cut short"):
        decode_body(packed[: int(len(packed) * share)], [coding], max_bytes=LIMIT)


@pytest.mark.parametrize("coding", ["gzip", "deflate", "br", "zstd"])
def test_a_bomb_is_stopped(coding: str) -> None:
    with pytest.raises(CodingError, match="unpacks to more than 1 MB"):
        decode_body(PACKERS[coding](bytes(20_000_000)), [coding], max_bytes=LIMIT)


@pytest.mark.parametrize(
    ("body", "codings", "expected"),
    [
        pytest.param(b"plain", ["identity"], b"plain", id="identity"),
        pytest.param(b"plain", ["gzip"], b"plain", id="says-gzip-and-is-not"),
        pytest.param(b"", ["gzip"], b"", id="empty"),
        pytest.param(raw_deflate(b"raw"), ["deflate"], b"raw", id="raw-deflate"),
        pytest.param(gzip.compress(b"a") + gzip.compress(b"b"), ["gzip"], b"ab", id="two-members"),
        pytest.param(gzip.compress(b"a") + b"\0\0", ["gzip"], b"a", id="padding"),
        pytest.param(gzip.compress(brotli.compress(b"twice")), ["br", "gzip"], b"twice", id="two-codings"),
    ],
)
def test_what_servers_send(body: bytes, codings: list[str], expected: bytes) -> None:
    assert decode_body(body, codings, max_bytes=LIMIT) == expected


@pytest.mark.parametrize("coding", ["gzip", "deflate", "br", "zstd"])
def test_garbage_is_named(coding: str) -> None:
    with pytest.raises(CodingError):
        decode_body(b"\x1f\x8b\x08\xff garbage that is no stream at all" * 3, [coding], max_bytes=LIMIT)


def test_gzip_is_known_by_its_first_bytes() -> None:
    assert is_gzip(gzip.compress(b""))
    assert not is_gzip(b"text")


def test_an_unknown_coding_is_named() -> None:
    with pytest.raises(CodingError, match="unknown content coding 'compress'"):
        decode_body(b"x", split_codings("Compress"), max_bytes=LIMIT)
