"""`manifest.json`: what an export holds, how it came about, and the hash of each file.

It holds no time of writing: the same archive gives the same bytes. `newest_sighting` says how recent the data are.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from importlib.metadata import version

import attrs
import orjson

from archive.export.files import TableFile
from archive.export.filters import Filters, Names
from archive.export.naming import Naming

NAME = "manifest.json"
PRODUCER = "commentariat"


def manifest(
    files: Iterable[TableFile],
    *,
    format_name: str,
    schema: str,
    naming: Naming,
    filters: Filters,
    newest_sighting: str | None,
) -> bytes:
    """The manifest of files that are written to their ends."""
    files = list(files)
    document = {
        "producer": {"name": PRODUCER, "version": version(PRODUCER)},
        "format": format_name,
        "schema": schema,
        "newest_sighting": newest_sighting,
        "names": naming.names.value,
        "pseudonym_key_id": key_id(naming),
        "filters": attrs.asdict(filters),
        "counts": {file.table.name: file.rows for file in files},
        "files": {
            file.path.name: {
                "rows": file.rows,
                "bytes": file.size,
                "sha256": file.hash.hexdigest(),
                "fields": file.table.fields,
            }
            for file in files
        },
    }
    return orjson.dumps(document, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)


def key_id(naming: Naming) -> str | None:
    """Tells whether two exports were made with one key, and nothing about the key."""
    if naming.names is not Names.PSEUDONYM or naming.pseudonyms is None:
        return None
    return hashlib.sha256(b"key id\n" + naming.pseudonyms.key).hexdigest()[:8]
