"""`manifest.json` and `SHA256SUMS`: what an export holds, how it came about, and the hash of each file.

Neither holds a time of writing: the same archive gives the same bytes. `newest_sighting` says how recent the data are.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from importlib.metadata import version
from pathlib import Path

import attrs
import orjson

from archive.export.account import Account
from archive.export.filters import Filters, Names
from archive.export.formats import Part
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


def write_manifest(folder: Path, choices: Choices, account: Account, parts: Mapping[str, Part]) -> None:
    """Describe the files of a folder, which is complete but for the manifest and the sums, and write both."""
    paths = sorted(path for path in folder.rglob("*") if path.is_file())
    files = {path.relative_to(folder).as_posix(): _describe(path) for path in paths}
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
    sums = {name: about["sha256"] for name, about in files.items()} | {NAME: hashlib.sha256(data).hexdigest()}
    (folder / SUMS).write_text("".join(f"{sum_}  {name}\n" for name, sum_ in sorted(sums.items())), encoding="utf-8")


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


def _describe(path: Path) -> dict[str, object]:
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return {"bytes": path.stat().st_size, "sha256": digest}
