from __future__ import annotations

import os
import subprocess
import sys
import time
from datetime import timedelta
from pathlib import Path

import attrs
import pytest

from archive.database import Archive, open_archive
from archive.errors import SiteLockedError
from archive.locks import SILENCE, SiteLock, is_locked, process_start, this_process
from archive.site_rows import find_site
from tests.archive.making import T, rows

HOLD = """
import sys, time
from archive.database import open_archive
from archive.locks import SiteLock
archive = open_archive(sys.argv[1], create=True)
SiteLock(archive, "example.org").acquire()
print("locked", flush=True)
time.sleep(60)
"""


def hold_elsewhere(path: Path) -> subprocess.Popen[str]:
    """Another process that has taken the lock."""
    holder = subprocess.Popen([sys.executable, "-c", HOLD, str(path)], stdout=subprocess.PIPE, text=True)
    assert holder.stdout is not None
    assert holder.stdout.readline() == "locked\n"
    return holder


def test_a_lock_is_taken_and_given_back(archive: Archive) -> None:
    with SiteLock(archive, "example.org") as lock:
        site_id = find_site(archive.connection, "example.org")
        assert site_id is not None
        assert is_locked(archive.connection, site_id)
        lock.refresh(T)
    assert not is_locked(archive.connection, site_id)
    assert find_site(archive.connection, "example.net") is None


def test_a_live_owner_keeps_the_lock_and_a_killed_one_does_not(tmp_path: Path) -> None:
    path = tmp_path / "test.db"
    holder = hold_elsewhere(path)
    with open_archive(path) as archive:
        with pytest.raises(SiteLockedError, match=f"kill {holder.pid}") as raised, SiteLock(archive, "example.org"):
            pass
        assert (raised.value.pid, raised.value.site) == (holder.pid, "example.org")
        with SiteLock(archive, "example.net"):
            pass
        holder.kill()
        started = time.perf_counter()
        while process_start(holder.pid) is not None:  # the kernel may take a moment; a zombie counts as dead
            assert time.perf_counter() - started < 5
        with SiteLock(archive, "example.org"):
            assert rows(archive, "select pid from site_locks") == [(os.getpid(),)]
    holder.wait()


def test_a_process_id_used_again_is_another_process(archive: Archive) -> None:
    dead = attrs.evolve(this_process(), process_started="1")
    SiteLock(archive, "example.org", owner=dead).acquire()
    SiteLock(archive, "example.org").acquire()
    SiteLock(archive, "example.org", owner=dead)
    with pytest.raises(SiteLockedError):
        SiteLock(archive, "example.org").acquire()


def test_a_silent_owner_on_another_machine_loses_the_lock(archive: Archive) -> None:
    far = attrs.evolve(this_process(), host_name="elsewhere")
    SiteLock(archive, "example.org", owner=far).acquire(T)
    with pytest.raises(SiteLockedError, match="elsewhere"):
        SiteLock(archive, "example.org").acquire(T + SILENCE - timedelta(seconds=1))
    SiteLock(archive, "example.org").acquire(T + SILENCE)


def test_giving_back_a_lock_that_was_taken_over_does_nothing(archive: Archive) -> None:
    old = SiteLock(archive, "example.org", owner=attrs.evolve(this_process(), process_started="1"))
    old.acquire()
    with SiteLock(archive, "example.org"):
        old.release()
        assert rows(archive, "select count(*) from site_locks") == [(1,)]
