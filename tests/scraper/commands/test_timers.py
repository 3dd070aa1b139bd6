"""Timers as text, and installed where a stand-in for crontab or systemctl notes what it is told."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from click.testing import CliRunner

from scraper.commands.root import cli
from scraper.commands.timers import CRONTAB, SYSTEMD, Timer, cron_line, install, is_installed, remove, units
from scraper.errors import InputError


def timer(every: str = "1h", archive: str = "/data/my papers.db") -> Timer:
    return Timer(archive=Path(archive), every=every, command="/opt/bin/commentariat")


@pytest.mark.parametrize(("every", "when"), [
    ("15m", "*/15 * * * *"), ("1m", "* * * * *"), ("1h", "{m} * * * *"), ("60min", "{m} * * * *"), ("6h", "{m} */6 * * *"),
    ("1d", "{m} {h} * * *"), ("24h", "{m} {h} * * *"), ("7d", "{m} {h} * * {d}"),
])  # fmt: skip
def test_crontab_times(every: str, when: str) -> None:
    given = timer(every)
    expected = when.format(m=given.minute, h=given.minute % 6, d=given.minute % 7)
    assert cron_line(given) == (f"{expected} /opt/bin/commentariat crawl --due -a '/data/my papers.db'  # {given.name}")


@pytest.mark.parametrize("every", ["7m", "5h", "36h", "0m", "often", "", "8d", "1.5h"])
def test_times_a_crontab_cannot_say_are_refused(every: str) -> None:
    with pytest.raises(InputError) as caught:
        cron_line(timer(every))
    assert "\n" not in str(caught.value)


def test_a_percent_sign_is_no_line_end_to_cron_and_no_specifier_to_systemd() -> None:
    assert r"100\%.db" in cron_line(timer(archive="/data/100%.db"))
    assert "100%%.db" in "".join(units(timer(archive="/data/100%.db")).values())


def test_archives_have_timers_of_their_own() -> None:
    assert timer().name != timer(archive="/other/my papers.db").name


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A PATH with a crontab that keeps its table in a file, and a systemctl that notes what it is told."""
    table = tmp_path / "table"
    scripts = {
        "crontab": f'if [ "$1" = -l ]; then [ -f {table} ] || exit 1; cat {table}; else cat > {table}; fi',
        "systemctl": f'echo "$@" >> {tmp_path}/told',
    }
    folder = tmp_path / "bin"
    folder.mkdir()
    for name, script in scripts.items():
        (folder / name).write_text(f"#!/bin/sh\n{script}\n")
        (folder / name).chmod(0o755)
    monkeypatch.setenv("PATH", f"{folder}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    return tmp_path


def test_installing_in_a_crontab_leaves_its_other_lines_alone(machine: Path) -> None:
    (machine / "table").write_text("0 0 * * * other\n")
    install(timer("1h"), CRONTAB)
    install(timer("15m"), CRONTAB)
    install(timer(archive="/second.db"), CRONTAB)
    lines = (machine / "table").read_text().splitlines()
    assert lines == ["0 0 * * * other", cron_line(timer("15m")), cron_line(timer(archive="/second.db"))]
    assert is_installed(timer())
    remove(timer(), CRONTAB)
    assert (machine / "table").read_text().splitlines() == ["0 0 * * * other", cron_line(timer(archive="/second.db"))]
    assert not is_installed(timer())


def test_installing_for_systemd_writes_both_units_and_starts_the_timer(machine: Path) -> None:
    install(timer("6h"), SYSTEMD)
    service, clock = (path.read_text() for path in units(timer()))
    assert "ExecStart=/opt/bin/commentariat crawl --due -a '/data/my papers.db'" in service
    assert "OnUnitActiveSec=360min" in clock
    assert (machine / "told").read_text().splitlines() == [
        "--user daemon-reload",
        f"--user enable --now {timer().name}.timer",
    ]
    assert is_installed(timer())
    remove(timer(), SYSTEMD)
    assert not any(path.exists() for path in units(timer()))


def test_the_command_shows_first_and_installs_when_told(machine: Path) -> None:
    arguments = ["schedule", "--as", "crontab", "--every", "15m", "-a", str(machine / "a.db")]
    shown = CliRunner().invoke(cli, arguments)
    assert (shown.exit_code, (machine / "table").exists()) == (0, False)
    assert "crawl --due" in shown.stdout
    assert "Nothing was installed" in shown.stderr
    assert CliRunner().invoke(cli, [*arguments, "--install"]).exit_code == 0
    assert (machine / "table").read_text() == shown.stdout
    assert CliRunner().invoke(cli, [*arguments, "--remove"]).exit_code == 0
    assert (machine / "table").read_text() == ""
