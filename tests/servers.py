"""Real little servers on this machine, for tests that crawl."""

from __future__ import annotations

import contextlib
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterable, Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import attrs

HOST = "127.0.0.1"


@attrs.frozen(kw_only=True)
class Answer:
    """What a server says to one request."""

    body: bytes = b""
    status: int = 200
    headers: tuple[tuple[str, str], ...] = (("Content-Type", "text/html; charset=utf-8"),)
    chunks: Iterable[bytes] | None = None
    """In place of the body: sent piece by piece without a Content-Length."""
    content_length: int | None = None
    """A Content-Length other than the body's own."""
    pause: float = 0.0
    """Seconds before the answer."""
    drop: bool = False
    """Close the connection in place of an answer."""


@attrs.frozen(kw_only=True)
class Asked:
    """One request as the server saw it."""

    path: str
    headers: dict[str, str]
    """Names in lower case."""
    at: float
    """Monotonic seconds."""


Respond = Callable[[Asked], Answer]


def html(body: str, *, status: int = 200, **headers: str) -> Answer:
    """An HTML page; header names with `_` for `-`."""
    pairs = [("Content-Type", "text/html; charset=utf-8")]
    pairs += [(name.replace("_", "-"), value) for name, value in headers.items()]
    return Answer(body=body.encode(), status=status, headers=tuple(pairs))


def text(body: str | bytes, *, status: int = 200, kind: str = "text/plain") -> Answer:
    """Plain text, or whatever `kind` says."""
    data = body.encode() if isinstance(body, str) else body
    return Answer(body=data, status=status, headers=(("Content-Type", kind),))


def redirect(location: str, *, status: int = 301) -> Answer:
    """A redirect."""
    return Answer(status=status, headers=(("Location", location),))


NOT_FOUND = html("<h1>Not found</h1>", status=404)


class SiteServer:
    """A threaded HTTP server on an ephemeral port, with a log of what was asked.

    Args:
        pages: answers, or functions that make them, by path with query.
        certificate: a PEM file with key and certificate: serve HTTPS.
    """

    def __init__(self, pages: Mapping[str, Answer | Respond] | None = None, *, certificate: Path | None = None) -> None:
        self.pages: dict[str, Answer | Respond] = dict(pages or {})
        self.log: list[Asked] = []
        self.fallback: Respond = lambda _: NOT_FOUND
        self.closing = threading.Event()
        """Set once the server is to end: whoever waits for something to say wakes up."""
        self._server = _QuietServer((HOST, 0), self._handler())
        self._scheme = "http"
        if certificate is not None:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(certificate)
            self._server.socket = context.wrap_socket(self._server.socket, server_side=True)
            self._scheme = "https"
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True)

    @property
    def port(self) -> int:
        """Where it listens."""
        return int(self._server.server_address[1])

    def url(self, path: str = "/") -> str:
        """The address of a path."""
        return f"{self._scheme}://{HOST}:{self.port}{path}"

    def paths(self) -> list[str]:
        """The paths asked for, in order."""
        return [asked.path for asked in self.log]

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Stop listening, hang up on everybody, and wait until no thread of the server is left."""
        self.closing.set()
        self._server.shutdown()
        self._server.hang_up()
        self._server.server_close()
        self._thread.join()

    def answer(self, asked: Asked) -> Answer:
        """What to say."""
        self.log.append(asked)
        found = self.pages.get(asked.path, self.fallback)
        return found(asked) if callable(found) else found

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        site = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            disable_nagle_algorithm = True

            def do_GET(self) -> None:
                headers = {name.lower(): value for name, value in self.headers.items()}
                answer = site.answer(Asked(path=self.path, headers=headers, at=time.monotonic()))
                if answer.pause:
                    site.closing.wait(answer.pause)
                if answer.drop or site.closing.is_set():
                    self.close_connection = True
                    return
                self._send(answer)

            def _send(self, answer: Answer) -> None:
                self.send_response(answer.status)
                for name, value in answer.headers:
                    self.send_header(name, value)
                if answer.chunks is not None:
                    self.send_header("Connection", "close")
                elif answer.status != 304:
                    length = answer.content_length if answer.content_length is not None else len(answer.body)
                    self.send_header("Content-Length", str(length))
                self.close_connection = answer.chunks is not None or answer.content_length is not None
                self.end_headers()
                for chunk in answer.chunks if answer.chunks is not None else [answer.body]:
                    self.wfile.write(chunk)

            def log_message(self, format: str, *args: object) -> None:  # noqa: A002 (the signature it overrides)
                """Say nothing: the log is kept by the server."""

        return Handler


class _QuietServer(ThreadingHTTPServer):
    # Closing the server joins its threads: one that outlives its test would end in the middle of another.
    daemon_threads = False
    block_on_close = True
    request_queue_size = 64

    def __init__(self, address: tuple[str, int], handler: type[BaseHTTPRequestHandler]) -> None:
        super().__init__(address, handler)
        self._open: set[socket.socket] = set()
        self._lock = threading.Lock()
        self._is_over = False

    def process_request_thread(self, request: Any, client_address: Any) -> None:
        """Serve one connection, known by its socket until it ends."""
        with self._lock:
            self._open.add(request)
            if self._is_over:
                _hang_up(request)
        super().process_request_thread(request, client_address)

    def shutdown_request(self, request: Any) -> None:
        """The end of a connection: from here on its socket is not ours to hang up."""
        with self._lock:
            self._open.discard(request)
        super().shutdown_request(request)

    def hang_up(self) -> None:
        """End every connection, so that its thread ends."""
        with self._lock:
            self._is_over = True
            for request in self._open:
                _hang_up(request)

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that hangs up, or dislikes our certificate, is part of the tests."""


