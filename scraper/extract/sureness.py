"""How sure each field of a page is, and whether the page is doubtful: the share of pages like it that are right.

Rules alone say little: what tells right from wrong is whether independent sources agree (JSON-LD, `meta` elements, the
heading, the byline, the address), and how sure the forests were that found text and kind. A small forest a field weighs
that; `python -m benchmarks.training.calibration` fits them on pages of public sets, read with forests that have not seen
their sites.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import attrs
import numpy as np

from archive.records import Evidence, Page
from scraper.extract.article_body import Body
from scraper.extract.document import LABEL
from scraper.extract.dom import Document
from scraper.extract.forest import forest, load
from scraper.extract.kind import KINDS, Votes
from scraper.extract.structured import ARTICLE_TYPES, THREAD_TYPES, Head, names_of, text_value, types_of
from scraper.extract.thread import Thread
from scraper.normalise.text import fold

FIELDS = ("kind", "title", "text", "authors", "published_at", "comments")
COMMENT_FIELDS = ("comments.key", "comments.text", "comments.author", "comments.date")
"""Of each comment; nothing on a page tells right ones from wrong ones, so a page's comments are as sure as those of others."""
SURE = 0.9
_RULES = {
    "kind": ("forests", "body-class", "forum", "type", "teasers", "front-page", "body-and-comments", "text", "address"),
    "title": ("heading", "json-ld", "meta", "title", "comments-heading"),
    "text": ("blocks",),
    "authors": ("json-ld", "meta", "byline", "box", "house", "empty-byline"),
    "published_at": ("json-ld", "meta", "byline", "address", "json-ld-page", "modified"),
    "comments": ("json-ld", "page-state"),
}
_KINDS = ("article", "thread", "comments", "listing", "other")
_DATES = ("article:published_time", "date", "datepublished", "dc.date.issued", "parsely-pub-date")
_DAY = len("2012-04-05")
_MANY = 40
# What a page is there for: a doubt about one of these makes it doubtful.
_MAIN = ("kind", "text", "comments")
_UNSURE = 0.75


def signals_of(
    page: Page,
    document: Document,
    head: Head,
    items: Sequence[dict[str, Any]],
    body: Body | None,
    thread: Thread | None,
    votes: Votes | None = None,
) -> list[int]:
    """What the forests are told: of each field its rule and that one's own confidence, and what agrees with what."""
    told = {one.field: one for one in page.evidence}
    values: list[int] = [_KINDS.index(page.kind.value)]
    for field in FIELDS:
        one, rules = told.get(field), _RULES[field]
        values += (rules.index(one.rule) if one.rule in rules else len(rules), round(100 * one.confidence)) if one else (-1, 0)  # fmt: skip
    item: dict[str, Any] = next((i for i in items if types_of(i) & (ARTICLE_TYPES | THREAD_TYPES)), {})
    return [
        *values, *_of_title(page, head, item), *_of_authors(page, head, item), *_of_dates(page, document, head, item),
        *_of_text(page, document, body), *_of_comments(page, thread), *_of_words(page, document, head, item),
        *_of_votes(votes),
    ]  # fmt: skip


def _of_title(page: Page, head: Head, item: dict[str, Any]) -> list[int]:
    title = fold(page.article.title or "") if page.article else ""
    others = (head.first("og:title", "twitter:title"), head.title, text_value(item.get("headline")))
    agreed = [_agreement(title, fold(other)) if other else -1 for other in others]
    return [*agreed, len(title), title.count(" ")]


def _agreement(title: str, other: str) -> int:
    if not title or not other:
        return -1
    return 3 if title == other else 2 if other.startswith(title) else 1 if title in other else 0


