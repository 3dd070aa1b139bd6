"""Who answers whom, in each way that pages tell it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.records import Comment
from tests.scraper.extract.reading import article, comment, read, thread

TEXTS = (
    "The first coat was red.",
    "Red it was, and red it stayed.",
    "Mine was grey.",
    "Grey is a kind of red at night.",
    "It is.",
)


def tree(html: str) -> list[tuple[int, int | None, str | None]]:
    """For each comment its place, the place of the one it answers, and the rule that told."""
    comments = sorted(read(article(html)).comments, key=lambda one: one.position)
    places = {one.key: one.position for one in comments}
    return [(one.position, places.get(one.parent_key or ""), one.parent_rule) for one in comments]


def parents(html: str) -> list[int | None]:
    return [parent for _, parent, _ in tree(html)]


def rules(html: str) -> set[str | None]:
    return {rule for _, _, rule in tree(html)}


def flat(*attributes: str, text: str = "{}", tag: str = "div") -> str:
    """Comments side by side; `text` is what stands around the words of each."""
    records = "".join(
        f'<{tag} class="comment" {one}><b class="author">Reader {place}</b> <time datetime="2024-05-0{place + 1}">May</time>'
        f'<div class="comment-text">{text.format(TEXTS[place])}</div></{tag}>'
        for place, one in enumerate(attributes)
    )
    return f'<section id="comments">{records}</section>'


def test_a_record_in_another_answers_it() -> None:
    html = thread(
        comment(1, TEXTS[0], inside=f'<ol class="children">{comment(2, TEXTS[1], inside=f"<ol>{comment(3, TEXTS[2])}</ol>")}</ol>'),
        comment(4, TEXTS[3]),
    )  # fmt: skip
    assert parents(html) == [None, 0, 1, None]
    assert rules(html) == {"containment"}


def test_a_list_behind_a_record_holds_its_answers() -> None:
    def node(place: int, replies: str = "") -> str:
        return (
            f'<div class="node"><div class="comment"><b class="author">R{place}</b> <time datetime="2024-05-01">May 1</time><p class="text">{TEXTS[place]}</p></div>'
            f'<div class="replies">{replies}</div></div>'
        )

    assert parents(f'<section id="comments">{node(0, node(1, node(2)) + node(3))}{node(4)}</section>') == [
        None,
        0,
        1,
        0,
        None,
    ]


def test_boxes_that_repeat_hold_answers_whatever_their_name() -> None:
    def node(place: int, below: str = "") -> str:
        return (
            f'<div class="zz1"><div class="comment"><b class="author">R{place}</b> <time datetime="2024-05-01">May 1</time><p class="text">{TEXTS[place]}</p></div>'
            f'<div class="zz2">{below}</div></div>'
        )

    assert parents(f'<section id="comments">{node(0, node(1) + node(2))}{node(3)}</section>') == [None, 0, 0, None]


LEVELS = [0, 1, 2, 1, 0]
ANSWERED = [None, 0, 1, 0, None]


@pytest.mark.parametrize(
    ("attributes", "rule"),
    [
        pytest.param([f'data-level="{n}"' for n in LEVELS], "level", id="data-level"),
        pytest.param([f'data-depth="{n + 1}"' for n in LEVELS], "level", id="data-depth-from-1"),
        pytest.param([f'aria-level="{n + 1}"' for n in LEVELS], "level", id="aria-level"),
        pytest.param([f'style="margin-left: {n * 20}px"' for n in LEVELS], "indentation", id="margin"),
        pytest.param([f'style="padding-left:{n * 1.5}em"' for n in LEVELS], "indentation", id="padding"),
        pytest.param([f'style="margin-inline-start:{n * 4}%"' for n in LEVELS], "indentation", id="logical-margin"),
        pytest.param([f'style="--depth: {n}"' for n in LEVELS], "indentation", id="variable"),
        pytest.param(
            [f'style="margin-left: {n * 20}px"' if n else "" for n in LEVELS],
            "indentation",
            id="margin-of-answers-only",
        ),
    ],
)
def test_a_level_tells_the_parent(attributes: list[str], rule: str) -> None:
    html = flat(*attributes)
    assert parents(html) == ANSWERED
    assert rules(html) == {rule}


@pytest.mark.parametrize(
    "name", ["depth-{}", "level-{}", "comment-level-{}", "indent{}", "nest-{}", "reply-level-{}", "comment-depth_{}"]
)
def test_a_level_in_a_class_tells_the_parent(name: str) -> None:
    records = [
        f'<div class="comment {name.format(level)}"><b class="author">R</b> <time datetime="2024-05-01">May 1</time><div class="comment-text">{TEXTS[place]}</div></div>'
        for place, level in enumerate(LEVELS)
    ]
    html = f'<section id="comments">{"".join(records)}</section>'
    assert parents(html) == ANSWERED
    assert rules(html) == {"level"}


def test_a_level_may_stand_at_what_wraps_a_record() -> None:
    records = [
        f'<div class="indent-{level}"><div class="comment"><b class="author">R</b> <time datetime="2024-05-01">May 1</time><div class="comment-text">{TEXTS[place]}</div></div></div>'
        for place, level in enumerate(LEVELS)
    ]
    assert parents(f'<section id="comments">{"".join(records)}</section>') == ANSWERED


def test_marked_answers_among_many_top_level_records() -> None:
    attributes = ["", "", "", 'data-level="1"', ""]
    assert parents(flat(*attributes)) == [None, None, None, 2, None]
    assert parents(flat("", "", "", 'data-level="0" data-x', 'data-level="1"')) == [None, None, None, 2, 3]


@pytest.mark.parametrize(
    "cell",
    [
        pytest.param('<td><img src="s.gif" height="1" width="{}"></td>', id="picture"),
        pytest.param('<td><img src="/i/spacer.gif" width="{}"></td>', id="picture-by-name"),
        pytest.param('<td class="ind" indent="{}"></td>', id="attribute"),
        pytest.param('<td width="{}"></td>', id="empty-cell"),
    ],
)
def test_a_spacer_tells_the_level(cell: str) -> None:
    rows = "".join(
        f'<tr class="comment" id="{100 + place}">{cell.format(level * 40)}<td><a href="/user?id=r{place}" class="hnuser">r{place}</a> '
        f'<span class="age" title="2024-05-01T10:00:00">1 hour ago</span><div class="commtext">{TEXTS[place]}</div></td></tr>'
        for place, level in enumerate(LEVELS)
    )
    assert parents(f'<table class="thread">{rows}</table>') == ANSWERED


def test_a_reference_outweighs_the_level() -> None:
    html = flat('id="c1" data-level="0"', 'id="c2" data-level="1"', 'id="c3" data-level="1" data-parent-id="2"')
    assert tree(html) == [(0, None, "level"), (1, 0, "level"), (2, 1, "reference")]


def test_a_line_names_the_answered_comment() -> None:
    html = flat('id="c1"', 'id="c2"', text="{}").replace(TEXTS[1], f'In reply to <a href="#c1">#1</a><br>{TEXTS[1]}')
    assert tree(html)[1] == (1, 0, "reference")


def test_a_comment_cannot_answer_itself() -> None:
    assert parents(flat('id="c1" data-parent-id="1"', 'id="c2" data-parent-id="1"')) == [None, 0]


def orphans(html: str) -> list[Comment]:
    return [one for one in read(article(html)).comments if one.is_orphan]


def test_an_answer_to_a_comment_that_is_not_there_is_an_orphan() -> None:
    (orphan,) = orphans(flat('id="c1"', 'id="c2" data-parent-id="77"'))
    assert (orphan.key, orphan.parent_key, orphan.depth) == ("2", None, 0)


def test_where_the_page_still_shows_a_place_that_place_is_kept() -> None:
    html = flat('id="c1" data-level="0"', 'id="c2" data-level="1" data-parent-id="77"')
    assert orphans(html) == []
    assert parents(html) == [None, 0]


def test_rings_are_broken_at_their_first_comment() -> None:
    html = flat('id="c1" data-parent-id="3"', 'id="c2" data-parent-id="1"', 'id="c3" data-parent-id="2"')
    found = tree(html)
    assert sum(parent is None for _, parent, _ in found) == 1
    assert len(orphans(html)) == 1
    assert {rule for _, _, rule in found} == {"ring", "reference"}


def test_records_at_one_level_are_flat() -> None:
    levels = flat('data-level="0"', 'data-level="0"')
    assert rules(levels) == {"level"}
    assert parents(levels) == [None, None]
    assert rules(flat("", "")) == {"flat"}
    assert parents(flat("", "")) == [None, None]


@given(st.lists(st.integers(-1, 9), min_size=2, max_size=10))
def test_any_references_give_a_tree_with_every_comment(named: list[int]) -> None:
    records = [f'<div class="comment" id="c{place}" data-parent-id="{parent if parent >= 0 else "none"}"><b class="author">R{place}</b> '
               f'<time datetime="2024-05-01">May 1</time><div class="comment-text">Words of comment {place}.</div></div>'
               for place, parent in enumerate(named)]  # fmt: skip
    comments = read(article(f'<section id="comments">{"".join(records)}</section>')).comments
    assert sorted(one.position for one in comments) == list(range(len(named)))
    seen: set[str | None] = {None}
    for one in comments:
        assert one.parent_key in seen
        seen.add(one.key)


def test_a_single_odd_box_makes_no_answer() -> None:
    html = flat("", "", "")
    start = html.rindex('<div class="comment"')
    boxed = f'{html[:start]}<div class="zz">{html[start:].replace("</section>", "</div></section>")}'
    assert parents(boxed) == [None, None, None]


@pytest.mark.parametrize(
    "marked",
    [
        pytest.param('style="margin-left:30px"', id="margin"),
        pytest.param('data-x class="comment ml-10"', id="framework"),
        pytest.param('data-x class="comment nivel-2"', id="nivel"),
        pytest.param('data-x class="comment re"', id="re"),
        pytest.param('data-x class="comment comment--reply"', id="modifier"),
    ],
)
def test_half_of_the_records_may_be_marked_as_answers(marked: str) -> None:
    html = flat("", "MARKED", "MARKED", "").replace('class="comment" MARKED', marked if "class" in marked else f'class="comment" {marked}')  # fmt: skip
    assert parents(html) == [None, 0, 0, None]


def test_where_all_but_the_first_are_called_answers_the_first_is_an_opening_post() -> None:
    html = flat("", "M", "M", "M").replace('class="comment" M', 'class="comment reply"')
    assert parents(html) == [None, None, None, None]
