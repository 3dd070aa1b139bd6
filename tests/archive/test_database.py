from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlite_utils import Database, Migrations

from archive import errors
from archive.database import Archive, open_archive
from archive.runs import start_run
from archive.settings import get_setting, put_setting
from archive.store import Store
from tests.archive.making import T, comment, page, rows, visit


def make(path: Path) -> Path:
    open_archive(path, create=True).close()
    return path


def make_folder(path: Path) -> None:
    path.mkdir()


def make_other_database(path: Path) -> None:
    with sqlite3.connect(path) as connection:
        connection.execute("create table bookmarks (id integer)")


def make_empty_database(path: Path) -> None:
    with sqlite3.connect(path) as connection:
        connection.execute("vacuum")  # writes a header, and nothing else
        connection.execute("create table gone (id integer)")
        connection.execute("drop table gone")


def make_newer(path: Path) -> None:
    with open_archive(path, create=True) as archive:
        archive.connection.execute(
            "insert into _sqlite_migrations (migration_set, name, applied_at) values ('commentariat', 'm9999_future', '')"
        )


def write_bytes(data: bytes) -> Callable[[Path], None]:
    def write(path: Path) -> None:
        path.write_bytes(data)

    return write


STRANGERS = [
    pytest.param(make_folder, errors.NotAnArchiveError, "a folder", id="folder"),
    pytest.param(lambda _: None, errors.ArchiveMissingError, "no such file", id="missing"),
    pytest.param(write_bytes(b"%PDF-1.7 and so on"), errors.NotAnArchiveError, "a PDF", id="pdf"),
    pytest.param(write_bytes(b"PK\3\4"), errors.NotAnArchiveError, "a ZIP file", id="zip"),
    pytest.param(write_bytes(b"<html><body>"), errors.NotAnArchiveError, "HTML", id="html"),
    pytest.param(write_bytes(os.urandom(999)), errors.NotAnArchiveError, "no SQLite database", id="binary"),
    pytest.param(lambda path: path.touch(), errors.NotAnArchiveError, "an empty file", id="empty"),
    pytest.param(make_other_database, errors.NotAnArchiveError, "of another program", id="other-database"),
    pytest.param(make_empty_database, errors.NotAnArchiveError, "without tables", id="database-without-tables"),
    pytest.param(make_newer, errors.NewerArchiveError, "m9999_future", id="newer"),
]


@pytest.mark.parametrize("read_only", [False, True])
@pytest.mark.parametrize(("make", "error", "says"), STRANGERS)
def test_what_is_no_archive_is_refused_and_left_alone(
    tmp_path: Path, make: Callable[[Path], None], error: type[errors.ArchiveError], says: str, read_only: bool
) -> None:
    path = tmp_path / "given.db"
    make(path)
    before = path.read_bytes() if path.is_file() else None
    with pytest.raises(error, match=says) as raised:
        open_archive(path, read_only=read_only)
    assert str(path) in str(raised.value)
    assert "\n" not in str(raised.value)
    assert before == (path.read_bytes() if path.is_file() else None)


def test_an_archive_needs_a_folder_to_be_in(tmp_path: Path) -> None:
    with pytest.raises(errors.ArchiveMissingError, match="no such folder"):
        open_archive(tmp_path / "nowhere" / "new.db", create=True)


@pytest.mark.parametrize("given", [b"", None])
def test_create_makes_an_archive_of_nothing(tmp_path: Path, given: bytes | None) -> None:
    path = tmp_path / "new.db"
    if given is not None:
        path.write_bytes(given)
    make(path)
    with open_archive(path) as archive:
        assert rows(archive, "select count(*) from comments") == [(0,)]


def test_create_refuses_a_database_without_tables(tmp_path: Path) -> None:
    path = tmp_path / "given.db"
    make_empty_database(path)
    with pytest.raises(errors.NotAnArchiveError, match="without tables"):
        open_archive(path, create=True)