def _of_authors(page: Page, head: Head, item: dict[str, Any]) -> list[int]:
    authors = page.article.authors if page.article else ()
    mine = {fold(name) for name in authors}
    written = {fold(name) for name in names_of(item.get("author"))}
    in_head = {fold(name) for name in head.meta.get("author", ())}
    first = authors[0] if authors else ""
    return [
        len(authors), _sameness(mine, written), _sameness(mine, in_head), len(first), len(first.split()),
        1 if first.istitle() else 0, sum(map(str.isdigit, first)),
    ]  # fmt: skip


def _sameness(mine: set[str], other: set[str]) -> int:
    return -1 if not mine or not other else 2 if mine == other else 1 if mine & other else 0


def _of_dates(page: Page, document: Document, head: Head, item: dict[str, Any]) -> list[int]:
    raw = (page.article.published_raw if page.article else None) or ""
    day = raw[:_DAY]
    times = [time.get("datetime")[:_DAY] for time in document.by_tag.get("time", ())[:4]]
    written = text_value(item.get("datePublished")) or ""
    changed = ((page.article.modified_raw if page.article else None) or "")[:_DAY]
    in_head = [head.first(name) or "" for name in _DATES]
    return [
        len(raw), _same_day(day, written[:_DAY]), max(_same_day(day, value[:_DAY]) for value in in_head),
        _same_day(day, times[0] if times else ""), sum(time == day for time in times), len(times), _same_day(day, changed),
        1 if day and day.replace("-", "/") in page.url else 0, _hour(raw), 1 if raw.endswith(("Z", "+00:00", "+0000")) else 0,
        1 if len(raw) > _DAY and "T" in raw and raw[-6:-5] in "+-" and raw[-5:] not in ("00:00", "+0000") else 0,
    ]  # fmt: skip


def _same_day(day: str, other: str) -> int:
    return -1 if not day or not other else int(day == other)


def _hour(raw: str) -> int:
    hour = raw[_DAY + 1 : _DAY + 3]
    return int(hour) if hour.isdecimal() else -1


def _of_text(page: Page, document: Document, body: Body | None) -> list[int]:
    whole = document.nodes[0].length if document.nodes else 0
    length = len(page.article.text) if page.article else 0
    if body is None:
        return [-1, length, 0, 0, 0, 0, whole, -1, -1, -1, 0, 0]
    node = body.node
    return [
        round(100 * body.confidence), length, 100 * length // (whole or 1), 100 * length // (node.length or 1),
        100 * node.linked // (node.length or 1), round(100 * body.spoken), whole,
        round(1000 * body.precision), round(1000 * body.recall), round(1000 * body.torn), round(100 * body.heard), len(body.skip),
    ]  # fmt: skip


def _of_votes(votes: Votes | None) -> list[int]:
    """How clear the vote about the page's kind was, and what it was told by."""
    if votes is None:
        return [-1] * (1 + len(KINDS) + load("kind")[KINDS[0].value]["features"])
    first, second = sorted(votes.chances, reverse=True)[:2]
    return [round(100 * (first - second)), *(round(100 * chance) for chance in votes.chances), *map(int, votes.values)]


def _of_words(page: Page, document: Document, head: Head, item: dict[str, Any]) -> list[int]:
    """Where the title's and the writers' words stand on the page."""
    title = fold(page.article.title or "") if page.article else ""
    firsts = [fold("".join(n.text for n in document.inside(h))) for h in document.elements("h1")[:3]] if title else []
    named = fold(head.title or "")
    site = fold(page.article.site_name or "") if page.article else ""
    authors = [fold(name) for name in page.article.authors] if page.article else []
    lines = document.texts_with((page.article.authors[0].lower(),), longest=LABEL) if page.article and authors else []
    said = fold(head.title or "")
    return [
        len(document.elements("h1")), len(document.elements("h2")), *(_agreement(title, first) if first else -1 for first in [*firsts, "", "", ""][:3]),
        len(named) - len(title), int(bool(site) and site in title), int(bool(title) and title in fold(page.url.replace("-", " ").replace("_", " "))),
        _words_in(title, page.url.lower()), int(any(c in (page.article.title or "") for c in "|–—:")) if page.article and page.article.title else -1,
        len(lines) if authors else -1, sum(len(line.text.strip()) == len(page.article.authors[0]) for line in lines) if page.article and authors else -1, sum(name in said for name in authors), int(any(name in site for name in authors)),
        max((len(name.split()) for name in authors), default=0), min((len(name.split()) for name in authors), default=0),
        len(names_of(item.get("author"))), len(document.texts), len(document.nodes),
    ]  # fmt: skip


