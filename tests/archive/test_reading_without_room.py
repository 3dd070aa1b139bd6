"""What only reads works where nothing can be written: on a full disk, in a read-only folder, on a read-only disk."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from archive.database import Archive
from tests.archive.commanding import run

COMMANDS = (
    ("search", "words"),
    ("thread", "1"),
    ("stats",),
    ("sites",),
)


def mount(folder: Path, *options: str) -> None:
    done = subprocess.run(["mount", *options, str(folder)], check=False, capture_output=True)
    if done.returncode != 0:
        pytest.skip("mounting is not allowed here")


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A small disk of its own."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mount(folder, "-t", "tmpfs", "-o", "size=4m", "tmpfs")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


@pytest.fixture
def moved(filled: Archive, disk: Path) -> Path:
    """A whole archive on that disk, which nobody has open."""
    filled.connection.execute("pragma wal_checkpoint(truncate)")
    return Path(shutil.copy(filled.path, disk / "a.db"))


def fill(disk: Path) -> None:
    with (disk / "fill").open("wb", buffering=0) as file:
        try:
            while True:
                file.write(bytes(4096))
        except OSError:
            return


@pytest.mark.skipif(os.getuid() != 0, reason="only root can make a small disk")
@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
@pytest.mark.parametrize("state", ["full", "read-only"])
def test_a_reading_command_needs_no_room(moved: Path, command: tuple[str, ...], state: str) -> None:
    expected = run(moved, *command)
    assert expected.exit_code == 0, expected.output
    if state == "full":
        fill(moved.parent)
    else:
        mount(moved.parent, "-o", "remount,ro")
    done = run(moved, *command)
    assert (done.exit_code, done.stdout) == (0, expected.stdout), done.output


@pytest.mark.skipif(os.getuid() != 0, reason="only root can make a small disk")
@pytest.mark.parametrize("names", ["real", "none", "pseudonym"])
def test_an_export_from_a_full_disk_needs_room_for_its_key_alone(moved: Path, tmp_path: Path, names: str) -> None:
    fill(moved.parent)
    done = run(moved, "export", "jsonl", str(tmp_path / "out"), "--names", names)
    assert (done.exit_code, (tmp_path / "out" / "articles.jsonl").exists()) == (
        (1, False) if names == "pseudonym" else (0, True)
    )
    if names == "pseudonym":
        assert "the key of pseudonyms cannot be written (No space left on device)" in str(done.exception)
        assert not moved.with_suffix(".key").exists()
