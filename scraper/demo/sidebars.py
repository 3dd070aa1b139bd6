"""What stands beside the pages: Recent Comments in two shapes, archives, people."""

from __future__ import annotations

from functools import cache
from html import escape

from archive.records import RecentComment
from scraper.demo.addresses import latest, month_path, permalink
from scraper.demo.markup import shortened, text_of
from scraper.demo.people import yard_html
from scraper.demo.stories import Skin, all_stories

ENTRIES = 5
EXCERPT = 58


def paper_recent(base: str) -> tuple[RecentComment, ...]:
    """The paper's widget: author, title of the article, permalink."""
    stories = [story for story in all_stories() if story.skin.is_wordpress]
    return tuple(
        RecentComment(
            position=position,
            author=reply.author,
            excerpt=None,
            truncated=False,
            url=permalink(base, story, reply),
            article_title=story.title,
        )
        for position, (story, reply) in enumerate(latest(stories, ENTRIES))
    )


def yard_recent(base: str) -> tuple[RecentComment, ...]:
    """The Yard's list: author and the first words; the address is the page's, not the comment's."""
    stories = [story for story in all_stories() if story.skin is Skin.YARD]
    entries = []
    for position, (story, reply) in enumerate(latest(stories, ENTRIES)):
        excerpt, truncated = shortened(text_of(reply.blocks), EXCERPT)
        entries.append(
            RecentComment(
                position=position,
                author=reply.author,
                excerpt=excerpt,
                truncated=truncated,
                url=base + story.path,
                article_title=None,
            )
        )
    return tuple(entries)


@cache
def paper_sidebar(base: str) -> str:
    """The widget of recent comments as WordPress prints it."""
    items = "\n".join(
        f'<li class="recentcomments">{escape(entry.author or "", quote=False)} on '
        f'<a href="{entry.url}">{escape(entry.article_title or "", quote=False)}</a></li>'
        for entry in paper_recent(base)
    )
    return (
        '<li id="recent-comments-2" class="widget widget_recent_comments"><h3 class="widget-title">Recent Comments</h3>\n'
        f'<ul id="recentcomments">\n{items}\n</ul></li>'
    )


@cache
def yard_sidebar(base: str) -> str:
    """Recent comments with cut excerpts, then the people."""
    items = "\n".join(
        f'<li><a href="{entry.url}">{escape(entry.author or "", quote=False)}</a>: '
        f"{escape(entry.excerpt or '', quote=False)}{'...' if entry.truncated else ''}</li>"
        for entry in yard_recent(base)
    )
    return f'<h3>Recent Comments</h3>\n<ul class="recent">\n{items}\n</ul>\n{yard_html()}'


@cache
def archives(base: str) -> str:
    """Links to the years and months in which the paper appeared, newest first."""
    stories = [story for story in all_stories() if story.skin.is_wordpress and story.access != "robots"]
    months = {month_path(story): f"{story.written_at:%B %Y}" for story in stories}
    years = {f"/{story.written_at.year}/": f"All of {story.written_at.year}" for story in stories}
    return "\n".join(
        f'<li><a href="{base}{path}">{name}</a></li>' for path, name in sorted((months | years).items(), reverse=True)
    )