def _words_in(title: str, url: str) -> int:
    """The share of a title's words that its address has."""
    words = [word for word in title.split() if len(word) > 3]
    return 100 * sum(word in url for word in words) // len(words) if words else -1


def _of_comments(page: Page, thread: Thread | None) -> list[int]:
    stated = page.comment_count_stated
    count = len(page.comments)
    rules = {comment.parent_rule for comment in page.comments[:_MANY]}
    said = sum(len(comment.text) for comment in page.comments[:_MANY])
    return [
        count, -1 if stated is None else stated, -1 if stated is None else abs(stated - count), round(100 * thread.confidence) if thread else -1,
        said // (min(count, _MANY) or 1), sum(comment.author is not None for comment in page.comments[:_MANY]),
        sum(comment.published_raw is not None for comment in page.comments[:_MANY]), len(rules), 1 if page.comments_elsewhere else 0,
    ]  # fmt: skip


def sured(
    page: Page,
    document: Document,
    head: Head,
    items: Sequence[dict[str, Any]],
    body: Body | None,
    thread: Thread | None,
    votes: Votes | None = None,
) -> Page:
    """The page with the confidence of its fields as pages like it have been right, and with what is doubtful of it."""
    values = signals_of(page, document, head, items, body, thread, votes)
    model = load("sureness")
    if not model:  # while it is fitted
        return page
    chances = _chances(values)
    shown = {field: cautious(chance, model["sure_from"]) for field, chance in chances.items()}
    evidence = tuple(
        [Evidence(field=e.field, rule=e.rule, confidence=shown.get(e.field, e.confidence)) for e in page.evidence]
    )
    evidence += _of_each_comment(page, model["shares"])
    if chances["page"] >= model["doubtful_below"]:
        return attrs.evolve(page, evidence=evidence)
    return attrs.evolve(page, evidence=evidence, doubts=_doubts(evidence) or ("page",))


def cautious(chance: float, sure_from: float) -> float:
    """The confidence of a chance: above `SURE` only from where all fields that are so are right nearly always."""
    if chance <= sure_from:
        return round(chance * SURE / sure_from, 3)
    return round(1 - (1 - chance) * (1 - SURE) / (1 - sure_from), 3)


def _of_each_comment(page: Page, shares: dict[str, float]) -> tuple[Evidence, ...]:
    rule = next((one.rule for one in page.evidence if one.field == "comments"), None)
    if rule is None or not page.comments:
        return ()
    has = {
        "comments.author": any(comment.author is not None for comment in page.comments),
        "comments.date": any(comment.published_raw is not None for comment in page.comments),
    }
    return tuple(Evidence(field=field, rule=rule, confidence=shares[field]) for field in COMMENT_FIELDS if has.get(field, True))  # fmt: skip


def _chances(values: list[int]) -> dict[str, float]:
    of_all = forest("sureness", *FIELDS, "page")
    scores = of_all.scores(of_all.possible(np.array(values, np.int64)[:, None]))[0]
    shares = np.round(1.0 / (1.0 + np.exp(-np.clip(scores, -50.0, 50.0))), 3).tolist()
    return dict(zip((*FIELDS, "page"), shares, strict=True))


def _doubts(evidence: Sequence[Evidence]) -> tuple[str, ...]:
    return tuple(one.field for one in evidence if one.field in _MAIN and one.confidence < _UNSURE)