def test_a_start_that_was_killed_can_be_made_again(tmp_path: Path) -> None:
    path = tmp_path / "killed.db"
    with sqlite3.connect(path) as connection:
        connection.execute("pragma journal_mode = wal")
    connection.close()
    with open_archive(make(path), read_only=True) as archive:
        assert archive.connection.execute("select count(*) from sites").fetchone()[0] == 0


def test_an_archive_s_name_need_not_be_text(tmp_path: Path) -> None:
    path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9?#.db"))
    with open_archive(path, create=True) as archive:
        put_setting(archive, "contact", "Ines")
    with open_archive(path, read_only=True) as archive:
        assert get_setting(archive, "contact") == "Ines"


def test_one_file_is_left_after_closing(tmp_path: Path) -> None:
    path = make(tmp_path / "one.db")
    open_archive(path, read_only=True).close()
    assert [file.name for file in tmp_path.iterdir()] == ["one.db"]


def test_captures_are_beside_the_archive(tmp_path: Path) -> None:
    with open_archive(make(tmp_path / "demo.db")) as archive:
        assert archive.captures_folder == tmp_path / "demo.captures"


def test_reading_does_not_write(tmp_path: Path) -> None:
    path = make(tmp_path / "read.db")
    with open_archive(path, read_only=True) as archive, pytest.raises(errors.ReadOnlyArchiveError):
        put_setting(archive, "contact", "a@example.org")


def test_reading_works_while_another_writes(tmp_path: Path) -> None:
    path = make(tmp_path / "busy.db")
    with open_archive(path) as writer, open_archive(path, read_only=True) as reader, writer.transaction() as connection:
        connection.execute("insert into settings values ('a', 'b')")
        assert get_setting(reader, "a") is None


def test_two_writers_wait_and_then_say_busy(tmp_path: Path) -> None:
    path = make(tmp_path / "busy.db")
    with (
        open_archive(path) as first,
        open_archive(path, busy_seconds=0.05) as second,
        first.transaction(),
        pytest.raises(errors.ArchiveBusyError, match="another process"),
    ):
        put_setting(second, "contact", "a@example.org")
    with open_archive(path) as archive:
        assert get_setting(archive, "contact") is None


def test_settings_are_replaced(archive: Archive) -> None:
    put_setting(archive, "contact", "a@example.org")
    put_setting(archive, "contact", "b@example.org")
    assert get_setting(archive, "contact") == "b@example.org"


def test_a_full_disk_is_named_and_changes_nothing(archive: Archive, store: Store) -> None:
    store.save_visit(visit(page(comment("1"))))
    pages = archive.connection.execute("pragma page_count").fetchone()[0]
    archive.connection.execute(f"pragma max_page_count = {pages}")
    with pytest.raises(errors.DiskFullError, match="disk is full"):
        store.save_visit(
            visit(page(*(comment(str(n), text="x" * 5000) for n in range(50)), url="http://example.org/big/"))
        )
    assert rows(archive, "select url from articles") == [("http://example.org/bridge/",)]
    assert rows(archive, "pragma integrity_check") == [("ok",)]


def test_a_damaged_file_is_named(tmp_path: Path) -> None:
    path = tmp_path / "damaged.db"
    with open_archive(path, create=True) as archive:
        Store(archive).save_visit(visit(page(*(comment(str(n), text="x" * 500) for n in range(500)))))
        root = archive.connection.execute("select rootpage from sqlite_master where name = 'comments'").fetchone()[0]
    data = bytearray(path.read_bytes())
    data[(root - 1) * 8192 : root * 8192] = b"\xff" * 8192
    path.write_bytes(data)
    with open_archive(path) as archive, pytest.raises(errors.DamagedArchiveError, match="commentariat check"):
        Store(archive).save_visit(visit(page(comment("1"), at=T)))


def test_an_error_in_our_sql_is_not_hidden(archive: Archive) -> None:
    with pytest.raises(sqlite3.OperationalError), archive.errors():
        archive.connection.execute("select nonsense from nowhere")


