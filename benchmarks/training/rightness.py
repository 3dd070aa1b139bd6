"""Which fields of an extracted page are right, by its truth; the measures are those of the public sets, cut at a threshold."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

# A text is right with this share of common words, a post with this one; a page is not read wrongly with this one.
_TEXT, _POST, PAGE = 0.9, 0.8, 0.7
_SPLIT = re.compile(r"\s*(?:[,;/|&]|\b(?:and|und|et|y|e|och|og|en)\b)\s*", re.I)
_BY = re.compile(r"^(?:by|von|par|por|di|av|door|written by)\s+", re.I)
_NUMBER = re.compile(r"(\d+)$")

# A truth read off the link that quotes a post: "Quote" is nobody's name.
_NO_NAME = re.compile(r"[?&]mode=quote&")

Json = dict[str, Any]


def folded(text: str | None) -> str:
    """Words without case and accents."""
    plain = unicodedata.normalize("NFKD", text or "")
    return " ".join(re.findall(r"\w+", "".join(c for c in plain if not unicodedata.combining(c)).casefold()))


def right_fields(page: Json, expect: Json) -> dict[str, bool]:
    """For each field that the page gives and of which the truth is known, whether it is right."""
    found: dict[str, bool] = {}
    article = page["article"] or {}
    if (kind := kind_of(expect)) is not None:
        found["kind"] = {"comments": "thread"}.get(page["kind"], page["kind"]) == kind
    if article.get("title") and "title" in expect:
        found["title"] = folded(article["title"]) == folded(expect["title"])
    if article.get("authors") and "author" in expect:
        found["authors"] = _names(article["authors"]) == _names(expect["author"])
    if article.get("published_at") and "date" in expect:
        found["published_at"] = article["published_at"][:10] == expect["date"]
    if article.get("text") and (score := text_score(article["text"], expect)) is not None:
        found["text"] = score >= (1 if "with" in expect else _TEXT)
    if page["comments"] and (is_right := _comments_are_right(page, expect)) is not None:
        found["comments"] = is_right
    return found


def kind_of(expect: Json) -> str | None:
    """The kind that the truth tells, or that all pages of its set are of: whole texts are of articles, posts of threads."""
    if "kind" in expect or "with" in expect:  # strings that must be found are of pages of any kind
        return expect.get("kind")
    return "article" if "body_text" in expect else "thread" if expect.get("comments_kind") == "forum" else None


def right_comment_fields(page: Json, expect: Json) -> Iterator[tuple[str, bool]]:
    """Of each comment of a page whose comments are known: its fields, and whether they are right.

    Comments of threads are known by their ids, posts by their texts; what answers to none of the truth is a wrong text.
    """
    kind, wanted = expect.get("comments_kind"), expect.get("comments", [])
    if kind == "thread":
        truth = {comment["id"]: comment for comment in wanted}
        yield from (("comments.key", _number(comment["key"]) in truth) for comment in page["comments"])
        pairs = [(comment, truth.get(str(_number(comment["key"])))) for comment in page["comments"]]
    elif kind == "forum":
        pairs = _posts_paired(page["comments"], wanted)
    else:
        return
    for comment, gold in pairs:
        if gold is None or (kind == "thread" and gold.get("text")):
            yield "comments.text", gold is not None and likeness(comment["text"], gold["text"]) >= _POST
        elif kind == "forum":
            yield "comments.text", True
        if gold and gold.get("author") and comment["author"] and not any(map(_NO_NAME.search, gold["author"])):
            yield "comments.author", folded(comment["author"]) in set(map(folded, gold["author"]))
        if gold and gold.get("date") and comment["published_at"]:
            day = date.fromisoformat(comment["published_at"][:10])
            yield "comments.date", any(abs((day - date.fromisoformat(one)).days) <= 1 for one in gold["date"])


def _posts_paired(posts: Sequence[Json], wanted: Sequence[Json]) -> list[tuple[Json, Json | None]]:
    """Each post with the one of the truth whose text is its own; posts without words count neither way."""
    left = [gold for gold in wanted if folded(gold.get("text"))]
    pairs: list[tuple[Json, Json | None]] = []
    for post in posts:
        best = max(left, key=lambda gold: likeness(post["text"], gold["text"]), default=None)
        if best is not None and likeness(post["text"], best["text"]) >= _POST:
            left.remove(best)
            pairs.append((post, best))
        elif folded(post["text"]):
            pairs.append((post, None))
    return pairs


def is_right_page(page: Json, expect: Json, least: float = PAGE) -> bool | None:
    """Whether a page's kind, and its text or comments, are right, as far as is known; what is missing is wrong.

    Args:
        page: as `extract` prints it.
        expect: its truth.
        least: so much of the text, or of the strings that are known of it, has to agree.
    """
    known = right_fields(page, expect)
    main = [known[field] for field in ("kind", "comments") if field in known]
    if (score := text_score((page["article"] or {}).get("text") or "", expect)) is not None:
        main.append(score >= least)
    if not page["comments"] and expect.get("comments"):
        main.append(False)
    return all(main) if main else None


def right_parents(page: Json, expect: Json) -> list[tuple[float, bool]]:
    """Of each comment whose parent is known, the confidence it was given and whether it is right."""
    if expect.get("comments_kind") != "thread":
        return []
    truth = {comment["id"]: comment["parent"] for comment in expect["comments"]}
    return [
        (comment["parent_confidence"], _number(comment["parent_key"]) == truth[key])
        for comment in page["comments"]
        if (key := _number(comment["key"])) in truth
    ]


def _names(names: Sequence[str] | str) -> set[str]:
    items = [names] if isinstance(names, str) else names
    parts = (part for item in items for part in _SPLIT.split(" ".join(item.split())))
    return {name for part in parts if (name := folded(_BY.sub("", part)))}


def _number(key: Any) -> str | None:
    found = _NUMBER.search(str(key)) if key is not None else None
    return found[1] if found else None


def text_score(text: str, expect: Json) -> float | None:
    """How well a text agrees with what is known of it, from 0 to 1: words in common, or F1 of the strings; None if nothing is known."""
    if "with" in expect:
        line = " ".join(text.split())
        found, wrong = (sum(" ".join(s.split()) in line for s in expect[key]) for key in ("with", "without"))
        every = found + wrong + len(expect["with"])
        return 2 * found / every if every else 1.0
    if "body_text" in expect or expect.get("page_type") == "article":
        return likeness(text, expect.get("body_text") or expect["main_text"])
    return None


def likeness(one: str | None, other: str | None) -> float:
    """The Dice coefficient of two bags of words."""
    a, b = (Counter(folded(re.sub(r"https?://\S+", " ", text or "")).split()) for text in (one, other))
    return 2 * (a & b).total() / max(1, a.total() + b.total())


def _comments_are_right(page: Json, expect: Json) -> bool | None:
    if expect.get("no_comments"):
        return False
    if expect.get("comments_kind") == "thread":
        wanted = {comment["id"] for comment in expect["comments"] if not comment.get("optional")}
        keys = {_number(comment["key"]) for comment in page["comments"]}
        return wanted <= keys <= {comment["id"] for comment in expect["comments"]}
    if expect.get("comments_kind") == "forum":
        return _posts_are_right(page, [post["text"] for post in expect["comments"] if folded(post.get("text"))])
    if expect.get("comment_snippets"):
        said = " ".join(" ".join((comment["text"] or "").split()) for comment in page["comments"])
        return all(" ".join(snippet.split()) in said for snippet in expect["comment_snippets"])
    return None


def _posts_are_right(page: Json, wanted: list[str]) -> bool:
    posts = [comment["text"] for comment in page["comments"]]
    opening = [page["article"]["text"]] if page["article"] and page["article"]["text"] else []
    left = [*posts, *opening]
    hits = 0
    for text in wanted:
        best = max(left, key=lambda post: likeness(post, text), default=None)
        if best is not None and likeness(best, text) >= _POST:
            left.remove(best)
            hits += 1
    return 2 * hits / max(1, len(wanted) + max(len(posts), hits)) >= _TEXT
