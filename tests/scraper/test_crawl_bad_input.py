"""What servers do wrong: each page gets one clear reason, and none ends the crawl."""

from __future__ import annotations

import gzip
import json
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import attrs
import pytest

from scraper.commands.crawl_report import remarks
from scraper.engine.tally import CrawlSummary, Ending, PageFailure, Tally
from tests.crawling import Crawled, crawl, rows, run
from tests.servers import Answer, Respond, SiteServer, html, redirect, text

MEGABYTE = 1_000_000
PACKED = (("Content-Type", "text/html"), ("Content-Encoding", "gzip"))
WORDS = "<html><h1>Words</h1>" + "<p>The same few words again and again.</p>" * 2000
BOMB = gzip.compress(bytes(40 * MEGABYTE))

PAGES: dict[str, tuple[Answer | Respond, str]] = {
    "/missing/": (html("gone", status=404), "HTTP 404 Not Found"),
    "/gone/": (html("gone", status=410), "HTTP 410 Gone"),
    "/error/": (html("oops", status=500), "HTTP 500 Internal Server Error"),
    "/too-many/": (html("slow down", status=429), "HTTP 429 Too Many Requests"),
    "/odd-status/": (html("what", status=599), "HTTP 599"),
    "/large/": (Answer(content_length=30 * MEGABYTE, chunks=[bytes(MEGABYTE)] * 30), "larger than 25 MB"),
    "/endless/": (Answer(chunks=[b"<p>words</p>" * 90_000] * 30), "larger than 25 MB"),
    "/bomb/": (Answer(body=BOMB, headers=PACKED), "unpacks to more than 25 MB"),
    "/torn-gzip/": (
        Answer(body=gzip.compress(WORDS.encode())[:-30], headers=PACKED),
        "its compressed body is cut short",
    ),
    "/bad-gzip/": (Answer(body=b"\x1f\x8b\x08\0\0\0\0\0\0\0\xff\xff" * 9, headers=PACKED), "its gzip body is broken"),
    "/odd-coding/": (Answer(body=b"x", headers=(("Content-Encoding", "aes128"),)), "unknown content coding 'aes128'"),
    "/cut/": (Answer(body=WORDS.encode(), content_length=len(WORDS) + 99), "the answer was cut short"),
    "/hangs-up/": (Answer(drop=True), "connection failed: the server hung up without an answer"),
    "/odd-length/": (
        Answer(body=b"x", headers=(("Content-Length", "abc"),)),
        "connection failed: the answer is not HTTP (Value contains non-decimal digits",
    ),
    "/ring-a/": (redirect("/ring-b/"), "redirect loop"),
    "/ring-self/": (redirect("/ring-self/"), "redirect loop"),
    "/elsewhere/": (redirect("ftp://example.org/"), "redirects to ftp://example.org/, which is no web page"),
}
SKIPPED: dict[str, tuple[Answer | Respond, str]] = {
    "/pdf/": (text(b"%PDF-1.7\n...", kind="text/html"), "not HTML: a PDF"),
    "/binary/": (text(b"\0\1\2\3" * 99, kind="text/html"), "not HTML: binary data"),
    "/empty/": (html(""), "not HTML: an empty page"),
    "/json/": (text("{}", kind="application/json"), "not HTML: JSON of no known endpoint"),
    "/off-site/": (redirect("https://example.org/x"), "redirects off the site: https://example.org/x"),
}


def follow_for_ever(path: str) -> Respond | None:
    if not path.startswith("/ever/"):
        return None
    return lambda asked: redirect(f"/ever/{int(asked.path.rpartition('/')[2]) + 1}")


@attrs.frozen
class Bad:
    """A crawl of a site with everything wrong, and one good page."""

    server: SiteServer
    archive: Path
    crawled: Crawled

    def reasons(self) -> dict[str, str]:
        """Reasons of failed pages by path."""
        failures = self.crawled.only_site()["failures"]
        return {failure["url"].removeprefix(self.server.url("")): failure["reason"] for failure in failures}


