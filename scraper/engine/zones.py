"""A site's time zone: known from its own API, and needed wherever a theme prints local times."""

from __future__ import annotations

from datetime import datetime, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from archive.database import Archive
from archive.settings import get_setting
from archive.store.supplements import redate_articles, redate_comments, zone_setting
from scraper.normalise.dates import parse_date


def zone_named(name: str | None) -> tzinfo | None:
    """The zone of an IANA name; None where there is none of that name."""
    if not name:
        return None
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


def zone_of(archive: Archive, site: str) -> tzinfo | None:
    """The zone of a site, if the archive knows it."""
    return zone_named(get_setting(archive, zone_setting(site)))


def learn_zone(archive: Archive, site: str, name: str) -> tzinfo | None:
    """The zone that a site has just told; what was stored before is dated anew."""
    zone = zone_named(name)
    if zone is None:
        return None

    def read(raw: str, seen_at: datetime) -> datetime | None:
        found = parse_date(raw, relative_to=seen_at, zone=zone)
        return found.at if found else None

    with archive.transaction() as connection:
        redate_comments(connection, site, read)
        redate_articles(connection, site, read)
    return zone
