"""A copy to read: an index, and one page an article with its comments as nested lists. No script, nothing from elsewhere.

index.html, index-2.html, …        the articles by address, some hundred on each
articles/1a/1a2b3c4d5e6f7081.html  one article
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape
from pathlib import Path
from typing import Any

import nh3

from archive.export.account import Account
from archive.export.dataset import Thread
from archive.export.formats import Part, Task
from archive.export.html_style import CSS
from archive.export.tables import ARTICLES, COMMENTS, Row, Table

_ON_A_PAGE = 500
_TAGS = {
    "a", "abbr", "b", "blockquote", "br", "caption", "cite", "code", "dd", "del", "dl", "dt", "em", "figcaption", "figure",
    "h2", "h3", "h4", "h5", "h6", "hr", "i", "ins", "kbd", "li", "ol", "p", "pre", "q", "s", "samp", "small", "strong", "sub",
    "sup", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "u", "ul",
}  # fmt: skip
_ATTRIBUTES = {"a": {"href"}}
_STATES = {"gone": "no longer shown", "removed": "removed", "pending": "awaits moderation"}
_ID, _PARENT = COMMENTS.place("id"), COMMENTS.place("parent_id")


class HtmlSink:
    """The pages, written as the threads come; lines of the index wait for one page of it at most."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._lines: list[str] = []
        self._pages = 0

    def write_thread(self, thread: Thread) -> None:
        """Write the article's page, and note it for the index."""
        article = ARTICLES.named(thread.article)
        place = f"articles/{article['id'][:2]}/{article['id']}.html"
        (self.folder / place).parent.mkdir(parents=True, exist_ok=True)
        body = "".join(_article(article, thread.comments))
        _write(self.folder / place, article["title"] or article["url"], body, article["language"])
        if len(self._lines) == _ON_A_PAGE:
            self._write_index(is_last=False)
        self._lines.append(_index_line(article, place, len(thread.comments)))

    def write_row(self, table: Table, row: Row) -> None:
        """Sidebars and mastheads are not for reading."""

    def finish(self, account: Account) -> dict[str, Part]:
        """Write the rest of the index."""
        self._write_index(is_last=True)
        account.counts = {table.name: account.counts[table.name] for table in (ARTICLES, COMMENTS)}
        return {}

    def close(self) -> None:
        """Nothing stays open."""

    def _write_index(self, *, is_last: bool) -> None:
        self._pages += 1
        number = self._pages
        links = [("earlier", number - 1)] if number > 1 else []
        links += [] if is_last else [("further", number + 1)]
        pages = " ".join(f'<a href="{_index_name(to)}">{word} articles</a>' for word, to in links)
        body = f'<h1>Articles</h1>\n<ul class="index">\n{"".join(self._lines)}</ul>\n<nav>{pages}</nav>\n'
        _write(self.folder / _index_name(number), "Articles", body, "en")
        self._lines = []


def _index_name(number: int) -> str:
    return "index.html" if number == 1 else f"index-{number}.html"


def _index_line(article: dict[str, Any], place: str, comments: int) -> str:
    title = escape(article["title"] or article["url"])
    day = (article["published_at"] or "")[:10]
    count = f"{comments:,} comment" + ("" if comments == 1 else "s")
    return (
        f'<li><a href="{place}" dir="auto">{title}</a> <small>{escape(article["site"])} {day} · {count}</small></li>\n'
    )


def _write(path: Path, title: str, body: str, language: str | None) -> None:
    lang = f' lang="{escape(language)}"' if language else ""
    page = (
        f"<!DOCTYPE html>\n<html{lang}>\n<head>\n"
        '<meta charset="utf-8">\n<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
        f'<meta name="referrer" content="no-referrer">\n<meta name="robots" content="noindex">\n'
        f"<title>{escape(title)}</title>\n<style>{CSS}</style>\n</head>\n<body>\n{body}</body>\n</html>\n"
    )
    path.write_text(page, encoding="utf-8")


def _article(article: dict[str, Any], comments: Sequence[Row]) -> Iterator[str]:
    yield '<nav><a href="../../index.html">All articles</a></nav>\n<main>\n<article>\n'
    yield f'<h1 dir="auto">{escape(article["title"] or article["url"])}</h1>\n<p class="by">'
    authors = ", ".join(article["authors"])
    yield " · ".join(
        part for part in (escape(authors), _time(article["published_at"]), _source(article["url"])) if part
    )
    yield f'</p>\n<div class="text" dir="auto">\n{_words(article["html"], article["text"])}\n</div>\n</article>\n'
    stated = article["comment_count_stated"]
    of = f" of {stated:,}" if stated is not None and stated > len(comments) else ""
    yield f'<section aria-labelledby="comments">\n<h2 id="comments">Comments ({len(comments):,}{of})</h2>\n'
    yield from _tree(comments)
    yield "</section>\n</main>\n"
    yield f"<footer>Last seen {_time(article['last_seen_at'])}.</footer>\n"


def _tree(comments: Sequence[Row]) -> Iterator[str]:
    """The comments as nested lists, however deep, without recursion."""
    known = {row[_ID] for row in comments}
    replies: dict[object, list[Row]] = {}
    for row in comments:
        replies.setdefault(row[_PARENT] if row[_PARENT] in known else None, []).append(row)
    waiting: list[Row | str] = [*_list(replies.get(None, []))]
    while waiting:
        item = waiting.pop()
        if isinstance(item, str):
            yield item
            continue
        yield "".join(_comment(COMMENTS.named(item)))
        waiting += ["</li>\n", *_list(replies.get(item[_ID], []))]


def _list(rows: Sequence[Row]) -> list[Row | str]:
    """A list of comments, last part first, as the stack wants it."""
    return ["</ol>\n", *reversed(rows), "<ol>\n"] if rows else []


def _comment(comment: dict[str, Any]) -> Iterator[str]:
    state = _STATES.get(comment["state"])
    told = [f'<b dir="auto">{escape(comment["author"])}</b>' if comment["author"] else "<i>no name</i>"]
    told += [_time(comment["published_at"]) or escape(comment["published_raw"] or "")]
    told += [comment["kind"]] if comment["kind"] != "comment" else []
    told += [f"{comment['score']:+d}"] if comment["score"] is not None else []
    told += [f"<i>{state}</i>"] if state else []
    name = escape(f"c-{comment['key']}")
    yield f'<li id="{name}"><p class="by">{" · ".join(part for part in told if part)}</p>\n'
    yield f'<div class="text" dir="auto">{_words(comment["html"], comment["text"])}</div>\n'


def _words(markup: str | None, text: str) -> str:
    if markup:
        return nh3.clean(markup, tags=_TAGS, attributes=_ATTRIBUTES, url_schemes={"http", "https", "mailto"})
    return "\n".join(f"<p>{escape(line)}</p>" for line in text.split("\n") if line)


def _time(at: str | None) -> str:
    return f'<time datetime="{at}">{_shown(at)}</time>' if at else ""


def _shown(at: str) -> str:
    """Day and minute; the day alone where no more is known, which is kept as midnight."""
    return at[:10] if at.endswith("T00:00:00Z") else at[:16].replace("T", " ")


def _source(url: str) -> str:
    shown = escape(url)
    return f'<a href="{shown}">source</a>' if url.startswith(("http://", "https://")) else shown


def open_sink(task: Task) -> HtmlSink:
    """Begin the pages."""
    return HtmlSink(task.folder)
