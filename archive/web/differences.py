"""What an edit changed, in words: kept, inserted, removed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import SequenceMatcher
from enum import StrEnum

# Words; characters one by one where a script has no blanks; blanks and marks between them.
_PIECE = re.compile(r"[\u2e80-\ud7ff\uf900-\ufaff\uff66-\uffdc]|[^\W\u2e80-\ud7ff\uf900-\ufaff\uff66-\uffdc]+|\n|\s+|.")
_MOST = 4000
"""Pieces compared one by one; of longer texts whole lines are, since the time grows with the square."""


class Change(StrEnum):
    """What became of some words."""

    KEPT = "kept"
    INSERTED = "inserted"
    REMOVED = "removed"


def differences(old: str, new: str) -> list[tuple[Change, str]]:
    """How the new text came from the old one, in order; of what was exchanged, the removed words come first."""
    before, after = _PIECE.findall(old), _PIECE.findall(new)
    if max(len(before), len(after)) > _MOST:
        before, after = old.splitlines(keepends=True), new.splitlines(keepends=True)
    found: list[tuple[Change, str]] = []
    for change, text in _changes(before, after):
        if not text:
            continue
        if found and found[-1][0] is change:
            found[-1] = (change, found[-1][1] + text)
        else:
            found.append((change, text))
    return found


def _changes(before: list[str], after: list[str]) -> Iterator[tuple[Change, str]]:
    for tag, i, j, k, m in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag == "equal":
            yield Change.KEPT, "".join(before[i:j])
        else:
            yield Change.REMOVED, "".join(before[i:j])
            yield Change.INSERTED, "".join(after[k:m])
