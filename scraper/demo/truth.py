"""What a perfect crawl of the demo site would store: every record, made from the stories and not from their pages.

The site tells times of the paper's comments to the minute and a classic story's date to the day,
unless its head says more; `date_precision` holds which.
"""

from __future__ import annotations

import attrs

from archive.records import Article, Comment, CommentState, DatePrecision, Person, RecentComment
from scraper.demo.addresses import comment_pages, permalink
from scraper.demo.markup import text_of
from scraper.demo.paper import parts_of
from scraper.demo.people import MASTHEAD, YARD, as_records
from scraper.demo.sidebars import paper_recent, yard_recent
from scraper.demo.standing_pages import standing_pages
from scraper.demo.stories import Reply, Skin, Story, all_stories


@attrs.frozen(kw_only=True)
class TrueArticle:
    """One article as it should be stored."""

    article: Article
    """Text and comments of all its pages together."""
    comments: tuple[Comment, ...]
    """In reading order over the whole thread; the text of a removed one is not told."""
    parts: int
    comment_pages: int
    noarchive: bool
    """To be stored and marked, and left out of exports."""


@attrs.frozen(kw_only=True)
class Truth:
    """Everything the site tells."""

    articles: tuple[TrueArticle, ...]
    """Those that a polite crawl may store, oldest first."""
    forbidden: tuple[str, ...]
    """Addresses of which nothing may be stored: behind a password, or disallowed by robots.txt."""
    standing: tuple[str, ...]
    """Addresses of pages with a text of their own (About, Contact, …), which a crawl may take for articles."""
    paper_recent: tuple[RecentComment, ...]
    yard_recent: tuple[RecentComment, ...]
    masthead: tuple[Person, ...]
    yard_people: tuple[Person, ...]

    @property
    def comment_count(self) -> int:
        """All comments that should be stored."""
        return sum(len(true.comments) for true in self.articles)


def truth(base: str) -> Truth:
    """The truth about the site at a base address (no slash at the end)."""
    stories = all_stories()
    return Truth(
        articles=tuple(_true_article(base, story) for story in stories if not story.access),
        forbidden=tuple(base + story.path for story in stories if story.access),
        standing=tuple(base + path for path, _ in standing_pages(base)),
        paper_recent=paper_recent(base),
        yard_recent=yard_recent(base),
        masthead=as_records(MASTHEAD),
        yard_people=as_records(YARD),
    )


def _true_article(base: str, story: Story) -> TrueArticle:
    tells_day_alone = story.skin is Skin.YARD or (story.skin is Skin.CLASSIC and not story.head)
    moment = story.written_at
    if tells_day_alone:
        moment = moment.replace(hour=0, minute=0)
    return TrueArticle(
        article=Article(
            url=base + story.path,
            title=story.title,
            authors=story.authors,
            published_at=moment,
            date_precision=DatePrecision.DAY if tells_day_alone else DatePrecision.SECOND,
            language=_language(story),
            section=story.section if story.skin.is_wordpress else None,
            tags=story.tags if story.skin.is_wordpress else (),
            text="\n".join(text_of(part) for part in parts_of(story)),
            comment_count_stated=story.stated_count if story.replies or story.skin is Skin.LETTERS else None,
            thread_state=story.state,
        ),
        comments=tuple(_true_comment(base, story, reply, place) for place, reply in enumerate(story.replies)),
        parts=len(parts_of(story)),
        comment_pages=len(comment_pages(story)),
        noarchive="noarchive" in story.robots,
    )


def _language(story: Story) -> str:
    """As the page declares it."""
    return story.language if story.skin.is_wordpress else "en"


def _true_comment(base: str, story: Story, reply: Reply, place: int) -> Comment:
    removed = reply.state is CommentState.REMOVED
    shows_seconds = story.skin in {Skin.HTML5, Skin.LETTERS}
    address = reply.address.replace("{base}", base) if reply.address and story.skin.is_wordpress else None
    return Comment(
        key=reply.key,
        parent_key=reply.parent_key,
        author=None if removed else reply.author,
        author_url=address,
        published_at=None if removed else reply.written_at,
        date_precision=None if removed else DatePrecision.SECOND if shows_seconds else DatePrecision.MINUTE,
        text="" if removed else text_of(reply.blocks),
        score=None if story.skin is Skin.LETTERS else reply.score,
        upvotes=reply.score if story.skin is Skin.LETTERS else None,
        depth=reply.depth,
        position=place,
        url=None if removed else permalink(base, story, reply),
        kind=reply.kind,
        state=reply.state,
    )
