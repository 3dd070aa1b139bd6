"""Names that stand for names: a keyed hash, so that the same person is the same pseudonym wherever the key is.

The key is 32 random bytes beside the archive (`demo.key` for `demo.db`), readable by its owner alone. Without it a
pseudonym cannot be traced back by hashing a list of names; with it, exports of different days fit together.
A name on two sites is two people.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import os
import secrets
import unicodedata
from pathlib import Path

from archive.errors import ExportError

_KEY_BYTES = 32
_LENGTH = 12
"""Characters of base32: 60 bits, so that 10 million names share one with a chance of 1 in 20,000."""


def load_key(archive_path: Path) -> bytes:
    """The archive's key, made on first use.

    Raises:
        ExportError: there is none and none can be written, or the file is no key.
    """
    path = archive_path.with_suffix(".key")
    try:
        key = path.read_bytes()
    except FileNotFoundError:
        return _make_key(path)
    except OSError as error:
        raise ExportError(path, f"the key of pseudonyms cannot be read ({error.strerror})", _ADVICE) from error
    if len(key) != _KEY_BYTES:
        raise ExportError(path, f"a key of pseudonyms has {_KEY_BYTES} bytes, found {len(key)}", "Move the file away.")
    return key


class Pseudonyms:
    """Names to pseudonyms, under one key."""

    def __init__(self, key: bytes) -> None:
        self.key = key
        self._known: dict[tuple[str, str], str] = {}

    def of(self, site: str, name: str) -> str:
        """The pseudonym of that name on that site: `person-` and twelve letters and figures."""
        known = self._known.get((site, name))
        if known is None:
            if len(self._known) >= _REMEMBERED:
                self._known.clear()
            known = self._known[site, name] = self._work_out(site, name)
        return known

    def seal(self, site: str, text: str) -> str:
        """Sixteen figures that stand for a text, and for which only the key tells the text."""
        return hmac.new(self.key, f"seal\n{site}\n{text}".encode(), hashlib.sha256).hexdigest()[:16]

    def _work_out(self, site: str, name: str) -> str:
        message = f"{site}\n{unicodedata.normalize('NFKC', ' '.join(name.split()))}".encode()
        digest = hmac.new(self.key, message, hashlib.sha256).digest()
        return f"person-{base64.b32encode(digest).decode().lower()[:_LENGTH]}"


_REMEMBERED = 20_000  # names; some 6 MB. Articles come site by site, and few names write most of a site.
_ADVICE = "Make room in the archive's folder and let it be written, or choose --names real or --names none."


def _make_key(path: Path) -> bytes:
    key = secrets.token_bytes(_KEY_BYTES)
    try:
        file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:  # another export has just made it
        return path.read_bytes()
    except OSError as error:
        raise _unwritten(path, error) from error
    try:
        with os.fdopen(file, "wb") as stream:
            stream.write(key)
    except OSError as error:  # half a key would be taken for a whole one
        path.unlink()
        raise _unwritten(path, error) from error
    return key


def _unwritten(path: Path, error: OSError) -> ExportError:
    return ExportError(path, f"the key of pseudonyms cannot be written ({error.strerror})", _ADVICE)
