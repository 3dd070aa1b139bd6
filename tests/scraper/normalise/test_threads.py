"""Threads as trees: nobody lost, nobody doubled, parents first."""

from __future__ import annotations

from collections import Counter

import attrs
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.records import Comment
from scraper.normalise.threads import depth_first
from tests.strategies import comment_trees

keys = st.sampled_from("abcdefgh")
# Any parents at all: unknown ones, themselves, rings, keys that come twice.
tangles = st.lists(
    st.builds(Comment, key=keys, parent_key=st.none() | keys | st.just("?"), text=st.text(max_size=3)), max_size=12
).map(lambda found: [attrs.evolve(comment, position=place) for place, comment in enumerate(found)])


def comments(*pairs: tuple[str, str | None]) -> list[Comment]:
    return [Comment(key=key, parent_key=parent, position=place) for place, (key, parent) in enumerate(pairs)]


def told(found: tuple[Comment, ...]) -> list[tuple[str, int, bool]]:
    return [(comment.key, comment.depth, comment.is_orphan) for comment in found]


@given(tangles)
def test_no_comment_is_lost_or_doubled(given: list[Comment]) -> None:
    found = depth_first(given)
    assert sorted(comment.position for comment in found) == list(range(len(given)))
    assert len({comment.key for comment in found}) == len(given)
    texts = {comment.position: comment.text for comment in given}
    assert all(texts[comment.position] == comment.text for comment in found)


@given(tangles)
def test_parents_come_before_replies_and_depths_count_them(given: list[Comment]) -> None:
    depths: dict[str | None, int] = {None: -1}
    for comment in depth_first(given):
        above = None if comment.is_orphan and comment.parent_key not in depths else comment.parent_key
        if comment.is_orphan and comment.depth == 0:
            above = None
        assert comment.depth == depths[above] + 1
        depths[comment.key] = comment.depth


@given(tangles)
def test_each_thread_stands_together(given: list[Comment]) -> None:
    previous = -1
    for comment in depth_first(given):
        assert comment.depth <= previous + 1
        previous = comment.depth


@given(tangles)
def test_twice_is_once(given: list[Comment]) -> None:
    once = depth_first(given)
    assert depth_first(once) == once


@settings(max_examples=40)
@given(comment_trees())
def test_a_tree_keeps_its_comments_and_parents(given: tuple[Comment, ...]) -> None:
    found = {comment.key: comment for comment in depth_first(given)}
    assert found == {comment.key: comment for comment in given}


def test_siblings_stay_in_their_order() -> None:
    assert [key for key, _, _ in told(depth_first(comments(("a", None), ("b", None), ("c", "a"), ("d", "b"), ("e", "a"))))] == [
        "a", "c", "e", "b", "d",
    ]  # fmt: skip


def test_a_reply_in_front_of_its_parent_is_put_behind() -> None:
    assert told(depth_first(comments(("b", "a"), ("a", None)))) == [("a", 0, False), ("b", 1, False)]


def test_an_orphan_is_kept_at_the_top_with_its_replies() -> None:
    assert told(depth_first(comments(("a", "?"), ("b", "a")))) == [("a", 0, True), ("b", 1, False)]


def test_a_ring_is_cut_at_its_first_comment() -> None:
    assert told(depth_first(comments(("x", None), ("a", "c"), ("b", "a"), ("c", "b")))) == [
        ("x", 0, False), ("a", 0, True), ("b", 1, False), ("c", 2, False),
    ]  # fmt: skip
    assert told(
        depth_first(
            comments(
                ("a", "a"),
            )
        )
    ) == [("a", 0, True)]


def test_two_rings_are_two_threads() -> None:
    found = depth_first(comments(("a", "b"), ("b", "a"), ("c", "d"), ("d", "c")))
    assert Counter(comment.depth for comment in found) == {0: 2, 1: 2}


def test_of_a_key_that_comes_twice_the_first_keeps_it() -> None:
    found = depth_first(comments(("a", None), ("a", None), ("b", "a")))
    assert told(found) == [("a", 0, False), ("b", 1, False), ("a.2x", 0, False)]


def test_a_very_deep_thread_is_no_trouble() -> None:
    chain = comments(("0", None), *((str(n), str(n - 1)) for n in range(1, 20_000)))
    assert depth_first(reversed(chain))[-1].depth == 19_999
