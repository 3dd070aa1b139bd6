"""Text as the archive keeps it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scraper.normalise.text import clean_text, cut_mark, fold


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("a\u00a0 b", "a b"),
        ("one\r\n\r\n two ", "one\ntwo"),
        ("e\u0301te\u0301", "été"),
        ("\ufeffa\u200bb", "ab"),
        ("a \u200b b", "a b"),
        ("a\x00b\x02 \x7f c\x9f", "ab c"),
        ("a\x00\u0301", "á"),
        ("👩\u200d🔧", "👩\u200d🔧"),
        (" \n ", ""),
    ],
)
def test_clean_text(given: str, expected: str) -> None:
    assert clean_text(given) == expected


@given(st.text())
def test_cleaning_twice_is_cleaning_once(text: str) -> None:
    assert clean_text(clean_text(text)) == clean_text(text)


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("in my...", ("in my", True)),
        ("in my…", ("in my", True)),
        ("in my […]", ("in my", True)),
        ("in my [...]", ("in my", True)),
        ("“Possible New Sites...”", ("“Possible New Sites”", True)),
        ("Only $800!", ("Only $800!", False)),
        ("new :)", ("new :)", False)),
        ("Well... yes", ("Well... yes", False)),
        ("...", ("...", False)),
        ("in my… …", ("in my", True)),
        ("in my...[…]", ("in my", True)),
        ("……", ("……", False)),
    ],
)
def test_cut_mark(given: str, expected: tuple[str, bool]) -> None:
    assert cut_mark(given) == expected


def test_fold_ignores_typography() -> None:
    assert fold("“Été” – it’s") == fold('"ete" - it\'s')
