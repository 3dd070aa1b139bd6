"""Crawls as a person starts them: in a process of their own, since Twisted's reactor runs once in a process."""

from __future__ import annotations

import json
import os
import queue
import signal
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from functools import cache
from pathlib import Path
from types import TracebackType
from typing import IO, Any, Self

import attrs

ROOT = Path(__file__).parent.parent


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


class ForkServer:
    """The other side of `tests/fork_server.py`."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.fork_server"], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        self._started: queue.Queue[int] = queue.Queue()
        self.statuses: dict[int, int] = {}
        threading.Thread(target=self._listen, daemon=True).start()

    def start(self, **order: object) -> int:
        """Start a command line; its process id."""
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(order).encode() + b"\n")
        self._process.stdin.flush()
        return self._started.get(timeout=60)

    def _listen(self) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            fact = json.loads(line)
            if "started" in fact:
                self._started.put(fact["started"])
            else:
                self.statuses[fact["ended"]] = fact["status"]


@cache
def fork_server() -> ForkServer:
    """One for all tests of this process; it ends with it."""
    return ForkServer()


class Command:
    """The command line, running."""

    def __init__(self, arguments: tuple[str, ...], env: dict[str, str]) -> None:
        self._out, self._err = (tempfile.NamedTemporaryFile("r+", suffix=".txt") for _ in range(2))  # noqa: SIM115 (closed when read)
        clean = {name: value for name, value in os.environ.items() if not name.lower().endswith("_proxy")}
        self.pid = fork_server().start(
            arguments=arguments, env={**clean, **env}, out=self._out.name, err=self._err.name
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self.is_running():
            self.send(signal.SIGKILL)

    def is_running(self) -> bool:
        """Whether it has not ended yet."""
        return self.pid not in fork_server().statuses

    def send(self, number: signal.Signals) -> None:
        """Send it a signal."""
        os.kill(self.pid, number)

    def wait(self, timeout: float = 60) -> Crawled:
        """How it ends."""
        wait_until(lambda: not self.is_running(), timeout=timeout)
        return Crawled(status=fork_server().statuses[self.pid], stdout=_read(self._out), stderr=_read(self._err))


def _read(file: IO[str]) -> str:
    with file:
        file.seek(0)
        return file.read()


def start(*arguments: str, env: dict[str, str] | None = None) -> Command:
    """The command line, started."""
    return Command(arguments, env or {})


def run(*arguments: str, env: dict[str, str] | None = None, timeout: float = 60) -> Crawled:
    """The command line, run to its end."""
    with start(*arguments, env=env) as command:
        return command.wait(timeout)


def wait_until(condition: Callable[[], object], *, timeout: float = 30) -> None:
    """Come back when the condition holds.

    Raises:
        TimeoutError: it does not.
    """
    end = time.monotonic() + timeout
    while not condition():
        if time.monotonic() > end:
            raise TimeoutError
        time.sleep(0.002)


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
