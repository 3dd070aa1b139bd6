"""What a body is: its first bytes are believed, its server is not."""

from __future__ import annotations

import pytest

from scraper.engine.bodies import BodyKind, kind_of


@pytest.mark.parametrize(
    ("body", "content_type", "kind", "words"),
    [
        pytest.param(b"<!DOCTYPE html><p>x", "text/html", BodyKind.HTML, "HTML", id="html"),
        pytest.param(b"<html>", None, BodyKind.HTML, "HTML", id="no-type"),
        pytest.param(b"<html>", "application/octet-stream", BodyKind.HTML, "HTML", id="wrong-type"),
        pytest.param(b"words", "text/plain", BodyKind.HTML, "HTML", id="text"),
        pytest.param("<html>".encode("utf-16"), "text/html", BodyKind.HTML, "HTML", id="utf-16"),
        pytest.param("<html>words".encode("utf-16-le"), "text/html", BodyKind.HTML, "HTML", id="utf-16-unmarked"),
        pytest.param(b"%PDF-1.7 ...", "text/html", BodyKind.OTHER, "a PDF", id="pdf-as-html"),
        pytest.param(b"PK\x03\x04", "text/html", BodyKind.OTHER, "a ZIP or office file", id="zip-as-html"),
        pytest.param(b"\x89PNG\r\n", "text/html", BodyKind.OTHER, "a PNG picture", id="png-as-html"),
        pytest.param(b"text\0\0\1\2\3", "text/html", BodyKind.OTHER, "binary data", id="binary-as-html"),
        pytest.param(b'{"a": 1}', "application/json", BodyKind.JSON, "JSON", id="json"),
        pytest.param(b" \n ", "text/html", BodyKind.EMPTY, "an empty page", id="empty"),
        pytest.param(
            b'<?xml version="1.0"?>\n<!-- x --><rss version="2.0">', "text/html", BodyKind.FEED, "a feed", id="rss"
        ),
        pytest.param(b'<feed xmlns="http://www.w3.org/2005/Atom">', "text/xml", BodyKind.FEED, "a feed", id="atom"),
        pytest.param(b"\xef\xbb\xbf<rdf:RDF >", None, BodyKind.FEED, "a feed", id="rdf"),
        pytest.param(b'<?xml version="1.0"?><urlset >', "text/xml", BodyKind.SITEMAP, "a sitemap", id="sitemap"),
        pytest.param(b"<sitemapindex>", "text/html", BodyKind.SITEMAP, "a sitemap", id="index"),
        pytest.param(b"<feedback>words</feedback>", "text/html", BodyKind.HTML, "HTML", id="not-a-feed"),
    ],
)
def test_kind_of(body: bytes, content_type: str | None, kind: BodyKind, words: str) -> None:
    assert kind_of(body, content_type) == (kind, words)
