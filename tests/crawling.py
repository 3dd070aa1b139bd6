"""Crawls as a person starts them: in a process of their own, since Twisted's reactor runs once in a process."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import Any

import attrs

COMMAND = (sys.executable, "-c", "from scraper.commands.root import main; main()")


@attrs.frozen(kw_only=True)
class Crawled:
    """How a crawl ended."""

    status: int
    stdout: str
    stderr: str

    def sites(self) -> dict[str, dict[str, Any]]:
        """The JSON summary, by site."""
        return {site["site"]: site for site in json.loads(self.stdout)["sites"]}

    def only_site(self) -> dict[str, Any]:
        """The JSON summary of a crawl of one site."""
        (site,) = self.sites().values()
        return site


def start(*arguments: str, env: dict[str, str] | None = None) -> subprocess.Popen[str]:
    """The command line, started."""
    environment = {name: value for name, value in os.environ.items() if not name.lower().endswith("_proxy")}
    environment.update(env or {})
    return subprocess.Popen(
        [*COMMAND, *arguments], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment
    )


def run(*arguments: str, env: dict[str, str] | None = None, timeout: float = 60) -> Crawled:
    """The command line, run to its end."""
    with start(*arguments, env=env) as process:
        stdout, stderr = process.communicate(timeout=timeout)
    return Crawled(status=process.returncode, stdout=stdout, stderr=stderr)


def crawl(*urls: str, archive: Path, delay: float | None = 0, options: tuple[str, ...] = (), **rest: Any) -> Crawled:
    """`commentariat crawl … --json`."""
    pace = () if delay is None else ("--delay", str(delay))
    return run("crawl", *urls, "-a", str(archive), *pace, "--json", *options, **rest)


def rows(archive: Path, sql: str) -> list[tuple[Any, ...]]:
    """What a query gives."""
    with sqlite3.connect(f"file:{archive}?mode=ro", uri=True) as connection:
        return connection.execute(sql).fetchall()


def content(archive: Path) -> dict[str, list[tuple[Any, ...]]]:
    """Everything an archive says about a site, without times, ids and where the bytes are."""
    queries = {
        "articles": "select url, title, authors, text, comment_count, comment_count_stated, revisions from articles",
        "comments": """
            select articles.url, comments.key, parents.key, comments.author, comments.text, comments.depth,
                   comments.thread_page, comments.position, comments.state, comments.revisions
            from comments join articles using (article_id) left join comments parents
              on parents.comment_id = comments.parent_id
        """,
        "frontier": "select url, state, relation, error from frontier",
        "sidebars": "select position, author, excerpt, url from recent_comments",
        "people": "select name, role, place from people",
        "search": "select indexed_to is not null from search_state",
    }
    return {name: sorted(rows(archive, sql), key=repr) for name, sql in queries.items()}
