"""Importing text captures."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.scraper.importing.conftest import TEXT, TEXT_URL, Workplace, gzipped

ROOT = Path(__file__).parents[3]
SEED = Path(os.environ.get("COMMENTARIAT_SEED") or ROOT.parent / "shared" / "seed")
REAL = SEED / "000_fc2fbbe3019bf053.txt"


def test_a_capture_is_stored_with_everything_it_says(place: Workplace) -> None:
    done = place.run(TEXT, "--as", "text", "--url", TEXT_URL, "--fetched-at", "2011-03-01")
    assert (done.code, done.err) == (0, "")
    assert "1 new article, 5 new comments" in done.out
    assert place.rows("select url, title, published_at from articles") == [
        (TEXT_URL, "The crane that would not turn", "2011-02-03T00:00:00Z")
    ]
    assert place.rows("select author from comments where parent_id is null and kind = 'comment' order by 1") == [
        ("Ropewalker",),
        ("mrs. winch",),
    ]
    assert place.rows("select distinct last_seen_at from comments") == [("2011-03-01T00:00:00Z",)]


def test_the_format_is_found_out(place: Workplace) -> None:
    assert place.run(TEXT, "--url", TEXT_URL).code == 0
    assert place.rows("select count(*) from comments") == [(5,)]


def test_the_time_is_the_file_s_own_unless_told(place: Workplace) -> None:
    copy = place.write("c.txt", TEXT.read_bytes())
    os.utime(copy, (1_300_000_000.7, 1_300_000_000.7))
    place.run(copy, "--url", TEXT_URL)
    at = datetime.fromtimestamp(1_300_000_000, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    assert place.rows("select last_seen_at from articles") == [(at,)]


def test_importing_again_changes_nothing(place: Workplace) -> None:
    place.run(TEXT, "--url", TEXT_URL)
    before = place.counts()
    done = place.run(TEXT, "--url", TEXT_URL)
    assert done.code == 0
    assert "nothing changed" in done.out
    assert place.counts() == before


def test_a_text_tells_no_address(place: Workplace) -> None:
    done = place.run(TEXT)
    assert done.code == 1
    assert "tells no address. Give its address with --url." in done.err
    assert not place.archive.exists()


@pytest.mark.parametrize(
    ("charset", "words"),
    [
        pytest.param("shift_jis", "堰は六時に開けられ、九時には牧草地が水の下になっていた。誰もが言った通りである。誰もベンチを動かさなかった。", id="shift-jis"),
        pytest.param("cp1251", "Шлюз открыли в шесть часов, а к девяти луг уже стоял под водой, как все и говорили заранее.", id="windows-1251"),
        pytest.param("utf-8-sig", "Um neun Uhr stand die Wiese unter Wasser, wie es alle gesagt hatten: öde und still.", id="utf-8-with-mark"),
        pytest.param("utf-16", "À six heures on ouvrit la vanne, et à neuf heures le pré était sous l'eau.", id="utf-16"),
        pytest.param("cp1252", "À six heures on ouvrit la vanne, et à neuf heures le pré était sous l’eau.", id="windows-1252"),
        pytest.param("koi8_r", "Шлюз открыли в шесть часов, а к девяти луг уже стоял под водой, как все и говорили.", id="koi8-r"),
        pytest.param("euc_jp", "堰は六時に開けられ、九時には牧草地が水の下になっていた。", id="euc-jp"),
        pytest.param("cp949", "여섯 시에 수문이 열렸고 아홉 시에는 풀밭이 물에 잠겼다.", id="korean"),
    ],
)  # fmt: skip
def test_a_capture_in_another_charset_keeps_its_letters(place: Workplace, charset: str, words: str) -> None:
    text = f"By Ann Ash on May 3, 2013\n\n{words}\n\n{words}\n\n1 Comment\n\n  * avatar\n\n    {words}\n"
    done = place.run(place.write("c.txt", text.encode(charset)), "--as", "text", "--url", TEXT_URL)
    assert (done.code, done.err) == (0, "")
    assert place.rows("select text from comments") == [(words,)]


def test_a_packed_capture_is_unpacked(place: Workplace) -> None:
    assert place.run(place.write("c.txt.gz", gzipped(TEXT.read_bytes())), "--url", TEXT_URL).code == 0
    assert place.rows("select count(*) from comments") == [(5,)]


@pytest.mark.skipif(not REAL.exists(), reason="the capture of a real page is not on this machine")
def test_a_real_page_is_complete_by_the_real_command(tmp_path: Path) -> None:
    command = [str(Path(sys.executable).with_name("commentariat"))]
    given = ["import", str(REAL), "--as", "text", "--url", "http://example.org/infiniti", "-a", "s.db"]
    first = subprocess.run([*command, *given], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (first.returncode, first.stderr) == (0, "")
    assert "4 of 4 comments" in first.stdout
    again = subprocess.run([*command, *given], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert "nothing changed" in again.stdout
    assert sorted(path.name for path in tmp_path.iterdir()) == ["s.db"]
