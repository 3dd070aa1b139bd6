"""The paper's stories as written: one text file a story, read into frozen values.

A file has three parts between lines of `===`: settings (`name: value`), the story, and its comments.
A comment begins with a line `@ID [>PARENT] AUTHOR [<ADDRESS>] DATE TIME [[FLAG]]`; a flag is a score (`+3`),
`removed`, `pingback` or `trackback`.
Blocks are parted by empty lines: `> ` quotes, `- ` and `1. ` list, four spaces are code, `[[page]]` divides the story.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from enum import StrEnum
from functools import cache
from importlib.resources import files

import attrs

from archive.records import CommentKind, CommentState, ThreadState

_COMMENT = re.compile(
    r"^@(?P<key>\d+)(?: >(?P<parent>\d+))? (?P<author>.+?)(?: <(?P<address>\S+)>)?"
    r" (?P<date>\d{4}-\d\d-\d\d \d\d:\d\d)(?: \[(?P<flag>[+-]?\w+)\])?$",
    re.M,
)
_NUMBERED = re.compile(r"^\d+\. ")
_STATES = {"": ThreadState.OPEN, "closed": ThreadState.CLOSED, "login": ThreadState.LOGIN_REQUIRED}


class Skin(StrEnum):
    """Which of the site's programs shows a story."""

    CLASSIC = "classic"
    """WordPress-like, nested lists in the XHTML of 2011."""
    HTML5 = "html5"
    """WordPress-like, nested lists of `article` elements."""
    YARD = "yard"
    """A flat list of divs whose class tells the level."""
    LETTERS = "letters"
    """schema.org microdata."""

    @property
    def is_wordpress(self) -> bool:
        """Whether its pages look like WordPress."""
        return self in {Skin.CLASSIC, Skin.HTML5}


class BlockKind(StrEnum):
    """What a block of text is."""

    PARAGRAPH = "paragraph"
    QUOTATION = "quotation"
    BULLETS = "bullets"
    NUMBERS = "numbers"
    CODE = "code"
    PAGE_END = "page end"


@attrs.frozen(kw_only=True)
class Block:
    """One block of a story or comment; its lines still hold `*emphasis*` and `[links](address)`."""

    kind: BlockKind
    lines: tuple[str, ...]


@attrs.frozen(kw_only=True)
class Reply:
    """One comment as written."""

    key: str
    parent_key: str | None
    depth: int
    author: str
    address: str | None
    """The author's page; `{base}` stands for the site's own address."""
    written_at: datetime
    kind: CommentKind
    state: CommentState
    score: int | None
    blocks: tuple[Block, ...]


@attrs.frozen(kw_only=True)
class Story:
    """One article as written, with its comments in reading order."""

    path: str
    title: str
    authors: tuple[str, ...]
    written_at: datetime
    skin: Skin
    section: str
    tags: tuple[str, ...]
    language: str
    state: ThreadState
    head: str
    """What structured data its page carries: `jsonld`, `opengraph` or nothing."""
    access: str
    """`password`, `robots` (its folder is disallowed) or nothing."""
    robots: str
    """Content of its robots meta element, or nothing."""
    per_page: int
    """Top-level comments a page; 0 is all."""
    blocks: tuple[Block, ...]
    replies: tuple[Reply, ...]

    @property
    def stated_count(self) -> int:
        """The number of comments the page claims: a removed one does not count."""
        return sum(reply.state is not CommentState.REMOVED for reply in self.replies)


@cache
def all_stories() -> tuple[Story, ...]:
    """Every story, oldest first; also those that are hidden from visitors."""
    folder = files("scraper.demo") / "content"
    texts = [entry.read_text("utf-8") for entry in folder.iterdir() if entry.name.endswith(".txt")]
    return tuple(sorted((read_story(text) for text in texts), key=lambda story: story.written_at))


def read_story(text: str) -> Story:
    """The story of one file."""
    settings, body, comments = text.split("\n===\n")
    values = {name.strip(): value.strip() for name, _, value in (line.partition(":") for line in settings.splitlines())}
    return Story(
        path=values["path"],
        title=values["title"],
        authors=_listed(values["by"], ";"),
        written_at=_time(values["date"]),
        skin=Skin(values["skin"]),
        section=values["section"],
        tags=_listed(values.get("tags", ""), ","),
        language=values.get("lang", "en-GB"),
        state=_STATES[values.get("state", "")],
        head=values.get("head", ""),
        access=values.get("access", ""),
        robots=values.get("robots", ""),
        per_page=int(values.get("per_page", "0")),
        blocks=tuple(read_blocks(body)),
        replies=in_reading_order(tuple(_read_replies(comments))),
    )


def read_blocks(text: str) -> Iterator[Block]:
    """The blocks of a text, in order."""
    for chunk in text.strip("\n").split("\n\n"):
        lines = tuple(chunk.strip("\n").splitlines())
        if not lines:
            continue
        first = lines[0]
        if first == "[[page]]":
            yield Block(kind=BlockKind.PAGE_END, lines=())
        elif first.startswith("> "):
            yield Block(kind=BlockKind.QUOTATION, lines=tuple(line[2:] for line in lines))
        elif first.startswith("- "):
            yield Block(kind=BlockKind.BULLETS, lines=tuple(line[2:] for line in lines))
        elif _NUMBERED.match(first):
            yield Block(kind=BlockKind.NUMBERS, lines=tuple(_NUMBERED.sub("", line) for line in lines))
        elif first.startswith("    "):
            yield Block(kind=BlockKind.CODE, lines=tuple(line[4:] for line in lines))
        else:
            yield Block(kind=BlockKind.PARAGRAPH, lines=(" ".join(lines),))


def in_reading_order(replies: tuple[Reply, ...]) -> tuple[Reply, ...]:
    """The same comments, each parent before its replies, siblings by time."""
    children: dict[str | None, list[Reply]] = {}
    for reply in sorted(replies, key=lambda reply: (reply.written_at, reply.key)):
        children.setdefault(reply.parent_key, []).append(reply)

    def walk(key: str | None, depth: int) -> Iterator[Reply]:
        for reply in children.get(key, []):
            yield attrs.evolve(reply, depth=depth)
            yield from walk(reply.key, depth + 1)

    return tuple(walk(None, 0))


def _read_replies(text: str) -> Iterator[Reply]:
    heads = list(_COMMENT.finditer(text))
    for head, following in zip(heads, [*heads[1:], None], strict=False):
        end = following.start() if following else len(text)
        flag = head["flag"] or ""
        yield Reply(
            key=head["key"],
            parent_key=head["parent"],
            depth=0,
            author=head["author"],
            address=head["address"],
            written_at=_time(head["date"]),
            kind=CommentKind(flag) if flag in {"pingback", "trackback"} else CommentKind.COMMENT,
            state=CommentState.REMOVED if flag == "removed" else CommentState.VISIBLE,
            score=int(flag) if flag[:1] in {"+", "-"} else None,
            blocks=tuple(read_blocks(text[head.end() : end])),
        )


def _listed(text: str, mark: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(mark) if part.strip())


def _time(text: str) -> datetime:
    return datetime.strptime(text, "%Y-%m-%d %H:%M").replace(tzinfo=UTC)
