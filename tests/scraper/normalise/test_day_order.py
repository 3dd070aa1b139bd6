"""In which order a page's dates have day and month."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from scraper.normalise.day_order import day_comes_first

NOW = datetime(2024, 6, 15, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("raws", "expected"),
    [
        pytest.param(["03/04/2024", "25/04/2024"], True, id="no-month-25"),
        pytest.param(["03-04-2019, 3:15 PM", "03-28-2019, 3:15 PM"], False, id="no-month-28"),
        pytest.param(["11/06/2024 10:05"], True, id="november-is-to-come"),
        pytest.param(["06/11/2024 10:05"], False, id="november-is-to-come-day-first"),
        pytest.param(["01/06/2022", "02/06/2022", "04/06/2022"], True, id="days-of-one-month"),
        pytest.param(["03-01-2019", "03-02-2019", "03-05-2019"], False, id="days-of-one-month-in-front"),
        pytest.param(["03/04/2019", "05/06/2019"], None, id="two-tell-nothing"),
        pytest.param(["25/04/2019", "04/25/2019"], None, id="both"),
        pytest.param(["2 hours ago", None, "2019-03-04", "April 5, 2019"], None, id="other-dates"),
        pytest.param([], None, id="none"),
    ],
)
def test_day_comes_first(raws: list[str | None], expected: bool | None) -> None:
    assert day_comes_first(raws, NOW) is expected
