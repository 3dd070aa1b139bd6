"""Recognising what was forgotten in what comes in, by hashes alone."""

from __future__ import annotations

import html
import re
import sqlite3
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path
from urllib.parse import unquote

from archive.addresses import site_of
from archive.cjk import has_cjk
from archive.errors import TombstoneKeyError
from archive.forget.erasing import MARK
from archive.forget.spellings import Named, fold, runs_of, without_accents
from archive.forget.tombstones import (
    all_tombstones,
    count_tombstones,
    hash_of,
    key_path,
    load_keys,
    plain_address,
    plain_site,
)

_ESCAPED_LETTER = re.compile(r"\\+(?:u([0-9a-fA-F]{4})|[nrtbf])")
_TAG = re.compile(r"<[^<>]*>")
_HANDLE = re.compile(r"(?<=[@/=])[^\W_]+(?![^\W_])|(?<=author-)[^\W_]+|(?<=user-)[^\W_]+")
_REMEMBERED = 500_000  # words and pairs of words; some 50 MB
_PART_OF_ARTICLE = re.compile(r"/(?:(?:feed|amp|embed|print)(?:/.*)?|(?:page/|comment-page-)?\d{1,4})/?$")
_MARK = fold(MARK)


class Recogniser:
    """Knows forgotten people, articles and sites when it meets them.

    Args:
        hashes: by kind, each with the words it is about and the key it was made with.
    """

    def __init__(self, hashes: Mapping[str, Iterable[tuple[str, int, bytes]]]) -> None:
        self._hashes = {kind: {hash_ for hash_, _, _ in rows} for kind, rows in hashes.items()}
        self._keys = {kind: sorted({key for _, _, key in rows}) for kind, rows in hashes.items()}
        sizes = {words for _, words, _ in hashes.get("mention", ())}
        self._sizes = sorted({1, *(size for size in sizes if size > 0)}) if sizes else []
        self._cjk_sizes = sorted(-size for size in sizes if size < 0)
        self._known: dict[tuple[str, str], bool] = {}

    @property
    def is_idle(self) -> bool:
        """Nothing was forgotten."""
        return not self._hashes

    def is_site(self, host: str) -> bool:
        """Whether the site was forgotten."""
        return self._is("site", plain_site(host).text)

    def is_address(self, url: str) -> bool:
        """Whether nothing may be archived from that address: a forgotten site's or article's, or one with a name in it."""
        if self.is_idle:
            return False
        return self.is_site(site_of(url)) or self.is_of_article(url) or bool(self.find(url))

    def is_of_article(self, url: str) -> bool:
        """Whether it is the address of an article that was forgotten, or of a part of it."""
        bare = plain_address(url).text
        return self._is("address", bare) or self._is("address", _PART_OF_ARTICLE.sub("", f"{bare}/").rstrip("/"))

    def is_person(self, name: str | None) -> bool:
        """Whether a page's author is somebody who was forgotten, or the mark that took their name's place."""
        if self.is_idle or not name:
            return False
        folded = fold(name)
        return folded == _MARK or self._is("person", folded)

    def find(self, text: str) -> Named:
        """The forgotten names in a text, as they are spelled there; markup may be among it."""
        if not any(kind in self._hashes for kind in ("mention", "spelling", "slug")):
            return Named()
        plain = _plain(text)
        found = self._in_words(runs_of(plain))
        if "slug" in self._hashes:
            handles = {one for one in _HANDLE.findall(plain) if self._is("slug", fold(without_accents(one)))}
            found |= Named(handles=frozenset(handles))
        if "<" in plain:
            found |= self._in_words(runs_of(_TAG.sub("", plain)))
        return found

    def key_for(self, key: str, author: str | None) -> str:
        """What takes the place of a comment's key that would tell who wrote it, or what.

        Of several secrets it is one that this author was forgotten with: so it was before archives were merged.
        """
        hashes, folded = self._hashes.get("person", set()), fold(author or "")
        own = [secret for secret in self._keys.get("person", ()) if hash_of(secret, "person", folded) in hashes]
        secrets = own or [keys[0] for keys in self._keys.values() if keys]
        return f"forgotten-{hash_of(min(secrets), 'key', key)[:16]}"

    def _in_words(self, words: list[str]) -> Named:
        found: set[str] = set()
        exact = {word for word in set(words) if self._is("spelling", word)} if "spelling" in self._hashes else ()
        for size in self._sizes:
            groups = {" ".join(words[i : i + size]) for i in range(len(words) - size + 1)}
            found |= {group for group in groups if self._is("mention", fold(group))}
        if self._cjk_sizes:
            for run in {word for word in words if has_cjk(word)}:
                found |= {part for part in _parts(fold(run), self._cjk_sizes) if self._is("mention", part)}
        return Named(names=frozenset(found), words=frozenset(exact))

    def _is(self, kind: str, text: str) -> bool:
        hashes = self._hashes.get(kind)
        if not hashes:
            return False
        known = self._known.get((kind, text))
        if known is None:
            if len(self._known) >= _REMEMBERED:
                self._known.clear()
            known = self._known[kind, text] = any(hash_of(key, kind, text) in hashes for key in self._keys[kind])
        return known


def recogniser_of(connection: sqlite3.Connection) -> Recogniser:
    """What knows the things that this archive has forgotten.

    Raises:
        TombstoneKeyError: the key to them is not there.
    """
    if not count_tombstones(connection):
        return Recogniser({})
    path = Path(connection.execute("pragma database_list").fetchone()[2])
    keys = load_keys(path)
    hashes: defaultdict[str, list[tuple[str, int, bytes]]] = defaultdict(list)
    for row in all_tombstones(connection):
        if row["key_id"] not in keys:
            raise TombstoneKeyError(key_path(path), "is missing")
        hashes[row["kind"]].append((row["hash"], row["words"], keys[row["key_id"]]))
    return Recogniser(hashes)


def _plain(text: str) -> str:
    """The text with the usual escapes undone."""
    if "\\" in text:
        text = _ESCAPED_LETTER.sub(lambda match: chr(int(match[1], 16)) if match[1] else " ", text)
    if "&" in text:
        text = html.unescape(html.unescape(text))
    if "%" in text:
        text = unquote(unquote(text))
    return text if text.isascii() else unicodedata.normalize("NFC", text)


def _parts(run: str, sizes: list[int]) -> set[str]:
    return {run[i : i + size] for size in sizes for i in range(len(run) - size + 1)}
