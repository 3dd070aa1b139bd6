"""How far runs went, and what of it a run that goes further has to read again.

A page that has not changed is not read again, so what its links were left out for (too deep, excluded) would stay unknown
for good. So each run notes its reach, from when on it held:

    depth 1 since March     links of pages at depth 1 were left out
    depth 5 now             what was visited since March, at depth 1 or deeper, is asked for again, and read anew

Addresses that were left out themselves, since settings that came later exclude them, wait for settings that do not.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

import attrs
import orjson

from archive.database import Archive
from archive.settings import get_setting, put_setting
from archive.site_rows import site_id_of
from archive.times import text_time, time_text

EXCLUDED = "left out by the site's settings"
"""Why an address was not asked for."""
ONE_PAGE = -1
"""As a depth: of no page is any link followed."""
_REMEMBERED = 20
"""Changes of mind, of which pages may still wait to be read anew."""
_AGAIN = """
    update frontier
    set state = 'pending', attempts = 0, not_before = null
    where site_id = :site_id
      and state = 'done'
      and relation not in ('supplement', 'api')
      and depth >= :depth
      and visited_at between :since and :until
"""
_NO_LONGER_EXCLUDED = """
    update frontier
    set state = 'pending', attempts = 0, not_before = null, error = null
    where site_id = :site_id
      and state = 'done'
      and error = :excluded
"""


@attrs.frozen(kw_only=True)
class Reach:
    """Which links a run follows."""

    depth: int
    """Of the deepest pages; 0 is without limit."""
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()

    def lacks(self, other: Reach) -> int | None:
        """The depth from which on this run has left out links that the other follows; None where it follows all."""
        is_narrower = bool(set(self.exclude) - set(other.exclude)) or (
            bool(self.include) and (not other.include or bool(set(other.include) - set(self.include)))
        )
        if is_narrower:
            return 0
        is_shorter = self.depth != 0 and (other.depth == 0 or self.depth < other.depth)
        return max(self.depth, 0) if is_shorter else None


@attrs.frozen(kw_only=True)
class Anew:
    """Visits whose pages are to be read again, though their bytes are known."""

    since: datetime
    until: datetime
    depth: int

    def holds(self, depth: int, visited_at: datetime) -> bool:
        """Whether a visit is one of them."""
        return depth >= self.depth and self.since <= visited_at <= self.until


def go_as_far(archive: Archive, site: str, reach: Reach, *, at: datetime) -> tuple[Anew, ...]:
    """Note a run's reach, make due again what earlier ones left links out of, and say which visits these were."""
    name = f"reach:{site}"
    kept = orjson.loads(get_setting(archive, name) or '{"periods": [], "anew": []}')
    periods = [(_reach(period), text_time(period["since"])) for period in kept["periods"]]
    ends = [since for _, since in periods[1:]]
    lacking = [
        Anew(since=since, until=until, depth=depth)
        for (earlier, since), until in zip(periods, [*ends, at], strict=False)
        if (depth := earlier.lacks(reach)) is not None
    ]
    standing = [period for period in periods if period[0].lacks(reach) is None]
    if not standing or standing[-1][0] != reach:
        standing.append((reach, at))
    anew = (*(_anew(value) for value in kept["anew"]), *lacking)[-_REMEMBERED:]
    if lacking:
        _ask_again(archive, site, lacking)
    now_kept = {
        "periods": [{**attrs.asdict(period), "since": time_text(since)} for period, since in standing],
        "anew": [{"since": time_text(a.since), "until": time_text(a.until), "depth": a.depth} for a in anew],
    }
    if now_kept != kept:
        put_setting(archive, name, orjson.dumps(now_kept).decode())
    return anew


def _ask_again(archive: Archive, site: str, lacking: list[Anew]) -> None:
    with archive.transaction() as connection:
        site_id = site_id_of(connection, site)
        for anew in lacking:
            span = {"since": time_text(anew.since), "until": time_text(anew.until), "depth": anew.depth}
            connection.execute(_AGAIN, {"site_id": site_id, **span})
        connection.execute(_NO_LONGER_EXCLUDED, {"site_id": site_id, "excluded": EXCLUDED})


def _reach(kept: dict[str, Any]) -> Reach:
    return Reach(depth=kept["depth"], include=tuple(kept["include"]), exclude=tuple(kept["exclude"]))


def _anew(kept: dict[str, Any]) -> Anew:
    return Anew(since=text_time(kept["since"]), until=text_time(kept["until"]), depth=kept["depth"])
