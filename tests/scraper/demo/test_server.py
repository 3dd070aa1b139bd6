"""The demo's server behaves as a good one does."""

from __future__ import annotations

import http.client
import socket
from collections.abc import Iterator
from contextlib import closing
from urllib.parse import urlsplit

import pytest

from scraper.demo.ports import remember_port, serve_at, serve_demo
from scraper.demo.server import DemoServer
from scraper.errors import InputError


@pytest.fixture(scope="module")
def server() -> Iterator[DemoServer]:
    with DemoServer() as running:
        yield running


def ask(server: DemoServer, path: str, method: str = "GET", **headers: str) -> tuple[http.client.HTTPResponse, bytes]:
    """One request, its answer and the body."""
    with closing(http.client.HTTPConnection(urlsplit(server.url).netloc, timeout=10)) as connection:
        connection.request(method, path, headers={name.replace("_", "-"): value for name, value in headers.items()})
        answer = connection.getresponse()
        return answer, answer.read()


@pytest.mark.parametrize(
    ("path", "content_type"),
    [
        ("/", "text/html; charset=UTF-8"),
        ("/feed/", "application/rss+xml; charset=UTF-8"),
        ("/sitemap.xml", "application/xml; charset=UTF-8"),
        ("/robots.txt", "text/plain; charset=UTF-8"),
        ("/styles/paper.css", "text/css; charset=UTF-8"),
        ("/avatars/3.svg", "image/svg+xml"),
    ],
)
def test_content_types_are_right(server: DemoServer, path: str, content_type: str) -> None:
    answer, body = ask(server, path)
    assert (answer.status, answer.headers["Content-Type"]) == (200, content_type)
    assert len(body) == int(answer.headers["Content-Length"])


def test_a_known_etag_gets_304(server: DemoServer) -> None:
    first, _ = ask(server, "/about/")
    again, body = ask(server, "/about/", If_None_Match=first.headers["ETag"])
    assert (again.status, body) == (304, b"")
    assert again.headers["ETag"] == first.headers["ETag"]


def test_another_etag_outweighs_the_date(server: DemoServer) -> None:
    first, _ = ask(server, "/about/")
    again, _ = ask(server, "/about/", If_None_Match='"else"', If_Modified_Since=first.headers["Last-Modified"])
    assert again.status == 200


@pytest.mark.parametrize(
    ("since", "status"),
    [
        pytest.param("Thu, 12 Nov 2015 07:00:00 GMT", 304, id="same"),
        pytest.param("Thu, 12 Nov 2015 06:59:59 GMT", 200, id="older"),
        pytest.param("yesterday", 200, id="no-date"),
    ],
)
def test_if_modified_since_is_compared(server: DemoServer, since: str, status: int) -> None:
    answer, _ = ask(server, "/about/", If_Modified_Since=since)
    assert answer.status == status


def test_head_has_the_headers_alone(server: DemoServer) -> None:
    answer, body = ask(server, "/about/", "HEAD")
    assert (answer.status, body) == (200, b"")
    assert int(answer.headers["Content-Length"]) > 1000


def test_a_missing_slash_is_a_redirect(server: DemoServer) -> None:
    answer, _ = ask(server, "/about")
    assert (answer.status, answer.headers["Location"]) == (301, "/about/")


def test_an_unknown_page_is_404(server: DemoServer) -> None:
    assert ask(server, "/2011/05/nothing-here/")[0].status == 404


def test_comments_are_not_taken(server: DemoServer) -> None:
    assert ask(server, "/wp-comments-post.php", "POST", Content_Length="0")[0].status == 403


def test_reply_links_show_the_same_page(server: DemoServer) -> None:
    path = "/2011/04/the-puncture-concert/"
    assert ask(server, f"{path}?replytocom=101")[1] == ask(server, path)[1]


def test_nothing_listens_after_the_block() -> None:
    with DemoServer() as running:
        port = running.port
    with socket.socket() as probe:
        assert probe.connect_ex(("127.0.0.1", port)) != 0


def test_an_archive_keeps_its_address(tmp_path_factory: pytest.TempPathFactory) -> None:
    archive = tmp_path_factory.mktemp("demo") / "demo.db"
    with DemoServer() as taken:  # the usual port is in use: a first demo goes elsewhere
        with serve_demo(archive, usual_port=taken.port) as server:
            assert server.port != taken.port
            remember_port(archive, server.port)
            kept = server.port
        with serve_demo(archive, usual_port=taken.port) as server:
            assert server.port == kept


def test_a_taken_port_is_named_with_what_to_do(tmp_path_factory: pytest.TempPathFactory) -> None:
    archive = tmp_path_factory.mktemp("demo") / "demo.db"
    with DemoServer() as taken:
        remember_port(archive, taken.port)
        with pytest.raises(InputError, match=rf"127\.0\.0\.1:{taken.port}: cannot be served .* remove .*demo\.db"):
            serve_demo(archive)
        with pytest.raises(InputError, match="Choose another"):
            serve_at(taken.port, "Choose another.")
