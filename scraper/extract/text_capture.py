"""A page of which only the text was kept, read into the same record as any other page.

Captures come as plain text with bullets and indentation (what html-to-text programs write), or flat.
They name no addresses, so comments get fingerprints as keys and entries of the sidebar have no links.

    page = extract_text_page(text, url="http://example.org/weir", fetched_at=now)
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from importlib.metadata import version

import attrs

from archive.records import Article, Evidence, Extractor, Page, PageKind, ThreadState
from scraper.extract.text.body import Body, read_body
from scraper.extract.text.comments import to_comments
from scraper.extract.text.furniture import is_password_notice
from scraper.extract.text.headings import (
    CommentsHeading,
    is_form,
    read_comments_heading,
    read_counted_heading,
    read_thread_state,
)
from scraper.extract.text.lines import Line, read_lines
from scraper.extract.text.paragraphs import to_html, to_text
from scraper.extract.text.sidebar import read_sidebars
from scraper.extract.text.thread import Thread, begins_thread, find_thread_without_heading, read_thread

EXTRACTOR = Extractor(name="text-capture", version=version("commentariat"))
# Expected shares of cases in which a rule is right, judged on captures of five programs.
_TITLE_CONFIDENCE = {
    "comments-heading-line": 0.98,
    "comments-heading": 0.95,
    "comments-heading-cut": 0.6,
    "line-over-byline": 0.85,
    "line-over-text": 0.6,
}


# The thread is the last such list of a page, but for a few boxes beside it.
_MOST_TRIED = 5


@attrs.frozen(kw_only=True)
class _Heading:
    """The comments' heading and where it stands."""

    at: int
    said: CommentsHeading


def extract_text_page(text: str, *, url: str, fetched_at: datetime) -> Page:
    """Everything a text capture says.

    A title the page shows only in a cut form ends in "…", and its evidence names the rule `comments-heading-cut`.

    Args:
        text: the capture, decoded.
        url: the page's address; a capture does not tell it.
        fetched_at: when the page was captured, aware.
    """
    lines = read_lines(text)
    heading = _find_heading(lines)
    thread = _find_thread(lines, heading)
    sidebars = read_sidebars(lines, thread=thread.lines)
    end = heading.at if heading else thread.lines.start if thread.items else _first_form(lines)
    body = read_body(lines[:end], taken=sidebars.lines, heading=heading.said if heading else None)
    is_protected = any(is_password_notice(line.text) for line in body.lines)
    comments = () if is_protected else to_comments(thread.items)
    count = heading.said.count if heading else None
    state = _thread_state(lines, thread)
    article = None if is_protected else _article(body, url, count, state)
    return Page(
        url=url,
        kind=_kind(article, has_comments=bool(comments)),
        fetched_at=fetched_at,
        extractor=EXTRACTOR,
        article_url=url,
        article=article,
        comments=comments,
        recent_comments=sidebars.recent_comments,
        people=sidebars.people,
        comment_count_stated=count,
        thread_state=state,
        is_protected=is_protected,
        evidence=_evidence(body, thread, count),
    )


def _find_heading(lines: Sequence[Line]) -> _Heading | None:
    """The line over the comments: of all that look like it the one that says most and has comments behind it."""
    found = [_Heading(at=i, said=said) for i, line in enumerate(lines) if (said := read_comments_heading(line.text))]
    if not any(begins_thread(lines, heading.at + 1) for heading in found):
        found += _counted_headings(lines)
    if not found:
        return None
    best = max(found, key=lambda heading: (_weight(lines, heading), heading.at))
    if best.said.count is None:
        count = next((h.said.count for h in found if h.said.count is not None), None)
        return _Heading(at=best.at, said=attrs.evolve(best.said, count=count))
    return best


def _counted_headings(lines: Sequence[Line]) -> list[_Heading]:
    """Lines like "Letters (5)" with five signed comments behind them."""
    counted = [(i, said) for i, line in enumerate(lines) if (said := read_counted_heading(line.text)) and said.count]
    threads = [(i, said, read_thread(lines, i + 1, stated=said.count).items) for i, said in counted[-_MOST_TRIED:]]
    return [
        _Heading(at=i, said=said)
        for i, said, items in threads
        if len(items) == said.count and all(x.header for x in items)
    ]


def _weight(lines: Sequence[Line], heading: _Heading) -> int:
    """How likely a line is the one: comments behind it count most, then that it names the title, then a number."""
    said = heading.said
    return 4 * begins_thread(lines, heading.at + 1) + 2 * (said.title is not None) + (said.count is not None)


def _first_form(lines: Sequence[Line]) -> int:
    """Where the form for a new comment begins on a page without comments: no article goes on behind it."""
    return next((i for i, line in enumerate(lines) if i and is_form(line.text)), len(lines))


def _find_thread(lines: Sequence[Line], heading: _Heading | None) -> Thread:
    if heading:
        return read_thread(lines, heading.at + 1, stated=heading.said.count)
    start = find_thread_without_heading(lines, 1)
    return read_thread(lines, start) if start is not None else Thread(items=(), lines=range(0))


def _thread_state(lines: Sequence[Line], thread: Thread) -> ThreadState | None:
    """What the page says of answering; that one must log in, or cannot, counts more than a form's heading."""
    states = [
        state for i, line in enumerate(lines) if i not in thread.lines and (state := read_thread_state(line.text))
    ]
    order = (ThreadState.CLOSED, ThreadState.LOGIN_REQUIRED, ThreadState.OPEN)
    return next((state for state in order if state in states), None)


def _article(body: Body, url: str, count: int | None, state: ThreadState | None) -> Article | None:
    if not body.lines and not body.title:
        return None
    return Article(
        url=url,
        title=body.title,
        authors=body.byline.authors if body.byline else (),
        published_raw=body.byline.date if body.byline else None,
        text=to_text(body.lines),
        html=to_html(body.lines) or None,
        comment_count_stated=count,
        thread_state=state,
    )


def _kind(article: Article | None, *, has_comments: bool) -> PageKind:
    if article and article.text:
        return PageKind.ARTICLE
    return PageKind.COMMENTS if has_comments else PageKind.OTHER


def _evidence(body: Body, thread: Thread, count: int | None) -> tuple[Evidence, ...]:
    found = []
    if body.title_rule:
        confidence = _TITLE_CONFIDENCE[body.title_rule]
        found.append(Evidence(field="title", rule=body.title_rule, confidence=confidence))
    if body.byline:
        found.append(Evidence(field="published_at", rule="byline", confidence=0.95))
    if body.lines:
        found.append(Evidence(field="text", rule="lines-before-comments", confidence=0.8))
    if thread.items:
        is_list = thread.items[0].parent_rule == "indentation"
        rule, confidence = ("bullets", 0.95) if is_list else ("headers", 0.8)
        found.append(Evidence(field="comments", rule=rule, confidence=confidence))
    if count is not None:
        found.append(Evidence(field="comment_count_stated", rule="comments-heading", confidence=0.98))
    return tuple(found)
