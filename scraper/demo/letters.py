"""The Letter Box: schema.org microdata, nested notes, times with an offset."""

from __future__ import annotations

from html import escape

from scraper.demo.markup import html_of
from scraper.demo.stories import Skin, Story, all_stories
from scraper.demo.templates import template
from scraper.demo.threads import LETTERS_OFFSET, thread_html


def letters_page(*, title: str, main: str, head: str = "") -> str:
    """A page of the Letter Box around its main part."""
    return template("letters").substitute(title=escape(title, quote=False), main=main, head=head, lang="en")


def letters_article(base: str, story: Story) -> str:
    """A letter with its notes."""
    local = story.written_at + LETTERS_OFFSET
    names = " and ".join(
        f'<span itemprop="author" itemscope itemtype="https://schema.org/Person"><span itemprop="name">{name}</span></span>'
        for name in story.authors
    )
    others = [s for s in all_stories() if s.skin is Skin.LETTERS and s is not story][:3]
    more = "".join(f'<li><a href="{s.path}">{escape(s.title, quote=False)}</a></li>' for s in others)
    thread = thread_html(base, story, story.replies, 1)
    main = f"""<article itemscope itemtype="https://schema.org/Article">
<meta itemprop="commentCount" content="{story.stated_count}">
<h1 itemprop="headline">{escape(story.title, quote=False)}</h1>
<p class="signed">{names}, <time itemprop="datePublished" datetime="{local:%Y-%m-%dT%H:%M:%S}+01:00">\
{local.day} {local:%B %Y}</time></p>
<div itemprop="articleBody">
{html_of(story.blocks)}
</div>
<aside class="more"><h2>More letters</h2><ul>{more}</ul></aside>
<section id="discuss"><h2>Discuss ({story.stated_count})</h2>
{thread}
<form action="/letters/answer" method="post"><textarea name="text" placeholder="Dear Paper"></textarea>\
<button>Post it</button></form>
</section>
</article>"""
    head = f'<link rel="canonical" href="{base}{story.path}">\n'
    return letters_page(title=f"{story.title} · Letter Box", main=main, head=head)
