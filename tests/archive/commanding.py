"""Commands of the archive, run on one file."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from click.testing import CliRunner, Result

from scraper.commands.root import cli


def run(path: Path, *arguments: str) -> Result:
    return CliRunner().invoke(cli, [*arguments, "-a", str(path)])


def output(path: Path, *arguments: str) -> str:
    done = run(path, *arguments)
    assert done.exit_code == 0, done.output
    assert "\t" not in done.stdout
    return done.stdout


def document(path: Path, *arguments: str) -> Any:
    return json.loads(output(path, *arguments, "--json"))
