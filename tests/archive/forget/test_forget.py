"""`forget`: nothing is left in any byte of any file, everything else is as it was, and it does not come back."""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from archive.captures import read_capture
from archive.check import check_archive
from archive.database import open_archive
from archive.errors import ForgottenError, SiteLockedError, TombstoneKeyError
from archive.forget.erasing import MARK, Eraser
from archive.forget.spellings import name_pattern
from archive.locks import SiteLock
from archive.queries import iterate_captures
from tests.archive.commanding import document, run
from tests.archive.forget.pages import ARTICLE, AUTHOR_PAGE, HOME, NAME, OTHER, made, places_of, write_warc

SPELLINGS = ("Wilhelmina", "Öst", "wilhelmina-ost", "&Ouml;st", "\\u00d6st")
WORDS = ("never left on time", "painted it", "Agreed twice", "wilhelmina.example/garden", "faces/wilhelmina")


@pytest.fixture
def island(tmp_path: Path) -> Path:
    return made(tmp_path)


def forget(path: Path, *arguments: str) -> dict[str, object]:
    return dict(document(path, "forget", *arguments, "--yes"))


def rows(path: Path, sql: str) -> list[tuple[object, ...]]:
    with sqlite3.connect(path) as connection:
        return connection.execute(sql).fetchall()


def is_whole(path: Path) -> bool:
    with open_archive(path) as archive:
        results = check_archive(archive)
    assert not [fault for result in results for fault in result.faults]
    if not (captures := [str(file) for file in path.with_suffix(".captures").glob("*.gz")]):
        return True
    command = [sys.executable, "-m", "warcio.cli", "check", *captures]
    return subprocess.run(command, check=False, capture_output=True).returncode == 0


def test_a_person_is_in_no_byte_of_any_file(island: Path) -> None:
    assert {word for _, word in places_of(island, *SPELLINGS, *WORDS)} >= {*SPELLINGS, *WORDS}
    done = forget(island, "--person", NAME)
    assert places_of(island, *SPELLINGS, *WORDS) == []
    assert done["searched"] == {**done["searched"], "found": []}  # type: ignore[dict-item]  # JSON
    assert done["erased"]["comments"] == 2  # type: ignore[index]  # JSON
    assert done["captures"] == {"files": 1, "records_rewritten": 2, "records_removed": 1}
    assert is_whole(island)


def test_what_others_wrote_stays_where_it_was(island: Path) -> None:
    forget(island, "--person", NAME)
    found = rows(
        island,
        "select key, parent_key, depth, author, state, text from comments order by key",
    )
    assert found == [
        ("1", None, 0, "Bo", "visible", "Late again, and no wonder at all, I should say."),
        ("2", None, 0, None, "removed", ""),
        ("3", "2", 1, "Tomas", "visible", f"@{MARK} is right: {MARK} always is."),
        ("4", "2", 1, None, "removed", ""),
        ("5", None, 0, "Bo", "visible", f"I asked {MARK} about it, and she laughed."),
        ("6", None, 0, "Tomas", "visible", "Did she?"),
    ]
    assert rows(island, "select author from recent_comments") == [("Tomas",)]


def test_a_person_does_not_come_back(island: Path, tmp_path: Path) -> None:
    forget(island, "--person", NAME)
    before = rows(island, "select comment_id, key, author, text, html, state from comments")
    assert document(island, "reextract")["comments"] == {"new": 0, "changed": 0}
    given = write_warc(tmp_path / "again")
    assert run(island, "import", str(given)).exit_code == 0
    assert places_of(island, *SPELLINGS, *WORDS) == []
    assert rows(island, "select comment_id, key, author, text, html, state from comments") == before
    assert is_whole(island)


