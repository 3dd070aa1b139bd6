"""Retry-After: how long a server asks to be left alone.

Retry-After: 120                             -> 2 minutes
Retry-After: Wed, 21 Oct 2015 07:28:00 GMT   -> until then
"""

from __future__ import annotations

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime


def retry_after(header: str | None, *, now: datetime) -> float | None:
    """Seconds to wait, from 0; None where the header is missing or says nothing."""
    value = (header or "").strip()
    if value.replace(".", "", 1).isdecimal():
        return float(value)
    try:
        until = parsedate_to_datetime(value)
    except ValueError:
        return None
    # An HTTP date is in GMT; some servers leave the zone out.
    until = until if until.tzinfo else until.replace(tzinfo=UTC)
    return max(0.0, (until - now).total_seconds())
