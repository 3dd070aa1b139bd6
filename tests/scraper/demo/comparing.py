"""What an archive stored of the demo site beside what it should have, as lines that name each difference."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from archive.codec import time_text
from archive.database import Archive
from archive.queries import find_article, read_thread
from archive.records import Comment, DatePrecision
from archive.stored import StoredArticle, StoredComment
from scraper.demo.truth import TrueArticle, Truth

_ADDRESSES = "select url from articles order by url"
_TEXTS = "select text from articles union all select text from comments"
_SIDEBAR = """
    select distinct recent_comments.author, excerpt, is_truncated, recent_comments.url, article_title,
        recent_comments.article_id is not null as has_article, recent_comments.comment_id is not null as has_comment
    from recent_comments
"""
_PEOPLE = "select distinct name, role, place from people"


def article_differences(archive: Archive, true: TrueArticle) -> Iterator[str]:
    """Every field of one article and its comments that is not as it should be."""
    thread = read_thread(archive, find_article(archive, true.article.url))
    yield from _of_article(thread.article, true)
    stored = {comment.key: comment for comment in thread.comments}
    wanted = [comment.key for comment in true.comments]
    if [comment.key for comment in thread.comments] != wanted:
        missing, extra = sorted(set(wanted) - set(stored)), sorted(set(stored) - set(wanted))
        yield f"comments: missing {missing}, not there {extra}, or in another order"
    for comment in true.comments:
        if comment.key in stored:
            yield from _of_comment(stored[comment.key], comment)


def extra_articles(archive: Archive, told: Truth) -> set[str]:
    """Addresses stored as articles that are none."""
    stored = {row["url"] for row in archive.connection.execute(_ADDRESSES)}
    return stored - {true.article.url for true in told.articles} - set(told.standing)


def texts(archive: Archive) -> str:
    """Everything stored, in one string."""
    return "\n".join(row["text"] for row in archive.connection.execute(_TEXTS))


def sidebar(archive: Archive) -> set[tuple[object, ...]]:
    """Every entry seen: author, excerpt, whether cut, address, title, and whether article and comment are known."""
    return {tuple(row) for row in archive.connection.execute(_SIDEBAR)}


def people(archive: Archive) -> set[tuple[str, str | None, str | None]]:
    """Everybody named in a masthead."""
    return {(row["name"], row["role"], row["place"]) for row in archive.connection.execute(_PEOPLE)}


def _of_article(stored: StoredArticle, true: TrueArticle) -> Iterator[str]:
    article = true.article
    pairs: dict[str, tuple[object, object]] = {
        "url": (stored.url, article.url),
        "kind": (stored.kind, "article"),
        "title": (stored.title, article.title),
        "authors": (stored.authors, article.authors),
        "language": (stored.language, article.language),
        "text": (stored.text, article.text),
        "stated": (stored.comment_count_stated or 0, article.comment_count_stated or 0),
        # A form alone, without words that say what it is for, need not be understood.
        "state": (stored.thread_state or "open", article.thread_state and article.thread_state.value),
        "noarchive": (stored.is_noarchive, true.noarchive),
    }
    yield from _unequal("article", pairs)
    # A feed may tell the minute where the page tells the day.
    if not _same_time(stored.published_at, article.published_at, day=article.date_precision is DatePrecision.DAY):
        yield f"article: published {stored.published_at!r}, should be {article.published_at}"


def _of_comment(stored: StoredComment, comment: Comment) -> Iterator[str]:
    pairs: dict[str, tuple[object, object]] = {
        "parent": (stored.parent_key, comment.parent_key),
        "depth": (stored.depth, comment.depth),
        "position": (stored.position, comment.position),
        "kind": (stored.kind, comment.kind.value),
        "state": (stored.state, comment.state.value),
    }
    if comment.author is not None:  # a removed comment's placeholder may say anything
        pairs |= {
            "author": (stored.author, comment.author),
            "published": (stored.published_at, time_text(comment.published_at)),
            "text": (stored.text, comment.text),
            "score": (stored.score, comment.score if comment.score is not None else comment.upvotes),
        }
        # The first page of a thread has two addresses.
        address = (stored.url or "").replace("/comment-page-1/", "/")
        pairs["url"] = (address, comment.url)
    yield from _unequal(f"comment {comment.key}", pairs)


def _unequal(what: str, pairs: dict[str, tuple[object, object]]) -> Iterator[str]:
    for name, (got, wanted) in pairs.items():
        if got != wanted:
            yield f"{what}: {name} is {got!r}, should be {wanted!r}"


def _same_time(stored: str | None, wanted: datetime | None, *, day: bool) -> bool:
    text = time_text(wanted)
    return stored == text or bool(day and stored and text and stored[:10] == text[:10])
