"""Settings of a site in a crawl's plan: they hold where the command line says nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from archive.database import open_archive
from archive.site_settings import SiteSettings, put_site_settings
from scraper.engine.own_settings import with_own_settings
from scraper.engine.plan import make_plan
from scraper.engine.run import CrawlOptions

OWN = SiteSettings(delay=3.0, limit=50, depth=4, megabytes=7, requests=90)
GIVEN = {"delay": 1.5, "page_limit": 9, "depth_limit": 2, "byte_limit": 1_000_000, "daily_budget": 10}


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    path = tmp_path / "a.db"
    with open_archive(path, create=True) as archive:
        put_site_settings(archive, "example.org", OWN)
    return path


@pytest.mark.parametrize(
    ("host", "options", "expected"),
    [
        pytest.param("example.org", {}, (3.0, 50, 4, 7_000_000, 90), id="the site's own"),
        pytest.param("example.net", {}, (1.5, 9, 2, 1_000_000, 10), id="another site"),
        pytest.param("example.org", {"limit": 9}, (3.0, 9, 4, 7_000_000, 90), id="pages are given"),
        pytest.param(
            "example.org", {"settings": {"CRAWL_DEPTH_LIMIT": 2}}, (3.0, 50, 2, 7_000_000, 90), id="depth is given"
        ),
        pytest.param(
            "example.org", {"settings": {"CRAWL_BYTE_LIMIT": 1}}, (3.0, 50, 4, 1_000_000, 90), id="bytes are given"
        ),
        pytest.param(
            "example.org",
            {"settings": {"CRAWL_DAILY_BUDGET": 10}},
            (3.0, 50, 4, 7_000_000, 10),
            id="requests are given",
        ),
        pytest.param("example.org", {"delay": 1.5}, (1.5, 50, 4, 7_000_000, 90), id="the delay is given"),
    ],
)
def test_limits_of_a_site_hold_where_the_command_line_says_nothing(
    archive: Path, host: str, options: dict[str, object], expected: tuple[float, int, int, int, int]
) -> None:
    given = CrawlOptions(archive=archive, **options).given()  # type: ignore[arg-type]  # options by name
    plan = with_own_settings(make_plan((f"https://{host}/",), archive=archive, **GIVEN), given=given)
    assert (plan.delay, plan.page_limit, plan.depth_limit, plan.byte_limit, plan.daily_budget) == expected
