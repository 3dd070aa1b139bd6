"""`merge`: nothing lost, nothing doubled, and the order of the two makes no difference."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.check import check_archive
from archive.database import open_archive
from archive.errors import ArchiveMissingError, BackupError
from archive.export.filters import Filters, Names
from archive.export.writing import export
from archive.merge.merging import merge
from archive.records import Comment
from archive.store import Store
from tests.archive.commanding import document, run
from tests.archive.forget.pages import PAGES, made
from tests.archive.making import later, page, rows, visit
from tests.strategies import comment_trees


def filled(path: Path, trees: list[tuple[int, tuple[Comment, ...]]]) -> Path:
    with open_archive(path, create=True) as archive, Store(archive) as store:
        for day, tree in trees:
            store.save_visit(visit(page(*tree, at=later(day), url=f"http://example.org/{day % 2}/")))
    return path


def exported(path: Path) -> dict[str, bytes]:
    with open_archive(path) as archive:
        assert not [fault for result in check_archive(archive) for fault in result.faults]
        with tempfile.TemporaryDirectory() as folder:
            target = Path(folder) / "out"
            export(archive, "jsonl", target, names=Names.REAL, filters=Filters(include_noarchive=True))
            return {file.name: file.read_bytes() for file in target.glob("*.jsonl")}


def unordered(files: dict[str, bytes]) -> list[tuple[str, str]]:
    """Every comment, wherever it stands among those at the same place."""
    rows = [json.loads(line) for line in files["comments.jsonl"].splitlines()]
    return sorted((row["id"], json.dumps({**row, "position": None})) for row in rows)


histories = st.lists(st.tuples(st.integers(0, 6), comment_trees(max_size=4)), max_size=4)


@settings(max_examples=5)
@given(histories, histories)
def test_the_order_makes_no_difference_and_twice_is_once(
    ours: list[tuple[int, tuple[Comment, ...]]], theirs: list[tuple[int, tuple[Comment, ...]]]
) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        a, b = filled(folder / "a.db", ours), filled(folder / "b.db", theirs)
        merge(a, b, folder / "ab.db")
        merge(b, a, folder / "ba.db")
        both = exported(folder / "ab.db")
        assert both == exported(folder / "ba.db")
        merge(folder / "ab.db", a, folder / "aba.db")
        assert unordered(exported(folder / "aba.db")) == unordered(both)


@settings(max_examples=3)
@given(histories)
def test_merging_with_itself_changes_nothing(ours: list[tuple[int, tuple[Comment, ...]]]) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        a = filled(folder / "a.db", ours)
        merge(a, a, folder / "aa.db")
        assert exported(folder / "aa.db") == exported(a)


def test_captures_come_along_and_both_stay_as_they_were(tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
    one, two = made(tmp_path / "one"), filled(tmp_path / "two" / "b.db", [(0, (Comment(key="1", text="Hello."),))])
    before = one.read_bytes()
    done = document_of(run_merge(one, two, tmp_path / "c.db"))
    assert (done["articles"], done["captures"]) == (3, len(PAGES))
    assert one.read_bytes() == before
    assert run(tmp_path / "c.db", "check").exit_code == 0
    assert document(tmp_path / "c.db", "reextract")["unreadable"] == 0


def test_nothing_is_replaced_and_nothing_left_behind(tmp_path: Path) -> None:
    a = filled(tmp_path / "a.db", [])
    with pytest.raises(BackupError, match="the archive itself"):
        merge(a, a, a)
    with pytest.raises(ArchiveMissingError):
        merge(a, tmp_path / "none.db", tmp_path / "c.db")
    assert sorted(file.name for file in tmp_path.iterdir()) == ["a.db"]


def run_merge(one: Path, two: Path, target: Path) -> str:
    from click.testing import CliRunner

    from scraper.commands.root import cli

    done = CliRunner().invoke(cli, ["merge", str(one), str(two), "-o", str(target), "--json"])
    assert done.exit_code == 0, done.output
    return done.stdout


def document_of(text: str) -> dict[str, int]:
    return dict(json.loads(text))


@pytest.mark.parametrize("is_turned", [False, True])
def test_histories_of_both_become_one(tmp_path: Path, is_turned: bool) -> None:
    """One archive saw the words and votes before, the other those after, and that a comment was gone."""
    early, late = (
        Comment(key="1", text="Hello.", score=1),
        Comment(key="1", text="Hello, all.", score=2),
    )
    gone = Comment(key="2", text="Soon gone.")
    a = filled(tmp_path / "a.db", [(0, (early, gone))])
    b = filled(tmp_path / "b.db", [(2, (late, gone)), (4, (late,)), (6, (late,))])
    merge(*((b, a) if is_turned else (a, b)), tmp_path / "c.db")
    with open_archive(tmp_path / "c.db") as archive:
        assert rows(archive, "select text, score, state from comments order by key") == [
            ("Hello, all.", 2, "visible"), ("Soon gone.", None, "gone"),
        ]  # fmt: skip
        told = "select text, seen_at, replaced_at from comment_revisions order by text"
        assert rows(archive, told) == [
            ("Hello.", "2026-03-01T12:00:00Z", "2026-03-03T12:00:00Z"),
            ("Soon gone.", "2026-03-03T12:00:00Z", "2026-03-05T12:00:00Z"),
        ]
        assert rows(archive, "select score, replaced_at from vote_revisions") == [(1, "2026-03-03T12:00:00Z")]
