"""What a person lends a crawl, where it may go with it, and what it says before it goes."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from archive.database import open_archive
from archive.warc import iterate_warc
from scraper.engine.access import parse_headers
from scraper.engine.cookies import cookie_header, load_cookies
from scraper.engine.networks import is_private, is_private_host
from scraper.errors import InputError
from tests.crawling import ROOT, crawl, rows, run
from tests.servers import Answer, Asked, SiteServer, article_page, html, linked_site, redirect, text

COOKIES = """# Netscape HTTP Cookie File
127.0.0.1\tFALSE\t/\tFALSE\t0\tsession\tsecret-abc
127.0.0.1\tFALSE\t/\tFALSE\t1000000000\tstale\told
other.example\tFALSE\t/\tFALSE\t0\tother\tnot-yours
"""


def members_only(asked: Asked) -> Answer:
    return html(article_page(1)) if "session=secret-abc" in asked.headers.get("cookie", "") else html("", status=403)


def test_a_persons_own_subscription_is_used_and_kept_in_no_capture(tmp_path: Path) -> None:
    (tmp_path / "cookies.txt").write_text(COOKIES, encoding="utf-8")
    options = ("--cookies", str(tmp_path / "cookies.txt"), "--header", "X-Key: open-sesame")
    with SiteServer({"/post-1/": members_only}) as server:
        crawled = crawl(server.url("/post-1/"), archive=tmp_path / "a.db", options=options)
        (asked,) = [asked for asked in server.log if asked.path == "/post-1/"]
    assert crawled.only_site()["articles"]["new"] == 1
    assert (asked.headers["cookie"], asked.headers["x-key"]) == ("session=secret-abc", "open-sesame")
    (file,) = (tmp_path / "a.captures").glob("*.warc.gz")
    assert [response.status for response in iterate_warc(file)] == [404, 200]
    import gzip

    kept = gzip.decompress(file.read_bytes())
    assert b"User-Agent" in kept
    assert b"secret-abc" not in kept
    assert b"open-sesame" not in kept


def test_cookies_go_where_they_belong(tmp_path: Path) -> None:
    path = tmp_path / "cookies.txt"
    path.write_text(COOKIES, encoding="utf-8")
    assert cookie_header(load_cookies(path), "http://other.example/a") == "other=not-yours"
    assert cookie_header(load_cookies(path), "http://third.example/") is None


@pytest.mark.parametrize(
    ("content", "found"),
    [
        pytest.param(b"{}", "not a cookies file", id="json"),
        pytest.param(b"", "not a cookies file", id="empty"),
        pytest.param(b"\xff\xfe\x00", "not text", id="binary"),
        pytest.param(None, "cannot be read", id="missing"),
    ],
)
def test_a_file_without_cookies_is_refused_before_anything_is_asked(
    tmp_path: Path, content: bytes | None, found: str
) -> None:
    if content is not None:
        (tmp_path / "c.txt").write_bytes(content)
    with SiteServer(linked_site(1)) as server:
        crawled = crawl(server.url(), archive=tmp_path / "a.db", options=("--cookies", str(tmp_path / "c.txt")))
        assert server.log == []
    assert crawled.status == 1
    assert found in crawled.stderr
    assert len(crawled.stderr.strip().splitlines()) == 1


@pytest.mark.parametrize("line", ["no colon", "Host: other.example", "Bad Name: x", "X: a\r\nY: b", "X: \u00e9", ": x"])
def test_what_is_no_header_is_refused(line: str) -> None:
    with pytest.raises(InputError):
        parse_headers([line])


def test_a_proxy_is_asked_for_everything(tmp_path: Path) -> None:
    with SiteServer() as proxy:
        proxy.fallback = lambda asked: (
            text("User-agent: *\nDisallow:") if asked.path.endswith("robots.txt") else html(article_page(1))
        )
        options = ("--proxy", proxy.url("").rstrip("/"), "--only-article", "--limit", "1", "--private")
        crawled = crawl("http://127.0.0.1:1/post-1/", archive=tmp_path / "a.db", options=options)
        paths = proxy.paths()
    assert crawled.only_site()["articles"]["new"] == 1
    assert paths == ["http://127.0.0.1:1/robots.txt", "http://127.0.0.1:1/post-1/"]


@pytest.mark.parametrize("proxy", ["proxy.example.org", "socks5://127.0.0.1:9", "http://127.0.0.1:99999", "http://"])
def test_what_is_no_http_proxy_is_refused(tmp_path: Path, proxy: str) -> None:
    done = run("crawl", "http://127.0.0.1:1/", "-a", str(tmp_path / "a.db"), "--proxy", proxy)
    assert (done.status, done.stderr.count("\n")) == (1, 1)
    assert "no address of an HTTP proxy" in done.stderr


def test_a_proxy_that_is_not_to_be_had_is_named_without_its_password(tmp_path: Path) -> None:
    proxy = "http://ines:secret@127.0.0.1:1"
    done = run("crawl", "http://127.0.0.1:2/", "-a", str(tmp_path / "a.db"), "--proxy", proxy, "--delay", "0")
    assert done.status == 1
    assert "the proxy 127.0.0.1:1: connection refused" in done.stderr
    assert "secret" not in done.stderr


def test_a_list_of_addresses_is_crawled(tmp_path: Path) -> None:
    with SiteServer(linked_site(6)) as one, SiteServer(linked_site(3)) as other:
        addresses = [one.url("/post-1/"), "# a remark", "", one.url("/post-2/"), other.url("/post-0/")]
        (tmp_path / "list.txt").write_text("\n".join(addresses), encoding="utf-8")
        crawled = run(
            "crawl", "--urls", str(tmp_path / "list.txt"), "-a", str(tmp_path / "a.db"),
            "--delay", "0", "--only-article", "--json",
        )  # fmt: skip
        assert sorted(one.paths()) == ["/post-1/", "/post-2/", "/robots.txt"]
        assert sorted(other.paths()) == ["/post-0/", "/robots.txt"]
    assert crawled.status == 0
    assert rows(tmp_path / "a.db", "select count(*) from articles") == [(3,)]


def test_a_crawl_of_nothing_is_wrong_usage(tmp_path: Path) -> None:
    assert run("crawl", "-a", str(tmp_path / "a.db")).status == 2
    missing = run("crawl", "--urls", str(tmp_path / "none.txt"), "-a", str(tmp_path / "a.db"))
    assert (missing.status, "cannot be read" in missing.stderr) == (1, True)


def test_a_line_that_is_no_address_is_named_with_its_place(tmp_path: Path) -> None:
    listed = tmp_path / "list.txt"
    listed.write_text("# two\nhttp://127.0.0.1:1/\nexample.org/b\n", encoding="utf-8")
    done = run("crawl", "--urls", str(listed), "-a", str(tmp_path / "a.db"))
    assert (done.status, (tmp_path / "a.db").exists()) == (1, False)
    assert f"{listed}, line 3: example.org/b: not an http or https address" in done.stderr


def test_a_password_in_an_address_is_refused_and_not_repeated(tmp_path: Path) -> None:
    done = run("crawl", "http://ines:secret@127.0.0.1:1/", "-a", str(tmp_path / "a.db"))
    assert (done.status, (tmp_path / "a.db").exists(), "secret" in done.stderr) == (1, False, False)
    assert "--header 'Authorization: Basic" in done.stderr


WRONG = {
    "delay-nan": ("http://127.0.0.1:1/", "--delay", "nan"),
    "delay-inf": ("http://127.0.0.1:1/", "--delay", "inf"),
    "due-and-a-list": ("--due", "--urls", "list.txt"),
    "due-and-a-look": ("--due", "--dry-run"),
    "captures-kept-and-not": ("http://127.0.0.1:1/", "--no-captures", "--keep-captures", "3"),
}


@pytest.mark.parametrize("arguments", WRONG.values(), ids=WRONG)
def test_options_that_make_no_sense_are_wrong_usage(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    assert run("crawl", *arguments, "-a", str(tmp_path / "a.db")).status == 2
    assert not (tmp_path / "a.db").exists()


def test_a_dry_run_reads_robots_and_nothing_else(tmp_path: Path) -> None:
    pages = linked_site(30)
    with SiteServer(pages) as server:
        pages["/robots.txt"] = server.pages["/robots.txt"] = text(
            f"User-agent: *\nDisallow: /post-7/\nCrawl-delay: 3\nSitemap: {server.url('/map.xml')}"
        )
        command = ("crawl", server.url(), server.url("/post-7/"), "-a", str(tmp_path / "a.db"), "--dry-run")
        dry = json.loads(run(*command, "--json").stdout)["sites"][0]
        assert server.paths() == ["/robots.txt"]
        assert not list(tmp_path.iterdir())
        assert [(entry["why"], entry["is_allowed"]) for entry in dry["addresses"]] == [
            ("start address", True),
            ("start address", False),
            ("sitemap that robots.txt names", True),
        ]
        assert (dry["robots"], dry["delay"]) == ("read", 3.0)
        crawl(server.url(), archive=tmp_path / "a.db", options=("--limit", "4"))
        before = (tmp_path / "a.db").read_bytes()
        server.log.clear()
        spoken = run(*command).stdout
        assert server.paths() == ["/robots.txt"]
    assert (tmp_path / "a.db").read_bytes() == before
    assert f"found on {server.url('/')}" in spoken
    assert "robots.txt forbids it (start address)" in spoken


def test_a_dry_run_of_a_host_that_is_down_says_so(tmp_path: Path) -> None:
    done = run("crawl", "http://127.0.0.1:1/", "-a", str(tmp_path / "a.db"), "--dry-run")
    assert "robots.txt: cannot be had (connection refused): nothing would be asked for" in done.stdout
    assert "NOT fetched, since robots.txt cannot be had (start address)" in done.stdout


PATCHED = """
import socket, sys
names, public = {names!r}, {public!r}
socket.gethostbyname = lambda name: names.get(name, name)
import scraper.engine.networks as networks
known = networks.is_private
networks.is_private = lambda address: address not in public and known(address)
from scraper.commands.root import main
main()
"""


def crawl_with_names(
    url: str, archive: Path, *options: str, names: dict[str, str], public: tuple[str, ...] = ()
) -> subprocess.CompletedProcess[str]:
    """A crawl on a machine whose resolver knows these names, and for which these addresses are public."""
    command = [sys.executable, "-c", PATCHED.format(names=names, public=public), "crawl", url, "-a", str(archive)]
    environment = {"COMMENTARIAT_CONTACT": "tests@example.org", "PYTHONPATH": str(ROOT), "PATH": ""}
    return subprocess.run([*command, *options], capture_output=True, text=True, env=environment, check=False)


@pytest.mark.slow
def test_a_name_that_leads_into_a_private_network_is_refused(tmp_path: Path) -> None:
    with SiteServer(linked_site(1)) as server:
        url, names = f"http://blog.test:{server.port}/", {"blog.test": "127.0.0.1"}
        done = crawl_with_names(url, tmp_path / "a.db", names=names)
        assert server.log == []
        assert done.returncode == 1
        assert "blog.test leads to 127.0.0.1, an address of a private network" in done.stderr
        dry = crawl_with_names(url, tmp_path / "a.db", "--dry-run", names=names)
        assert server.log == []
        assert "private network" in dry.stdout
        allowed = crawl_with_names(url, tmp_path / "a.db", "--private", "--limit", "1", names=names)
        assert server.paths() == ["/robots.txt", "/"]
    assert allowed.returncode == 0


@pytest.mark.slow
def test_a_redirect_into_a_private_network_is_refused(tmp_path: Path) -> None:
    with SiteServer(linked_site(1)) as inner, SiteServer(linked_site(1)) as server:
        server.pages["/robots.txt"] = redirect(f"http://inner.test:{inner.port}/robots.txt")
        names = {"blog.test": "127.0.0.1", "inner.test": "127.0.0.2"}
        url = f"http://blog.test:{server.port}/"
        done = crawl_with_names(url, tmp_path / "a.db", names=names, public=("127.0.0.1",))
        server.pages["/robots.txt"] = redirect(f"http://10.0.0.1:{inner.port}/robots.txt")
        literal = crawl_with_names(url, tmp_path / "a.db", names=names, public=("127.0.0.1",))
        assert inner.log == []
        assert set(server.paths()) == {"/robots.txt"}
    assert "inner.test leads to 127.0.0.2" in done.stderr
    assert "10.0.0.1 is an address of a private network" in literal.stderr


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("127.0.0.1", True), ("10.1.2.3", True), ("192.168.0.9", True), ("172.16.0.1", True), ("169.254.169.254", True),
        ("100.64.0.1", True), ("0.0.0.0", True), ("::1", True), ("fe80::1", True), ("fc00::1", True),
        ("::ffff:10.0.0.1", True), ("224.0.0.1", True), ("93.184.216.34", False), ("2606:2800:220:1::1", False),
    ],
)  # fmt: skip
def test_private_addresses(address: str, *, expected: bool) -> None:
    assert is_private(address) is expected
    assert is_private_host(address) is expected


def test_names_are_judged_when_they_are_resolved() -> None:
    assert is_private_host("localhost")
    assert not is_private_host("intranet.example")


def test_captures_are_kept_for_some_days_only(tmp_path: Path) -> None:
    archive = tmp_path / "a.db"
    with SiteServer(linked_site(3)) as server:
        crawl(server.url(), archive=archive)
        (old,) = (tmp_path / "a.captures").iterdir()
        with open_archive(archive) as opened, opened.transaction() as connection:
            connection.execute("update captures set fetched_at = '2020-01-01T00:00:00Z'")
        import os

        os.utime(old, (0, 0))
        crawl(server.url(), archive=archive, options=("--keep-captures", "30"))
    assert not old.exists()
    assert run("check", "-a", str(archive)).status == 0
    assert rows(archive, "select count(*) from articles") == [(3,)]
    assert rows(archive, "select count(*) from captures where fetched_at < '2021'") == [(0,)]
