"""WXR, the files WordPress imports and exports: one a site, `example.org.xml`, then `example.org-2.xml` where it is large.

WordPress takes a comment's parent from what it has imported already, in the order of the ids. So comments keep their own
numbers only where they are numbers that rise from parent to reply; otherwise they are numbered anew.
What WordPress has no field for stands in meta fields that begin with `_commentariat_`, which an import of ours reads again.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import datetime
from html import escape
from pathlib import Path
from typing import Any, BinaryIO

import orjson

from archive.export.account import Account
from archive.export.dataset import Thread
from archive.export.formats import Part, Task
from archive.export.tables import ARTICLES, COMMENTS, Row, Table
from archive.export.wxr_numbers import author_login, comment_numbers, slug

SPLIT_BYTES = 100_000_000
"""WordPress reads a file into memory whole."""
_HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<!-- A WordPress eXtended RSS file: Tools, Import, WordPress; or the command `wp import`. -->
<rss version="2.0"
 xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/"
 xmlns:content="http://purl.org/rss/1.0/modules/content/"
 xmlns:wfw="http://wellformedweb.org/CommentAPI/"
 xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:wp="http://wordpress.org/export/1.2/">
<channel>
"""
_TAIL = "</channel>\n</rss>\n"
_UNFIT = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_APPROVED = {"visible": "1", "removed": "1", "gone": "trash", "pending": "0"}
_CLOSED = {"closed": "closed", "login_required": "closed"}


class WxrSink:
    """One or more files a site; one of them is open."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._files: dict[str, int] = {}
        """The number of each site's last file."""
        self._posts: dict[str, int] = {}
        self._authors: dict[str, dict[str, str]] = {}
        self._open: BinaryIO | None = None
        self._site = ""

    def write_thread(self, thread: Thread) -> None:
        """Append an article and its comments to its site's file."""
        article = ARTICLES.named(thread.article)
        site = str(article["site"])
        file = self._file_of(site)
        number = self._posts[site] = self._posts.get(site, 0) + 1
        for name in article["authors"]:
            self._authors[site].setdefault(author_login(name), name)
        file.write("".join(_item(article, thread.comments, number)).encode())

    def write_row(self, table: Table, row: Row) -> None:
        """WordPress has no place for sidebars and mastheads."""

    def finish(self, account: Account) -> dict[str, Part]:
        """Close the files, with the authors at their ends."""
        self._end_part()
        for site in self._files:
            if self._authors.get(site) is not None:
                with self._path(site).open("ab") as file:
                    file.write("".join(_authors(self._authors[site])).encode() + _TAIL.encode())
        account.counts = {table.name: account.counts[table.name] for table in (ARTICLES, COMMENTS)}
        return {}

    def close(self) -> None:
        """Close what is open."""
        self._end_part()

    def _file_of(self, site: str) -> BinaryIO:
        if self._open is not None and self._site == site and self._open.tell() < SPLIT_BYTES:
            return self._open
        self._end_part()
        if site in self._files and self._path(site).stat().st_size >= SPLIT_BYTES:
            with self._path(site).open("ab") as file:
                file.write("".join(_authors(self._authors.pop(site))).encode() + _TAIL.encode())
            self._files[site] += 1
        self._files.setdefault(site, 1)
        self._authors.setdefault(site, {})
        is_new = not self._path(site).exists()
        self._open, self._site = self._path(site).open("ab"), site
        if is_new:
            self._open.write((_HEAD + "".join(_channel(site))).encode())
        return self._open

    def _path(self, site: str) -> Path:
        number = self._files[site]
        name = re.sub(r"[^\w.-]", "_", site) or "site"
        return self.folder / (f"{name}.xml" if number == 1 else f"{name}-{number}.xml")

    def _end_part(self) -> None:
        if self._open is not None:
            self._open.close()
            self._open = None


def _channel(site: str) -> Iterator[str]:
    yield _element("title", site)
    yield _element("link", f"http://{site}")
    yield _element("description", f"Articles and comments of {site}")
    yield _element("wp:wxr_version", "1.2")
    yield _element("wp:base_site_url", f"http://{site}")
    yield _element("wp:base_blog_url", f"http://{site}")


def _authors(authors: dict[str, str]) -> Iterator[str]:
    for number, (login, name) in enumerate(sorted(authors.items()), 1):
        yield "<wp:author>"
        yield _element("wp:author_id", str(number))
        yield _element("wp:author_login", login)
        yield _element("wp:author_email", f"{login}@example.invalid")
        yield _element("wp:author_display_name", name, is_words=True)
        yield "</wp:author>\n"


