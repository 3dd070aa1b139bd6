"""The paper's listings: front page, months, sections and authors, a few stories a page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from html import escape

from scraper.demo.addresses import STAFF, month_path, section_path
from scraper.demo.letters import letters_page
from scraper.demo.markup import shortened, text_of
from scraper.demo.paper import byline, wordpress_page
from scraper.demo.paper_head import PAPER
from scraper.demo.stories import Skin, Story, all_stories
from scraper.demo.threads import day
from scraper.demo.yard import yard_page

STORIES_A_PAGE = 6
TEASER = 160


def listing_pages(base: str) -> Iterator[tuple[str, str]]:
    """Path and HTML of every listing page."""
    newest_first = [story for story in reversed(all_stories()) if story.access != "robots"]
    paper = [story for story in newest_first if story.skin.is_wordpress]
    yield from _divided(base, "/", PAPER, newest_first)
    for path in sorted({month_path(story) for story in paper}):
        stories = [story for story in paper if month_path(story) == path]
        yield from _divided(base, path, f"Monthly Archives: {stories[0].written_at:%B %Y}", stories)
    for year in sorted({story.written_at.year for story in paper}):
        stories = [story for story in paper if story.written_at.year == year]
        yield from _divided(base, f"/{year}/", f"Yearly Archives: {year}", stories)
    for section in sorted({story.section for story in paper}):
        stories = [story for story in paper if story.section == section]
        yield from _divided(base, section_path(section), f"Category Archives: {section}", stories)
    for name, slug in STAFF.items():
        stories = [story for story in paper if name in story.authors]
        yield from _divided(base, f"/author/{slug}/", f"Author Archives: {name}", stories)
    yield "/yard/", _yard_index(base, [story for story in newest_first if story.skin is Skin.YARD])
    yield "/letters/", _letters_index([story for story in newest_first if story.skin is Skin.LETTERS])


def _divided(base: str, path: str, heading: str, stories: Sequence[Story]) -> Iterator[tuple[str, str]]:
    pages = [stories[start : start + STORIES_A_PAGE] for start in range(0, len(stories), STORIES_A_PAGE)]
    for number, shown in enumerate(pages, 1):
        older = f'<a href="{base}{path}page/{number + 1}/">&larr; Older posts</a>' if number < len(pages) else ""
        newer_path = path if number == 2 else f"{path}page/{number - 1}/"
        newer = f'<a href="{base}{newer_path}">Newer posts &rarr;</a>' if number > 1 else ""
        title = "" if heading == PAPER else f'<h1 class="page-title">{escape(heading, quote=False)}</h1>\n'
        main = title + "\n".join(_teaser(base, story) for story in shown)
        main += f'\n<div class="navigation"><div class="nav-previous">{older}</div><div class="nav-next">{newer}</div></div>'
        name = heading if heading == PAPER else f"{heading} | {PAPER}"
        where = path if number == 1 else f"{path}page/{number}/"
        yield where, wordpress_page(base, title=name, main=main, body="home blog" if path == "/" else "archive")


def _teaser(base: str, story: Story) -> str:
    url = base + story.path
    closed = story.access == "password"
    title = f"Protected: {story.title}" if closed else story.title
    words, cut = shortened(text_of(story.blocks), TEASER)
    excerpt = "There is no excerpt because this is a protected post." if closed else words + (" […]" if cut else "")
    count = story.stated_count
    talk = "Leave a comment" if not count else f"{count} Comment{'s' if count > 1 else ''}"
    talk = "Enter your password to view comments" if closed else talk
    return f"""<div class="post type-post hentry">
<h2 class="entry-title"><a href="{url}" rel="bookmark">{escape(title, quote=False)}</a></h2>
<div class="entry-meta">{byline(base, story)}</div>
<div class="entry-summary"><p>{escape(excerpt, quote=False)}</p></div>
<div class="entry-utility"><a href="{url}#comments">{talk}</a></div>
</div>"""


def _yard_index(base: str, stories: Iterable[Story]) -> str:
    items = "\n".join(
        f'<li><a href="{story.path}"><b>{escape(story.title, quote=False)}</b></a> by {" and ".join(story.authors)}, '
        f"{day(story.written_at)} ({story.stated_count or 'no'} replies)</li>"
        for story in stories
    )
    return yard_page(base, title="The Yard", main=f'<h1>All benches</h1>\n<ul class="bench-list">\n{items}\n</ul>')


def _letters_index(stories: Iterable[Story]) -> str:
    items = "\n".join(
        f'<li><a href="{story.path}">{escape(story.title, quote=False)}</a>, signed {" and ".join(story.authors)}</li>'
        for story in stories
    )
    return letters_page(title="Letter Box", main=f"<h1>Letters to the paper</h1>\n<ul>\n{items}\n</ul>")
