from __future__ import annotations

import gzip
import shutil
from pathlib import Path

import pytest

from archive.captures import CaptureWriter, Exchange
from archive.check import check_archive
from archive.database import Archive, open_archive
from archive.errors import DamagedArchiveError
from archive.store import Store
from archive.store.trees import without_rings
from tests.archive.commanding import run
from tests.archive.making import URL, T, capture, comment, later, page, visit


@pytest.fixture
def filled(archive: Archive, store: Store) -> Archive:
    store.save_visit(visit(page(comment("1"), comment("2", "1", depth=1), comment("3"))))
    store.save_visit(visit(page(comment("1", text="edited"), url="http://example.org/other/", at=later(1))))
    store.flush()
    archive.connection.execute("pragma foreign_keys = off")
    return archive


def faults(archive: Archive) -> list[tuple[str, str]]:
    return [(fault.check, fault.found) for result in check_archive(archive) for fault in result.faults]


def test_a_whole_archive_has_no_faults(filled: Archive) -> None:
    names: list[str] = []
    results = check_archive(filled, report=names.append)
    assert (
        names == [result.check for result in results] == ["file", "references", "trees", "counts", "index", "captures"]
    )
    assert not any(result.faults for result in results)


BREAKS = [
    (
        "update comments set parent_id = 99 where comment_id = 3",
        "references",
        "row 3 of comments names a row of comments",
    ),
    ("update comments set parent_id = 2 where comment_id = 1", "trees", "comment 1 in article 1 is its own ancestor"),
    ("update comments set parent_id = 1 where comment_id = 4", "trees", "answers a comment of another thread"),
    ("delete from comments where comment_id = 3", "counts", "counts 3 comments, found 2"),
    ("update articles set deepest = 5 where article_id = 1", "counts", "counts 3 comments, found 3 or another depth"),
    ("update comments set revisions = 5 where comment_id = 1", "counts", "counts 5 earlier versions, found 0"),
    ("update authors set comment_count = 9", "counts", "names: 1 Ines 9 is counted, but not there"),
    ("update comments set text = 'other words' where comment_id = 1", "index", "the index of comments does not fit"),
    ("update articles set title = 'other words' where article_id = 1", "index", "the index of articles does not fit"),
]


@pytest.mark.parametrize(("sql", "check", "found"), BREAKS)
def test_each_fault_is_named(filled: Archive, sql: str, check: str, found: str) -> None:
    filled.connection.execute(sql)
    assert any(name == check and found in line for name, line in faults(filled)), faults(filled)


def test_a_reader_leaves_the_index_unchecked(filled: Archive) -> None:
    filled.connection.execute("update comments set text = 'other words' where comment_id = 1")
    with open_archive(filled.path, read_only=True) as reader:
        assert faults(reader) == []


def test_a_missing_capture_is_a_fault(archive: Archive, store: Store) -> None:
    store.save_visit(visit(page(at=T), capture=capture(0)))
    ((check, found),) = faults(archive)
    assert check == "captures"
    assert "a.warc.gz" in found


def test_a_capture_that_can_be_read_is_whole(archive: Archive, store: Store) -> None:
    with CaptureWriter(archive.captures_folder) as writer:
        response = Exchange(
            url=URL, status=200, reason="OK", headers=[("Content-Type", "text/html")], body=b"<p>hi", fetched_at=T
        )
        kept = writer.write(response)
    store.save_visit(visit(page(), capture=kept))
    assert [result.looked_at for result in check_archive(archive) if result.check == "captures"] == [1]
    assert faults(archive) == []


