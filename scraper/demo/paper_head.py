"""The head of the paper's articles: canonical link, feed, robots, and structured data where a story has it."""

from __future__ import annotations

import json
from html import escape

from scraper.demo.markup import shortened, text_of
from scraper.demo.stories import Story

PAPER = "Spokes & Spades"


def article_head(base: str, story: Story) -> str:
    """The lines of the head that belong to one story."""
    url = base + story.path
    lines = [f'<link rel="canonical" href="{url}" />']
    if story.replies and not story.access:
        lines.append(
            f'<link rel="alternate" type="application/rss+xml" title="{escape(story.title)} Comments Feed" href="{url}feed/" />'
        )
    if story.robots:
        lines.append(f'<meta name="robots" content="{story.robots}" />')
    if story.head == "opengraph":
        lines += _open_graph(url, story)
    if story.head == "jsonld":
        lines.append(
            f'<script type="application/ld+json">{json.dumps(_json_ld(url, story), ensure_ascii=False)}</script>'
        )
    return "\n".join(lines) + "\n"


def _open_graph(url: str, story: Story) -> list[str]:
    values = {
        "og:type": "article",
        "og:title": story.title,
        "og:url": url,
        "og:site_name": PAPER,
        "og:description": shortened(text_of(story.blocks), 150)[0],
        "article:published_time": story.written_at.isoformat(),
        "article:section": story.section,
    }
    return [f'<meta property="{name}" content="{escape(value)}" />' for name, value in values.items()]


def _json_ld(url: str, story: Story) -> dict[str, object]:
    return {
        "@context": "https://schema.org",
        "@type": "BlogPosting",
        "headline": story.title,
        "author": [{"@type": "Person", "name": name} for name in story.authors],
        "datePublished": story.written_at.isoformat(),
        "mainEntityOfPage": url,
        "articleSection": story.section,
        "keywords": list(story.tags),
        "commentCount": story.stated_count,
        "publisher": {"@type": "Organization", "name": PAPER},
    }
