"""A crawl asks WordPress's index first, and its lists where the index names them."""

from __future__ import annotations

import json
from pathlib import Path

from tests.crawling import crawl
from tests.servers import SiteServer, html, text

INDEX = {
    "name": "The Harbour",
    "gmt_offset": -5,
    "timezone_string": "America/New_York",
    "namespaces": ["wp/v2"],
    "routes": {"/wp/v2/posts": {}, "/wp/v2/comments": {}},
}


def test_the_index_is_an_answer_and_leads_to_the_lists(tmp_path: Path) -> None:
    with SiteServer() as server:
        link = f'<link rel="https://api.w.org/" href="{server.url("/wp-json/")}">'
        server.pages = {
            "/": html(f"<html><head><title>Harbour</title>{link}</head><body><p>Ships come and go.</p></body></html>"),
            "/wp-json/": text(json.dumps(INDEX), kind="application/json"),
        }
        site = crawl(server.url(), archive=tmp_path / "a.db").only_site()
        asked = {request.path.partition("?")[0] for request in server.log}
    assert not any("gave no answer" in note and "a page in place" in note for note in site["notes"])
    assert {"/wp-json/wp/v2/posts", "/wp-json/wp/v2/comments"} <= asked
