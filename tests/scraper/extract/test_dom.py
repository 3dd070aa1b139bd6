"""The flat tree: what nests in what, how long it is, and that no page takes it long."""

from __future__ import annotations

import re
import sys
import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scraper.extract.dom import Document, parse
from scraper.extract.haystack import Haystack
from scraper.extract.names import BITS, flags_of
from tests.scraper.extract.reading import first

TAGS = ("div", "p", "b", "a", "table", "tr", "td", "ul", "li", "script", "template", "svg", "br", "x-y", "html", "body")
pieces = st.one_of(
    st.sampled_from([f"<{tag}>" for tag in TAGS] + [f"</{tag}>" for tag in TAGS]),
    st.sampled_from(
        ['<a href="/x#1" class="A b">', "<!-- x -->", "<![CDATA[y]]>", "<", ">", "&amp;", "<p", "\x00", "<?a?>"]
    ),
    st.text(max_size=20),
)
pages = st.lists(pieces, max_size=40).map("".join) | st.text(max_size=200)


def laws_broken(document: Document) -> list[str]:
    """What is wrong with a flat tree; nothing, for a sound one."""
    broken = []
    for place, node in enumerate(document.nodes):
        children = list(document.children(node))
        if node.index != place or not place < node.end <= len(document.nodes):
            broken.append(f"{node!r} stands at {place}")
        if node.parent is None and place:
            broken.append(f"{node!r} has no parent")
        if node.parent is not None and (node not in node.parent or node.end > node.parent.end):
            broken.append(f"{node!r} leaves its parent")
        if any(child.parent is not node for child in children):
            broken.append(f"{node!r} is not its children's parent")
        if children and (
            children[0].index != place + 1
            or children[-1].end != node.end
            or any(one.end != other.index for one, other in pairwise(children))
            or node.length != sum(child.length for child in children)
        ):
            broken.append(f"{node!r} does not add up")
        if not 0 <= node.linked <= node.length or (node.tag == "a" and node.linked != node.length):
            broken.append(f"{node!r} counts its links wrongly")
    return broken


@given(pages)
def test_every_tree_nests_and_adds_up(html: str) -> None:
    document = parse(html)
    assert document.nodes[0].tag == "html"
    assert document.nodes[0].end == len(document.nodes)
    assert laws_broken(document) == []


@given(pages)
def test_the_shown_texts_are_the_texts_of_the_tree(html: str) -> None:
    document = parse(html)
    assert [text.index for text in document.texts] == [n.index for n in document.nodes if not n.tag and n.length]
    assert sum(text.length for text in document.texts) == document.nodes[0].length


def test_a_broken_law_is_seen() -> None:
    document = parse("<p>one <b>two</b></p>")
    bold = first(document, "b")
    assert bold.tag
    bold.length += 1
    assert len(laws_broken(document)) == 2
    bold.parent = None
    assert any("no parent" in line for line in laws_broken(document))


def test_scripts_of_data_are_kept_and_others_are_not() -> None:
    document = parse(
        '<script>var a = "<p>"</script><script type="application/ld+json">{"a": "<b>"}</script>'
        '<script id="page-json">[]</script><style>p{}</style><p>x</p>'
    )
    assert [text for _, text in document.scripts] == ['{"a": "<b>"}', "[]"]
    assert [text.text for text in document.texts] == ["x"]


def test_white_space_shows_nothing() -> None:
    document = parse("<p> \n\t </p><p>&nbsp;</p><p>x</p>")
    assert [node.length for node in document.nodes if node.tag == "p"] == [0, 0, 1]


def test_names_are_class_and_id_in_lower_case() -> None:
    document = parse('<p class="Entry  Content" id="Post-7">x</p><p class id>y</p><p>z</p>')
    assert [" ".join(node.names.split()) for node in document.nodes if node.tag == "p"] == [
        "entry content post-7",
        "",
        "",
    ]


def test_a_node_is_known_by_its_tag_in_failing_tests() -> None:
    document = parse('<p class="Lead">Hello</p>')
    assert repr(first(document, "p")) == "<p lead 3:5''>"
    assert repr(document.texts[0]) == "<text 4:5'Hello'>"
    assert [node.tag for node in document.texts[0].ancestors()] == ["p", "body", "html"]
    assert first(document, "p").get("class") == "Lead"
    assert first(document, "p").get("id") == ""
    assert [node.tag for node in document.inside(first(document, "p"))] == [""]


SECONDS = 3 * (4 if sys.gettrace() else 1)  # coverage takes its own
DEEP = {
    "div": ("<div>", "x", "</div>"),
    "unclosed": ("<div>", "x", ""),
    "formatting": ("<b><i>", "x", ""),
    "fonts": ('<font color="red">', "x", ""),
    "misnested": ("<b><p>", "x", ""),
    "links": ("<a href=x>", "x", ""),
    "lists": ("<ul><li>", "x", "</ul>"),
    "tables": ("<table><tr><td>", "x", ""),
    "custom": ("<x-comment>", "x", ""),
    "spans-in-paragraphs": ("<p><span>", "x", ""),
    "svg": ("<svg><g>", "x", ""),
    "headings": ("<h1><span>", "x", ""),
}


