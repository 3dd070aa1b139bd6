"""Timers: a systemd user timer or a crontab line, as text and installed."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
from hashlib import sha256
from pathlib import Path

import attrs

from scraper.errors import InputError

SYSTEMD, CRONTAB = "systemd", "crontab"
_MINUTES = {"m": 1, "h": 60, "d": 1440}
_EVERY = re.compile(r"(\d{1,4})\s*(m|min|h|d)")
_DAY = 1440


@attrs.frozen(kw_only=True)
class Timer:
    """What is started how often."""

    archive: Path
    """Absolute."""
    every: str
    """`15m`, `1h`, `1d`."""
    command: str
    """How the program is started, quoted for a shell."""

    @property
    def minutes(self) -> int:
        """The time between two runs.

        Raises:
            InputError: it is no such time.
        """
        found = _EVERY.fullmatch(self.every.strip().lower())
        minutes = int(found[1]) * _MINUTES[found[2][0]] if found else 0
        if not 1 <= minutes <= 7 * _DAY:
            raise InputError(repr(self.every), "no time between a minute and a week", "Write it as 15m, 1h, 6h or 1d.")
        return minutes

    @property
    def name(self) -> str:
        """Of the timer: one for each archive."""
        return f"commentariat-{re.sub(r'[^A-Za-z0-9]+', '-', self.archive.stem).strip('-') or 'archive'}-{self._digest[:6]}"

    @property
    def minute(self) -> int:
        """Not at the full hour, when everybody else's timers go off."""
        return int(self._digest, 16) % 60

    @property
    def run(self) -> str:
        """The command line."""
        return f"{self.command} crawl --due -a {shlex.quote(str(self.archive))}"

    @property
    def _digest(self) -> str:
        return sha256(str(self.archive).encode()).hexdigest()


def usable_kind() -> str:
    """What this machine has: systemd where it runs, else a crontab."""
    return SYSTEMD if Path("/run/systemd/system").is_dir() and shutil.which("systemctl") else CRONTAB


def text_of(timer: Timer, kind: str) -> str:
    """What is installed, as text to read or to copy."""
    if kind == CRONTAB:
        return cron_line(timer)
    return "\n".join(f"# {path}\n{text}" for path, text in units(timer).items())


def cron_line(timer: Timer) -> str:
    """A line of a crontab.

    Raises:
        InputError: cron knows no such time.
    """
    minutes, minute = timer.minutes, timer.minute
    if minutes < 60 and 60 % minutes == 0:
        when = f"*/{minutes} * * * *" if minutes > 1 else "* * * * *"
    elif minutes % 60 == 0 and 24 % (minutes // 60) == 0 and minutes < _DAY:
        when = f"{minute} * * * *" if minutes == 60 else f"{minute} */{minutes // 60} * * *"
    elif minutes == _DAY:
        when = f"{minute} {timer.minute % 6} * * *"
    elif minutes == 7 * _DAY:
        when = f"{minute} {timer.minute % 6} * * {timer.minute % 7}"
    else:
        raise InputError(
            repr(timer.every),
            "no time that a crontab can say",
            "Take one that divides an hour or a day: 15m, 1h, 6h, 1d.",
        )
    return f"{when} {timer.run.replace('%', chr(92) + '%')}  # {timer.name}"


def units(timer: Timer) -> dict[Path, str]:
    """The systemd units by the file each belongs into."""
    folder = Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config") / "systemd" / "user"
    run = timer.run.replace("%", "%%")
    return {
        folder / f"{timer.name}.service": (
            f"[Unit]\nDescription=Commentariat: what is due in {timer.archive.name}\n\n"
            f"[Service]\nType=oneshot\nExecStart={run}\nKillSignal=SIGINT\nTimeoutStopSec=120\n"
        ),
        folder / f"{timer.name}.timer": (
            f"[Unit]\nDescription=Commentariat: each {timer.every}\n\n"
            f"[Timer]\nOnActiveSec=1min\nOnUnitActiveSec={timer.minutes}min\nRandomizedDelaySec={min(timer.minutes * 6, 300)}s\n"
            "Persistent=true\n\n[Install]\nWantedBy=timers.target\n"
        ),
    }


def install(timer: Timer, kind: str) -> None:
    """Install the timer, in place of an earlier one for the same archive.

    Raises:
        InputError: the machine's timers cannot be used.
    """
    if kind == CRONTAB:
        _write_crontab([*_other_lines(timer), cron_line(timer)])
        return
    for path, text in units(timer).items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    _call("systemctl", "--user", "daemon-reload")
    _call("systemctl", "--user", "enable", "--now", f"{timer.name}.timer")


def remove(timer: Timer, kind: str) -> None:
    """Take the timer away; nothing happens where there is none.

    Raises:
        InputError: the machine's timers cannot be used.
    """
    if kind == CRONTAB:
        _write_crontab(_other_lines(timer))
        return
    paths = [path for path in units(timer) if path.exists()]
    if paths:
        _call("systemctl", "--user", "disable", "--now", f"{timer.name}.timer")
    for path in paths:
        path.unlink()


def is_installed(timer: Timer) -> bool:
    """Whether there is a timer of either kind for the archive."""
    if any(path.exists() for path in units(timer)):
        return True
    return shutil.which("crontab") is not None and any(line.endswith(f"# {timer.name}") for line in _crontab())


def _other_lines(timer: Timer) -> list[str]:
    return [line for line in _crontab() if not line.endswith(f"# {timer.name}")]


def _crontab() -> list[str]:
    if shutil.which("crontab") is None:
        raise InputError("crontab", "not installed here", "Install cron, or run `commentariat crawl --due --watch`.")
    done = subprocess.run(["crontab", "-l"], capture_output=True, text=True, check=False)  # noqa: S607 (the user's own)
    return done.stdout.splitlines() if done.returncode == 0 else []  # 1: there is none yet


def _write_crontab(lines: list[str]) -> None:
    _call("crontab", "-", text="".join(f"{line}\n" for line in lines))


def _call(*command: str, text: str | None = None) -> None:
    try:
        done = subprocess.run(command, input=text, capture_output=True, text=True, check=False)  # noqa: S603 (our own words)
    except OSError as error:
        raise InputError(command[0], f"cannot be run ({error.strerror})", "Take the other kind with --as.") from None
    if done.returncode:
        said = done.stderr.strip().splitlines()
        raise InputError(" ".join(command), said[-1] if said else "failed", "Take the other kind with --as.")
