"""What was written on each site in each month, from counts that the store keeps up."""

from __future__ import annotations

import sqlite3
from collections import defaultdict

import attrs

from archive.database import Archive

_MONTHS = """
    select
        sites.host as site, months.month, months.articles, months.comments, months.replies, months.people, months.stated,
        months.stored_of_stated
    from months
    join sites using (site_id)
    where :site is null or sites.host = :site
    order by sites.host, months.month
"""
_DEPTHS = """
    select sites.host as site, month, depth as value, comments as count
    from month_depths
    join sites using (site_id)
    where :site is null or sites.host = :site
    order by depth
"""
_REPLY_TIMES = """
    select sites.host as site, month, within_seconds as value, replies as count
    from month_reply_times
    join sites using (site_id)
    where :site is null or sites.host = :site
    order by within_seconds
"""


@attrs.frozen(kw_only=True)
class MonthStats:
    """One month on one site."""

    site: str
    month: str
    """`2012-04`, by the date of publication, or else of the first sight."""
    articles: int
    comments: int
    replies: int
    people: int
    """Distinct names."""
    deepest: int | None
    mean_depth: float | None
    reply_within: int | None
    """Seconds within which half of the replies came, up to the next class (a minute, five, …, a day, …)."""
    completeness: float | None
    """Of the comments that the pages of this month's articles claim, the share that is stored."""


def month_stats(archive: Archive, *, site: str | None = None) -> list[MonthStats]:
    """One line for each month of each site, or of the one named, in the order of sites and months."""
    with archive.errors():
        key = {"site": site}
        depths = _grouped(archive.connection.execute(_DEPTHS, key))
        times = _grouped(archive.connection.execute(_REPLY_TIMES, key))
        rows = archive.connection.execute(_MONTHS, key).fetchall()
    return [
        _month(row, depths.get((row["site"], row["month"]), []), times.get((row["site"], row["month"]), []))
        for row in rows
    ]


def _grouped(rows: sqlite3.Cursor) -> dict[tuple[str, str], list[tuple[int, int]]]:
    groups: defaultdict[tuple[str, str], list[tuple[int, int]]] = defaultdict(list)
    for row in rows:
        groups[row["site"], row["month"]].append((row["value"], row["count"]))
    return groups


def _month(row: sqlite3.Row, depths: list[tuple[int, int]], times: list[tuple[int, int]]) -> MonthStats:
    count = sum(n for _, n in depths)
    return MonthStats(
        site=row["site"],
        month=row["month"],
        articles=row["articles"],
        comments=row["comments"],
        replies=row["replies"],
        people=row["people"],
        deepest=depths[-1][0] if depths else None,
        mean_depth=round(sum(depth * n for depth, n in depths) / count, 2) if count else None,
        reply_within=_median(times),
        completeness=row["stored_of_stated"] / row["stated"] if row["stated"] else None,
    )


def _median(classes: list[tuple[int, int]]) -> int | None:
    """The end of the class in which the middle one is."""
    total, before = sum(n for _, n in classes), 0
    for end, n in classes:
        before += n
        if before * 2 >= total:
            return end
    return None
