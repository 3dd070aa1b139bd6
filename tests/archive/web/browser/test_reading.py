"""Reading in a real browser: by mouse, by keyboard, on a phone, in the dark, without scripts."""

from __future__ import annotations

import pytest

from tests.archive.web.browser.conftest import Open

pytestmark = pytest.mark.browser

OPEN = "() => document.querySelectorAll('.thread details[open]').length"
FOCUSED = "() => document.activeElement.closest('.comment')?.id"


def test_from_the_front_page_to_a_thread_and_back(reading: str, open_page: Open) -> None:
    page = open_page(reading)
    with page.expect_navigation():
        page.get_by_role("link", name="Twelve levels").first.click()
    assert page.get_by_role("heading", level=1).inner_text() == "Twelve levels"
    assert page.locator(".comment").count() == 13
    with page.expect_navigation():
        page.get_by_role("link", name="made.db").click()
    assert page.get_by_role("heading", name="Newest comments").is_visible()


def test_a_click_closes_a_comment_with_its_replies(reading: str, open_page: Open) -> None:
    page = open_page(f"{reading}/article/2")
    second = page.locator(".comment").nth(1)
    second.locator("summary").first.click()
    assert not page.locator(".comment").nth(2).is_visible()
    assert second.locator("summary .more").first.inner_text() == "11 replies"
    second.locator("summary").first.click()
    assert page.locator(".comment").nth(2).is_visible()


def test_the_line_beside_replies_closes_what_they_answer(reading: str, open_page: Open) -> None:
    page = open_page(f"{reading}/article/2")
    line = page.locator(".replies .replies").nth(1)
    line.scroll_into_view_if_needed()
    line.click(position={"x": 1, "y": 30})
    assert not page.locator(".comment").nth(2).is_visible()
    assert page.evaluate(FOCUSED) == "comment-" + (page.locator(".comment").nth(1).get_attribute("id") or "")[8:]


def test_the_keyboard_goes_through_a_thread_and_closes_it(reading: str, open_page: Open) -> None:
    page = open_page(f"{reading}/article/2")
    ids = [page.locator(".comment").nth(n).get_attribute("id") for n in range(4)]
    page.keyboard.press("j")
    page.keyboard.press("j")
    assert page.evaluate(FOCUSED) == ids[1]
    page.keyboard.press("Enter")
    assert page.evaluate(OPEN) == 12
    page.keyboard.press("j")  # what is closed is passed over; here it is all the rest
    assert page.evaluate(FOCUSED) == ids[1]
    page.keyboard.press("Space")
    page.keyboard.press("j")
    assert page.evaluate(FOCUSED) == ids[2]
    page.keyboard.press("p")
    page.keyboard.press("k")
    assert page.evaluate(FOCUSED) == ids[0]


def test_n_goes_from_one_first_comment_to_the_next(reading: str, open_page: Open) -> None:
    page = open_page(f"{reading}/article/1")
    firsts = page.evaluate(
        "() => [...document.querySelectorAll('.thread > .replies > .comment')].slice(0, 3).map((e) => e.id)"
    )
    page.keyboard.press("n")
    page.keyboard.press("n")
    assert page.evaluate(FOCUSED) == firsts[1]
    page.keyboard.press("j")
    page.keyboard.press("Shift+N")
    assert page.evaluate(FOCUSED) in firsts[:2]


def test_the_keys_can_be_switched_off(reading: str, open_page: Open) -> None:
    """WCAG 2.1.4: who speaks to the computer would press them by accident."""
    page = open_page(f"{reading}/article/2")
    page.get_by_label("Keys:").uncheck()
    page.reload()
    assert not page.get_by_label("Keys:").is_checked()
    page.keyboard.press("j")
    assert page.evaluate(FOCUSED) is None
    page.get_by_label("Keys:").check()
    page.keyboard.press("j")
    assert page.evaluate(FOCUSED) is not None


@pytest.mark.parametrize("has_scripts", [True, False])
def test_a_thread_can_be_looked_over(reading: str, open_page: Open, has_scripts: bool) -> None:
    page = open_page(f"{reading}/article/2", java_script_enabled=has_scripts)
    first, second = page.locator(".comment").nth(0), page.locator(".comment").nth(1)
    page.get_by_label("First comments only").check()
    assert first.locator(".body").first.is_visible()
    assert first.locator(".more").first.inner_text() == "12 replies"
    assert not second.is_visible()
    if has_scripts:
        first.locator("summary").first.press("Enter")
        assert second.is_visible()
        assert first.locator(".body").first.is_visible()
        first.locator("summary").first.click()
        assert not second.is_visible()
        page.evaluate(f"() => {{ location.hash = '{second.get_attribute('id')}' }}")
        page.wait_for_timeout(100)
        assert second.is_visible()
    page.get_by_label("First comments only").uncheck()
    assert second.is_visible()


