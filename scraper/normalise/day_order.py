"""In which order a page's dates have day and month, told by all of them together: "03/04/2024" beside "25/04/2024".

"03/04/2024", "25/04/2024"                -> the day first: there is no month 25
"11/06/2024" on a page of June 2024       -> the day first: November is still to come
"01/06/2024", "02/06/2024", "04/06/2024"  -> the day first: else months lie between, and always the sixth
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime, timedelta

_NUMBERS = re.compile(r"(?<![\d./-])(\d{1,2})([/-])(\d{1,2})\2(\d{4}|\d\d)(?![\d/-])")
_LEAST = 3
# Days apart, one way and the other.
_NEARER = 8


def day_comes_first(raws: Iterable[str | None], now: datetime) -> bool | None:
    """Whether dates such as `05/04/2012` have the day first; None where they do not tell, or tell both.

    Args:
        raws: the dates as printed, of one page.
        now: when it was fetched; nothing was written later.
    """
    numbers = {(int(n[1]), int(n[3]), int(n[4])) for raw in raws if raw and (n := _NUMBERS.search(raw))}
    days, months = _readings(numbers, 0, 1), _readings(numbers, 1, 0)
    if not numbers or (days is None and months is None):
        return None
    return months is None if days is None or months is None else _by_distance(days, months, now)


def _readings(numbers: set[tuple[int, int, int]], day: int, month: int) -> list[datetime] | None:
    """The days so read, or None where one of them is none."""
    try:
        return [datetime(n[2] if n[2] > 99 else 2000 + n[2], n[month], n[day]) for n in numbers]
    except ValueError:
        return None


def _by_distance(days: list[datetime], months: list[datetime], now: datetime) -> bool | None:
    """By what lies ahead of now; else, of several, by which reading has them nearer to each other."""
    limit = now.replace(tzinfo=None) + timedelta(days=1)
    early, late = max(days) > limit, max(months) > limit
    if early != late:
        return late
    if len(days) < _LEAST:
        return None
    one, other = (max(days) - min(days)).days, (max(months) - min(months)).days
    if one * _NEARER < other:
        return True
    return False if other * _NEARER < one else None
