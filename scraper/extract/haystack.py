"""Many short strings searched together for many words at once."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from functools import cached_property, lru_cache
from itertools import accumulate

import numpy as np
from ahocorasick_rs import BytesAhoCorasick, MatchKind

_END = "\0"
_LETTERS = frozenset(bytes((letter,)) for letter in b"abcdefghijklmnopqrstuvwxyz")


class Haystack:
    """Strings that are searched for words over and over.

    A pattern tried on each string of a page costs more than all the rest of reading it; most hold none of the words
    that a rule looks for. All strings are searched at once, for all words of a rule at once (decision 0029).
    """

    def __init__(self, strings: Sequence[str]) -> None:
        """Take the strings, which hold no NUL: parsers leave none in a page."""
        self._starts = list(accumulate([len(string) + 1 for string in strings], initial=0))
        together = _END.join(strings)
        lowered = together.lower()
        # Some letters become two, which would shift every place behind them.
        self._lowered = lowered if len(lowered) == len(together) else _END.join(map(_lower, strings))

    def places(self, words: Iterable[str]) -> list[int]:
        """Which of the strings contain one of the words (lower case), in order."""
        text, starts = self._as_bytes
        found = _searcher(tuple(words)).find_matches_as_indexes(text)
        return sorted({bisect_right(starts, at) - 1 for _, at, _ in found})

    def words(self, words: tuple[str, ...]) -> list[int]:
        """Which of the words (lower case) stand in the strings behind a space or at a beginning: their places, one for each time."""
        text, count = self._as_bytes[0], len(words)
        return [
            place % count
            for place, _, end in _word_searcher(words).find_matches_as_indexes(text)
            if text[end : end + 1] not in _LETTERS
        ]

    def __len__(self) -> int:
        """The length of all strings together."""
        return len(self._lowered)

    @cached_property
    def _as_bytes(self) -> tuple[bytes, list[int]]:
        """The strings in UTF-8, and where each begins."""
        text = self._lowered.encode("utf-8", "surrogatepass")
        if len(text) == len(self._lowered):
            return text, self._starts
        ends = np.flatnonzero(np.frombuffer(text, np.uint8) == 0)
        return text, [0, *(ends + 1).tolist()]

    def matches(self, pattern: re.Pattern[str]) -> list[int]:
        """In which of the strings a pattern (for lower case) is found, in order; it must not match over a NUL."""
        lowered, starts = self._lowered, self._starts
        found = []
        match = pattern.search(lowered)
        while match is not None:
            place = bisect_right(starts, match.start())
            found.append(place - 1)
            match = pattern.search(lowered, starts[place])
        return found


# Rules look for words of their own, which never change: some twenty sets.
@lru_cache(maxsize=256)
def _searcher(words: tuple[str, ...]) -> BytesAhoCorasick:
    return BytesAhoCorasick([word.encode() for word in words])


@lru_cache(maxsize=16)
def _word_searcher(words: tuple[str, ...]) -> BytesAhoCorasick:
    ahead = [f"{before}{word}".encode() for before in (" ", _END) for word in words]
    return BytesAhoCorasick(ahead, MatchKind.LeftmostLongest)


def _lower(text: str) -> str:
    """Lower case of the same length, or the text itself."""
    lowered = text.lower()
    return lowered if len(lowered) == len(text) else text
