"""A page that holds everything that could run or load: nothing runs, and nothing leaves for another host."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser

from tests.archive.web.browser.threads import ELSEWHERE

pytestmark = pytest.mark.browser

PATHS = (
    "/",
    "/article/3",
    "/search?q=over",
    "/search?q=%3Cscript%3Ewindow.ran=1%3C/script%3E",
    "/search.atom?q=over",
    "/site/hostile.example",
    "/person/hostile.example/%3Cimg%20src%3Dx%20onerror%3D%22window.ran%20%3D%2021%22%3E",
    "/person/hostile.example/%22%3E%3Cscript%3Ewindow.ran%20%3D%2022%3C%2Fscript%3E",
    "/article/3/pictures",
    "/article/3/history",
    "/comment/5014/history",
    "/pictures?site=%3Cscript%3Ewindow.ran=1%3C/script%3E&month=%22%3E%3Cscript%3E",
    "/sidebar",
    "/crawls",
    "/made/articles",
    "/made/comments?article_id=3",
    "/made/recent_comments",
    "/%3Cscript%3Ewindow.ran=1%3C/script%3E",
)


@pytest.mark.parametrize("path", PATHS)
def test_nothing_runs_and_nothing_leaves(reading: str, browser: Browser, path: str) -> None:
    asked: list[str] = []
    context = browser.new_context()
    context.on("request", lambda request: asked.append(request.url))
    page = context.new_page()
    page.on("dialog", lambda dialog: asked.append(f"dialog {dialog.message}"))
    answer = page.goto(reading + path, wait_until="networkidle")
    assert answer
    assert answer.status == (404 if path.startswith("/%3C") else 200)
    for found in page.locator(".body :is(p, a, summary, span)").all()[:60]:
        if found.is_visible():
            found.hover(force=True)
    assert page.evaluate("() => window.ran") is None
    assert [address for address in asked if not address.startswith(reading)] == []
    context.close()


def test_nothing_hostile_breaks_out_of_its_place(reading: str, browser: Browser) -> None:
    page = browser.new_page()
    page.goto(f"{reading}/article/3")
    assert page.locator("main").count() == 1
    assert page.locator("#main").count() == 1
    assert page.locator(".thread > .replies > .comment").count() == 2
    assert (
        page.locator(
            "main script, main style, main iframe, main img, main svg, main form:not(.time), main [style]"
        ).count()
        == 0
    )
    assert page.locator(f".body a[href^='{ELSEWHERE}']").first.get_attribute("rel") == "nofollow noopener ugc"
    page.close()
