"""`commentariat reextract` where the captures are gone: it says so, and changes nothing."""

from __future__ import annotations

from pathlib import Path

from click.testing import CliRunner

from archive.database import open_archive
from scraper.commands.root import cli
from tests.scraper.importing.conftest import Record, Workplace, page, warc

PAGE = page("The sluice", "I saw the heron.", "It was my bench.").encode()


def lose_captures(archive: Path) -> None:
    with open_archive(archive) as opened:
        folder = opened.captures_folder
    for file in folder.iterdir():
        file.unlink()


def test_missing_captures_end_with_1_and_leave_the_records(place: Workplace) -> None:
    place.run(place.write("a.warc.gz", warc(Record("https://meadow.example/sluice", PAGE))))
    before = place.counts()
    lose_captures(place.archive)
    done = CliRunner().invoke(cli, ["reextract", "-a", str(place.archive)], standalone_mode=False)
    assert done.return_value == 1
    assert "1 of 1 captures are missing or broken" in done.stderr
    assert place.counts() == before
