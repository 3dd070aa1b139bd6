from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from archive.database import open_archive
from archive.errors import ArchiveError
from archive.export.filters import Filters, Names
from archive.export.log import log_path, noted_exports
from archive.locks import SiteLock
from archive.queries import deepest_thread
from archive.runs import start_run
from archive.store import Store
from scraper.commands.root import cli
from tests.archive.commanding import document, output, run
from tests.archive.making import BROKEN, URL, T, comment, later, page, visit


def test_search_shows_title_place_and_excerpt(path: Path) -> None:
    shown = output(path, "search", "every day", "--in", "comments").splitlines()
    assert shown == ["A bridge too narrow", f"comment · {URL}", "  So it is. Every day.", ""]


def test_search_says_when_there_is_nothing_or_more(path: Path) -> None:
    assert "Nothing found for '\"'" in run(path, "search", '"').stderr
    assert "--limit shows more" in run(path, "search", "ferry", "--limit", "1").stderr
    assert run(path, "search").exit_code == 2


@pytest.mark.parametrize("arguments", [
    ["-ferry"], ["-every"], ["- ferry"], ["-every -day"], ["every", "day"], ["--", "--ferry"], ["-ferry", "--json"], ["--in", "both", "-ferry"],
    ["--limit=9", "-ferry", "--sort", "date"], ["--every day"], ["*", "ferry"], ['"ferry'], ["^ferry"], ["{ferry}"], ["ferry\u0301"],
    ["ferry " * 5000], ["NEAR(every day, 9999)"], ["(" * 999, "ferry"], ["ferry\0\ud800"],
])  # fmt: skip
def test_any_text_with_words_in_it_finds_them(path: Path, arguments: list[str]) -> None:
    done = CliRunner().invoke(cli, ["search", "-a", str(path), *arguments])
    assert (done.exit_code, done.exception, done.stderr) == (0, None, "")
    assert "ferry" in done.stdout.casefold() or "Every" in done.stdout


@pytest.mark.parametrize("text", [
    "NEAR", "NEAR(", "NEAR()", "(", "*", "-", "---", "\ud800", "e\u0301\u202e", "-" * 5000, '"' * 999, "(" * 999, "NOT NOT NOT", "AND", "''", '""*', ":", "\x7f",
])  # fmt: skip
def test_any_text_without_them_is_an_answer_in_one_line(path: Path, text: str) -> None:
    done = CliRunner().invoke(cli, ["search", "-a", str(path), "--", text])
    assert (done.exit_code, done.exception, done.stdout) == (0, None, "")
    assert done.stderr.startswith("Nothing found for ")
    assert done.stderr.count("\n") == 1


def test_an_option_that_is_none_is_no_query(path: Path) -> None:
    done = run(path, "search", "--sotr", "date", "ferry")
    assert done.exit_code == 2
    assert "No such option" in done.stderr
    assert run(path, "search", "--limit").exit_code == 2
    assert run(path, "search", "--json").exit_code == 2


@pytest.mark.parametrize(
    ("arguments", "looked_for"), [(["-axe"], "-axe"), (["-house"], "-house"), (["-a", "--json"], None)]
)
def test_a_word_that_begins_as_an_option_does(path: Path, arguments: list[str], looked_for: str | None) -> None:
    done = CliRunner(env={"COMMENTARIAT_ARCHIVE": str(path)}).invoke(cli, ["search", *arguments])
    assert (f"Nothing found for {looked_for!r}" in done.stderr) is (looked_for is not None)


def test_search_json_has_highlights(path: Path) -> None:
    (hit,) = document(path, "search", "渡輪", "--author", "ines")
    assert hit["kind"] == "comment"
    start, end = hit["highlights"][0]
    assert hit["excerpt"][start:end] == "渡輪"


