"""What machines read: RSS of stories and of comments, sitemaps, robots.txt."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from email.utils import format_datetime
from html import escape

from scraper.demo.addresses import latest, permalink
from scraper.demo.markup import html_of, shortened, text_of
from scraper.demo.stories import Reply, Story, all_stories

ITEMS = 10
_RSS = """<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/" \
xmlns:atom="http://www.w3.org/2005/Atom" xmlns:slash="http://purl.org/rss/1.0/modules/slash/" \
xmlns:wfw="http://wellformedweb.org/CommentAPI/">
<channel>
<title>{title}</title>
<atom:link href="{address}" rel="self" type="application/rss+xml" />
<link>{link}</link>
<description>The bicycle and garden paper of Port Tansy</description>
<lastBuildDate>{built}</lastBuildDate>
<language>en</language>
{items}
</channel>
</rss>
"""
_SITEMAP_NAMESPACE = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
_XML = '<?xml version="1.0" encoding="UTF-8"?>\n'


def feeds(base: str) -> Iterator[tuple[str, str]]:
    """Path and text of every feed."""
    stories = [story for story in all_stories() if not story.access]
    newest = list(reversed(stories))[:ITEMS]
    yield (
        "/feed/",
        _feed(f"{base}/feed/", base, "Spokes & Spades", [_story_item(base, story) for story in newest], newest),
    )
    pairs = latest(stories, ITEMS)
    items = [_reply_item(base, story, reply, on=True) for story, reply in pairs]
    yield (
        "/comments/feed/",
        _feed(f"{base}/comments/feed/", base, "Comments for Spokes & Spades", items, [reply for _, reply in pairs]),
    )
    for story in stories:
        if story.skin.is_wordpress and story.replies:
            pairs = latest([story], ITEMS)
            items = [_reply_item(base, story, reply, on=False) for _, reply in pairs]
            title = f"Comments on: {story.title}"
            address = f"{base}{story.path}feed/"
            yield f"{story.path}feed/", _feed(address, base + story.path, title, items, [reply for _, reply in pairs])


def sitemaps(base: str) -> Iterator[tuple[str, str]]:
    """The sitemap index and its two sitemaps; they name a page that robots.txt forbids, as such files do."""
    maps = "".join(f"<sitemap><loc>{base}/sitemap-{name}.xml</loc></sitemap>\n" for name in ("stories", "pages"))
    yield "/sitemap.xml", f"{_XML}<sitemapindex {_SITEMAP_NAMESPACE}>\n{maps}</sitemapindex>\n"
    stories = [(story.path, _changed(story)) for story in all_stories() if story.access != "password"]
    pages = [(path, None) for path in ("/", "/about/", "/masthead/", "/yard/", "/letters/")]
    yield "/sitemap-stories.xml", _sitemap(base, stories)
    yield "/sitemap-pages.xml", _sitemap(base, pages)


def robots(base: str) -> str:
    """The site's robots.txt."""
    return f"User-agent: *\nDisallow: /back-room/\nDisallow: /wp-login.php\n\nSitemap: {base}/sitemap.xml\n"


def _changed(story: Story) -> datetime:
    return max([story.written_at, *(reply.written_at for reply in story.replies)])


def _sitemap(base: str, pages: Sequence[tuple[str, datetime | None]]) -> str:
    entries = "".join(
        f"<url><loc>{base}{path}</loc>{f'<lastmod>{changed.isoformat()}</lastmod>' if changed else ''}</url>\n"
        for path, changed in pages
    )
    return f"{_XML}<urlset {_SITEMAP_NAMESPACE}>\n{entries}</urlset>\n"


def _feed(address: str, link: str, title: str, items: Sequence[str], written: Sequence[Story | Reply]) -> str:
    built = format_datetime(max(thing.written_at for thing in written))
    return _RSS.format(title=escape(title), address=address, link=link, built=built, items="\n".join(items))


def _story_item(base: str, story: Story) -> str:
    url = base + story.path
    creators = "".join(f"<dc:creator>{escape(name)}</dc:creator>\n" for name in story.authors)
    own_feed = f"<wfw:commentRss>{url}feed/</wfw:commentRss>\n" if story.skin.is_wordpress and story.replies else ""
    return f"""<item>
<title>{escape(story.title)}</title>
<link>{url}</link>
<comments>{url}#comments</comments>
<pubDate>{format_datetime(story.written_at)}</pubDate>
{creators}<category>{escape(story.section)}</category>
<guid isPermaLink="true">{url}</guid>
<description>{escape(shortened(text_of(story.blocks), 200)[0])} […]</description>
{own_feed}<slash:comments>{story.stated_count}</slash:comments>
</item>"""


def _reply_item(base: str, story: Story, reply: Reply, *, on: bool) -> str:
    url = permalink(base, story, reply)
    title = f"Comment on {story.title} by {reply.author}" if on else f"By: {reply.author}"
    return f"""<item>
<title>{escape(title)}</title>
<link>{url}</link>
<dc:creator>{escape(reply.author)}</dc:creator>
<pubDate>{format_datetime(reply.written_at)}</pubDate>
<guid isPermaLink="true">{url}</guid>
<description>{escape(text_of(reply.blocks))}</description>
<content:encoded><![CDATA[{html_of(reply.blocks)}]]></content:encoded>
</item>"""
