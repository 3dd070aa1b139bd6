"""Which of a page's links are followed, and as what."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

import attrs

from archive.records import Link, Page, PageKind, Relation
from archive.times import now
from scraper.engine.plan import LISTS, CrawlPlan, Via
from scraper.normalise.traps import is_far_day, is_trap
from scraper.normalise.urls import article_address, canonical_url, is_page
from scraper.spiders.usual_places import usual_feeds

# A page's own further parts are followed whatever its links say: `nofollow` there is about ranking.
_OWN_PARTS = frozenset({Relation.COMMENT_PAGE, Relation.ARTICLE_PAGE})
_REFRESH = re.compile(rb"""<meta[^>]+http-equiv=["']?refresh["']?[^>]*?url=\s*["']?([^"'>\s]+)""", re.I)


def links_of_page(page: Page) -> Iterator[Link]:
    """Everything a page says is worth a visit: its links, its further comment pages, where its sidebar points."""
    if page.api_root is not None:
        yield Link(url=page.api_root.url, relation=Relation.API)
    if page.directives.nofollow:
        return
    yield from (Link(url=url, relation=Relation.COMMENT_PAGE) for url in page.more_comment_pages)
    for entry in page.recent_comments:
        if entry.url:
            yield Link(url=article_address(entry.url), relation=Relation.SIDEBAR)
    for link in page.links:
        # Each article names a feed of its own comments: one more request for nothing that the page does not say.
        if link.relation is not Relation.COMMENT_FEED or page.kind not in {PageKind.ARTICLE, PageKind.COMMENTS}:
            yield link
    yield from usual_feeds(page)


def followed(links: Iterable[Link], *, plan: CrawlPlan, depth: int) -> tuple[Link, ...]:
    """Those links that this crawl follows, in one spelling, each once.

    Args:
        links: absolute addresses, best relation first.
        plan: says which addresses belong to the crawl, and how deep it goes.
        depth: of the page that names them.
    """
    is_deepest = plan.depth_limit and depth >= plan.depth_limit
    kept: dict[str, Link] = {}
    year = now().year
    for link in links:
        if link.relation is Relation.API:
            _keep_api(kept, link, plan)
        if is_deepest or link.relation is Relation.API:
            continue
        if link.nofollow and link.relation not in _OWN_PARTS:
            continue
        if plan.only_article and link.relation not in _OWN_PARTS:
            continue
        url = canonical_url(link.url)
        if url in kept or not url.startswith(("http://", "https://")) or not plan.covers(url):
            continue
        # An endpoint is asked as the page names it, whatever its parameters look like: oembed has an address in them.
        if link.relation is not Relation.SUPPLEMENT and (is_trap(url) or is_far_day(url, year=year)):
            continue
        if link.relation in LISTS or (is_page(url) and plan.is_included(url)):
            kept[url] = link if url == link.url else attrs.evolve(link, url=url)
    return tuple(kept.values())


def _keep_api(kept: dict[str, Link], link: Link, plan: CrawlPlan) -> None:
    """The address of an API, which may stand on another host than the pages whose comments it tells."""
    url = canonical_url(link.url)
    if (
        plan.via is not Via.PAGES
        and url.startswith(("http://", "https://"))
        and not (plan.only_article and link.nofollow)
    ):
        kept.setdefault(url, attrs.evolve(link, url=url))


def refresh_target(body: bytes) -> str | None:
    """Where `<meta http-equiv=refresh>` in the head leads, as it stands there."""
    found = _REFRESH.search(body[:4096])
    return found[1].decode("utf-8", "replace").replace("&amp;", "&") if found else None
