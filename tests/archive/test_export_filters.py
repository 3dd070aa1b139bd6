"""Which articles an export takes, and what it masks in their texts."""

from __future__ import annotations

from pathlib import Path

import pytest

from archive.database import Archive
from archive.export.contacts import mask_contacts, mask_contacts_in_html
from archive.export.filters import Filters, Names
from archive.export.replacing import NameReplacer
from archive.export.writing import Wishes, export
from archive.records import Article
from archive.store import Store
from tests.archive.making import comment, entry, page, visit
from tests.archive.test_export import read

A, B, C = (f"http://example.org/{name}/" for name in "abc")


@pytest.fixture
def three(archive: Archive, store: Store) -> Archive:
    for url, language, texts in ((A, "en-GB", ["solar"]), (B, "EN", []), (C, "de", ["wind", "tide"])):
        article = Article(url=url, title=f"On {url[-2]}", text="Plain words.", language=language)
        store.save_visit(visit(page(*(comment(str(n), text=t) for n, t in enumerate(texts)), url=url, article=article)))
    store.flush()
    return archive


@pytest.mark.parametrize(
    ("filters", "urls"),
    [
        (Filters(language="en"), [A, B]),
        (Filters(language="EN-gb"), [A]),
        (Filters(language="e"), []),
        (Filters(min_comments=1), [A, C]),
        (Filters(min_comments=2), [C]),
        (Filters(min_comments=0), [A, B, C]),
        (Filters(query="solar OR tide"), [A, C]),
        (Filters(query='"plain words"'), [A, B, C]),
        (Filters(query="wind", language="en"), []),
        (Filters(query='"'), []),
    ],
    ids=str,
)
def test_filters_choose_threads_whole(three: Archive, tmp_path: Path, filters: Filters, urls: list[str]) -> None:
    done = export(three, "jsonl", tmp_path / "out", filters=filters)
    tables = read(tmp_path / "out")
    assert [article["url"] for article in tables["articles"]] == urls
    assert done.counts["comments"] == sum({A: 1, B: 0, C: 2}[url] for url in urls)
    assert filters.narrow()


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("write to ines.vidal+x@mail.example.org.", "write to [e-mail]."),
        ("call +46 8 123 456 78!", "call [phone]!"),
        ("(020) 7946 0000", "[phone]"),
        ("0171/123456 or 555-0123-456", "[phone] or [phone]"),
        ("on 2026-03-01, 12.5.2019 and 1914-1918", "on 2026-03-01, 12.5.2019 and 1914-1918"),
        ("4711 of 10000000 at 12:30:45", "4711 of 10000000 at 12:30:45"),
        ("http://example.org/2024/0123456/7", "http://example.org/2024/0123456/7"),
        ("@ines said 3-2", "@ines said 3-2"),
    ],
)
def test_contacts_are_masked(given: str, expected: str) -> None:
    assert mask_contacts(given) == expected
    assert mask_contacts(expected) == expected


def test_contacts_are_masked_in_html() -> None:
    markup = '<p>Ask <a href="mailto:jo@a.example">jo@a.example</a> <a href="/0123 456 78901">x</a></p>'
    assert mask_contacts_in_html(markup) == '<p>Ask <a>[e-mail]</a> <a href="/0123 456 78901">x</a></p>'


@pytest.mark.parametrize("names", Names)
def test_masking_is_one_more_choice(archive: Archive, store: Store, tmp_path: Path, names: Names) -> None:
    told = "Jo: jo@a.example, +46 8 123 456 78"
    store.save_visit(visit(page(comment("1", text=told, html=f"<p>{told}</p>", author="Jo Berg"))))
    export(archive, "jsonl", tmp_path / "plain", names=names)
    assert "@" in read(tmp_path / "plain")["comments"][0]["text"]
    export(archive, "jsonl", tmp_path / "out", wishes=Wishes(names=names, masks_contacts=True))
    (row,) = read(tmp_path / "out")["comments"]
    assert row["text"].endswith(": [e-mail], [phone]")
    assert row["html"].endswith(": [e-mail], [phone]</p>")


def test_addresses_of_people_go() -> None:
    replacer = NameReplacer(["Jane"], lambda _: "P", ["https://www.jd.example/", "http://blogs.example/jd"])
    assert replacer.in_text("see https://jd.example/cv and //blogs.example/jd") == "see [address]cv and [address]"
    assert replacer.in_text("http://blogs.example/jd2") == "http://blogs.example/jd2"
    assert replacer.in_html('<a href="http://jd.example">x</a><img src="/avatar/1.png">') == "<a>x</a><img>"
    assert replacer.in_html('<a href="http://other.example/">x</a>') == '<a href="http://other.example/">x</a>'


@pytest.mark.parametrize("names", [Names.PSEUDONYM, Names.NONE])
def test_a_fingerprint_does_not_betray_a_name(archive: Archive, store: Store, tmp_path: Path, names: Names) -> None:
    """It is made of the name and the words: whoever has the words could try names."""
    thread = (
        comment("fp-aaaa", text="One.", author="Bo"),
        comment("fp-bbbb", "fp-aaaa", depth=1, text="Two."),
        comment("7", "fp-bbbb", depth=2, text="Three."),
    )
    beside = entry(author="Bo", excerpt="One.", article_title="A bridge too narrow")
    store.save_visit(visit(page(*thread, recent_comments=(beside,))))
    export(archive, "jsonl", tmp_path / "out", names=names)
    export(archive, "jsonl", tmp_path / "again", names=names)
    everything = b"".join(path.read_bytes() for path in (tmp_path / "out").iterdir())
    assert b"aaaa" not in everything
    assert b"bbbb" not in everything
    first, second, third = read(tmp_path / "out")["comments"]
    assert (second["parent_id"], second["parent_key"]) == (first["id"], first["key"])
    assert (third["key"], third["parent_id"]) == ("7", second["id"])
    assert first["key"].startswith("fp-")
    assert [row["comment_id"] for row in read(tmp_path / "out")["recent_comments"]] == [first["id"]]
    assert read(tmp_path / "out") == read(tmp_path / "again")
    export(archive, "jsonl", tmp_path / "real", names=Names.REAL)
    assert read(tmp_path / "real")["comments"][0]["key"] == "fp-aaaa"


def test_without_names_no_key_is_needed(archive: Archive, store: Store, tmp_path: Path) -> None:
    store.save_visit(visit(page(comment("fp-aaaa"))))
    archive.path.with_suffix(".key").mkdir()
    assert export(archive, "jsonl", tmp_path / "out", names=Names.NONE).counts["comments"] == 1
