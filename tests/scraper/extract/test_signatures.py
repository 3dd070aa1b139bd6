"""Comments on talk pages of wikis, which no element holds."""

from __future__ import annotations

import pytest

from archive.records import Comment
from tests.scraper.extract.reading import read

SIGNED = '<a href="/wiki/User:{0}">{0}</a> (<a href="/wiki/User_talk:{0}">talk</a>) 09:1{1}, {1} March 2019 (UTC)'


def talk(html: str) -> list[Comment]:
    page = read(
        f'<html><body><h1>Talk:Vane</h1><div class="mw-parser-output">{html}</div></body></html>',
        url="https://w.example.org/wiki/Talk:Vane",
    )
    return sorted(page.comments, key=lambda comment: comment.position)


def test_unsigned_paragraphs_in_front_belong_to_the_signed_one() -> None:
    first, second = talk(f"<p>One.</p><p>Two. {SIGNED.format('Hob', 1)}</p><p>Three. {SIGNED.format('Ann', 2)}</p>")
    assert (first.text, second.text) == ("One.\nTwo.", "Three.")
    assert str(first.published_at) == "2019-03-01 09:11:00+00:00"
    assert first.author_url == "https://w.example.org/wiki/User:Hob"


def test_same_words_at_one_time_have_keys_of_their_own() -> None:
    found = talk("".join(f"<p>Agreed. {SIGNED.format('Hob', 1)}</p>" for _ in range(2)))
    assert len({one.key for one in found}) == 2


def test_lists_in_front_of_a_signature_are_part_of_the_words() -> None:
    html = f"<dl><dd>Either:<ul><li>copper</li></ul> or tin. {SIGNED.format('Hob', 1)}</dd><dd>Tin. {SIGNED.format('Ann', 2)}</dd></dl>"
    assert [one.text for one in talk(html)] == ["Either:\ncopper\nor tin.", "Tin."]


@pytest.mark.parametrize(
    "html",
    [
        pytest.param(f"<p>Alone. {SIGNED.format('Hob', 1)}</p>", id="one signature"),
        pytest.param("<p>No link. 09:11, 1 March 2019 (UTC)</p><p>None. 09:12, 1 March 2019 (UTC)</p>", id="no writer"),
        pytest.param(f"<div>Both. {SIGNED.format('Hob', 1)}<br>{SIGNED.format('Ann', 2)}</div>", id="two in one block"),
    ],
)  # fmt: skip
def test_other_times_sign_nothing(html: str) -> None:
    assert [one.parent_rule for one in talk(html) if one.parent_rule == "indentation"] == []
