"""Thousands of cells without a table: left out before the parser meets them, and the page reads the same."""

from __future__ import annotations

import pytest

from scraper.extract.dom import parse
from scraper.extract.stray_cells import without_stray_cells


@pytest.mark.parametrize("tag", ["td", "TR", "tbody", "caption", "col"])
def test_thousands_of_strays_are_left_out(tag: str) -> None:
    html = f"<p>Ann says: {f'<{tag} class=comment>words ' * 6000}"
    assert without_stray_cells(html) == f"<p>Ann says: {'words ' * 6000}"
    assert [node.text for node in parse(html).texts] == [f"Ann says: {'words ' * 6000}"]


def test_cells_of_tables_are_kept() -> None:
    rows = "<tr><td>Ann<td>words" * 3000
    for html in (f"<table>{rows}</table><td>stray", f"<TABLE>{rows}", "<td>stray" * 20, f"<template>{rows}</template>"):
        assert without_stray_cells(html) == html


def test_strays_behind_a_table_are_left_out() -> None:
    table = "<table><tr><td>Ann</table>"
    assert without_stray_cells(table + "<td>x" * 6000) == table + "x" * 6000
