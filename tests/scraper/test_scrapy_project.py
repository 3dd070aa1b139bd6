"""The checkout is a Scrapy project: Scrapy's own commands work in it."""

from __future__ import annotations

import os
import subprocess
import sys
from importlib.metadata import entry_points
from pathlib import Path

import pytest
from scrapy.settings import Settings
from scrapy.spiderloader import SpiderLoader
from scrapy.utils.misc import load_object

from tests.crawling import ROOT, rows
from tests.servers import SiteServer, linked_site


def scrapy(*arguments: str, folder: Path = ROOT) -> subprocess.CompletedProcess[str]:
    """Scrapy's command, as in a shell."""
    environment = {**os.environ, "SCRAPY_SETTINGS_MODULE": "scraper.settings"}
    return subprocess.run(
        [sys.executable, "-m", "scrapy", *arguments],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture(scope="module")
def settings() -> Settings:
    made = Settings()
    made.setmodule("scraper.settings", priority="project")
    return made


def test_the_spider_is_found(settings: Settings) -> None:
    assert SpiderLoader.from_settings(settings).list() == ["site"]


def test_scrapyd_finds_the_settings() -> None:
    (entry,) = [entry for entry in entry_points(group="scrapy") if entry.name == "settings"]
    assert entry.value == "scraper.settings"


@pytest.mark.parametrize("name", ["ITEM_PIPELINES", "DOWNLOADER_MIDDLEWARES", "EXTENSIONS", "SPIDER_MIDDLEWARES"])
def test_every_component_that_settings_name_is_there(settings: Settings, name: str) -> None:
    assert all(load_object(path) for path in settings.getdict(name))


def test_pipelines_run_in_their_order(settings: Settings) -> None:
    order = [
        path.rpartition(".")[2]
        for path, _ in sorted(settings.getdict("ITEM_PIPELINES").items(), key=lambda pair: pair[1])
    ]
    assert order == ["NormaliseArticle", "NormaliseComments", "NormaliseSidebar", "StoreVisits"]


def test_every_setting_has_its_reason_or_unit() -> None:
    lines = (ROOT / "scraper/settings.py").read_text(encoding="utf-8").splitlines()
    numbers = [
        line for line in lines if line[:1].isupper() and "=" in line and line.split("=")[1].strip()[:1].isdigit()
    ]
    assert len(numbers) > 10
    assert [line for line in numbers if "#" not in line and "CONCURRENT_REQUESTS_PER_DOMAIN" not in line] == []


def test_contracts_hold() -> None:
    done = scrapy("check")
    assert done.returncode == 0, done.stderr
    assert "Ran 3 contracts" in done.stderr
    assert not (ROOT / "commentariat.db").exists() or "OK" in done.stderr


def test_scrapy_crawl_stores_a_site(tmp_path: Path) -> None:
    with SiteServer(linked_site(3)) as server:
        done = scrapy(
            "crawl",
            "site",
            "-a",
            f"url={server.url()}",
            "-a",
            "archive=a.db",
            "-s",
            "DOWNLOAD_DELAY=0",
            folder=tmp_path,
        )
    assert done.returncode == 0
    # Four pages, and what is said of the usual places of feeds and sitemaps, where this site has nothing.
    assert "'item_scraped_count': 12" in done.stderr
    assert "'downloader/response_status_count/200': 4" in done.stderr
    assert rows(tmp_path / "a.db", "select count(*) from fetches where outcome = 'stored'") == [(4,)]
    assert "Traceback" not in done.stderr
    assert rows(tmp_path / "a.db", "select count(*) from comments") == [(12,)]
    assert list((tmp_path / "a.captures").glob("*.warc.gz"))


def test_a_crawl_without_an_address_says_so(tmp_path: Path) -> None:
    done = scrapy("crawl", "site", folder=tmp_path)
    assert done.returncode == 1
    assert "Name a page of the site: scrapy crawl site -a url=https://example.org/" in done.stderr
    assert not (tmp_path / "commentariat.db").exists()


@pytest.mark.slow
def test_a_refusal_is_one_line_in_scrapys_log(tmp_path: Path) -> None:
    done = scrapy("crawl", "site", "-a", "url=https://example.org/", "-a", "archive=a.db", folder=tmp_path)
    assert "example.org: not crawled, since its owner could not reach you" in done.stderr
    assert "'finish_reason': 'refused'" in done.stderr
    assert "Traceback" not in done.stderr
