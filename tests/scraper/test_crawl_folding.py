"""One article under many addresses is one; many articles under one canonical address are many."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.crawling import crawl, rows, run
from tests.scraper.test_crawl_access import crawl_with_names
from tests.servers import Answer, SiteServer, article_page, html, redirect


def article(number: int, canonical: str | None = None) -> Answer:
    head = f'<link rel="canonical" href="{canonical}">' if canonical else ""
    return html(article_page(number).replace("</title>", f"</title>{head}"))


@pytest.fixture(scope="module")
def folded(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    archive = tmp_path_factory.mktemp("folding") / "a.db"
    with SiteServer() as server:
        bare, www = f"http://blog.test:{server.port}", f"http://www.blog.test:{server.port}"
        links = ["/post-1/", "/post-1", f"{www}/post-1/", "/post-1/amp/", "/post-2/", "/post-3/", "/old-4/", "/post-5",
                 "/post-5/", f"{www}/post-5/", "/post-6/", "/moved-6/", "/twice-6/"]  # fmt: skip
        server.pages = {
            "/": html("<h1>Blog</h1>" + "".join(f'<h2><a href="{link}">A story</a></h2>' for link in links)),
            "/post-1/": article(1, f"{bare}/post-1/"),
            "/post-1": article(1, f"{bare}/post-1/"),
            "/post-1/amp/": article(1, f"{bare}/post-1/"),
            "/post-2/": article(2, f"{bare}/"),
            "/post-3/": article(3, f"{bare}/"),
            "/old-4/": redirect("/older-4/"),
            "/older-4/": redirect("/post-4/"),
            "/post-4/": article(4),
            "/post-5": article(5),
            "/post-5/": article(5),
            "/post-6/": article(6),
            "/moved-6/": redirect("/post-6/"),
            "/twice-6/": redirect("/moved-6/"),
        }
        names = {"blog.test": "127.0.0.1", "www.blog.test": "127.0.0.1"}
        done = crawl_with_names(f"{bare}/", archive, "--private", "--delay", "0.01", names=names)
        assert done.returncode == 0, done.stderr
    return archive, bare


def test_spellings_copies_and_hosts_are_one_article(folded: tuple[Path, str]) -> None:
    archive, _ = folded
    titles = rows(archive, "select title, comment_count from articles order by title")
    assert titles == [(f"Post {number}", 4) for number in range(1, 7)]


@pytest.mark.parametrize(
    ("path", "title"),
    [
        ("/post-1", "Post 1"), ("/post-1/amp/", "Post 1"), ("/post-5/", "Post 5"), ("/old-4/", "Post 4"),
        ("/older-4/", "Post 4"), ("/moved-6/", "Post 6"),
    ],
)  # fmt: skip
def test_an_article_is_found_under_every_address_that_led_to_it(
    folded: tuple[Path, str], path: str, title: str
) -> None:
    archive, bare = folded
    shown = run("thread", bare + path, "-a", str(archive))
    assert (shown.status, title in shown.stdout) == (0, True)


def test_one_canonical_address_on_every_page_folds_nothing(folded: tuple[Path, str]) -> None:
    archive, bare = folded
    assert rows(archive, f"select count(*) from articles where canonical_url = '{bare}/'") == [(2,)]
    assert rows(archive, f"select count(*) from article_addresses where url = '{bare}/'") == [(0,)]


def test_a_canonical_address_of_a_comment_page_folds_nothing(tmp_path: Path) -> None:
    with SiteServer() as server:
        last = server.url("/post-1/comment-page-2/")
        server.pages = {
            "/": html('<h1>Blog</h1><h2><a href="/post-1/">1</a></h2><h2><a href="/post-2/">2</a></h2>'),
            "/post-1/": article(1, last),
            "/post-2/": article(2, last),
        }
        crawl(server.url(), archive=tmp_path / "a.db")
    assert rows(tmp_path / "a.db", "select title from articles order by title") == [("Post 1",), ("Post 2",)]


def test_traps_are_not_entered(tmp_path: Path) -> None:
    """Each trap leads to another of its kind without end."""
    kinds: dict[str, Callable[[int], str]] = {
        "/calendar/{year}/": lambda n: f"/calendar/{2024 + n}/",
        "?month=": lambda n: f"/events/?month={2024 + n}-05",
        "/2024/": lambda n: f"/{2024 + n}/05/",
        "replytocom": lambda n: f"/post-1/?replytocom={n}",
        "share": lambda n: f"/post-1/?share=x&nb={n}",
        "login": lambda n: f"/wp-login.php?redirect_to={n}",
        "facets": lambda n: f"/shop/?color=red&size={n}",
        "many": lambda n: f"/shop/?a={n}&b=1&c=2&d=3&e=4&f=5",
        "session": lambda n: f"/post-1/?PHPSESSID={n:032x}",
        "tracker": lambda n: f"/post-1/?utm_source={n}",
        "loop": lambda n: "/a/b/" * n,
    }
    with SiteServer() as server:
        server.fallback = lambda asked: html(
            "<h1>Trap</h1>" + "".join(f'<a href="{make(len(asked.path) // 4 + step)}">x</a> '
                                      for make in kinds.values() for step in range(1, 12))
        )  # fmt: skip
        server.pages = {"/robots.txt": html("", status=404), "/post-1/": article(1)}
        crawled = crawl(server.url(), archive=tmp_path / "a.db", options=("--limit", "300"))
        paths = set(server.paths())
    assert crawled.only_site()["ending"] == "finished"
    assert len(paths) < 40
    assert rows(tmp_path / "a.db", "select count(*) from articles where title = 'Post 1'") == [(1,)]
