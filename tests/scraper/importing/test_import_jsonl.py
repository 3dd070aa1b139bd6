"""`export jsonl` of one archive, imported into another."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterable
from datetime import timedelta
from itertools import permutations
from pathlib import Path

import attrs
import pytest
from hypothesis import given, settings

from archive.database import open_archive
from archive.export.filters import Filters, Names
from archive.export.writing import export
from archive.records import Article, Visit
from archive.store import Store
from scraper.importing.found import Options
from scraper.importing.importer import import_files
from tests.archive.making import URL, comment, entry, later, page, visit
from tests.archive.test_export import read
from tests.archive.test_told import shown, told
from tests.scraper.importing.conftest import Workplace
from tests.strategies import visits

EVERYTHING = Filters(include_noarchive=True)


def archived(folder: Path, *given: Visit) -> Path:
    """An archive of those visits."""
    with open_archive(folder / "a.db", create=True) as archive, Store(archive) as store:
        store.save_visits(given)
    return folder / "a.db"


def exported(path: Path, name: str) -> Path:
    """What it exports, with real names."""
    folder = path.parent / name
    with open_archive(path, read_only=True) as archive:
        export(archive, "jsonl", folder, names=Names.REAL, filters=EVERYTHING)
    return folder


def imported(folders: Iterable[Path], place: Path) -> Path:
    """An archive of those exports."""
    report = import_files(tuple(folders), place, Options())
    assert report.counts.problems == []
    return place


def lines(folder: Path) -> dict[str, list[str]]:
    """What the tables of an export say; not who tells it, and how many earlier versions there are."""
    tables = read(folder)
    for row in [*tables["articles"], *tables["comments"]]:
        del row["sources"], row["revisions"]
    return {name: [json.dumps(row) for row in rows] for name, rows in tables.items()}


def comes_back(first: Visit, second: Visit) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = archived(Path(folder), first, attrs.evolve(second, fetched_at=second.fetched_at + timedelta(1)))
        one = exported(path, "one")
        two = exported(imported([one], Path(folder) / "b.db"), "two")
        for name in ("articles", "comments", "recent_comments", "people"):
            assert (one / f"{name}.jsonl").read_bytes() == (two / f"{name}.jsonl").read_bytes()


@settings(max_examples=5, deadline=None)
@given(visits(), visits("http://example.org/b/"))
def test_what_is_exported_comes_back_byte_for_byte(first: Visit, second: Visit) -> None:
    comes_back(first, second)


@pytest.mark.slow
@settings(max_examples=60, deadline=None)
@given(visits(), visits("http://example.org/b/"))
def test_what_is_exported_comes_back_byte_for_byte_many_times(first: Visit, second: Visit) -> None:
    comes_back(first, second)


@pytest.mark.slow
@settings(max_examples=10, deadline=None)
@given(visits(), visits("http://example.org/b/"), visits("http://example.net/c/"))
def test_any_order_of_imports_gives_the_same_archive(first: Visit, second: Visit, third: Visit) -> None:
    with tempfile.TemporaryDirectory() as folder:
        exports = []
        for number, given_visit in enumerate((first, second, third)):
            own = Path(folder) / str(number)
            own.mkdir()
            exports.append(exported(archived(own, given_visit), "out"))
        found = []
        for number, order in enumerate(permutations(exports)):
            target = imported(order, Path(folder) / f"all{number}.db")
            found.append(lines(exported(target, f"all{number}")))
        assert all(one == found[0] for one in found)


def test_each_comment_keeps_its_own_times(tmp_path: Path) -> None:
    path = archived(
        tmp_path,
        visit(page(comment("1"), comment("2", "1", depth=1), recent_comments=(entry(),))),
        visit(page(comment("1"), comment("3"), at=later(2), more_comment_pages=("http://example.org/bridge/2",))),
    )
    one = exported(path, "one")
    two = exported(imported([one], tmp_path / "b.db"), "two")
    assert lines(one) == lines(two)
    assert len({(row["first_seen_at"], row["last_seen_at"]) for row in read(two)["comments"]}) > 1


def test_what_an_api_told_comes_back_as_such(tmp_path: Path) -> None:
    own = Article(url=URL, title="A bridge too narrow", text="First. Second.")
    flat = (comment("1"), comment("2", "1", depth=1), comment("3", "1", depth=1))
    deep = (comment("1"), comment("2", "1"), comment("3", "2"), comment("4", "3", author="Bo"))
    path = archived(tmp_path, shown(*flat, at=later(0), offset=1), told(*deep, at=later(2), offset=2, article=own))
    one = exported(path, "one")
    two = exported(imported([one], tmp_path / "b.db"), "two")
    assert read(one) == read(two)
    assert [row["stored_parent_key"] for row in read(two)["comments"]] == [None, "1", "2", "3"]


def test_again_changes_nothing_and_the_source_is_kept(place: Workplace) -> None:
    path = archived(place.folder / "", visit(page(comment("1"), comment("2", "1", depth=1))))
    folder = exported(path, "export-2019")
    path.unlink()
    assert place.run(folder).code == 0
    before = place.counts()
    assert "nothing changed" in place.run(folder).out
    assert place.counts() == before
    assert place.rows("select distinct source from fetches") == [("jsonl export-2019",)]


@pytest.mark.parametrize(
    ("file", "content", "found"),
    [
        ("articles.jsonl", "{", "broken JSON"),
        ("articles.jsonl", "[]\n", "found no object"),
        ("articles.jsonl", '{"id": "1"}\n', "none of an export's"),
        ("comments.jsonl", '{"article_id": "x"}\n', "an article that is not there"),
        ("comments.jsonl", "", "found 0 of the"),
        ("articles.jsonl", "", "found 0 of the"),
        ("comments.jsonl", '{"id": "1"}\n', "none of an export's"),
        ("people.jsonl", '{"name": 1}\n', "none of an export's"),
        ("articles.jsonl", None, "articles.jsonl: is not there"),
    ],
)
def test_a_broken_export_is_named(place: Workplace, file: str, content: str | None, found: str) -> None:
    folder = exported(archived(place.folder, visit(page(comment("1")))), "out")
    if content is None:
        (folder / file).unlink()
    else:
        (folder / file).write_text(content)
    done = place.run(folder)
    assert done.code == 1
    assert found in done.err