@pytest.mark.parametrize("coding", ["identity", "gzip"])
def test_a_capture_with_other_bytes_or_another_digest_is_a_fault(archive: Archive, store: Store, coding: str) -> None:
    """Bytes that cannot be unpacked are as the server sent them; bytes that have another digest are not."""
    headers = [("Content-Type", "text/html"), ("Content-Encoding", coding)]
    with CaptureWriter(archive.captures_folder) as writer:
        sent = Exchange(url=URL, status=200, reason="OK", headers=headers, body=b"<p>We met.", fetched_at=T)
        kept = writer.write(sent)
    store.save_visit(visit(page(), capture=kept))
    assert faults(archive) == []
    archive.connection.execute("update captures set digest = 'sha1:ANOTHER'")
    assert [found.partition(": ")[2][:11] for _, found in faults(archive)] == ["holds sha1:"]
    archive.connection.execute("update captures set digest = ?", (kept.digest,))
    (file,) = archive.captures_folder.iterdir()
    record = gzip.decompress(file.read_bytes()[kept.offset : kept.offset + kept.length])
    changed = gzip.compress(record.replace(b"We met.", b"We wed."))
    file.write_bytes(file.read_bytes()[: kept.offset] + changed)
    archive.connection.execute("update captures set length = ?", (len(changed),))
    ((check, found),) = faults(archive)
    assert (check, found.partition(": ")[2]) == ("captures", "it is not what its block digest says")


def test_at_most_twenty_faults_of_a_kind_are_told(filled: Archive) -> None:
    store = Store(filled)
    store.save_visit(visit(page(*(comment(str(n)) for n in range(50)), url="http://example.org/many/")))
    filled.connection.execute("update comments set parent_id = 999")
    assert sum(check == "references" for check, _ in faults(filled)) == 20
    filled.connection.execute("pragma wal_checkpoint(truncate)")
    done = run(filled.path, "check")
    (line,) = [line for line in done.stdout.splitlines() if line.endswith(" more")]
    total = next(int(line.split()[1]) for line in done.stdout.splitlines() if line.startswith("references "))
    assert line == f"references: and {total - 20} more"


def test_a_damaged_page_is_a_fault_of_the_checks_that_meet_it(filled: Archive, tmp_path: Path) -> None:
    root = filled.connection.execute("select rootpage from sqlite_master where name = 'comments'").fetchone()[0]
    filled.connection.execute("pragma wal_checkpoint(truncate)")
    path = tmp_path / "damaged.db"
    shutil.copy(filled.path, path)
    data = bytearray(path.read_bytes())
    data[(root - 1) * 8192 : root * 8192] = b"\xff" * 8192
    path.write_bytes(data)
    with open_archive(path) as archive:
        assert {check for check, _ in faults(archive)} >= {"file", "counts"}


@pytest.mark.parametrize(
    ("parents", "free"),
    [
        ({}, {}),
        ({1: None, 2: 1, 3: 2}, {1: None, 2: 1, 3: 2}),
        ({1: 2, 2: None}, {1: 2, 2: None}),
        ({1: 1}, {1: None}),
        ({1: 2, 2: 1, 3: 2}, {1: None, 2: 1, 3: 2}),
        ({4: 5, 5: 6, 6: 5}, {4: 5, 5: None, 6: 5}),
        ({3: 9, 9: 10}, {3: 9, 9: 10}),
    ],
)
def test_rings_lose_one_link(parents: dict[int, int | None], free: dict[int, int | None]) -> None:
    assert without_rings(parents) == free


def test_a_capture_file_that_is_missing_is_one_fault(archive: Archive, store: Store) -> None:
    for offset in range(3):
        url = f"http://example.org/{offset}/"
        given = visit(page(comment(str(offset)), url=url), capture=capture(offset, url=url))
        store.save_visit(given)
    found = [line for name, line in faults(archive) if name == "captures"]
    assert len(found) == 1
    assert found[0].endswith("no such capture file")


def test_the_advice_on_a_file_too_damaged_to_open_is_not_to_check_it(filled: Archive, tmp_path: Path) -> None:
    filled.connection.execute("pragma wal_checkpoint(truncate)")
    path = tmp_path / "damaged.db"
    shutil.copy(filled.path, path)
    data = bytearray(path.read_bytes())
    data[100:2000] = b"\xff" * 1900
    path.write_bytes(data)
    done = run(path, "check")
    assert isinstance(done.exception, DamagedArchiveError)
    assert "commentariat check" not in str(done.exception)
    assert ".recover" in str(done.exception)
