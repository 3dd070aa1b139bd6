"""A site on this machine that lives: articles appear, comments are written, edited and removed while it is visited."""

from __future__ import annotations

import random
import threading
import time
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Self

import attrs

_SIDEBAR, _FEED, _FRONT = 5, 10, 20


@attrs.define
class Note:
    """A comment."""

    key: int
    article: int
    written_at: float
    """Unix time."""
    words: str

    @property
    def author(self) -> str:
        """Its writer's name."""
        return f"Reader {self.key % 40}"


class LivingSite:
    """The site and its server, on a free port.

    Args:
        articles: at the beginning.
        a_minute: comments, on average; now and then three come at once.
        seed: of what happens; when it happens follows the clock.
    """

    def __init__(self, *, articles: int, a_minute: float, seed: int = 1) -> None:
        self._rng = random.Random(seed)
        self._lock = threading.Lock()
        self._a_minute = a_minute
        self.articles = articles
        self.notes: list[Note] = []
        self.requests = 0
        self.stopped = threading.Event()
        past = int(a_minute * 1440)
        for n in range(past):  # the day before was as busy
            self._write(time.time() - (past - n) * 60 / a_minute)
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._threads = [
            threading.Thread(target=target, daemon=True) for target in (self._server.serve_forever, self._live)
        ]

    @property
    def url(self) -> str:
        """Its front page."""
        return f"http://127.0.0.1:{self._server.server_address[1]}/"

    def __enter__(self) -> Self:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stopped.set()
        self._server.shutdown()
        self._server.server_close()

    def _live(self) -> None:
        while not self.stopped.wait(self._rng.expovariate(self._a_minute / 60)):
            with self._lock:
                if self._rng.random() < 0.08:
                    self.articles += 1
                for _ in range(3 if self._rng.random() < 0.1 else 1):
                    self._write()
                if self._rng.random() < 0.1:
                    self._rng.choice(self.notes).words += " (edited)"

    def _write(self, at: float | None = None) -> None:
        """A comment, under one of the newest articles or under any."""
        newest = self._rng.random() < 0.6
        article = self._rng.randint(max(1, self.articles - 5) if newest else 1, self.articles)
        key = len(self.notes) + 1
        self.notes.append(
            Note(key, article, at or time.time(), f"What reader {key % 40} wrote is number {key} of all comments.")
        )

    def _page(self, path: str) -> tuple[str, str] | None:
        with self._lock:
            self.requests += 1
            if path == "/":
                return "text/html", self._html("<h1>Front page</h1>" + self._listing(self.articles, _FRONT))
            if path == "/comments/feed/":
                return "application/rss+xml", self._feed()
            kind, _, number = path.strip("/").partition("/")
            if number.isdecimal() and kind == "page" and int(number) * _FRONT - _FRONT < self.articles:
                last = self.articles - (int(number) - 1) * _FRONT
                return "text/html", self._html(f"<h1>Page {number}</h1>" + self._listing(last, _FRONT))
            if number.isdecimal() and kind == "article" and 1 <= int(number) <= self.articles:
                return "text/html", self._html(self._article(int(number)))
        return None

    def _html(self, body: str) -> str:
        entries = "".join(
            f'<li class="recentcomments"><span class="comment-author-link">{note.author}</span> on '
            f'<a href="/article/{note.article}/#comment-{note.key}">Article {note.article}</a></li>'
            for note in reversed(self.notes[-_SIDEBAR:])
        )
        return (
            "<!doctype html><html lang=en><head><title>Living</title>"
            '<link rel="alternate" type="application/rss+xml" title="Comments Feed" href="/comments/feed/"></head>'
            f'<body><main>{body}</main><aside class="widget_recent_comments"><h2>Recent Comments</h2>'
            f'<ul id="recentcomments">{entries}</ul></aside></body></html>'
        )

    def _listing(self, last: int, count: int) -> str:
        first = max(1, last - count + 1)
        teasers = "".join(
            f'<article><h2><a href="/article/{n}/" rel="bookmark">Article {n}</a></h2><p>How it begins.</p>'
            f'<a href="/article/{n}/#comments">{sum(note.article == n for note in self.notes)} Comments</a></article>'
            for n in range(last, first - 1, -1)
        )
        page = (self.articles - last) // count + 1
        return teasers + (f'<a class="next" href="/page/{page + 1}/">Older</a>' if first > 1 else "")

    def _article(self, number: int) -> str:
        notes = [note for note in self.notes if note.article == number]
        comments = "".join(
            f'<li class="comment" id="comment-{note.key}"><cite class="fn">{note.author}</cite> '
            f'<time datetime="{time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(note.written_at))}">then</time>'
            f'<div class="comment-content"><p>{escape(note.words)}</p></div></li>'
            for note in notes
        )
        return (
            f'<article><h1>Article {number}</h1><div class="entry-content"><p>It was a day of number {number}, and there was '
            "much to tell of it, from its morning to its night, with all that came between.</p><p>Nobody slept.</p></div></article>"
            f'<section id="comments"><h2>{len(notes)} Comments</h2><ol class="comment-list">{comments}</ol></section>'
        )

    def _feed(self) -> str:
        items = "".join(
            f"<item><title>{note.author}</title><link>{self.url}article/{note.article}/#comment-{note.key}</link>"
            f"<description>{escape(note.words)}</description></item>"
            for note in reversed(self.notes[-_FEED:])
        )
        return f'<?xml version="1.0"?><rss version="2.0"><channel><title>Comments</title>{items}</channel></rss>'

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        site = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                found = site._page(self.path)
                body = found[1].encode() if found else b"<h1>Not found</h1>"
                self.send_response(200 if found else 404)
                self.send_header("Content-Type", f"{found[0] if found else 'text/html'}; charset=utf-8")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, format: str, *args: object) -> None:  # noqa: A002 (its name there)
                """Nothing."""

        return Handler
