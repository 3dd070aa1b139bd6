"""A page as extracted into a page as stored: what it says is worked out, nothing is added."""

from __future__ import annotations

from datetime import datetime, tzinfo

import attrs

from archive.records import Comment, Page, RecentComment
from scraper.normalise.dates import ParsedDate, parse_date
from scraper.normalise.day_order import day_comes_first
from scraper.normalise.markup import safe_html
from scraper.normalise.text import clean_line, clean_text, cut_mark
from scraper.normalise.threads import depth_first
from scraper.normalise.urls import article_address, canonical_url

_LANGUAGE_LENGTH = 35
_DAY_FIRST = frozenset(
    "de fr es it pt nl pl da sv nb no nn fi cs sk sl hr sr ro bg el tr ru uk ca gl eu id vi he ar hi et lv lt".split()
)


def normalise_page(page: Page, zone: tzinfo | None = None) -> Page:
    """The page with article, comments and sidebar normalised; doing it twice changes nothing more.

    Args:
        page: as extracted.
        zone: the site's own, for times that name none; UTC if not known.
    """
    return normalise_sidebar(normalise_comments(normalise_article(page, zone), zone))


def normalise_article(page: Page, zone: tzinfo | None = None) -> Page:
    """The page with its article's address, dates, language and text in their stored form.

    Of an API's answer, everything that it tells is normalised here, comments too.
    """
    if page.told:
        page = attrs.evolve(page, told=tuple(normalise_page(told, zone) for told in page.told))
    article = page.article
    if article is None:
        return page
    day_first = writes_day_first(article.language)
    published = _parse(article.published_raw, page.fetched_at, zone, day_first)
    modified = _parse(article.modified_raw, page.fetched_at, zone, day_first)
    done = attrs.evolve(
        article,
        url=canonical_url(article.url),
        title=clean_line(article.title) or None if article.title else None,
        authors=tuple(dict.fromkeys(name for raw in article.authors if (name := clean_line(raw)))),
        published_at=published.at if published else article.published_at,
        modified_at=modified.at if modified else article.modified_at,
        published_ahead=(published and published.ahead) or article.published_ahead,
        modified_ahead=modified.ahead if modified else article.modified_ahead,
        date_precision=published.precision if published else article.date_precision,
        language=_language(article.language),
        text=clean_text(article.text),
        html=safe_html(article.html),
    )
    return attrs.evolve(page, article=done, article_url=canonical_url(page.article_url) if page.article_url else None)


def normalise_comments(page: Page, zone: tzinfo | None = None) -> Page:
    """The page with its comments dated and ordered as a tree."""
    if not page.comments:
        return page
    day_first = day_comes_first((comment.published_raw for comment in page.comments), page.fetched_at)
    if day_first is None and page.article:
        day_first = writes_day_first(page.article.language)
    comments = (_comment(comment, page.fetched_at, zone, day_first) for comment in page.comments)
    return attrs.evolve(page, comments=depth_first(comments), article_url=page.article_url or article_address(page.url))


def normalise_sidebar(page: Page) -> Page:
    """The page with its Recent Comments entries cleaned, cut marks taken off."""
    if not page.recent_comments:
        return page
    return attrs.evolve(
        page, recent_comments=tuple(_entry(entry, place) for place, entry in enumerate(page.recent_comments))
    )


def writes_day_first(language: str | None) -> bool | None:
    """Whether a page of this language means 5 April by `05/04/2012`; None where it does not tell: English is read as in the United States."""
    if not language:
        return None
    head, *rest = language.lower().replace("_", "-").split("-")
    if head == "en":
        return True if {"gb", "uk", "au", "nz", "ie", "in", "za"}.intersection(rest) else None
    return head in _DAY_FIRST or None


def _parse(raw: str | None, fetched_at: datetime, zone: tzinfo | None, day_first: bool | None) -> ParsedDate | None:
    return parse_date(raw, relative_to=fetched_at, zone=zone, day_first=day_first) if raw else None


def _comment(comment: Comment, fetched_at: datetime, zone: tzinfo | None, day_first: bool | None) -> Comment:
    found = _parse(comment.published_raw, fetched_at, zone, day_first)
    return attrs.evolve(
        comment,
        author=clean_line(comment.author) or None if comment.author else None,
        published_at=found.at if found else comment.published_at,
        date_precision=found.precision if found else comment.date_precision,
        text=clean_text(comment.text),
        html=safe_html(comment.html),
    )


def _entry(entry: RecentComment, place: int) -> RecentComment:
    words, is_cut = clean_line(entry.excerpt) if entry.excerpt else "", False
    while (shorter := cut_mark(words))[1]:
        words, is_cut = shorter
    return attrs.evolve(
        entry, position=place, excerpt=words or None, truncated=entry.truncated or is_cut,
        author=clean_line(entry.author) or None if entry.author else None,
        article_title=clean_line(entry.article_title) or None if entry.article_title else None,
    )  # fmt: skip


def _language(language: str | None) -> str | None:
    """BCP 47 with a hyphen: `en_US` is `en-US`."""
    if not language or len(language) > _LANGUAGE_LENGTH:
        return None
    head, *rest = language.strip().replace("_", "-").split("-")
    return "-".join([head.lower(), *rest]) if head else None
