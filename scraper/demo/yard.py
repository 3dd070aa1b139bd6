"""The Yard: a home-made program of its own, with flat threads and links that start at the root."""

from __future__ import annotations

from html import escape

from archive.records import ThreadState
from scraper.demo.markup import html_of
from scraper.demo.sidebars import yard_sidebar
from scraper.demo.stories import Skin, Story, all_stories
from scraper.demo.templates import template
from scraper.demo.threads import thread_html


def yard_page(base: str, *, title: str, main: str, head: str = "") -> str:
    """A page of the Yard around its main part."""
    return template("yard").substitute(
        title=escape(title, quote=False), main=main, head=head, lang="en", sidebar=yard_sidebar(base)
    )


def yard_article(base: str, story: Story) -> str:
    """A story of the Yard with its thread."""
    date = f"{story.written_at.day} {story.written_at:%B %Y}"
    closed = story.state is ThreadState.CLOSED
    answer = (
        "<p>Replies are closed.</p>"
        if closed
        else '<h3>Your turn</h3><form id="answer" action="/yard/answer" method="post"><textarea name="words" rows="4" '
        'cols="50"></textarea><br><input type="submit" value="Say it"></form>'
    )
    main = "\n".join(
        [
            f"<h1>{escape(story.title, quote=False)}</h1>",
            f'<p class="by">by {" and ".join(story.authors)} | {date}</p>',
            f'<div class="text">\n{html_of(story.blocks)}\n</div>',
            '<p class="onward">Next bench: ' + _next_bench(story) + "</p>",
            f'<h2>Replies: {story.stated_count}</h2>' if story.replies else "",
            f'<div class="replies">\n{thread_html(base, story, story.replies, 1)}\n</div>' if story.replies else "",
            answer,
        ]
    )  # fmt: skip
    return yard_page(base, title=f"{story.title} - The Yard", main=main)


def _next_bench(story: Story) -> str:
    benches = [s for s in all_stories() if s.skin is Skin.YARD]
    following = benches[(benches.index(story) + 1) % len(benches)]
    return f'<a href="{following.path}">{escape(following.title, quote=False)}</a>'
