"""Formatting that is left open makes no more elements than a page has, and a page that closes it loses nothing."""

from __future__ import annotations

import pytest

from scraper.extract.dom import parse
from scraper.extract.joined_texts import look_at_tags
from scraper.extract.reopened import with_few_open

MANY = "".join(f"<i id={place}>" for place in range(60))


@pytest.mark.parametrize(
    "page",
    [
        f"<p>{MANY}{'<p>word' * 2000}",
        f"<p>{MANY.replace('<i', '<I')}{'<p>word' * 2000}",
        f"<p>{MANY.replace('>', '></b>')}{'<p>word' * 2000}",
        f"{'</i>' * 99}<p>{MANY}{'<p>word' * 2000}",
        f"<p>{'<b><i><u><font>' * 3}{'<p>word' * 2000}",
        f"<p>{''.join(f'<td><i id={place}></td>' for place in range(60))}{'<p>word' * 2000}",
        f"<table>{''.join(f'<i id={place}><tr><td>x</td></tr>' for place in range(60))}</table>{'<p>word' * 2000}",
    ],
    ids=[
        "left-open",
        "capitals",
        "others-closed",
        "closed-before",
        "of-many-names",
        "cells-of-no-table",
        "between-rows",
    ],
)
def test_the_tree_of_open_formatting_is_no_larger_than_its_page(page: str) -> None:
    document = parse(page)
    assert len(document.nodes) < 5 * page.count("<")
    assert sum(text.text.count("word") for text in document.texts) == 2000


def test_long_attributes_are_not_opened_again() -> None:
    document = parse(f"<p><b title='{'x' * 5000}'>{'<p>word' * 500}")
    assert sum(len(value or "") for node in document.nodes for value in node.attributes.values()) < 10_000


@pytest.mark.parametrize(
    "html",
    [
        "<table>" + "<tr><td><b><font size=1>cell" * 50 + "</table>",
        "<p>" + "<b><i>word</i></b> " * 100,
        "<b>" * 4 + "word",
        f"<p><a href='{'x' * 2000}'><div>card</div></a>",
        "<script>" + "<i>" * 50 + "</script><!--" + "<b>" * 50 + "--><p>word",
    ],
    ids=["cells-end-it", "closed", "few", "a-linked-card", "no-tags"],
)
def test_nothing_else_changes(html: str) -> None:
    assert with_few_open(html) == html or not look_at_tags(html.encode()).may_reopen


def test_what_is_left_out_is_left_out_with_its_end() -> None:
    assert with_few_open("<b>1<i>2<u>3</u>4</i>5<s>6</s></b>7") == "<b>1<i>234</i>5<s>6</s></b>7"
