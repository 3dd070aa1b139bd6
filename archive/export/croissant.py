"""`croissant.json`: the dataset described for machines, in MLCommons' Croissant 1.0.

Each file is a FileObject with its hash, each table and split a RecordSet over it; a field names its column.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from pathlib import Path, PurePosixPath
from typing import Any

import orjson

from archive.export.account import Account
from archive.export.formats import Part
from archive.export.tables import Kind, Table

NAME = "croissant.json"
_TYPES = {
    Kind.TEXT: "sc:Text",
    Kind.INTEGER: "sc:Integer",
    Kind.FLAG: "sc:Boolean",
    Kind.TIME: "sc:DateTime",
    Kind.TEXTS: "sc:Text",
}
_CONTEXT: dict[str, Any] = {
    "@language": "en",
    "@vocab": "https://schema.org/",
    "citeAs": "cr:citeAs",
    "column": "cr:column",
    "conformsTo": "dct:conformsTo",
    "cr": "http://mlcommons.org/croissant/",
    "data": {"@id": "cr:data", "@type": "@json"},
    "dataBiases": "cr:dataBiases",
    "dataCollection": "cr:dataCollection",
    "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
    "dct": "http://purl.org/dc/terms/",
    "equivalentProperty": "cr:equivalentProperty",
    "examples": {"@id": "cr:examples", "@type": "@json"},
    "extract": "cr:extract",
    "field": "cr:field",
    "fileObject": "cr:fileObject",
    "fileProperty": "cr:fileProperty",
    "fileSet": "cr:fileSet",
    "format": "cr:format",
    "includes": "cr:includes",
    "isLiveDataset": "cr:isLiveDataset",
    "jsonPath": "cr:jsonPath",
    "key": "cr:key",
    "md5": "cr:md5",
    "parentField": "cr:parentField",
    "path": "cr:path",
    "personalSensitiveInformation": "cr:personalSensitiveInformation",
    "rai": "http://mlcommons.org/croissant/RAI/",
    "recordSet": "cr:recordSet",
    "references": "cr:references",
    "regex": "cr:regex",
    "repeated": "cr:repeated",
    "replace": "cr:replace",
    "samplingRate": "cr:samplingRate",
    "sc": "https://schema.org/",
    "separator": "cr:separator",
    "source": "cr:source",
    "subField": "cr:subField",
    "transform": "cr:transform",
}


def write_croissant(folder: Path, account: Account, parts: Mapping[str, Part], licence: str | None = None) -> None:
    """Describe the files of a dataset folder."""
    sites = ", ".join(sorted(account.sites)) or "no site"
    document = {
        "@context": _CONTEXT,
        "@type": "sc:Dataset",
        "conformsTo": "http://mlcommons.org/croissant/1.0",
        "name": "articles-and-comments",
        "description": f"Articles with their reader comments and reply trees, of {sites}. README.md is the datasheet.",
        "url": "https://schema.org/Dataset",
        "version": "1.0.0",
        "license": licence or "https://schema.org/CreativeWork",
        "datePublished": (account.seen.last or "1970-01-01")[:10],
        "citeAs": f"Articles and comments of {sites}, archived with Commentariat.",
        "distribution": [_file(folder, path) for path in parts],
        "recordSet": [_records(path, part.table) for path, part in parts.items()],
    }
    data = orjson.dumps(document, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)
    (folder / NAME).write_bytes(data)


def _file(folder: Path, path: str) -> dict[str, Any]:
    with (folder / path).open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return {
        "@type": "cr:FileObject",
        "@id": path,
        "name": path,
        "contentUrl": path,
        "contentSize": f"{(folder / path).stat().st_size} B",
        "encodingFormat": "application/x-parquet",
        "sha256": digest,
    }


def _records(path: str, table: Table) -> dict[str, Any]:
    name = f"{table.name}-{PurePosixPath(path).stem}"
    return {
        "@type": "cr:RecordSet",
        "@id": name,
        "name": name,
        "field": list(_fields(name, path, table)),
    }


def _fields(name: str, path: str, table: Table) -> Iterator[dict[str, Any]]:
    for field, kind in zip(table.fields, table.kinds(), strict=True):
        yield {
            "@type": "cr:Field",
            "@id": f"{name}/{field}",
            "name": field,
            "dataType": _TYPES[kind],
            **({"repeated": True} if kind is Kind.TEXTS else {}),
            "source": {"fileObject": {"@id": path}, "extract": {"column": field}},
        }
