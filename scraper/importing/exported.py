"""`export jsonl` of another archive, read back: the records, each at the times at which it was seen.

Earlier versions of texts are not in such an export. What only the site's API told is told again as such.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from importlib.metadata import version
from itertools import groupby
from pathlib import Path
from typing import Any

import attrs
import orjson

from archive.records import (
    Article,
    Comment,
    CommentKind,
    CommentState,
    Extractor,
    Page,
    PageKind,
    Person,
    RecentComment,
    Source,
    ThreadState,
)
from scraper.errors import InputError
from scraper.importing.seen import SeenPage, seen_of

MANIFEST = "manifest.json"
_EXTRACTOR = Extractor(name="export-jsonl", version=version("commentariat"))
Row = dict[str, Any]


def is_export(folder: Path) -> bool:
    """Whether the folder is an export of ours as JSON Lines."""
    try:
        document = orjson.loads((folder / MANIFEST).read_bytes())
        return bool(document["producer"]["name"] == "commentariat" and document["format"] == "jsonl")
    except (OSError, ValueError, KeyError, TypeError):
        return False


def read_export(folder: Path) -> Iterator[Page]:
    """Everything in the folder, as pages.

    Raises:
        InputError: a line is not what such an export holds.
    """
    try:
        yield from _pages(folder)
    except (KeyError, ValueError, TypeError, AttributeError) as error:
        raise InputError(str(folder), f"found a record that is none of an export's ({error!r})", _ADVICE) from error


def _pages(folder: Path) -> Iterator[Page]:
    comments = groupby(_rows(folder / "comments.jsonl"), key=lambda row: row["article_id"])
    waiting = next(comments, None)
    for row in _rows(folder / "articles.jsonl"):
        own: list[Row] = []
        if waiting is not None and waiting[0] == row["id"]:
            own = list(waiting[1])
            waiting = next(comments, None)
        yield from _thread(row, own)
    if waiting is not None:
        raise InputError(
            str(folder / "comments.jsonl"), f"found comments of an article that is not there ({waiting[0]})", _ADVICE
        )
    yield from _sidebars(_rows(folder / "recent_comments.jsonl"))
    yield from _mastheads(_rows(folder / "people.jsonl"))


_ADVICE = "Export it again, or check SHA256SUMS."


def _rows(path: Path) -> Iterator[Row]:
    number = 0
    try:
        with path.open("rb") as file:
            for number, line in enumerate(file, 1):
                row = orjson.loads(line)
                if not isinstance(row, dict):
                    raise InputError(f"{path}, line {number}", "found no object", _ADVICE)
                yield row
    except FileNotFoundError as error:
        raise InputError(str(path), "is not there", _ADVICE) from error
    except orjson.JSONDecodeError as error:
        raise InputError(f"{path}, line {number}", f"broken JSON ({error})", _ADVICE) from error
    stated = orjson.loads((path.parent / MANIFEST).read_bytes()).get("files", {}).get(path.name, {}).get("rows", number)
    if number < stated:  # cut between two lines
        raise InputError(str(path), f"found {number:,} of the {stated:,} records that its manifest names", _ADVICE)


def _thread(row: Row, rows: list[Row]) -> Iterator[Page]:
    shown = [own for own in rows if _is_told_by(own, Source.PAGE)]
    page = _page(row, tuple(map(_comment, shown)))
    seen = {own["key"]: seen_of(own) for own in shown}
    if _is_told_by(row, Source.PAGE):
        yield from SeenPage(page=page, article=seen_of(row), comments=seen).pages()
    elif shown:
        yield from SeenPage(
            page=attrs.evolve(page, article=None, kind=PageKind.COMMENTS), article=seen_of(row), comments=seen
        ).pages()
    yield from _told_by_api(row, rows)


def _is_told_by(row: Row, source: Source) -> bool:
    return source.value in row.get("sources", [Source.PAGE.value])


def _told_by_api(row: Row, rows: list[Row]) -> Iterator[Page]:
    """What the site's API tells, in the form of its answer; its parents are the stored ones."""
    told = [
        attrs.evolve(_comment(own), parent_key=own["stored_parent_key"]) for own in rows if _is_told_by(own, Source.API)
    ]
    is_told = _is_told_by(row, Source.API)
    if not told and not is_told:
        return
    page = attrs.evolve(_page(row, tuple(told)), source=Source.API)
    if not is_told:
        page = attrs.evolve(page, article=None)
    at = seen_of(row).last
    yield Page(
        url=row["url"],
        kind=PageKind.OTHER,
        fetched_at=at,
        extractor=_EXTRACTOR,
        source=Source.API,
        told=(page,),
        is_normalised=True,
    )


def _page(row: Row, comments: tuple[Comment, ...]) -> Page:
    state = ThreadState(row["thread_state"]) if row["thread_state"] else None
    return Page(
        url=row["url"],
        kind=PageKind.ARTICLE,
        fetched_at=seen_of(row).last,
        extractor=_EXTRACTOR,
        canonical_url=row["canonical_url"],
        article_url=row["url"],
        article=Article(
            url=row["url"],
            title=row["title"],
            authors=tuple(row["authors"]),
            published_at=_time(row["published_at"]),
            modified_at=_time(row["modified_at"]),
            language=row["language"],
            section=row["section"],
            tags=tuple(row["tags"]),
            text=row["text"],
            html=row["html"],
            comment_count_stated=row["comment_count_stated"],
            thread_state=state,
        ),
        comments=comments,
        comment_count_stated=row["comment_count_stated"],
        thread_state=state,
        is_normalised=True,
    )


def _comment(row: Row) -> Comment:
    return Comment(
        key=row["key"],
        parent_key=row["parent_key"],
        author=row["author"],
        author_url=row["author_url"],
        published_at=_time(row["published_at"]),
        published_raw=row["published_raw"],
        text=row["text"],
        html=row["html"],
        score=row["score"],
        depth=row["depth"],
        position=row["position"],
        url=row["url"],
        kind=CommentKind(row["kind"]),
        state=CommentState(row["state"]),
        parent_rule="export",
    )


def _sidebars(rows: Iterator[Row]) -> Iterator[Page]:
    """One page for each list: the entries of one page and time, as long as their places rise."""
    entries: list[RecentComment] = []
    place: tuple[str, str] | None = None
    for row in rows:
        is_next = place == (row["page_url"], row["seen_at"]) and entries and row["position"] > entries[-1].position
        if not is_next and entries and place:
            yield _beside(*place, recent_comments=tuple(entries))
        if not is_next:
            entries, place = [], (row["page_url"], row["seen_at"])
        fields = ("position", "author", "excerpt", "truncated", "url", "article_title")
        entries.append(RecentComment(**{name: row[name] for name in fields}))
    if entries and place:
        yield _beside(*place, recent_comments=tuple(entries))


def _mastheads(rows: Iterator[Row]) -> Iterator[Page]:
    for (url, at), people in groupby(rows, key=lambda row: (row["page_url"], row["seen_at"])):
        found = tuple(Person(name=row["name"], role=row["role"], place=row["place"]) for row in people)
        yield _beside(url, at, people=found)


def _beside(url: str, at: str, **found: Any) -> Page:
    seen_at = datetime.fromisoformat(at).astimezone(UTC)
    return Page(url=url, kind=PageKind.OTHER, fetched_at=seen_at, extractor=_EXTRACTOR, is_normalised=True, **found)


def _time(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text).astimezone(UTC)
