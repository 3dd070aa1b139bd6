"""The items of a thread as comment records: their words without buttons and votes, keys that last."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from hashlib import sha256

import attrs

from archive.records import Comment, CommentKind, CommentState
from scraper.extract.text.furniture import is_button, is_call
from scraper.extract.text.lines import Line
from scraper.extract.text.paragraphs import to_html, to_text
from scraper.extract.text.patterns import any_of
from scraper.extract.text.thread import Item
from scraper.normalise.text import fold

_PENDING = re.compile(r"\(?your comment (?:is awaiting|will be visible after|is in) moderation\b.{0,60}", re.I)
_REMOVED = any_of(r"""
    \[?(?:this |the )?(?:comment|post|message|reply) (?:has been |was |is )?(?:deleted|removed)\b.{0,60}
    \[?(?:deleted|removed)\]?\.?
""")
_FEWEST_BUTTONS, _BUTTON_SHARE, _BUTTON_WORDS = 3, 0.8, 3
_CONFIDENCE = {"indentation": 0.95, "reference": 0.7, "flat": 0.5}


def to_comments(items: Sequence[Item]) -> tuple[Comment, ...]:
    """One record an item, in reading order, parents before their answers."""
    seen: Counter[str] = Counter()
    comments: list[Comment] = []
    items = _without_repeated_endings(items)
    for position, item in enumerate(items):
        parent = None if item.parent is None else comments[item.parent].key
        comment = _comment(item, position=position, parent_key=parent)
        comments.append(attrs.evolve(comment, key=_key(comment.author, comment.text, seen)))
    return tuple(comments)


def _without_repeated_endings(items: Sequence[Item]) -> Sequence[Item]:
    """Items without the short line that nearly all of them end in: a button of that site, whatever it is called."""
    last = Counter(item.lines[-1].text for item in items[:-1] if len(item.lines) > _used(item) + 1)
    text, count = last.most_common(1)[0] if last else ("", 0)
    count += any(line.text == text for line in items[-1].lines[1:]) if items else 0
    is_label = len(text.split()) <= _BUTTON_WORDS and not text.endswith((".", "!", "?", "…"))
    if not is_label or count < max(_FEWEST_BUTTONS, _BUTTON_SHARE * len(items)):
        return items
    return [attrs.evolve(item, lines=_before_last(item.lines, text)) for item in items]


def _used(item: Item) -> int:
    """How many of its lines are its header."""
    return item.header.used if item.header else 0


def _before_last(lines: tuple[Line, ...], text: str) -> tuple[Line, ...]:
    """The lines before the last one of that text; what stands behind the last comment's button is the page's."""
    last = next((i for i in range(len(lines) - 1, 0, -1) if lines[i].text == text), len(lines))
    return lines[:last]


def _comment(item: Item, *, position: int, parent_key: str | None) -> Comment:
    """The record of an item, as yet without its key."""
    header = item.header
    lines, is_pending = _words(item)
    text = to_text(lines)
    state = _state(text, is_pending)
    if state is CommentState.REMOVED:  # the placeholder's words are the site's
        lines, text = (), ""
    kind = header.kind if header else CommentKind.COMMENT
    # A linkback shows nothing but the title of the page that links here, which the archive takes for its author.
    author = (header.author or header.text) if header else None
    return Comment(
        key="",
        parent_key=parent_key,
        author=author,
        published_raw=header.date if header else None,
        text=text,
        html=to_html(lines) or None,
        depth=item.depth,
        position=position,
        kind=kind,
        state=state,
        parent_rule=item.parent_rule,
        parent_confidence=_CONFIDENCE[item.parent_rule],
    )


def _state(text: str, is_pending: bool) -> CommentState:
    if is_pending:
        return CommentState.PENDING
    return CommentState.REMOVED if _REMOVED.fullmatch(text) else CommentState.VISIBLE


def _words(item: Item) -> tuple[tuple[Line, ...], bool]:
    """The lines that are the comment's own, and whether one said that it awaits moderation."""
    lines = list(item.lines[_used(item) :])
    kept = [line for line in lines if not _PENDING.fullmatch(line.text)]
    is_pending = len(kept) < len(lines)
    while kept and (is_button(kept[-1].text) or is_call(kept[-1].text)) and (item.header or len(kept) > 1):
        kept.pop()
    while kept and is_button(kept[0].text) and len(kept) > 1:
        kept.pop(0)
    return tuple(kept), is_pending


def _key(author: str | None, text: str, seen: Counter[str]) -> str:
    """A fingerprint of writer and words, which a later capture of a longer thread gives as well.

    Dates are left out: "2 hours ago" is another one tomorrow. Equal comments are told apart by their order.
    """
    content = f"{fold(author or '')}\n{fold(text) or text}"
    seen[content] += 1
    if seen[content] > 1:
        content += f"\n{seen[content]}"
    return "fp-" + sha256(content.encode()).hexdigest()[:16]