def test_paper_has_the_words_and_no_controls(reading: str, open_page: Open) -> None:
    page = open_page(f"{reading}/article/5")
    page.emulate_media(media="print")
    assert page.locator(".thread .body").first.is_visible()
    for unseen in (".top", ".time", ".ways", ".foot", ".bottom"):
        assert not page.locator(unseen).first.is_visible(), unseen
    source = page.evaluate("() => getComputedStyle(document.querySelector('.source a'), '::after').content")
    assert "http://edited.example/edited/" in source


@pytest.mark.parametrize(("query", "is_open"), [("q=lumave*", False), ("q=lumave*&in=comments", True)])
def test_filters_make_room_for_hits_on_a_phone(reading: str, open_page: Open, query: str, is_open: bool) -> None:
    page = open_page(f"{reading}/search?{query}", width=360, height=740)
    assert page.get_by_label("In", exact=True).is_visible() is is_open
    if not is_open:
        page.locator("summary", has_text="Filters").click()
        assert page.get_by_label("In", exact=True).is_visible()
    assert open_page(f"{reading}/search?{query}").get_by_label("In", exact=True).is_visible()


def test_tab_reaches_the_thread_and_focus_can_be_seen(reading: str, open_page: Open) -> None:
    page = open_page(f"{reading}/article/2")
    page.keyboard.press("Tab")
    assert page.evaluate("() => document.activeElement.className") == "skip"
    assert page.get_by_role("link", name="Skip to the text").is_visible()
    page.locator("summary").first.focus()
    page.keyboard.press("Tab")
    outline = page.evaluate("() => getComputedStyle(document.activeElement).outlineStyle")
    assert outline == "solid"


def test_a_link_to_a_comment_opens_what_is_closed_around_it(reading: str, open_page: Open) -> None:
    page = open_page(f"{reading}/article/2")
    last = page.locator(".comment").nth(12)
    page.locator("summary").first.click()
    assert not last.is_visible()
    page.evaluate(f"() => {{ location.hash = '{last.get_attribute('id')}' }}")
    page.wait_for_timeout(100)
    assert last.is_visible()


def test_without_scripts_everything_is_there(reading: str, open_page: Open) -> None:
    page = open_page(f"{reading}/article/1", java_script_enabled=False)
    assert page.locator(".comment").count() == 5000
    first = page.locator(".comment").first
    first.locator("summary").first.click()
    assert not first.locator(".body").first.is_visible()
    assert page.locator(".others + .person").first.is_visible()


@pytest.mark.parametrize("article", [1, 2, 3, 4])
def test_twelve_levels_are_readable_on_a_phone(reading: str, open_page: Open, article: int) -> None:
    page = open_page(f"{reading}/article/{article}", width=360, height=740)
    assert page.evaluate("() => document.documentElement.scrollWidth") == 360
    if article == 2:
        widths = page.evaluate("() => [...document.querySelectorAll('.comment .body')].map((e) => e.clientWidth)")
        assert widths[12] >= 230  # some thirty characters, twelve levels below the first comment


def test_four_hundred_levels_are_all_there(reading: str, open_page: Open) -> None:
    page = open_page(f"{reading}/article/4")
    assert page.locator(".comment").count() == 400
    widths = page.evaluate("() => [...document.querySelectorAll('.comment .body')].map((e) => e.clientWidth)")
    assert min(widths) > 300
    assert page.locator(".foot").last.inner_text().count("Answers") == 1


def test_the_dark_is_dark(reading: str, open_page: Open) -> None:
    page = open_page(f"{reading}/article/2", color_scheme="dark")
    back, ink = page.evaluate(
        "() => { const s = getComputedStyle(document.documentElement); return [s.backgroundColor, s.color] }"
    )
    assert back == "rgb(24, 24, 22)"
    assert ink == "rgb(228, 224, 215)"


def test_a_search_is_one_box_away(reading: str, open_page: Open) -> None:
    page = open_page(reading)
    word = "lumave"
    page.get_by_role("searchbox").fill(f"{word}*")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    page.get_by_label("In", exact=True).select_option("comments")
    with page.expect_navigation():
        page.get_by_role("button", name="Narrow").click()
    assert "in=comments" in page.url
    hit = page.locator(".hits li").first
    assert word in hit.locator("mark").first.inner_text().lower()
    with page.expect_navigation():
        hit.get_by_role("link").click()
    assert word in (page.locator(".comment:target .body").first.text_content() or "").lower()
