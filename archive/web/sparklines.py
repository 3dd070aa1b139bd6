"""Sparklines: counts by month, as a little line that the server draws, so it needs no script."""

from __future__ import annotations

from collections.abc import Sequence

import attrs

_WIDTH, _HEIGHT = 240, 36
_LONGEST = 600
"""Months: fifty years; an article dated in the year 1 must not flatten all others."""


@attrs.frozen(kw_only=True)
class Sparkline:
    """A line, ready to be put into an SVG element."""

    points: str
    width: int
    height: int
    first: str
    last: str
    most: int

    @property
    def words(self) -> str:
        """The same for those who cannot see it."""
        return f"{self.first} to {self.last}, at most {self.most:,} in a month"


def sparkline(months: Sequence[tuple[str, int]]) -> Sparkline | None:
    """The line of counts by month (`2012-04`), months without any among them; None where there is nothing to draw.

    Args:
        months: in their order.
    """
    counts = {_number(month): count for month, count in months if count > 0}
    if not counts:
        return None
    last = max(counts)
    first = max(min(counts), last - _LONGEST + 1)
    values = [counts.get(number, 0) for number in range(first, last + 1)]
    most = max(values)
    step = _WIDTH / max(1, len(values) - 1)
    drawn = values if len(values) > 1 else values * 2
    points = " ".join(
        f"{round(at * (step if len(values) > 1 else _WIDTH), 1):g},{round(_HEIGHT - 2 - (_HEIGHT - 4) * value / most, 1):g}"
        for at, value in enumerate(drawn)
    )
    return Sparkline(points=points, width=_WIDTH, height=_HEIGHT, first=_month(first), last=_month(last), most=most)


def _number(month: str) -> int:
    return int(month[:4]) * 12 + int(month[5:7]) - 1


def _month(number: int) -> str:
    return f"{number // 12:04}-{number % 12 + 1:02}"
