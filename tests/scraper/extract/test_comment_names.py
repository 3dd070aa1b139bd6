"""Names as lines hold them, among words that are none."""

from __future__ import annotations

import pytest

from scraper.extract.comment_names import plain_name


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Tove Lind", "Tove Lind"),
        ("By Tove Lind on May 3, 2024", "Tove Lind"),
        ("geschrieben von tove71 am 3. Mai 2024, 19:04", "tove71"),
        ("Bewertung von tove71 vom", "tove71"),
        ("écrit par Tove", "Tove"),
        ("Da Lind says:", "Da Lind"),
        ("di Lind", "di Lind"),
        ("<span>Tove Lind</span>", "Tove Lind"),
        ("I <3 ferries", "I <3 ferries"),
        ("antworten", None),
        ("Reply to comment", None),
        ("23.05.2024", None),
        ("Offline", None),
    ],
)
def test_a_name_stands_alone(line: str, expected: str | None) -> None:
    assert plain_name(line) == expected
