"""Reply trees as pairs of ids: every parent known, and no rings."""

from __future__ import annotations

from collections.abc import Mapping


def without_rings(parents: Mapping[int, int | None]) -> dict[int, int | None]:
    """The same parents, except that one comment of each ring is left without.

    Args:
        parents: each comment and its parent; parents that are no keys themselves are taken for tops.
    """
    free = dict(parents)
    if all(parent is None or parent < child for child, parent in free.items()):
        return free  # ids rise along every branch: the usual case, since parents are stored before their replies
    settled: set[int] = set()
    for start in parents:
        path: dict[int, None] = {}
        at: int | None = start
        while at is not None and at not in settled and at not in path:
            path[at] = None
            at = free.get(at)
        if at is not None and at in path:
            free[at] = None
        settled.update(path)
    return free
