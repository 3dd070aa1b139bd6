"""The archive is whole after a process is killed at any system call of a commit that writes, syncs, cuts or removes."""

from __future__ import annotations

import gzip
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from archive.check import check_archive
from archive.database import open_archive
from tests.archive.making import comment, page, rows, visit

CALLS = "pwrite64,write,fdatasync,fsync,ftruncate,unlink"
ROOT = Path(__file__).parents[2]
# One page of a thread with edits, new comments and one that is gone, the search index and the counts by month; then the
# log is merged into the file. An archive of the first version is brought up to date before that.
COMMIT = """
import os, sys
from archive.database import open_archive
from archive.store import Store
from tests.archive.making import comment, later, page, visit
archive = open_archive(sys.argv[1])
os.write(1, b"open")
with archive, Store(archive, index_batch=5) as store:
    comments = [comment(str(n), text=f"{n} rewritten") for n in range(1, 12)]
    store.save_visit(visit(page(*comments, comment_count_stated=11, at=later(9))))
"""

pytestmark = [
    pytest.mark.slow,
    pytest.mark.timeout(800),
    pytest.mark.skipif(shutil.which("strace") is None, reason="strace cuts the process at a system call"),
]


def commit(path: Path, call: int) -> int:
    """Run the commit and kill it at the start of that call, counted from 1; the status it ended with."""
    command = ["strace", "-f", "-qq", "-o", os.devnull, "-e", f"trace={CALLS}", "-e", f"inject={CALLS}:signal=KILL:when={call}"]  # fmt: skip
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(
        [*command, sys.executable, "-c", COMMIT, str(path)],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    if "ptrace" in done.stderr and "not permitted" in done.stderr:
        pytest.skip("this system does not let strace trace")
    return done.returncode


def assert_whole(path: Path) -> tuple[int, int]:
    """Nothing is wrong, and either all of the commit is there or nothing; comments and revisions there are."""
    with open_archive(path) as archive:
        found = [
            fault.found for result in check_archive(archive) for fault in result.faults if result.check != "captures"
        ]
        assert found == []
        (counts,) = rows(archive, "select (select count(*) from comments), (select count(*) from comment_revisions)")
    return int(counts[0]), int(counts[1])


def cut_at_each_call(made: Path, folder: Path, *, step: int = 1) -> set[tuple[int, int]]:
    """Cut a commit at its first call, its second, … until it ends by itself; what was found afterwards."""
    outcomes: set[tuple[int, int]] = set()
    for call in range(1, 2_000, step):
        path = folder / "cut.db"
        for suffix in ("", "-wal", "-shm"):
            path.with_name(f"cut.db{suffix}").unlink(missing_ok=True)
        shutil.copy(made, path)
        status = commit(path, call)
        outcomes.add(assert_whole(path))
        if status == 0:
            assert call > 5, "nothing was cut"
            return outcomes
    raise AssertionError("it never ended")


def test_a_commit_cut_at_any_system_call_is_there_or_not(tmp_path: Path) -> None:
    made = tmp_path / "made.db"
    with open_archive(made, create=True) as archive:
        from archive.store import Store

        with Store(archive) as store:
            store.save_visit(visit(page(*(comment(str(n)) for n in range(10)))))
    assert cut_at_each_call(made, tmp_path) == {(10, 0), (12, 10)}


def test_an_upgrade_cut_at_any_system_call_is_gone_on_with(tmp_path: Path) -> None:
    made = tmp_path / "made.db"
    made.write_bytes(gzip.decompress((ROOT / "tests/fixtures/archives/0001.db.gz").read_bytes()))
    outcomes = cut_at_each_call(made, tmp_path, step=11)  # an upgrade writes several hundred times
    assert len(outcomes) == 2, outcomes
