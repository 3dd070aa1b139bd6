"""What pages ask of machines: in the page or in a header, of everybody or of another."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from archive.records import Directives
from scraper.extract.page import extract_page

AT = datetime(2026, 3, 4, tzinfo=UTC)


@pytest.mark.parametrize(
    ("meta", "headers", "expected"),
    [
        pytest.param("", {}, Directives(), id="nothing"),
        pytest.param('<meta name="robots" content="noarchive,nofollow">', {}, Directives(noarchive=True, nofollow=True), id="meta"),
        pytest.param("", {"x-robots-tag": "none"}, Directives(noindex=True, nofollow=True), id="none"),
        pytest.param("", {"x-robots-tag": "otherbot: noindex, noarchive"}, Directives(), id="of-another"),
        pytest.param("", {"x-robots-tag": "otherbot: noindex, commentariat: noarchive"}, Directives(noarchive=True), id="of-us"),
        pytest.param("", {"x-robots-tag": "max-snippet:20, noindex"}, Directives(noindex=True), id="a-value-is-no-name"),
        pytest.param('<meta name="tdm-reservation" content="1">', {}, Directives(tdm_reservation=True), id="tdm-meta"),
        pytest.param("", {"tdm-reservation": "1"}, Directives(tdm_reservation=True), id="tdm-header"),
        pytest.param("", {"tdm-reservation": "0"}, Directives(tdm_reservation=False), id="tdm-free"),
        pytest.param("", {"content-usage": "search=y, train-ai=n"}, Directives(tdm_reservation=True, content_usage="search=y, train-ai=n"), id="content-usage"),
        pytest.param("", {"content-usage": "train-ai=y"}, Directives(content_usage="train-ai=y"), id="content-usage-allows"),
    ],
)  # fmt: skip
def test_directives(meta: str, headers: dict[str, str], expected: Directives) -> None:
    body = f"<html><head><title>A</title>{meta}</head><body><h1>A</h1><p>Some words of no weight.</p></body></html>"
    page = extract_page(body.encode(), url="https://example.org/a", fetched_at=AT, headers=headers)
    assert page.directives == expected
