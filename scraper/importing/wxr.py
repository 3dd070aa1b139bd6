"""WordPress exports (WXR 1.0 to 1.2), which Disqus's custom import format follows as well: pages with their comments.

Published posts and pages without a password are read, and of their comments those that were approved. A comment in the
trash keeps its place, without words and writer, so that answers to it keep theirs; spam and what was never approved is
left out.
Files of our own export tell more, in meta fields, and are read back as they were written.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from html import unescape
from importlib.metadata import version
from pathlib import Path
from typing import Any

import attrs
import orjson
from lxml import etree

from archive.records import (
    Article,
    Comment,
    CommentKind,
    CommentState,
    DatePrecision,
    Extractor,
    Page,
    PageKind,
    ThreadState,
)
from scraper.importing.markup import to_html, to_text
from scraper.importing.seen import Seen, SeenPage, seen_of
from scraper.importing.xml_elements import head_of, iterate_elements, text_at
from scraper.normalise.dates import parse_date
from scraper.normalise.page import normalise_page
from scraper.normalise.threads import depth_first
from scraper.normalise.urls import canonical_url

_WP = r"\{http://wordpress\.org/export/[\d.]+/\}"
_VERSIONS = ("1.0", "1.1", "1.2")
_CREATOR = "{http://purl.org/dc/elements/1.1/}creator"
_CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"
_TYPES = {"post", "page", ""}
_NO_TIME = "0000-00-00"
"""How MySQL writes that there is none."""
_DISQUS_ID = "dsq_post_id"
"""What Disqus's plugin notes with the comments that it keeps in WordPress, under WordPress's numbers, too."""
_KINDS = {kind.value: kind for kind in CommentKind}
_STATES = {"1": CommentState.VISIBLE, "approve": CommentState.VISIBLE, "": CommentState.VISIBLE, "trash": CommentState.REMOVED, "post-trashed": CommentState.REMOVED}  # fmt: skip
_THREADS = {"open": ThreadState.OPEN, "closed": ThreadState.CLOSED}


def read_wxr(path: Path, *, at: datetime) -> Iterator[SeenPage]:
    """The posts and pages of an export.

    Args:
        path: the file.
        at: when it was exported, where the file does not tell.

    Raises:
        InputError: it is broken, or breaks off; what stands before is read.
    """
    at = _exported_at(path) or at
    authors = _authors(path)
    for element in iterate_elements(path, "item", is_last=True):
        if (page := _page(_Item(element), authors, at)) is not None:
            yield page


class _Item:
    """An element whose children are named with a version of WordPress's namespace."""

    def __init__(self, element: etree._Element) -> None:
        self.element = element
        names = (child.tag for child in element if isinstance(child.tag, str))
        found = next((match[0] for name in names if (match := re.match(_WP, name))), "{}")
        self.namespace = found

    def text(self, name: str) -> str:
        """The text of a child in WordPress's namespace."""
        return text_at(self.element, self.namespace + name)

    def children(self, name: str) -> Iterator[_Item]:
        """The children of that name in WordPress's namespace."""
        return (_Item(child) for child in self.element.iterfind(self.namespace + name))

    def meta(self, kind: str, key: str) -> dict[str, Any]:
        """What our own export notes in a meta field of that name; nothing where there is none, or another's."""
        for child in self.children(kind):
            if child.text("meta_key") == key:
                try:
                    found = orjson.loads(child.text("meta_value"))
                except orjson.JSONDecodeError:
                    return {}
                return found if isinstance(found, dict) else {}
        return {}

    def has_meta(self, kind: str, key: str) -> bool:
        """Whether there is a meta field of that name."""
        return any(child.text("meta_key") == key for child in self.children(kind))

    def time(self, name: str) -> datetime | None:
        """A time of WordPress's: UTC, or the site's own where that is not told."""
        for written in (self.text(f"{name}_gmt"), self.text(name)):
            if written and not written.startswith(_NO_TIME):
                try:
                    return datetime.fromisoformat(written).replace(tzinfo=UTC)
                except ValueError:
                    continue
        return None


def _exported_at(path: Path) -> datetime | None:
    """The time of the channel, which stands before its items."""
    head = head_of(path, 65_536).partition("<item>")[0]
    found = re.search(r"<pubDate>([^<]+)</pubDate>", head)
    parsed = parse_date(found[1], relative_to=datetime.now(UTC)) if found else None
    return parsed.at if parsed else None


def _authors(path: Path) -> dict[str, str]:
    """The names of the writers, by login; they may stand behind what they wrote."""
    tags = [f"{{http://wordpress.org/export/{number}/}}author" for number in _VERSIONS]
    found = {}
    for element in iterate_elements(path, *tags):
        author = _Item(element)
        name = author.text("author_display_name") or " ".join(
            part for part in (author.text("author_first_name"), author.text("author_last_name")) if part
        )
        found[author.text("author_login")] = unescape(name) or author.text("author_login")
    return found


