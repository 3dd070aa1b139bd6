"""Damaged and hostile pages: none ends in an exception, takes long, or takes much memory."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.fuzz import case_of, outcomes, read_pages, report

PAGES = Path(__file__).parents[1] / "fixtures"
CASES = 150


def test_a_case_is_made_again_by_its_number() -> None:
    pages = [b"<p>One.</p>" * 20, b"<ul><li>Two.</li></ul>" * 20]
    assert [case_of(number, pages) for number in range(30)] == [case_of(number, pages) for number in range(30)]
    assert len({case_of(number, pages)[1] for number in range(30)}) > 20


@pytest.mark.slow
def test_no_damage_does_harm() -> None:
    pages = read_pages(PAGES)
    assert len(pages) > 10
    found = list(outcomes(pages, range(CASES)))
    harmed = [one for one in found if one.error or one.is_slow or one.is_large]
    assert not harmed, report(found)