def test_a_new_comment_of_theirs_is_a_place_alone(island: Path, tmp_path: Path) -> None:
    forget(island, "--person", NAME)
    page = tmp_path / "new.html"
    from tests.archive.forget.pages import comment
    from tests.archive.forget.pages import document as html

    comments = comment(7, "Wilhelmina  ÖST", "I am back, and have more to say than ever.") + comment(8, "Bo", "Oh.")
    page.write_bytes(html(f"{HOME}/2026/04/new/", "New", "All is new, said Wilhelmina Öst, in a text.", comments, 2))
    assert run(island, "import", str(page), "--url", f"{HOME}/2026/04/new/").exit_code == 0
    assert rows(island, "select key, author, text from comments where key in ('7', '8') order by key") == [
        ("7", None, ""), ("8", "Bo", "Oh.")
    ]  # fmt: skip
    assert places_of(island, *SPELLINGS, "more to say than ever") == []


def test_captures_that_stay_are_read_as_before(island: Path) -> None:
    forget(island, "--person", NAME)
    with open_archive(island) as archive:
        bodies = {c.url: read_capture(archive.captures_folder, c).body for c in iterate_captures(archive)}
    assert set(bodies) == {ARTICLE, OTHER}
    assert b"Late again, and no wonder at all" in bodies[ARTICLE]
    assert b'id="comment-2"' in bodies[ARTICLE]
    assert json.loads(bodies[ARTICLE].split(b'json">')[1].split(b"</script>")[0]) == {"by": MARK, "x": 1}


def test_an_article_goes_with_everything_it_said(island: Path, tmp_path: Path) -> None:
    done = forget(island, "--article", ARTICLE)
    assert done["erased"]["articles"] == 1  # type: ignore[index]  # JSON
    assert places_of(island, "2026/02/the-ferry", "late on Tuesday", "no wonder at all") == []
    assert rows(island, "select url, comment_count from articles") == [(OTHER, 2)]
    assert is_whole(island)
    run(island, "import", str(write_warc(tmp_path / "again")))
    run(island, "reextract")
    assert places_of(island, "late on Tuesday", "no wonder at all") == []
    assert rows(island, "select url, comment_count from articles") == [(OTHER, 2)]
    assert rows(island, "select url from frontier union select url from captures") == [(OTHER,), (AUTHOR_PAGE,)]
    assert is_whole(island)


def test_a_site_goes_whole_and_is_not_crawled_again(island: Path, tmp_path: Path) -> None:
    forget(island, "--site", "127.0.0.1:8999")
    assert places_of(island, "127.0.0.1:8999", "ferry") == []
    assert rows(island, "select count(*) from sites") == [(0,)]
    assert is_whole(island)
    run(island, "import", str(write_warc(tmp_path / "again")))
    assert places_of(island, "127.0.0.1:8999", "ferry") == []
    with open_archive(island) as archive, pytest.raises(ForgottenError, match="--lift"):
        SiteLock(archive, "127.0.0.1:8999").acquire()


def test_what_was_forgotten_may_be_allowed_again(island: Path, tmp_path: Path) -> None:
    forget(island, "--person", NAME)
    assert document(island, "forget", "--person", NAME, "--lift") == {"what": NAME, "lifted": True}
    run(island, "import", str(write_warc(tmp_path / "again")))
    assert rows(island, "select author from comments where key = '2'") == [(NAME,)]


def test_nothing_is_erased_without_yes(island: Path) -> None:
    done = run(island, "forget", "--person", NAME)
    assert done.exit_code == 1
    assert "--yes" in done.stdout
    assert "comments" in done.stdout
    assert places_of(island, "Wilhelmina")
    assert rows(island, "select count(*) from tombstones") == [(0,)]


def test_forgetting_twice_changes_nothing_more(island: Path) -> None:
    forget(island, "--person", NAME)
    again = forget(island, "--person", NAME)
    assert set(again["erased"].values()) == {0}  # type: ignore[attr-defined]  # JSON
    assert again["captures"] == {"files": 0, "records_rewritten": 0, "records_removed": 0}


