"""Search as the room shows it: without what may not be seen, and without telling who bears which pseudonym."""

from __future__ import annotations

import attrs
import orjson

from archive.database import Archive
from archive.export.naming import ThreadNaming
from archive.search import Hit, Order, SearchFilters, SearchIn, find_hits
from archive.web.people import people_of
from archive.web.room import Shown

MOST = 300
"""Hits that can be turned through: who needs more narrows the search."""
_NOARCHIVE = """
    select article_id
    from articles
    where article_id in (select value from json_each(:articles))
      and is_noarchive
"""
_SITES = "select host from sites order by host limit 500"


@attrs.frozen(kw_only=True)
class Wanted:
    """What is searched for, as its address says."""

    text: str
    within: SearchIn
    filters: SearchFilters
    order: Order = Order.BEST


@attrs.frozen(kw_only=True)
class Found:
    """A hit as it is shown."""

    hit: Hit
    title: str
    author: str | None
    pieces: tuple[tuple[str, bool], ...]
    """The excerpt, in pieces that match and pieces that do not."""


@attrs.frozen(kw_only=True)
class Seen:
    """The hits that may be seen."""

    hits: list[Found]
    is_common: bool
    """There are too many to rank: these are the newest."""


def find(archive: Archive, shown: Shown, wanted: Wanted, *, limit: int) -> Seen:
    """The hits that may be seen, best first or newest first."""
    if not shown.has_people:
        # A hit under a name would tell whose pseudonym it bears.
        wanted = attrs.evolve(wanted, filters=attrs.evolve(wanted.filters, author=None, replies_to=None))
    sought = find_hits(
        archive, wanted.text, within=wanted.within, filters=wanted.filters, limit=limit, order=wanted.order
    )
    hits = list(sought.hits)
    hidden = set() if shown.noarchive else _noarchive(archive, hits)
    found = (_found(archive, shown, hit) for hit in hits if hit.article_id not in hidden)
    return Seen(hits=[hit for hit in found if hit is not None], is_common=sought.is_common)


def sites(archive: Archive) -> list[str]:
    """The sites there are, for a choice."""
    return [row["host"] for row in archive.connection.execute(_SITES)]


def _noarchive(archive: Archive, hits: list[Hit]) -> set[int]:
    articles = orjson.dumps([hit.article_id for hit in hits]).decode()
    return {row["article_id"] for row in archive.connection.execute(_NOARCHIVE, {"articles": articles})}


def _found(archive: Archive, shown: Shown, hit: Hit) -> Found | None:
    """The hit with its people named as they are shown; None where only a name that is not shown matched."""
    naming = people_of(archive, shown, hit.article_id, hit.site)
    pieces = tuple(_pieces(hit))
    if not shown.has_people:
        named = _renamed(naming, pieces)
        if named is None:
            return None
        pieces = named
    return Found(
        hit=hit,
        title=naming.in_text(hit.title) or "Without a title",
        author=naming.name(hit.author) if hit.kind == "comment" else _authors(naming, hit.author),
        pieces=pieces,
    )


def _pieces(hit: Hit) -> list[tuple[str, bool]]:
    pieces, at = [], 0
    for start, end in hit.highlights:
        pieces += [(hit.excerpt[at:start], False), (hit.excerpt[start:end], True)]
        at = end
    return [(text, is_match) for text, is_match in [*pieces, (hit.excerpt[at:], False)] if text]


def _renamed(naming: ThreadNaming, pieces: tuple[tuple[str, bool], ...]) -> tuple[tuple[str, bool], ...] | None:
    """The excerpt with its names replaced; None where a word that matched was one, or nothing else shows the match.

    Marks are kept where no name was replaced; else they are dropped, for the places have moved.
    """
    plain = "".join(text for text, _ in pieces)
    renamed = naming.in_text(plain) or ""
    matched = [text for text, is_match in pieces if is_match]
    if not matched or any(renamed.casefold().count(word.casefold()) < matched.count(word) for word in matched):
        return None
    return pieces if renamed == plain else ((renamed, False),)


def _authors(naming: ThreadNaming, authors: str | None) -> str | None:
    """Of an article's hit: several names in one text."""
    if authors is None:
        return None
    return ", ".join(name for author in authors.split(", ") if (name := naming.name(author)) is not None) or None
