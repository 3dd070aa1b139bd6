"""Excerpts of what was found, with the places that matched."""

from __future__ import annotations

import re
from collections.abc import Sequence

_OPEN, _CLOSE = "\x02", "\x03"  # cannot be in text: the extractor takes control characters out
_EXCERPT_CHARACTERS = 120
_MARKED = re.compile(f"{_OPEN}([^{_CLOSE}]*){_CLOSE}")

Highlights = tuple[tuple[int, int], ...]
"""Where in an excerpt the words are that matched: start and end."""


def without_marks(marked: str) -> tuple[str, Highlights]:
    """What FTS5 marked by `char(2)` and `char(3)`, without the marks."""
    highlights = []
    for n, match in enumerate(_MARKED.finditer(marked)):
        start = match.start() - 2 * n
        highlights.append((start, start + len(match[1])))
    return marked.replace(_OPEN, "").replace(_CLOSE, ""), tuple(highlights)


def excerpt_around(text: str, words: Sequence[str]) -> tuple[str, Highlights]:
    """An excerpt of text that FTS5 matched by pairs of characters, which it cannot mark in the text."""
    flat = " ".join(text.split())
    pattern = re.compile("|".join(re.escape(word) for word in sorted(words, key=len, reverse=True)), re.IGNORECASE)
    first = pattern.search(flat)
    start = max(0, (first.start() if first else 0) - _EXCERPT_CHARACTERS // 3)
    end = start + _EXCERPT_CHARACTERS
    excerpt = ("…" if start else "") + flat[start:end] + ("…" if end < len(flat) else "")
    return excerpt, tuple(match.span() for match in pattern.finditer(excerpt))
