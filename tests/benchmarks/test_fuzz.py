"""Damaged and hostile pages: none ends in an exception, takes long, or takes much memory."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.hostile_pages import case_of, read_pages

PAGES = Path(__file__).parents[1] / "fixtures"
CASES = 150


def test_a_case_is_made_again_by_its_number() -> None:
    pages = [b"<p>One.</p>" * 20, b"<ul><li>Two.</li></ul>" * 20]
    assert [case_of(number, pages) for number in range(30)] == [case_of(number, pages) for number in range(30)]
    assert len({case_of(number, pages)[1] for number in range(30)}) > 20


@pytest.mark.slow
def test_no_damage_does_harm() -> None:
    assert len(read_pages(PAGES)) > 10
    # A process of its own: what a test's has used before stays with it, and counts.
    command = [sys.executable, "-m", "benchmarks.fuzz", str(PAGES), "--cases", str(CASES)]
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    assert (done.returncode, done.stdout.partition(",")[0]) == (0, f"{CASES} cases"), done.stdout + done.stderr[-2000:]
