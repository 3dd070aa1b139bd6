"""The captures as one WACZ 1.1.1 file: the WARC file, an index of it and a list of pages, in a ZIP that players open.

archive/captures.warc.gz   indexes/index.cdxj   pages/pages.jsonl   datapackage.json   datapackage-digest.json
"""

from __future__ import annotations

import hashlib
import shutil
import sqlite3
import zipfile
from importlib.metadata import version
from pathlib import Path
from urllib.parse import urlsplit

import orjson

from archive.addresses import site_of
from archive.export.account import Account
from archive.export.captures_chosen import ChosenCapture
from archive.export.captures_warc import NAME as WARC
from archive.export.captures_warc import WarcSink, tell_captures, write_warc
from archive.export.formats import Part, Task

NAME = "captures.wacz"
_EPOCH = (1980, 1, 1, 0, 0, 0)  # the first time a ZIP can tell: the same export gives the same bytes
_OK = 200


class WaczSink(WarcSink):
    """The parts are written beside the file, packed at the end, and taken away."""

    def finish(self, account: Account) -> dict[str, Part]:
        """Copy the records, index them, and pack it all."""
        folder = self.task.folder
        parts = {f"archive/{WARC}": folder / WARC}
        parts |= {name: folder / Path(name).name for name in ("indexes/index.cdxj", "pages/pages.jsonl")}
        copied = _write_parts(self.task, account, parts)
        package = _package(parts, account)
        digest = {"path": "datapackage.json", "hash": f"sha256:{hashlib.sha256(package).hexdigest()}"}
        with zipfile.ZipFile(folder / NAME, "w") as packed:
            for name, path in parts.items():
                _pack_file(packed, name, path)
                path.unlink()
            packed.writestr(_entry("datapackage.json"), package)
            packed.writestr(_entry("datapackage-digest.json"), orjson.dumps(digest))
        tell_captures(account, copied)
        return {}


def cdxj_key(url: str) -> str:
    """The address in the order of an index: `org,example)/path?query`, lower case."""
    parts = urlsplit(url.lower())
    host, _, port = site_of(url).partition(":")
    query = f"?{'&'.join(sorted(parts.query.split('&')))}" if parts.query else ""
    return f"{','.join(reversed(host.split('.')))}{f':{port}' if port else ''}){parts.path or '/'}{query}"


def _write_parts(task: Task, account: Account, parts: dict[str, Path]) -> int:
    """Write WARC, index and pages; the index is sorted in a database beside them, since it may be large."""
    warc, index, pages = parts.values()
    scratch = task.folder / "index.scratch"
    lines = sqlite3.connect(scratch, isolation_level=None)
    lines.execute("pragma journal_mode = off")
    lines.execute("create table lines (line text not null)")
    lines.execute("begin")
    with pages.open("wb") as page_list:
        page_list.write(orjson.dumps({"format": "json-pages-1.0", "id": "pages", "title": "All pages"}) + b"\n")

        def note(chosen: ChosenCapture, offset: int) -> None:
            lines.execute("insert into lines (line) values (?)", (_cdxj(chosen, offset),))
            if chosen.capture.status == _OK and "html" in (chosen.capture.content_type or ""):
                page_list.write(_page(chosen))

        copied = write_warc(warc, task, account, note)
    with index.open("wb") as file:
        for (line,) in lines.execute("select line from lines order by line"):
            file.write(line.encode() + b"\n")
    lines.close()
    scratch.unlink()
    return copied


def _cdxj(chosen: ChosenCapture, offset: int) -> str:
    capture = chosen.capture
    told = {
        "url": capture.url,
        "mime": (capture.content_type or "").partition(";")[0].strip(),
        "status": str(capture.status),
        "digest": capture.digest,
        "length": str(capture.length),
        "offset": str(offset),
        "filename": WARC,
    }
    return f"{cdxj_key(capture.url)} {capture.fetched_at:%Y%m%d%H%M%S} {orjson.dumps(told).decode()}"


def _page(chosen: ChosenCapture) -> bytes:
    capture = chosen.capture
    name = f"{capture.url} {capture.fetched_at.isoformat()}".encode()
    told = {
        "id": hashlib.blake2b(name, digest_size=8).hexdigest(),
        "url": capture.url,
        "ts": f"{capture.fetched_at:%Y-%m-%dT%H:%M:%SZ}",
        "title": chosen.title or capture.url,
    }
    return orjson.dumps(told, option=orjson.OPT_APPEND_NEWLINE)


def _package(parts: dict[str, Path], account: Account) -> bytes:
    resources = []
    for name, path in parts.items():
        with path.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
        resources.append({"name": path.name, "path": name, "hash": f"sha256:{digest}", "bytes": path.stat().st_size})
    document = {
        "profile": "data-package",
        "wacz_version": "1.1.1",
        "software": f"commentariat {version('commentariat')}",
        "created": account.seen.last or "1970-01-01T00:00:00Z",
        "title": "Captures",
        "resources": resources,
    }
    return orjson.dumps(document, option=orjson.OPT_INDENT_2)


def _pack_file(packed: zipfile.ZipFile, name: str, path: Path) -> None:
    entry = _entry(name)
    entry.file_size = path.stat().st_size  # so that a large one gets the larger head it needs
    with path.open("rb") as source, packed.open(entry, "w") as target:
        shutil.copyfileobj(source, target, 1 << 20)


def _entry(name: str) -> zipfile.ZipInfo:
    """Stored, not packed: players read records out of the middle."""
    return zipfile.ZipInfo(name, _EPOCH)


def open_sink(task: Task) -> WaczSink:
    """Begin the file."""
    return WaczSink(task)
