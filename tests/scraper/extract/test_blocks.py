"""Blocks of text: where they begin and end, and what their surroundings say."""

from __future__ import annotations

import pytest

from scraper.extract.blocks import (
    _FRAMING,
    _HOLDERS,
    SILENCE,
    Surroundings,
    find_blocks,
    first_words,
    long_texts,
    weight_of,
    words_of,
)
from scraper.extract.dom import parse


def lines(html: str) -> list[str]:
    document = parse(html)
    return [block.text.strip() for block in find_blocks(document.texts, Surroundings())]


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        pytest.param("<p>One <b>two</b> three</p><p>Four</p>", ["One two three", "Four"], id="paragraphs"),
        pytest.param("<div>Before<p>inside</p>behind</div>", ["Before", "inside", "behind"], id="around-a-paragraph"),
        pytest.param("<table><tr><td>a</td><td>b</td></tr></table>", ["a", "b"], id="cells"),
        pytest.param("<p>Yes</p><button>Press</button><select><option>Choose</option></select>", ["Yes"], id="controls"),
        pytest.param("<p>Say <button>Press</button> it</p>", ["Say  it"], id="control-inside"),
    ],
)  # fmt: skip
def test_where_blocks_begin_and_end(html: str, expected: list[str]) -> None:
    assert [" ".join(line.split()) for line in lines(html)] == [" ".join(line.split()) for line in expected]


def test_names_add_up_on_the_way_down() -> None:
    document = parse('<div class="entry-content"><div class="related"><p>Words</p></div></div>')
    around = Surroundings()
    own, total, least, greatest = around.state(document.texts[0].parent or document.nodes[0])[2:]
    assert own == 0
    assert total == weight_of(" entry-content  ") + weight_of(" related  ")
    assert least == min(0, weight_of(" related  "))
    assert greatest == max(0, weight_of(" entry-content  "))
    assert weight_of(" entry-content  ") > 0 > weight_of(" related  ")


@pytest.mark.parametrize(
    ("html", "zone", "inner"),
    [
        pytest.param("<nav><ul><li>x</li></ul></nav>", 9, 0, id="navigation"),
        pytest.param("<main><p>x</p></main>", 0, 1, id="main"),
        pytest.param('<div role="main"><p>x</p></div>', 0, 1, id="role"),
        pytest.param('<div itemprop="articleBody"><ul><li>x</li></ul></div>', 2, 3, id="microdata"),
    ],
)
def test_the_zone_of_a_text(html: str, zone: int, inner: int) -> None:
    document = parse(html)
    assert Surroundings().state(document.texts[0].parent or document.nodes[0])[:2] == (zone, inner)


@pytest.mark.parametrize("tags", [("blockquote", "b"), ("ul", "li", "i"), ("figure", "p", "b", "i"), ("td", "span")])
def test_holders_and_frames_are_those_that_a_walk_upwards_finds(tags: tuple[str, ...]) -> None:
    document = parse("".join(f"<{tag}>words " for tag in tags) * 60)
    around = Surroundings()
    for text in document.texts:
        node = text.parent or document.nodes[0]
        holder = next(n for n in (node, *node.ancestors()) if n.tag in _HOLDERS or n.parent is None)
        assert around.holder(node) is holder
        above = (holder.parent or holder, *(holder.parent or holder).ancestors())
        assert around.frame(holder) is next(n for n in above if n.tag not in _FRAMING or n.parent is None)


def test_a_control_is_silent() -> None:
    document = parse("<button><b>Press</b></button>")
    assert Surroundings().state(document.by_tag["b"][0]) is SILENCE


def test_short_texts_do_where_there_is_nothing_longer() -> None:
    document = parse("<p>A line of thirty characters ok</p><p>x</p>")
    assert len(long_texts(document.texts, Surroundings())) == 1
    assert long_texts(parse("<p>x</p>").texts, Surroundings()) == []


def test_words_of_names_and_lines() -> None:
    assert words_of("entry-content__body2") == ["entry", "content", "body", "entry-content", "content-body"]
    assert first_words("Read more about it")[:2] == ["read", "more"]
    assert "read more" in first_words("Read more about it")
