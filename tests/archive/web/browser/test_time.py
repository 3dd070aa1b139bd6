"""Time travel and pictures by mouse and keyboard."""

from __future__ import annotations

import pytest

from tests.archive.web.browser.conftest import Address, Open

pytestmark = pytest.mark.browser


def test_the_slider_goes_back_in_time(reading: str, open_page: Open) -> None:
    page = open_page(f"{reading}/article/5")
    assert "A late word." in page.locator(".thread").inner_text()
    slider = page.get_by_role("slider", name="Day")
    assert slider.get_attribute("aria-valuetext") == "2026-02-04"
    slider.focus()
    with page.expect_navigation():
        page.keyboard.press("Home")
    assert "at=2026-02-01" in page.url
    thread = page.locator(".thread").inner_text()
    assert "leaves at nine" in thread
    assert "A late word." not in thread
    with page.expect_navigation():
        page.get_by_role("link", name="The change after").click()
    assert "half past ten" in page.locator(".thread").inner_text()


def test_the_date_works_without_scripts(reading: str, open_page: Open) -> None:
    page = open_page(f"{reading}/article/5", java_script_enabled=False)
    page.get_by_label("As it was on").fill("2026-02-01")
    with page.expect_navigation():
        page.get_by_role("button", name="Show").click()
    assert "leaves at nine" in page.locator(".thread").inner_text()


def test_an_edit_is_a_click_away(reading: str, open_page: Open) -> None:
    page = open_page(f"{reading}/article/5")
    page.get_by_role("link", name="History: 1 change").nth(1).click()
    assert "nine" in page.locator("del").inner_text()


def test_the_authors_other_comments_are_a_click_away(address: Address, open_page: Open) -> None:
    page = open_page(address("article"))
    page.get_by_role("link", name="2 more here").first.click()
    panel = page.get_by_role("dialog")
    panel.get_by_role("link").nth(2).wait_for()
    assert panel.get_by_role("link").count() == 3  # two here, and all on the site
    page.keyboard.press("Escape")
    assert not panel.is_visible()
    page.get_by_role("link", name="2 more here").first.click()
    panel.get_by_role("link").first.click()
    assert page.locator(".comment:target b").first.inner_text() == "Gus Marlowe"


@pytest.mark.parametrize("kind", ["pictures", "thread-pictures"])
def test_every_picture_is_drawn_from_its_table(address: Address, open_page: Open, kind: str) -> None:
    page = open_page(address(kind))
    figures = page.locator("figure")
    assert figures.count() >= 3
    for figure in figures.all():
        drawing = figure.locator("svg[role=img]")
        assert drawing.count() == 1
        assert drawing.get_attribute("aria-label")
        figure.get_by_text("Table", exact=True).click()
        assert figure.locator("table").is_visible()
    # The style that Plot brings is let through by its digest.
    assert page.evaluate("() => getComputedStyle(document.querySelector('figure svg text')).whiteSpace") == "pre"


def test_pictures_are_tables_without_scripts(address: Address, open_page: Open) -> None:
    page = open_page(address("pictures"), java_script_enabled=False)
    page.get_by_text("Table", exact=True).first.click()
    assert page.locator("table").first.is_visible()


def test_the_sql_of_a_picture_runs_in_datasette(address: Address, open_page: Open) -> None:
    page = open_page(address("thread-pictures"))
    page.get_by_text("SQL", exact=True).first.click()
    link = page.get_by_role("link", name="Run it in Datasette").first
    assert "/demo?article=" in (link.get_attribute("href") or "")
