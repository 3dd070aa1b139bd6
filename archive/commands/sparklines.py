"""A row of months as a row of bars."""

from __future__ import annotations

from collections.abc import Sequence

_BARS = "▁▂▃▄▅▆▇█"
_WIDEST = 48
_YEAR = 12


def sparkline(months: Sequence[tuple[str, int]]) -> str:
    """Bars for months and their numbers, gaps filled with the lowest; one bar a year where months would be too many.

    Args:
        months: `2012-04` and how many, in order.
    """
    if not months:
        return ""
    first, last = (_number(month) for month in (months[0][0], months[-1][0]))
    step = 1 if last - first < _WIDEST else _YEAR
    counts = [0] * ((last - first) // step + 1)
    for month, count in months:
        counts[(_number(month) - first) // step] += count
    highest = max(counts)
    return "".join(" " if not count else _BARS[(len(_BARS) - 1) * count // highest] for count in counts[-_WIDEST:])


def _number(month: str) -> int:
    year, _, number = month.partition("-")
    return int(year) * _YEAR + int(number or 1) - 1
