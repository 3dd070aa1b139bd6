"""What is known of a comment without a native id, stored or shown, and what two of them have in common."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import lru_cache

import attrs

EXACT = ("minute", "second")
YEAR = re.compile(r"\b(?:19|20)\d\d\b")


@attrs.frozen(kw_only=True)
class Trace:
    """What is known of one comment, stored or shown."""

    key: str
    author: str | None
    texts: tuple[str, ...]
    """Its words, the present ones first, then those of earlier versions."""
    at: datetime | None
    precision: str | None
    raw_date: str | None
    seen_at: datetime
    parent: str | None
    is_placeholder: bool = False
    is_gone: bool = False
    """Stored, and not shown when the thread was last read."""


Pairs = dict[str, str]
"""Keys on the page, and the keys they are stored under."""


class Left:
    """What is not settled yet, on both sides."""

    def __init__(self, shown: Sequence[Trace], stored: Sequence[Trace], pairs: Pairs) -> None:
        self.shown, self.stored, self.pairs = shown, stored, pairs
        self.taken = set(pairs.values())
        self.replies_shown, self.replies_stored = _replies(shown), _replies(stored)

    def new(self) -> list[Trace]:
        """Shown, and not recognised."""
        return [one for one in self.shown if one.key not in self.pairs]

    def free(self) -> list[Trace]:
        """Stored, and not met on this page."""
        return [one for one in self.stored if one.key not in self.taken]

    def settle(self, one: Trace, other: Trace) -> None:
        """The shown one is the stored other."""
        self.pairs[one.key] = other.key
        self.taken.add(other.key)


def _replies(traces: Sequence[Trace]) -> defaultdict[str, list[str]]:
    replies: defaultdict[str, list[str]] = defaultdict(list)
    for trace in traces:
        if trace.parent is not None:
            replies[trace.parent].append(trace.key)
    return replies


@lru_cache(maxsize=8192)
def fold(text: str) -> str:
    """Words as they compare: without case, accents, punctuation and the kinds of blanks and quotes."""
    decomposed = unicodedata.normalize("NFKD", text).casefold()
    return " ".join(re.findall(r"\w+", "".join(c for c in decomposed if not unicodedata.combining(c))))


def may_be_one(one: Trace, other: Trace, *, slack: timedelta = timedelta()) -> bool:
    """Whether the times of two traces allow that they are of one comment."""
    if one.at is None or other.at is None:
        return True
    if one.raw_date == other.raw_date and one.raw_date and YEAR.search(one.raw_date):
        return True
    return abs(one.at - other.at) <= tolerance(one) + tolerance(other) + slack


def tolerance(trace: Trace) -> timedelta:
    """How far off a time may be: by what the date leaves out, or by the unit in which it counts from now."""
    assert trace.at is not None  # noqa: S101 (asked before)
    if trace.raw_date is None or YEAR.search(trace.raw_date):
        return timedelta(minutes=1) if trace.precision in EXACT else timedelta(days=1)
    age = max(trace.seen_at - trace.at, timedelta())
    for most, unit in (
        (3600, 60),
        (86400, 3600),
        (8 * 86400, 86400),
        (32 * 86400, 7 * 86400),
        (366 * 86400, 31 * 86400),
    ):
        if age.total_seconds() <= most:
            return timedelta(seconds=unit * 1.5)
    return timedelta(days=550)


def in_common(left: Left, one: Trace, other: Trace) -> int:
    """How much of their surroundings two traces have in common: parent and replies."""
    same_parent = other.parent is None if one.parent is None else left.pairs.get(one.parent, one.parent) == other.parent
    replies = {left.pairs[reply] for reply in left.replies_shown[one.key] if reply in left.pairs}
    return 2 * len(replies.intersection(left.replies_stored[other.key])) + same_parent
