"""What time a text tells, whenever its page was fetched: for rules that compare dates, which `scraper.normalise` works out later."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import lru_cache

from scraper.normalise.dates import ParsedDate, parse_date

_FAR = datetime(2100, 1, 1, tzinfo=UTC)


@lru_cache(maxsize=4096)  # several comments are of one day, and each date is looked at more than once
def told_time(text: str) -> ParsedDate | None:
    """The time a text tells, or None; "2 hours ago" is one, but tells no day of its own."""
    return parse_date(text, relative_to=_FAR)
