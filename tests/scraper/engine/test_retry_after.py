"""Retry-After in both its forms, and in the forms servers invent."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from scraper.engine.retry_after import retry_after

NOW = datetime(2026, 3, 4, 5, 6, 7, tzinfo=UTC)


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        pytest.param("120", 120.0, id="seconds"),
        pytest.param(" 0 ", 0.0, id="now"),
        pytest.param("1.5", 1.5, id="fraction"),
        pytest.param("Wed, 04 Mar 2026 05:07:07 GMT", 60.0, id="date"),
        pytest.param("Wed, 04 Mar 2026 06:07:07 +0100", 60.0, id="date-of-another-zone"),
        pytest.param("Wed, 04 Mar 2026 05:07:07", 60.0, id="date-without-zone"),
        pytest.param("Wed, 04 Mar 2026 05:00:00 GMT", 0.0, id="past"),
        pytest.param(None, None, id="missing"),
        pytest.param("", None, id="empty"),
        pytest.param("soon", None, id="words"),
        pytest.param("-5", None, id="negative"),
    ],
)
def test_retry_after(header: str | None, seconds: float | None) -> None:
    assert retry_after(header, now=NOW) == seconds
