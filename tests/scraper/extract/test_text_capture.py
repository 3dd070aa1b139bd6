"""Text captures: what each known form of them says, and what one real page says."""

from __future__ import annotations

import json
import os
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from archive.records import DatePrecision, Page, PageKind, ThreadState
from scraper.extract.text_capture import extract_text_page
from scraper.normalise.page import normalise_page
from scraper.normalise.text import clean_line

ROOT = Path(__file__).parents[3]
CASES = sorted((ROOT / "tests" / "fixtures" / "text_capture").glob("*/page.txt"))
SEED = Path(os.environ.get("COMMENTARIAT_SEED") or ROOT.parent / "shared" / "seed")
REAL = SEED / "000_fc2fbbe3019bf053.txt"
NOW = datetime(2018, 1, 1, tzinfo=UTC)


def read(text: str) -> Page:
    return extract_text_page(text, url="http://example.org/weir", fetched_at=NOW)


def comments_of(page: Page) -> list[dict[str, Any]]:
    keys = [comment.key for comment in page.comments]
    return [
        {
            "author": comment.author,
            "published_raw": comment.published_raw,
            "depth": comment.depth,
            "parent_position": None if comment.parent_key is None else keys.index(comment.parent_key),
            "text": comment.text,
            "kind": comment.kind.value,
            "state": comment.state.value,
        }
        for comment in page.comments
    ]


@pytest.mark.parametrize("capture", CASES, ids=lambda path: path.parent.name)
def test_a_capture_says_what_a_person_reads_in_it(capture: Path) -> None:
    expected = json.loads(capture.with_name("expected.json").read_text("utf-8"))
    page = extract_text_page(capture.read_text("utf-8"), url=expected["url"], fetched_at=NOW)
    wanted = expected["page"]
    assert page.article is not None
    assert {name: getattr(page.article, name) for name in wanted["article"] if name != "authors"} == {
        name: value for name, value in wanted["article"].items() if name != "authors"
    }
    assert list(page.article.authors) == wanted["article"]["authors"]
    assert (page.kind, page.thread_state) == (wanted["kind"], wanted["thread_state"])
    assert page.comment_count_stated == page.article.comment_count_stated == wanted["comment_count_stated"]
    assert comments_of(page) == wanted["comments"]
    names = ("author", "excerpt", "truncated", "article_title")
    assert [{n: getattr(entry, n) for n in names} for entry in page.recent_comments] == wanted["recent_comments"]
    people = [{"name": p.name, "role": p.role, "place": p.place} for p in page.people]
    assert people == wanted["people"]


def test_there_is_a_capture_of_every_form() -> None:
    assert len(CASES) >= 12


@pytest.fixture(scope="module")
def real_lines() -> list[str]:
    if not REAL.exists():
        pytest.skip("the capture of a real page is not on this machine")
    return [clean_line(line) for line in REAL.read_text("utf-8").splitlines()]


@pytest.fixture(scope="module")
def real_page(real_lines: list[str]) -> Page:
    assert real_lines
    return normalise_page(read(REAL.read_text("utf-8")))


class TestTheRealPage:
    """Its words are compared with the lines of the file itself: none of them is repeated here."""

    def test_its_title_comes_from_the_comments_heading_with_its_cut_marked(
        self, real_page: Page, real_lines: list[str]
    ) -> None:
        heading = next(line for line in real_lines if line.startswith("4 Comments on"))
        assert real_page.article is not None
        assert real_page.article.title == heading.removeprefix("4 Comments on “").removesuffix("...”") + "…"
        assert [e.rule for e in real_page.evidence if e.field == "title"] == ["comments-heading-cut"]

    def test_it_has_a_day_and_no_author(self, real_page: Page) -> None:
        assert real_page.article is not None
        assert real_page.article.published_at == datetime(2012, 4, 5, tzinfo=UTC)
        assert real_page.article.date_precision is DatePrecision.DAY
        assert real_page.article.authors == ()

    def test_its_body_is_seven_paragraphs_with_the_quotation_in_its_place(
        self, real_page: Page, real_lines: list[str]
    ) -> None:
        end = next(number for number, line in enumerate(real_lines) if "e-Newsletter" in line)
        wanted = [line for line in real_lines[1:end] if line]
        assert real_page.article is not None
        assert real_page.article.text.split("\n") == wanted
        assert len(wanted) == 7
        assert real_page.article.html is not None
        assert real_page.article.html.count("<p>") == 7
        assert f"<blockquote><p>{wanted[3]}</p></blockquote>" in real_page.article.html

    def test_its_comments_form_the_tree_the_bullets_show(self, real_page: Page, real_lines: list[str]) -> None:
        comments = real_page.comments
        assert [comment.depth for comment in comments] == [0, 1, 2, 0]
        assert [comment.parent_key for comment in comments] == [None, comments[0].key, comments[1].key, None]
        assert [comment.author for comment in comments] == [None] * 4
        bullets = [number for number, line in enumerate(real_lines) if line.endswith("avatar")]
        ends = [*bullets[1:], next(n for n, line in enumerate(real_lines) if line.startswith("Back to Top"))]
        wanted = ["\n".join(filter(None, real_lines[a + 1 : b])) for a, b in zip(bullets, ends, strict=True)]
        assert [comment.text for comment in comments] == wanted
        assert [len(comment.text.split("\n")) for comment in comments] == [2, 3, 1, 1]

    def test_it_states_as_many_comments_as_it_has_and_asks_for_a_login(self, real_page: Page) -> None:
        assert real_page.comment_count_stated == len(real_page.comments) == 4
        assert real_page.thread_state is ThreadState.LOGIN_REQUIRED
        assert real_page.kind is PageKind.ARTICLE

    def test_its_sidebar_has_five_entries_three_of_them_cut(self, real_page: Page, real_lines: list[str]) -> None:
        start = real_lines.index("Recent Comments") + 2
        wanted = [line.removeprefix("• ").partition(": ")[::2] for line in real_lines[start : start + 5]]
        found = [(entry.author, entry.excerpt) for entry in real_page.recent_comments]
        assert found == [(author, words.removesuffix("...")) for author, words in wanted]
        assert [entry.truncated for entry in real_page.recent_comments] == [True, True, False, True, False]

    def test_its_masthead_names_six_contributors_and_two_moderators(
        self, real_page: Page, real_lines: list[str]
    ) -> None:
        start = real_lines.index("• Contributors")
        wanted = [line.removeprefix("• ").split(", ") for line in real_lines[start:] if ", " in line]
        assert [[person.name, person.place] for person in real_page.people] == wanted
        assert [person.role for person in real_page.people] == ["contributor"] * 6 + ["moderator"] * 2
        assert len({person.name for person in real_page.people}) == 7