@pytest.fixture(scope="module")
def bad(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bad]:
    paths = [*PAGES, *SKIPPED, "/ever/1", "/good/"]
    pages: dict[str, Answer | Respond] = {path: answer for path, (answer, _) in {**PAGES, **SKIPPED}.items()}
    pages["/"] = html("<h1>Front</h1>" + "".join(f'<a href="{path}">{path}</a> ' for path in paths))
    pages["/ring-b/"] = redirect("/ring-a/")
    pages["/good/"] = html("<html><title>Good</title><h1>Good</h1><article><p>Words enough.</p></article></html>")
    archive = tmp_path_factory.mktemp("bad") / "a.db"
    with SiteServer(pages) as server:
        missing = server.fallback
        server.fallback = lambda asked: (follow_for_ever(asked.path) or missing)(asked)
        yield Bad(server, archive, crawl(server.url(), archive=archive))


@pytest.mark.parametrize("path", PAGES)
def test_a_bad_page_has_its_reason(bad: Bad, path: str) -> None:
    shown = "/ring-b/" if path == "/ring-a/" and "/ring-b/" in bad.reasons() else path
    assert bad.reasons()[shown].startswith(PAGES[path][1])
    assert "\n" not in bad.reasons()[shown]


@pytest.mark.parametrize("path", SKIPPED)
def test_what_is_no_page_is_skipped_with_its_reason(bad: Bad, path: str) -> None:
    found = rows(bad.archive, f"select outcome, reason from fetches where requested_url = '{bad.server.url(path)}'")
    assert found == [("skipped", SKIPPED[path][1])]
    named = {"url": bad.server.url(path), "reason": SKIPPED[path][1]}
    assert named in bad.crawled.only_site()["skipped"]
    told = json.loads(run("sites", f"127.0.0.1:{bad.server.port}", "-a", str(bad.archive), "--json").stdout)
    assert named.items() <= next(skip for skip in told["skipped"] if skip["url"] == named["url"]).items()
    assert not [skip for skip in told["skipped"] if skip["reason"].startswith("redirects:")]


def test_redirects_without_end_end(bad: Bad) -> None:
    assert "redirects more than 10 times" in bad.reasons().values()
    assert sum(path.startswith("/ever/") for path in bad.server.paths()) == 11


def test_one_bad_page_never_ends_a_crawl(bad: Bad) -> None:
    assert bad.crawled.status == 0
    assert bad.crawled.only_site()["ending"] == "finished"
    assert "/good/" in bad.server.paths()
    assert "Traceback" not in bad.crawled.stderr
    assert bad.crawled.only_site()["pages"]["fetched"] == 2


def test_servers_in_trouble_are_asked_again_and_others_are_not(bad: Bad) -> None:
    asked = bad.server.paths()
    assert [asked.count(path) for path in ("/error/", "/too-many/", "/cut/")] == [3, 3, 3]
    # Twisted itself asks again at once where a connection it had kept open is closed.
    assert 3 <= asked.count("/hangs-up/") <= 6
    assert [asked.count(path) for path in ("/missing/", "/gone/", "/large/", "/bomb/", "/pdf/")] == [1, 1, 1, 1, 1]


def test_failed_pages_are_tried_again_on_the_next_run(bad: Bad) -> None:
    before = len(bad.server.log)
    bad.server.pages["/missing/"] = html("<h1>Found again</h1>")
    again = crawl(bad.server.url(), archive=bad.archive).only_site()
    asked = [request.path for request in bad.server.log[before:]]
    assert {"/missing/", "/gone/", "/error/", "/bomb/"} <= set(asked)
    assert again["pages"]["fetched"] == 1
    assert again["pages"]["unchanged"] == 2
    assert "/ever/11" in asked
    assert "/ever/12" not in asked  # where a chain without end was left, it goes no further