def _item(article: dict[str, Any], comments: Sequence[Row], number: int) -> Iterator[str]:
    published, authors = article["published_at"] or article["first_seen_at"], article["authors"]
    yield "<item>\n"
    yield _element("title", article["title"] or article["url"], is_words=True)
    yield _element("link", article["url"])
    yield _element("pubDate", datetime.fromisoformat(published).strftime("%a, %d %b %Y %H:%M:%S +0000"))
    yield _element("dc:creator", author_login(authors[0]) if authors else "", is_words=True)
    yield f'<guid isPermaLink="false">{escape(_fit(article["url"]))}</guid>\n'
    yield _element("content:encoded", article["html"] or _paragraphs(article["text"]), is_words=True)
    yield _element("excerpt:encoded", "", is_words=True)
    yield _element("wp:post_id", str(number))
    for name, at in (("post_date", published), ("post_modified", article["modified_at"] or published)):
        yield _element(f"wp:{name}", _wp_time(at))
        yield _element(f"wp:{name}_gmt", _wp_time(at))
    yield _element("wp:comment_status", _CLOSED.get(article["thread_state"], "open"))
    yield _element("wp:ping_status", "closed")
    yield _element("wp:post_name", slug(article["title"] or "") or f"article-{article['id']}")
    yield _element("wp:status", "publish")
    yield from (_element(f"wp:{name}", "0") for name in ("post_parent", "menu_order", "is_sticky"))
    yield _element("wp:post_type", "post")
    yield _element("wp:post_password", "")
    yield from _categories(article)
    yield from _post_meta(article)
    numbers = comment_numbers(comments)
    for row in sorted(comments, key=lambda row: numbers[str(row[0])]):
        yield from _comment(COMMENTS.named(row), numbers)
    yield "</item>\n"


def _categories(article: dict[str, Any]) -> Iterator[str]:
    terms = [("category", article["section"])] if article["section"] else []
    for domain, name in [*terms, *(("post_tag", tag) for tag in article["tags"])]:
        nice = slug(name) or "term"
        yield f'<category domain="{domain}" nicename="{nice}">{_cdata(name)}</category>\n'


def _post_meta(article: dict[str, Any]) -> Iterator[str]:
    told = {name: article[name] for name in _POST_META if article[name] is not None}
    yield "<wp:postmeta>" + _element("wp:meta_key", "_commentariat_article")
    yield _element("wp:meta_value", orjson.dumps(told).decode(), is_words=True) + "</wp:postmeta>\n"


_POST_META = (
    "url", "canonical_url", "title", "authors", "published_at", "modified_at", "language", "section", "text",
    "comment_count_stated", "thread_state", "first_seen_at", "last_seen_at",
)  # fmt: skip
_COMMENT_META = (
    "key", "parent_key", "published_at", "published_raw", "text", "depth", "position", "score", "url", "state", "first_seen_at",
    "last_seen_at",
)  # fmt: skip


def _comment(comment: dict[str, Any], numbers: dict[str, int]) -> Iterator[str]:
    at = _wp_time(comment["published_at"] or comment["first_seen_at"])
    told = {name: comment[name] for name in _COMMENT_META if comment[name] is not None}
    yield "<wp:comment>\n"
    yield _element("wp:comment_id", str(numbers[comment["id"]]))
    yield _element("wp:comment_author", comment["author"] or "", is_words=True)
    yield _element("wp:comment_author_email", "")
    yield _element("wp:comment_author_url", comment["author_url"] or "")
    yield _element("wp:comment_author_IP", "")
    yield _element("wp:comment_date", at)
    yield _element("wp:comment_date_gmt", at)
    yield _element("wp:comment_content", comment["html"] or _paragraphs(comment["text"]), is_words=True)
    yield _element("wp:comment_approved", _APPROVED.get(comment["state"], "1"))
    yield _element("wp:comment_type", comment["kind"])
    yield _element("wp:comment_parent", str(numbers.get(comment["parent_id"], 0)))
    yield _element("wp:comment_user_id", "0")
    yield "<wp:commentmeta>" + _element("wp:meta_key", "_commentariat_comment")
    yield _element("wp:meta_value", orjson.dumps(told).decode(), is_words=True) + "</wp:commentmeta>\n"
    yield "</wp:comment>\n"


def _element(name: str, text: str, *, is_words: bool = False) -> str:
    return f"<{name}>{_cdata(text) if is_words else escape(_fit(text), quote=False)}</{name}>\n"


def _cdata(text: str) -> str:
    return "<![CDATA[" + _fit(text).replace("]]>", "]]]]><![CDATA[>") + "]]>"


def _fit(text: str) -> str:
    """The text without characters that XML cannot hold."""
    return _UNFIT.sub("", text)


def _paragraphs(text: str) -> str:
    return "\n".join(f"<p>{escape(line, quote=False)}</p>" for line in text.split("\n") if line)


def _wp_time(at: str) -> str:
    return at[:19].replace("T", " ")


def open_sink(task: Task) -> WxrSink:
    """Begin the files."""
    return WxrSink(task.folder)
