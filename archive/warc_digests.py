"""Digests that WARC records carry: is a record still what its writer saw?

    WARC-Block-Digest: sha1:B2LTWWPUOYAH7UIPQ7ZUPQ4VMBSVC36A
    WARC-Payload-Digest: sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08

Writers differ in what they call the payload: with chunks or without, packed or not. Any of these will do, and a body
that is right by its payload digest is right, even where a program has rewritten the headers before it.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
from collections.abc import Callable, Iterable

_ALGORITHMS = frozenset({"md5", "sha1", "sha224", "sha256", "sha384", "sha512"})


def wrong_digest(header: Callable[[str], str | None], block: bytes, payloads: Iterable[bytes]) -> str | None:
    """What is wrong with a record's digests, in a few words; None where they are right, absent or of no known kind.

    Args:
        header: gives a header of the record.
        block: all that the record holds.
        payloads: what its payload may be.
    """
    payload_digest = header("WARC-Payload-Digest")
    if payload_digest and any(_is_right(payload_digest, payload) for payload in payloads):
        return None
    block_digest = header("WARC-Block-Digest")
    if block_digest and _is_right(block_digest, block) is not None:
        return None if _is_right(block_digest, block) else "it is not what its block digest says"
    if payload_digest and _is_right(payload_digest, b"") is not None:
        return "it is not what its payload digest says"
    return None


def _is_right(digest: str, data: bytes) -> bool | None:
    """Whether the data has that digest; None where the digest cannot be understood."""
    algorithm, _, value = digest.strip().partition(":")
    algorithm, value = algorithm.lower().replace("-", ""), value.strip()
    if algorithm not in _ALGORITHMS:
        return None
    found = hashlib.new(algorithm, data, usedforsecurity=False).digest()
    expected = _decoded(value, len(found))
    return None if expected is None else expected == found


def _decoded(value: str, size: int) -> bytes | None:
    """The bytes of a digest in base 16, 32 or 64: only one of them gives as many as the algorithm has."""
    for decode in (bytes.fromhex, _base32, _base64):
        try:
            found = decode(value)
        except (ValueError, binascii.Error):
            continue
        if len(found) == size:
            return found
    return None


def _base32(value: str) -> bytes:
    return base64.b32decode(value.upper() + "=" * (-len(value) % 8))


def _base64(value: str) -> bytes:
    return base64.b64decode(value + "=" * (-len(value) % 4), altchars=b"-_" if set(value) & set("-_") else None)
