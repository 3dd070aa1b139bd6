"""Taking names, addresses and texts out of what others wrote and out of the bytes of pages.

A name becomes `forgotten-person`, which is harmless in prose, in markup, in JSON and in an address. Of a text only the
letters are taken: tags, quotes and escapes stay, so that HTML, JSON and XML are as well formed as they were.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator, Sequence
from urllib.parse import unquote

import attrs

from archive.forget.spellings import Named, fold, name_pattern, without_accents

MARK = "forgotten-person"
"""What stands where a name stood."""
_LONG_ENOUGH = 24
"""Letters of a line that is found wherever it stands; a shorter one ("Thanks!") only near the name."""
_NEAR = 3000
"""Letters around a name in which short lines are its comment's."""
_BETWEEN_LETTERS = re.compile(
    r"<[^<>]*>|&lt;/?[a-zA-Z][^<>]{0,300}?&gt;|\\u003[cC].{0,300}?\\u003[eE]|\\[nrtbf\"/\\]|%[0-9a-fA-F]{2}"
)
_ENTITY = re.compile(r"&(?:amp;)*(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,31});")
_JSON_ESCAPE = re.compile(r"\\u([0-9a-fA-F]{4})")
_TOKEN = re.compile(
    rf"(?P<skip>{_BETWEEN_LETTERS.pattern})|(?P<entity>{_ENTITY.pattern})|(?P<json>{_JSON_ESCAPE.pattern})|(?P<word>[^\W_]+)"
)


_ESCAPED_LETTER = re.compile(r"\\+(?:u([0-9a-fA-F]{4})|[nrtbf])")
_TAG = re.compile(r"<[^<>]*>")
_NOBODY = Named()
_WORTH_A_LOOK = 2000
"""Characters of a document in which a name is first looked for roughly."""


@attrs.frozen
class Letters:
    """The letters of a document in their order, and where each stands in it."""

    text: str
    places: Sequence[tuple[int, int]]


class Eraser:
    """Erases what it was made for.

    Args:
        names: people.
        addresses: taken out as they are spelled: portraits and home pages of people, addresses of articles.
        texts: what these people wrote, or what the articles say.
        found: further spellings.
    """

    def __init__(
        self,
        names: Iterable[str] = (),
        *,
        addresses: Iterable[str] = (),
        texts: Iterable[str | None] = (),
        found: Named = _NOBODY,
    ) -> None:
        names, addresses = tuple(names), tuple(addresses)
        self._names = name_pattern(names, found)
        names = (*names, *found.names, *found.words, *found.handles)
        literals = sorted({way for address in addresses for way in _ways(address)}, key=lambda way: (-len(way), way))
        self._addresses = re.compile("|".join(map(re.escape, literals))) if literals else None
        self._folded = [folded for one in (*names, *addresses) if (folded := fold(html.unescape(unquote(one))))]
        lines = {fold(line) for text in texts for line in (text or "").splitlines()} - {""}
        self._long = sorted((line for line in lines if len(line) >= _LONG_ENOUGH), key=len, reverse=True)
        self._short = sorted((line for line in lines if len(line) < _LONG_ENOUGH), key=len, reverse=True)

    def is_named_in(self, text: str) -> bool:
        """Whether one of the names, or of the addresses, stands there."""
        if len(text) > _WORTH_A_LOOK and not self._may_be_in(text):
            return False
        return any(pattern.search(text) for pattern in (self._names, self._addresses) if pattern)

    def in_text(self, text: str) -> str:
        """The text without the names and addresses."""
        for pattern in (self._names, self._addresses):
            text = pattern.sub(_mark, text) if pattern else text
        return text

    def in_body(self, body: str) -> str:
        """A whole document without names, addresses and texts."""
        return self.in_text(self._without_texts(body)) if self._long or self._short else self.in_text(body)

    def holds_text(self, body: str) -> bool:
        """Whether a line long enough to be known stands in the document."""
        if not self._long:
            return False
        letters = letters_of(body).text
        return any(line in letters for line in self._long)

    def _may_be_in(self, text: str) -> bool:
        """A quick look at all the letters, with escapes undone: most documents have nothing of the kind."""
        plain = _ESCAPED_LETTER.sub(lambda match: chr(int(match[1], 16)) if match[1] else " ", text)
        plain = unquote(unquote(html.unescape(html.unescape(plain))))
        whole, untagged = fold(without_accents(plain)), fold(without_accents(_TAG.sub("", plain)))
        return any(
            fold(without_accents(folded)) in whole or fold(without_accents(folded)) in untagged
            for folded in self._folded
        )

    def _without_texts(self, body: str) -> str:
        letters = letters_of(body)
        named = [
            match.start() for pattern in (self._names, self._addresses) if pattern for match in pattern.finditer(body)
        ]
        gone = bytearray(len(letters.text))
        for line in self._long:
            for start in _found(letters.text, line):
                gone[start : start + len(line)] = b"\1" * len(line)
        near = [_index(letters, place) for place in named]
        for line in self._short if near else ():
            for start in _found(letters.text, line):
                if any(abs(start - place) < _NEAR for place in near) and _is_whole(letters, start, len(line)):
                    gone[start : start + len(line)] = b"\1" * len(line)
        return _without(body, letters, gone)


def letters_of(body: str) -> Letters:
    """The letters and figures of a document outside its tags, folded, with escapes undone."""
    found: list[str] = []
    places: list[tuple[int, int]] = []
    for kind, start, end, text in _pieces(body):
        whole = kind != "word"
        for offset, character in enumerate(text):
            folded = fold(character)
            found.append(folded)
            place = (start, end) if whole else (start + offset, start + offset + 1)
            places.extend([place] * len(folded))
    return Letters("".join(found), places)


def _pieces(body: str) -> Iterator[tuple[str, int, int, str]]:
    for match in _TOKEN.finditer(body):
        kind = match.lastgroup or "json"
        if kind == "skip":
            continue
        text = match[0]
        if kind == "entity":
            text = html.unescape(html.unescape(text))
            kind = "entity"
        elif text.startswith("\\u"):
            kind, text = "json", chr(int(text.removeprefix("\\u"), base=16))
        yield kind, match.start(), match.end(), text


def _ways(address: str) -> set[str]:
    bare = address.rstrip("/")
    return {
        way for one in (bare, html.escape(bare), bare.replace("/", "\\/")) for way in (one, f"{one}/") if len(bare) > 8
    }


def _found(text: str, line: str) -> Iterator[int]:
    start = text.find(line)
    while start >= 0:
        yield start
        start = text.find(line, start + len(line))


def _index(letters: Letters, place: int) -> int:
    low, high = 0, len(letters.places)
    while low < high:
        middle = (low + high) // 2
        low, high = (middle + 1, high) if letters.places[middle][0] < place else (low, middle)
    return low


def _is_whole(letters: Letters, start: int, size: int) -> bool:
    """Whether the letters are no part of a longer word."""
    places, end = letters.places, start + size
    joins_before = start > 0 and places[start - 1][1] == places[start][0]
    return not joins_before and not (end < len(places) and places[end][0] == places[end - 1][1])


def _mark(match: re.Match[str]) -> str:
    """What stands for a name; tags between its words stay."""
    return MARK + "".join(_TAG.findall(match[0]))


def _without(body: str, letters: Letters, gone: bytearray) -> str:
    parts, at = [], 0
    for place, is_gone in zip(letters.places, gone, strict=True):
        if is_gone and place[0] >= at:
            parts.append(body[at : place[0]])
            at = place[1]
    return "".join([*parts, body[at:]])
