"""A ConvoKit corpus: `convokit.Corpus(filename=DEST)`.

A conversation is a thread, and its id is the article's. The article is the root utterance, which comments at the top answer,
so that every conversation is one whole tree; each comment is an utterance under its own id.
Who is not named speaks as `[unnamed]`. A name on two sites is two speakers: `Jo`, and `Jo (other.example)`.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from datetime import datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any, BinaryIO

import orjson

from archive.export.account import Account
from archive.export.dataset import Thread
from archive.export.formats import Part, Task
from archive.export.tables import ARTICLES, COMMENTS, Row, Table

UNNAMED = "[unnamed]"
_SPEAKERS = """
    create table speakers (
        id text primary key,
        name text not null,
        site text not null,
        utterances integer not null default 0,
        unique (name, site)
    )
"""
_FIND = "select id from speakers where name = ? and site = ?"
_ADD = "insert into speakers (id, name, site) values (?, ?, ?) on conflict (id) do nothing"
_COUNT = "update speakers set utterances = utterances + 1 where id = ?"
_ALL = "select id, name, site, utterances from speakers order by id"
_UTTERANCE_META = (
    "key", "depth", "position", "score", "url", "kind", "state", "published_raw", "revisions", "first_seen_at", "last_seen_at"
)  # fmt: skip
_CONVERSATION_META = (
    "site", "url", "title", "published_at", "modified_at", "language", "section", "tags", "comment_count",
    "comment_count_stated", "thread_state", "first_seen_at", "last_seen_at",
)  # fmt: skip
_SPEAKER_META = ("name", "site", "utterances")
_TYPES = {
    **dict.fromkeys(
        ("depth", "position", "score", "revisions", "comment_count", "comment_count_stated", "utterances"), "int"
    ),
    "tags": "list",
}


class ConvokitSink:
    """The files of a corpus; speakers are gathered in a database beside them, since nobody knows how many there are."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._scratch = folder / "speakers.scratch"
        self._speakers = sqlite3.connect(self._scratch, isolation_level=None)
        self._speakers.execute("pragma synchronous = off")
        self._speakers.execute("pragma journal_mode = off")
        self._speakers.execute(_SPEAKERS)
        self._speakers.execute("begin")
        self._utterances = (folder / "utterances.jsonl").open("wb", buffering=1 << 20)
        self._conversations = _ObjectFile(folder / "conversations.json")

    def write_thread(self, thread: Thread) -> None:
        """Write an article and its comments as a conversation."""
        article = ARTICLES.named(thread.article)
        self._utterances.write(self._root(article))
        for row in thread.comments:
            self._utterances.write(self._utterance(row, article))
        self._conversations.add(str(article["id"]), {name: article[name] for name in _CONVERSATION_META})

    def write_row(self, table: Table, row: Row) -> None:
        """Sidebars and mastheads have no place in a corpus."""

    def finish(self, account: Account) -> dict[str, Part]:
        """Write who spoke, and what the corpus is."""
        speakers = _ObjectFile(self.folder / "speakers.json")
        for speaker_id, *meta in self._speakers.execute(_ALL):
            speakers.add(speaker_id, dict(zip(_SPEAKER_META, meta, strict=True)))
        speakers.close()
        about = {"name": "commentariat", "version": version("commentariat"), "newest_sighting": account.seen.last}
        (self.folder / "corpus.json").write_bytes(orjson.dumps(about))
        (self.folder / "index.json").write_bytes(orjson.dumps(_index(about)))
        self.close()
        self._scratch.unlink()
        account.counts = {table.name: account.counts[table.name] for table in (ARTICLES, COMMENTS)}
        return {}

    def close(self) -> None:
        """Close the files."""
        self._utterances.close()
        self._conversations.close()
        self._speakers.close()

    def _root(self, article: dict[str, Any]) -> bytes:
        meta = dict.fromkeys(_UTTERANCE_META) | {name: article[name] for name in _UTTERANCE_META if name in article}
        meta.update(kind="article", depth=-1, position=-1)
        text = "\n".join(part for part in (article["title"], article["text"]) if part)
        authors = article["authors"]
        return _line(
            article["id"], article["id"], self._speaker(", ".join(authors) or None, article["site"]), None,
            article["published_at"], text, meta,
        )  # fmt: skip

    def _utterance(self, row: Row, article: dict[str, Any]) -> bytes:
        comment = COMMENTS.named(row)
        return _line(
            comment["id"], article["id"], self._speaker(comment["author"], article["site"]),
            comment["parent_id"] or article["id"], comment["published_at"], comment["text"],
            {name: comment[name] for name in _UTTERANCE_META},
        )  # fmt: skip

    def _speaker(self, name: Any, site: str) -> str:
        """The id of who is called so on that site."""
        found = self._speakers.execute(_FIND, (name or UNNAMED, site)).fetchone()
        if found is None:
            for speaker_id in (name or UNNAMED, f"{name or UNNAMED} ({site})"):
                self._speakers.execute(_ADD, (speaker_id, name or UNNAMED, site))
                found = self._speakers.execute(_FIND, (name or UNNAMED, site)).fetchone()
                if found is not None:
                    break
        speaker_id = str(found[0])
        self._speakers.execute(_COUNT, (speaker_id,))
        return speaker_id


class _ObjectFile:
    """A JSON object of objects, written one after the other."""

    def __init__(self, path: Path) -> None:
        self._file: BinaryIO = path.open("wb", buffering=1 << 20)
        self._between = b"{"

    def add(self, key: str, meta: dict[str, Any]) -> None:
        """Append a member."""
        self._file.write(self._between + orjson.dumps(key) + b":" + orjson.dumps({"meta": meta, "vectors": []}))
        self._between = b",\n"

    def close(self) -> None:
        """Close the object and the file; again is nothing."""
        if self._file.closed:
            return
        self._file.write((b"{" if self._between == b"{" else b"") + b"}\n")
        self._file.close()


def _line(
    own_id: Any,
    conversation: Any,
    speaker: str,
    reply_to: Any,
    published_at: Any,
    text: Any,
    meta: dict[str, Any],
) -> bytes:
    utterance = {
        "id": own_id,
        "conversation_id": conversation,
        "text": text,
        "speaker": speaker,
        "meta": meta,
        "reply-to": reply_to,
        "timestamp": None if published_at is None else int(datetime.fromisoformat(published_at).timestamp()),
        "vectors": [],
    }
    return orjson.dumps(utterance, option=orjson.OPT_APPEND_NEWLINE)


def _index(about: dict[str, Any]) -> dict[str, Any]:
    return {
        "utterances-index": dict(_typed(_UTTERANCE_META)),
        "speakers-index": dict(_typed(_SPEAKER_META)),
        "conversations-index": dict(_typed(_CONVERSATION_META)),
        "overall-index": dict(_typed(tuple(about))),
        "version": 1,
        "vectors": [],
    }


def _typed(names: tuple[str, ...]) -> Iterator[tuple[str, list[str]]]:
    return ((name, [f"<class '{_TYPES.get(name, 'str')}'>"]) for name in names)


def open_sink(task: Task) -> ConvokitSink:
    """Begin the corpus."""
    return ConvokitSink(task.folder)
