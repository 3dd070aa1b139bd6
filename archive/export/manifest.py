"""`manifest.json` and `SHA256SUMS`: what an export holds, how it came about, and the hash of each file.

Neither holds a time of writing: the same archive gives the same bytes. `newest_sighting` says how recent the data are.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator, Mapping
from importlib.metadata import version
from pathlib import Path
from typing import Any

import attrs
import orjson

from archive.export.account import Account
from archive.export.filters import Filters, Names
from archive.export.formats import Format, Part
from archive.export.naming import Naming
from archive.schema.migrations import newest_migration

NAME = "manifest.json"
SUMS = "SHA256SUMS"
PRODUCER = "commentariat"


@attrs.frozen(kw_only=True)
class Choices:
    """What the user chose."""

    format_name: str
    naming: Naming
    filters: Filters
    licence: str | None = None


def write_manifest(folder: Path, form: Format, choices: Choices, account: Account, parts: Mapping[str, Part]) -> None:
    """Describe the files of a folder, which is complete but for the manifest and the sums, and write both.

    Of a format of very many files, the folder of these is one entry in the manifest; each file has its line in the sums.
    """
    files = _describe_files(folder, form.pages_in)
    for name, part in parts.items():
        files[name].update(rows=part.rows, fields=part.table.fields)
    document = {
        "producer": {"name": PRODUCER, "version": version(PRODUCER)},
        "format": choices.format_name,
        "schema": newest_migration(),
        "newest_sighting": account.seen.last,
        "names": choices.naming.names.value,
        "pseudonym_key_id": key_id(choices.naming),
        "contacts_masked": choices.naming.masks_contacts,
        "licence": choices.licence,
        "filters": attrs.asdict(choices.filters),
        "counts": account.counts,
        "left_out": attrs.asdict(account.left_out),
        "files": files,
    }
    data = orjson.dumps(document, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)
    (folder / NAME).write_bytes(data)
    with (folder / SUMS).open("a", encoding="utf-8") as sums:
        sums.write(_sum_line(hashlib.sha256(data).hexdigest(), NAME))


def files_of(folder: Path) -> set[str]:
    """What an export of ours put into a folder, by the names there; empty where no manifest of ours tells."""
    try:
        document = orjson.loads((folder / NAME).read_bytes())
        is_ours = document["producer"]["name"] == PRODUCER
        return {NAME, SUMS, *(name.partition("/")[0] for name in document["files"])} if is_ours else set()
    except (OSError, ValueError, KeyError, TypeError):
        return set()


def key_id(naming: Naming) -> str | None:
    """Tells whether two exports were made with one key, and nothing about the key."""
    if naming.names is not Names.PSEUDONYM or naming.pseudonyms is None:
        return None
    return hashlib.sha256(b"key id\n" + naming.pseudonyms.key).hexdigest()[:8]


def _describe_files(folder: Path, pages_in: str) -> dict[str, dict[str, Any]]:
    """What the manifest says of each file; on the way the sums are written, a line a file, in the order of their paths."""
    files: dict[str, dict[str, Any]] = {}
    many = f"{pages_in}/"
    paths = files_within(folder)
    with (folder / SUMS).open("w", encoding="utf-8") as sums:
        for name in (path for path in paths if path != SUMS):
            with (folder / name).open("rb") as file:
                digest = hashlib.file_digest(file, "sha256").hexdigest()
            sums.write(_sum_line(digest, name))
            size = (folder / name).stat().st_size
            if pages_in and name.startswith(many):
                pages = files.setdefault(many, {"files": 0, "bytes": 0})
                pages["files"] += 1
                pages["bytes"] += size
            else:
                files[name] = {"bytes": size, "sha256": digest}
    return files


def files_within(folder: Path, above: str = "") -> Iterator[str]:
    """The paths of all files, in their order, with the names of one folder in memory: there may be a million."""
    with os.scandir(folder) as entries:
        names = sorted(entry.name + "/" * entry.is_dir(follow_symlinks=False) for entry in entries)
    for name in names:
        if name.endswith("/"):
            yield from files_within(folder / name, above + name)
        else:
            yield above + name


def _sum_line(digest: str, name: str) -> str:
    return f"{digest}  {name}\n"
