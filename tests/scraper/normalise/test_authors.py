"""Names of writers: several in one line, and what is not a name."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scraper.normalise.authors import split_names


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Ann Lee", ["Ann Lee"]),
        ("By Ann Lee", ["Ann Lee"]),
        ("by: Ann Lee", ["Ann Lee"]),
        ("Posted by Ann Lee", ["Ann Lee"]),
        ("Von Änne Müller", ["Änne Müller"]),
        ("Par Anne Leroy", ["Anne Leroy"]),
        ("By Ann Lee and Bo Marsh", ["Ann Lee", "Bo Marsh"]),
        ("Ann Lee, Bo Marsh and Carl Ode", ["Ann Lee", "Bo Marsh", "Carl Ode"]),
        ("Ann Lee, Bo Marsh, and Carl Ode", ["Ann Lee", "Bo Marsh", "Carl Ode"]),
        ("Ann Lee und Bo Marsh", ["Ann Lee", "Bo Marsh"]),
        ("Ann Lee & Bo Marsh", ["Ann Lee", "Bo Marsh"]),
        ("Ann Lee / Bo Marsh", ["Ann Lee", "Bo Marsh"]),
        ("Ann Lee; Bo Marsh", ["Ann Lee", "Bo Marsh"]),
        ("Ann Lee with Bo Marsh", ["Ann Lee", "Bo Marsh"]),
        ("Ann Lee, Staff Writer", ["Ann Lee"]),
        ("Ann Lee, Senior Editor, Dunmore", ["Ann Lee", "Dunmore"]),
        ("Ann Lee, in Bergen", ["Ann Lee", "in Bergen"]),
        ("Ann Lee, bergen", ["Ann Lee"]),
        ("Ann Lee, PhD", ["Ann Lee"]),
        ("Ann Lee, Ann Lee", ["Ann Lee"]),
        ("Andy Sandland", ["Andy Sandland"]),
        ("Bjørn Ødegård | Dunmore Chronicle", ["Bjørn Ødegård", "Dunmore Chronicle"]),
        ("陳小明", ["陳小明"]),
        ("Text: Ann Lee, Fotos: Bo Marsh", ["Ann Lee"]),
        ("Text und Fotos: Ann Lee", ["Ann Lee"]),
        ("Words: Ann Lee | Photos: Bo Marsh", ["Ann Lee"]),
        ("Photographs and text by Ann Lee", ["Ann Lee"]),
        ("BY ANN LEE / STAFF WRITER", ["ANN LEE"]),
        ("Por Ana Lima e Rui Dias, TV3 Norte", ["Ana Lima", "Rui Dias"]),
        ("Anna Zawada i Jan Nowak", ["Anna Zawada", "Jan Nowak"]),
        ("José Ortega y Gasset", ["José Ortega y Gasset"]),
        ("Автор: Ольга Синицына", ["Ольга Синицына"]),
        ("Γράφτηκε από Μαρία Παππά", ["Μαρία Παππά"]),
        ("Haber: Ayşe Demir", ["Ayşe Demir"]),
        ("كتب: سامي الخوري", ["سامي الخوري"]),
        ("מאת: נועה לוין", ["נועה לוין"]),
        ("लेखक: राजेश शर्मा", ["राजेश शर्मा"]),
        ("โดย สมชาย ใจดี", ["สมชาย ใจดี"]),
        ("作者：孔德明", ["孔德明"]),
        ("文・写真：孔德明", ["孔德明"]),
        ("晚報／ 記者陳怡君／台北報導", ["陳怡君"]),
        ("기자명 박지훈 기자", ["박지훈"]),
        ("https://example.org/ann", []),
        ("Ann Lee https://example.org/ann", ["Ann Lee"]),
        ("www.example.org", []),
        ("ann@example.org", []),
        ("By", []),
        ("unknown", []),
        ("12 May", ["12 May"]),
        ("12/05/2024", []),
        ("A" * 61, []),
        ("", []),
        (" , ", []),
    ],
)
def test_split_names(line: str, expected: list[str]) -> None:
    assert split_names(line) == expected


@given(st.text(max_size=100))
def test_names_are_none_twice_and_never_empty(line: str) -> None:
    names = split_names(line)
    assert len(set(names)) == len(names)
    assert all(0 < len(name) <= 60 for name in names)
