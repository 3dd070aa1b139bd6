"""Text whose words are as rare and as common as those of a language, so that a search index has its usual work.

A few words make up half of any text, and most are rare (Zipf's law). A few hundred sentences over and over would be
indexed half as fast again.
"""

from __future__ import annotations

import random
from functools import cache
from itertools import accumulate, islice, product

CONSONANTS = ("b", "d", "f", "g", "k", "l", "m", "n", "p", "r", "s", "t", "v", "st", "br")
VOWELS = ("a", "e", "i", "o", "u")
VOCABULARY = 30_000
# Mandelbrot's correction: the most common word of English makes up 6 % of it, not 10 %.
FLATTENED = 2.7


@cache
def vocabulary() -> tuple[str, ...]:
    """Words that no language has, the most common first."""
    syllables = ["".join(pair) for pair in product(CONSONANTS, VOWELS)]
    longer = ("".join(parts) for length in (2, 3) for parts in product(syllables, repeat=length))
    return (*syllables, *islice(longer, VOCABULARY))


@cache
def weights() -> tuple[float, ...]:
    """How often each word comes, added up."""
    return tuple(accumulate(1 / (rank + FLATTENED) for rank in range(len(vocabulary()))))


def text_of(number: int, length: int) -> str:
    """So many words that belong to a number."""
    return " ".join(random.Random(number).choices(vocabulary(), cum_weights=weights(), k=length))
