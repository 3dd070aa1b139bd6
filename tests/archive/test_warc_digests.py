"""Records are held against their digests, however these are written."""

from __future__ import annotations

import base64
import hashlib
from pathlib import Path

import pytest

from archive.warc import iterate_warc
from archive.warc_digests import wrong_digest

BODY = b"<p>Seven geese stood on the weir."
CHUNKED = b"%x\r\n%b\r\n0\r\n\r\n" % (len(BODY), BODY)
SHA1 = hashlib.sha1(BODY).digest()
SHA256 = hashlib.sha256(BODY).digest()


def said(**digests: str) -> str | None:
    headers = {f"WARC-{name.title()}-Digest": value for name, value in digests.items()}
    return wrong_digest(headers.get, b"HTTP/1.1 200 OK\r\n\r\n" + BODY, (BODY,))


@pytest.mark.parametrize(
    "digest",
    [
        pytest.param("sha1:" + base64.b32encode(SHA1).decode(), id="base32"),
        pytest.param("sha1:" + base64.b32encode(SHA1).decode().lower(), id="small-base32"),
        pytest.param("SHA-1:" + SHA1.hex(), id="base16"),
        pytest.param("sha256:" + SHA256.hex(), id="sha256"),
        pytest.param("sha256:" + base64.b32encode(SHA256).decode().rstrip("="), id="sha256-base32-unpadded"),
        pytest.param("sha256:" + base64.b64encode(SHA256).decode(), id="base64"),
        pytest.param("sha256:" + base64.urlsafe_b64encode(SHA256).decode(), id="base64-of-addresses"),
    ],
)
def test_a_right_digest_is_right_in_any_spelling(digest: str) -> None:
    assert said(payload=digest) is None
    algorithm = digest.partition(":")[0].lower().replace("-", "")
    wrong = hashlib.new(algorithm, b"other words").hexdigest()
    assert said(payload=f"{algorithm}:{wrong}") == "it is not what its payload digest says"


@pytest.mark.parametrize("digest", ["crc32:12345678", "sha1:", "sha1:???", "nonsense", "sha1:ABCD"])
def test_a_digest_nobody_understands_says_nothing(digest: str) -> None:
    assert said(payload=digest) is None
    assert said(block=digest) is None


def test_a_right_payload_outweighs_a_block_with_other_headers() -> None:
    other = "sha1:" + hashlib.sha1(b"other").hexdigest()
    assert said(block=other) == "it is not what its block digest says"
    assert said(block=other, payload="sha1:" + SHA1.hex()) is None
    assert said(block="sha1:" + hashlib.sha1(b"HTTP/1.1 200 OK\r\n\r\n" + BODY).hexdigest(), payload=other) is None


@pytest.mark.parametrize("digested", [pytest.param(BODY, id="without-chunks"), pytest.param(CHUNKED, id="with-chunks")])
@pytest.mark.parametrize("is_right", [True, False])
def test_a_record_with_a_wrong_digest_has_its_problem(tmp_path: Path, digested: bytes, is_right: bool) -> None:
    block = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + CHUNKED
    digest = hashlib.sha1(digested if is_right else digested + b"!").hexdigest()
    path = tmp_path / "a.warc"
    path.write_bytes(
        b"WARC/1.1\r\nWARC-Type: response\r\nWARC-Target-URI: http://a.example/\r\nWARC-Date: 2020-01-02T03:04:05Z\r\n"
        b"Content-Type: application/http; msgtype=response\r\n"
        + f"WARC-Payload-Digest: sha1:{digest}\r\nContent-Length: {len(block)}\r\n\r\n".encode()
        + block
        + b"\r\n\r\n"
    )
    (response,) = iterate_warc(path)
    if is_right:
        assert (response.body, response.problem) == (BODY, None)
    else:
        assert (response.body, response.problem) == (b"", "it is not what its payload digest says")
