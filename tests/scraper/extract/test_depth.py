"""How deep elements nest: told as browsers do, so that no page goes below the limit and none that people made is touched."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scraper.extract.depth import DEEPEST, MANY_TAGS, limit_depth
from scraper.extract.dom import Document, parse
from scraper.extract.joined_texts import look_at_tags

# Rows and cells of tables, and paragraphs, are not counted beside what holds them.
MOST = 5 * DEEPEST


def depth_of(document: Document) -> int:
    depths: dict[int, int] = {}
    for node in document.nodes:
        depths[node.index] = 1 + (depths[node.parent.index] if node.parent is not None else 0)
    return max(depths.values())


def repeated(pattern: str) -> str:
    return "<p>before</p>" + pattern * (3 * MANY_TAGS // pattern.count("<"))


@pytest.mark.parametrize(
    "pattern",
    [
        "<div>", "<div></zz>", "<div></span>", "<div></p>", "<foo>", "<x-y>", "<form><div></form>", "<rt>x", "<optgroup>",
        "<dt>x<li>", "<ul><li>", "<table><tr><td>", "<table><td></div><div>", "<span><p></span>", "<object></div><div>",
        "<svg><g>", "<h1><i></h2>", "<DIV CLASS='a>b'>", "<a><div></a>", "<ol class=a><option></ul><optgroup>",
        "<button><div><svg class=a/>", "<li><ul></li>", "<noscript><dl></noscript>", "<ruby>x<dd><rt>", "<ol><math><g><section/>", "<svg><title><div>", "<svg><textarea><g>",
    ],
)  # fmt: skip
def test_nothing_nests_deeper_than_the_limit(pattern: str) -> None:
    html = repeated(pattern)
    document = parse(html)
    assert depth_of(document) <= MOST
    assert "before" in "".join(node.text for node in document.texts)


@pytest.mark.parametrize(
    "pattern",
    [
        "<li>a word", "<p>a word", "<dl><dt>a<dd>b</dl>", "<div><span>never closed</div>", "<tr><td>a<td>b", "<a href=x>a", "<option>a",
        "<ul><li><b>a</ul>", "<div><p><i>a</i></div>", "<ruby>a<rt>b</ruby>", "<button>a", "<table><tr><td><div>a</table>",
        "<script>'<div><div>'</script>", "<!-- <div> -->", "<form><input></form>", "<svg><g/><path/></svg>", "<textarea><div></textarea>",
    ],
)  # fmt: skip
def test_what_people_leave_open_is_left_as_it_is(pattern: str) -> None:
    html = repeated(pattern)
    assert limit_depth(html) == html


def test_the_words_of_what_is_too_deep_are_kept() -> None:
    html = "".join(f"<div>level {n} " for n in range(2 * MANY_TAGS)) + "</div>" * 2 * MANY_TAGS + "<p>behind</p>"
    limited = limit_depth(html)
    assert limited.count("<div>") == limited.count("</div>") == DEEPEST
    assert all(f"level {n} " in limited for n in range(2 * MANY_TAGS))
    assert parse(html).nodes[-2].tag == "p"


TAGS = st.sampled_from(
    "div p ul li table tr td span a b dl dt dd h1 svg g form option optgroup x-y button rt object".split()
)


@settings(max_examples=40, deadline=None, derandomize=True)
@given(st.lists(st.tuples(st.sampled_from(["<{}>", "</{}>", "<{}>x", "<{} class=a/>"]), TAGS), min_size=1, max_size=5))
def test_no_pattern_goes_deeper(pattern: list[tuple[str, str]]) -> None:
    html = repeated("".join(form.format(tag) for form, tag in pattern))
    assert depth_of(parse(html)) <= MOST


@settings(max_examples=40, deadline=None, derandomize=True)
@given(st.lists(st.tuples(st.sampled_from(["<{}>", "</{}>"]), TAGS), min_size=1, max_size=5))
def test_what_is_not_looked_into_is_not_deep(pattern: list[tuple[str, str]]) -> None:
    html = repeated("".join(form.format(tag) for form, tag in pattern))
    if not look_at_tags(html.encode()).may_be_deep:
        assert limit_depth(html) == html


@pytest.mark.parametrize(
    "pattern", ["<li>a word", "<p>a", "<dt>a<dd>b", "<ul><li>a<li>b</ul>", "<br>", "<tr><td>a", "<div></div>"]
)
def test_items_that_end_each_other_are_not_looked_into(pattern: str) -> None:
    assert not look_at_tags(repeated(pattern).encode()).may_be_deep