def _hang_up(request: socket.socket) -> None:
    with contextlib.suppress(OSError):  # the other side was quicker
        # The plain socket's own method: TLS would wait for the other side to agree.
        socket.socket.shutdown(request, socket.SHUT_RDWR)


def linked_site(articles: int, *, comments: int = 3, per_listing: int = 20) -> dict[str, Answer | Respond]:
    """A small blog: listings that name the next one, articles with comments and replies."""
    pages: dict[str, Answer | Respond] = {}
    listings = max(1, -(-articles // per_listing))
    for number in range(listings):
        first = number * per_listing
        links = "".join(
            f'<li><a href="/post-{index}/">Post {index}</a></li>'
            for index in range(first, min(first + per_listing, articles))
        )
        following = f'<a rel="next" href="/page/{number + 2}/">Older</a>' if number + 1 < listings else ""
        pages["/" if number == 0 else f"/page/{number + 1}/"] = html(
            f"<html><head><title>A blog</title></head><body><h1>A blog</h1><ul>{links}</ul>{following}</body></html>"
        )
    for index in range(articles):
        pages[f"/post-{index}/"] = html(article_page(index, comments=comments))
    return pages


def article_page(index: int, *, comments: int = 3, title: str | None = None) -> str:
    """One article in WordPress's markup, with a reply to every other comment."""
    return f"""<!DOCTYPE html>
<html lang="en"><head><title>{title or f"Post {index}"}</title></head><body>
<article class="post hentry"><h1 class="entry-title">{title or f"Post {index}"}</h1>
<div class="entry-content">
<p>The orchard behind house {index} was planted by three neighbours who never agreed on a single tree.</p>
<p>They met on the first Sunday of each month, brought {index + 2} baskets, and counted pears until it was dark.</p>
</div></article>
<div id="comments" class="comments-area"><h2 class="comments-title">{comments} comments</h2>
<ol class="comment-list">{"".join(_comment(index, number) for number in range(0, comments, 2))}</ol></div>
</body></html>"""


def _comment(index: int, number: int) -> str:
    reply = f'<ol class="children">{_item(index, number + 1, 2)}</li></ol>'
    return f"{_item(index, number, 1)}{reply}</li>"


def _item(index: int, number: int, depth: int) -> str:
    key = index * 1000 + number
    return f"""<li id="comment-{key}" class="comment depth-{depth}"><article id="div-comment-{key}" class="comment-body">
<footer class="comment-meta"><div class="comment-author vcard"><b class="fn">Reader {number}</b></div>
<div class="comment-metadata"><a href="/post-{index}/#comment-{key}"><time datetime="2024-05-0{number % 9 + 1}T10:00:00+00:00">May
{number % 9 + 1}, 2024 at 10:00 am</time></a></div></footer>
<div class="comment-content"><p>Pear number {number} of basket {index} was the best one that I ever stole.</p></div></article>"""
