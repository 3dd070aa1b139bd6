"""What must not be archived again, as keyed hashes.

The key lies beside the archive (`demo.tombstones.key` for `demo.db`), readable by its owner alone. Nobody who has the
archive without it can tell what was forgotten, not even by trying a list of names. An archive that was merged from
several has their keys one behind the other.

    person      the letters of a name: what a page gives as an author
    mention     the same, looked for in texts, in any case
    spelling    a plain word (`Rose`), looked for in texts as it is spelled
    slug        a name of one word without its accents (`/author/zoe/`), looked for in addresses and handles
    address     of an article
    site        a host
"""

from __future__ import annotations

import hashlib
import os
import secrets
import sqlite3
from collections.abc import Iterable
from pathlib import Path

import attrs

from archive.addresses import thread_address
from archive.cjk import has_cjk
from archive.errors import TombstoneKeyError
from archive.forget.spellings import fold, is_plain_word, runs_of, without_accents
from archive.times import now, time_text

KEY_BYTES = 32
_SHORTEST_MENTION = 3

_ANY = "select count(*) from tombstones"
_ALL = "select kind, hash, words, key_id from tombstones"
_PUT = """
    insert into tombstones (kind, hash, words, key_id, forgotten_at)
    values (:kind, :hash, :words, :key_id, :forgotten_at)
    on conflict (kind, hash) do nothing
"""
_LIFT = "delete from tombstones where kind = :kind and hash = :hash"


@attrs.frozen
class Plain:
    """One thing that is forgotten, before it is hashed."""

    kind: str
    text: str
    words: int = 0


def plain_person(name: str) -> list[Plain]:
    """What is remembered of a forgotten name."""
    folded = fold(name)
    known = [Plain("person", folded)]
    if has_cjk(name):
        return [*known, Plain("mention", folded, -len(folded))] if len(folded) > 1 else known
    if len(folded) < _SHORTEST_MENTION:
        return known
    words = runs_of(name)
    bare = fold(without_accents(name))
    if len(words) > 1:
        return [*known, *(Plain("mention", one, len(words)) for one in dict.fromkeys((folded, bare)))]
    known += [Plain("slug", one, 1) for one in dict.fromkeys((folded, bare))]
    if is_plain_word(name):
        return [*known, *(Plain("spelling", word, 1) for word in dict.fromkeys((words[0], words[0].upper())))]
    return [*known, Plain("mention", folded, 1)]


def plain_address(url: str) -> Plain:
    """What is remembered of a forgotten article: its address without scheme, `www.` and the slash at its end."""
    bare = thread_address(url).partition("://")[2] or url
    return Plain("address", bare.removeprefix("www.").rstrip("/"))


def plain_site(host: str) -> Plain:
    """What is remembered of a forgotten site."""
    return Plain("site", host.lower().removeprefix("www."))


def hash_of(key: bytes, kind: str, text: str) -> str:
    """The keyed hash of one thing; mentions are looked up as people are."""
    kind = "person" if kind in ("mention", "slug") else kind
    return hashlib.blake2b(f"{kind}\n{text}".encode(), key=key, digest_size=16).hexdigest()


def key_path(archive_path: Path) -> Path:
    """Where an archive's keys are."""
    return archive_path.with_suffix(".tombstones.key")


def key_id(key: bytes) -> str:
    """Tells keys apart, and nothing about them."""
    return hashlib.sha256(b"tombstones\n" + key).hexdigest()[:8]


def load_keys(archive_path: Path) -> dict[str, bytes]:
    """The keys of an archive by their ids; none where there is no file.

    Raises:
        TombstoneKeyError: the file cannot be read, or is no file of keys.
    """
    path = key_path(archive_path)
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        return {}
    except OSError as error:
        raise TombstoneKeyError(path, f"cannot be read ({error.strerror})") from error
    if not data or len(data) % KEY_BYTES:
        raise TombstoneKeyError(path, f"has {len(data)} bytes, not a multiple of {KEY_BYTES}")
    keys = [data[i : i + KEY_BYTES] for i in range(0, len(data), KEY_BYTES)]
    return {key_id(key): key for key in keys}


def save_keys(archive_path: Path, keys: Iterable[bytes]) -> None:
    """Write the keys beside an archive, for its owner alone; an interrupted write leaves the file as it was."""
    path = key_path(archive_path)
    partial = path.with_name(f"{path.name}.{os.getpid()}.partial")
    try:
        file = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(file, "wb") as stream:
            stream.write(b"".join(keys))
            stream.flush()
            os.fsync(stream.fileno())
        partial.replace(path)
    except OSError as error:
        partial.unlink(missing_ok=True)
        raise TombstoneKeyError(path, f"cannot be written ({error.strerror})") from error


def own_key(archive_path: Path) -> bytes:
    """The key for what is forgotten now, made on first use."""
    keys = load_keys(archive_path)
    if not keys:
        key = secrets.token_bytes(KEY_BYTES)
        save_keys(archive_path, [key])
        return key
    return next(iter(keys.values()))


def put_tombstones(connection: sqlite3.Connection, key: bytes, things: Iterable[Plain]) -> None:
    """Remember, within the caller's transaction, that these things are forgotten."""
    rows = [
        {
            "kind": thing.kind,
            "hash": hash_of(key, thing.kind, thing.text),
            "words": thing.words,
            "key_id": key_id(key),
            "forgotten_at": time_text(now()),
        }
        for thing in things
    ]
    connection.executemany(_PUT, rows)


def lift_tombstones(connection: sqlite3.Connection, keys: Iterable[bytes], things: Iterable[Plain]) -> int:
    """Let these things be archived again, and say how many hashes were on record."""
    rows = [{"kind": t.kind, "hash": hash_of(key, t.kind, t.text)} for t in things for key in keys]
    return sum(connection.execute(_LIFT, row).rowcount for row in rows)


def count_tombstones(connection: sqlite3.Connection) -> int:
    """How many hashes are on record."""
    return int(connection.execute(_ANY).fetchone()[0])


def all_tombstones(connection: sqlite3.Connection) -> list[sqlite3.Row]:
    """Every hash on record."""
    return connection.execute(_ALL).fetchall()
