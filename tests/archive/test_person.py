"""`person`: whom somebody answers is counted in the newest of what they wrote, and the page says so."""

from __future__ import annotations

from pathlib import Path

import pytest

from archive import person as module
from archive.database import open_archive
from archive.person import find_person
from archive.records import Comment
from archive.store import Store
from tests.archive.commanding import document, run
from tests.archive.making import T, page, visit


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Ines answers Bo twice, in January, and Tom three times, in February."""
    comments = [
        Comment(key="b", author="Bo", text="One.", position=1),
        Comment(key="t", author="Tom", text="Two.", position=2),
    ]
    for n, (whom, month) in enumerate([("b", 1), ("b", 1), ("t", 2), ("t", 2), ("t", 2)], 3):
        at = T.replace(month=month, day=n)
        comments.append(
            Comment(key=str(n), parent_key=whom, author="Ines", text=f"Answer {n}.", published_at=at, position=n)
        )
    with open_archive(tmp_path / "a.db", create=True) as archive, Store(archive) as store:
        store.save_visit(visit(page(*comments)))
    return tmp_path / "a.db"


def test_all_answers_count_where_there_are_few(path: Path) -> None:
    with open_archive(path) as archive:
        (found,) = find_person(archive, "Ines")
    assert (found.answered, found.newest, found.comment_count) == ((("Tom", 3), ("Bo", 2)), 5, 5)
    assert "answers most: Tom (3), Bo (2)" in run(path, "person", "Ines").stdout
    assert document(path, "person", "Ines")[0]["newest"] == 5


def test_of_many_the_newest_count(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_LEAST_ANSWERS", 4)
    monkeypatch.setattr(module, "_MOST_ANSWERS", 4)
    with open_archive(path) as archive:
        (found,) = find_person(archive, "Ines")
    assert found.answered == (("Tom", 3), ("Bo", 1))
    assert "answers most in the newest 4: Tom (3), Bo (1)" in run(path, "person", "Ines").stdout
