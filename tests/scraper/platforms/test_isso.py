"""Isso, asked as it is: a real server, filled and changed over its own API, beside a page that embeds it."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import attrs
import pytest

from tests.crawling import crawl, rows, run
from tests.scraper.extract.reading import article
from tests.servers import SiteServer, html

ISSO = os.environ.get("COMMENTARIAT_ISSO") or shutil.which("isso")

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(ISSO is None, reason="no isso: run `make isso`, and name it in COMMENTARIAT_ISSO"),
]


@pytest.fixture
def isso(tmp_path: Path) -> Iterator[str]:
    """A running Isso's address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    config = tmp_path / "isso.cfg"
    config.write_text(
        f"[general]\ndbpath = {tmp_path / 'isso.db'}\nhost = http://127.0.0.1/\n[moderation]\nenabled = false\n"
        f"[server]\nlisten = http://127.0.0.1:{port}\n[guard]\nenabled = false\nrequire-email = false\n"
    )
    server = subprocess.Popen(
        [str(ISSO), "-c", str(config), "run"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        url = f"http://127.0.0.1:{port}/"
        wait_for(url + "?uri=/post/")
        yield url
    finally:
        server.terminate()
        server.wait(10)


def wait_for(url: str) -> None:
    end = time.monotonic() + 20
    while time.monotonic() < end:
        try:
            urllib.request.urlopen(url, timeout=5).close()
        except urllib.error.HTTPError:
            return
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise TimeoutError(url)


@attrs.frozen
class Said:
    """A comment, and what proves to Isso that it is ours."""

    number: int
    proof: str


def ask(url: str, method: str, data: dict[str, object] | None, proof: str = "") -> tuple[dict[str, object], str]:
    """What Isso answers to its widget, and the cookie it sets."""
    body = None if data is None else json.dumps(data).encode()
    headers = {"Content-Type": "application/json", "Cookie": proof}
    with urllib.request.urlopen(urllib.request.Request(url, body, headers, method=method), timeout=10) as answer:
        return json.load(answer) or {}, (answer.headers.get("Set-Cookie") or "").partition(";")[0]


def say(isso: str, text: str, author: str, parent: Said | None = None) -> Said:
    """A new comment, as its widget sends it."""
    data: dict[str, object] = {
        "text": text,
        "author": author,
        "website": "https://ines.example/",
        "parent": parent.number if parent else None,
        "title": "The crane",
    }
    answer, proof = ask(f"{isso}new?uri=%2Fpost%2F", "POST", data)
    return Said(int(str(answer["id"])), proof)


def change(isso: str, said: Said, text: str) -> None:
    """Edit a comment, as its writer."""
    ask(f"{isso}id/{said.number}", "PUT", {"text": text, "author": "Bo", "website": None}, said.proof)


def take_back(isso: str, said: Said) -> None:
    """Delete a comment, as its writer: one that has answers leaves its place behind."""
    ask(f"{isso}id/{said.number}", "DELETE", None, said.proof)


@attrs.frozen
class Thread:
    """A page whose comments are in Isso, and what is stored of them."""

    isso: str
    site: SiteServer
    archive: Path

    def crawl(self, via: str) -> dict[str, Any]:
        return crawl(self.site.url("/"), archive=self.archive, options=("--all", "--via", via)).only_site()

    def stored(self) -> dict[str, tuple[Any, ...]]:
        """Parent's key, author, text, depth, state and number of earlier versions of each comment, by key."""
        found = rows(
            self.archive,
            "select key, parent_key, author, text, depth, state, revisions, is_on_page from comments order by position",
        )
        return {row[0]: row[1:] for row in found}


@pytest.fixture
def thread(isso: str, tmp_path: Path) -> Iterator[Thread]:
    embed = f'<script data-isso="{isso}" src="{isso}js/embed.min.js"></script><section id="isso-thread"></section>'
    pages = {"/": html('<a href="/post/">The crane</a>'), "/post/": html(article(embed))}
    with SiteServer(pages) as site:
        yield Thread(isso, site, tmp_path / "a.db")


@pytest.mark.parametrize("via", ["api", "auto"])
def test_the_comments_of_a_page_come_from_its_isso(thread: Thread, via: str) -> None:
    first = say(thread.isso, "Who ordered the *second* coat?", "Ines")
    reply = say(thread.isso, "Nobody did.", "Bo", first)
    third = say(thread.isso, "It is green now.", "Cas")
    assert thread.crawl(via)["comments"]["new"] == 3
    assert list(thread.stored().items()) == [
        (str(first.number), (None, "Ines", "Who ordered the second coat?", 0, "visible", 0, 0)),
        (str(reply.number), (str(first.number), "Bo", "Nobody did.", 1, "visible", 0, 0)),
        (str(third.number), (None, "Cas", "It is green now.", 0, "visible", 0, 0)),
    ]
    assert rows(thread.archive, "select author_url from comments limit 1") == [("https://ines.example/",)]
    assert rows(thread.archive, "select comment_count, comment_count_stated from articles") == [(3, 3)]
    done = json.loads(run("reextract", "-a", str(thread.archive), "--json").stdout)
    assert (done["articles"], done["comments"]) == ({"new": 0, "changed": 0}, {"new": 0, "changed": 0})


@pytest.mark.parametrize("via", ["api", "auto"])
def test_answers_edits_and_deletions_are_found_on_the_next_visit(thread: Thread, via: str) -> None:
    first = say(thread.isso, "Who ordered the second coat?", "Ines")
    reply = say(thread.isso, "Nobody did.", "Bo", first)
    third = say(thread.isso, "It is green now.", "Cas")
    thread.crawl(via)
    later = say(thread.isso, "And peeling.", "Ines", reply)
    change(thread.isso, reply, "Nobody did, I have asked.")
    take_back(thread.isso, first)
    take_back(thread.isso, third)
    assert thread.crawl(via)["comments"] == {"new": 1, "changed": 3}
    stored = thread.stored()
    # What an API tells of two answers deep stands at one below the first: Isso has two levels.
    assert stored[str(later.number)][:3] == (str(first.number), "Ines", "And peeling.")
    assert stored[str(reply.number)][1:] == ("Bo", "Nobody did, I have asked.", 1, "visible", 1, 0)
    assert stored[str(first.number)] == (None, None, "", 0, "removed", 1, 0)
    assert stored[str(third.number)][1:] == ("Cas", "It is green now.", 0, "gone", 1, 0)
    assert thread.crawl(via)["comments"] == {"new": 0, "changed": 0}
    done = json.loads(run("reextract", "-a", str(thread.archive), "--json").stdout)
    assert done["comments"] == {"new": 0, "changed": 0}


def test_pages_alone_tell_of_none_and_leave_the_thread_open(thread: Thread) -> None:
    first = say(thread.isso, "Who ordered the second coat?", "Ines")
    assert thread.crawl("pages")["comments"]["new"] == 0
    assert rows(thread.archive, "select comment_count, comment_count_stated from articles") == [(0, None)]
    assert thread.crawl("auto")["comments"]["new"] == 1
    thread.crawl("pages")
    assert thread.stored()[str(first.number)][4] == "visible"
