"""Pages, WARC files and a command line for the tests of imports."""

from __future__ import annotations

import gzip
import io
import json
import sqlite3
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import attrs
import pytest
from click.testing import CliRunner, Result
from warcio.statusandheaders import StatusAndHeaders  # type: ignore[import-untyped]  # it has no types
from warcio.warcwriter import WARCWriter  # type: ignore[import-untyped]  # it has no types

from archive.errors import ArchiveError
from scraper.commands.import_ import import_
from scraper.errors import ScraperError

FIXTURES = Path(__file__).parents[2] / "fixtures"
PAGE = FIXTURES / "wordpress" / "html5" / "page.html"
TEXT = FIXTURES / "text_capture" / "numbered-list" / "page.txt"
TEXT_URL = "http://gantry.example/crane"
TABLES = ("articles", "comments", "recent_comments", "people", "captures", "article_revisions", "comment_revisions")


@attrs.frozen
class Run:
    """How a command ended."""

    code: int
    out: str
    err: str

    @property
    def report(self) -> dict[str, Any]:
        found = json.loads(self.out)
        assert isinstance(found, dict)
        return found


@attrs.frozen
class Workplace:
    """A folder with an archive that may not be there yet, and the command that imports into it."""

    folder: Path

    @property
    def archive(self) -> Path:
        return self.folder / "a.db"

    def run(self, *arguments: str | Path) -> Run:
        """As `commentariat import … -a a.db`; a named error becomes its line and status, as the root command has it."""
        result: Result = CliRunner().invoke(import_, [*map(str, arguments), "-a", str(self.archive)])
        if isinstance(result.exception, ScraperError | ArchiveError):
            return Run(1, result.stdout, f"commentariat: {result.exception}\n")
        if result.exception is not None and not isinstance(result.exception, SystemExit):
            raise result.exception
        return Run(result.exit_code, result.stdout, result.stderr)

    def counts(self) -> dict[str, int]:
        with sqlite3.connect(self.archive) as connection:
            return {
                table: connection.execute(f"select count(*) from {table}").fetchone()[0]
                for table in TABLES
                if connection.execute("select 1 from sqlite_master where name = ?", [table]).fetchone()
            }

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        with sqlite3.connect(self.archive) as connection:
            return connection.execute(sql).fetchall()

    def write(self, name: str, content: bytes | str) -> Path:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path


@pytest.fixture
def place(tmp_path: Path) -> Workplace:
    return Workplace(tmp_path)


def page(title: str, *comments: str) -> str:
    """A small page with a thread, in words of our own."""
    items = "".join(
        f'<li class="comment" id="comment-{number}"><article class="comment-body"><footer class="comment-meta">'
        f'<b class="fn">Reader {number}</b> <time datetime="2015-03-0{number}T10:00:00+00:00">then</time></footer>'
        f'<div class="comment-content"><p>{words}</p></div></article></li>'
        for number, words in enumerate(comments, 1)
    )
    return (
        f"<!DOCTYPE html><html lang=en><head><title>{title}</title></head><body class=single-post><article class=post><h1>{title}</h1>"
        '<time class="entry-date" datetime="2015-03-01T08:00:00+00:00">March 1</time><div class="entry-content">'
        "<p>The sluice was opened at six, and the meadow was under water by nine, as everybody had said it would be.</p>"
        "<p>Nobody had moved the bench. It was found at the mill, with a heron on it, facing the right way.</p></div></article>"
        f'<div id="comments"><h2>{len(comments)} comments</h2><ol class="comment-list">{items}</ol></div></body></html>'
    )


@attrs.frozen
class Record:
    """One record of a WARC file."""

    url: str
    body: bytes
    kind: str = "response"
    status: str = "200 OK"
    headers: Sequence[tuple[str, str]] = (("Content-Type", "text/html; charset=utf-8"),)
    at: datetime = datetime(2019, 5, 6, 7, 8, 9, tzinfo=UTC)


MakeWarc = Callable[..., bytes]


def warc(*records: Record, packed: bool = True) -> bytes:
    """A WARC file as another program would write it."""
    out = io.BytesIO()
    writer = WARCWriter(out, gzip=packed)
    writer.write_record(writer.create_warcinfo_record("theirs.warc", {"software": "their-crawler/2.0"}))
    for record in records:
        http = StatusAndHeaders(record.status, list(record.headers), protocol="HTTP/1.1")
        writer.write_record(
            writer.create_warc_record(
                record.url,
                record.kind,
                payload=io.BytesIO(record.body),
                http_headers=http if record.kind == "response" else None,
                warc_content_type="text/html" if record.kind == "resource" else "",
                warc_headers_dict={"WARC-Date": record.at.strftime("%Y-%m-%dT%H:%M:%SZ")},
            )
        )
    return out.getvalue()


def chunked(body: bytes) -> bytes:
    half = len(body) // 2
    parts = [body[:half], body[half:]]
    return b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in parts) + b"0\r\n\r\n"


def gzipped(body: bytes) -> bytes:
    return gzip.compress(body, mtime=0)