@pytest.mark.parametrize("since", ["2026-03-01", "2026-03-01T12:00", "2026-03-01T14:00+02:00"])
def test_search_takes_days_and_times(path: Path, since: str) -> None:
    assert document(path, "search", "ferry", "--since", since, "--until", "2026-03-01")
    assert run(path, "search", "ferry", "--since", "soon").exit_code == 2


def test_stats_puts_claims_beside_what_is_stored(path: Path) -> None:
    lines = output(path, "stats", "--articles").splitlines()
    assert [line.split() for line in lines[:4]] == [
        ["site", "articles", "comments", "of", "stated", "complete", "deepest", "people", "sidebar", "by", "month"],
        ["example.net", "1", "0", "1", "0.0", "%", "0"],
        ["example.org", "1", "4", "5", "80.0", "%", "2", "2", "1", "of", "2", "█"],
        ["all", "sites", "2", "4", "6", "66.7", "%", "2", "2", "1", "of", "2"],
    ]
    assert lines[6].split() == ["1", "4", "5", URL]
    assert lines[7].split() == ["1", "0", "1", "disqus", "http://example.net/"]


def test_stats_of_one_site(path: Path) -> None:
    told = document(path, "stats", "--site", "example.org", "--articles")
    assert told["sites"][0]["completeness"] == 0.8
    assert [a["url"] for a in told["incomplete_articles"]] == [URL]
    assert "incomplete_articles" not in document(path, "stats")


def test_stats_says_when_all_is_there(path: Path) -> None:
    with open_archive(path) as archive:
        archive.connection.execute("update articles set comment_count_stated = comment_count")
        archive.connection.execute("update months set stated = stored_of_stated")
    done = run(path, "stats", "--articles")
    assert "No article lacks comments" in done.stderr
    assert "100 %" in done.stdout


def test_sites_tells_of_the_last_run(path: Path) -> None:
    lines = [line.split() for line in output(path, "sites").splitlines()]
    assert lines[1] == ["example.net", "imported", "0", "0", "0", "0", "1", "0", "0.0", "%"]
    assert lines[2] == [
        "example.org",
        "2026-03-01",
        "12:00",
        "finished",
        "1",
        "0",
        "1",
        "0",
        "1",
        "4",
        "0",
        "80.0",
        "%",
        "now",
    ]


def test_sites_lists_the_failures_of_one(path: Path) -> None:
    assert output(path, "sites", "example.org").splitlines()[-1].split() == [
        "503",
        "1",
        "503",
        "Service",
        "Unavailable",
        BROKEN,
    ]
    told = document(path, "sites", "example.org")
    assert told["failures"][0]["error"] == "503 Service Unavailable"
    assert "failures" not in document(path, "sites")
    assert isinstance(run(path, "sites", "nowhere").exception, ArchiveError)


@pytest.mark.parametrize("command", [["search", "x"], ["stats"], ["export", "jsonl", "out"]])
def test_an_unknown_site_is_named(path: Path, command: list[str]) -> None:
    with pytest.raises(ArchiveError, match="nothing for the site nowhere"):
        CliRunner().invoke(
            cli, [*command, "--site", "nowhere", "-a", str(path)], catch_exceptions=False, standalone_mode=False
        )


@pytest.mark.parametrize(
    "named", ["WWW.Example.org", "example.org/", "http://example.org", "https://www.example.org/a/b?c"]
)
def test_a_site_is_known_by_its_host_and_by_its_addresses(path: Path, named: str) -> None:
    assert len(document(path, "stats", "--site", named)["sites"]) == 1
    assert document(path, "sites", named)["sites"]


def test_a_site_may_hold_no_article_yet(path: Path) -> None:
    with open_archive(path) as archive:
        start_run(archive, "example.com", "http://example.com/", at=T)
    assert [line.split()[0] for line in output(path, "stats").splitlines()] == [
        "site",
        "example.com",
        "example.net",
        "example.org",
        "all",
    ]


