"""The whole site as resources: every path with its bytes, type and date."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import cache
from importlib.resources import files
from urllib.parse import parse_qs, urlsplit

import attrs

from scraper.demo.addresses import comment_pages, page_path
from scraper.demo.feeds import feeds, robots, sitemaps
from scraper.demo.letters import letters_article
from scraper.demo.listings import listing_pages
from scraper.demo.markup import html_of
from scraper.demo.paper import paper_article, parts_of, wordpress_page
from scraper.demo.paper_head import PAPER
from scraper.demo.standing_pages import standing_pages
from scraper.demo.stories import Skin, Story, all_stories
from scraper.demo.yard import yard_article

HTML = "text/html; charset=UTF-8"
# Nothing on the site is newer than its last comment; a later date would tell of a change that was none.
LAST_MODIFIED = datetime(2015, 11, 12, 7, 0, tzinfo=UTC)
_AVATARS = 12


@attrs.frozen(kw_only=True)
class Resource:
    """What one path answers."""

    body: bytes
    content_type: str
    robots: str | None = None
    """Value of an X-Robots-Tag header."""

    @property
    def etag(self) -> str:
        """A strong validator: changes when the bytes do."""
        return f'"{hashlib.sha256(self.body).hexdigest()[:20]}"'


@attrs.frozen
class Site:
    """All resources of the site for one base address."""

    base: str
    resources: dict[str, Resource]

    def find(self, target: str) -> Resource | str | None:
        """What a request target leads to: a resource, a path to be redirected to, or nothing.

        A query changes nothing but `print`, which gives the printable page.
        """
        parts = urlsplit(target)
        if "print" in parse_qs(parts.query) and (story := _story_at(parts.path)):
            return _html(printable(self.base, story), robots="noindex")
        found = self.resources.get(parts.path)
        if found is None and not parts.path.endswith("/") and parts.path + "/" in self.resources:
            return parts.path + "/"
        return found

    @property
    def html_paths(self) -> tuple[str, ...]:
        """The paths of all pages."""
        return tuple(path for path, resource in self.resources.items() if resource.content_type == HTML)


@cache
def build_site(base: str) -> Site:
    """The site as it stands at a base address (`http://127.0.0.1:8765`, no slash at the end)."""
    resources = {path: _html(text) for path, text in (*listing_pages(base), *standing_pages(base), *_stories(base))}
    for path, text in feeds(base):
        resources[path] = Resource(body=text.encode(), content_type="application/rss+xml; charset=UTF-8")
    for path, text in sitemaps(base):
        resources[path] = Resource(body=text.encode(), content_type="application/xml; charset=UTF-8")
    resources["/robots.txt"] = Resource(body=robots(base).encode(), content_type="text/plain; charset=UTF-8")
    for entry in (files("scraper.demo") / "styles").iterdir():
        resources[f"/styles/{entry.name}"] = Resource(body=entry.read_bytes(), content_type="text/css; charset=UTF-8")
    for number in range(_AVATARS):
        resources[f"/avatars/{number}.svg"] = Resource(body=_avatar(number), content_type="image/svg+xml")
    return Site(base=base, resources=resources)


def printable(base: str, story: Story) -> str:
    """The page for the printer: the story without its talk."""
    text = "\n".join(html_of(part) for part in parts_of(story))
    main = f'<h1 class="entry-title">{story.title}</h1>\n<div class="entry-content">\n{text}\n</div>'
    head = f'<link rel="canonical" href="{base}{story.path}" />\n'
    return wordpress_page(base, title=f"{story.title} | {PAPER}", main=main, head=head, language=story.language)


def _stories(base: str) -> Iterator[tuple[str, str]]:
    for story in all_stories():
        if story.skin is Skin.YARD:
            yield story.path, yard_article(base, story)
        elif story.skin is Skin.LETTERS:
            yield story.path, letters_article(base, story)
        else:
            yield from _paper_pages(base, story)


def _paper_pages(base: str, story: Story) -> Iterator[tuple[str, str]]:
    yield story.path, paper_article(base, story)
    for part in range(2, len(parts_of(story)) + 1):
        yield f"{story.path}{part}/", paper_article(base, story, part=part)
    pages = comment_pages(story)
    if len(pages) > 1:
        # WordPress answers at the first page's own address too, with the same page.
        yield f"{story.path}comment-page-1/", paper_article(base, story)
    for number in range(2, len(pages) + 1):
        yield page_path(story, number), paper_article(base, story, number)


def _story_at(path: str) -> Story | None:
    return next((story for story in all_stories() if story.path == path and not story.access), None)


def _html(text: str, *, robots: str | None = None) -> Resource:
    return Resource(body=text.encode(), content_type=HTML, robots=robots)


def _avatar(number: int) -> bytes:
    hue = number * 360 // _AVATARS
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 40" width="40" height="40">'
        f'<rect width="40" height="40" fill="hsl({hue},45%,78%)"/><circle cx="20" cy="16" r="7" fill="hsl({hue},45%,40%)"/>'
        f'<path d="M6 40a14 14 0 0 1 28 0z" fill="hsl({hue},45%,40%)"/></svg>'
    ).encode()
