"""Content codings: undone whole, or named as broken, cut or too large."""

from __future__ import annotations

import gzip
import os
import zlib

import brotli  # type: ignore[import-untyped]  # it has no types
import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from archive.codings import CodingError, decode_body, is_gzip, split_codings

LIMIT = 1_000_000


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
