"""`merge` of archives that have forgotten something: what either forgot is in no byte of the new one, and stays away."""

from __future__ import annotations

import sqlite3
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.database import open_archive
from archive.errors import TombstoneKeyError
from archive.forget.erasing import MARK
from archive.merge.merging import merge
from archive.records import Comment
from archive.store import Store
from tests.archive.commanding import document, run
from tests.archive.forget.pages import ARTICLE, HOME, NAME, OTHER, made, places_of, write_warc
from tests.archive.forget.test_forget import SPELLINGS, WORDS, forget, is_whole, rows
from tests.archive.making import T, later, page, visit
from tests.archive.merge.test_merge import exported, filled


def two(tmp_path: Path) -> tuple[Path, Path]:
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
    return made(tmp_path / "one"), made(tmp_path / "two")


@pytest.mark.parametrize("is_first", [True, False])
def test_a_person_whom_one_forgot_is_in_no_byte_of_the_new_one(tmp_path: Path, is_first: bool) -> None:
    one, other = two(tmp_path)
    forget(one, "--person", NAME)
    before = {path: path.read_bytes() for path in (one, other)}
    merge(*((one, other) if is_first else (other, one)), tmp_path / "c.db")
    assert places_of(tmp_path / "c.db", *SPELLINGS, *WORDS) == []
    assert {path: path.read_bytes() for path in (one, other)} == before
    assert is_whole(tmp_path / "c.db")
    assert rows(tmp_path / "c.db", "select key, parent_key, author, state, text from comments order by key") == [
        ("1", None, "Bo", "visible", "Late again, and no wonder at all, I should say."),
        ("2", None, None, "removed", ""),
        ("3", "2", "Tomas", "visible", f"@{MARK} is right: {MARK} always is."),
        ("4", "2", None, "removed", ""),
        ("5", None, "Bo", "visible", f"I asked {MARK} about it, and she laughed."),
        ("6", None, "Tomas", "visible", "Did she?"),
    ]
    assert (tmp_path / "c.tombstones.key").stat().st_mode & 0o777 == 0o600
    assert not (tmp_path / ".c.merging").exists()


def test_what_both_forgot_stays_away(tmp_path: Path) -> None:
    one, other = two(tmp_path)
    forget(one, "--person", NAME)
    forget(other, "--person", "Bo")
    forget(other, "--article", OTHER)
    merged = tmp_path / "c.db"
    merge(one, other, merged)
    assert places_of(merged, *SPELLINGS, *WORDS, "no wonder at all", "the lamp went") == []
    assert rows(merged, "select url from articles") == [(ARTICLE,)]
    before = rows(merged, "select key, author, text from comments order by key")
    assert [author for _, author, _ in before] == [None, None, "Tomas", None]
    run(merged, "import", str(write_warc(tmp_path / "again")))
    assert places_of(merged, *SPELLINGS, *WORDS, "no wonder at all", "the lamp went") == []
    assert rows(merged, "select key, author, text from comments order by key") == before
    assert is_whole(merged)


def test_a_forgotten_site_goes(tmp_path: Path) -> None:
    one, other = two(tmp_path)
    forget(one, "--site", HOME.removeprefix("http://"))
    merge(other, one, tmp_path / "c.db")
    assert places_of(tmp_path / "c.db", "ferry") == []
    assert rows(tmp_path / "c.db", "select count(*) from sites") == [(0,)]
    assert is_whole(tmp_path / "c.db")


def test_a_name_that_captures_alone_tell_goes(tmp_path: Path) -> None:
    one, other = two(tmp_path)
    forget(one, "--person", NAME)
    with sqlite3.connect(other) as connection:
        for change in ("comments set author = null", "recent_comments set author = null"):
            connection.execute(f"update {change} where author = ?", (NAME,))
    merge(one, other, tmp_path / "c.db")
    assert places_of(tmp_path / "c.db", *SPELLINGS[1:]) == []


def test_without_its_key_it_is_not_merged(tmp_path: Path) -> None:
    one, other = two(tmp_path)
    forget(one, "--person", NAME)
    one.with_suffix(".tombstones.key").unlink()
    with pytest.raises(TombstoneKeyError):
        merge(one, other, tmp_path / "c.db")
    assert sorted(file.name for file in tmp_path.iterdir()) == ["one", "two"]


def test_a_word_that_is_also_a_name_is_left_where_it_is_none(tmp_path: Path) -> None:
    texts = ("@rose loves a rose.", "ROSE, or a rose", "A prose.")
    comments = tuple(Comment(key=str(n), text=text, author="Bo", position=n) for n, text in enumerate(texts, 1))
    one = filled(tmp_path / "a.db", [(0, (Comment(key="9", text="Mine.", author="Rose"),))])
    other = filled(tmp_path / "b.db", [(0, comments)])
    forget(one, "--person", "Rose")
    merge(one, other, tmp_path / "c.db")
    expected = [(f"@{MARK} loves a rose.",), (f"{MARK}, or a rose",), ("A prose.",)]
    assert rows(tmp_path / "c.db", "select text from comments where author = 'Bo' order by key") == expected


def test_an_import_leaves_the_word_where_it_is_no_name(tmp_path: Path) -> None:
    path = filled(tmp_path / "a.db", [(0, (Comment(key="9", text="Mine.", author="Rose"),))])
    forget(path, "--person", "Rose")
    with open_archive(path) as archive, Store(archive) as store:
        comments = tuple(
            Comment(key=str(n), text=text, author="Bo")
            for n, text in enumerate(("@rose loves a rose.", "ROSE, or a rose"))
        )
        store.save_visit(visit(page(*comments, at=later(1), url="http://example.org/new/")))
    expected = [(f"@{MARK} loves a rose.",), (f"{MARK}, or a rose",)]
    assert rows(path, "select text from comments where author = 'Bo' order by key") == expected


people = st.sampled_from(["Ines Vidal", "Tom Okafor", "Rose", "田中さん"])
comments = st.lists(
    st.builds(
        lambda author, other, day: (author, f"{other} said so on {day}.", day), people, people, st.integers(1, 9)
    ),
    min_size=1,
    max_size=5,
)


def tree(given: list[tuple[str, str, int]]) -> tuple[Comment, ...]:
    return tuple(
        Comment(key=str(n), text=text, author=author, published_at=T.replace(day=day), position=n)
        for n, (author, text, day) in enumerate(given, 1)
    )


@settings(max_examples=4)
@given(comments, comments, st.sets(people, max_size=2), st.sets(people, max_size=2))
def test_the_order_makes_no_difference_and_nobody_forgotten_is_left(
    ours: list[tuple[str, str, int]], theirs: list[tuple[str, str, int]], gone: set[str], gone_there: set[str]
) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        a, b = filled(folder / "a.db", [(0, tree(ours))]), filled(folder / "b.db", [(1, tree(theirs)), (2, tree(ours))])
        for path, names in ((a, gone), (b, gone_there)):
            for person in sorted(names):
                forget(path, "--person", person)
        merge(a, b, folder / "ab.db")
        merge(b, a, folder / "ba.db")
        assert exported(folder / "ab.db") == exported(folder / "ba.db")
        assert places_of(folder / "ab.db", *gone, *gone_there) == []
        assert rows(folder / "ab.db", "select kind, hash from tombstones order by 1, 2") == rows(
            folder / "ba.db", "select kind, hash from tombstones order by 1, 2"
        )
        again = document(folder / "ab.db", "forget", "--person", "Nobody Known", "--yes")
        assert again["erased"]["comments"] == 0
