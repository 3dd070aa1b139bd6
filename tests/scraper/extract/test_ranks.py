"""Short lines in the heads of few comments, and first lines of what was said."""

from __future__ import annotations

import pytest

from tests.scraper.extract.reading import article, read

NAMES = ("Ragna Holt", "Tor Vik", "Maj Strand", "Odd Lie")
WORDS = "The ramp was paid for by aunt number {0}, and she wants it back now."


def texts(record: str, odd: str) -> list[tuple[str | None, str]]:
    """Writers and words of a page whose comments are made alike, but for the third."""
    made = [
        (odd if place == 2 else record).format(name, f"{place + 4} May 2024", WORDS.format(place))
        for place, name in enumerate(NAMES)
    ]
    page = read(article(f"<h2>4 Comments</h2><ul>{''.join(f'<li>{one}</li>' for one in made)}</ul>"))
    return [(one.author, one.text) for one in page.comments]


EXPECTED = [(name, WORDS.format(place)) for place, name in enumerate(NAMES)]
LINES = "<div>{0}</div><div>{1}</div><div>{2}</div>"


@pytest.mark.parametrize(
    ("record", "odd"),
    [
        pytest.param(LINES, "<div>{0}</div><div>Veteran</div><div>{1}</div><div>{2}</div>", id="between"),
        pytest.param(
            '<div class="vb"><a href="/x">{0}</a></div><div class="zr">{2}</div><div>{1}</div>',
            '<div class="vb"><a href="/x">{0}</a><em>Gold member</em></div><div class="zr">{2}</div><div>{1}</div>',
            id="beside-the-name",
        ),
        pytest.param(
            "<div><span>{0}</span><span>{1}</span></div><div>{2}</div>",
            "<div><span>Veteran</span><span>{0}</span><span>{1}</span></div><div>{2}</div>",
            id="in-front-of-the-name",
        ),
    ],
)
def test_a_rank_that_one_writer_has_is_none_of_the_words(record: str, odd: str) -> None:
    assert texts(record, odd) == EXPECTED


@pytest.mark.parametrize(
    "odd",
    [
        pytest.param("<div>{0}</div><div>{1}</div><div>Hear hear<br>{2}</div>", id="behind-the-day"),
        pytest.param("<div>{0}</div><div>{1}</div><div>Hear hear</div><div>{2}</div>", id="in-a-box-of-its-own"),
        pytest.param("<div>{0}</div><div>Hear hear.</div><div>{1}</div><div>{2}</div>", id="a-sentence"),
    ],
)
def test_first_lines_of_what_was_said_stay(odd: str) -> None:
    said = [text.partition("\n")[0].rstrip(".") for _, text in texts(LINES, odd)]
    assert said[2] == "Hear hear"
