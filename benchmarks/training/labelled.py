"""Saved pages with their truth, and which blocks of them belong to the article.

A folder has `truth.jsonl`, a line `{"id", "url", "file", "dataset", "expect"}` a page, made of public sets: the bodies of
scrapinghub's article-extraction-benchmark and of fundus' fixtures (`body_text`), trafilatura's strings that must and must
not be found (`with`, `without`), and WCXB's main texts with their page types (`main_text`, `page_type`, `kind`).
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

FOLDS = 10
_WORDS = re.compile(r"\w+")
# Blocks of fewer words than that say too little by themselves: their neighbours are looked at, too.
_FEW_WORDS = 4

Label = tuple[int, float]
"""Whether a block is of the article, and how much that counts."""


def read_truth(folder: Path) -> Iterator[dict[str, Any]]:
    """All pages of a folder."""
    with (folder / "truth.jsonl").open(encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def site_of(url: str) -> str:
    """The last labels of a host: pages of one site go into one fold."""
    labels = (urlsplit(url).hostname or url).split(".")
    return ".".join(labels[-3 if len(labels[-1]) == 2 and len(labels[-2 % len(labels)]) <= 3 else -2 :])


def fold_of(url: str) -> int:
    """The fold of a page."""
    return hashlib.sha256(site_of(url).encode()).digest()[0] % FOLDS


def is_article(expect: dict[str, Any]) -> bool:
    """Whether the truth says what an article's text is."""
    return "with" in expect or "body_text" in expect or ("main_text" in expect and expect["page_type"] == "article")


def is_talk(expect: dict[str, Any]) -> bool:
    """Whether the page is a discussion, whose records are no article."""
    return expect.get("comments_kind") == "forum" or expect.get("page_type") == "forum"


def label_blocks(expect: dict[str, Any], texts: Sequence[str], spoken: Sequence[bool]) -> list[Label]:
    """A label for each block's text; `spoken` tells which stand in the records of a discussion."""
    if is_talk(expect):
        return [(0, 6.0 / max(1, sum(spoken)) if said else 0.0) for said in spoken]
    if "with" in expect:
        return [_by_strings(expect, " ".join(text.split())) for text in texts]
    return _by_text(expect.get("body_text") or expect["main_text"], texts)


def _by_strings(expect: dict[str, Any], text: str) -> Label:
    if any(" ".join(string.split()) in text for string in expect["with"]):
        return 1, 1.0
    unwanted = [*expect["without"], *expect.get("comment_snippets", [])]
    return 0, 1.0 if any(" ".join(string.split()) in text for string in unwanted) else 0.0


def _by_text(gold: str, texts: Sequence[str]) -> list[Label]:
    wanted = words_of(gold)
    threes = set(zip(wanted, wanted[1:], wanted[2:], strict=False))
    line = f" {' '.join(wanted)} "
    lines = {" ".join(words_of(text)) for text in gold.split("\n")}
    words = [words_of(text) for text in texts]
    labels: list[Label] = []
    for place, own in enumerate(words):
        if not own:
            labels.append((0, 0.0))
            continue
        if len(own) < _FEW_WORDS:
            is_wanted = " ".join(own) in lines or _stands_in(line, words, place)
        else:
            found = list(zip(own, own[1:], own[2:], strict=False))
            is_wanted = sum(three in threes for three in found) * 2 >= len(found)
        labels.append((int(is_wanted), 20 * (len(own) + 6) / (len(wanted) + 200)))
    return labels


def _stands_in(line: str, words: Sequence[Sequence[str]], place: int) -> bool:
    """Whether a short block stands in the text together with what is in front of it, or behind it."""
    own = list(words[place])
    before = [word for near in words[max(0, place - 3) : place] for word in near][-3:]
    behind = [word for near in words[place + 1 : place + 4] for word in near][:3]
    return any(len(near) == 3 and f" {' '.join(both)} " in line for near, both in ((before, before + own), (behind, own + behind)))  # fmt: skip


def words_of(text: str) -> list[str]:
    """The words of a text, lower case."""
    return _WORDS.findall(text.lower())
