"""Texts between tags of which nothing comes: the parser must not join thousands of them, and the page reads the same."""

from __future__ import annotations

import attrs
import pytest

from scraper.extract.dom import parse
from scraper.extract.joined_texts import Tags, look_at_tags, with_texts_apart

WORDS = "Ann says: words "
JOINED = [
    "<p>{<td class=a>}",
    "<p>{<TR class=a>}",
    "<p>{<caption a=b>}",
    "<p>{<colgroup a=b>}",
    "<select>{<td class=a>}",
    "<p>{<body class=a>}",
    "<p>{<html lang=a>}",
    "<p>{<head a=b>}",
    "<p>{<frame class=a>}",
    "<form>{<form class=a>}",
    "<p>{</b class=a>}",
    "<p>{</b a>}",
    "<p>{</section\n/>}",
    "<table>{<!---->}",
    "<table>{<input type=hidden>}",
    "<table>{<style a=b></style>}",
    "<table>{<script a=b></script>}",
    "<table>{<tr class=a>}",
    "<table>{<tr class=a><td class=b>Cell</td></tr>}",
    "<table>{<tbody class=a>}",
    "<table>{<template a=b><b></b></template>}",
    "<p>{</x<b a=b>}",
    "<table>{<tr a=b></i>}",
    "<p>{<td class=a></i>}" + "<br>" * 3000,
    "<!-- <table> --><script>'<table>'</script><p>{<td class=a>}",
    "<table><tr><td><marquee>{<td class=a>}",
    "<table></table><p>{<td class=a>}",
    "<template></template><p>{<th class=a>}",
]


def page_of(shape: str, count: int) -> str:
    start, _, rest = shape.partition("{")
    again, _, end = rest.partition("}")
    return start + (WORDS + again) * count + end


@pytest.mark.parametrize("shape", JOINED)
def test_thousands_of_texts_are_kept_apart(shape: str) -> None:
    texts = [node.text for node in parse(page_of(shape, 1500)).texts if "words" in node.text]
    assert max(map(len, texts)) <= 150 * len(WORDS)
    assert "".join(texts) == WORDS * 1500


def test_space_is_kept_apart_too() -> None:
    html = "<p>x" + "<body class=a>\n" * 3000
    assert max(len(node.text) for node in parse(html).nodes) < 150
    rows = "<table>" + "<tr class=a>\n<td class=b>x" * 3000
    assert with_texts_apart(rows) == rows


@pytest.mark.parametrize("shape", JOINED)
def test_a_few_are_left_as_they_are(shape: str) -> None:
    html = page_of(shape, 50)
    assert with_texts_apart(html) == html


@pytest.mark.parametrize(
    "shape",
    [
        "<table>{</td></tr><tr class=a><td class=b>}",
        "<TABLE>{<TR><TD class=a>}",
        "<div><ul>{<li class=a>}",
        "{<!-- <td class=a> -->}",
        "<table><tr><td><svg><path/></svg>{<tr><td class=a>}",
        "<main><table><caption>Cells</caption>{</table><table><tr class=a><td>}",
        "<script>'{<td class=a>}'</script>",
    ],
)
def test_pages_that_people_make_are_left_as_they_are(shape: str) -> None:
    html = page_of(shape, 1500)
    assert with_texts_apart(html) == html


@pytest.mark.parametrize("page", [b"", b"<", b"<p", b"<p>x<", b"<" * 500, b"</" * 500, b"<td" * 200])
def test_any_bytes_can_be_looked_at(page: bytes) -> None:
    assert attrs.evolve(look_at_tags(page), may_be_joined=False) == Tags(False, False, False)


def test_ordinary_pages_are_not_looked_at_twice() -> None:
    rows = "<tr class=a><td class=b>Cell <b>bold</b></td></tr>" * 400
    for html in (f"<table>{rows}</table>", "<ul>" + "<li class=a>x</li>" * 900, "<div>" * 90 + "x" + "</div>" * 90):
        assert look_at_tags(html.encode()).may_be_joined is False
