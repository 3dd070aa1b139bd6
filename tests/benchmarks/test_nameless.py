"""What taking names away leaves of a page."""

from __future__ import annotations

import pytest
from selectolax.lexbor import LexborHTMLParser

from benchmarks.nameless import Row, compared, senseless, told, without_data, without_names, without_sense, without_tags
from tests.scraper.extract.reading import FIXTURES

PAGE = '<ol class="comment list"><li id="comment-12" itemprop="text" onclick="x">A</li></ol><script>1</script>'


def after(step: object) -> str:
    page = LexborHTMLParser(PAGE)
    assert callable(step)
    step(page)
    assert page.body is not None
    return page.body.inner_html or ""


def test_names_become_senseless_and_keep_their_numbers() -> None:
    assert senseless("comment-12") != senseless("comment")
    assert senseless("comment-12").endswith("12")
    assert senseless("comment-12")[:-2] == senseless("comment-7")[:-1]
    assert "comment" not in after(without_sense)


def test_what_is_taken_away_is_gone_and_nothing_else() -> None:
    assert after(without_data) == '<ol class="comment list"><li id="comment-12" onclick="x">A</li></ol>'
    assert after(without_names) == '<ol><li itemprop="text">A</li></ol><script>1</script>'
    assert without_tags("<ul><li><cite>A</cite></li></ul>") == "<div><div><span>A</span></div></div>"


def test_a_row_counts_words_parents_writers_and_days() -> None:
    row = Row()
    row.add([("a", "Ann", "2024", ""), ("b", "Ben", "2024", "a")], [("b", None, "2024", ""), ("c", None, "", "")])
    assert (row.there, row.found, row.right, row.parents, row.authors, row.days) == (2, 2, 1, 0, 0, 1)


@pytest.mark.parametrize("way", ["no data for machines", "boxes in place of lists"])
def test_a_page_of_wordpress_loses_nothing_by_some_ways(way: str) -> None:
    found = {name: (there, got) for name, there, got in compared(FIXTURES / "wordpress/html5/page.html")}
    assert found[way][0] == found[way][1] == told((FIXTURES / "wordpress/html5/page.html").read_bytes())
