"""Where everything of the site stands: paths of stories, comment pages and people."""

from __future__ import annotations

from collections.abc import Iterable

from scraper.demo.stories import Reply, Skin, Story

# Writers on the staff have a page of their own; guests have none.
STAFF = {
    "Nora Pell": "nora-pell",
    "Hanne Brook": "hanne-brook",
    "Ivo Strand": "ivo-strand",
    "Gus Marlowe": "gus-marlowe",
}


def section_path(section: str) -> str:
    """The path of a section's listing."""
    return f"/category/{section.lower().replace(' ', '-')}/"


def month_path(story: Story) -> str:
    """The path of the month in which a story appeared."""
    return f"/{story.written_at:%Y/%m}/"


def comment_pages(story: Story) -> tuple[tuple[Reply, ...], ...]:
    """The story's comments as its pages show them: threads stay whole, `per_page` of them a page."""
    threads: list[list[Reply]] = []
    for reply in story.replies:
        if reply.depth == 0:
            threads.append([])
        threads[-1].append(reply)
    size = story.per_page or max(1, len(threads))
    chunks = [threads[start : start + size] for start in range(0, len(threads), size)]
    return tuple(tuple(reply for thread in chunk for reply in thread) for chunk in chunks) or ((),)


def page_path(story: Story, page: int) -> str:
    """The path of one page of a story's comments; the first is the story's own."""
    return story.path if page == 1 else f"{story.path}comment-page-{page}/"


def permalink(base: str, story: Story, reply: Reply) -> str:
    """The address of one comment."""
    page = next(number for number, replies in enumerate(comment_pages(story), 1) if reply in replies)
    return f"{base}{page_path(story, page)}#{fragment(story.skin, reply.key)}"


def fragment(skin: Skin, key: str) -> str:
    """The id of a comment's element."""
    if skin.is_wordpress:
        return f"comment-{key}"
    return f"reply-{key}" if skin is Skin.YARD else f"c{key}"


def latest(stories: Iterable[Story], count: int) -> list[tuple[Story, Reply]]:
    """The newest comments that visitors may see, newest first."""
    pairs = [(story, reply) for story in stories if not story.access for reply in story.replies if not _hidden(reply)]
    return sorted(pairs, key=lambda pair: (pair[1].written_at, pair[1].key), reverse=True)[:count]


def _hidden(reply: Reply) -> bool:
    return reply.state.value != "visible"
