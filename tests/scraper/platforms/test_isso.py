"""Isso, asked as it is: a real server, filled over its own API, beside a page that embeds it."""

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

import pytest

from tests.crawling import crawl, rows, run
from tests.scraper.extract.reading import article
from tests.servers import SiteServer, html

ISSO = os.environ.get("COMMENTARIAT_ISSO") or shutil.which("isso")

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(ISSO is None, reason="no isso: install it anywhere and name it in COMMENTARIAT_ISSO"),
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


def say(isso: str, text: str, author: str, parent: int | None = None) -> int:
    """A new comment, as its widget sends it; its id."""
    data = json.dumps(
        {"text": text, "author": author, "website": "https://ines.example/", "parent": parent, "title": "The crane"}
    ).encode()
    request = urllib.request.Request(f"{isso}new?uri=%2Fpost%2F", data, {"Content-Type": "application/json"})
    with urllib.request.urlopen(request, timeout=10) as answer:
        return int(json.load(answer)["id"])


def test_the_comments_of_a_page_come_from_its_isso(isso: str, tmp_path: Path) -> None:
    first = say(isso, "Who ordered the *second* coat?", "Ines")
    reply = say(isso, "Nobody did.", "Bo", first)
    say(isso, "It is green now.", "Cas")
    embed = f'<script data-isso="{isso}" src="{isso}js/embed.min.js"></script><section id="isso-thread"></section>'
    archive = tmp_path / "a.db"
    with SiteServer({"/": html('<a href="/post/">The crane</a>'), "/post/": html(article(embed))}) as site:
        assert crawl(site.url("/"), archive=archive).only_site()["comments"]["new"] == 3
        found = rows(
            archive,
            "select key, parent_key, author, author_url, text, depth, is_on_page from comments order by position",
        )
        assert found == [
            (str(first), None, "Ines", "https://ines.example/", "Who ordered the second coat?", 0, 0),
            (str(reply), str(first), "Bo", "https://ines.example/", "Nobody did.", 1, 0),
            (str(first + 2), None, "Cas", "https://ines.example/", "It is green now.", 0, 0),
        ]
        assert rows(archive, "select comment_count, comment_count_stated from articles") == [(3, 3)]
        fourth = say(isso, "And peeling.", "Ines", first)
        assert crawl(site.url("/"), archive=archive, options=("--all",)).only_site()["comments"]["new"] == 1
        assert rows(archive, f"select parent_key from comments where key = '{fourth}'") == [(str(first),)]
    done = json.loads(run("reextract", "-a", str(archive), "--json").stdout)
    assert (done["articles"], done["comments"]) == ({"new": 0, "changed": 0}, {"new": 0, "changed": 0})
