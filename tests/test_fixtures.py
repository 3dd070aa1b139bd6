"""Every fixture page says what its expected.json says, whatever the extractor makes of it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import lxml.html
import pytest

FIXTURES = Path(__file__).parent / "fixtures"
CASES = sorted(path.parent for path in FIXTURES.glob("*/*/page.html"))


def read(case: Path) -> tuple[str, dict[str, Any]]:
    """The words of the page, white space made one, and what is expected of it."""
    tree = lxml.html.fromstring((case / "page.html").read_text("utf-8").replace("<br />", " "))
    expected: dict[str, Any] = json.loads((case / "expected.json").read_text("utf-8"))
    return " ".join(tree.text_content().split()), expected


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.parent.name}/{case.name}")
class TestCase:
    """What holds for each."""

    def test_says_when_it_was_fetched_and_from_where(self, case: Path) -> None:
        _, expected = read(case)
        assert expected["url"].startswith(("http://", "https://"))
        assert expected["fetched_at"].endswith("Z")

    def test_its_words_are_on_the_page(self, case: Path) -> None:
        words, expected = read(case)
        page = expected["page"]
        texts = [comment.get("text") or "" for comment in page["comments"]]
        texts += [entry["excerpt"] or "" for entry in page.get("recent_comments", [])]
        texts.append((page.get("article") or {}).get("text") or "")
        for line in "\n".join(texts).split("\n"):
            assert " ".join(line.split()) in words

    def test_parents_come_before_replies(self, case: Path) -> None:
        _, expected = read(case)
        depths: list[int] = []
        for position, comment in enumerate(expected["page"]["comments"]):
            parent = comment["parent_position"]
            assert parent is None or parent < position
            depths.append(0 if parent is None else depths[parent] + 1)
            assert comment.get("depth", depths[-1]) == depths[-1]
