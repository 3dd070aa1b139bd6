"""Whether the counts by month, name and depth are what the rows add up to; for `check`."""

from __future__ import annotations

from collections.abc import Iterator

from archive.counting import COUNTED_ARTICLES, COUNTED_COMMENTS
from archive.database import Archive

_COUNTS = {
    "articles by month": (
        "select site_id, month, articles, stated, stored_of_stated from months where articles <> 0",
        f"select site_id, month, count(*), sum(stated), sum(stored_of_stated) from ({COUNTED_ARTICLES}) group by 1, 2",  # noqa: S608 (our own constants, as below)
    ),
    "comments by month": (
        "select site_id, month, comments, replies, people from months where comments <> 0",
        f"select site_id, month, count(*), sum(is_reply), count(distinct name) from ({COUNTED_COMMENTS}) group by 1, 2",  # noqa: S608 (our own constants)
    ),
    "depths": (
        "select site_id, month, depth, comments from month_depths",
        f"select site_id, month, depth, count(*) from ({COUNTED_COMMENTS}) group by 1, 2, 3",  # noqa: S608 (our own constants)
    ),
    "reply times": (
        "select site_id, month, within_seconds, replies from month_reply_times",
        f"select site_id, month, within_seconds, count(*) from ({COUNTED_COMMENTS}) where within_seconds is not null group by 1, 2, 3",  # noqa: S608 (our own constants)
    ),
    "names": (
        "select site_id, name, comment_count from authors",
        f"select site_id, name, count(*) from ({COUNTED_COMMENTS}) where name is not null group by 1, 2",  # noqa: S608 (our own constants)
    ),
    "names by month": (
        "select site_id, month, name, comment_id from author_comments",
        f"select site_id, month, name, comment_id from ({COUNTED_COMMENTS}) where name is not null",  # noqa: S608 (our own constants)
    ),
    "people": (
        "select site_id, people from sites where people <> 0",
        "select site_id, count(*) from authors group by 1",
    ),
}


def count_faults(archive: Archive) -> Iterator[str]:
    """A line for each count that is not what it should be."""
    for what, (counted, present) in _COUNTS.items():
        for one, other, says in ((counted, present, "is counted, but not there"), (present, counted, "is not counted")):
            for row in archive.connection.execute(f"{one} except {other}"):
                yield f"{what}: {' '.join(str(value) for value in row)} {says}"
