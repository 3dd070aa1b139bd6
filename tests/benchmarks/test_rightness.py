"""Which fields count as right, by a page's truth."""

from __future__ import annotations

from typing import Any

import pytest

from benchmarks.training.rightness import is_right_page, kind_of, right_comment_fields, right_fields, right_parents

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
    assert right_fields(page(), expect)[field] is is_right


def test_whole_texts_are_of_articles_and_posts_of_threads() -> None:
    assert (kind_of({"body_text": WORDS}), kind_of({"comments_kind": "forum"})) == ("article", "thread")
    assert kind_of({"with": [WORDS], "without": []}) is None
    assert kind_of({"main_text": WORDS, "kind": "other"}) == "other"


def test_each_comment_is_judged_by_its_id() -> None:
    said = [
        {"key": "comment-1", "text": "One two three", "author": "Ann", "published_at": "2024-05-02T00:10:00Z"},
        {"key": "9", "text": "Most read", "author": None, "published_at": None},
    ]
    wanted = [{"id": "1", "parent": None, "text": "One two three", "author": ["Ann"], "date": ["2024-05-01"]}]
    found = list(right_comment_fields(page(comments=said), {"comments_kind": "thread", "comments": wanted}))
    assert sorted(found) == [
        ("comments.author", True), ("comments.date", True), ("comments.key", False), ("comments.key", True),
        ("comments.text", False), ("comments.text", True),
    ]  # fmt: skip


def test_each_post_is_judged_by_its_text() -> None:
    said = [
        {"key": "1", "text": "The crane is back", "author": "Bo", "published_at": "2024-05-07T00:00:00Z"},
        {"key": "2", "text": "Welcome, guest", "author": "Bo", "published_at": None},
        {"key": "3", "text": "It never was away", "author": "Ann", "published_at": None},
    ]
    wanted = [
        {"text": "The crane is back", "author": ["Ann"], "date": ["2024-05-01"]},
        {"text": "It never was away", "author": ["/post.php?mode=quote&p=1", "Quote"]},
    ]
    found = list(right_comment_fields(page(comments=said), {"comments_kind": "forum", "comments": wanted}))
    assert found == [
        ("comments.text", True), ("comments.author", False), ("comments.date", False), ("comments.text", False),
        ("comments.text", True),
    ]  # fmt: skip


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


@pytest.mark.parametrize(("least", "expected"), [(0.5, True), (0.7, False), (1.0, False)])
def test_how_much_of_a_text_has_to_agree(least: float, expected: bool) -> None:
    half = {"body_text": f"{WORDS} {' '.join(f'other{n}' for n in range(len(WORDS.split())))}"}
    assert is_right_page(page(), half, least) is expected
    strings = {"with": [WORDS[:20], "nowhere"], "without": []}
    assert is_right_page(page(), strings, least) is (least < 0.7)
