"""The platforms we know, and what they make of a page or an answer."""

from __future__ import annotations

import attrs

from archive.records import ApiRoot, Link, Page
from scraper.extract.dom import Document
from scraper.extract.structured import Head
from scraper.platforms import coral, discourse, disqus, ghost, github, isso, wordpress
from scraper.platforms.answers import Answer, Known, Platform

PLATFORMS: tuple[Platform, ...] = (
    wordpress.PLATFORM,
    discourse.PLATFORM,
    ghost.PLATFORM,
    isso.PLATFORM,
    disqus.PLATFORM,
    coral.PLATFORM,
    github.PLATFORM,
)


def with_platforms(document: Document, head: Head, page: Page) -> Page:
    """The page with the addresses at which its platforms tell more."""
    links = [link for platform in PLATFORMS for link in platform.find(document, head, page)]
    roots = ((platform.name, platform.root(document, head, page)) for platform in PLATFORMS)
    root = next((ApiRoot(platform=name, url=url) for name, url in roots if url), None)
    is_apart = bool(page.comments) and any(platform.numbers_apart(document) for platform in PLATFORMS)
    return attrs.evolve(page, links=(*page.links, *links), api_root=root, is_numbered_apart=is_apart)


def read_answer(answer: Answer) -> Page | None:
    """What an answer tells, by the first platform that knows it; None where none does."""
    return next((page for platform in PLATFORMS if (page := platform.read(answer)) is not None), None)


def entry_points(root: ApiRoot, known: Known | None) -> tuple[Link, ...]:
    """The lists under a root."""
    return next((p.entry_points(root.url, known) for p in PLATFORMS if p.name == root.platform), ())
