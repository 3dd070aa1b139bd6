"""A schedule that runs for real misses nothing: a short form of `python -m benchmarks.schedule_loop`."""

from __future__ import annotations

import pytest

from benchmarks.schedule_loop import follow


@pytest.mark.slow
@pytest.mark.timeout(300)
def test_a_watched_site_that_lives_loses_nothing() -> None:
    found = follow(0.7, articles=20, a_minute=6.0)
    assert (found.missed, found.articles_missed, found.status) == (0, 0, 0)
    assert found.runs >= 1
    assert found.comments > 0