def test_a_running_crawl_is_not_disturbed(island: Path) -> None:
    script = f"""
import sys, time
from archive.database import open_archive
from archive.locks import SiteLock
lock = SiteLock(open_archive({str(island)!r}), "127.0.0.1:8999")
lock.acquire(); print("locked", flush=True); time.sleep(60)
"""
    with subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE) as crawl:
        assert crawl.stdout is not None
        crawl.stdout.readline()
        done = run(island, "forget", "--person", NAME, "--yes")
        crawl.kill()
    assert isinstance(done.exception, SiteLockedError)
    assert places_of(island, "Wilhelmina")


def test_without_its_key_nothing_is_archived(island: Path, tmp_path: Path) -> None:
    forget(island, "--person", NAME)
    island.with_name("island.tombstones.key").rename(tmp_path / "away")
    done = run(island, "import", str(write_warc(tmp_path / "again")))
    assert isinstance(done.exception, TombstoneKeyError)


def test_the_tombstone_tells_nothing(island: Path) -> None:
    forget(island, "--person", NAME)
    forgotten = rows(island, "select kind, length(hash), words from tombstones order by kind")
    assert forgotten == [("mention", 32, 2), ("mention", 32, 2), ("person", 32, 0)]


def test_exports_that_held_it_are_named(island: Path, tmp_path: Path) -> None:
    assert run(island, "export", "jsonl", str(tmp_path / "out"), "--names", "real").exit_code == 0
    done = forget(island, "--person", NAME)
    found = [(e["destination"], e["names"], e["is_there"]) for e in done["exports"]]  # type: ignore[attr-defined]  # JSON
    assert found == [(str(tmp_path / "out"), "real", True)]


@pytest.mark.parametrize("arguments", [(), ("--person", "A", "--site", "b"), ("--article", "http://x/", "--also", "A")])
def test_exactly_one_thing_is_forgotten_at_a_time(island: Path, arguments: tuple[str, ...]) -> None:
    assert run(island, "forget", *arguments).exit_code == 2


SPELLED = [
    ("Ines Vidal", "ines vidal · @InesVidal · /ines-vidal/ · Ines%20Vidal · Ines&nbsp;Vidal · \\u0049nes\\nVidal"),
    ("Mrs Okafor, No. 12", "mrs okafor no 12 · Mrs Okafor,&#32;No. 12 · mrs-okafor-no-12"),
    ("O'Brien", "O’Brien · O&#39;Brien · O%27Brien · O&amp;#x27;Brien · obrien"),
    ("Zoë", "Zoë · Zoe\u0308 · Zo&euml; · Zo%C3%AB · /zoe/"),
    ("Rose", "Rose · ROSE · @rose · /author/rose/"),
    ("田中さん", "田中さん · 昨日田中さんが"),
]
OTHERS = [
    ("Ines Vidal", "Ines · Vidal · Ines Vidalo · Martines Vidal"),
    ("Rose", "a rose · Roses · prose"),
    ("Jo", "Jo · Joan"),
    ("Zoë", "Zoëlla"),
]


@pytest.mark.parametrize(("name", "spelled"), SPELLED)
def test_a_name_is_found_however_it_is_spelled(name: str, spelled: str) -> None:
    pattern = name_pattern([name])
    assert pattern is not None
    for way in spelled.split(" · "):
        assert MARK in Eraser([name]).in_text(f"said {way} and"), way
        assert Eraser([name]).is_named_in(f"{way} and" + " then" * 1000), way


@pytest.mark.parametrize(("name", "spelled"), OTHERS)
def test_other_names_are_left_alone(name: str, spelled: str) -> None:
    for way in spelled.split(" · "):
        assert Eraser([name]).in_text(f"said {way} and") == f"said {way} and"


@settings(max_examples=60)
@given(st.text(max_size=60), st.sampled_from([name for name, _ in SPELLED]), st.text(max_size=60))
@example("<b>", "Ines Vidal", "</b>")
def test_what_is_erased_is_erased_once(before: str, name: str, after: str) -> None:
    once = Eraser([name]).in_text(f"{before} {name} {after}")
    assert name not in once
    assert Eraser([name]).in_text(once) == once