@pytest.mark.parametrize("kind", DEEP)
def test_deep_nesting_takes_no_time(kind: str) -> None:
    opening, text, closing = DEEP[kind]
    began = time.process_time()
    document = parse(f"<p>before</p>{opening * 50_000}{text}{closing * 50_000}<p>behind</p>")
    assert time.process_time() - began < SECONDS
    words = "".join(node.text for node in document.texts)
    assert words.startswith("before")
    if kind != "svg":  # what is drawn is no text
        assert "x" in words
    if closing:
        assert words.endswith("behind")


def test_deep_nesting_keeps_the_words_in_it() -> None:
    levels = "".join(f"<div>level {n} " for n in range(3000))
    document = parse(levels + "</div>" * 3000 + "<p>behind</p>")
    words = " ".join(" ".join(node.text.split()) for node in document.texts)
    assert all(f"level {n} " in words for n in range(3000))
    assert laws_broken(document) == []
    assert max(sum(1 for _ in node.ancestors()) for node in document.nodes) < 600


def test_a_page_of_many_unclosed_elements_is_not_cut() -> None:
    html = "<ul>" + "".join(f"<li>item {n}<p>words" for n in range(3000)) + "</ul>"
    document = parse(html)
    assert sum(1 for node in document.nodes if node.tag == "li") == 3000
    assert max(sum(1 for _ in node.ancestors()) for node in document.nodes) < 10


@given(
    st.lists(st.sampled_from(["alpha", "BETA", "İ", "ß", "gamma delta", "ﬁ", "alphabet", " "]), max_size=8),
    st.sampled_from(["alpha", "beta", "gamma", "i", "ß"]),
)
def test_texts_are_found_by_a_word_in_them(lines: list[str], word: str) -> None:
    document = parse("".join(f"<p>{line}</p>" for line in lines))
    expected = [
        text.index for text in document.texts if len(text.text.lower()) == len(text.text) and word in text.text.lower()
    ]
    found = [text.index for text in document.texts_with((word, word))]
    assert [index for index in found if index in expected] == expected
    assert found == sorted(set(found))


def test_elements_are_found_by_tag_in_reading_order() -> None:
    document = parse("<h1>a</h1><p>b</p><h2>c</h2><h1>d</h1>")
    assert [node.tag for node in document.elements("h2", "h1")] == ["h1", "h2", "h1"]
    assert [node.tag for node in document.elements("p")] == ["p"]
    assert document.elements("td") == []


def test_elements_are_found_by_the_groups_of_words_in_their_names() -> None:
    document = parse(
        '<p class="author">a</p><div id="x1"><b class="author">b</b></div><p class="nick">c</p><i class="x">d</i>'
    )
    assert [node.tag for node in document.called(BITS["author"])] == ["p", "b", "p"]
    assert document.called(BITS["quote"]) == []
    assert {names.strip(): len(alike) for names, alike in document.named_alike.items()} == {
        "author": 2, "x1": 1, "nick": 1, "x": 1,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("names", "groups"),
    [
        pytest.param("author", {"author"}, id="word"),
        pytest.param("my_author2", {"author"}, id="underscore-and-digit"),
        pytest.param("authority", set(), id="part-of-a-word"),
        pytest.param("mycomments", {"comment"}, id="comment-within-a-word"),
        pytest.param("most-read", {"aside"}, id="compound"),
        pytest.param("most read", set(), id="compound-of-two-names"),
        pytest.param("jp-relatedposts-x", {"aside"}, id="compound-and-more"),
        pytest.param("x widget_recent_comments", {"aside", "comment", "recent_comments"}, id="compound-of-three"),
        pytest.param("", set(), id="nothing"),
    ],
)
def test_names_have_the_groups_of_their_words(names: str, groups: set[str]) -> None:
    others = ["css-1x2y3z", f" {names} ", "most", "read"]
    bits = flags_of(others)[1]
    told = ("author", "comment", "aside", "recent_comments")
    assert {group for group in told if bits & BITS[group]} == groups


@given(st.lists(st.text("a1b\n", max_size=6), max_size=9))
def test_a_pattern_finds_the_strings_that_it_finds_alone(strings: list[str]) -> None:
    pattern = re.compile(r"\d(?:(?<=\b\d)\s*a|1\b)")
    found = Haystack(strings).matches(pattern)
    assert found == [place for place, string in enumerate(strings) if pattern.search(string)]


@given(st.lists(st.text("abé’ı𝄞ß \n", max_size=8), max_size=9))
def test_words_are_found_in_the_strings_that_hold_them(strings: list[str]) -> None:
    words = ("ab", "b", "é’", "baa", "ss", "𝄞")
    lowered = [string.lower() for string in strings]
    expected = [place for place, string in enumerate(lowered) if any(word in string for word in words)]
    assert Haystack(strings).places(words) == expected


def test_words_are_counted_where_they_begin_and_end() -> None:
    strings = ["Add to cart", "carts, a cart", "install it", "my cart–my scart", "(cart)", "cart"]
    found = Haystack(strings).words(("cart", "i", "install", "my", "add to"))
    assert sorted(found) == [0, 0, 0, 0, 2, 3]


def test_elements_that_close_each_other_are_not_deep() -> None:
    document = parse(f"<select>{'<option>x' * 9000}</select><p>behind</p>")
    assert sum(1 for node in document.nodes if node.tag == "option") == 9000
