"""Search: one box, filters beside it, an address that can be shared, and a feed of it."""

from __future__ import annotations

from datetime import date

import attrs

from archive.search import Order, SearchFilters, SearchIn
from archive.times import now, time_text
from archive.web.answers import Answered, Asked
from archive.web.finding import MOST, Found, Wanted, find, sites
from archive.web.pages.site import page_number
from archive.web.rendering import render

_ON_A_PAGE = 30
_IN_FEED = 50
_HIGHEST = 1_000_000_000
_LONGEST = 500
"""Characters of a query."""


@attrs.frozen(kw_only=True)
class SearchPage:
    """One page of hits."""

    hits: list[Found]
    sites: list[str]
    page: int
    has_more: bool
    is_common: bool
    """There are too many to rank: these are the newest."""


async def search(asked: Asked) -> Answered:
    """The page of a search."""
    wanted, page = wanted_of(asked), min(page_number(asked), MOST // _ON_A_PAGE)
    last = page * _ON_A_PAGE
    seen, hosts = await asked.room.ask(
        lambda archive, shown: (find(archive, shown, wanted, limit=min(MOST, last + 1)), sites(archive))
    )
    hits = seen.hits
    found = SearchPage(
        hits=hits[last - _ON_A_PAGE : last],
        sites=hosts,
        page=page,
        has_more=len(hits) > last,
        is_common=seen.is_common,
    )
    return Answered(body=render("search.html", asked, page=found, wanted=wanted, values=_values(asked)))


async def feed(asked: Asked) -> Answered:
    """The same search as an Atom feed."""
    wanted = wanted_of(asked)
    seen = await asked.room.ask(lambda archive, shown: find(archive, shown, wanted, limit=_IN_FEED))
    body = render("search.atom", asked, hits=seen.hits, wanted=wanted, values=_values(asked), at=time_text(now()))
    return Answered(body=body, kind="application/atom+xml; charset=utf-8")


def wanted_of(asked: Asked) -> Wanted:
    """The search an address asks for; what cannot be understood in it is left out."""
    values = _values(asked)
    within = values.get("in", "")
    return Wanted(
        text=values.get("q", "")[:_LONGEST],
        within=SearchIn(within) if within in set(SearchIn) else SearchIn.BOTH,
        filters=SearchFilters(
            author=values.get("author"),
            site=values.get("site"),
            since=_day(values.get("since"), "T00:00:00Z"),
            until=_day(values.get("until"), "T23:59:59Z"),
            min_score=_number(values.get("score")),
            replies_to=values.get("replies"),
        ),
        order=Order.DATE if values.get("order") == "newest" else Order.BEST,
    )


def _values(asked: Asked) -> dict[str, str]:
    names = ("q", "in", "author", "site", "since", "until", "order", "score", "replies")
    return {name: value for name in names if (value := asked.values.get(name, "").strip())}


def _number(given: str | None) -> int | None:
    try:
        return max(-_HIGHEST, min(_HIGHEST, int(given or "")))
    except ValueError:
        return None


def _day(given: str | None, time: str) -> str | None:
    try:
        return date.fromisoformat(given or "").isoformat() + time
    except ValueError:
        return None
