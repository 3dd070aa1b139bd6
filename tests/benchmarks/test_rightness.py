"""Which fields count as right, by a page's truth."""

from __future__ import annotations

from typing import Any

import pytest

from benchmarks.training.rightness import is_right_page, right_fields, right_parents

WORDS = "The ferry left without its anchor and came back for it at noon"


def page(**changes: Any) -> dict[str, Any]:
    article = {"title": "The Ferry", "authors": ["Ann Lee"], "published_at": "2024-05-01T10:00:00Z", "text": WORDS}
    return {"kind": "article", "comments": [], "article": article, **changes}


@pytest.mark.parametrize(
    ("expect", "field", "is_right"),
    [
        ({"kind": "article"}, "kind", True),
        ({"kind": "listing"}, "kind", False),
        ({"title": "the ferry!"}, "title", True),
        ({"author": ["By Ann Lee"]}, "authors", True),
        ({"author": ["Ann Lee, Bo Marsh"]}, "authors", False),
        ({"date": "2024-05-01"}, "published_at", True),
        ({"body_text": WORDS}, "text", True),
        ({"body_text": WORDS * 2}, "text", False),
        ({"with": ["came back"], "without": []}, "text", True),
        ({"with": ["came back"], "without": ["at noon"]}, "text", False),
    ],
)
def test_fields(expect: dict[str, Any], field: str, is_right: bool) -> None:
    assert right_fields(page(), expect) == {field: is_right}


COMMENTS = [
    {"key": "1", "parent_key": None, "parent_confidence": 0.9, "text": "One."},
    {"key": "2", "parent_key": "1", "parent_confidence": 0.8, "text": "Two."},
]


def test_a_thread_is_right_with_all_its_comments_and_no_other() -> None:
    truth = [{"id": "1", "parent": None, "text": "One."}, {"id": "2", "parent": None, "text": "Two."}]
    expect = {"comments_kind": "thread", "comments": truth}
    found = page(comments=COMMENTS)
    assert right_fields(found, expect)["comments"]
    assert right_parents(found, expect) == [(0.9, True), (0.8, False)]
    assert not right_fields(found, {**expect, "comments": truth[:1]})["comments"]


def test_posts_are_found_by_their_words() -> None:
    expect = {"comments_kind": "forum", "comments": [{"text": "One."}, {"text": "Two."}, {"text": WORDS}]}
    assert right_fields(page(comments=COMMENTS), expect)["comments"]
    assert not right_fields(page(comments=COMMENTS[:1]), expect)["comments"]


def test_comments_where_there_are_none_make_a_page_wrong_and_so_does_silence() -> None:
    assert is_right_page(page(comments=COMMENTS), {"no_comments": True, "kind": "article"}) is False
    assert is_right_page(page(article=None), {"body_text": WORDS}) is False
    assert is_right_page(page(), {"comments_kind": "forum", "comments": [{"text": "One."}]}) is False
    assert is_right_page(page(), {"title": "x"}) is None