AS_NOBODY = """
import os, sys
from pathlib import Path
from archive.database import open_archive
from archive.errors import ArchiveError
os.setgroups([]); os.setgid(65534); os.setuid(65534)
try:
    with open_archive(sys.argv[1], read_only=sys.argv[2] == "read", create=True) as archive:
        print(archive.connection.execute("select count(*) from comments").fetchone()[0])
except ArchiveError as error:
    print(type(error).__name__)
"""


@pytest.fixture
def public_folder() -> Iterator[Path]:
    """A folder that others can reach; pytest's own are its user's alone, and made so again by every run."""
    with tempfile.TemporaryDirectory(prefix="commentariat-") as name:
        yield Path(name)


@pytest.mark.skipif(os.getuid() != 0, reason="only root can become another user")
@pytest.mark.parametrize(
    ("file_mode", "folder_mode", "how", "expected"),
    [
        pytest.param(0o444, 0o755, "write", "ReadOnlyArchiveError", id="read-only-file"),
        pytest.param(0o666, 0o755, "write", "ReadOnlyArchiveError", id="read-only-folder"),
        pytest.param(0o444, 0o755, "read", "0", id="reading-a-read-only-file-in-a-read-only-folder"),
        pytest.param(0o444, 0o777, "read", "0", id="reading-a-read-only-file"),
        pytest.param(0o600, 0o755, "read", "NotAnArchiveError", id="not-even-readable"),
        pytest.param(None, 0o755, "write", "ReadOnlyArchiveError", id="no-file-in-a-read-only-folder"),
    ],
)
def test_permissions_are_named(
    public_folder: Path, file_mode: int | None, folder_mode: int, how: str, expected: str
) -> None:
    path = public_folder / "shared.db"
    if file_mode is not None:
        make(path).chmod(file_mode)
    public_folder.chmod(folder_mode)
    command = [sys.executable, "-c", AS_NOBODY, str(path), how]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.stdout.strip() == expected, done.stderr


def test_a_file_that_may_not_be_read_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # A mock, since root may read anything; the process above is another user and out of coverage's sight.
    def fail(*_: object) -> None:
        raise PermissionError

    path = make(tmp_path / "test.db")
    monkeypatch.setattr(Path, "open", fail)
    with pytest.raises(errors.NotAnArchiveError, match="may not be read"):
        open_archive(path)


@pytest.mark.parametrize("refused", ["test.db", "folder"])
def test_an_archive_that_may_not_be_written_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, refused: str
) -> None:
    path = make(tmp_path / "test.db")
    monkeypatch.setattr("os.access", lambda asked, _: (asked == path) is (refused == "folder"))
    with pytest.raises(errors.ReadOnlyArchiveError):
        open_archive(path)


def test_a_read_only_folder_with_a_log_is_read_with_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "test.db"
    with open_archive(path, create=True) as archive:
        put_setting(archive, "contact", "a@example.org")
        monkeypatch.setattr("os.access", lambda *_: False)
        with open_archive(path, read_only=True) as reader:
            assert get_setting(reader, "contact") == "a@example.org"


def test_an_older_schema_is_brought_up_to_date_on_reading(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from archive.schema import migrations

    path = make(tmp_path / "old.db")
    # Not a mock of ours: a migration that a later version may bring, registered for this test alone.
    future = Migrations("commentariat")
    future._migrations = [*migrations.migrations._migrations]
    monkeypatch.setattr(migrations, "migrations", future)

    @future()
    def m0002_more(database: Database) -> None:
        database.conn.execute("create table more (name text) strict")

    with open_archive(path, read_only=True) as archive:
        assert rows(archive, "select * from more") == []


def test_start_run_is_one_transaction_with_its_site(archive: Archive) -> None:
    run = start_run(archive, "example.org", "http://example.org/", at=T)
    assert rows(archive, "select run_id, start_url from runs") == [(run.run_id, "http://example.org/")]
