"""What a site has been asked for today, and until when it wants to be left alone: kept from one run to the next."""

from __future__ import annotations

from datetime import datetime, time

import attrs
import orjson

from archive.database import Archive
from archive.site_rows import find_site
from archive.times import text_time, time_text

_GET = "select value from settings where name = :name"
_PUT = """
    insert into settings (name, value)
    values (:name, :value)
    on conflict (name) do update set value = excluded.value
"""
_DROP = "delete from settings where name = :name"
# What robots.txt bars is recorded, and was not asked for.
_COUNT = """
    select count(*)
    from fetches
    where site_id = :site_id
      and source = 'crawl'
      and fetched_at >= :since
      and not (status is null and ifnull(reason, '') glob '*robots.txt*')
"""
_GET_BESIDE = "select value ->> 'count' from settings where name = :name and value ->> 'day' = :day"
_ADD_BESIDE = """
    insert into settings (name, value)
    values (:name, json_object('day', :day, 'count', 1))
    on conflict (name) do update set value = case
        when value ->> 'day' = :day then json_set(value, '$.count', (value ->> 'count') + 1)
        else excluded.value
    end
"""


@attrs.frozen(kw_only=True)
class Rest:
    """A site's wish, or need, to be left alone."""

    until: datetime
    refusals: int
    """Answers of "later" in a row, over all runs."""


def site_rest(archive: Archive, site: str) -> Rest | None:
    """How long the site was to be left alone when it was asked last; it may be over."""
    with archive.errors():
        row = archive.connection.execute(_GET, {"name": _name(site)}).fetchone()
    if row is None:
        return None
    kept = orjson.loads(row["value"])
    return Rest(until=text_time(kept["until"]), refusals=kept["refusals"])


def put_site_rest(archive: Archive, site: str, rest: Rest) -> None:
    """Remember that the site is to be left alone."""
    value = orjson.dumps({"until": time_text(rest.until), "refusals": rest.refusals}).decode()
    with archive.transaction() as connection:
        connection.execute(_PUT, {"name": _name(site), "value": value})


def drop_site_rest(archive: Archive, site: str) -> None:
    """Forget it: the site answers again."""
    with archive.transaction() as connection:
        connection.execute(_DROP, {"name": _name(site)})


def requests_of_day(archive: Archive, site: str, at: datetime) -> int:
    """How many requests the site's crawls made on that day (UTC): its fetches, and those that left none."""
    with archive.errors():
        values = {
            "site_id": find_site(archive.connection, site),
            "since": time_text(datetime.combine(at.date(), time(), tzinfo=at.tzinfo)),
        }
        fetched = int(archive.connection.execute(_COUNT, values).fetchone()[0])
        row = archive.connection.execute(_GET_BESIDE, _beside(site, at)).fetchone()
    return fetched + (int(row[0]) if row else 0)


def note_request_beside(archive: Archive, site: str, at: datetime) -> None:
    """Count a request that leaves no fetch of its own: a robots.txt, a second try."""
    with archive.transaction() as connection:
        connection.execute(_ADD_BESIDE, _beside(site, at))


def _name(site: str) -> str:
    return f"rest:{site}"


def _beside(site: str, at: datetime) -> dict[str, str]:
    return {"name": f"beside:{site}", "day": at.date().isoformat()}
