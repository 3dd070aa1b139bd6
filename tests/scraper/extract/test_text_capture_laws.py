"""Laws of text captures: a thread written as bullets reads back as the same thread, whatever is written never fails."""

from __future__ import annotations

from datetime import UTC, datetime

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.records import Page
from scraper.extract.text_capture import extract_text_page
from scraper.normalise.page import normalise_page

NOW = datetime(2018, 1, 1, tzinfo=UTC)
# Invented words: none of them is furniture, a date or a verb of speech.
WORDS = st.sampled_from("karn olbe tisk mirr velo sandu ugra pelm òstra ženk 木綿 quarb".split())
SENTENCES = st.lists(WORDS, min_size=2, max_size=14).map(lambda words: f"{' '.join(words).capitalize()}.")
PARAGRAPHS = st.lists(SENTENCES, min_size=1, max_size=3).map(tuple)
NAMES = st.sampled_from(["Ann", "Bo Birch", "mrs. winch", "deck_six", "Øystein", "G. Ash", "Cy & Co"])


@attrs.frozen
class Node:
    """A comment with its answers."""

    author: str
    paragraphs: tuple[str, ...]
    answers: tuple[Node, ...] = ()


@attrs.frozen
class Form:
    """How a program writes lists."""

    bullet: str
    step: int
    signs: str
    gap: str


FORMS = st.builds(
    Form,
    bullet=st.sampled_from(["•", "*", "-", "1."]),
    step=st.sampled_from([2, 4, 5]),
    signs=st.sampled_from(["avatar", "votes", "says", "dated", "two lines"]),
    gap=st.sampled_from(["\n", "\n\n", "\n\n\n"]),
)
LEAVES = st.builds(Node, author=NAMES, paragraphs=PARAGRAPHS)
NODES = st.recursive(
    LEAVES,
    lambda inner: st.builds(Node, author=NAMES, paragraphs=PARAGRAPHS, answers=st.lists(inner, max_size=3).map(tuple)),
    max_leaves=12,
)
THREADS = st.lists(NODES, min_size=1, max_size=4)


def sign(node: Node, form: Form) -> tuple[str, ...]:
    return {
        "avatar": ("avatar",),
        "votes": ("0 avatar",),
        "says": (f"{node.author} says:", "May 4, 2013 at 10:12 am"),
        "dated": (f"{node.author} on May 4, 2013 at 10:12 am",),
        "two lines": (node.author, "2013-05-04 10:12"),
    }[form.signs]


def write(node: Node, form: Form, indent: int) -> str:
    first, *rest = sign(node, form)
    column = indent + len(form.bullet) + 1
    lines = [f"{' ' * indent}{form.bullet} {first}", *(" " * column + line for line in rest)]
    body = form.gap.join(" " * column + paragraph for paragraph in node.paragraphs)
    answers = "".join(write(answer, form, indent + form.step) for answer in node.answers)
    return "\n".join(lines) + "\n\n" + body + "\n\n" + answers


def flatten(
    nodes: list[Node], parent: int | None, depth: int, found: list[tuple[object, ...]]
) -> list[tuple[object, ...]]:
    for node in nodes:
        number = len(found)
        found.append((node.author, "\n".join(node.paragraphs), parent, depth))
        flatten(list(node.answers), number, depth + 1, found)
    return found


def read(text: str) -> Page:
    return normalise_page(extract_text_page(text, url="http://example.org/weir", fetched_at=NOW))


@given(thread=THREADS, form=FORMS)
def test_a_thread_written_as_bullets_reads_back_as_the_same_tree(thread: list[Node], form: Form) -> None:
    written = flatten(thread, None, 0, [])
    text = f"A weir\n\nIt leaks, as it always did.\n\n{len(written)} Comments on “A weir”\n\n"
    text += "".join(write(node, form, 2) for node in thread) + "\n\nLeave a Reply\n"
    page = read(text)
    keys = [comment.key for comment in page.comments]
    parents = [None if c.parent_key is None else keys.index(c.parent_key) for c in page.comments]
    found = [(c.text, parent, c.depth) for c, parent in zip(page.comments, parents, strict=True)]
    assert found == [(words, parent, depth) for _, words, parent, depth in written]
    if form.signs not in {"avatar", "votes"}:
        assert [comment.author for comment in page.comments] == [author for author, *_ in written]
    assert len(set(keys)) == len(keys)


@given(
    st.lists(
        st.one_of(
            st.text(max_size=40),
            st.sampled_from(["3 Comments", "  • avatar", "    • 0 avatar", "Recent Comments", "  • a: b...", "By on May 3, 2013",
                             "Contributors", "  • Ann Ash, Peru", "Ann says:", "May 4, 2013", "> q", "# h", "", "", "1. x"]),
        ),
        max_size=25,
    ).map("\n".join)
)  # fmt: skip
def test_whatever_is_written_is_read_without_failing_and_twice_normalised_is_once(text: str) -> None:
    page = read(text)
    assert normalise_page(page) == page
    known = {comment.key for comment in page.comments}
    assert all(comment.parent_key is None or comment.parent_key in known for comment in page.comments)


@pytest.mark.parametrize(
    "text",
    ["T\n\n" + "* " * 50_000, "T\n\n" + "- " * 5000 + "x", f"T\n\nB\n\n{'9' * 5000} comments\n\n* a", f"T\n\nComments ({'9' * 5000})\n\n* a", "> " * 5000 + "x"],
    ids=["empty-bullets", "bullets", "count", "count-behind", "quotations"],
)  # fmt: skip
def test_no_line_is_too_much(text: str) -> None:
    assert read(text).comment_count_stated is None
