"""The command line, called in this process."""

from __future__ import annotations

import io
import sys

import attrs
import pytest

from scraper.commands.root import main


@attrs.frozen
class Ended:
    """How a command ended."""

    status: int
    out: str
    err: str


class Caller:
    """Calls the command line; whatever it prints is kept."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
        self._monkeypatch, self._capsys = monkeypatch, capsys

    def __call__(self, *arguments: object, stdin: bytes = b"") -> Ended:
        """How `commentariat ARGUMENTS` ends."""
        self._monkeypatch.setattr(sys, "argv", ["commentariat", *map(str, arguments)])
        self._monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin)))
        with pytest.raises(SystemExit) as ended:
            main()
        out, err = self._capsys.readouterr()
        code = ended.value.code
        return Ended(code if isinstance(code, int) else 0, out, err)
