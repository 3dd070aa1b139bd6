"""Many short strings searched together, word by word, at the speed of `str.find`."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from itertools import accumulate

_END = "\0"


class Haystack:
    """Strings that are searched for words over and over.

    A pattern tried on each string of a page costs more than all the rest of reading it; most hold none of the words
    that a rule looks for.
    """

    def __init__(self, strings: Sequence[str]) -> None:
        """Take the strings, which hold no NUL: parsers leave none in a page."""
        self._starts = list(accumulate([len(string) + 1 for string in strings], initial=0))
        together = _END.join(strings)
        lowered = together.lower()
        # Some letters become two, which would shift every place behind them.
        self._lowered = lowered if len(lowered) == len(together) else _END.join(map(_lower, strings))
        self._is_ascii = self._lowered.isascii()
        self._found: dict[str, list[int]] = {}

    def places(self, words: Iterable[str]) -> list[int]:
        """Which of the strings contain one of the words (lower case), in order."""
        known, found = self._found, set[int]()
        for word in words:
            if word not in known:
                known[word] = self._places_of(word)
            found.update(known[word])
        return sorted(found)

    def _places_of(self, word: str) -> list[int]:
        lowered, starts = self._lowered, self._starts
        if self._is_ascii and not word.isascii():
            return []
        found = []
        at = lowered.find(word)
        while at >= 0:
            place = bisect_right(starts, at)
            found.append(place - 1)
            at = lowered.find(word, starts[place])
        return found

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


def _lower(text: str) -> str:
    """Lower case of the same length, or the text itself."""
    lowered = text.lower()
    return lowered if len(lowered) == len(text) else text
