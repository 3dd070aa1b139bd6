"""The root of the command line: every command is named, errors are one line, statuses are 0, 1, 2 and 130."""

from __future__ import annotations

import contextlib
import fcntl
import os
import re
import signal
import struct
import subprocess
import sys
import termios
from importlib.metadata import version
from pathlib import Path

import click
import pytest

from archive.database import open_archive
from scraper.commands.import_ import import_
from scraper.commands.root import COMMANDS, cli
from scraper.errors import ScraperError
from tests.crawling import ROOT, wait_until
from tests.scraper.commands.calling import Caller
from tests.servers import article_page

RUN = [sys.executable, "-c", "import sys; from scraper.commands.root import main; sys.argv[0] = 'commentariat'; main()"]


def test_version(commentariat: Caller) -> None:
    ended = commentariat("--version")
    assert (ended.status, ended.out) == (0, f"commentariat, version {version('commentariat')}\n")


@pytest.mark.parametrize("option", ["--help", "-h"])
def test_help_names_every_command(commentariat: Caller, option: str) -> None:
    ended = commentariat(option)
    assert ended.status == 0
    assert all(re.search(rf"^  {name} +[A-Z]", ended.out, re.M) for name in COMMANDS)


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_helps(commentariat: Caller, name: str) -> None:
    ended = commentariat(name, "--help")
    assert ended.status == 0
    assert f"commentariat {name}" in ended.out


def test_a_command_is_imported_when_it_is_called() -> None:
    code = "import sys; from scraper.commands.root import cli; print(sum(name in sys.modules for name in ('scrapy', 'twisted', 'sqlite_utils', 'selectolax')))"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout == "0\n"


def test_the_group_knows_its_commands_only() -> None:
    context = click.Context(cli)
    assert cli.list_commands(context) == list(COMMANDS)
    assert cli.get_command(context, "nonsense") is None
    assert cli.get_command(context, "import") is not None


@pytest.mark.parametrize(
    "arguments", [("nonsense",), ("extract", "--nonsense"), ("crawl",), ("extract",), ("--nonsense",)]
)
def test_wrong_usage_is_status_2(commentariat: Caller, arguments: tuple[str, ...]) -> None:
    ended = commentariat(*arguments)
    assert ended.status == 2
    assert "Usage: commentariat" in ended.err
    assert "Traceback" not in ended.err


def test_no_command_shows_the_help(commentariat: Caller) -> None:
    ended = commentariat()
    assert ended.status in {0, 2}
    assert "extract" in ended.out + ended.err


def test_a_named_error_is_one_line_and_status_1(commentariat: Caller, tmp_path: Path) -> None:
    ended = commentariat("extract", tmp_path / "missing.html")
    assert (ended.status, ended.out) == (1, "")
    assert ended.err.startswith("commentariat: ")
    assert ended.err.count("\n") == 1


def test_an_error_of_the_archive_is_one_line_and_status_1(commentariat: Caller, tmp_path: Path) -> None:
    (tmp_path / "a.db").write_text("This is no database." * 100)
    ended = commentariat("stats", "-a", tmp_path / "a.db")
    assert (ended.status, ended.out) == (1, "")
    assert ended.err.startswith("commentariat: ")
    assert ended.err.count("\n") == 1


@pytest.mark.parametrize("how", ["option", "variable"])
def test_debug_shows_where_an_error_comes_from(
    commentariat: Caller, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, how: str
) -> None:
    monkeypatch.setenv("COMMENTARIAT_DEBUG", "1" if how == "variable" else "")
    option = ["--debug"] if how == "option" else []
    with pytest.raises(ScraperError, match=r"missing\.html"):
        commentariat(*option, "extract", tmp_path / "missing.html")


def test_an_interrupt_is_status_130() -> None:
    reading, writing = os.pipe()
    with subprocess.Popen(
        [*RUN, "extract", "-"], cwd=ROOT, stdin=reading, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        os.write(writing, b"<p>Hello")
        wait_until(lambda: waiting_bytes(reading) == 0)  # it has read them, and waits for more
        process.send_signal(signal.SIGINT)
        assert process.wait(20) == 130
        assert process.stderr is not None
        assert b"Traceback" not in process.stderr.read()
    os.close(reading)
    os.close(writing)


def waiting_bytes(pipe: int) -> int:
    """How much nobody has read yet."""
    return int(struct.unpack("i", fcntl.ioctl(pipe, termios.FIONREAD, b"\0" * 4))[0])


def test_a_reader_that_goes_away_is_no_error(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text(f"<h1>A</h1>{'<p>A word or two of many.</p>' * 5000}")
    with subprocess.Popen(
        [*RUN, "extract", page, page, page], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.read(10)
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait(20) == 0


@pytest.mark.parametrize("command", [["thread", "1"], ["search", "pear"], ["stats", "--json"]], ids=" ".join)
@pytest.mark.parametrize("is_terminal", [True, False])
def test_a_reader_that_goes_away_at_once_is_no_error(tmp_path: Path, command: list[str], is_terminal: bool) -> None:
    archive = tmp_path / "a.db"
    article = tmp_path / "page.html"
    article.write_text(article_page(1, comments=40))
    with open_archive(archive, create=True), contextlib.suppress(SystemExit):
        import_.main([str(article), "--url", "http://example.org/post-1/", "-a", str(archive)])
    reading, writing = os.pipe()
    os.close(reading)
    done = subprocess.run(
        [*RUN, *command, "-a", archive],
        cwd=ROOT,
        stdout=writing,
        stderr=subprocess.PIPE,
        check=False,
        env={**os.environ, **({"FORCE_COLOR": "1", "TTY_COMPATIBLE": "1"} if is_terminal else {})},
    )
    os.close(writing)
    assert (done.returncode, done.stderr) == (0, b"")


def test_no_summary_of_a_command_is_cut(commentariat: Caller, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "60")
    assert "..." not in commentariat("--help").out.partition("Commands:")[2]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("commentariat ex", ["extract", "export"]),
        ("commentariat extract --man", ["--manifest"]),
        ("commentariat nons", []),
    ],
)
@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_shells_complete_commands_and_options(
    commentariat: Caller, monkeypatch: pytest.MonkeyPatch, shell: str, words: str, expected: list[str]
) -> None:
    monkeypatch.setenv("_COMMENTARIAT_COMPLETE", f"{shell}_complete")
    monkeypatch.setenv("COMP_WORDS", words)
    monkeypatch.setenv("COMP_CWORD", words.rsplit(maxsplit=1)[-1] if shell == "fish" else str(len(words.split()) - 1))
    ended = commentariat()
    assert ended.status == 0
    assert [name for name in expected if name not in ended.out] == []
    assert expected or not ended.out.strip()


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_the_script_for_a_shell_is_printed(commentariat: Caller, monkeypatch: pytest.MonkeyPatch, shell: str) -> None:
    monkeypatch.setenv("_COMMENTARIAT_COMPLETE", f"{shell}_source")
    ended = commentariat()
    assert ended.status == 0
    assert "_COMMENTARIAT_COMPLETE" in ended.out