def test_sites_tells_a_running_crawl_from_an_interrupted_one(path: Path) -> None:
    with open_archive(path) as archive:
        start_run(archive, "example.org", "http://example.org/", at=later(1))
        assert document(path, "sites", "example.org")["sites"][0]["result"] == "interrupted"
        with SiteLock(archive, "example.org"):
            assert document(path, "sites", "example.org")["sites"][0]["result"] == "running"


def test_export_says_what_it_wrote(path: Path, tmp_path: Path) -> None:
    lines = output(path, "export", "jsonl", str(tmp_path / "out")).splitlines()
    assert [line.split() for line in lines[1:3]] == [
        [str(tmp_path / "out/articles.jsonl"), "2"],
        [str(tmp_path / "out/comments.jsonl"), "4"],
    ]
    told = document(path, "export", "csv", str(tmp_path / "out"), "--names", "none", "--until", "2026-01-01")
    assert told["counts"] == {"articles": 0, "comments": 0, "recent_comments": 0, "people": 0}
    assert run(path, "export", "xml", str(tmp_path / "out")).exit_code == 2


def test_exports_are_noted_beside_the_archive(path: Path, tmp_path: Path) -> None:
    output(path, "export", "jsonl", str(tmp_path / "one"), "--site", "example.org")
    output(path, "export", "csv", str(tmp_path / "two"), "--names", "real")
    noted = noted_exports(path)
    assert [(one.folder, one.format_name, one.names) for one in noted] == [
        (tmp_path / "one", "jsonl", Names.PSEUDONYM),
        (tmp_path / "two", "csv", Names.REAL),
    ]
    assert [one.filters for one in noted] == [Filters(site="example.org"), Filters()]


def test_an_export_that_cannot_be_noted_says_so(path: Path, tmp_path: Path) -> None:
    log_path(path).mkdir()
    done = run(path, "export", "jsonl", str(tmp_path / "one"))
    assert done.exit_code == 0
    assert "nothing will remember this export" in done.stderr


def test_an_export_of_more_than_one_batch_holds_all_comments(path: Path, tmp_path: Path) -> None:
    with open_archive(path) as archive:
        (before,) = archive.connection.execute("select count(*) from comments").fetchone()
        Store(archive).save_visit(visit(page(*(comment(str(n)) for n in range(1500)), url="http://example.org/many/")))
    output(path, "export", "jsonl", str(tmp_path / "out"))
    assert len((tmp_path / "out" / "comments.jsonl").read_bytes().splitlines()) == before + 1500


def test_check_exits_by_what_it_finds(path: Path) -> None:
    assert [line.split()[-1] for line in output(path, "check").splitlines()[1:]] == ["0"] * 6
    with open_archive(path) as archive:
        archive.connection.execute("update comments set text = 'x' where comment_id = 1")
        archive.connection.execute("update articles set deepest = 9")
    done = run(path, "check")
    assert done.exit_code == 1
    assert "index: the index of comments does not fit its table" in done.stdout
    done = run(path, "check", "--json")
    assert (done.exit_code, json.loads(done.stdout)["is_whole"]) == (1, False)


def test_a_read_only_archive_can_be_checked_and_searched(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # A mock, since root may write any file.
    monkeypatch.setattr("os.access", lambda *_: False)
    assert output(path, "check")
    assert document(path, "search", "ferry")


@pytest.mark.parametrize(
    "command", [["search", "ferry"], ["thread", "1"], ["stats", "--articles"], ["sites", "example.org"], ["check"]]
)
def test_a_terminal_gets_tables_within_its_width(
    path: Path, command: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setenv("COLUMNS", "100")
    done = run(path, *command)
    assert done.exit_code == 0
    assert "\x1b[" in done.stdout
    assert "\t" not in done.stdout


def test_the_deepest_thread_is_the_one_worth_showing(path: Path) -> None:
    with open_archive(path, read_only=True) as archive:
        thread = deepest_thread(archive, 1)
        assert thread is not None
        assert thread.article.url == URL
        assert deepest_thread(archive, 99) is None
