"""Threads as trees: each parent before its replies, no rings, orphans kept, depths counted.

records in any order, with `parent_key`   ->  the same records, parents first, with `depth`
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

import attrs

from archive.records import Comment


def depth_first(comments: Iterable[Comment]) -> tuple[Comment, ...]:
    """The same comments, each parent before its replies, siblings in the order given, depths counted.

    `position` stays: it is the place where the page shows a comment, which need not be below its parent.

    A comment whose parent is not among them, or that would close a ring, is kept at the top and marked as an orphan;
    of a key that comes twice, the first is kept as it is and later ones get a key of their own.

    Args:
        comments: one page's comments, in any order.
    """
    unique = _with_own_keys(comments)
    known = {comment.key for comment in unique}
    children: defaultdict[str | None, list[Comment]] = defaultdict(list)
    for comment in unique:
        if comment.parent_key is not None and comment.parent_key not in known:
            children[None].append(attrs.evolve(comment, is_orphan=True))
        else:
            children[comment.parent_key].append(comment)
    ordered = _walk(children)
    if len(ordered) < len(unique):
        ordered += _walk_rings(unique, {comment.key for comment in ordered}, children)
    return tuple(ordered)


def _with_own_keys(comments: Iterable[Comment]) -> list[Comment]:
    seen: defaultdict[str, int] = defaultdict(int)
    unique = []
    for comment in comments:
        seen[comment.key] += 1
        unique.append(
            comment if seen[comment.key] == 1 else attrs.evolve(comment, key=f"{comment.key}.{seen[comment.key]}x")
        )
    return unique


def _walk(children: dict[str | None, list[Comment]], top: Iterable[Comment] | None = None) -> list[Comment]:
    """Reading order from the top, without recursion."""
    ordered: list[Comment] = []
    waiting = [(comment, 0) for comment in reversed(list(children[None] if top is None else top))]
    while waiting:
        comment, depth = waiting.pop()
        ordered.append(comment if comment.depth == depth else attrs.evolve(comment, depth=depth))
        waiting.extend((reply, depth + 1) for reply in reversed(children.get(comment.key, ())))
    return ordered


def _walk_rings(unique: list[Comment], done: set[str], children: dict[str | None, list[Comment]]) -> list[Comment]:
    """Comments whose parents run in a circle: the first of each circle goes to the top."""
    ordered: list[Comment] = []
    for comment in unique:
        if comment.key in done:
            continue
        children[comment.parent_key] = [c for c in children[comment.parent_key] if c.key != comment.key]
        freed = _walk(children, [attrs.evolve(comment, is_orphan=True)])
        done |= {c.key for c in freed}
        ordered += freed
    return ordered
