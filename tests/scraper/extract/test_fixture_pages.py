"""Every fixture page says through the extractor what its `expected.json` says."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from archive.codec import page_to_json
from scraper.normalise.page import normalise_page
from tests.scraper.extract.reading import CASES, Case

Json = dict[str, Any]


def read(case: Case) -> Json:
    """The page as `extract` prints it, its comments in the order of the page."""
    told = page_to_json(normalise_page(case.extract()))
    told["comments"].sort(key=lambda comment: comment["position"])
    return told


def differences(path: str, want: object, got: object) -> Iterator[str]:
    """Where a value is not the expected one; keys that are not expected say nothing."""
    if isinstance(want, dict) and isinstance(got, dict):
        for key, value in want.items():
            yield from differences(f"{path}.{key}", value, got.get(key, "missing"))
    elif isinstance(want, list) and isinstance(got, list) and len(want) == len(got):
        for place, (one, other) in enumerate(zip(want, got, strict=True)):
            yield from differences(f"{path}[{place}]", one, other)
    elif want != got:
        yield f"{path}: expected {want!r}, found {got!r}"


def paired(want: list[Json], got: list[Json]) -> list[Json]:
    """What was found for each expected comment.

    Keys tell, where a page has some. Where it has none, the words do, since a thread may be written down in another
    order than that of its page; placeholders have no words of their own and go by their place.
    """
    by_key = {comment["key"]: comment for comment in got}
    by_text = {comment["text"]: comment for comment in got}
    return [
        by_key.get(one["key"], {}) if one.get("key") else by_text.get(one.get("text"), got[place])
        for place, one in enumerate(want)
    ]


def comment_differences(want: list[Json], got: list[Json]) -> Iterator[str]:
    """Where comments are not the expected ones, or answer others."""
    if len(want) != len(got):
        yield f"comments: expected {len(want)}, found {len(got)}"
        return
    pairs = paired(want, got)
    if len({id(one) for one in pairs}) < len(pairs):
        yield "comments: two of the expected are the same one"
    for place, (expected, found) in enumerate(zip(want, pairs, strict=True)):
        rest = {key: value for key, value in expected.items() if key != "parent_position"}
        yield from differences(f"comments[{place}]", rest, found)
        answered = expected.get("parent_position")
        parent = None if answered is None else pairs[answered].get("key")
        if found.get("parent_key") != parent:
            yield f"comments[{place}]: expected it to answer {parent!r}, found {found.get('parent_key')!r}"


@pytest.mark.parametrize("case", CASES, ids=str)
def test_the_page_is_read_as_expected(case: Case) -> None:
    expected, told = case.expected["page"], read(case)
    rest = {key: value for key, value in expected.items() if key != "comments"}
    assert list(differences("page", rest, told)) == []
    assert list(comment_differences(expected.get("comments", []), told["comments"])) == []


@pytest.mark.parametrize("case", CASES, ids=str)
def test_comments_stand_parents_first_with_their_depths(case: Case) -> None:
    depths: dict[str | None, int] = {None: -1}
    for comment in normalise_page(case.extract()).comments:
        above = comment.parent_key if not comment.is_orphan else None
        assert comment.depth == depths[above] + 1
        depths[comment.key] = comment.depth


def test_a_difference_is_seen() -> None:
    want: list[Json] = [{"text": "One"}, {"text": "Two", "parent_position": 0}]
    right: list[Json] = [
        {"key": "1", "text": "One", "parent_key": None},
        {"key": "2", "text": "Two", "parent_key": "1"},
    ]
    assert list(comment_differences(want, right)) == []
    assert list(comment_differences(want, [right[0], {**right[1], "parent_key": None}])) != []
    assert list(comment_differences(want, [right[0], {**right[1], "text": "Three"}])) != []
    assert list(comment_differences(want, right[:1])) != []
    assert list(differences("", {"a": [1]}, {"a": [2]})) == [".a[0]: expected 1, found 2"]
