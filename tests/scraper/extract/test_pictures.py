"""Records that show a picture and no words, and whether they are comments."""

from __future__ import annotations

import pytest

from tests.scraper.extract.reading import article, comment, read, thread

PICTURE = '<img src="/up/bell.jpg" alt="A bell">'
SIGNED = '<b class="fn">Ines</b> <time datetime="2024-05-01">May 1</time>'


def told(inside: str, others: str = "") -> list[tuple[str | None, str]]:
    """Writers and words of a page with this comment between others."""
    record = f'<li id="comment-1" class="comment">{inside}</li>'
    around = [comment(number, f"Words {number} that stand beside it.{others.format(number)}") for number in (97, 98)]
    return [(one.author, one.text) for one in read(article(thread(around[0], record, around[1]))).comments][1:-1]


@pytest.mark.parametrize(
    ("inside", "expected"),
    [
        pytest.param(f'{SIGNED}<div class="comment-content"><p>{PICTURE}</p></div>', [("Ines", "")], id="among-words"),
        pytest.param(f'{SIGNED}<p><a href="/up/bell.jpg">{PICTURE}</a></p>', [("Ines", "")], id="behind-the-name"),
        pytest.param(f'<img src="/faces/i.png">{SIGNED}<p></p>', [], id="in-front-of-it"),
        pytest.param(f'{SIGNED}<p><img class="avatar" src="/i.png"></p>', [], id="portrait"),
        pytest.param(f'{SIGNED}<p><img src="/count.gif" width="1" height="1"></p>', [], id="unseen"),
        pytest.param(f"<p>{PICTURE}</p>", [], id="unsigned"),
        pytest.param(f"{SIGNED}<p></p>", [], id="nothing"),
    ],
)
def test_a_signed_picture_is_a_comment_without_words(inside: str, expected: list[tuple[str, str]]) -> None:
    assert told(inside) == expected


@pytest.mark.parametrize("others", ['<img src="/faces/{0}.png">', "<img src='/i/heart.png'>"], ids=["own", "the-same"])
def test_what_most_records_show_is_no_picture_of_one(others: str) -> None:
    image = others.format(1)
    assert told(f'{SIGNED}<div class="comment-content">{image}</div>', others) == []
