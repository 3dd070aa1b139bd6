"""What a figure says, and what it does not."""

from __future__ import annotations

import pytest

from benchmarks.crawl import rate_of
from benchmarks.figures import Figure, show

SLOW = Figure(name="a thing", ours=10, unit="pages/s", against="pages/s of another", theirs=100, wanted=0.4)


def test_the_start_is_taken_off_a_rate() -> None:
    assert rate_of("crawl", 105, whole=[9.0, 3.0, 2.0], start=[1.0, 1.0, 5.0]) == 50


def test_a_rate_that_would_be_chance_is_refused_with_its_seconds() -> None:
    with pytest.raises(SystemExit, match=r"crawl took 1\.00 s for 60 pages and 1\.20 s for 5"):
        rate_of("crawl", 60, whole=[1.0], start=[1.2])


def test_what_is_too_slow_is_marked_where_sizes_can_tell() -> None:
    assert show([SLOW])[1].split()[-2:] == ["0.40", "BELOW"]
    assert show([SLOW], judged=False)[1].split()[-2:] == ["0.10", "–"]
