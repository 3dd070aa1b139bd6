"""The demo site's server: this machine only, threaded, with validators and conditional answers.

with DemoServer() as server:
print(server.url)
"""

from __future__ import annotations

import threading
from email.utils import format_datetime, parsedate_to_datetime
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType

from scraper.demo.site import LAST_MODIFIED, Resource, Site, build_site

HOST = "127.0.0.1"


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 64
    # A port just left by an earlier demo is ours at once; a port in use stays an error.
    allow_reuse_address = True

    def __init__(self, port: int) -> None:
        super().__init__((HOST, port), _Handler)
        self.site: Site = build_site(f"http://{HOST}:{self.server_address[1]}")


class _Handler(BaseHTTPRequestHandler):
    server: _Server
    protocol_version = "HTTP/1.1"
    server_version = "PortTansy/1.0"
    sys_version = ""
    # Headers and body leave in one packet, else each answer waits for an acknowledgement.
    wbufsize = -1
    disable_nagle_algorithm = True

    def do_GET(self) -> None:
        self._answer(with_body=True)

    def do_HEAD(self) -> None:
        self._answer(with_body=False)

    def do_POST(self) -> None:
        """Take no comments: the town is asleep."""
        self.rfile.read(int(self.headers.get("Content-Length") or 0))
        self._send(HTTPStatus.FORBIDDEN, b"<h1>The jar is full</h1>", "text/html; charset=UTF-8", with_body=True)

    def _answer(self, *, with_body: bool) -> None:
        found = self.server.site.find(self.path)
        if found is None:
            body = b"<!DOCTYPE html><html><head><title>Not found</title></head><body><h1>Not found</h1></body></html>"
            self._send(HTTPStatus.NOT_FOUND, body, "text/html; charset=UTF-8", with_body=with_body)
        elif isinstance(found, str):
            self._send(HTTPStatus.MOVED_PERMANENTLY, b"", "text/html", with_body=False, headers={"Location": found})
        else:
            self._resource(found, with_body=with_body)

    def _resource(self, found: Resource, *, with_body: bool) -> None:
        headers = {"ETag": found.etag, "Last-Modified": format_datetime(LAST_MODIFIED, usegmt=True)}
        if found.robots:
            headers["X-Robots-Tag"] = found.robots
        if self._is_known(found.etag):
            self._send(HTTPStatus.NOT_MODIFIED, b"", None, with_body=False, headers=headers)
        else:
            self._send(HTTPStatus.OK, found.body, found.content_type, with_body=with_body, headers=headers)

    def _is_known(self, etag: str) -> bool:
        """RFC 9110, 13.2.2: If-None-Match decides where it is given, If-Modified-Since else."""
        if (tags := self.headers.get("If-None-Match")) is not None:
            return tags.strip() == "*" or etag in [tag.strip().removeprefix("W/") for tag in tags.split(",")]
        try:
            since = parsedate_to_datetime(self.headers.get("If-Modified-Since", ""))
        except ValueError:
            return False
        return since.tzinfo is not None and since >= LAST_MODIFIED

    def _send(
        self,
        status: HTTPStatus,
        body: bytes,
        content_type: str | None,
        *,
        with_body: bool,
        headers: dict[str, str] | None = None,
    ) -> None:
        self.send_response(status)
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        if content_type:
            self.send_header("Content-Type", content_type)
        if status is not HTTPStatus.NOT_MODIFIED:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if with_body:
            self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 (the parent's signature)
        """Say nothing: the crawl tells what was fetched."""


class DemoServer:
    """The demo site, served from a thread for as long as the block runs.

    Args:
        port: where to listen; 0 takes any free port.

    Raises:
        OSError: the port is taken.
    """

    def __init__(self, port: int = 0) -> None:
        self._server = _Server(port)
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True)

    @property
    def url(self) -> str:
        """The site's address, without a slash at the end."""
        return self._server.site.base

    @property
    def port(self) -> int:
        """Where it listens."""
        return int(self._server.server_address[1])

    @property
    def site(self) -> Site:
        """What is served."""
        return self._server.site

    def __enter__(self) -> DemoServer:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()
