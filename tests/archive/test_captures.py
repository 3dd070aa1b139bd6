"""WARC files: what is written is valid and reads back; what is cut or odd is read as far as it goes."""

from __future__ import annotations

import gzip
import os
import resource
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import attrs
import pytest

from archive.captures import CaptureWriter, Exchange, close_left_files, read_capture, total_bytes
from archive.errors import CaptureError

AT = datetime(2026, 3, 4, 5, 6, 7, tzinfo=UTC)
PAGE = b"<html><title>Quinces</title><p>They ripen late.</p></html>"


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
    return attrs.evolve(made, **changes)  # type: ignore[arg-type]  # fields by name


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


# Content codings.
