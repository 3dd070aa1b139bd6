"""A real WordPress of the tests' own: started once, filled, and removed behind them."""

from __future__ import annotations

import json
import os
import platform
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import attrs
import pytest

TESTBEDS = Path(os.environ.get("COMMENTARIAT_TESTBEDS") or Path(__file__).parents[2] / "../shared/testbeds").resolve()
SECONDS_TO_INSTALL = 900


def why_not() -> str | None:
    """Why there can be no WordPress here, or None."""
    if not (TESTBEDS / "wordpress" / "up").exists():
        return f"no WordPress test bed in {TESTBEDS}"
    if platform.freedesktop_os_release().get("ID") != "debian" or shutil.which("apt-get") is None:
        return "the WordPress test bed needs Debian"
    if os.geteuid() != 0:
        return "the WordPress test bed needs root"
    return None


@attrs.frozen
class Bed:
    """A running WordPress and the truth about it."""

    folder: Path

    def call(self, script: str, *arguments: str, timeout: float = 300) -> None:
        """Run one of the bed's scripts on this bed."""
        subprocess.run(
            [TESTBEDS / "wordpress" / script, "--dir", self.folder, *arguments],
            check=True, timeout=timeout, stdin=subprocess.DEVNULL, capture_output=True,
        )  # fmt: skip

    @property
    def truth_file(self) -> Path:
        """What the site holds; written anew with each change of its options."""
        return self.folder / "truth.json"

    @property
    def url(self) -> str:
        """Its front page."""
        return str(json.loads(self.truth_file.read_text("utf-8"))["site"]["url"])

    def differences(self, export: Path, *options: str) -> dict[str, dict[str, Any]]:
        """How an export differs from the truth: rows by name, of what pages tell."""
        done = subprocess.run(
            [TESTBEDS / "compare", self.truth_file, export, "--json", "--show", "100000", *options,
             "--without", "only the API", "--without", "modified", "--without", "published"],
            check=False, timeout=300, capture_output=True,
        )  # fmt: skip
        assert done.returncode in {0, 1}, done.stderr.decode()
        return {row["name"]: row for row in json.loads(done.stdout)["rows"]}


@contextmanager
def running_bed() -> Iterator[Bed]:
    """A WordPress on a free port, without content; removed at the end."""
    # Not pytest's own temporary folder: the database's user must be able to reach it.
    bed = Bed(Path(tempfile.mkdtemp(prefix="commentariat-wordpress-")))
    bed.folder.chmod(0o755)
    try:
        bed.call("up", timeout=SECONDS_TO_INSTALL)
        yield bed
    finally:
        subprocess.run(
            [TESTBEDS / "wordpress" / "down", "--dir", bed.folder, "--purge"],
            check=False,
            capture_output=True,
            timeout=120,
        )
        shutil.rmtree(bed.folder, ignore_errors=True)


@pytest.fixture(scope="session")
def bed() -> Iterator[Bed]:
    """A seeded WordPress."""
    with running_bed() as bed:
        bed.call("seed")
        yield bed