# Sites that cannot be reached at all: one process, one line each.


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A self-signed certificate with its key."""
    path = tmp_path_factory.mktemp("tls") / "server.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=127.0.0.1",
         "-addext", "subjectAltName=IP:127.0.0.1", "-keyout", path.with_suffix(".key"), "-out", path],
        check=True, capture_output=True,
    )  # fmt: skip
    path.write_bytes(path.read_bytes() + path.with_suffix(".key").read_bytes())
    return path


@pytest.fixture(scope="module")
def unreachable(
    tmp_path_factory: pytest.TempPathFactory, certificate: Path
) -> Iterator[tuple[Crawled, dict[str, str]]]:
    with ExitStack() as stack:
        secure = stack.enter_context(SiteServer({"/": html("hello")}, certificate=certificate))
        pdf = stack.enter_context(SiteServer({"/": text(b"%PDF-1.7", kind="text/html")}))
        moved = stack.enter_context(SiteServer({"/": redirect("https://example.org/")}))
        with SiteServer() as closed:
            refused = closed.url()
        urls = {
            "tls": secure.url(),
            "pdf": pdf.url(),
            "moved": moved.url(),
            "refused": refused,
            "host": "http://no-such-host.localhost/",
        }
        archive = tmp_path_factory.mktemp("unreachable") / "a.db"
        crawled = crawl(*urls.values(), archive=archive)
        yield crawled, urls


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("tls", "TLS failure: certificate verify failed"),
        ("refused", "connection refused"),
        ("host", "unknown host"),
        ("pdf", "not HTML: a PDF"),
        ("moved", "redirects off the site: https://example.org/"),
    ],
)
def test_a_site_that_cannot_be_crawled_has_one_line(
    unreachable: tuple[Crawled, dict[str, str]], name: str, reason: str
) -> None:
    crawled, urls = unreachable
    (line,) = [line for line in crawled.stderr.splitlines() if urls[name] in line]
    assert line.startswith(f"commentariat: {urls[name]}: ")
    assert reason in line


def test_nothing_crawled_is_exit_1(unreachable: tuple[Crawled, dict[str, str]]) -> None:
    crawled, _ = unreachable
    assert crawled.status == 1
    assert "Traceback" not in crawled.stderr


@pytest.mark.parametrize(
    ("url", "found"),
    [
        pytest.param("http://[::1", "Invalid IPv6 URL", id="open-bracket"),
        pytest.param("http://127.0.0.1:99999/", "Port out of range", id="port"),
        pytest.param("http://a b/", "no host of that name", id="blank-in-the-host"),
        pytest.param("ftp://127.0.0.1/", "not an http or https address", id="scheme"),
        pytest.param("", "'': not an http or https address", id="nothing"),
    ],
)
def test_what_is_no_address_is_refused_in_one_line(tmp_path: Path, url: str, found: str) -> None:
    crawled = crawl(url, archive=tmp_path / "a.db")
    assert (crawled.status, crawled.stdout) == (1, "")
    assert crawled.stderr.startswith("commentariat: ")
    assert found in crawled.stderr
    assert len(crawled.stderr.splitlines()) == 1
    assert not (tmp_path / "a.db").exists()


def test_a_log_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    log = tmp_path / "no-folder" / "crawl.log"
    crawled = crawl("http://127.0.0.1:9/", "--log", str(log), archive=tmp_path / "a.db")
    assert crawled.status == 1
    assert (
        crawled.stderr == f"commentariat: {log}: cannot be written (No such file or directory). Give another --log.\n"
    )


def test_the_report_counts_the_reasons_it_does_not_show() -> None:
    summary = CrawlSummary(
        site="example.org",
        start_url="http://example.org/",
        ending=Ending.FINISHED,
        tally=Tally(stored=1, failures=[PageFailure(f"http://example.org/{n}", f"reason {n}") for n in range(12)]),
    )
    assert next(
        remarks(attrs.evolve(summary, tally=Tally(skipped_pages=[PageFailure("http://a/b", "not HTML: a PDF")])))
    ) == ("Skipped: not HTML: a PDF: http://a/b")
    assert list(remarks(summary))[10] == "… and for 2 other reasons: `commentariat sites example.org` lists all."
