"""Comments that a page shows twice."""

from __future__ import annotations

from collections.abc import Sequence

import attrs

from archive.records import Comment


def distinct(comments: Sequence[Comment]) -> list[Comment]:
    """Each comment once; two that share a key and differ in text are both kept, the later under a key of its own."""
    by_key: dict[str, Comment] = {}
    for comment in comments:
        key, n = comment.key, 1
        while key in by_key and (by_key[key].text, by_key[key].author) != (comment.text, comment.author):
            n += 1
            key = f"{comment.key}~{n}"
        if key not in by_key:
            by_key[key] = comment if n == 1 else attrs.evolve(comment, key=key)
    return list(by_key.values())
