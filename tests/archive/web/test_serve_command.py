"""`commentariat serve` in a process of its own."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.request import urlopen

import pytest

from archive.database import Archive
from tests.archive.commanding import run

RUN = "import sys; from scraper.commands.root import main; sys.argv[0] = 'commentariat'; main()"


@contextmanager
def serving(*arguments: str, **environment: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """The command with the address it names."""
    process = subprocess.Popen(
        [sys.executable, "-c", RUN, "serve", "--port", "0", *arguments],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env={**os.environ, **environment},
    )  # fmt: skip
    with process:
        assert process.stdout is not None
        found = re.search(r"is at (\S+) \(Ctrl-C ends it\)", process.stdout.readline())
        assert found
        try:
            yield process, found[1]
        finally:
            process.send_signal(signal.SIGINT)
            process.wait(timeout=20)


def test_it_serves_until_ctrl_c_and_leaves_one_file(filled: Archive) -> None:
    filled.close()
    with serving(str(filled.path)) as (process, address), urlopen(address, timeout=20) as answer:
        assert b"Newest comments" in answer.read()
    assert process.returncode == 0
    assert sorted(path.name for path in filled.path.parent.glob("test.*")) == ["test.db"]


def test_other_hosts_come_with_a_warning(filled: Archive) -> None:
    with serving(str(filled.path), "--host", "0.0.0.0") as (process, _):
        assert process.stderr is not None
        assert "Warning: Everybody who can reach 0.0.0.0 reads this archive" in process.stderr.readline()
        assert "--password-file" in process.stderr.readline()


@pytest.mark.slow
def test_the_password_may_be_in_the_environment(filled: Archive) -> None:
    with (
        serving(str(filled.path), COMMENTARIAT_PASSWORD="apricot") as (_, address),
        pytest.raises(OSError, match="401"),
    ):
        urlopen(address, timeout=20)


def test_what_cannot_be_served_is_one_clear_line(tmp_path: Path, filled: Archive) -> None:
    done = run(tmp_path / "missing.db", "serve")
    assert done.exit_code == 1
    assert "no such file" in str(done.exception)
    with socket.create_server(("127.0.0.1", 0)) as taken:
        done = run(filled.path, "serve", "--port", str(taken.getsockname()[1]))
    assert "Choose another one with --port" in str(done.exception)


def test_an_empty_password_is_refused(tmp_path: Path) -> None:
    (tmp_path / "password").write_text("\n")
    done = run(tmp_path / "a.db", "serve", "--password-file", str(tmp_path / "password"))
    assert done.exit_code == 2
    assert "first line is empty" in done.output
