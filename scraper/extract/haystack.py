"""Many short strings searched together, word by word, at the speed of `str.find`."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from itertools import accumulate


class Haystack:
    """Strings that are searched for words over and over.

    A pattern tried on each string of a page costs more than all the rest of reading it; most hold none of the words
    that a rule looks for.
    """

    def __init__(self, strings: Sequence[str]) -> None:
        """Take the strings, which hold no line feed that matters: a word does not reach across two of them."""
        self._starts = list(accumulate([len(string) + 1 for string in strings], initial=0))
        together = "\n".join(strings)
        lowered = together.lower()
        # Some letters become two, which would shift every place behind them.
        self._lowered = lowered if len(lowered) == len(together) else "\n".join(map(_lower, strings))

    def places(self, words: Iterable[str]) -> list[int]:
        """Which of the strings contain one of the words (lower case), in order."""
        lowered, starts = self._lowered, self._starts
        is_ascii = lowered.isascii()
        found: set[int] = set()
        for word in words:
            if is_ascii and not word.isascii():
                continue
            at = lowered.find(word)
            while at >= 0:
                place = bisect_right(starts, at) - 1
                found.add(place)
                at = lowered.find(word, starts[place + 1])
        return sorted(found)


def _lower(text: str) -> str:
    """Lower case of the same length, or the text itself."""
    lowered = text.lower()
    return lowered if len(lowered) == len(text) else text
