"""Exports read by the libraries they are made for, in a process of their own.

The libraries are heavy, so they live in an environment of their own: `make readers` makes it, and
`COMMENTARIAT_READERS=.venv-readers/bin/python` names it. Without it, and without them here, these tests are skipped.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from archive.database import Archive
from archive.export.filters import Names
from archive.export.writing import Wishes, export
from archive.store import Store
from tests.archive.making import comment, later, page, visit
from tests.archive.test_export import read
from tests.archive.test_export_captures import with_captures

PYTHON = os.environ.get("COMMENTARIAT_READERS") or sys.executable
pytestmark = pytest.mark.slow

HUGGING_FACE = """
import datasets
comments = datasets.load_dataset(folder)
rows = sorted((row["id"], row["text"]) for split in comments.values() for row in split)
others = {name: sum(split.num_rows for split in datasets.load_dataset(folder, name).values())
          for name in ("articles", "comments", "recent_comments", "people")}
print(json.dumps({"splits": sorted(comments), "rows": rows, "others": others}))
"""
CROISSANT = """
import mlcroissant
dataset = mlcroissant.Dataset(jsonld=folder + "/croissant.json")
errors = list(dataset.metadata.ctx.issues.errors)
counts = {one.id: sum(1 for _ in dataset.records(one.id)) for one in dataset.metadata.record_sets}
print(json.dumps({"errors": [str(error) for error in errors], "counts": counts}))
"""
CONVOKIT = """
from convokit import Corpus
corpus = Corpus(filename=folder)
print(json.dumps({
    "utterances": {u.id: [u.reply_to, u.speaker.id, u.timestamp, u.conversation_id] for u in corpus.iter_utterances()},
    "whole": all(c.check_integrity(verbose=False) for c in corpus.iter_conversations()),
    "titles": sorted(str(c.meta["title"]) for c in corpus.iter_conversations()),
}))
"""
DUCKDB = """
import duckdb
rows = duckdb.sql(f"select id, year, site from read_parquet('{folder}/comments.parquet/**/*.parquet', hive_partitioning = true)")
print(json.dumps(sorted(rows.fetchall())))
"""
PANDAS = """
import pandas
frame = pandas.read_parquet(folder + "/comments.parquet")
print(json.dumps({"rows": len(frame), "type": str(frame["published_at"].dtype)}))
"""
WACZ = """
import subprocess, sys
done = subprocess.run([sys.executable, "-m", "wacz.main", "validate", "-f", folder + "/captures.wacz"], capture_output=True, text=True)
print(json.dumps([done.returncode, done.stdout + done.stderr]))
"""


def read_by(module: str, code: str, folder: Path, tmp_path: Path) -> Any:
    """What the code prints about a folder, as JSON; skips where the library is not installed."""
    known = subprocess.run([PYTHON, "-c", f"import {module}"], check=False, capture_output=True, cwd=tmp_path)
    if known.returncode != 0:
        pytest.skip(f"{module} is not installed")
    environment = {**os.environ, "HF_HOME": str(tmp_path / "home"), "HF_HUB_OFFLINE": "1", "PYTHONPATH": ""}
    done = subprocess.run(
        [PYTHON, "-c", f"import json, sys\nfolder = sys.argv[1]\n{code}", str(folder)],
        check=False, capture_output=True, text=True, cwd=tmp_path, env=environment,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.splitlines()[-1])


@pytest.fixture
def threads(filled: Archive) -> Archive:
    with Store(filled) as store:
        for n in range(20):
            store.save_visit(
                visit(
                    page(
                        comment("1", published_at=later(-5)),
                        comment("2", "1", depth=1, author=None),
                        comment("3", "77", author="太陽"),
                        url=f"http://example.net/{n}/",
                    )
                )
            )
    return filled


def test_datasets_gives_the_comments(threads: Archive, tmp_path: Path) -> None:
    done = export(threads, "hf", tmp_path / "out", names=Names.REAL)
    export(threads, "jsonl", tmp_path / "lines", names=Names.REAL)
    told = read_by("datasets", HUGGING_FACE, tmp_path / "out", tmp_path)
    assert told["rows"] == sorted([row["id"], row["text"]] for row in read(tmp_path / "lines")["comments"])
    assert told["others"] == done.counts
    assert told["splits"] == ["test", "train", "validation"]


def test_mlcroissant_finds_no_fault_and_every_row(threads: Archive, tmp_path: Path) -> None:
    done = export(threads, "hf", tmp_path / "out")
    told = read_by("mlcroissant", CROISSANT, tmp_path / "out", tmp_path)
    assert told["errors"] == []
    assert sum(n for name, n in told["counts"].items() if name.startswith("comments")) == done.counts["comments"]
    assert sum(told["counts"].values()) == sum(done.counts.values())


def test_convokit_loads_every_comment_in_whole_trees(threads: Archive, tmp_path: Path) -> None:
    export(threads, "convokit", tmp_path / "out", names=Names.REAL)
    export(threads, "jsonl", tmp_path / "lines", names=Names.REAL)
    told = read_by("convokit", CONVOKIT, tmp_path / "out", tmp_path)
    rows = read(tmp_path / "lines")
    assert told["whole"]
    assert len(told["utterances"]) == len(rows["comments"]) + len(rows["articles"])
    for row in rows["comments"]:
        reply_to, speaker, timestamp, conversation = told["utterances"][row["id"]]
        assert (reply_to, conversation) == (row["parent_id"] or row["article_id"], row["article_id"])
        assert speaker == (row["author"] or "[unnamed]") or speaker.startswith(row["author"] or "[unnamed]")
        assert (timestamp is None) == (row["published_at"] is None)


def test_duckdb_reads_the_partitions(threads: Archive, tmp_path: Path) -> None:
    export(threads, "parquet", tmp_path / "out", wishes=Wishes(is_partitioned=True))
    export(threads, "jsonl", tmp_path / "lines")
    told = read_by("duckdb", DUCKDB, tmp_path / "out", tmp_path)
    assert [row[0] for row in told] == sorted(row["id"] for row in read(tmp_path / "lines")["comments"])
    assert {(row[1], row[2]) for row in told} == {(2026, "example.net"), (0, "example.net"), (2026, "example.org"), (0, "example.org")}  # fmt: skip


def test_pandas_reads_times(threads: Archive, tmp_path: Path) -> None:
    done = export(threads, "parquet", tmp_path / "out")
    told = read_by("pandas", PANDAS, tmp_path / "out", tmp_path)
    assert told == {"rows": done.counts["comments"], "type": "datetime64[ms, UTC]"}


def test_wacz_is_valid(filled: Archive, tmp_path: Path) -> None:
    with_captures(filled)
    export(filled, "wacz", tmp_path / "out")
    status, told = read_by("wacz", WACZ, tmp_path / "out", tmp_path)
    assert status == 0, told
    assert "valid" in told