def _page(item: _Item, authors: dict[str, str], at: datetime) -> SeenPage | None:
    told = item.meta("postmeta", "_commentariat_article")
    url = told.get("url") or text_at(item.element, "link")
    status, kind = item.text("status"), item.text("post_type")
    if not url.startswith(("http://", "https://")) or kind not in _TYPES or status not in {"publish", ""}:
        return None
    if item.text("post_password"):
        return None
    url = url if told else canonical_url(url)
    comments = _comments(item, url)
    page = Page(
        url=url,
        kind=PageKind.ARTICLE,
        fetched_at=at,
        extractor=Extractor(name="wxr", version=version("commentariat")),
        canonical_url=told.get("canonical_url"),
        article_url=url,
        article=_article(item, url, authors, told),
        comments=tuple(comment for comment, _ in comments),
        thread_state=_thread_state(item, told),
        comment_count_stated=told.get("comment_count_stated"),
        is_numbered_apart=any(own.has_meta("commentmeta", _DISQUS_ID) for own in item.children("comment")),
    )
    seen = {comment.key: times for comment, times in comments if times is not None}
    if told:
        return SeenPage(page=page, article=seen_of(told), comments=seen)
    ordered = tuple(attrs.evolve(c, position=n) for n, c in enumerate(depth_first(page.comments)))
    return SeenPage(page=normalise_page(attrs.evolve(page, comments=ordered)))


def _thread_state(item: _Item, told: dict[str, Any]) -> ThreadState | None:
    if told:
        return ThreadState(told["thread_state"]) if told.get("thread_state") else None
    return _THREADS.get(item.text("comment_status"))


def _article(item: _Item, url: str, authors: dict[str, str], told: dict[str, Any]) -> Article:
    html = to_html(text_at(item.element, _CONTENT))
    creator = text_at(item.element, _CREATOR)
    published, modified = item.time("post_date"), item.time("post_modified")
    if told:
        published, modified = _time(told.get("published_at")), _time(told.get("modified_at"))
    terms = [(child.get("domain"), unescape((child.text or "").strip())) for child in item.element.iterfind("category")]
    sections = [name for domain, name in terms if domain == "category" and name != "Uncategorized"]
    return Article(
        url=url,
        title=told.get("title") if told else unescape(text_at(item.element, "title")) or None,
        authors=tuple(told["authors"]) if told else tuple(filter(None, [authors.get(creator, creator)])),
        published_at=published,
        date_precision=DatePrecision.SECOND if published and not told else None,
        modified_at=modified,
        language=told.get("language"),
        section=told.get("section") if told else next(iter(sections), None),
        tags=_tags(terms, sections),
        text=told["text"] if told else to_text(html),
        html=text_at(item.element, _CONTENT) or None if told else html or None,
    )


def _tags(terms: list[tuple[str | None, str]], sections: list[str]) -> tuple[str, ...]:
    """The tags, behind the categories beyond the first, which is the section."""
    return tuple(dict.fromkeys([*sections[1:], *(name for domain, name in terms if domain == "post_tag" and name)]))


def _comments(item: _Item, url: str) -> list[tuple[Comment, Seen | None]]:
    """The comments in the order of their places, or of their times, each with when it was seen if the file tells."""
    found = [
        (own, told)
        for own in item.children("comment")
        if own.text("comment_approved") in _STATES or own.meta("commentmeta", "_commentariat_comment")
        for told in [own.meta("commentmeta", "_commentariat_comment")]
    ]
    keys = {own.text("comment_id"): str(told.get("key") or own.text("comment_id")) for own, told in found}
    comments = _without_bare_places(
        [(_comment(own, told, keys, url), seen_of(told) if told else None) for own, told in found]
    )
    earliest = datetime.min.replace(tzinfo=UTC)
    comments.sort(key=lambda pair: (pair[0].position, pair[0].published_at or earliest))
    return comments


def _without_bare_places(found: list[tuple[Comment, Seen | None]]) -> list[tuple[Comment, Seen | None]]:
    """The comments without those in the trash that nobody's answer needs."""
    by_key = {comment.key: comment for comment, _ in found}
    needed: set[str] = set()
    for comment, seen in found:
        key: str | None = comment.key if comment.state is not CommentState.REMOVED or seen is not None else None
        while key is not None and key in by_key and key not in needed:
            needed.add(key)
            key = by_key[key].parent_key
    return [pair for pair in found if pair[0].key in needed]


def _comment(own: _Item, told: dict[str, Any], keys: dict[str, str], url: str) -> Comment:
    number, parent = own.text("comment_id"), own.text("comment_parent")
    state = CommentState(told["state"]) if told else _STATES[own.text("comment_approved")]
    stored = own.text("comment_content")
    is_place = state is CommentState.REMOVED and not told
    html = "" if is_place else stored if told else to_html(stored)
    published = _time(told.get("published_at")) if told else own.time("comment_date")
    return Comment(
        key=keys[number],
        parent_key=told.get("parent_key") if told else keys.get(parent, parent) if parent not in {"", "0"} else None,
        author=None
        if is_place
        else (own.text("comment_author") if told else unescape(own.text("comment_author"))) or None,
        author_url=None if is_place else own.text("comment_author_url") or None,
        published_at=published,
        published_raw=told.get("published_raw"),
        date_precision=DatePrecision.SECOND if published and not told else None,
        text=told.get("text", "") if told else to_text(html),
        html=html or None,
        score=told.get("score"),
        depth=told.get("depth", 0),
        position=told.get("position", 0),
        url=told.get("url") if told else f"{url}#comment-{number}",
        kind=_KINDS.get(own.text("comment_type"), CommentKind.COMMENT),
        state=state,
        parent_rule="export",
        parent_confidence=1.0,
    )


def _time(text: Any) -> datetime | None:
    return datetime.fromisoformat(text).astimezone(UTC) if isinstance(text, str) else None
