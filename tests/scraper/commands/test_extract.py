"""`commentariat extract`: pages in, JSON out."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest

from scraper.importing.batch import Entry, extract_batch
from tests.crawling import run
from tests.scraper.commands.calling import Caller, Ended
from tests.scraper.extract.reading import CASES, WORDS, article, comment, thread
from tests.servers import SiteServer, html, text

PAGE = article(thread(comment(1, "Words of one."), comment(2, "Words of two.")))
URL = "http://example.org/post/"
MANIFEST = '{"id", "url", "file"}'


@pytest.fixture
def page(tmp_path: Path) -> Path:
    path = tmp_path / "page.html"
    path.write_text(PAGE)
    return path


def objects(ended: Ended) -> list[dict[str, Any]]:
    """The JSON lines printed."""
    assert ended.status == 0, ended.err
    return [json.loads(line) for line in ended.out.splitlines()]


def test_a_page_is_printed_as_indented_json(commentariat: Caller, page: Path) -> None:
    ended = commentariat("extract", page, "--url", URL)
    told = json.loads(ended.out)
    assert ended.out.startswith("{\n  ")
    assert (told["id"], told["url"], told["article"]["title"]) == (URL, URL, "The crane")
    assert [one["text"] for one in told["comments"]] == ["Words of one.", "Words of two."]


def test_a_page_is_one_line_when_asked(commentariat: Caller, page: Path) -> None:
    (told,) = objects(commentariat("extract", page, "--url", URL, "--lines"))
    assert told["url"] == URL


def test_a_page_that_does_not_tell_its_address_goes_by_its_files(commentariat: Caller, page: Path) -> None:
    (told,) = objects(commentariat("extract", page, "--lines"))
    assert told["url"] == page.as_uri()


def test_several_pages_come_in_their_order(commentariat: Caller, page: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.html"
    other.write_text(PAGE.replace("The crane", "The ferry"))
    told = objects(commentariat("extract", other, page, "--lines"))
    assert [one["article"]["title"] for one in told] == ["The ferry", "The crane"]


def test_a_page_comes_from_standard_input(commentariat: Caller) -> None:
    (told,) = objects(commentariat("extract", "-", "--url", URL, "--lines", stdin=PAGE.encode()))
    assert (told["url"], len(told["comments"])) == (URL, 2)
    (told,) = objects(commentariat("extract", "-", "--lines", stdin=PAGE.encode()))
    assert told["article"]["title"] == "The crane"


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("2024-05-02T12:00:00Z", "2024-05-02T10:00:00Z"),
        ("2024-05-02T12:00:00+02:00", "2024-05-02T08:00:00Z"),
        ("2024-05-02", "2024-05-01T22:00:00Z"),
    ],
)
def test_relative_dates_count_from_the_time_given(
    commentariat: Caller, tmp_path: Path, given: str, expected: str
) -> None:
    path = tmp_path / "page.html"
    path.write_text(
        article(
            thread(
                *(
                    comment(n, WORDS).replace('datetime="2024-05-01T10:00:00Z"', "").replace("May 1", "2 hours ago")
                    for n in (1, 2)
                )
            )
        )
    )
    (told,) = objects(commentariat("extract", path, "--url", URL, "--fetched-at", given, "--lines"))
    assert told["comments"][0]["published_at"] == expected


def test_an_address_is_fetched() -> None:
    with SiteServer({"/robots.txt": text(""), "/post/": html(PAGE)}) as site:
        ended = run("extract", site.url("/post/"), "--lines")
    assert ended.status == 0, ended.stderr
    told = json.loads(ended.stdout)
    assert (told["url"], len(told["comments"])) == (site.url("/post/"), 2)


def test_an_address_that_gives_nothing_is_a_named_failure() -> None:
    with SiteServer({"/robots.txt": text("")}) as site:
        ended = run("extract", site.url("/missing/"), "--lines")
    assert (ended.status, ended.stdout) == (1, "")
    assert "404" in ended.stderr


@pytest.mark.parametrize(
    ("body", "found"),
    [
        pytest.param(b"", "empty", id="empty"),
        pytest.param(b"%PDF-1.7\nx", "a PDF", id="pdf"),
        pytest.param(b"\x89PNG\r\n\x1a\nx", "a PNG image", id="png"),
        pytest.param(bytes(range(256)) * 20, "binary data", id="binary"),
        pytest.param(b"<?xml version='1.0'?><rss></rss>", "XML", id="feed"),
    ],
)
def test_what_is_no_page_is_named(commentariat: Caller, tmp_path: Path, body: bytes, found: str) -> None:
    path = tmp_path / "page.html"
    path.write_bytes(body)
    ended = commentariat("extract", path)
    assert (ended.status, ended.out) == (1, "")
    assert found in ended.err
    assert ended.err.startswith(f"commentariat: {path}")
    assert ended.err.count("\n") == 1


def test_standard_input_that_is_no_page_is_named(commentariat: Caller) -> None:
    ended = commentariat("extract", "-", stdin=b"%PDF-1.7")
    assert (ended.status, "a PDF" in ended.err) == (1, True)


def test_a_missing_file_and_a_folder_are_named(commentariat: Caller, tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "missing.html"):
        ended = commentariat("extract", path)
        assert (ended.status, ended.out) == (1, "")
        assert str(path) in ended.err


@pytest.mark.parametrize(
    "arguments",
    [
        pytest.param(("a.html", "b.html", "--url", URL), id="one-address-for-two"),
        pytest.param(("a.html", "--fetched-at", "noon"), id="no-time"),
        pytest.param(("a.html", "--url", "nonsense"), id="no-address"),
        pytest.param(("a.html", "--url", "http://["), id="half-an-address"),
        pytest.param(("--manifest", "m.jsonl"), id="manifest-without-output"),
        pytest.param(("--manifest", "m.jsonl", "--output", "o", "a.html"), id="manifest-and-files"),
        pytest.param(("--manifest", "m.jsonl", "--output", "o", "--processes", "0"), id="no-processes"),
    ],
)
def test_wrong_usage(commentariat: Caller, arguments: tuple[str, ...]) -> None:
    ended = commentariat("extract", *arguments)
    assert ended.status == 2
    assert "Error: " in ended.err


def manifest(folder: Path, *lines: object) -> Path:
    path = folder / "manifest.jsonl"
    path.write_text("\n".join(line if isinstance(line, str) else json.dumps(line) for line in lines))
    return path


def test_a_manifest_gives_a_line_for_each_page(commentariat: Caller, page: Path, tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(b"%PDF-1.7")
    given = manifest(
        tmp_path,
        {"id": 1, "url": URL, "file": "page.html", "fetched_at": "2024-05-02T00:00:00"},
        "",
        {"id": "two", "url": URL, "file": "missing.html"},
        {"id": "three", "url": URL, "file": str(tmp_path / "a.pdf")},
        {"id": "four", "url": URL, "file": str(page)},
    )
    output = tmp_path / "out.jsonl"
    ended = commentariat("extract", "--manifest", given, "--output", output)
    assert (ended.status, ended.out, ended.err) == (0, "", "4 pages, 2 failed\n")
    told = [json.loads(line) for line in output.read_bytes().splitlines()]
    assert [one["id"] for one in told] == ["1", "two", "three", "four"]
    assert ["error" in one for one in told] == [False, True, True, False]
    assert told[0]["fetched_at"] == "2024-05-02T00:00:00Z"
    assert "missing.html" in told[1]["error"]
    assert "a PDF" in told[2]["error"]
    assert told[3]["comments"] == told[0]["comments"]


def test_an_address_that_is_none_fails_its_page_alone(commentariat: Caller, page: Path, tmp_path: Path) -> None:
    given = manifest(
        tmp_path, {"id": 1, "url": "http://[", "file": str(page)}, {"id": 2, "url": URL, "file": str(page)}
    )
    ended = commentariat("extract", "--manifest", given, "--output", tmp_path / "out")
    assert (ended.status, ended.err) == (0, "2 pages, 1 failed\n")
    assert ["error" in json.loads(line) for line in (tmp_path / "out").read_bytes().splitlines()] == [True, False]


def test_in_debug_mode_a_failure_of_ours_is_not_caught(page: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COMMENTARIAT_DEBUG", "1")
    with pytest.raises(ValueError, match="IPv6"):
        extract_batch([Entry("1", "http://[", page)], io.BytesIO(), processes=1)


def test_a_batch_needs_nobody_who_listens(page: Path) -> None:
    sink = io.BytesIO()
    assert extract_batch([Entry("1", URL, page)], sink) == 0
    assert json.loads(sink.getvalue())["id"] == "1"


@pytest.mark.slow
def test_all_cores_give_the_same_lines_as_one(commentariat: Caller, tmp_path: Path) -> None:
    given = manifest(
        tmp_path,
        *({"id": str(case), "url": case.expected["url"], "file": str(case.folder / "page.html")} for case in CASES),
    )
    for processes in (1, 2):
        assert (
            commentariat(
                "extract", "--manifest", given, "--output", tmp_path / f"{processes}", "--processes", processes
            ).status
            == 0
        )
    assert len(CASES) > 16  # fewer are not handed to others
    assert (tmp_path / "1").read_bytes() == (tmp_path / "2").read_bytes()
    assert (tmp_path / "1").read_bytes().count(b"\n") == len(CASES)


@pytest.mark.parametrize(
    "line",
    [
        "{",
        "[]",
        "7",
        '{"id": 1}',
        '{"id": 1, "url": "x"}',
        '{"id": 1, "url": "x", "file": null}',
        '{"id": 1, "url": "x", "file": "y", "fetched_at": "noon"}',
    ],
)
def test_a_line_that_is_no_entry_is_named(commentariat: Caller, tmp_path: Path, line: str) -> None:
    given = manifest(tmp_path, {"id": 1, "url": URL, "file": "x"}, line)
    ended = commentariat("extract", "--manifest", given, "--output", tmp_path / "out")
    assert (ended.status, (tmp_path / "out").exists()) == (1, False)
    assert ended.err.startswith(f"commentariat: {given}, line 2: ")
    assert MANIFEST in ended.err


def test_a_manifest_or_output_that_cannot_be_used_is_named(commentariat: Caller, tmp_path: Path) -> None:
    (tmp_path / "binary").write_bytes(b"\xff\xfe\x00")
    for path in (tmp_path / "missing", tmp_path, tmp_path / "binary"):
        ended = commentariat("extract", "--manifest", path, "--output", tmp_path / "out")
        assert (ended.status, str(path) in ended.err) == (1, True)
    ended = commentariat("extract", "--manifest", manifest(tmp_path), "--output", tmp_path / "no" / "out")
    assert (ended.status, "cannot be written" in ended.err) == (1, True)


def test_an_empty_manifest_gives_an_empty_output(commentariat: Caller, tmp_path: Path) -> None:
    ended = commentariat("extract", "--manifest", manifest(tmp_path), "--output", tmp_path / "out")
    assert (ended.status, ended.err, (tmp_path / "out").read_bytes()) == (0, "0 pages, 0 failed\n", b"")
