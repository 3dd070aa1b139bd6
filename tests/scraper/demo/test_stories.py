"""Stories are read from text files as they are meant."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from archive.records import CommentKind, CommentState, ThreadState
from scraper.demo.markup import html_of, shortened, text_of
from scraper.demo.stories import BlockKind, Skin, all_stories, read_blocks, read_story

STORY = """path: /2020/01/a-story/
title: A Story: With a Colon
by: One Writer; Another
date: 2020-01-02 03:04
skin: yard
section: Town
state: closed
===
First.

Second.
===
@2 >1 Second Person <http://example.org/> 2020-01-02 04:00 [-3]
Reply.

@3 Third 2020-01-02 05:00 [removed]
Gone.

@1 First Person 2020-01-02 03:30
A *loud* [word](http://example.org/).

- one
- two
"""


def test_a_story_has_its_settings() -> None:
    story = read_story(STORY)
    assert story.title == "A Story: With a Colon"
    assert story.authors == ("One Writer", "Another")
    assert story.written_at == datetime(2020, 1, 2, 3, 4, tzinfo=UTC)
    assert (story.skin, story.state) == (Skin.YARD, ThreadState.CLOSED)
    assert text_of(story.blocks) == "First.\nSecond."


def test_comments_stand_in_reading_order_with_their_depth() -> None:
    replies = read_story(STORY).replies
    assert [(reply.key, reply.parent_key, reply.depth) for reply in replies] == [
        ("1", None, 0),
        ("2", "1", 1),
        ("3", None, 0),
    ]
    assert replies[1].author == "Second Person"
    assert replies[1].address == "http://example.org/"
    assert (replies[1].score, replies[1].kind) == (-3, CommentKind.COMMENT)
    assert replies[2].state is CommentState.REMOVED


def test_a_removed_comment_is_not_claimed() -> None:
    assert read_story(STORY).stated_count == 2


def test_text_and_html_say_the_same() -> None:
    blocks = read_story(STORY).replies[0].blocks
    assert text_of(blocks) == "A loud word.\none\ntwo"
    assert html_of(blocks) == (
        '<p>A <em>loud</em> <a href="http://example.org/" rel="nofollow">word</a>.</p>\n'
        "<ul>\n<li>one</li>\n<li>two</li>\n</ul>"
    )


@pytest.mark.parametrize(
    ("text", "kind", "lines"),
    [
        pytest.param("a\nb", BlockKind.PARAGRAPH, ("a b",), id="lines-of-a-paragraph-are-joined"),
        pytest.param("> a\n> b", BlockKind.QUOTATION, ("a", "b"), id="quotation"),
        pytest.param("1. a\n2. b", BlockKind.NUMBERS, ("a", "b"), id="numbers"),
        pytest.param("    a < b\n    c", BlockKind.CODE, ("a < b", "c"), id="code"),
        pytest.param("[[page]]", BlockKind.PAGE_END, (), id="page-end"),
    ],
)
def test_blocks_are_told_by_their_first_line(text: str, kind: BlockKind, lines: tuple[str, ...]) -> None:
    (block,) = read_blocks(text)
    assert (block.kind, block.lines) == (kind, lines)


def test_code_is_escaped_and_kept() -> None:
    blocks = tuple(read_blocks("    a < b\n    c"))
    assert html_of(blocks) == "<pre><code>a &lt; b\nc</code></pre>"
    assert text_of(blocks) == "a < b\nc"


@pytest.mark.parametrize(
    ("text", "limit", "expected"),
    [
        pytest.param("one two", 7, ("one two", False), id="fits"),
        pytest.param("one two three", 8, ("one two", True), id="cut-between-words"),
        pytest.param("あいうえお", 3, ("あいう", True), id="no-words"),
    ],
)
def test_excerpts_are_cut_between_words(text: str, limit: int, expected: tuple[str, bool]) -> None:
    assert shortened(text, limit) == expected


def test_the_bundled_stories_have_unique_keys_and_known_parents() -> None:
    keys = [reply.key for story in all_stories() for reply in story.replies]
    assert len(keys) == len(set(keys))
    for story in all_stories():
        known = {reply.key for reply in story.replies} | {None}
        assert all(reply.parent_key in known for reply in story.replies)
