"""A thread as a page needs it: nested by parents, with what each comment's line says.

The items come in reading order, and each says how many levels end before it, so a template writes them in one loop,
however deep they are.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

import attrs
from markupsafe import Markup

from archive.export.naming import ThreadNaming
from archive.records import CommentKind, CommentState
from archive.stored import StoredComment
from archive.web.markup import body_html

DEEPEST = 100
"""Levels nested in the page: browsers flatten elements below some 500, and a level is three of them."""
INDENTED = 16
"""Levels drawn beside each other; deeper comments say whom they answer, and stand where the last ones do."""


@attrs.frozen(kw_only=True)
class Item:
    """One comment, in its place."""

    comment: StoredComment
    author: str | None
    """As it is shown."""
    author_number: int
    """The same for all comments of one author on this page; 0 for those without a name."""
    by_author: int
    """Comments of this author on this page."""
    next_by_author: int | None
    """The author's next comment on this page, after the last one the first: its id."""
    body: Markup
    level: int
    replies: int
    """All that are below it."""
    has_answers: bool
    """The next item is nested in this one."""
    closes: int
    """Levels that end before this item."""
    answers: str | None
    """Whom it answers, where indentation does not show that."""

    @property
    def is_flat(self) -> bool:
        """Its answers are not indented further."""
        return self.level >= INDENTED


@attrs.frozen(kw_only=True)
class Nested:
    """A whole thread."""

    items: tuple[Item, ...]
    closes: int
    """Levels that are open at the end."""
    pingbacks: tuple[Item, ...]


def nest(comments: Sequence[StoredComment], htmls: Mapping[int, str], naming: ThreadNaming) -> Nested:
    """The comments as nested items; pingbacks and trackbacks that nobody answered stand apart.

    Args:
        comments: in reading order.
        htmls: of those that have HTML, by id.
        naming: how people are named.
    """
    ordered, levels, replies = _order(comments)
    answered = {comment.parent_id for comment in comments}
    apart = [
        comment for comment in ordered
        if comment.kind != CommentKind.COMMENT and comment.parent_id is None and comment.comment_id not in answered
    ]  # fmt: skip
    away = {comment.comment_id for comment in apart}
    talk = [comment for comment in ordered if comment.comment_id not in away]
    authors = _Authors(talk)
    by_id = {comment.comment_id: comment for comment in talk}
    items: list[Item] = []
    for at, comment in enumerate(talk):
        level = min(levels[comment.comment_id], DEEPEST)
        following = min(levels[talk[at + 1].comment_id], DEEPEST) if at + 1 < len(talk) else 0
        before = items[-1].level if items else -1
        parent = by_id.get(comment.parent_id) if comment.parent_id else None
        items.append(
            Item(
                comment=comment,
                author=naming.name(comment.author),
                author_number=authors.number(comment.author),
                by_author=authors.count(comment.author),
                next_by_author=authors.next_after(comment),
                body=_body(comment, htmls, naming),
                level=level,
                replies=replies[comment.comment_id],
                has_answers=at + 1 < len(talk) and following > level,
                closes=max(0, before - level),
                answers=naming.name(parent.author) if parent and level > INDENTED else None,
            )
        )
    return Nested(
        items=tuple(items),
        closes=items[-1].level if items else 0,
        pingbacks=tuple(_apart(comment, htmls, naming) for comment in apart),
    )


def _apart(comment: StoredComment, htmls: Mapping[int, str], naming: ThreadNaming) -> Item:
    return Item(
        comment=comment, author=naming.name(comment.author), author_number=0, by_author=1, next_by_author=None,
        body=_body(comment, htmls, naming), level=0, replies=0, has_answers=False, closes=0, answers=None,
    )  # fmt: skip


def _body(comment: StoredComment, htmls: Mapping[int, str], naming: ThreadNaming) -> Markup:
    if comment.state == CommentState.REMOVED and not comment.text.strip():
        return Markup("")
    html = htmls.get(comment.comment_id)
    return body_html(naming.in_html(html), naming.in_text(comment.text) or "")


def _order(comments: Sequence[StoredComment]) -> tuple[list[StoredComment], dict[int, int], dict[int, int]]:
    """Depth first by parents, the levels, and how many replies are below each."""
    known = {comment.comment_id for comment in comments}
    answers: dict[int | None, list[StoredComment]] = {}
    for comment in comments:
        answers.setdefault(comment.parent_id if comment.parent_id in known else None, []).append(comment)
    ordered: list[StoredComment] = []
    levels: dict[int, int] = {}
    waiting = [(comment, 0) for comment in reversed(answers.get(None, ()))]
    while waiting:
        comment, level = waiting.pop()
        ordered.append(comment)
        levels[comment.comment_id] = level
        waiting += [(answer, level + 1) for answer in reversed(answers.get(comment.comment_id, ()))]
    replies = dict.fromkeys(known, 0)
    for comment in reversed(ordered):
        if comment.parent_id in known and comment.parent_id is not None:
            replies[comment.parent_id] += 1 + replies[comment.comment_id]
    return ordered, levels, replies


class _Authors:
    """Who wrote what on the page."""

    def __init__(self, comments: Sequence[StoredComment]) -> None:
        self._counts = Counter(comment.author for comment in comments)
        self._numbers = {name: n for n, name in enumerate((name for name in self._counts if name), 1)}
        self._next: dict[int, int] = {}
        first: dict[str, int] = {}
        for comment in reversed(comments):
            if comment.author:
                self._next[comment.comment_id] = first.get(comment.author, comment.comment_id)
                first[comment.author] = comment.comment_id
        for comment in comments:
            if comment.author and self._next[comment.comment_id] == comment.comment_id:
                self._next[comment.comment_id] = first[comment.author]

    def number(self, name: str | None) -> int:
        return self._numbers.get(name, 0) if name else 0

    def count(self, name: str | None) -> int:
        return self._counts[name] if name else 1

    def next_after(self, comment: StoredComment) -> int | None:
        return self._next[comment.comment_id] if self.count(comment.author) > 1 else None
