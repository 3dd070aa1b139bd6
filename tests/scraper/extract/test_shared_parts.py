"""Records of letters-and-digits markup, read by what all of them have in common."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from scraper.extract.dom import Node, parse
from scraper.extract.marks import find_marks
from scraper.extract.shared_parts import Shared, are_mixed

RECORD = """<li><div class="q{0}"><b class="w">{1}</b> <i class="k">{2}</i><i class="r">since {3}</i></div>
<div class="z">{4}</div><div class="y"><a href="#">Keep</a> <a href="#">Hide</a></div></li>"""
ROWS = [
    (1, "Ragna Holt", "5 May 2024", "3 May 2009", "The ramp was paid for by my aunt."),
    (2, "Tor Vik", "6 May 2024", "1 June 2016", "Your aunt paid for the bell."),
    (3, "Maj Strand", "7 May 2024", "9 July 2004", "Ninety tonnes will not stand on that pier."),
    (4, "Ragna Holt", "9 May 2024", "3 May 2009", "Nor will forty."),
]


def parts(rows: Sequence[tuple[object, ...]]) -> list[tuple[str, str | None, str | None]]:
    """Words, writer and time of each record, as far as the others tell where they stand."""
    document = parse("<ol>" + "".join(RECORD.format(*row) for row in rows) + "</ol>")
    records = document.by_tag["li"]
    own = [document.inside(record) for record in records]
    shared = Shared(document, records, own, find_marks(document))
    found = shared.parts([()] * len(records))

    def told(node: Node | None) -> str | None:
        return None if node is None else "".join(n.text for n in document.nodes[node.index : node.end])

    return [(told(one.content) or "", told(one.name), told(one.date)) for _, one in sorted(found.items())]


def test_words_differ_most_names_differ_and_dates_go_on() -> None:
    assert parts(ROWS) == [(words, name, when) for _, name, when, _, words in ROWS]


def test_no_date_is_chosen_where_both_or_neither_go_on() -> None:
    both = [(*row[:3], f"{place} May 2009", row[4]) for place, row in enumerate(ROWS, 1)]
    neither = [(*row[:2], when, *row[3:]) for row, when in zip(ROWS, ("9 May 2024", "5 May 2024", "7 May 2024", "6 May 2024"), strict=True)]  # fmt: skip
    for rows in (both, neither):
        assert {when for _, _, when in parts(rows)} == {None}


def test_what_is_quoted_once_is_no_label() -> None:
    quoted = [*ROWS[:3], (*ROWS[3][:4], f"{ROWS[2][4]}<p>{ROWS[0][4]}</p>")]
    assert [words for words, _, _ in parts(quoted)] == [row[4] for row in ROWS[:3]] + [f"{ROWS[2][4]}{ROWS[0][4]}"]


def test_two_records_tell_nothing_of_each_other() -> None:
    assert parts(ROWS[:2]) == []


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (["One.\nKeep", "Two.\nKeep", "Three.\nKeep", "Four."], True),
        (["Posts: 12\nOne.", "Posts: 7\nTwo.", "Posts: 1,204\nThree."], True),
        (["One.", "Two.\nOne.", "Three."], False),
        (["One.", "Two.", "Three."], False),
    ],
    ids=["controls", "numbers", "a-quotation", "words-alone"],
)
def test_labels_are_lines_that_several_have(texts: list[str], expected: bool) -> None:
    assert are_mixed(texts) is expected


def shared(records: Sequence[str]) -> tuple[Shared, list[Node]]:
    """What some records have in common, and all of their texts."""
    document = parse("<ol>" + "".join(f"<li>{record}</li>" for record in records) + "</ol>")
    items = document.by_tag["li"]
    return Shared(document, items, [document.inside(item) for item in items], find_marks(document)), document.texts


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<i>Level {0}</i>", True),
        ("<p>Level {0}</p>", False),
        ("<p>Level {0} <b>and more</b></p>", False),
        ("<i>{0} May 2024</i>", False),
        ("<cite>Ragna</cite>", False),
        ("<i>{0}</i>", False),
        ("<i>Ninety tonnes and a good deal more of them will not stand</i>", False),
    ],
    ids=["rank", "paragraph", "part-of-one", "date", "name", "number", "long"],
)
def test_what_most_records_show_in_an_element_of_its_own_is_furniture(html: str, expected: bool) -> None:
    told, texts = shared([html.format(place) for place in range(3, 7)])
    assert {told.is_furniture(text) for text in texts[::2]} == {expected}


def test_what_two_records_show_is_no_furniture() -> None:
    told, texts = shared(["<i>Thanks</i>", "<i>Thanks</i>", "<i>No</i>", "<i>Yes</i>"])
    assert not any(map(told.is_furniture, texts))


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (("Ragna", "Tor", "Maj"), True),
        (("Ragna", "Tor"), True),
        (("Ragna",), False),
        (("News", "News", "News"), False),
        (("Ragna", "5 May 2024", "Why?"), False),
    ],
)
def test_records_that_begin_with_short_texts_of_their_own_are_signed(names: Sequence[str], expected: bool) -> None:
    told, _ = shared([f"<b>{name}</b><div>The ramp was paid for, {name}.</div>" for name in names])
    assert told.are_signed is expected
