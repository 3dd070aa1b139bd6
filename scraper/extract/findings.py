"""What rules find on a parsed page, in the order in which one asks the other: its discussion, its text, its kind."""

from __future__ import annotations

from typing import Any

import attrs

from archive.records import Comment, PageKind
from scraper.extract.article_body import Body, find_body
from scraper.extract.block_features import Hints
from scraper.extract.blocks import HEAD
from scraper.extract.continuations import Continuations, branch_of, find_continuations
from scraper.extract.dom import Document, Node
from scraper.extract.kind import Votes, judge_kind
from scraper.extract.links import article_parts, base_address
from scraper.extract.marks import Marks, find_marks
from scraper.extract.opening import is_taken_for_comments
from scraper.extract.sidebar import Sidebar, find_recent_comments
from scraper.extract.signatures import signed_thread
from scraper.extract.state import comments_of_state
from scraper.extract.structured import Head, article_body, json_ld, read_head
from scraper.extract.structured_comments import comments_of, completed
from scraper.extract.thread import Thread, find_thread
from scraper.extract.thread_pages import ThreadPages, thread_pages
from scraper.extract.thread_signs import Stated, stated_count, stated_counts
from scraper.extract.title import title_heading

_LONGEST_COUNT = 200


@attrs.frozen(kw_only=True)
class Findings:
    """All that is known of a page before its record is written."""

    document: Document
    url: str
    head: Head
    items: list[dict[str, Any]]
    """Its JSON-LD."""
    sidebar: Sidebar | None
    thread: Thread | None
    stated: Stated | None
    """How many comments it says it has."""
    heading: Node | None
    """What may be its title, chosen without a look at the body."""
    body: Body | None
    body_text: str
    kind: PageKind
    kind_rule: str
    kind_confidence: float
    votes: Votes | None
    is_protected: bool
    """Whether it asks for a password in place of its text."""
    pages: ThreadPages
    further: Continuations
    parts: dict[int, str]
    """Addresses of the parts of a divided article."""
    part: int


def find_all(document: Document, url: str) -> Findings:
    """What rules find on a parsed page."""
    head, items, marks = read_head(document), json_ld(document), find_marks(document)
    sidebar, counts, base = find_recent_comments(document, url), stated_counts(document), base_address(document, url)
    barred = [sidebar.node] if sidebar else []
    thread = _discussion(document, url, base, marks, barred, stated_count(counts, None), comments_of(items, url))
    stated = stated_count(counts, thread.records[0] if thread and thread.records else None)
    if stated and thread and stated.node.length < _LONGEST_COUNT:
        barred.append(stated.node)
    heading, body = title_heading(document, head, None), None
    if not (is_protected := _is_protected(document)):
        body = _body(document, head, items, heading, barred, thread)
        if thread is not None and (thread.is_of_stories or (body and is_taken_for_comments(body, thread))):
            thread = None
    body_text = body.text(document) if body else ""
    kind, kind_rule, kind_confidence, votes = judge_kind(document, head, items, body, body_text, thread, marks, url)
    pages = thread_pages(document, url, base, is_forum=kind is PageKind.THREAD, is_thread=thread is not None)
    further = find_continuations(document, thread, base, url, pages.others)
    if further.whole and thread is not None:
        kind, kind_rule, kind_confidence = PageKind.COMMENTS, "branch", 0.9
        thread = attrs.evolve(thread, comments=branch_of(thread.comments))
    parts, part = article_parts(document, url)
    return Findings(
        document=document, url=url, head=head, items=items, sidebar=sidebar, thread=thread, stated=stated, heading=heading,
        body=body, body_text=body_text, kind=kind, kind_rule=kind_rule, kind_confidence=kind_confidence, votes=votes,
        is_protected=is_protected, pages=pages, further=further, parts=parts, part=part,
    )  # fmt: skip


def _discussion(
    document: Document,
    url: str,
    base: str,
    marks: Marks,
    barred: list[Node],
    claimed: Stated | None,
    written: tuple[Comment, ...],
) -> Thread | None:
    """The discussion that a page shows, completed by its JSON-LD; else what it tells machines alone."""
    count = claimed.count if claimed else None
    thread = signed_thread(document, base) or find_thread(document, marks, base, barred, count, written)
    if thread is not None:
        return attrs.evolve(thread, comments=completed(thread.comments, written)) if written else thread
    if written:
        return Thread(written, (), "json-ld", 0.8)
    stored = comments_of_state(document, url)
    return Thread(stored, (), "page-state", 0.85) if stored else None


def _body(
    document: Document,
    head: Head,
    items: list[dict[str, Any]],
    heading: Node | None,
    barred: list[Node],
    thread: Thread | None,
) -> Body | None:
    hints = Hints(
        heading=heading.index if heading is not None else -1,
        title="".join(node.text for node in document.inside(heading)).strip()[:HEAD] if heading is not None else "",
        article_body=article_body(items),
        lead=" ".join((head.first("og:description", "description", "twitter:description") or "").split())[:HEAD],
    )
    if thread is None:
        return find_body(document, barred, hints=hints)
    return find_body(document, barred, records=thread.records, sureness=thread.confidence, hints=hints)


def _is_protected(document: Document) -> bool:
    return any("post-password-form" in node.names for node in document.elements("form")) or any(
        node.get("name") == "post_password" for node in document.elements("input")
    )
