"""Short blocks that the forests are torn about: their place decides."""

from __future__ import annotations

import pytest

from scraper.extract.between_blocks import with_those_between, without_datelines
from scraper.extract.blocks import Block, Surroundings, find_blocks
from tests.scraper.extract.reading import WORDS, parse_first

PARAGRAPH = f"<p>{WORDS}</p>"


def blocks_of(html: str) -> list[Block]:
    document, _ = parse_first(f"<div>{html}</div>", "body")
    return find_blocks(document.texts, Surroundings())


@pytest.mark.parametrize(
    ("middle", "chance", "is_kept"),
    [
        pytest.param("<pre>open(path)</pre>", 0.45, True, id="code"),
        pytest.param("<blockquote>Iron, she said.</blockquote>", 0.45, True, id="quotation"),
        pytest.param("<ul><li>One pot of paint</li></ul>", 0.45, True, id="item"),
        pytest.param("<pre>open(path)</pre>", 0.2, False, id="sure-of-it"),
        pytest.param("<p>Our letter comes on Mondays.</p>", 0.45, False, id="paragraph"),
        pytest.param('<ul><li><a href="/f">The ferry</a></li></ul>', 0.45, False, id="link"),
    ],
)
def test_what_stands_between_the_texts_own(middle: str, chance: float, is_kept: bool) -> None:
    blocks = blocks_of(PARAGRAPH + middle + PARAGRAPH)
    pairs = list(zip(blocks, (0.9, chance, 0.9), strict=True))
    assert with_those_between(pairs, [blocks[0], blocks[2]]) == (blocks if is_kept else [blocks[0], blocks[2]])


def test_what_stands_at_the_end_is_not_between() -> None:
    blocks = blocks_of(PARAGRAPH + "<pre>open(path)</pre>")
    assert with_those_between(list(zip(blocks, (0.9, 0.45), strict=True)), blocks[:1]) == blocks[:1]


@pytest.mark.parametrize(
    ("line", "is_text"),
    [
        pytest.param("<p>June 30, 2022</p>", False, id="day"),
        pytest.param("<p>Updated: 30.06.2022, 11:20</p>", False, id="day-and-word"),
        pytest.param("<p>In June 30, 2022 fell on a Thursday and nobody came</p>", True, id="sentence"),
        pytest.param("<h2>June 30, 2022</h2>", True, id="heading"),
        pytest.param("<p>The crane</p>", True, id="no-day"),
    ],
)
def test_a_day_above_the_text_is_none_of_it(line: str, is_text: bool) -> None:
    blocks = blocks_of(line + PARAGRAPH)
    assert without_datelines(blocks) == (blocks if is_text else blocks[1:])
    below = blocks_of(PARAGRAPH + line + PARAGRAPH)
    assert without_datelines(below) == below
