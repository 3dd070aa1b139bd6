"""Heads of comments in which name and date stand together, or the name apart from what is shown."""

from __future__ import annotations

import pytest

from scraper.extract.signed_lines import name_and_date
from tests.scraper.extract.test_comment_fields import TEXT, one


@pytest.mark.parametrize(
    ("line", "author", "day"),
    [
        pytest.param("by Anonymous Coward on May 3, 2024 10:00 (", "Anonymous Coward", "2024-05-03", id="by-on"),
        pytest.param("Le lundi 6 mai 2024, 10:00 par Palette", "Palette", "2024-05-06", id="french"),
        pytest.param("On May 3, 2024, 10:00 by <a href='/ines'>Ines</a>", "Ines", "2024-05-03", id="linked"),
        pytest.param("Painted by hand on May 3, 2024", None, "2024-05-03", id="no-name"),
    ],
)
def test_names_and_dates_in_one_text(line: str, author: str | None, day: str) -> None:
    found = one(f"<h4>The crane</h4><div>{line}</div>{TEXT}")
    assert str(found.published_at)[:10] == day
    assert found.author == (author or "The crane")


def test_microdata_tells_the_name_beside_a_portrait() -> None:
    item = '<div itemprop="author"><meta itemprop="name" content="julian"><a href="/user/julian"><span>J</span> <span>Offline</span></a></div>'
    assert one(f"{item}{TEXT}").author == "julian"


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Ines Vidal / 3 May 2024, 10:00", ("Ines Vidal", "3 May 2024, 10:00")),
        ("Ines Vidal/3 May 2024", ("Ines Vidal", "3 May 2024")),
        ("Ines / 03/05/2024", ("Ines", "03/05/2024")),
        ("May/3 May 2024", None),
        ("On 3/5/2024", None),
        ("Either/or", None),
    ],
)
def test_a_stroke_stands_between_name_and_day(line: str, expected: tuple[str, str] | None) -> None:
    assert name_and_date(line) == expected
