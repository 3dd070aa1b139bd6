"""Where an export goes: a new folder, an earlier export, and nothing else; whole or not at all."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from archive import errors
from archive.database import Archive
from archive.export import destination
from archive.export.destination import new_folder
from archive.export.writing import export
from archive.keeping.backup import back_up
from archive.store import Store
from tests.archive.making import comment, page, visit


def test_an_earlier_export_is_replaced(filled: Archive, tmp_path: Path) -> None:
    out = tmp_path / "deep" / "out"
    export(filled, "csv", out)
    export(filled, "jsonl", out)
    assert {path.suffix for path in out.iterdir()} == {".jsonl", ".json", ".md", ""}
    assert [path.name for path in out.parent.iterdir()] == ["out"]


def test_an_empty_folder_is_used(filled: Archive, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    assert export(filled, "jsonl", tmp_path / "out").counts["comments"] == 3


@pytest.mark.parametrize(
    "manifest", [None, b"not json", b"{}", b'{"producer": {"name": "another"}, "files": {}}', b"[]"]
)
def test_a_folder_of_something_else_is_refused(filled: Archive, tmp_path: Path, manifest: bytes | None) -> None:
    out = tmp_path / "out"
    out.mkdir()
    (out / "thesis.txt").write_text("mine")
    if manifest is not None:
        (out / "manifest.json").write_bytes(manifest)
    with pytest.raises(errors.ExportError, match="holds something else"):
        export(filled, "jsonl", out)
    assert (out / "thesis.txt").read_text() == "mine"


def test_an_export_with_something_added_is_refused(filled: Archive, tmp_path: Path) -> None:
    export(filled, "jsonl", tmp_path / "out")
    (tmp_path / "out" / "notes.txt").write_text("mine")
    with pytest.raises(errors.ExportError, match=r"notes\.txt"):
        export(filled, "jsonl", tmp_path / "out")


def test_a_file_and_a_link_are_refused(filled: Archive, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("mine")
    (tmp_path / "link").symlink_to(tmp_path)
    for name in ("file", "link"):
        with pytest.raises(errors.ExportError, match="is not a folder"):
            export(filled, "jsonl", tmp_path / name)
    with pytest.raises(errors.ExportError, match="cannot be written"):
        export(filled, "jsonl", tmp_path / "file" / "below")


def test_an_earlier_export_is_never_out_of_its_place(
    filled: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    export(filled, "csv", tmp_path / "out")
    if not destination._exchange(tmp_path, tmp_path):
        pytest.skip("folders cannot change places on this file system")

    def killed(path: Path, target: Path) -> Path:
        raise KeyboardInterrupt

    monkeypatch.setattr(Path, "rename", killed)
    export(filled, "jsonl", tmp_path / "out")
    assert (tmp_path / "out" / "comments.jsonl").exists()


def test_where_folders_cannot_change_places_a_kill_between_two_steps_loses_nothing(
    filled: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("archive.export.destination._exchange", lambda one, other: False)
    export(filled, "csv", tmp_path / "out")
    export(filled, "jsonl", tmp_path / "out")
    assert [path.name for path in tmp_path.glob("*out*")] == ["out"]
    dead = subprocess.Popen([sys.executable, "-c", ""])
    dead.wait()
    (tmp_path / "out").rename(tmp_path / f".out.{dead.pid}.replaced")
    with pytest.raises(errors.ExportError, match="no partitions"), new_folder(tmp_path / "out"):
        raise errors.ExportError(tmp_path, "no partitions", "")
    assert (tmp_path / "out" / "comments.jsonl").exists()


def test_many_files_reach_the_disk_together(filled: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    called: list[str] = []
    monkeypatch.setattr("archive.export.destination._MANY_FILES", 3)
    monkeypatch.setattr(os, "sync", lambda: called.append("sync"))
    export(filled, "jsonl", tmp_path / "out")
    assert called == ["sync"]


def test_leftovers_of_killed_exports_go_and_running_ones_stay(filled: Archive, tmp_path: Path) -> None:
    dead = subprocess.Popen([sys.executable, "-c", ""])
    dead.wait()
    for pid in (str(dead.pid), "1", "x"):
        (tmp_path / f".out.{pid}.partial").mkdir()
    export(filled, "jsonl", tmp_path / "out")
    assert sorted(path.name for path in tmp_path.glob(".out.*")) == [".out.1.partial", ".out.x.partial"]


def test_a_name_that_cannot_be_printed_is_refused(filled: Archive, tmp_path: Path) -> None:
    for name in ("out\udcff", "o\nut"):
        with pytest.raises(errors.ExportError, match="cannot be printed"):
            export(filled, "jsonl", tmp_path / name)
    assert list(tmp_path.glob("o*")) == []


def test_a_failed_export_leaves_nothing(filled: Archive, tmp_path: Path) -> None:
    filled.connection.execute("update articles set tags = 'no json' where article_id = 3")
    with pytest.raises(ValueError, match="invalid literal"):
        export(filled, "jsonl", tmp_path / "out")
    assert list(tmp_path.glob("*out*")) == []
    assert not filled.connection.in_transaction


@pytest.mark.skipif(os.getuid() != 0, reason="only root can make a small disk")
def test_a_full_disk_leaves_nothing(filled: Archive, tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", str(disk)], check=False, capture_output=True
    )
    if mounted.returncode != 0:
        pytest.skip("mounting is not allowed here")
    try:
        with Store(filled) as store:
            store.save_visit(
                visit(page(*(comment(str(n), text="x" * 3000) for n in range(50)), url="http://example.org/big/"))
            )
        for name in ("jsonl", "convokit"):
            with pytest.raises(errors.DiskFullError, match=f"^{re.escape(str(disk / 'out'))}:"):
                export(filled, name, disk / "out")
            assert list(disk.iterdir()) == []
        with pytest.raises(errors.DiskFullError, match=f"^{re.escape(str(disk / 'copy.db'))}:"):
            back_up(filled, disk / "copy.db")
        assert list(disk.iterdir()) == []
    finally:
        subprocess.run(["umount", "-l", str(disk)], check=True)  # errors that are kept hold files open


def test_a_folder_that_cannot_be_listed_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # A mock, since root may list any folder.
    def fail(_: Path) -> None:
        raise PermissionError(13, "Permission denied")

    (tmp_path / "out").mkdir()
    monkeypatch.setattr(Path, "iterdir", fail)
    with pytest.raises(errors.ExportError, match="cannot be read"), new_folder(tmp_path / "out"):
        pass
